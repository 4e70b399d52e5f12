"""The customer archive with its people: Mara sells in the south, Jon in the north, the boss administers, an auditor only reads."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kedang import solutions
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

    async def visit(self, who: Client, customer: Json, summary: str, **values: object) -> Json:
        """Something that was said to a customer, a minute after what was done before."""
        self.clock.forward(minutes=1)
        return await who.make("interaction", summary=summary, kind="visit", customer=customer["id"], **values)

    async def page(self, who: Client, record: Json, object: str = "customer", **options: object) -> Json:
        """A page of a timeline."""
        answer = await who.get(f"/objects/{object}/records/{record['id']}/timeline", params=options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def titles(self, who: Client, record: Json, object: str = "customer", **options: object) -> list[str]:
        """What a timeline tells, in short."""
        items = (await self.page(who, record, object, **options))["items"]
        return [one["record"]["title"] if one["type"] == "record" else f"[{one['what']}]" for one in items]


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
