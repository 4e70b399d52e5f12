"""Where a table begins, what is data, and why the rest is not."""

from __future__ import annotations

import datetime as dt

import pytest

from kedang.features.imports.files import read_file
from kedang.features.imports.model import Cell, Sheet, Table
from kedang.features.imports.tables import find_table

from .archive import BOOK, DATA

HEADER: list[Cell] = ["客户名称", "联系人", "联系电话", "地址", "成交额"]
ROWS: list[list[Cell]] = [
    ["甲一商贸有限公司", "王一", "13800000001", "北京市海淀区一路1号", 100.0],
    ["乙二科技有限公司", "李二", "13800000002", "上海市静安区二路2号", 200.0],
    ["丙三物流有限公司", "张三", "13800000003", "广州市天河区三路3号", 300.0],
    ["丁四食品有限公司", "刘四", "13800000004", None, 400.0],
]


def found(*rows: list[Cell], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    table = find_table(Sheet(file="x.xlsx", name="x", rows=list(rows), merged=merged))
    assert table is not None
    return table


def whys(table: Table) -> dict[int, str]:
    return {one.number: one.why for one in table.ignored}


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def test_a_plain_table() -> None:
    table = found(HEADER, *ROWS)
    assert (table.headers, table.header_rows, numbers(table)) == (HEADER, (1,), [2, 3, 4, 5])
    assert whys(table) == {1: "header"}


def test_titles_and_a_line_of_labels_stand_above_the_header() -> None:
    table = found(["客户登记表（2024年）"], ["制表人：王一", None, None, "日期：2024-12-01"], [], HEADER, *ROWS)
    assert table.header_rows == (4,)
    assert whys(table) == {1: "title", 2: "title", 3: "blank", 4: "header"}
    assert table.ignored[0].text == "客户登记表(2024年)"


def test_a_header_of_two_lines() -> None:
    table = found(
        ["客户名称", "联系方式", None, None, "负责人"],
        [None, "姓名", "电话", "邮箱", None],
        ["甲一商贸有限公司", "王一", "13800000001", "a@b.cn", "李二"],
        ["乙二科技有限公司", "李二", "13800000002", "c@d.cn", "王一"],
    )
    assert table.headers == ["客户名称", "联系方式 / 姓名", "联系方式 / 电话", "联系方式 / 邮箱", "负责人"]
    assert (table.header_rows, numbers(table)) == ((1, 2), [3, 4])


def test_captions_of_groups_above_a_whole_header() -> None:
    table = found(
        ["基本情况", None, None, "财务"], ["客户名称", "姓名", "电话", "姓名"], ["甲一", "王一", "13800000001", "李二"], ["乙二", "李二", "13800000002", "王一"]
    )
    assert table.headers == ["客户名称", "基本情况 / 姓名", "电话", "财务 / 姓名"]
    assert table.header_rows == (1, 2)


def test_headers_are_cleaned_and_keep_their_units() -> None:
    table = found(["*客户\n名称", "联系人（必填）", "联 系 电 话", "Ｅ－ｍａｉｌ", "合同额\n（万元）"], *ROWS)
    assert table.headers == ["客户名称", "联系人", "联系电话", "E-mail", "合同额（万元）"]
    assert found(HEADER, [None, None, None, None, "（万元）"], *ROWS).headers[4] == "成交额（万元）"


def test_instructions_below_the_header_are_no_data() -> None:
    told = ["必填", "选填", "11位手机号，必填", "格式：省市区", "请填写数字"]
    table = found(HEADER, list(told), ["示例：甲公司", "王某", "13800000000", "北京市", 1.0], *ROWS)
    assert whys(table) == {1: "header", 2: "instruction", 3: "instruction"}
    assert numbers(table) == [4, 5, 6, 7]


@pytest.mark.parametrize(
    "total",
    [
        ["合计", None, None, None, 1000.0], ["小计：", None, None, None, "1,000"], ["Total", None, None, None, 1000.0], [None, None, None, "总 计", 1000.0],
        ["华东小计", None, None, None, 600.0], ["合计：4家"], ["Grand total", None, None, None, "¥1,000.00"], [None, None, None, None, 1000.0],
        ["全年", None, None, None, 1000.0],
        ["Sum", None, None, None, 12.0], ["合计", "-", "-", "-", 1000.0],
    ],
)  # fmt: skip
def test_totals_are_no_data(total: list[Cell]) -> None:
    assert whys(found(HEADER, *ROWS, total)) == {1: "header", 6: "total"}


@pytest.mark.parametrize(
    "row",
    [
        ["合计科技有限公司", "王一", "13800000005", "北京市", 5.0], ["总计", "王一", "13800000005", "北京市", 5.0], ["戊五贸易有限公司"], [None,
        "赵六", None, None, None],
        ["戊五贸易有限公司", None, None, None, 999.0], ["无锡备注文化有限公司", None, None, None, None],
    ],
)  # fmt: skip
def test_what_only_looks_like_a_total_is_data(row: list[Cell]) -> None:
    assert whys(found(HEADER, *ROWS, row)) == {1: "header"}


def test_notes_signatures_blanks_and_repeated_headers_are_no_data() -> None:
    table = found(
        ["客户登记表"], HEADER, ROWS[0], [], ["  ", None, "　"], ["客户登记表"], ["客户名称 ", "联系人", "联系电话", "地址", "成交额"], ROWS[1], ROWS[2],
        ["注：以上数据以合同为准。"], ["制表人：王一", None, None, "审核：李二"], ["一、数据来自各部门"],
    )  # fmt: skip
    assert whys(table) == {
        1: "title", 2: "header", 4: "blank", 5: "blank", 6: "title", 7: "repeated_header", 10: "note", 11: "note", 12: "note",
    }  # fmt: skip
    assert numbers(table) == [3, 8, 9]


def test_every_row_is_data_or_ignored_with_a_reason() -> None:
    for sheet in read_file(BOOK):
        table = find_table(sheet)
        assert table is not None
        assert sorted([*numbers(table), *whys(table)]) == list(range(1, len(sheet.rows) + 1))


def test_no_header_at_all() -> None:
    table = found(*ROWS)
    assert (table.headers, table.header_rows, numbers(table)) == (["", "", "", "", ""], (), [1, 2, 3, 4])


def test_columns_without_header_and_value_are_left_out() -> None:
    table = found([None, *HEADER, None, None], *[[None, *row, None, "额外"] for row in ROWS])
    assert table.headers == [*HEADER, ""]
    assert table.rows[0].cells == [*ROWS[0], "额外"]


def test_texts_merged_over_rows_stand_in_each_and_numbers_do_not() -> None:
    rows: list[list[Cell]] = [["甲一", "王一", 5.0], [None, "李二", None], ["乙二", "张三", 6.0]]
    table = found(["客户", "联系人", "金额"], *rows, merged=((1, 0, 2, 0), (1, 2, 2, 2)))
    assert [row.cells for row in table.rows] == [["甲一", "王一", 5.0], ["甲一", "李二", None], ["乙二", "张三", 6.0]]


def test_sheets_without_a_table() -> None:
    nothing: list[list[list[Cell]]] = [[], [[]], [[None, "  "]], [["只有一句话"]]]
    for rows in nothing:
        assert find_table(Sheet(file="x", name="x", rows=rows)) is None
    empty = found(HEADER)
    assert (empty.headers, empty.rows) == (HEADER, [])


def test_dates_and_numbers_are_no_headers() -> None:
    table = found([dt.date(2024, 1, 1), 5.0, "x"], [dt.date(2024, 1, 2), 6.0, "y"], [dt.date(2024, 1, 3), 7.0, "z"])
    assert (table.header_rows, len(table.rows)) == ((), 3)


def test_the_sample() -> None:
    sheets = [*read_file(BOOK), *(sheet for path in sorted((DATA / "crm-sales-opportunities").glob("*.csv")) for sheet in read_file(path))]
    tables = [find_table(sheet) for sheet in sheets]
    assert [len(table.rows) for table in tables if table] == [866, 2400, 200, 85, 21, 7, 8800, 35]
    customers = tables[0]
    assert customers is not None
    assert customers.header_rows == (2,)
    assert [one.why for one in customers.ignored if one.why not in {"title", "header"}] == ["blank"] * 5 + ["total"]
    assert sum(row.cells[0] is None for row in customers.rows) == 10
