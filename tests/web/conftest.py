"""An application of routes that exist for these tests only, and one that is real."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler

from kedang import app as composition
from kedang.core import access, identity
from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from kedang.settings import Settings
from kedang.web import Services, assemble
from kedang.web.static import Files
from tests.support.browser import Browser
from tests.support.settings import settings as usual

PASSWORD = "correct horse 9 battery"


@pytest.fixture
async def app(database: Database) -> AsyncGenerator[Any]:
    """The real application."""
    identity.forget_standings()
    yield composition.build(database, usual())
    identity.forget_standings()


@pytest.fixture
async def admin(app: Any, database: Database) -> Browser:
    """Its administrator."""
    link = await identity.make_setup_link(database, WorkspaceId(1))
    browser = Browser(app)
    company = {"company": "华兴装饰", "name": "陈静", "login": "admin@example.com", "password": PASSWORD}
    answer = await browser.post(f"/setup/{link}", company)
    assert answer.status_code == 200, answer.text
    return browser


def small(database: Database, *routes: HTTPRouteHandler, settings: Settings | None = None) -> Any:
    """An application of these routes."""
    services = Services(
        database=database,
        settings=settings or usual(),
        may_manage=composition.may_manage,
        profile_of=composition.profile_of,
        prepare=access.install_roles,
    )
    return assemble(services, list(routes), files=Files(Path("there is no such folder")))


def same_session(app: Any, browser: Browser) -> Browser:
    """The same person at another application over the same database."""
    other = Browser(app)
    other.client.cookies.set("__Host-kedang", browser.cookie or "")
    other.csrf = browser.csrf
    return other
