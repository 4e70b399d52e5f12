"""Columns that no field takes become fields, if the importer agrees and may change the model."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kedang.core.db import Database
from tests.support.world import Client, World

from .books import Rows, book, column, run, undo, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "联系电话", "毛利率", "续约日", "合作意向", "内部编码")
DAY = dt.datetime(2026, 3, 4)  # noqa: DTZ001  a spreadsheet's
ROWS: Rows = [
    HEADER, *[(f"{name}建设有限公司", f"1380013800{at}", 0.1 * at, DAY, "强" if at % 2 else "弱", f"x{at}") for at, name in enumerate("甲乙丙丁戊己庚辛")],
]  # fmt: skip
BOOK = book(客户=ROWS)


async def fields_of(person: Client) -> dict[str, Any]:
    model = (await person.get("/objects/customer")).json()
    return {one["key"]: one for one in model["fields"]}


@pytest.mark.req("R025", part="API: new fields")
async def test_a_proposed_field_is_made_on_consent_and_its_values_come_in(admin: Client, database: Database) -> None:
    plan = await upload(admin, BOOK)
    offered = {one["header"]: one for one in plan["proposals"]["fields"]}
    assert {header: (one["sheet"], one["column"], one["kind"], one["label"], one["accepted"]) for header, one in offered.items()} == {
        "毛利率": ("客户", 2, "percent", {"zh": "毛利率"}, False),
        "续约日": ("客户", 3, "date", {"zh": "续约日"}, False),
        "合作意向": ("客户", 4, "choice", {"zh": "合作意向"}, False),
        "内部编码": ("客户", 5, "text", {"zh": "内部编码"}, False),
    }
    assert offered["合作意向"]["options"] == ["弱", "强"]
    before = await fields_of(admin)
    agreed = await admin.patch(
        f"/imports/{plan['id']}", {"choices": {"fields": True}, "sheets": [{"sheet": "客户", "columns": {"内部编码": {"treatment": "note"}}}]}
    )
    assert agreed.status_code == 200, agreed.text
    assert {one["header"] for one in agreed.json()["proposals"]["fields"] if one["accepted"]} == {"毛利率", "续约日", "合作意向"}
    assert await fields_of(admin) == before, "a plan changes no model"
    done = await run(admin, database, plan["id"])
    assert done["state"] == "done", done["error"]
    keys = {one["header"]: one["field"] for one in agreed.json()["proposals"]["fields"]}
    model = await fields_of(admin)
    assert [(model[keys[header]]["kind"], model[keys[header]]["label"]["zh"]) for header in keys] == [
        ("percent", "毛利率"),
        ("date", "续约日"),
        ("choice", "合作意向"),
    ]
    items = (await admin.find("customer", fields=["name", "note", *keys.values()], sort="created_at"))["items"]
    found = next(item for item in items if item["name"] == "乙建设有限公司")
    assert [found[keys[header]] for header in ("毛利率", "续约日", "合作意向")] == [0.1, "2026-03-04", "强"]
    assert found["note"] == "内部编码：x1"

    taken = await undo(admin, plan["id"])
    assert (taken["deleted"], taken["fields_left"]) == (8, sorted(f"customer.{key}" for key in keys.values()))
    again = await upload(admin, BOOK)
    assert [column(again, header)[0]["field"] for header in keys] == list(keys.values()), "the next try finds the fields by their names"


async def test_one_column_may_become_a_field_as_the_importer_says(admin: Client, database: Database) -> None:
    plan = await upload(admin, BOOK)
    wish = {"treatment": "new_field", "field": "inner_code", "kind": "tags", "label": {"zh": "编码", "en": "Code"}}
    changed = (await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "columns": {"内部编码": wish}}]})).json()
    assert [(one["field"], one["label"], one["accepted"]) for one in changed["proposals"]["fields"] if one["accepted"]] == [
        ("inner_code", {"zh": "编码", "en": "Code"}, True)
    ]
    await run(admin, database, plan["id"])
    model = await fields_of(admin)
    assert (model["inner_code"]["kind"], model["inner_code"]["label"]) == ("tags", {"zh": "编码", "en": "Code"})
    items = (await admin.find("customer", fields=["name", "inner_code", "note"]))["items"]
    assert {item["name"]: item["inner_code"] for item in items}["丙建设有限公司"] == ["x2"]
    assert "毛利率：" in items[0]["note"], "what nobody agreed to stays a note"


async def test_who_does_not_manage_the_model_cannot_agree_to_new_fields(archive: World, database: Database) -> None:
    rights = {"create": True, "read": "all", "update": "all", "import": "all", "fields": {"*": "edit"}}
    await archive.role("clerk", {"customer": rights})
    clerk = await archive.person("Clerk", "clerk", language="zh")
    plan = await upload(clerk, BOOK)
    for body in ({"choices": {"fields": True}}, {"sheets": [{"sheet": "客户", "columns": {"内部编码": {"treatment": "new_field"}}}]}):
        answer = await clerk.patch(f"/imports/{plan['id']}", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), answer.text
    answer = await clerk.http.post("/api/v1/imports", files=[("files", ("a.xlsx", BOOK))], data={"choices": json.dumps({"fields": True})})
    assert answer.status_code == 403
    assert (await run(clerk, database, plan["id"]))["state"] == "done"
    items = (await clerk.find("customer", fields=["note"]))["items"]
    assert all("内部编码：" in item["note"] for item in items)


async def test_columns_of_one_name_in_two_sheets_become_one_field(admin: Client, database: Database) -> None:
    first: Rows = [
        ("客户名称", "联系电话", "意向"),
        *[(f"{n}建设有限公司", f"1380013800{at}", "强" if at % 2 else "弱") for at, n in enumerate("甲乙丙丁戊己")],
    ]
    second: Rows = [
        ("客户名称", "联系电话", "意向"),
        *[(f"{n}设计有限公司", f"1390013900{at}", "强" if at % 2 else "无感") for at, n in enumerate("庚辛壬癸子丑")],
    ]
    plan = await upload(admin, book(客户=first), book(客户=second), choices='{"fields": true}')
    (offer,) = plan["proposals"]["fields"]
    assert offer["options"] == ["弱", "强", "无感"]
    assert (await run(admin, database, plan["id"]))["state"] == "done"
    items = (await admin.find("customer", fields=[offer["field"]]))["items"]
    assert sorted(item[offer["field"]] for item in items) == sorted(["强"] * 6 + ["弱"] * 3 + ["无感"] * 3)


async def test_too_many_words_are_no_choice(admin: Client) -> None:
    rows: Rows = [("客户名称", "内部编码"), *[(f"{at}号建设有限公司", f"代码{at}") for at in range(220)]]
    plan = await upload(admin, book(客户=rows))
    answer = await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "columns": {"内部编码": {"treatment": "new_field", "kind": "choice"}}}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_options")
