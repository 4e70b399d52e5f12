"""Values come out of an export as they went in: typed in workbooks, readable in CSV, and never as formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from kedang.features.imports.files import read_file
from tests.exports.asking import content, csv_rows, export, read_xlsx, xlsx_rows
from tests.support.world import Client, World

FIELDS = ["name", "code", "phone", "score", "rate", "amount", "since", "seen", "vip", "level", "areas", "tags", "keeper", "place", "parent", "friends"]


def at(text: str) -> dt.datetime:
    """A moment as a workbook has it: without a zone."""
    return dt.datetime.fromisoformat(text)


async def one_of_everything(boss: Client) -> str:
    """A customer with a value in every field."""
    parent = await boss.make("customer", name="母公司")
    friends = [(await boss.make("customer", name=name))["id"] for name in ("友商一", "友商二")]
    made = await boss.make(
        "customer", name="甲方建设", code="C-01", phone="+14155552671", score=1234.5, rate=0.125, amount={"amount": "380000.00", "currency": "CNY"},
        since="2026-11-24", seen="2026-11-24T02:30:00Z", vip=True, level="A", areas=["north", "east"], tags=["老客户", "重点"], keeper=str(boss.id),
        place={"province": "广东省", "city": "深圳市", "district": "南山区", "detail": "科技路1号"}, parent=parent["id"], friends=friends,
    )  # fmt: skip
    return made["id"]


ONE = {"where": {"field": "code", "op": "eq", "value": "C-01"}, "fields": FIELDS}


async def test_a_workbook_has_typed_cells_and_the_callers_words(boss: Client) -> None:
    await one_of_everything(boss)
    (row,) = await xlsx_rows(boss, query=ONE)
    assert row == {
        "Field name": "甲方建设", "Field code": "C-01", "Field phone": "+14155552671", "Field score": 1234.5, "Field rate": 0.125, "Field amount": 380000,
        "Field since": at("2026-11-24"), "Field seen": at("2026-11-24 10:30"), "Field vip": "Yes", "Field level": "Grade A",
        "Field areas": "Grade north; Grade east", "Field tags": "老客户; 重点", "Field keeper": "陈静", "Field place": "广东省深圳市南山区科技路1号",
        "Field parent": "母公司", "Field friends": "友商一; 友商二",
    }  # fmt: skip


async def test_csv_says_the_same_in_chinese(boss: Client, world: World) -> None:
    await one_of_everything(boss)
    await world.change(boss.id, language="zh")
    (row,) = await csv_rows(await world.client(boss.name, boss.id), query=ONE)
    assert row == {
        "字段name": "甲方建设", "字段code": "C-01", "字段phone": "'+14155552671", "字段score": "1234.5", "字段rate": "12.5%", "字段amount": "380000.00",
        "字段since": "2026-11-24", "字段seen": "2026-11-24 10:30:00", "字段vip": "是", "字段level": "A类", "字段areas": "north类、east类",
        "字段tags": "老客户、重点", "字段keeper": "陈静", "字段place": "广东省深圳市南山区科技路1号", "字段parent": "母公司", "字段friends": "友商一、友商二",
    }  # fmt: skip


async def test_the_formats_of_a_workbook_fit_its_values(boss: Client) -> None:
    await one_of_everything(boss)
    book = openpyxl.load_workbook(io.BytesIO(await content(boss, await export(boss, query=ONE))))
    sheet = book.worksheets[0]
    formats = {str(head.value).removeprefix("Field "): cell.number_format for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert formats["phone"] == formats["code"] == "@"
    assert (formats["rate"], formats["amount"], formats["since"], formats["seen"]) == ("0.00%", "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("Customer", "A2", True)


HOSTILE = ["=1+1", "+86", "-1+1", "@SUM(A1)", "\t=1", "'=1", "'", "＝1", "a\x01b\x0b_x0041_\ufffe", "<&>\"',\r\n;", '=HYPERLINK("http://x","y")', " =1"]


def meant(text: str) -> str:
    """What a cell means: openpyxl leaves characters that XML cannot hold as they are written (ECMA-376, ST_Xstring)."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


async def test_no_text_ever_becomes_a_formula(boss: Client) -> None:
    for at, text in enumerate(HOSTILE):
        await boss.make("customer", name=f"{at}", note=text, tags=[text.strip() or "x"])
    query = {"fields": ["note"], "sort": ["created_at"]}
    stored = [one["note"] for one in (await boss.find("customer", **query))["items"]]
    file = await content(boss, await export(boss, query=query))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(file)).read("xl/worksheets/sheet1.xml")
    assert [meant(row["Field note"]) for row in read_xlsx(file)] == stored
    lines = [row["Field note"] for row in await csv_rows(boss, query=query)]
    assert not [line for line in lines if line[0] in "=+-@\t\r\n＝"]
    assert [line[1:] if line[0] == "'" else line for line in lines] == stored


@pytest.mark.parametrize("number", ["123456789012345678", "0.1234567890123456789", "-12345678901234567"])
async def test_numbers_that_a_workbook_would_round_stay_texts(boss: Client, number: str) -> None:
    await boss.make("customer", name="a", score=number)
    assert (await xlsx_rows(boss, query={"fields": ["score"]})) == [{"Field score": number}]


async def test_what_a_workbook_cannot_hold_as_a_date_stays_a_text(boss: Client) -> None:
    for day in ("0001-01-01", "1899-12-31", "9999-12-31"):
        await boss.make("customer", name=day, since=day)
    found = await xlsx_rows(boss, query={"fields": ["since"], "sort": ["since"]})
    assert [row["Field since"] for row in found] == ["0001-01-01", "1899-12-31", at("9999-12-31")]


async def test_another_currency_stands_before_its_amount(boss: Client) -> None:
    await boss.make("customer", name="a", amount={"amount": "5.00", "currency": "USD"})
    assert await xlsx_rows(boss, query={"fields": ["amount"]}) == [{"Field amount": "USD 5.00"}]
    assert await csv_rows(boss, query={"fields": ["amount"]}) == [{"Field amount": "USD 5.00"}]


async def test_what_is_too_long_for_a_cell_is_cut_and_counted_and_whole_in_csv(boss: Client) -> None:
    text = "档案" * 30_000
    await boss.make("customer", name="a", note=text)
    made = await export(boss, query={"fields": ["note"]})
    (row,) = read_xlsx(await content(boss, made))
    assert made["cut"] == 1
    assert len(row["Field note"]) == 32_767
    assert row["Field note"].startswith("档案")
    assert row["Field note"].endswith("（已截断 cut）")
    assert (await csv_rows(boss, query={"fields": ["note"]})) == [{"Field note": text}]


async def test_ids_and_versions_come_first_where_they_are_wanted(boss: Client) -> None:
    made = await boss.make("customer", name="a")
    (row,) = await xlsx_rows(boss, query={"fields": ["name"]}, with_ids=True)
    assert list(row.items()) == [("Id", made["id"]), ("Version", 1), ("Field name", "a")]


async def test_an_empty_list_has_its_heads(boss: Client) -> None:
    made = await export(boss, query={"fields": ["name", "score"]})
    assert made["rows"] == 0
    book = openpyxl.load_workbook(io.BytesIO(await content(boss, made)))
    assert [cell.value for cell in book.worksheets[0][1]] == ["Field name", "Field score"]
    assert await csv_rows(boss, query={"fields": ["name"]}) == []


async def test_the_file_is_called_what_people_call_it(boss: Client, world: World) -> None:
    await world.change(boss.id, language="zh")
    boss = await world.client(boss.name, boss.id)
    made = await export(boss, query={"fields": ["name"]})
    assert made["name"].startswith("客户-")
    assert made["name"].endswith(".xlsx")
    answer = await boss.get(f"/exports/{made['id']}/file")
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "filename*=UTF-8''%E5%AE%A2%E6%88%B7-" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content) == made["bytes"]


async def test_what_csv_guards_comes_back_as_it_was(boss: Client, tmp_path: Path) -> None:
    texts = ["+14155552671", "=1+1", "'=1", "''", "-5", "@a", "普通", "'单引号", "＋86"]
    for at, text in enumerate(texts):
        await boss.make("customer", name=f"{at}", note=text)
    path = tmp_path / "out.csv"
    path.write_bytes(await content(boss, await export(boss, format="csv", query={"fields": ["name", "note"], "sort": ["name"]})))
    (sheet,) = read_file(path)
    assert [row[1] for row in sheet.rows[1:]] == texts


async def test_the_columns_for_the_way_back_are_hidden(world: World, boss: Client) -> None:
    await boss.make("customer", name="晨光")
    file = await content(boss, await export(boss, format="xlsx", with_ids=True))
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    hidden = {at for one in sheet.column_dimensions.values() if one.hidden for at in range(one.min or 0, (one.max or 0) + 1)}
    assert (hidden, UUID(str(sheet["A2"].value)).version) == ({1, 2}, 7)
