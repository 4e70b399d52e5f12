"""Fixtures that give a test the application, and a workspace to play in."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from kedang.app import build
from kedang.core import identity
from kedang.core.db import Database
from tests.support.settings import settings
from tests.support.world import ALL, CUSTOMER, DEAL, Client, World


@pytest.fixture
async def app(database: Database) -> AsyncGenerator[Any]:
    """The application; a revision that was rolled back comes again, so nothing may be remembered from another test."""
    identity.forget_standings()
    yield build(database, settings())
    identity.forget_standings()


@pytest.fixture
def bare(database: Database, app: Any) -> World:
    """A workspace without a model."""
    return World(database, app)


@pytest.fixture
async def world(bare: World) -> World:
    """A workspace with customers and deals, and the role of the administrator."""
    await bare.model(CUSTOMER, DEAL)
    await bare.role("administrator", {"*": ALL}, "*")
    return bare


@pytest.fixture
async def boss(world: World) -> Client:
    """She may do everything."""
    return await world.person("陈静", "administrator")
