"""The way there and back: a list is exported with ids, edited in a spreadsheet, and imported again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.reactions import plan as background
from tests.exports.asking import content
from tests.support.settings import settings
from tests.support.world import Client, World, field

from .archive import BOOK
from .books import HOME, Json, run, undo, upload

pytestmark = pytest.mark.commits
Sheet = Any  #: a worksheet of openpyxl
COUNTS = ("new", "updated", "unchanged", "merged", "doubtful", "refused")


async def taken(person: Client, database: Database, object: str = "customer", **more: object) -> bytes:
    """A list as a file with ids, a workbook unless said otherwise."""
    answer = await person.post("/exports", {"object": object, "format": "xlsx", "with_ids": True, **more})
    assert answer.status_code == 202, answer.text
    await jobs.deliver_waiting(database, background(settings()), HOME)
    return await content(person, answer.json())


def edited(file: bytes, edit: Callable[[Sheet, dict[str, int]], object]) -> bytes:
    """The workbook after somebody has been at its first sheet; columns by their heads, from 1."""
    opened = openpyxl.load_workbook(io.BytesIO(file))
    sheet = opened.worksheets[0]
    edit(sheet, {str(cell.value): at for at, cell in enumerate(sheet[1], 1)})
    kept = io.BytesIO()
    opened.save(kept)
    return kept.getvalue()


def counts(sheet: Json) -> dict[str, int]:
    """Its rows by state, without those that are none."""
    return {state: sheet[state] for state in COUNTS if sheet[state]}


def codes(sheet: Json, state: str) -> list[tuple[str, str | None]]:
    """Reasons of rows."""
    return [(one["code"], one["field"]) for one in sheet["reasons"] if one["state"] == state]


async def add(person: Client, **values: object) -> Json:
    """A customer."""
    answer = await person.post("/objects/customer/records", values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def get(person: Client, id: str) -> Json:
    return (await person.get(f"/objects/customer/records/{id}")).json()


async def test_what_nobody_has_edited_changes_nothing(admin: Client, database: Database) -> None:
    plan = await upload(admin, BOOK.read_bytes())
    await run(admin, database, plan["id"])
    for object in ("customer", "interaction", "project"):
        (sheet,) = (await upload(admin, await taken(admin, database, object)))["sheets"]
        assert (sheet["object"], sheet["rows"] > 50) == (object, True)
        assert counts(sheet) == {"unchanged": sheet["rows"]}, sheet["reasons"]
        assert (sheet["reasons"], sheet["also"]) == ([], [])
    answer = await admin.http.post("/api/v1/imports", files=[("files", ("客户.csv", await taken(admin, database, format="csv")))])
    (sheet,) = answer.json()["sheets"]
    assert counts(sheet) == {"unchanged": sheet["rows"]}, sheet["reasons"]


def on(name: str, head: str, value: object) -> Callable[[Sheet, dict[str, int]], None]:
    """An edit of one cell: of the row with a name, in the column with a head."""

    def edit(sheet: Sheet, at: dict[str, int]) -> None:
        (row,) = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at["客户名称"]).value == name]
        sheet.cell(row, at[head]).value = value

    return edit


async def test_edited_emptied_and_added_cells_arrive_and_nothing_else(admin: Client, database: Database) -> None:
    one = await add(admin, name="晨光装备", level="A", phone="021-61840001", note="老客户", founded=2011)
    two = await add(admin, name="远山建设", level="B", note="留着")

    def edit(sheet: Sheet, at: dict[str, int]) -> None:
        on("晨光装备", "客户等级", "优质客户")(sheet, at)
        on("晨光装备", "备注", None)(sheet, at)
        sheet.cell(4, at["客户名称"]).value = "新来的公司"

    plan = await upload(admin, edited(await taken(admin, database), edit))
    assert counts(plan["sheets"][0]) == {"new": 1, "updated": 1, "unchanged": 1}, plan["sheets"][0]["reasons"]
    done = await run(admin, database, plan["id"])
    assert (done["state"], done["sheets"][0]["refused"]) == ("done", 0)
    now = await get(admin, one["id"])
    assert (now["level"], now["note"], now["phone"], now["founded"], now["version"]) == ("B", None, one["phone"], 2011, one["version"] + 1)
    assert (await get(admin, two["id"]))["version"] == two["version"]
    assert (await undo(admin, plan["id"]))["reverted"] == 1
    assert {key: (await get(admin, one["id"]))[key] for key in ("level", "note")} == {"level": "A", "note": "老客户"}


async def test_only_what_both_have_changed_is_a_conflict(admin: Client, database: Database) -> None:
    one = await add(admin, name="晨光装备", level="A", note="老客户", founded=2011)
    path = f"/objects/customer/records/{one['id']}"
    file = await taken(admin, database)
    assert (await admin.patch(path, {"version": 1, "note": "大客户", "founded": 2012})).status_code == 200

    def edit(sheet: Sheet, at: dict[str, int]) -> None:
        on("晨光装备", "客户等级", "C")(sheet, at)
        on("晨光装备", "备注", "我的备注")(sheet, at)

    theirs = edited(file, on("晨光装备", "客户等级", "C"))
    assert counts((await upload(admin, theirs))["sheets"][0]) == {"updated": 1}  # the note and the year of the file are old, nobody's edits
    plan = await upload(admin, edited(file, edit))
    assert counts(plan["sheets"][0]) == {"refused": 1}
    (why,) = plan["sheets"][0]["reasons"]
    assert (why["code"], why["field"], "大客户" in why["zh"], "我的备注" in why["zh"]) == ("conflict", "note", True, True)
    answer = await admin.patch(f"/imports/{plan['id']}", {"choices": {"conflicts": "overwrite"}})
    assert counts(answer.json()["sheets"][0]) == {"updated": 1}, answer.text
    await run(admin, database, plan["id"])
    now = await get(admin, one["id"])
    assert (now["level"], now["note"], now["founded"]) == ("C", "我的备注", 2012)


async def test_a_change_between_the_plan_and_the_run_is_not_written_over(admin: Client, database: Database) -> None:
    one = await add(admin, name="晨光装备", note="老客户", founded=2011)
    plan = await upload(admin, edited(await taken(admin, database), on("晨光装备", "备注", "我的备注")))
    await admin.patch(f"/objects/customer/records/{one['id']}", {"version": 1, "note": "大客户"})
    done = await run(admin, database, plan["id"])
    assert (done["sheets"][0]["refused"], (await get(admin, one["id"]))["note"]) == (1, "大客户")


async def test_ids_that_lead_nowhere_or_stand_twice_are_refused(admin: Client, database: Database) -> None:
    gone = await add(admin, name="晨光装备")
    await add(admin, name="远山建设")
    file = await taken(admin, database)
    await admin.delete(f"/objects/customer/records/{gone['id']}")

    def edit(sheet: Sheet, at: dict[str, int]) -> None:
        sheet.append([sheet.cell(2, column).value for column in range(1, sheet.max_column + 1)])
        sheet.append([sheet.cell(3, column).value for column in range(1, sheet.max_column + 1)])

    (sheet,) = (await upload(admin, edited(file, edit)))["sheets"]
    assert counts(sheet) == {"unchanged": 1, "refused": 3}
    assert sorted(codes(sheet, "refused")) == [("no_such_record", "id"), ("record_twice", "id")]
    (sheet,) = (await upload(admin, edited(file, lambda sheet, at: sheet.cell(3, at["ID"]).__setattr__("value", "abc"))))["sheets"]
    assert ("updated" in counts(sheet), "unchanged" in counts(sheet)) == (False, False)  # a column that holds something else is no column of ids


async def test_a_mask_that_comes_back_overwrites_nothing(archive: World, admin: Client, database: Database) -> None:
    role = {
        "create": True, "read": "all", "update": "all", "delete": "none", "export": "all", "import": "all",
        "fields": {"*": "edit", "phone": "masked", "note": "hidden", "founded": "read"},
    }  # fmt: skip
    await archive.role("clerk", {"customer": role})
    clerk = await archive.person("李强", "clerk", language="zh")
    one = await add(admin, name="晨光装备", level="A", phone="13812345678", note="秘密", founded=2011)
    file = await taken(clerk, database)
    assert counts((await upload(clerk, file))["sheets"][0]) == {"unchanged": 1}

    def edit(sheet: Sheet, at: dict[str, int]) -> None:
        on("晨光装备", "客户等级", "B")(sheet, at)
        on("晨光装备", "联系电话", "138****9999")(sheet, at)
        on("晨光装备", "成立年份", 1999)(sheet, at)

    plan = await upload(clerk, edited(file, edit))
    assert counts(plan["sheets"][0]) == {"updated": 1}
    await run(clerk, database, plan["id"])
    now = await get(admin, one["id"])
    assert [now[key] for key in ("level", "phone", "note", "founded")] == ["B", one["phone"], "秘密", 2011]


async def test_records_out_of_sight_are_as_those_that_are_not(archive: World, admin: Client, database: Database) -> None:
    await add(admin, name="晨光装备", level="A")
    file = await taken(admin, database)
    role = {"create": True, "read": "own", "update": "own", "delete": "none", "export": "own", "import": "own", "fields": {"*": "edit"}}
    await archive.role("clerk", {"customer": role})
    clerk = await archive.person("李强", "clerk", language="zh")
    (sheet,) = (await upload(clerk, edited(file, on("晨光装备", "客户等级", "B"))))["sheets"]
    assert (counts(sheet), codes(sheet, "refused")) == ({"refused": 1}, [("no_such_record", "id")])


async def test_what_a_field_held_is_not_guessed_on_records_where_it_is_hidden(archive: World, admin: Client, database: Database) -> None:
    own = {"create": True, "read": "own", "update": "own", "delete": "none", "export": "own", "import": "own", "fields": {"*": "edit"}}
    await archive.role("seller", {"customer": own})
    await archive.role("watcher", {"customer": {"read": "all", "export": "all", "fields": {"*": "read", "note": "hidden"}}})
    both = await archive.person("李强", "seller", "watcher", language="zh")
    one = await add(admin, name="晨光装备", note="底价三折")
    assert (await admin.patch(f"/objects/customer/records/{one['id']}", {"version": 1, "note": "底价两折"})).status_code == 200
    told: list[Json] = []
    for guess in ("底价三折", "底价四折"):
        file = f"ID,版本,客户名称,备注\n{one['id']},1,晨光装备,{guess}\n".encode()
        answer = await both.http.post("/api/v1/imports", files=[("files", ("客户.csv", file))])
        (sheet,) = answer.json()["sheets"]
        told.append({"counts": counts(sheet), "reasons": [(each["code"], each["field"]) for each in sheet["reasons"]]})
    assert told[0] == told[1] == {"counts": {"unchanged": 1}, "reasons": [("may_not_edit", "note")]}


EVERY: list[tuple[Json, object, object]] = [
    ({"kind": "text"}, "=1+1", "甲"), ({"kind": "long_text"}, "一\n二", "一\n二\n三"), ({"kind": "number", "decimals": 3}, 1234.567, "1,234.5"),
    ({"kind": "percent"}, 0.005, "12.5%"), ({"kind": "money"}, {"amount": "38.50", "currency": "CNY"}, "39.50"),
    ({"kind": "money", "currency": None}, {"amount": "38.50", "currency": "USD"}, "USD 39"), ({"kind": "date"}, "1899-05-06", "2026-01-02"),
    ({"kind": "datetime"}, "2026-11-24T02:30:00Z", "2026-11-25 10:30"), ({"kind": "boolean"}, False, "是"),
    ({"kind": "choice", "options": [{"key": "a", "label": {"zh": "甲"}}, {"key": "b", "label": {"zh": "乙"}}]}, "a", "乙"),
    ({"kind": "choices", "options": [{"key": "a", "label": {"zh": "甲"}}, {"key": "b", "label": {"zh": "乙"}}]}, ["b", "a"], "乙"),
    ({"kind": "tags"}, ["急", "远"], "急"), ({"kind": "phone"}, "+8613812345678", "13812345679"), ({"kind": "email"}, "a@example.com", "b@example.com"),
    ({"kind": "url"}, "https://example.com/a", "https://example.com/b"),
    ({"kind": "address"}, {"province": "上海市", "city": "上海市", "district": "浦东新区", "detail": "世纪大道 1 号"}, "上海市浦东新区世纪大道2号"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "other"), EVERY, ids=[str(kind["kind"]) for kind, _, _ in EVERY])
async def test_every_kind_comes_back_as_it_left_and_as_it_was_edited(admin: Client, database: Database, kind: Json, value: object, other: object) -> None:
    of = {key: said for key, said in kind.items() if said is not None}
    fields = [{**field("name", "text"), "label": {"zh": "客户名称"}}, {**field("extra", "text"), **of, "label": {"zh": "内容"}}]
    answer = await admin.post("/objects", {"key": "thing", "label": {"zh": "物"}, "title": "name", "fields": fields})
    assert answer.status_code == 201, answer.text
    made = [(await admin.post("/objects/thing/records", {"name": name, "extra": said})).json() for name, said in (("一", value), ("二", value), ("三", None))]
    file = await taken(admin, database, "thing")
    (sheet,) = (await upload(admin, file))["sheets"]
    assert counts(sheet) == {"unchanged": 3}, sheet["reasons"]
    plan = await upload(admin, edited(edited(file, on("一", "内容", other)), on("二", "内容", None)))
    assert counts(plan["sheets"][0]) == {"updated": 2, "unchanged": 1}, plan["sheets"][0]["reasons"]
    await run(admin, database, plan["id"])
    now = [(await admin.get(f"/objects/thing/records/{one['id']}")).json()["extra"] for one in made]
    assert now[0] not in (made[0]["extra"], None)
    assert now[1:] in ([None, None], [[], []])
