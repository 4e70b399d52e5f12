"""Lists on paper: a table as PDF, with its head on every page, as far as paper carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from kedang.core.db import WorkspaceTx
from kedang.core.query import Column
from kedang.paper import typeset

from .model import Made
from .tables import BATCH, Compiled
from .workbooks import Row

ROWS = 2_000  #: of one PDF
CELLS = 20_000  #: of one PDF: some 460 MB while it is set
COLUMNS = 20  #: that a sheet of A3 carries
NARROW = 10  #: columns that fit on A4
LONG = 400  #: characters of a cell; more would fill pages
RIGHT = frozenset({"number", "percent", "money"})
LEAST, MOST = 5, 26  #: letters that a column is wide at least and at most, as far as its share goes
WORDS = {
    "zh": {"by": "{name} 导出于 {at}", "count": "共 {total} 条", "cut": "共 {total} 条，本文件只列出前 {rows} 条；全部内容请导出为 Excel 或 CSV。"},
    "en": {"by": "Exported by {name}, {at}", "count": "{total} records", "cut": "{total} records; the first {rows} follow. Take Excel or CSV for all."},
}  # fmt: skip


def most(columns: int) -> int:
    """How many rows of so many columns one PDF holds."""
    return min(ROWS, CELLS // max(columns, 1))


async def write_pdf(tx: WorkspaceTx, compiled: Compiled, path: Path, *, about: Mapping[str, str], language: str, total: int) -> Made:
    """Write the first rows as PDF. ``about``: ``title``, ``said``, ``name`` and ``at``. Raises ``PaperBroken``."""
    columns = compiled.sheet.columns
    bound = most(len(columns))
    rows = list[list[str]]()
    async for batch in tx.batches(compiled.sheet.sql, most=min(BATCH, bound)):
        rows += [_shown(row, columns) for row in batch[: bound - len(rows)]]
        if len(rows) == bound:
            break
    await typeset("list", _paper(rows, compiled, about, language, total), path)
    return Made(rows=len(rows))


def _paper(rows: Sequence[Sequence[str]], compiled: Compiled, about: Mapping[str, str], language: str, total: int) -> dict[str, Any]:  # Any: JSON
    zh = language.startswith("zh")
    words = WORDS["zh" if zh else "en"]
    columns = compiled.sheet.columns
    return {
        "lang": "zh" if zh else "en", "paper": "a4" if len(columns) <= NARROW else "a3", "title": about["title"], "said": about["said"],
        "by": words["by"].format(name=about["name"], at=about["at"]), "heads": compiled.headers, "rows": rows,
        "count": words["cut" if len(rows) < total else "count"].format(total=f"{total:,}", rows=f"{len(rows):,}"),
        "widths": [_width(place, compiled.headers, rows) for place in range(len(columns))], "right": [one.form in RIGHT for one in columns],
    }  # fmt: skip


def _shown(row: Row, columns: Sequence[Column]) -> list[str]:
    return [_cell(text, column) for text, column in zip(row, columns, strict=True)]


def _cell(text: str | None, column: Column) -> str:
    """A cell as people read it; what is masked is no number and stays as it is."""
    if not text:
        return ""
    try:
        match column.form:
            case "percent":
                return f"{(Decimal(text) * 100).normalize():f}%"
            case "money":
                currency, _, amount = text.rpartition(" ")
                return f"{currency} {Decimal(amount):,.2f}".strip()
            case "number":
                return f"{Decimal(text):,f}"
            case "datetime":
                return text[:16]
            case _:
                return text if len(text) <= LONG else f"{text[:LONG]}…"
    except InvalidOperation:
        return text


def _width(place: int, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """The share of a column: what nearly all of its cells want, within bounds."""
    wants = sorted(_letters(row[place]) for row in rows)
    common = wants[int(len(wants) * 0.9)] if wants else 0
    return max(LEAST, _letters(heads[place]), min(common, MOST))


def _letters(text: str) -> float:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text[:80]) / 2
