"""Workbooks, and what tests of the HTTP interface do with them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from kedang.core import jobs
from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from kedang.reactions import plan as background
from tests.support.settings import settings
from tests.support.world import Client

HOME = WorkspaceId(1)
Rows = list[tuple[object, ...]]
Json = dict[str, Any]


def book(**sheets: Sequence[tuple[object, ...]]) -> bytes:
    """A workbook; the first row of each sheet is its header."""
    made = openpyxl.Workbook()
    for at, (name, rows) in enumerate(sheets.items()):
        sheet = made.active if at == 0 else made.create_sheet()
        assert sheet is not None
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


async def upload(person: Client, *books: bytes, **fields: str) -> Json:
    """Send workbooks; the plan."""
    answer = await person.http.post("/api/v1/imports", files=[("files", (f"表{at}.xlsx", one)) for at, one in enumerate(books)], data=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def run(person: Client, database: Database, id: str) -> Json:
    """Run an import to its end; its report."""
    answer = await person.post(f"/imports/{id}/run")
    assert answer.status_code == 202, answer.text
    await jobs.deliver_waiting(database, background(settings()), HOME)
    return (await person.get(f"/imports/{id}")).json()


async def undo(person: Client, id: str) -> Json:
    """Take an import back."""
    answer = await person.post(f"/imports/{id}/undo")
    assert answer.status_code == 200, answer.text
    return answer.json()


def column(plan: Json, header: str, sheet: int = 0) -> list[Json]:
    """What a plan says about a column."""
    return [one for one in plan["sheets"][sheet]["columns"] if one["header"] == header]
