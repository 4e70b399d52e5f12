"""The customer archive and its people."""

from __future__ import annotations

import pytest

from tests.support.archive import Archive
from tests.support.clock import StillClock
from tests.support.world import World


@pytest.fixture
async def archive(bare: World, clock: StillClock) -> Archive:
    """A workspace as it begins."""
    return await Archive.begin(bare, clock)
