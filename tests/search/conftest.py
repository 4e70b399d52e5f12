"""The customer archive, searched, and a worker that works when it is told to."""

from __future__ import annotations

import pytest

from kedang.core.jobs import Plan, deliver_waiting
from kedang.features.search import reactions
from tests.support.archive import Archive
from tests.support.clock import StillClock
from tests.support.world import HOME, Client, Json, World


class Searched(Archive):
    """The archive, searched."""

    async def work(self) -> None:
        """Let the background catch up."""
        await deliver_waiting(self.world.database, Plan(reactions=reactions()), HOME)

    async def items(self, who: Client, q: str, **options: object) -> list[Json]:
        """What somebody finds."""
        answer = await who.get("/search", params={"q": q, **options})
        assert answer.status_code == 200, answer.text
        assert set(answer.json()) == {"items"}
        return answer.json()["items"]

    async def titles(self, who: Client, q: str, **options: object) -> list[str]:
        """The titles of what somebody finds."""
        return [one["title"] for one in await self.items(who, q, **options)]


@pytest.fixture
async def archive(bare: World, clock: StillClock) -> Searched:
    """A workspace as it begins."""
    return await Searched.begin(bare, clock)
