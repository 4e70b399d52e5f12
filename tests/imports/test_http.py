"""An import by HTTP: upload, plan, run in the background, refused rows back, undo; each sees only her own."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kedang.core import jobs
from kedang.core.access import rights_of
from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from kedang.features.imports import service
from kedang.reactions import plan as background
from tests.support.settings import settings
from tests.support.world import SYSTEM, Client, World

pytestmark = pytest.mark.commits
HOME = WorkspaceId(1)


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook of customers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "客户"
    for row in [("客户名称", "客户等级", "联系电话", "统一社会信用代码"), *rows]:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def upload(person: Client, *books: bytes, **fields: str) -> Any:
    """Send workbooks."""
    files = [("files", (f"表{at}.xlsx", book)) for at, book in enumerate(books)]
    return await person.http.post("/api/v1/imports", files=files or None, data=fields)


@pytest.mark.req("R025", part="API: plan, background, refused rows, undo")
async def test_a_workbook_is_planned_run_and_taken_back(admin: Client, database: Database) -> None:
    good, bad = ("甲方建设有限公司", "A级", "13800138000", None), ("乙方设计有限公司", "一般", "138 0013", None)
    book = workbook(good, bad, ("丙方监理有限公司", "重点客户", None, None))
    made = await upload(admin, book)
    assert made.status_code == 201, made.text
    (sheet,) = made.json()["sheets"]
    assert (sheet["object"], sheet["rows"], sheet["new"], sheet["refused"]) == ("customer", 3, 2, 1)
    path = f"/imports/{made.json()['id']}"
    assert (await admin.get("/objects/customer/records")).json()["items"] == []
    assert (await admin.post(f"{path}/run")).status_code == 202
    await jobs.deliver_waiting(database, background(settings()), HOME)
    assert (await admin.get(path)).json()["state"] == "done"
    items = (await admin.get("/objects/customer/records?sort=name&fields=name,level,phone")).json()["items"]
    assert [(one["name"], one["level"]) for one in items] == [("丙方监理有限公司", "A"), ("甲方建设有限公司", "A")]
    refused = await admin.get(f"{path}/refused.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(refused.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:2] == ("原因", "行号")
    assert rows[1][1:3] == (3, "乙方设计有限公司")
    again = (await upload(admin, refused.content)).json()
    assert [one["treatment"] for one in again["sheets"][0]["columns"][:2]] == ["leave", "leave"]
    assert again["proposals"]["fields"] == []
    undone = await admin.post(f"{path}/undo")
    assert undone.json()["deleted"] == 2
    assert (await admin.get("/objects/customer/records")).json()["items"] == []


async def test_who_may_not_import_is_refused_and_sees_nobody_elses_import(admin: Client, mara: Client) -> None:
    book = workbook(("甲方建设有限公司", "A", None, None))
    assert (await upload(mara, book)).status_code == 403
    theirs = (await upload(admin, book)).json()["id"]
    for method, path in (("GET", ""), ("GET", "/rows"), ("GET", "/refused.xlsx"), ("POST", "/run"), ("POST", "/undo")):
        assert (await mara.request(method, f"/imports/{theirs}{path}")).status_code == 404, path
    assert (await mara.get("/imports")).json() == {"items": []}


async def test_who_may_import_nothing_makes_the_server_read_nothing(admin: Client, mara: Client) -> None:
    unreadable = b"%PDF-1.7 no workbook"
    assert (await upload(admin, unreadable)).status_code == 422
    assert (await upload(mara, unreadable)).status_code == 403


async def test_others_are_served_while_files_are_read(archive: World, tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("\n".join((",".join(f"列{at}" for at in range(300)), ",".join("x" for _ in range(300)))), "utf-8")
    served = 0

    async def serve() -> None:
        nonlocal served
        while True:
            await asyncio.sleep(0)
            served += 1

    async with archive.database.workspace(HOME) as tx:
        rights = await rights_of(tx, SYSTEM)
    others = asyncio.create_task(serve())
    try:
        found = await service.read(rights, [wide])
    finally:
        others.cancel()
    assert len(found[0][0].headers) == 300
    assert served > 1


async def test_rows_are_shown_sheet_by_sheet(admin: Client) -> None:
    path = f"/imports/{(await upload(admin, workbook(('甲方建设有限公司', 'A', None, None)), workbook(('乙方设计有限公司', 'B', None, None)))).json()['id']}"
    shown = [[row["cells"][0] for row in (await admin.get(f"{path}/rows?place={place}")).json()["items"]] for place in (0, 1, 2)]
    assert shown == [["甲方建设有限公司"], ["乙方设计有限公司"], []]


async def test_what_is_no_spreadsheet_or_no_form_gets_a_clear_answer(admin: Client) -> None:
    for answer in (await upload(admin, b""), await upload(admin, b"PK\x03\x04 broken"), await admin.post("/imports", {"files": []})):
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"]
