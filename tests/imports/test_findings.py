"""Files that hold nothing to import: what is in them is said, sheet by sheet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import Client

from .archive import DATA
from .books import book

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "联系电话")
NOTHING = "这些文件中没有可导入的内容。"
CSV = DATA / "crm-sales-opportunities"

CASES: list[tuple[str, bytes, str, str, str]] = [
    ("表.xlsx", book(客户=[HEADER]), "", "header_only", "表.xlsx · 客户 只有表头（客户名称、联系电话），下面没有数据行；请填入数据后重新上传。"),
    ("表.xlsx", book(客户=[HEADER]), "customer", "header_only", "表.xlsx · 客户 只有表头（客户名称、联系电话），下面没有数据行；请填入数据后重新上传。"),
    ("客户.csv", "客户名称,联系电话\n".encode("gb18030"), "", "header_only", "客户.csv 只有表头（客户名称、联系电话），下面没有数据行；请填入数据后重新上传。"),
    ("空.xlsx", book(Sheet1=[]), "", "empty", "空.xlsx · Sheet1 是空的。"),
    ("标题.xlsx", book(Sheet1=[("2026 年客户一览表",)]), "", "titles", "标题.xlsx · Sheet1 只有标题（2026 年客户一览表），下面没有表格。"),
    ("说明.csv", (CSV / "data_dictionary.csv").read_bytes(), "", "describes", "说明.csv 是对其他表格各列的说明，不含记录。"),
    ("产品.csv", (CSV / "products.csv").read_bytes(), "customer", "unfit", "产品.csv 没有一列（product、series、sales_price）适合“客户”；请选择它实际的内容。"),
    (
        "x.xlsx", book(甲=[("子丑", "寅卯"), ("红", 1.0), ("蓝", 2.0)]), "", "unknown",
        "x.xlsx · 甲 有 2 行数据（子丑、寅卯），但无法判断是什么；请指定对象（--object）。",
    ),
]  # fmt: skip


async def test_a_file_without_anything_to_import_is_told_plainly(admin: Client) -> None:
    for name, content, object, found, said in CASES:
        answer = await admin.http.post("/api/v1/imports", files=[("files", (name, content))], data={"object": object} if object else {})
        told: Any = answer.json()
        assert (answer.status_code, told["code"], told["detail"]) == (422, "nothing_to_import", NOTHING + said)
        assert [(one["file"], one["found"]) for one in told["sheets"]] == [(name, found)]


async def test_sheets_without_rows_do_not_keep_others_back(admin: Client) -> None:
    rows = [("客户一览",), (), HEADER, ("甲方建设有限公司", None), ("乙方设计有限公司", "13800138000")]
    files = [("files", ("表.xlsx", book(客户=rows, 空白=[], 模板=[HEADER]))), ("files", ("旧.csv", "客户名称,电话\n丙公司,13800138001\n".encode("gb18030")))]
    answer = await admin.http.post("/api/v1/imports", files=files)
    assert answer.status_code == 201, answer.text
    shown = [(one["sheet"], one["new"], one["header_rows"], one["encoding"]) for one in answer.json()["sheets"]]
    assert shown == [("客户", 2, [3], None), ("旧", 1, [1], "gb18030")]
    assert [(one["sheet"], one["rows"]) for one in answer.json()["proposals"]["left_out"]] == [("模板", 0)]
