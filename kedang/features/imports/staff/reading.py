"""From a file to the sheets that list people: which column says what is found by the words of its header."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kedang.features.imports.cells import text_of
from kedang.features.imports.files import read_file
from kedang.features.imports.header_words import Words, words
from kedang.features.imports.model import Table
from kedang.features.imports.tables import find_table

from .errors import NoStaffColumns, NoStaffRows, TooManyStaffRows

MOST_ROWS = 5_000
ENOUGH = 0.7
_WORDS: dict[str, Words] = {
    "name": words(["姓名", "Name"], [], ("员工姓名", "人员姓名", "名字", "真实姓名", "员工", "人员", "full name", "employee name", "employee", "person")),
    "mobile": words(
        ["手机", "Mobile"], [],
        ("手机号", "手机号码", "移动电话", "联系电话", "电话", "联系方式", "电话号码", "phone", "mobile phone", "mobile number", "cell", "cellphone"),
    ),
    "email": words(["邮箱", "E-mail"], [], ("电子邮箱", "邮件", "企业邮箱", "工作邮箱", "邮箱地址", "电子邮件", "email", "mail", "email address")),
    "staff_number": words(
        ["工号", "Staff number"], [],
        ("员工号", "员工编号", "人员编号", "员工工号", "编号", "账号", "帐号", "staff no", "staff id", "employee id", "employee number", "employee no"),
    ),
    "departments": words(
        ["部门", "Departments"], [],
        ("所属部门", "所在部门", "部门名称", "主部门", "组织", "组织架构", "department", "dept", "team", "org unit", "unit"),
    ),
    "roles": words(["角色", "Roles"], [], ("系统角色", "权限", "用户角色", "权限角色", "role", "user role", "permission", "permissions")),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StaffSheet:
    """A sheet that lists people: its table, and the column of each field that has one."""

    table: Table
    columns: dict[str, int]

    def says(self, cells: list[str]) -> dict[str, str]:
        """What a row says, by field."""
        return {key: cells[at] for key, at in self.columns.items() if at < len(cells)}


def read_staff(path: Path) -> list[StaffSheet]:
    """The sheets of a file that list people. Raises ``Unreadable``, ``NoStaffColumns``, ``NoStaffRows``, ``TooManyStaffRows``."""
    tables = [table for sheet in read_file(path) if not sheet.is_hidden and (table := find_table(sheet))]
    sheets = [StaffSheet(table=table, columns=found) for table in tables if "name" in (found := _columns(table.headers))]
    if not sheets:
        headers = [header for table in tables for header in table.headers if header]
        raise NoStaffColumns(field="files", found="、".join(headers[:12]) or "—")
    rows = sum(len(one.table.rows) for one in sheets)
    if not rows:
        raise NoStaffRows(field="files")
    if rows > MOST_ROWS:
        raise TooManyStaffRows(field="files", rows=rows, limit=MOST_ROWS)
    return sheets


def _columns(headers: list[str]) -> dict[str, int]:
    """The best column for each field; no column twice."""
    scored = sorted(
        ((known.match(header)[0], key, at) for key, known in _WORDS.items() for at, header in enumerate(headers) if header), key=lambda one: -one[0]
    )
    found: dict[str, int] = {}
    for score, key, at in scored:
        if score >= ENOUGH and key not in found and at not in found.values():
            found[key] = at
    return found


def texts_of(table: Table, index: int) -> list[str]:
    """The cells of a data row as texts."""
    return [text_of(cell) for cell in table.rows[index].cells]
