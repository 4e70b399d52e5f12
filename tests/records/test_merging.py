"""Merging: choices that lead to what goes away, versions, and values that could not be written anew."""

from __future__ import annotations

from tests.support.world import Client, fields_of, options

RECORDS, MERGE = "/objects/customer/records", "/objects/customer/merge"


async def test_a_chosen_relation_to_what_is_merged_away_is_none(boss: Client) -> None:
    a, b, c, d = [await boss.make("customer", name=name) for name in "甲乙丙丁"]
    await boss.patch(f"{RECORDS}/{a['id']}", {"version": 1, "parent": b["id"], "friends": [b["id"], d["id"]]})
    await boss.patch(f"{RECORDS}/{b['id']}", {"version": 1, "parent": d["id"], "friends": [c["id"], d["id"], a["id"]]})
    before = {one["id"]: (one["parent"], one["friends"]) for one in (await boss.find("customer"))["items"]}
    for choices, values, parent, friends in [
        ({"parent": a["id"]}, {}, None, {d["id"]}),
        ({"parent": b["id"]}, {}, d["id"], {d["id"]}),
        ({}, {"parent": c["id"], "friends": [{"id": c["id"]}, b["id"], d["id"]]}, None, {d["id"]}),
        ({}, {"parent": {"id": b["id"]}, "friends": [b["id"]]}, None, set[str]()),
    ]:
        merged = await boss.post(MERGE, {"into": a["id"], "others": [b["id"], c["id"]], "choices": choices, "values": values})
        assert merged.status_code == 200, merged.text
        now = await boss.record("customer", a["id"])
        assert ((now["parent"] or {"id": None})["id"], {one["id"] for one in now["friends"]["items"]}) == (parent, friends), (choices, values)
        assert (merged.json()["version"], merged.json()["id"]) == (now["version"], a["id"])
        undone = await boss.post(f"/batches/{merged.json()['batch']}/undo")
        assert undone.status_code == 200, undone.text
        assert {one["id"]: (one["parent"], one["friends"]) for one in (await boss.find("customer"))["items"]} == before


async def test_the_version_that_was_read_conflicts_with_others_and_never_with_the_merge_itself(boss: Client) -> None:
    a, b = [await boss.make("customer", name=name) for name in "甲乙"]
    other = await boss.make("customer", name="丙")
    path = f"{RECORDS}/{a['id']}"
    await boss.patch(path, {"version": 1, "parent": b["id"], "friends": [b["id"]]})
    await boss.patch(path, {"version": 2, "note": "一"})
    values = {"parent": other["id"], "friends": [other["id"]]}
    body = {"into": a["id"], "others": [b["id"]], "values": values}
    stale = await boss.post(MERGE, {**body, "version": 2, "values": {**values, "note": "二"}})
    assert (stale.status_code, [one["field"] for one in stale.json()["conflicts"]]) == (409, ["note"])
    assert (await boss.record("customer", b["id"]))["name"] == "乙"
    merged = await boss.post(MERGE, {**body, "version": 2})
    assert merged.status_code == 200, merged.text
    now = await boss.record("customer", a["id"])
    assert (now["version"], now["parent"]["id"], [one["id"] for one in now["friends"]["items"]]) == (merged.json()["version"], other["id"], [other["id"]])


async def test_values_that_retired_or_are_required_since_are_merged_and_come_back(boss: Client) -> None:
    a, b = await boss.make("customer", name="甲", level="B"), await boss.make("customer", name="乙", level="C")
    merged = await boss.post(MERGE, {"into": a["id"], "others": [b["id"]], "values": {"level": "A", "email": "a@b.cn"}})
    await boss.patch("/objects/customer/fields/level", {"options": options("A")})
    await boss.patch("/objects/customer/fields/email", {"required": True})
    assert (await boss.post(f"/batches/{merged.json()['batch']}/undo")).status_code == 200
    assert [(one["level"], one["email"]) for one in [await boss.record("customer", id) for id in (a["id"], b["id"])]] == [("B", None), ("C", None)]
    again = await boss.post(MERGE, {"into": a["id"], "others": [b["id"]], "choices": {"level": b["id"]}})
    assert again.status_code == 200, again.text
    assert (await boss.record("customer", a["id"]))["level"] == "C"


async def test_a_batch_is_taken_back_over_an_option_that_has_retired_since(boss: Client) -> None:
    made = await boss.make("customer", name="甲", level="B")
    done = await boss.post("/objects/customer/batch", {"rows": [{"update": {"id": made["id"], "version": 1, "level": "A"}}]})
    assert done.status_code == 200, done.text
    await boss.patch("/objects/customer/fields/level", {"options": options("A")})
    undone = (await boss.post(f"/batches/{done.json()['batch']}/undo")).json()
    assert (undone["reverted"], undone["left"]) == (1, [])
    assert (await boss.record("customer", made["id"]))["level"] == "B"
    assert list(fields_of(await boss.patch(f"{RECORDS}/{made['id']}", {"version": 3, "level": "C"}))) == ["level"]
