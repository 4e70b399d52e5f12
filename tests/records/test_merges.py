"""What was merged into a record, as its page tells of it later."""

from __future__ import annotations

from tests.support.world import ALL, World


async def test_a_merge_stands_at_the_record_until_it_is_undone(world: World) -> None:
    await world.role("boss", {"customer": ALL})
    await world.role("keeper", {"customer": {**ALL, "delete": "none"}})
    boss, keeper = await world.person("Boss", "boss"), await world.person("Keeper", "keeper")
    ids = [(await boss.make("customer", name=name))["id"] for name in ("甲", "甲公司", "甲有限", "乙")]
    at = f"/objects/customer/records/{ids[0]}/merges"
    assert (await boss.get(at)).json()["items"] == []
    first = (await boss.post("/objects/customer/merge", {"into": ids[0], "others": ids[1:3]})).json()
    second = (await boss.post("/objects/customer/merge", {"into": ids[0], "others": ids[3:]})).json()
    shown = {one["batch"]: one for one in (await boss.get(at)).json()["items"]}
    assert {batch: (one["number"], sorted(one["titles"])) for batch, one in shown.items()} == {
        first["batch"]: (2, ["甲公司", "甲有限"]), second["batch"]: (1, ["乙"]),
    }  # fmt: skip
    assert shown[first["batch"]]["actor"] == {"id": str(boss.id), "title": "Boss"}
    assert shown[first["batch"]]["until"] > shown[first["batch"]]["at"]
    (other, *_) = (await keeper.get(at)).json()["items"]
    assert other["titles"] == [], "who may not see the recycle bin is told how many, not which"
    assert (await boss.post(f"/batches/{second['batch']}/undo")).status_code == 200
    assert [one["batch"] for one in (await boss.get(at)).json()["items"]] == [first["batch"]]


async def test_merges_of_a_record_out_of_sight_are_not_told(world: World) -> None:
    await world.role("boss", {"customer": ALL})
    await world.role("own", {"customer": {**ALL, "read": "own", "update": "own"}})
    boss, own = await world.person("Boss", "boss"), await world.person("Own", "own")
    made = await boss.make("customer", name="甲")
    assert (await own.get(f"/objects/customer/records/{made['id']}/merges")).status_code == 404
