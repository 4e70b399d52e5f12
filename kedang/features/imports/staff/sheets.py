"""Workbooks that go out: an empty list to fill in, and the rows that were refused."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from .model import ListPlan
from .reading import StaffSheet

TEMPLATE = {
    "zh": ("人员", ["姓名（必填）", "手机", "邮箱", "工号", "部门", "角色"], ["张三", "13800000000", "zhangsan@example.com", "A001", "销售部/华东区", "销售"]),
    "en": (
        "People", ["Name (required)", "Mobile", "E-mail", "Staff number", "Departments", "Roles"],
        ["Zhang San", "13800000000", "zhangsan@example.com", "A001", "Sales/East", "Sales"],
    ),
}  # fmt: skip
HELP = {
    "zh": (
        "说明",
        [
            "第二行是示例，请删除后再填写。", "手机、邮箱、工号填写任意一项即可登录；都不填则只作为记录中的人员。",
            "部门用 / 表示上下级，如 销售部/华东区；多个部门用 ; 隔开，第一个是主部门；不存在的部门会新建。", "角色可填写以下名称，多个用 ; 隔开：",
        ],
    ),
    "en": (
        "Help",
        [
            "Row 2 is an example; delete it.", "One of mobile, e-mail and staff number is enough to sign in; without any, somebody is only named in records.",
            "Departments go down by /, as Sales/East; several are separated by ; and the first is the main one; those that do not exist are made.",
            "Roles are called as follows; several are separated by ;",
        ],
    ),
}  # fmt: skip
REFUSED = {"zh": ("原因", "行号"), "en": ("Reason", "Row")}


def write_template(roles: Sequence[str], *, language: str) -> bytes:
    """An empty list with an example and an explanation that names the roles."""
    language = "zh" if language.startswith("zh") else "en"
    made = BytesIO()
    with _book(made) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        name, headers, example = TEMPLATE[language]
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(headers) - 1, 20, text)  # texts: a spreadsheet makes numbers of mobiles and drops the zeros of staff numbers
        for at, header in enumerate(headers):
            sheet.write_string(0, at, header, bold)
            sheet.write_string(1, at, example[at], text)
        sheet.freeze_panes(1, 0)
        name, lines = HELP[language]
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 100)
        for at, line in enumerate([*lines, *roles]):
            sheet.write_string(at, 0, line)
    return made.getvalue()


def write_refused(plan: ListPlan, sheets: Sequence[StaffSheet], *, language: str) -> bytes:
    """The rows that were refused or repeat others, as they stood, with reasons."""
    made = BytesIO()
    with _book(made) as book:
        bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "#ad1f1f"})
        for at, one in enumerate(sheets, 1):
            rows = [row for row in plan.rows if row.sheet == one.table.sheet.name and row.state in ("refused", "duplicate")]
            sheet = book.add_worksheet(f"{at}")
            for column, text in enumerate([*REFUSED["zh" if language.startswith("zh") else "en"], *one.table.headers]):
                sheet.write_string(0, column, text, bold)
            for line, row in enumerate(rows, 1):
                sheet.write_string(line, 0, "；".join(reason.text(language) for _, reason in row.reasons), red)
                sheet.write_number(line, 1, row.number)
                for column, text in enumerate(row.cells, 2):
                    sheet.write_string(line, column, text)
            sheet.set_column(0, 0, 40)
            sheet.set_column(2, 1 + len(one.table.headers), 18)
            sheet.freeze_panes(1, 2)
    return made.getvalue()


def _book(made: BytesIO) -> Any:  # Any: xlsxwriter has no types
    # Texts stay texts: a cell that begins with = or + is never a formula.
    return xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
