"""Refused rows back as a workbook: the columns as they were, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from kedang.core.db import WorkspaceTx

from . import store
from .returning import ADDED


async def write_refused(tx: WorkspaceTx, id: UUID, path: Path, *, language: str) -> int:
    """Write the refused rows of an import, a sheet for each table; returns how many there are. Nothing is written for none."""
    row = await store.load(tx, id)
    rows = await store.load_rows(tx, id, state="refused", limit=1_000_000)
    if row is None or not rows:
        return 0
    # Texts stay texts: a cell that begins with = or + is never a formula.
    made: Any = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )  # Any: xlsxwriter has no types
    with made as book:
        bold = book.add_format({"bold": True})
        red = book.add_format({"font_color": "#ad1f1f"})
        for place, table in enumerate(row["tables"]):
            mine = [one for one in rows if one.place == place]
            if mine:
                _sheet(book.add_worksheet(_title(table["sheet"], place)), table, mine, language, bold, red)
    return len(rows)


def _title(name: str, place: int) -> str:
    """A name that a workbook takes: at most 31 characters, without brackets, colons and the like, and unique."""
    plain = "".join(c for c in name if c not in "[]:*?/\\'")[:27]
    return f"{plain} {place + 1}".strip()


def _sheet(sheet: Any, table: dict[str, Any], rows: list[Any], language: str, bold: Any, red: Any) -> None:  # Any: xlsxwriter has no types; a tree of JSON
    for at, text in enumerate([*ADDED["zh" if language.startswith("zh") else "en"], *table["headers"]]):
        sheet.write_string(0, at, text, bold)
    for line, row in enumerate(rows, start=1):
        texts = [note.zh if language.startswith("zh") else note.en for note in row.reasons if note.code != "read_by_rule"]
        sheet.write_string(line, 0, "；".join(texts), red)
        sheet.write_number(line, 1, row.number)
        for at, cell in enumerate(row.cells, start=2):
            sheet.write_string(line, at, cell)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 40)
    sheet.set_column(2, 1 + len(table["headers"]), 18)
