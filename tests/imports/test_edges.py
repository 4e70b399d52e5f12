"""Where a plan and its run, or two sheets of one import, must agree."""

from __future__ import annotations

import pytest

from kedang.core.db import Database
from tests.support.world import Client, World, field

from .books import Json, Rows, book, run, undo, upload

pytestmark = pytest.mark.commits
VISIT: Json = {
    "key": "visit", "label": {"zh": "拜访", "en": "Visit"}, "title": "name",
    "fields": [{**field("name", "text"), "label": {"zh": "拜访主题", "en": "Topic"}}, {**field("count", "number"), "label": {"zh": "人数", "en": "Guests"}}],
}  # fmt: skip


async def found(person: Client, object: str, *fields: str) -> dict[str, Json]:
    """Records by name."""
    return {one["name"]: one for one in (await person.find(object, fields=["name", *fields]))["items"]}


@pytest.mark.parametrize(("kind", "default"), [("date", "$today"), ("datetime", "$now"), ("person", "$me")])
async def test_a_default_of_the_moment_does_not_fill_a_required_field_of_an_import(admin: Client, kind: str, default: str) -> None:
    day: Json = {**field("day", kind, required=True, default=default), "label": {"zh": "拜访日", "en": "Visited"}}
    answer = await admin.post("/objects", {**VISIT, "fields": [*VISIT["fields"], day]})
    assert answer.status_code == 201, answer.text
    rows: Rows = [("拜访主题", "人数"), ("年度回访", 3), ("签约", 2)]
    plan = await upload(admin, book(拜访=rows), object="visit")
    (sheet,) = plan["sheets"]
    assert (sheet["new"], sheet["refused"]) == (0, 2)
    assert [(one["code"], one["field"]) for one in sheet["reasons"]] == [("value_required", "day")]


async def test_a_default_that_is_a_value_fills_it(admin: Client, database: Database) -> None:
    extra: Json = {**field("place", "text", required=True, default="公司"), "label": {"zh": "地点", "en": "Place"}}
    await admin.post("/objects", {**VISIT, "fields": [*VISIT["fields"], extra]})
    rows: Rows = [("拜访主题", "人数"), ("年度回访", 3)]
    plan = await upload(admin, book(拜访=rows), object="visit")
    await run(admin, database, plan["id"])
    assert (await found(admin, "visit", "place"))["年度回访"]["place"] == "公司"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "text"}, ["3", "12.5", None]),
        ({"kind": "money"}, [{"amount": "3.00", "currency": "CNY"}, {"amount": "12.50", "currency": "CNY"}, None]),
        ({"kind": "choice", "options": [{"key": "few", "label": {"zh": "3"}}]}, ["few", None, None]),
    ],
)
async def test_a_field_that_gets_another_kind_after_the_plan_is_read_again(admin: Client, database: Database, change: Json, expected: list[object]) -> None:
    await admin.post("/objects", VISIT)
    rows: Rows = [("拜访主题", "人数"), ("年度回访", 3), ("签约", 12.5), ("路过", None)]
    plan = await upload(admin, book(拜访=rows), object="visit")
    answer = await admin.patch("/objects/visit/fields/count", change)
    assert answer.status_code == 200, answer.text
    done = await run(admin, database, plan["id"])
    assert (done["state"], done["sheets"][0]["refused"]) == ("done", 0), done["sheets"][0]["reasons"]
    records = await found(admin, "visit", "count")
    assert [records[name]["count"] for name in ("年度回访", "签约", "路过")] == expected


async def test_a_choice_with_new_words_that_becomes_a_text_after_the_plan_keeps_the_words(admin: Client, database: Database) -> None:
    rows: Rows = [("客户名称", "客户等级"), ("甲建设有限公司", "A"), ("乙建设有限公司", "特级")]
    plan = await upload(admin, book(客户=rows))
    assert plan["proposals"]["options"] == {"customer.level": {"特级": 1}}
    answer = await admin.patch("/objects/customer/fields/level", {"kind": "text", "options": []})
    assert answer.status_code == 200, answer.text
    done = await run(admin, database, plan["id"])
    assert done["state"] == "done", done["error"]
    records = await found(admin, "customer", "level")
    assert (records["甲建设有限公司"]["level"], records["乙建设有限公司"]["level"]) == ("A", "特级")


async def test_what_does_not_fit_the_new_kind_is_refused_with_its_reason(admin: Client, database: Database) -> None:
    await admin.post("/objects", {**VISIT, "fields": [VISIT["fields"][0], {**field("count", "text"), "label": {"zh": "人数", "en": "Guests"}}]})
    rows: Rows = [("拜访主题", "人数"), ("年度回访", "三五个"), ("签约", "1,200")]
    plan = await upload(admin, book(拜访=rows), object="visit")
    await admin.patch("/objects/visit/fields/count", {"kind": "number"})
    done = await run(admin, database, plan["id"])
    assert (done["sheets"][0]["new"], done["sheets"][0]["refused"]) == (1, 1)
    assert (await found(admin, "visit", "count"))["签约"]["count"] == 1200


STAFF: Rows = [("姓名", "部门", "直属上级"), ("吕思远", "销售一部", "曹梓涵"), ("孔雨桐", "销售二部", "曹梓涵"), ("施浩然", "销售一部", "曹梓涵")]
OWNED: Rows = [("客户名称", "负责人", "客户等级"), ("甲建设有限公司", "吕思远", "A"), ("乙建设有限公司", "孔雨桐", "A")]


async def two_of_one_name(archive: World) -> Client:
    """One of two colleagues of one name."""
    await archive.person("吕思远")
    return await archive.person("吕思远")


async def decide(person: Client, id: str, row: int, decision: str, **more: str) -> None:
    answer = await person.post(f"/imports/{id}/decide", {"row": row, "decision": decision, **more})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("decision", ["merge", "create"])
async def test_records_that_name_one_of_two_colleagues_are_tied_when_a_person_has_said_which(
    admin: Client, archive: World, database: Database, decision: str
) -> None:
    second = await two_of_one_name(archive)
    plan = await upload(admin, book(花名册=STAFF, 客户=OWNED))
    done = await run(admin, database, plan["id"])
    assert done["sheets"][0]["doubtful"] == 1
    records = await found(admin, "customer", "owner")
    assert (records["甲建设有限公司"]["owner"] or {}).get("title") != "吕思远"
    rows = (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"]
    (open_row,) = [row for row in rows if row["unmatched"]]
    assert open_row["unmatched"] == [{"field": "owner", "name": "吕思远", "code": "ambiguous_person"}]
    await decide(admin, plan["id"], 2, decision, **({"record": str(second.id)} if decision == "merge" else {}))
    records = await found(admin, "customer", "owner")
    owner = records["甲建设有限公司"]["owner"]
    assert owner["title"] == "吕思远"
    assert (owner["id"] == str(second.id)) == (decision == "merge")
    assert not [row for row in (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"] if row["unmatched"]]
    assert (await undo(admin, plan["id"]))["deleted"] == 2


async def test_an_owner_whom_somebody_has_chosen_meanwhile_stays(admin: Client, archive: World, database: Database) -> None:
    second = await two_of_one_name(archive)
    plan = await upload(admin, book(花名册=STAFF, 客户=OWNED))
    await run(admin, database, plan["id"])
    record = (await found(admin, "customer", "version"))["甲建设有限公司"]
    chosen = str((await archive.person("别人")).id)
    answer = await admin.patch(f"/objects/customer/records/{record['id']}", {"version": record["version"], "owner": chosen})
    assert answer.status_code == 200, answer.text
    await decide(admin, plan["id"], 2, "merge", record=str(second.id))
    assert (await found(admin, "customer", "owner"))["甲建设有限公司"]["owner"]["id"] == chosen


async def test_a_decision_before_the_run_says_who_is_meant_too(admin: Client, archive: World, database: Database) -> None:
    twins: Rows = [*STAFF, ("孔雨桐", "销售三部", "曹梓涵")]
    first, _ = await archive.person("孔雨桐"), await archive.person("孔雨桐")
    plan = await upload(admin, book(花名册=twins, 客户=OWNED))
    assert plan["sheets"][0]["doubtful"] == 1
    await decide(admin, plan["id"], 5, "merge", record=str(first.id))
    done = await run(admin, database, plan["id"])
    assert done["sheets"][0]["doubtful"] == 1, "the other row of that name waits, and with it who is meant"
    assert (await found(admin, "customer", "owner"))["乙建设有限公司"]["owner"]["id"] != str(first.id)
    await decide(admin, plan["id"], 3, "skip")
    assert (await found(admin, "customer", "owner"))["乙建设有限公司"]["owner"]["id"] == str(first.id)


async def test_two_sheets_that_name_the_same_firm_lead_to_one_record(admin: Client, database: Database) -> None:
    """A row of the second sheet is the same as one of the first: what names it leads to the record of that one, not to a row of the same number of its own sheet."""
    first: Rows = [("客户名称", "联系电话"), ("无锡启明建设有限公司", "13800138000"), ("常州宏泰食品有限公司", "13900139000")]
    second: Rows = [("客户名称", "联系电话", "简称"), ("绍兴铭诚包装材料有限公司", "13700137000", None), ("无锡启明建设有限公司", "13800138000", "启明建")]
    talks: Rows = [("日期", "客户", "方式", "内容"), ("2026-01-05", "启明建", "电话", "已报价"), ("2026-01-06", "无锡启明建设有限公司", "电话", "等回复")]
    plan = await upload(admin, book(客户一=first, 客户二=second, 跟进=talks))
    assert [(one["object"], one["new"], one["merged"]) for one in plan["sheets"]] == [("customer", 2, 0), ("customer", 1, 1), ("interaction", 2, 0)]
    await run(admin, database, plan["id"])
    talked = (await admin.find("interaction", fields=["customer"]))["items"]
    assert [(one["customer"] or {}).get("title") for one in talked] == ["无锡启明建设有限公司"] * 2


async def test_a_row_like_one_that_was_merged_into_another_sheet_waits_beside_the_row_that_stands_for_it(admin: Client) -> None:
    first: Rows = [("客户名称", "联系电话"), ("常州宏泰食品有限公司", None), ("无锡启明建设有限公司", "13800138000")]
    second: Rows = [
        ("客户名称", "联系电话"),
        ("绍兴铭诚包装材料有限公司", None),
        ("无锡启明建设有限公司", "13800138000"),
        ("佛山盛锦精密模具有限公司", None),
        ("启明建设有限公司", None),
    ]
    plan = await upload(admin, book(客户一=first, 客户二=second))
    (item,) = (await admin.get(f"/imports/{plan['id']}/doubtful")).json()["items"]
    assert (item["place"], item["row"]) == (1, 5)
    assert [(one["row"]["place"], one["row"]["row"]) for one in item["candidates"]] == [(0, 3)]


async def test_rows_equal_to_two_rows_that_are_one_are_that_one(admin: Client, database: Database) -> None:
    supplier: Json = {
        "key": "supplier", "label": {"zh": "供应商", "en": "Supplier"}, "title": "name", "identity": ["phone", "email"],
        "fields": [
            {**field("name", "text"), "label": {"zh": "供应商名称"}}, {**field("phone", "phone"), "label": {"zh": "供应商电话"}},
            {**field("email", "email"), "label": {"zh": "供应商邮箱"}},
        ],
    }  # fmt: skip
    await admin.post("/objects", supplier)
    header = ("供应商名称", "供应商电话", "供应商邮箱")
    rows: Rows = [header, ("甲", "13800138000", None), ("甲厂", "13800138000", "a@b.cn")]
    more: Rows = [header, ("乙", "13700137000", None), ("甲公司", "13800138000", "a@b.cn")]
    plan = await upload(admin, book(供应商=rows, 供应商二=more), object="supplier")
    assert [(one["new"], one["merged"], one["doubtful"]) for one in plan["sheets"]] == [(1, 1, 0), (1, 1, 0)]
    await run(admin, database, plan["id"])
    assert set(await found(admin, "supplier")) == {"甲", "乙"}
