"""The customer archive with its people, and a worker that works when it is told to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kedang import solutions
from kedang.core.jobs import Plan, deliver_waiting
from kedang.features.search import reactions
from tests.support.clock import StillClock
from tests.support.world import HOME, SYSTEM, Client, Json, World


@dataclass
class Archive:
    """The archive and its people."""

    world: World
    clock: StillClock
    boss: Client
    mara: Client
    jon: Client
    auditor: Client

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
async def archive(bare: World, clock: StillClock) -> Archive:
    """A workspace as it begins."""
    async with bare.database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    south, north = await bare.department("华南"), await bare.department("华北")
    return Archive(
        world=bare,
        clock=clock,
        boss=await bare.person("陈静", "administrator"),
        mara=await bare.person("Mara", "sales", departments=[south]),
        jon=await bare.person("Jon", "sales", departments=[north]),
        auditor=await bare.person("审计", "read_only"),
    )
