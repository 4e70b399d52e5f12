"""The customer archive, and what its timelines tell."""

from __future__ import annotations

import pytest

from tests.support.archive import Archive
from tests.support.clock import StillClock
from tests.support.world import Client, Json, World


class Told(Archive):
    """The archive, and what is told of it."""

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
async def archive(bare: World, clock: StillClock) -> Told:
    """A workspace as it begins."""
    return await Told.begin(bare, clock)
