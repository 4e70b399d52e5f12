"""Planning again: what an importer says about sheets, columns and choices counts, from what was kept of her files; and only until the run."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from kedang.features.imports import store
from kedang.features.imports.jobs import OldSheetsDue, forget_old_sheets
from tests.support.world import Client, World, fields_of

from .books import book, column, run, undo, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "联系电话", "合作起始", "毛利率", "合同份数", "内部编码")
DAY = dt.datetime(2021, 3, 4)  # noqa: DTZ001  a spreadsheet's
ROWS = [
    HEADER,
    ("甲方建设有限公司", "13800138000", DAY, 0.25, 12.0, "x1"),
    ("乙方设计有限公司", "13900139000", dt.datetime(2022, 12, 31), 0.5, 3.0, "x2"),  # noqa: DTZ001  a spreadsheet's
    ("丙方监理有限公司", None, None, None, None, None),
]
BOOK = book(客户=ROWS, 说明=[("第一列", "第二列"), ("一些", "文字"), ("别的", "文字")])


async def patch(person: Client, id: str, *sheets: dict[str, Any], status: int = 200, **choices: Any) -> Any:
    answer = await person.patch(f"/imports/{id}", {"sheets": list(sheets), "choices": choices})
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.req("R025", part="API: another mapping")
async def test_columns_become_fields_a_note_or_nothing_and_types_are_not_lost(admin: Client, database: Database) -> None:
    plan = await upload(admin, BOOK)
    assert plan["proposals"]["left_out"] == [{"file": "表0.xlsx", "sheet": "说明", "headers": ["第一列", "第二列"], "rows": 2}]
    columns = {"合作起始": "archived_on", "毛利率": {"treatment": "note"}, "合同份数": None, "内部编码": "short_name"}
    changed = await patch(admin, plan["id"], {"sheet": "客户", "columns": columns})
    assert [(c["treatment"], c["field"], c["by"]) for header in HEADER[2:] for c in column(changed, header)] == [
        ("field", "archived_on", "told"), ("note", None, "told"), ("leave", None, "told"), ("field", "short_name", "told"),
    ]  # fmt: skip
    assert changed["proposals"]["fields"] == []
    assert (changed["sheets"][0]["rows"], changed["sheets"][0]["new"]) == (3, 3)
    done = await run(admin, database, plan["id"])
    assert done["state"] == "done"
    items = (await admin.find("customer", fields=["name", "short_name", "archived_on", "note"], sort="name"))["items"]
    first = next(item for item in items if item["name"] == "甲方建设有限公司")
    assert (first["archived_on"], first["short_name"], first["note"]) == ("2021-03-04", "x1", "毛利率：0.25")


async def test_what_is_not_said_stays_as_it_was_planned(admin: Client) -> None:
    plan = await upload(admin, BOOK)
    once = await patch(admin, plan["id"], {"sheet": "客户", "columns": {"内部编码": "short_name"}})
    twice = await patch(admin, plan["id"], {"sheet": "客户", "columns": {"合同份数": None}}, duplicates="update")
    assert column(twice, "内部编码") == column(once, "内部编码")
    assert (column(twice, "客户名称"), twice["choices"]["duplicates"]) == (column(plan, "客户名称"), "update")
    assert {key: value for key, value in twice["choices"].items() if key != "duplicates"} == {
        key: value for key, value in plan["choices"].items() if key != "duplicates"
    }


async def test_a_field_given_to_another_column_leaves_the_first_one_in_the_note(admin: Client) -> None:
    plan = await upload(admin, BOOK)
    changed = await patch(admin, plan["id"], {"sheet": "客户", "columns": {"内部编码": "name"}})
    assert [(c["treatment"], c["by"]) for c in column(changed, "客户名称")] == [("note", "displaced")]
    rows = (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"]
    assert rows[0]["values"]["name"] == "x1"
    assert "客户名称：甲方建设有限公司" in rows[0]["values"]["note"]
    assert [row["state"] for row in rows] == ["new", "new", "refused"]


async def test_a_sheet_may_be_left_out_or_be_about_another_object(admin: Client) -> None:
    people = [("姓名", "公司", "手机"), ("吕思远", "甲方建设有限公司", "13800138001"), ("孔雨桐", "乙方设计有限公司", "13800138002")]
    plan = await upload(admin, book(客户=ROWS, 联系人=people))
    assert [sheet["object"] for sheet in plan["sheets"]] == ["customer", "contact"]
    less = await patch(admin, plan["id"], {"sheet": "客户", "object": None})
    assert [sheet["object"] for sheet in less["sheets"]] == ["contact"]
    assert [one["sheet"] for one in less["proposals"]["left_out"]] == ["客户"]
    other = await patch(admin, plan["id"], {"sheet": "客户", "object": "project", "columns": {"客户名称": "name"}})
    assert [(sheet["object"], sheet["new"]) for sheet in other["sheets"]] == [("project", 3), ("contact", 2)]
    both = await patch(
        admin, plan["id"], {"sheet": "客户", "object": "customer", "columns": {"联系电话": ["phone", "contact.mobile"], "内部编码": "contact.name"}}
    )
    (mapped,) = [sheet for sheet in both["sheets"] if sheet["sheet"] == "客户"]
    assert mapped["also"] == [{"object": "contact", "new": 2, "updated": 0}]
    answer = await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "object": None}, {"sheet": "联系人", "object": None}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_import")
    assert len((await admin.get(f"/imports/{plan['id']}")).json()["sheets"]) == 2, "a refused change changes nothing"


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"sheet": "别的"}, "sheets[0].sheet", "no_such_sheet"),
    ({"sheet": "客户", "columns": {"没有": "name"}}, "sheets[0].columns.没有", "no_such_column"),
    ({"sheet": "客户", "columns": {"#99": "name"}}, "sheets[0].columns.#99", "no_such_column"),
    ({"sheet": "客户", "columns": {"内部编码": "nothing"}}, "sheets[0].columns.内部编码", "no_such_field_here"),
    ({"sheet": "客户", "columns": {"内部编码": "created_at"}}, "sheets[0].columns.内部编码", "no_such_field_here"),
    ({"sheet": "客户", "columns": {"内部编码": "nothing.name"}}, "sheets[0].columns.内部编码", "no_such_field_here"),
    ({"sheet": "客户", "columns": {"内部编码": "product.name"}}, "sheets[0].columns.内部编码", "not_tied"),
    ({"sheet": "客户", "columns": {"内部编码": "name", "毛利率": "name"}}, "sheets[0].columns.毛利率", "field_twice"),
    ({"sheet": "客户", "columns": {"内部编码": "name", "#5": "note"}}, "sheets[0].columns.#5", "bad_column"),
    ({"sheet": "客户", "columns": {"毛利率": {"treatment": "new_field", "kind": "relation"}}}, "sheets[0].columns.毛利率.kind", "bad_column"),
    ({"sheet": "客户", "columns": {"毛利率": {"treatment": "new_field", "field": "name"}}}, "sheets[0].columns.毛利率.field", "bad_column"),
    ({"sheet": "说明", "columns": {"第一列": "name"}}, "sheets[0].object", "bad_column"),
]


async def test_what_cannot_be_is_told_with_its_place(admin: Client) -> None:
    plan = await upload(admin, BOOK)
    for wish, field, code in WRONG:
        answer = await admin.patch(f"/imports/{plan['id']}", {"sheets": [wish]})
        assert (answer.status_code, answer.json()["code"]) == (422, code), (wish, answer.text)
        assert field in json.dumps(answer.json(), ensure_ascii=False) or answer.json().get("field") == field, (wish, answer.text)
    unknown = await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "object": "nothing"}]})
    assert unknown.status_code == 404
    for body in (
        {"sheet": []},
        {"sheets": {}},
        {"sheets": [{"sheet": 1}]},
        {"choices": {"duplicates": "maybe"}},
        {"sheets": [{"sheet": "客户", "columns": {"内部编码": 3}}]},
        [],
    ):
        assert (await admin.patch(f"/imports/{plan['id']}", body)).status_code == 422, body
    assert (await admin.get(f"/imports/{plan['id']}")).json()["sheets"] == plan["sheets"]


async def test_two_files_with_a_sheet_of_one_name_are_told_apart(admin: Client) -> None:
    plan = await upload(admin, BOOK, BOOK)
    answer = await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "object": None}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "ambiguous_sheet")
    changed = await patch(admin, plan["id"], {"sheet": "客户", "file": "表1.xlsx", "object": None})
    assert [(sheet["file"], sheet["new"]) for sheet in changed["sheets"]] == [("表0.xlsx", 3)]


async def test_after_the_run_or_after_a_week_a_plan_is_not_changed_any_more(admin: Client, database: Database) -> None:
    plan = await upload(admin, BOOK)
    await run(admin, database, plan["id"])
    assert (await patch(admin, plan["id"], duplicates="skip", status=409))["code"] == "not_planned"
    await undo(admin, plan["id"])
    assert (await patch(admin, plan["id"], duplicates="skip", status=409))["code"] == "not_planned"
    left = await upload(admin, BOOK)
    async with database.workspace(WorkspaceId(1)) as tx:
        assert await store.load_sheets(tx, plan["id"]) == [], "what a run does not need any more is gone"
        await forget_old_sheets(tx, OldSheetsDue())
        assert len(await store.load_sheets(tx, left["id"])) == 2
        await tx.run("update import set at = at - interval '8 days' where id = %(id)s", id=left["id"])
        await forget_old_sheets(tx, OldSheetsDue())
        assert await store.load_sheets(tx, left["id"]) == []
    assert (await patch(admin, left["id"], duplicates="skip", status=409))["code"] == "not_retained"
    assert (await run(admin, database, left["id"]))["state"] == "done", "it can still be run as it was planned"


async def test_only_fields_that_the_importer_may_edit_are_filled(archive: World, admin: Client) -> None:
    rights = {"create": True, "read": "all", "update": "all", "import": "all", "fields": {"*": "edit", "phone": "hidden", "credit_code": "read"}}
    await archive.role("clerk", {"customer": rights})
    clerk = await archive.person("Clerk", "clerk", language="zh")
    plan = await upload(clerk, BOOK)
    assert [(c["treatment"], c["by"]) for c in column(plan, "联系电话")] == [("note", "no_right")]
    for key in ("phone", "credit_code"):
        answer = await clerk.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "columns": {"内部编码": key}}]})
        assert (answer.status_code, answer.json()["code"]) == (422, "no_such_field_here"), key
    answer = await clerk.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "object": "project"}]})
    assert answer.status_code == 404, "an object out of sight is no object"
    assert (await clerk.patch(f"/imports/{(await upload(admin, BOOK))['id']}", {})).status_code == 404
    assert fields_of(answer) == {}


async def test_a_mapping_may_come_with_the_files(admin: Client) -> None:
    mapping = json.dumps({"sheets": [{"sheet": "客户", "columns": {"内部编码": "short_name"}}], "choices": {"duplicates": "create"}})
    plan = await upload(admin, BOOK, mapping=mapping)
    assert (column(plan, "内部编码")[0]["field"], plan["choices"]["duplicates"]) == ("short_name", "create")
    for wrong in ("[", '{"sheets": 1}', '{"sheets": [{"sheet": "没有"}]}'):
        answer = await admin.http.post("/api/v1/imports", files=[("files", ("a.xlsx", BOOK))], data={"mapping": wrong})
        assert answer.status_code == 422, wrong
