"""Batches, taking them back, merging, and writing twice."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.world import Client, World, fields_of

RECORDS, BATCH, MERGE = "/objects/customer/records", "/objects/customer/batch", "/objects/customer/merge"


async def count(client: Client, **query: Any) -> int:
    """How many there are."""
    return (await client.find("customer", count="exact", **query))["count"]["value"]


async def run(client: Client, *rows: dict[str, Any], by_row: bool = False, **options: Any) -> httpx.Response:
    """A batch."""
    return await client.post(BATCH, {"rows": list(rows), "by_row": by_row}, **options)


@pytest.mark.req("R309")
async def test_the_same_key_twice_makes_one_record(boss: Client) -> None:
    key = {"Idempotency-Key": "eins"}
    first, again = [await boss.post(RECORDS, {"name": "甲"}, headers=key) for _ in range(2)]
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    other = await boss.post(RECORDS, {"name": "乙"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
    assert (await run(boss, {"create": {"name": "甲"}}, headers=key)).status_code == 409
    await boss.patch(f"{RECORDS}/{first.json()['id']}", {"version": 1, "name": "改"})
    assert (await boss.post(RECORDS, {"name": "甲"}, headers=key)).json()["name"] == "改", "read again as it is today"
    batches = [await run(boss, {"create": {"name": "批"}}, headers={"Idempotency-Key": "zwei"}) for _ in range(2)]
    assert batches[0].json() == batches[1].json()
    assert await count(boss) == 2
    for bad in ("", "x" * 201, "a\tb"):
        assert (await boss.post(RECORDS, {"name": "丙"}, headers={"Idempotency-Key": bad})).json()["code"] == "bad_idempotency_key"


@pytest.mark.commits
async def test_the_same_request_many_times_at_once_makes_one_record(world: World, boss: Client) -> None:
    answers = await asyncio.gather(*[boss.post(RECORDS, {"name": "甲"}, headers={"Idempotency-Key": "k"}) for _ in range(12)])
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    refused = await asyncio.gather(*[boss.post(RECORDS, {"name": ""}, headers={"Idempotency-Key": "l"}) for _ in range(4)])
    assert {answer.status_code for answer in refused} == {422}
    assert (await boss.post(RECORDS, {"name": "乙"}, headers={"Idempotency-Key": "l"})).status_code == 201, "what failed has not used the key"
    assert await count(boss) == 2


async def test_a_repeated_key_shows_what_the_caller_may_see_today(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    mara, key = await world.person("Mara", "seller"), {"Idempotency-Key": "k"}
    made = (await mara.post(RECORDS, {"name": "甲", "note": "秘密"}, headers=key)).json()
    await boss.patch(f"{RECORDS}/{made['id']}", {"version": 1, "owner": str(boss.id)})
    again = await mara.post(RECORDS, {"name": "甲", "note": "秘密"}, headers=key)
    assert (again.status_code, again.json()) == (201, {"id": made["id"]})
    assert await count(boss) == 1


BAD_ROWS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"create": {"name": "丙", "nothing": 1}}, 422, "unknown_field", "nothing"),
    ({"create": {"note": "x"}}, 422, "invalid", "name"),
    ({"create": {"name": "丙", "since": "x"}}, 422, "invalid", "since"),
    ({"create": {"name": "丙", "phone": "13800138000"}}, 409, "duplicate", "phone"),
    ({"create": {"name": "丙", "version": 7}}, 422, "invalid", "version"),
    ({"update": {"id": "ID", "version": 1, "score": "x"}}, 422, "invalid", "score"),
    ({"update": {"id": str(uuid4()), "note": "x"}}, 404, "not_found", ""),
    ({"delete": {"id": "ID", "version": 7}}, 409, "stale", ""),
]


@pytest.mark.req("R309", part="batch")
async def test_a_bad_row_is_named_and_stops_all_or_only_itself(boss: Client) -> None:
    made = await boss.make("customer", name="甲", phone="13800138000")
    for row, status, code, name in BAD_ROWS:
        bad: dict[str, Any] = {verb: {key: made["id"] if value == "ID" else value for key, value in body.items()} for verb, body in row.items()}
        whole = await run(boss, {"create": {"name": "乙"}}, bad)
        assert (whole.status_code, whole.json()["code"]) == (status, code), (row, whole.text)
        assert [(one["field"], one["row"]) for one in whole.json()["fields"]] == [(name, 1)], (row, whole.text)
        assert await count(boss) == 1
        single = await run(boss, bad, {"create": {"name": "乙"}}, by_row=True)
        results = single.json()["results"]
        assert [(one["index"], one["status"]) for one in results] == [(0, status), (1, 201)], row
        assert results[0]["error"]["code"] == code
        assert [one["field"] for one in results[0]["error"]["fields"]] == ([name] if name else []), row
        undone = await boss.post(f"/batches/{single.json()['batch']}/undo")
        assert undone.json()["deleted"] == 1, undone.text
    assert await boss.record("customer", made["id"]) == made


NO_BATCHES: list[dict[str, Any]] = [
        {"rows": [{}]}, {"rows": [{"create": {"name": "x"}, "delete": {"id": str(uuid4())}}]}, {"rows": [{"update": {"note": "x"}}]},
        {"rows": [{"delete": {"id": "x"}}]}, {"rows": [{"delete": {"id": str(uuid4()), "version": "1"}}]}, {"rows": [{"drop": {}}]}, {"rows": {}}, {},
        {"rows": [7]}, {"rows": [], "by_row": "yes"}, {"rows": [{"create": {"name": "x"}}] * 10_001},
]  # fmt: skip


async def test_what_is_no_batch_is_refused(boss: Client) -> None:
    for body in NO_BATCHES:
        answer = await boss.post(BATCH, body)
        assert answer.status_code == 422, (str(body)[:200], answer.text)
    assert await count(boss) == 0


async def test_a_batch_is_taken_back_but_not_what_was_touched_since(world: World, boss: Client) -> None:
    a, b, c, d, e = [await boss.make("customer", name=name, note="旧", phone=f"1380013800{n}") for n, name in enumerate("甲乙丙丁戊")]
    rows = [{"update": {"id": one["id"], "note": "新", "phone": None, "level": "A"}} for one in (a, b, e)]
    answer = await run(
        boss, *rows, {"delete": {"id": c["id"]}}, {"create": {"name": "新一"}}, {"create": {"name": "新二"}}, {"update": {"id": d["id"], "note": "旧"}}
    )
    new = [one["id"] for one in answer.json()["results"][4:6]]
    for id, version, change in ((b["id"], 2, {"score": 7}), (e["id"], 2, {"note": "更新"}), (new[1], 1, {"score": 7})):
        assert (await boss.patch(f"{RECORDS}/{id}", {"version": version, **change})).status_code == 200
    other = await world.person("李雷", "administrator")
    seller = await world.person("Jon")
    path = f"/batches/{answer.json()['batch']}/undo"
    assert (await seller.post(path)).status_code == 404
    assert (await boss.post(f"/batches/{uuid4()}/undo")).json()["code"] == "not_found"
    undone = (await boss.post(path)).json()
    assert (undone["deleted"], undone["reverted"], undone["restored"]) == (1, 2, 1)
    assert {one["id"] for one in undone["left"]} == {e["id"], new[1]}
    for again in (boss, other):
        assert (await again.post(path)).json()["code"] == "nothing_to_undo"
    rows_now = {one["id"]: one for one in (await boss.find("customer"))["items"]}
    assert set(rows_now) == {a["id"], b["id"], c["id"], d["id"], e["id"], new[1]}
    assert (rows_now[a["id"]]["note"], rows_now[a["id"]]["phone"], rows_now[a["id"]]["level"]) == ("旧", "13800138000", None)
    assert (rows_now[b["id"]]["note"], rows_now[b["id"]]["score"]) == ("旧", 7), "a field that the batch has not changed stays as it is now"
    assert (rows_now[e["id"]]["note"], rows_now[e["id"]]["level"]) == ("更新", "A"), "a field that was changed again keeps the record as it is"
    assert rows_now[c["id"]]["phone"] == "13800138002"


async def test_anothers_batch_is_as_absent(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "all", "update": "all", "delete": "all", "fields": {"*": "edit"}}})
    mara, jon = [await world.person(name, "seller") for name in ("Mara", "Jon")]
    made = await run(mara, {"create": {"name": "甲"}})
    answers = [await jon.post(f"/batches/{id}/undo") for id in (made.json()["batch"], uuid4())]
    assert [(one.status_code, one.json()["detail"]) for one in answers] == [(404, answers[0].json()["detail"])] * 2
    assert (await mara.post(f"/batches/{made.json()['batch']}/undo")).json()["deleted"] == 1


@pytest.mark.req("R206")
async def test_three_records_become_one_with_everything_that_led_to_them_and_come_back(boss: Client) -> None:
    a = await boss.make("customer", name="甲", phone="13800138000", note="一")
    b = await boss.make("customer", name="乙", phone="13800138001", code="B", parent=a["id"])
    c = await boss.make("customer", name="丙", code="C", parent=b["id"], friends=[a["id"], b["id"]])
    e = await boss.make("customer", name="戊", friends=[c["id"], b["id"], a["id"]])
    await boss.patch(f"{RECORDS}/{a['id']}", {"version": 1, "parent": b["id"]})
    await boss.patch(f"{RECORDS}/{b['id']}", {"version": 1, "note": "二"})
    deal = await boss.make("deal", name="单", customer=c["id"], partners=[b["id"], c["id"]])
    before = {one["id"]: one for one in (await boss.find("customer"))["items"]}
    body = {"into": a["id"], "others": [b["id"], c["id"]], "version": 2, "choices": {"phone": b["id"], "code": c["id"]}, "values": {"note": "三"}}
    merged = await boss.post(MERGE, body)
    assert merged.status_code == 200, merged.text
    now = await boss.record("customer", a["id"])
    assert (now["phone"], now["code"], now["note"], now["parent"]) == ("13800138001", "C", "三", None)
    moved = await boss.record("deal", deal["id"])
    assert (moved["customer"]["id"], [one["id"] for one in moved["partners"]["items"]]) == (a["id"], [a["id"]])
    assert [one["id"] for one in (await boss.record("customer", e["id"]))["friends"]["items"]] == [a["id"]]
    assert {one["id"] for one in (await boss.find("customer"))["items"]} == {a["id"], e["id"]}
    history = (await boss.get(f"{RECORDS}/{a['id']}/history")).json()["items"]
    assert {one["record"] for one in history} == {a["id"], b["id"], c["id"]}
    undone = await boss.post(f"/batches/{merged.json()['batch']}/undo")
    assert undone.status_code == 200, undone.text
    assert (await boss.post(f"/batches/{merged.json()['batch']}/undo")).json()["code"] == "nothing_to_undo"
    loose = {"version", "updated_at", "updated_by"}
    after = {one["id"]: one for one in (await boss.find("customer"))["items"]}
    assert after.keys() == before.keys()
    for id, one in before.items():
        assert {k: v for k, v in after[id].items() if k not in loose} == {k: v for k, v in one.items() if k not in loose}, one["name"]
    back = await boss.record("deal", deal["id"])
    assert (back["customer"]["id"], {one["id"] for one in back["partners"]["items"]}) == (c["id"], {b["id"], c["id"]})
    assert {one["record"] for one in (await boss.get(f"{RECORDS}/{a['id']}/history")).json()["items"]} == {a["id"]}


@pytest.mark.req("R206", part="rights")
async def test_merging_moves_what_is_out_of_sight_and_takes_the_right_to_merge(world: World, boss: Client) -> None:
    own = {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "score": "hidden"}}
    await world.role("seller", {"customer": own})
    await world.role("steward", {"customer": {**own, "merge": "own"}})
    mara, jon = await world.person("Mara", "steward"), await world.person("Jon", "seller")
    a, b = [await mara.make("customer", name=name) for name in "甲乙"]
    foreign, mine = await boss.make("customer", name="别人的"), [await jon.make("customer", name=name) for name in "丙丁"]
    deal = await boss.make("deal", name="看不见", customer=b["id"], partners=[b["id"]])
    refused: list[tuple[Client, dict[str, Any], int]] = [
        (jon, {"into": mine[0]["id"], "others": [mine[1]["id"]]}, 403),
        (mara, {"into": a["id"], "others": [foreign["id"]]}, 404),
        (mara, {"into": a["id"], "others": [str(uuid4())]}, 404),
        (mara, {"into": a["id"], "others": [a["id"]]}, 422),
        (mara, {"into": a["id"], "others": []}, 422),
        (mara, {"into": a["id"], "others": [b["id"], b["id"]]}, 422),
        (mara, {"into": a["id"], "others": [str(uuid4()) for _ in range(20)]}, 422),
        (mara, {"into": a["id"], "others": [b["id"]], "choices": {"score": b["id"]}}, 422),
        (mara, {"into": a["id"], "others": [b["id"]], "choices": {"nothing": b["id"]}}, 422),
        (mara, {"into": a["id"], "others": [b["id"]], "choices": {"note": foreign["id"]}}, 422),
        (mara, {"into": a["id"], "others": [b["id"]], "values": {"version": 1}}, 422),
        (mara, {"into": a["id"], "others": [b["id"]], "values": {"owner": str(jon.id)}}, 403),
    ]
    for client, body, status in refused:
        answer = await client.post(MERGE, body)
        assert answer.status_code == status, (body, answer.text)
    for key in ("score", "nothing"):
        answer = await mara.post(MERGE, {"into": a["id"], "others": [b["id"]], "choices": {key: b["id"]}})
        assert (answer.json()["code"], list(fields_of(answer))) == ("unknown_field", [key])
    assert await count(boss) == 5
    merged = await mara.post(MERGE, {"into": a["id"], "others": [b["id"]]})
    assert merged.status_code == 200
    assert (await boss.record("deal", deal["id"]))["customer"]["id"] == a["id"]
    path = f"/batches/{merged.json()['batch']}/undo"
    assert (await jon.post(path)).status_code == 404, "she does not see the record, so there is no such batch"
    assert (await mara.post(path)).status_code == 200
    assert (await boss.record("deal", deal["id"]))["partners"]["items"][0]["id"] == b["id"]


async def test_a_merge_cannot_be_undone_over_a_value_that_is_taken_since(boss: Client) -> None:
    a, b = await boss.make("customer", name="甲"), await boss.make("customer", name="乙", code="B")
    merged = (await boss.post(MERGE, {"into": a["id"], "others": [b["id"]]})).json()
    taken = await boss.make("customer", name="丙", code="b")
    answer = await boss.post(f"/batches/{merged['batch']}/undo")
    assert (answer.status_code, answer.json()["code"], list(fields_of(answer))) == (409, "duplicate", ["code"])
    await boss.patch(f"{RECORDS}/{taken['id']}", {"version": 1, "code": None})
    assert (await boss.post(f"/batches/{merged['batch']}/undo")).status_code == 200
    assert (await boss.record("customer", b["id"]))["code"] == "B"


async def test_what_is_refused_is_named_as_people_call_it(world: World, boss: Client) -> None:
    """In the language of who asks, in the form and in a batch; programs find the key beside it."""
    await boss.make("customer", name="甲", code="K-1")
    for language, said in (("en", "'Field code' must be unique, and another record has this value."), ("zh", "“字段code”的值已被其他记录使用。")):
        await world.change(boss.id, language=language)
        answer = await boss.post("/objects/customer/records", {"name": "乙", "code": "K-1"})
        assert (answer.status_code, list(fields_of(answer)), answer.json()["detail"]) == (409, ["code"], said)
    nobody = "01a206b7-5c66-7e92-b783-b898b0054779"
    answer = await boss.post("/objects/customer/records", {"name": "丙", "parent": nobody, "created_at": "2026-01-01T00:00:00Z"})
    assert [(one["field"], one["message"]) for one in answer.json()["fields"]] == [("created_at", "“创建时间”由系统生成，不能填写。")]
    answer = await boss.post("/objects/customer/records", {"name": "丙", "parent": nobody})
    assert [(one["field"], one["message"]) for one in answer.json()["fields"]] == [("parent", "字段parent：所选内容不存在或无权查看。")]
