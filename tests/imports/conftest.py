"""People of the imports' tests, in a workspace with the customer archive."""

from __future__ import annotations

import pytest

from kedang import solutions
from tests.support.world import HOME, SYSTEM, Client, World


@pytest.fixture
async def archive(bare: World) -> World:
    """A workspace as it begins."""
    async with bare.database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    return bare


@pytest.fixture
async def admin(archive: World) -> Client:
    """She may import."""
    return await archive.person("陈静", "administrator", language="zh")


@pytest.fixture
async def mara(archive: World) -> Client:
    """She sells, and may not."""
    return await archive.person("Mara", "sales", language="zh")
