"""People of these tests, each with a browser of her own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kedang.core import identity
from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from tests.support.browser import Browser

PASSWORD = "correct horse 9 battery"
HOME = WorkspaceId(1)


@pytest.fixture
async def admin(app: Any, database: Database) -> Browser:
    """Who has set the workspace up."""
    link = await identity.make_setup_link(database, HOME)
    browser = Browser(app)
    company = {"company": "华兴装饰", "name": "陈静", "login": "admin@example.com", "password": PASSWORD}
    answer = await browser.post(f"/setup/{link}", company)
    assert answer.status_code == 200, answer.text
    return browser


Join = Callable[..., Awaitable[Browser]]


@pytest.fixture
def join(app: Any, admin: Browser) -> Join:
    """Add a person, and let her accept her invitation."""

    async def joined(name: str, login: str, *roles: str, address: str = "203.0.113.7") -> Browser:
        made = await admin.post("/people", {"name": name, "email": login, "roles": list(roles)})
        assert made.status_code == 201, made.text
        invited = await admin.post(f"/people/{made.json()['id']}/invite")
        browser = Browser(app, address=address)
        answer = await browser.post(f"/invite/{invited.json()['link'].rsplit('/', 1)[1]}", {"password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return browser

    return joined


@pytest.fixture
async def mara(join: Join) -> Browser:
    """She sells."""
    return await join("Mara", "mara@example.com", "sales")
