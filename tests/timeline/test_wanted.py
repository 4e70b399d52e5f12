"""A timeline narrowed to a kind of entry, a person, or some days."""

from __future__ import annotations

import pytest

from tests.support.world import Json

from .conftest import Told


@pytest.fixture
async def firm(archive: Told) -> Json:
    """A customer of whom two people told on four days, and which was changed twice."""
    mara, boss = archive.mara, archive.boss
    made = await mara.make("customer", name="恒泰测试", level="C")
    await archive.visit(mara, made, "旧", date="2026-10-01")
    await archive.visit(boss, made, "代记", date="2026-11-10", follower=str(archive.mara.id))
    await archive.visit(boss, made, "老板去了", date="2026-11-20")
    archive.clock.forward(minutes=1)
    await boss.patch(f"/objects/customer/records/{made['id']}", {"level": "A", "version": 1})
    return made


@pytest.mark.req("R087", part="filter by type, person and date")
async def test_entries_are_filtered_by_kind_person_and_days(archive: Told, firm: Json) -> None:
    mara, boss = str(archive.mara.id), str(archive.boss.id)
    every = ["[updated]", "[created]", "老板去了", "代记", "旧"]
    for wanted, found in [
        ({}, every),
        ({"kind": "changes"}, every[:2]),
        ({"kind": "interaction"}, every[2:]),
        ({"kind": "project"}, []),
        ({"person": mara}, ["[created]", "代记", "旧"]),
        ({"person": boss}, ["[updated]", "老板去了"]),
        ({"person": boss, "kind": "interaction"}, ["老板去了"]),
        ({"since": "2026-11-10", "until": "2026-11-20"}, ["老板去了", "代记"]),
        ({"since": "2026-11-24"}, ["[updated]", "[created]"]),
        ({"until": "2026-11-09"}, ["旧"]),
        ({"since": "0001-01-01", "until": "9999-12-31"}, every),
    ]:
        assert await archive.titles(archive.boss, firm, **wanted) == found, wanted


async def test_pages_of_a_filter_go_on_and_belong_to_it(archive: Told, firm: Json) -> None:
    wanted: Json = {"person": str(archive.mara.id), "limit": 1}
    page = await archive.page(archive.boss, firm, **wanted)
    found = [page["items"][0]["record"]["title"]]
    other = await archive.boss.get(f"/objects/customer/records/{firm['id']}/timeline", params={"cursor": page["next"]})
    assert other.status_code == 422, "a cursor of one filter is none of another"
    while page["next"]:
        page = await archive.page(archive.boss, firm, cursor=page["next"], **wanted)
        found += [one["record"]["title"] for one in page["items"]]
    assert found == ["恒泰测试", "代记", "旧"]


async def test_a_day_that_is_none_is_refused(archive: Told, firm: Json) -> None:
    for wanted in ({"since": "2026-13-01"}, {"person": "nobody"}):
        refused = await archive.boss.get(f"/objects/customer/records/{firm['id']}/timeline", params=wanted)
        assert refused.status_code == 422, wanted
