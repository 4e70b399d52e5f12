"""Why a file is no list of staff."""

from __future__ import annotations

from kedang.core.base import Invalid


class NoStaffColumns(Invalid):
    """No sheet has a column of names with people below it; name one 姓名 or Name. Found: {found}."""

    zh = "没有找到带“姓名”列且下方有数据的工作表，请将该列标题改为“姓名”。已有列：{found}。"


class NoStaffRows(Invalid):
    """The list has a header and no people below it. Fill in at least one row."""

    zh = "表格只有标题行，没有人员。请至少填写一行。"


class TooManyStaffRows(Invalid):
    """The list has {rows} rows; at most {limit} are taken at once. Split it into several files."""

    zh = "表格有 {rows} 行，一次最多 {limit} 行，请拆分为多个文件。"
