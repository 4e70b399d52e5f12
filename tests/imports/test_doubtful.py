"""Doubtful rows: shown beside what they may be the same as, decided before the run or after it, and taken back with the import."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kedang.core.db import Database
from tests.imports.test_run import hashes
from tests.support.world import Client, World

from .books import Json, Rows, book, run, undo, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "联系电话", "统一社会信用代码", "客户等级")
FIRST, TWIN = "无锡启明建设有限公司", "启明建设有限公司"
PAIR: Rows = [HEADER, (FIRST, "13800138000", None, "A"), (TWIN, None, None, "B"), ("常州宏泰食品有限公司", "13900139000", None, None)]
TALKS: Rows = [
    ("日期", "客户", "方式", "内容"),
    ("2026-01-05", TWIN, "电话", "已报价"),
    ("2026-01-06", FIRST, "电话", "等回复"),
    ("2026-01-07", "没有此客户公司", "电话", "x"),
]


async def doubtful(person: Client, id: str, **options: Any) -> list[Json]:
    answer = await person.get(f"/imports/{id}/doubtful", **options)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def decide(person: Client, id: str, row: int, decision: str, *, status: int = 200, **more: Any) -> Json:
    answer = await person.post(f"/imports/{id}/decide", {"row": row, "decision": decision, **more})
    assert answer.status_code == status, answer.text
    return answer.json()


def counts(report: Json, sheet: int = 0) -> dict[str, int]:
    found = {state: report["sheets"][sheet][state] for state in ("new", "updated", "merged", "doubtful", "refused")}
    assert sum(found.values()) == report["sheets"][sheet]["rows"], "a row is in exactly one state"
    return {state: number for state, number in found.items() if number}


async def live(person: Client, **where: Any) -> dict[str, Json]:
    return {item["name"]: item for item in (await person.find("customer", fields=["name", "phone", "level"], **where))["items"]}


async def check_sum(person: Client, report: Json) -> None:
    sheet = report["sheets"][0]
    assert sheet["rows"] - sheet["refused"] - sheet["merged"] - sheet["updated"] == len(await live(person)) + sheet["doubtful"]


@pytest.mark.req("R025", part="API: doubtful rows")
async def test_a_doubtful_row_is_shown_beside_its_candidate(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=PAIR))
    assert counts(plan) == {"new": 2, "doubtful": 1}
    (item,) = await doubtful(admin, plan["id"])
    assert (item["place"], item["sheet"], item["row"], item["object"], item["values"]["name"]) == (0, "客户", 3, "customer", TWIN)
    assert item["cells"][: len(item["headers"])] == [TWIN, "", "", "B"]
    (candidate,) = item["candidates"]
    assert 0 < candidate["score"] < 1
    assert all({"code", "zh", "en"} == set(reason) for reason in candidate["reasons"])
    assert candidate["reasons"]
    assert (candidate["record"], candidate["row"]["row"], candidate["row"]["values"]["phone"]) == (None, 2, "13800138000")
    done = await run(admin, database, plan["id"])
    assert counts(done) == {"new": 2, "doubtful": 1}
    await check_sum(admin, done)
    (candidate,) = (await doubtful(admin, plan["id"]))[0]["candidates"]
    assert (candidate["record"]["title"], candidate["record"]["phone"]) == (FIRST, "13800138000")


@pytest.mark.parametrize(
    ("decision", "more", "after", "records"),
    [
        ("create", {}, {"new": 3}, {FIRST, TWIN, "常州宏泰食品有限公司"}),
        ("skip", {}, {"new": 2, "refused": 1}, {FIRST, "常州宏泰食品有限公司"}),
        ("merge", {"into": 2}, {"new": 2, "merged": 1}, {FIRST, "常州宏泰食品有限公司"}),
    ],
)
@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
async def test_a_decision_counts_before_the_run_and_after_it(
    admin: Client, database: Database, decision: str, more: Json, after: dict[str, int], records: set[str], is_late: bool
) -> None:
    before = await hashes(database)
    plan = await upload(admin, book(客户=PAIR))
    id = plan["id"]
    if is_late:
        await run(admin, database, id)
    decided = await decide(admin, id, 3, decision, **more)
    assert decided["state"] == {"create": "new", "skip": "refused", "merge": "merged"}[decision]
    report = (await admin.get(f"/imports/{id}")).json()
    assert counts(report) == after
    if not is_late:
        report = await run(admin, database, id)
        assert counts(report) == after
    assert set(await live(admin)) == records
    await check_sum(admin, report)
    assert await doubtful(admin, id) == []
    again = await decide(admin, id, 3, "create", status=409)
    assert again["code"] == "already_decided"
    taken = await undo(admin, id)
    assert taken["left"] == []
    assert await hashes(database) == before


@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
async def test_a_row_merged_into_a_record_fills_its_gaps_and_undo_restores_it(admin: Client, database: Database, is_late: bool) -> None:
    kept = await admin.make("customer", name=FIRST, short_name="启明")
    before = await hashes(database)
    plan = await upload(admin, book(客户=[HEADER, (TWIN, "13700137000", None, "B")]))
    (item,) = await doubtful(admin, plan["id"])
    assert item["candidates"][0]["record"]["id"] == kept["id"]
    if is_late:
        await run(admin, database, plan["id"])
    assert (await decide(admin, plan["id"], 2, "merge", record=kept["id"]))["state"] == "updated"
    if not is_late:
        await run(admin, database, plan["id"])
    record = await admin.record("customer", kept["id"])
    assert (record["name"], record["phone"], record["level"]) == (FIRST, "13700137000", "B")
    assert counts((await admin.get(f"/imports/{plan['id']}")).json()) == {"updated": 1}
    assert (await undo(admin, plan["id"]))["reverted"] == 1
    found = await admin.record("customer", kept["id"])
    assert (found["level"], found["phone"], found["name"]) == (None, None, FIRST)
    assert {key for key, value in (await hashes(database)).items() if value != before[key]} <= {"customer"}, "only its version has moved on"


async def test_a_row_merged_into_a_record_never_writes_over_it_where_others_are_created(admin: Client, database: Database) -> None:
    kept = await admin.make("customer", name="无锡启明老店", level="C")
    plan = await upload(admin, book(客户=[(*HEADER, "客户来源"), *((*row, "展会") for row in PAIR[1:])]), choices='{"duplicates": "create"}')
    await decide(admin, plan["id"], 3, "merge", record=kept["id"])
    await run(admin, database, plan["id"])
    record = await admin.record("customer", kept["id"])
    assert (record["name"], record["level"], record["source"] is None) == ("无锡启明老店", "C", False)


async def test_references_to_a_doubtful_firm_are_tied_when_it_is_decided(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=PAIR, 跟进记录=TALKS))
    done = await run(admin, database, plan["id"])
    assert (done["sheets"][1]["open_references"], done["sheets"][1]["unmatched_references"]) == (1, 1)
    await decide(admin, plan["id"], 3, "create")
    done = (await admin.get(f"/imports/{plan['id']}")).json()
    assert (done["sheets"][1]["open_references"], done["sheets"][1]["unmatched_references"]) == (0, 1)
    talks = (await admin.find("interaction", fields=["summary", "customer"]))["items"]
    assert {talk["summary"]: (talk["customer"] or {}).get("title") for talk in talks} == {"已报价": TWIN, "等回复": FIRST, "x": None}
    taken = await undo(admin, plan["id"])
    assert (taken["deleted"], taken["left"]) == (6, [])


async def test_what_somebody_changed_between_the_run_and_a_decision_is_left_by_undo(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=[HEADER, (FIRST, None, None, None), (TWIN, "13800138000", None, "B")]))
    await run(admin, database, plan["id"])
    (record,) = (await live(admin)).values()
    changed = await admin.patch(f"/objects/customer/records/{record['id']}", {"version": record["version"], "short_name": "启明"})
    assert changed.status_code == 200, changed.text
    await decide(admin, plan["id"], 3, "merge", into=2)
    merged = (await live(admin))[FIRST]
    assert (merged["phone"], merged["level"]) == ("13800138000", "B")
    taken = await undo(admin, plan["id"])
    assert [one["id"] for one in taken["left"]] == [record["id"]]
    assert (await admin.record("customer", record["id"]))["short_name"] == "启明"


async def test_decisions_outlive_another_plan(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(别的=[("客户名称", "联系电话"), ("徐州金水物流有限公司", "13600136000")], 客户=PAIR))
    assert [sheet["doubtful"] for sheet in plan["sheets"]] == [0, 1]
    await decide(admin, plan["id"], 3, "create", place=1)
    changed = await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "别的", "object": None}]})
    assert counts(changed.json()) == {"new": 3}, "the row is in another place now, and still decided"
    back = await admin.patch(f"/imports/{plan['id']}", {"choices": {"duplicates": "update"}})
    assert counts(back.json()) == {"new": 3}


async def test_two_who_decide_at_once_do_not_both_decide(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=PAIR))
    await run(admin, database, plan["id"])
    body = {"row": 3, "decision": "create"}
    answers = await asyncio.gather(*(admin.post(f"/imports/{plan['id']}/decide", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(await live(admin)) == 3
    key = {"headers": {"idempotency-key": "k1"}}
    other = await upload(admin, book(客户=PAIR), choices='{"duplicates": "create"}')
    once = await admin.post(f"/imports/{other['id']}/decide", {"row": 3, "decision": "skip"}, **key)
    twice = await admin.post(f"/imports/{other['id']}/decide", {"row": 3, "decision": "skip"}, **key)
    assert (once.status_code, twice.status_code, once.json()) == (200, 200, twice.json())


async def test_what_cannot_be_decided_is_told(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=[*PAIR, ("宏泰食品有限公司", None, None, None)]))
    nobody = "01912345-6789-7abc-8def-0123456789ab"
    wrong: list[tuple[int, str, Json, int, str]] = [
        (99, "create", {}, 422, "no_such_row"), (3, "create", {"place": 7}, 422, "no_such_row"), (-1, "create", {}, 422, "no_such_row"),
        (2**40, "create", {}, 422, "no_such_row"), (2, "create", {}, 409, "already_decided"), (3, "merge", {"record": nobody}, 422, "no_such_target"),
        (3, "merge", {"into": 3}, 422, "no_such_target"), (3, "merge", {"into": 77}, 422, "no_such_target"), (3, "merge", {"into": 5}, 409, "target_doubtful"),
        (3, "merge", {}, 422, "bad_choice"), (3, "merge", {"into": 2, "record": nobody}, 422, "bad_choice"), (3, "create", {"into": 2}, 422, "bad_choice"),
    ]  # fmt: skip
    for row, decision, more, status, code in wrong:
        assert (await decide(admin, plan["id"], row, decision, status=status, **more))["code"] == code, (row, decision, more)
    for body in (
        {},
        {"row": "3", "decision": "create"},
        {"row": 3, "decision": "join"},
        {"row": 3, "decision": "create", "x": 1},
        {"row": 3.5, "decision": "skip"},
    ):
        assert (await admin.post(f"/imports/{plan['id']}/decide", body)).status_code == 422, body
    assert (await admin.get(f"/imports/{plan['id']}/doubtful?cursor=x")).status_code == 422
    await run(admin, database, plan["id"])
    await undo(admin, plan["id"])
    assert (await decide(admin, plan["id"], 3, "create", status=409))["code"] == "not_now"


async def test_pages_of_doubtful_rows(admin: Client) -> None:
    rows: Rows = [HEADER]
    for at, (place, brand) in enumerate((("无锡", "启明"), ("常州", "宏泰"), ("绍兴", "凯悦"), ("嘉兴", "铭诚"), ("佛山", "盛锦"))):
        rows += [(f"{place}{brand}建设有限公司", f"1380013800{at}", None, None), (f"{brand}建设有限公司", None, None, None)]
    plan = await upload(admin, book(客户=rows))
    seen: list[int] = []
    path: str | None = f"/imports/{plan['id']}/doubtful?limit=2"
    while path:
        page = (await admin.get(path)).json()
        seen += [item["row"] for item in page["items"]]
        path = f"/imports/{plan['id']}/doubtful?limit=2&cursor={page['next']}" if page["next"] else None
    assert seen == [3, 5, 7, 9, 11]


async def test_nothing_of_a_candidate_out_of_sight_is_shown(archive: World, admin: Client, mara: Client) -> None:
    theirs = await admin.make("customer", name=FIRST, note="不外传的事", level="A")
    levels = {"*": "edit", "note": "masked", "level": "hidden"}
    own = {"create": True, "read": "own", "update": "own", "import": "own", "fields": levels}
    await archive.role("clerk", {"customer": own})
    clerk = await archive.person("Clerk", "clerk", language="zh")
    sheet = book(客户=[HEADER, (TWIN, "13700137000", None, None), (f"{TWIN}", "13700137000", None, None)])
    plan = await upload(clerk, sheet)
    assert counts(plan) == {"new": 1, "merged": 1}, "what she does not see is no candidate"
    assert await doubtful(clerk, plan["id"]) == []
    assert (await decide(clerk, plan["id"], 3, "create", status=409))["code"] == "already_decided"

    # The administrator's import is doubtful; who manages imports sees the row, and of the record only what she may see.
    planned = await upload(admin, book(客户=[(*HEADER, "备注"), (TWIN, "13700137000", None, "B", "x")]))
    for person in (clerk, mara):
        for method, path, body in (("GET", "doubtful", None), ("GET", "progress", None), ("POST", "decide", {"row": 2, "decision": "create"})):
            assert (await person.request(method, f"/imports/{planned['id']}/{path}", body)).status_code == 404
    await archive.role("steward", {"customer": own}, "imports")
    steward = await archive.person("Steward", "steward", language="zh")
    (item,) = await doubtful(steward, planned["id"])
    assert item["candidates"] == []
    assert (await decide(steward, planned["id"], 2, "merge", status=422, record=theirs["id"]))["code"] == "no_such_target"
    await archive.role("steward", {"customer": {**own, "read": "all"}}, "imports")
    (item,) = await doubtful(await archive.client("Steward", steward.id), planned["id"])
    (candidate,) = item["candidates"]
    assert candidate["record"]["title"] == FIRST
    assert "level" not in candidate["record"]
    assert candidate["record"]["note"] != "不外传的事"
    assert "不外传的事" not in str(candidate)
