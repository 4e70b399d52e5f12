"""Refused records as CSV, for spreadsheets: the id, the title if one may see it, the reason."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import RISKY

from . import service

TYPE = b"text/csv; charset=utf-8"
WORDS = {"zh": ("编号", "名称", "原因"), "en": ("Id", "Title", "Reason")}
PAGE = 5_000


async def refused_csv(tx: WorkspaceTx, actor: Actor, id: UUID) -> bytes:
    """All of them, with the mark by which Excel knows UTF-8. Raises ``NoSuchBulk``."""
    language = "zh" if actor.language.startswith("zh") else "en"
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(WORDS[language])
    after, more = 0, True
    while more:
        found = await service.rows(tx, actor, id, "refused", after=after, limit=PAGE)
        writer.writerows((str(row.record), _safe(title or ""), (row.zh if language == "zh" else row.en) or "") for row, title in found)
        after, more = (found[-1][0].place, len(found) == PAGE) if found else (after, False)
    return file.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] and text[0] in RISKY else text
