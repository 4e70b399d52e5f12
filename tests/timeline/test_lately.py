"""What has happened lately, to whom it is told."""

from __future__ import annotations

from tests.support.world import Client

from .conftest import Told


async def told(who: Client, **options: object) -> list[tuple[str | None, str, str | None]]:
    answer = await who.get("/lately", params=options)
    assert answer.status_code == 200, answer.text
    return [(one["actor"] and one["actor"]["title"], one["what"], one["record"] and one["record"]["title"]) for one in answer.json()["items"]]


async def test_deeds_stand_latest_first_under_the_rights_of_the_reader(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰")
    await archive.visit(archive.mara, firm, "谈了价格")
    archive.clock.forward(minutes=1)
    await archive.jon.make("customer", name="金达")
    assert await told(archive.boss) == [("Jon", "created", "金达"), ("Mara", "created", "谈了价格"), ("Mara", "created", "恒泰")]
    assert await told(archive.mara) == [("Mara", "created", "谈了价格"), ("Mara", "created", "恒泰")]
    assert await told(archive.jon) == [("Jon", "created", "金达")]


async def test_several_changes_by_one_person_are_told_once_at_the_last(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰")
    for level in "ABC":
        archive.clock.forward(minutes=1)
        firm = (await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"level": level, "version": firm["version"]})).json()
    archive.clock.forward(minutes=1)
    await archive.boss.patch(f"/objects/customer/records/{firm['id']}", {"level": "A", "version": firm["version"]})
    assert await told(archive.mara) == [("陈静", "updated", "恒泰"), ("Mara", "updated", "恒泰"), ("Mara", "created", "恒泰")]
    assert await told(archive.mara, limit=1) == [("陈静", "updated", "恒泰")]


async def test_what_goes_out_of_sight_is_told_no_more(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰")
    archive.clock.forward(minutes=1)
    moved = await archive.boss.patch(f"/objects/customer/records/{firm['id']}", {"owner": str(archive.jon.id), "version": firm["version"]})
    assert moved.status_code == 200
    assert await told(archive.mara) == []
    assert await told(archive.jon) == [("陈静", "updated", "恒泰"), ("Mara", "created", "恒泰")]
    await archive.boss.delete(f"/objects/customer/records/{firm['id']}")
    assert await told(archive.jon) == []


async def test_a_change_of_what_one_may_not_see_is_not_told(archive: Told) -> None:
    await archive.world.role("clerk", {"customer": {"read": "all", "fields": {"*": "read", "level": "hidden"}}})
    clerk = await archive.world.person("Kit", "clerk")
    firm = await archive.mara.make("customer", name="恒泰")
    archive.clock.forward(minutes=1)
    await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"level": "A", "version": firm["version"]})
    assert await told(clerk) == [("Mara", "created", "恒泰")]
    assert len(await told(archive.mara)) == 2


async def test_a_batch_is_one_deed_without_a_number(archive: Told) -> None:
    rows = [{"create": {"name": f"第 {at} 家"}} for at in range(30)]
    answer = await archive.mara.post("/objects/customer/batch", {"rows": rows})
    assert answer.status_code == 200, answer.text
    assert await told(archive.boss) == [("Mara", "batch", None)]
    assert await told(archive.jon) == [], "none of them is in his sight"
