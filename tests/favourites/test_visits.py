"""The records that somebody looked at last."""

from __future__ import annotations

import pytest

from tests.support.archive import Archive
from tests.support.world import Client, Json


async def look(who: Client, record: Json, object: str = "customer") -> int:
    return (await who.request("PUT", "/visits", {"object": object, "record": record["id"]})).status_code


async def seen(who: Client) -> list[str]:
    return [one["record"]["title"] for one in (await who.get("/visits")).json()["items"]]


@pytest.mark.req("R243", part="the last 20 records")
async def test_the_last_twenty_records_stand_latest_first(archive: Archive) -> None:
    firms = [await archive.mara.make("customer", name=f"第 {at} 家") for at in range(25)]
    for firm in firms:
        archive.clock.forward(minutes=1)
        assert await look(archive.mara, firm) == 204
    archive.clock.forward(minutes=1)
    await look(archive.mara, firms[3])
    assert await seen(archive.mara) == ["第 3 家", *(f"第 {at} 家" for at in range(24, 5, -1))]
    assert await seen(archive.boss) == [], "each has her own"


async def test_what_is_out_of_sight_makes_room_for_what_came_before(archive: Archive) -> None:
    firms = [await archive.mara.make("customer", name=f"第 {at} 家") for at in range(22)]
    for firm in firms:
        archive.clock.forward(minutes=1)
        await look(archive.mara, firm)
    for firm in firms[20:]:
        moved = await archive.boss.patch(f"/objects/customer/records/{firm['id']}", {"owner": str(archive.jon.id), "version": firm["version"]})
        assert moved.status_code == 200, moved.text
    assert await seen(archive.mara) == [f"第 {at} 家" for at in range(19, -1, -1)]


async def test_nobody_looks_at_what_she_may_not_see(archive: Archive) -> None:
    firm = await archive.jon.make("customer", name="金达")
    assert await look(archive.mara, firm) == 404
    assert await seen(archive.mara) == []


async def test_the_title_is_that_of_today(archive: Archive) -> None:
    firm = await archive.mara.make("customer", name="旧名")
    await look(archive.mara, firm)
    await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"name": "新名", "version": firm["version"]})
    assert await seen(archive.mara) == ["新名"]
