"""A file of 8,000 rows, as a firm brings it in its first week: a trial run that counts, the rows that fail as a file, the run, and back again."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.reactions import plan as background
from tests.support.settings import settings
from tests.support.world import HOME, Client

pytestmark = pytest.mark.commits
ROWS, KNOWN, TWICE, NAMELESS, UNREACHABLE = 8_000, 40, 60, 30, 25
SYLLABLES = "安博晨达恩丰冠海佳凯朗美宁鹏启瑞盛泰威兴源卓"


def firm(number: int) -> str:
    """A firm with a name like no other."""
    places = ("武汉", "苏州", "青岛", "成都", "长沙", "厦门")
    brand = "".join(SYLLABLES[number // 22**at % 22] for at in range(4))
    return f"{places[number % 6]}{brand}机械设备有限公司"


def phone(number: int) -> str:
    return f"139{number:08}"


def ledger() -> str:
    """A ledger: firms that are there already, firms that stand in it twice, rows without a name, rows with half a phone."""
    rows = [[firm(n), "B级", phone(n)] for n in range(ROWS - TWICE - NAMELESS - UNREACHABLE)]
    rows += [[firm(n), "B级", phone(n)] for n in range(1_000, 1_000 + TWICE)]
    rows += [["", "A级", phone(50_000 + n)] for n in range(NAMELESS)]
    rows += [[firm(60_000 + n), "A级", "138 0013"] for n in range(UNREACHABLE)]
    kept = io.StringIO()
    csv.writer(kept).writerows([["客户名称", "客户等级", "联系电话"], *rows])
    return kept.getvalue()


@pytest.mark.req("R025")
async def test_eight_thousand_rows_are_tried_imported_and_taken_back(admin: Client, database: Database) -> None:
    known = [{"create": {"name": firm(n), "phone": phone(n)}} for n in range(KNOWN)]
    assert (await admin.post("/objects/customer/batch", {"rows": known})).status_code == 200

    tried = await admin.http.post("/api/v1/imports", files=[("files", ("客户台账.csv", ledger().encode()))], timeout=120)
    assert tried.status_code == 201, tried.text
    (sheet,) = tried.json()["sheets"]
    new = ROWS - KNOWN - TWICE - NAMELESS - UNREACHABLE
    assert {key: sheet[key] for key in ("rows", "new", "merged", "refused", "doubtful")} == {
        "rows": ROWS, "new": new, "merged": TWICE, "refused": NAMELESS + UNREACHABLE, "doubtful": 0,
    }  # fmt: skip
    assert sheet["updated"] == KNOWN
    assert (await admin.find("customer", count="exact"))["count"]["value"] == KNOWN, "a trial run writes nothing"

    path = f"/imports/{tried.json()['id']}"
    book = openpyxl.load_workbook(io.BytesIO((await admin.get(f"{path}/refused.xlsx")).content), read_only=True)
    heads, *failing = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    assert heads[:2] == ("原因", "行号")
    assert len(failing) == NAMELESS + UNREACHABLE
    assert all(row[0] for row in failing)

    assert (await admin.post(f"{path}/run")).status_code == 202
    await jobs.deliver_waiting(database, background(settings()), HOME)
    assert (await admin.get(path)).json()["state"] == "done"
    assert (await admin.find("customer", count="exact"))["count"]["value"] == KNOWN + new
    undone = await admin.post(f"{path}/undo", timeout=120)
    assert (undone.json()["deleted"], undone.json()["left"]) == (new, [])
    assert (await admin.find("customer", count="exact"))["count"]["value"] == KNOWN
