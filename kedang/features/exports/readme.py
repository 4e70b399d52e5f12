"""What stands in the archive of a whole workspace beside the data."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

README = """\
# {name}

客档（Kedang）工作区的完整导出，数据截至 {at}（{zone}）。所有文件均为开放格式，不依赖客档即可读取。

- `objects/<对象>.csv`：每个对象一个文件，一行一条记录；不含回收站。
- `definitions/`：对象与字段的定义（YAML），可用 `kedang solution apply` 装入新的工作区；选项的名称也在其中。
- `people.csv`、`departments.csv`：人员与部门；不含密码、会话与令牌。
- `history/<对象>.csv`：历次修改（仅在导出时选择了历史）；`values` 为 JSON：`{{"字段": [旧值, 新值]}}`，没有 `values` 的是新建。
- `manifest.json`：每个文件的行数与 SHA-256。

格式：CSV 为 UTF-8（带 BOM），逗号分隔，首行为字段的键。空值为空；是/否为 `true`/`false`；选项写键；日期为 `2026-11-24`；
日期时间为 UTC（`2026-11-24T02:30:00Z`）；百分比为小数（0.8 即 80%）；金额分为 `.amount` 与 `.currency` 两列；地址分为四列；
人员、部门、关联既有名称也有 `.id`，多个值以 `; ` 分隔。
以 `= + - @`、制表符、换行、单引号或全角 `＝＋－＠` 开头的文本前加了一个单引号（'），以免电子表格把它当作公式；读取时去掉这个单引号即为原文。
遮盖的字段只含遮盖后的值，导出者看不到的字段不在其中。

# {name} (English)

A whole export of a Kedang workspace as of {at} ({zone}). Every file is in an open format and can be read without Kedang.

- `objects/<object>.csv`: one file for each object, one line for each record; without the recycle bin.
- `definitions/`: objects and fields as YAML, for `kedang solution apply` on a new workspace; names of options are in there.
- `people.csv`, `departments.csv`: people and departments; without passwords, sessions and tokens.
- `history/<object>.csv`: every change (only where history was asked for); `values` is JSON, `{{"field": [old, new]}}`; a line without them is a creation.
- `manifest.json`: rows and SHA-256 of every file.

Format: CSV in UTF-8 with a byte order mark, separated by commas, the first line holds the keys of the fields. Empty is empty; yes/no is `true`/`false`;
options are written by key; dates as `2026-11-24`; moments in UTC (`2026-11-24T02:30:00Z`); per cent as a fraction (0.8 is 80 %); money in two columns,
`.amount` and `.currency`; addresses in four; people, departments and relations by name, and by `.id`; several values are separated by `; `.
A text that begins with one of `= + - @`, a tab, a line end, an apostrophe or the wide `＝＋－＠` has an apostrophe (') before it, so that no spreadsheet
takes it for a formula; without that apostrophe it is what was stored. Masked fields hold their mask; fields that the exporter may not see are absent.
"""


def readme(name: str, at: datetime, zone: str) -> str:
    """The text for a workspace and a moment."""
    return README.format(name=name, at=f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}", zone=zone)
