"""Workbooks (.xlsx): typed cells, texts that stay texts, as many sheets as the rows need, in constant memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from rustpy_xlsxwriter import Format, write_worksheets  # pyright: ignore[reportUnknownVariableType]  # it names a PathLike without its type

from kedang.core.query import Column

ROWS = 1_048_575  #: of one sheet, without its head
CELL = 32_767  #: characters of one cell, as UTF-16 counts them
CUT = "…（已截断 cut）"
DIGITS = 15  #: that a number of a workbook keeps
FIRST = dt.date(1900, 3, 1)  #: the first day that every reader of workbooks counts alike
FORMATS = {"number": "General", "percent": "0.00%", "money": "#,##0.00", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
MARKS = frozenset({"id", "version"})  #: columns of width 0, which spreadsheets hide: they are there for the way back
WIDTHS = {"number": 12, "percent": 10, "money": 16, "date": 12, "datetime": 20}

Row = tuple[str | None, ...]


class Writer:
    """Turns rows of texts into typed cells."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Choose how each column is read."""
        self.cut = 0  #: cells that were too long
        makers = {"number": _number, "percent": _number, "money": _number, "date": _date, "datetime": _moment}
        self._makers: list[tuple[int, Callable[[str], object]]] = [(at, makers.get(one.form, self._text)) for at, one in enumerate(columns)]

    def cells(self, row: Row) -> list[object]:
        """The cells of a row."""
        cells: list[object] = list(row)
        for at, make in self._makers:
            text = row[at]
            if text is not None:
                cells[at] = make(text)
        return cells

    def _text(self, text: str) -> str:
        if len(text) * 2 <= CELL:
            return text
        wide = text.encode("utf-16-le")
        if len(wide) <= CELL * 2:
            return text
        self.cut += 1
        return wide[: (CELL - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def write_workbook(path: Path, label: str, headers: Sequence[str], columns: Sequence[Column], rows: Iterator[Row], total: int) -> int:
    """Write a workbook with a sheet for every ``ROWS`` rows; returns how many cells had to be cut. ``total``: how many rows there are."""
    if total == 0:
        _write_empty(path, sheet_name(label, 0), headers)
        return 0
    writer = Writer(columns)
    names = [sheet_name(label, at) for at in range((total + ROWS - 1) // ROWS)]
    records = (dict(zip(headers, writer.cells(row), strict=True)) for row in rows)
    formats = {head: Format().set_num_format(FORMATS.get(one.form, "@")) for head, one in zip(headers, columns, strict=True)}
    widths: dict[str, float] = {head: 0.0 if one.field.key in MARKS else float(WIDTHS.get(one.form, 18)) for head, one in zip(headers, columns, strict=True)}
    texts = [head for head, one in zip(headers, columns, strict=True) if one.form not in FORMATS]
    write_worksheets(
        [(name, islice(records, ROWS)) for name in names],
        str(path),
        freeze_panes={"general": {"row": 1, "col": 0}},
        column_formats=dict.fromkeys(names, formats),
        column_widths=dict.fromkeys(names, widths),
        header_format=dict.fromkeys(names, Format().set_bold()),
        autofilter=dict.fromkeys(names, True),
        ignore_errors=dict.fromkeys(names, texts) if texts else None,
    )
    return writer.cut


def _write_empty(path: Path, name: str, headers: Sequence[str]) -> None:
    book: Any = xlsxwriter.Workbook(str(path))  # Any: xlsxwriter has no types
    with book:
        sheet = book.add_worksheet(name)
        for at, text in enumerate(headers):
            sheet.write_string(0, at, text, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)


def sheet_name(label: str, place: int) -> str:
    """A name that a workbook takes: at most 31 characters, without brackets, colons and the like; the second sheet is ``客户 2``."""
    plain = "".join(c for c in label if c >= " " and c not in "[]:*?/\\'")[:25].strip() or "Sheet"
    return plain if place == 0 else f"{plain} {place + 1}"


def _number(text: str) -> object:
    """A number; what has more digits than a workbook keeps, or is no number (a mask, another currency), stays a text."""
    if len(text) > DIGITS and len(text.lstrip("-").replace(".", "").lstrip("0").rstrip("0")) > DIGITS:
        return text
    try:
        return float(text)
    except ValueError:
        return text


def _date(text: str) -> object:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= FIRST else text


def _moment(text: str) -> object:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.date() >= FIRST else text
