"""Workbooks as sheets: .xlsx and .xls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from .model import Cell, Sheet
from .packages import CELLS, check_package
from .unreadable import FileBroken, FileEncrypted, FileTooLarge

KNOWN_TEXTS = 200_000  #: distinct texts of a sheet that are kept once each
XLS_LIMIT = 128 * 1024 * 1024  #: bytes; 65,536 rows need no more


def read_xlsx(path: Path, file: str) -> list[Sheet]:
    """The sheets of an .xlsx file, after its package has been checked. Raises ``Unreadable``."""
    check_package(path, file)
    return _read(path, file)


def read_xls(path: Path, file: str) -> list[Sheet]:
    """The sheets of an .xls file. An encrypted .xlsx has the same outer form. Raises ``Unreadable``."""
    if path.stat().st_size > XLS_LIMIT:
        raise FileTooLarge(file=file, what=f"> {XLS_LIMIT >> 20} MB")
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileEncrypted(file=file)
    return _read(path, file)


def _read(path: Path, file: str) -> list[Sheet]:
    with _told(file), CalamineWorkbook.from_path(str(path)) as workbook:  # pyright: ignore[reportUnknownMemberType]  # its stub leaves PathLike open
        return [
            _sheet(workbook.get_sheet_by_index(index), file, is_hidden=one.visible != SheetVisibleEnum.Visible)
            for index, one in enumerate(workbook.sheets_metadata)
            if one.typ == SheetTypeEnum.WorkSheet
        ]


def _sheet(sheet: CalamineSheet, file: str, *, is_hidden: bool) -> Sheet:
    if sheet.total_height * sheet.total_width > CELLS:
        raise FileTooLarge(file=file, what=f"{sheet.total_height} × {sheet.total_width}")
    start = sheet.start
    # The reader leaves out empty columns before the first cell, but not empty rows above it.
    clean = _cleaner(start[1] if start else 0)
    rows = [clean(row) for row in sheet.iter_rows()]
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Sheet(file=file, name=sheet.name, rows=rows, is_hidden=is_hidden, merged=merged)


def _cleaner(left: int) -> Callable[[Iterable[object]], list[Cell]]:
    """Makes cells of what the reader yields: nothing for an empty text, one copy of equal texts, no blank cells at a row's end."""
    texts: dict[str, str] = {}

    def cell(value: object) -> Cell:
        if isinstance(value, str):
            if not value:
                return None
            if len(texts) < KNOWN_TEXTS:
                return texts.setdefault(value, value)
            return texts.get(value, value)
        if isinstance(value, dt.timedelta):
            return str(value)
        return value if isinstance(value, float | int | dt.date | dt.time) else None

    def row(values: Iterable[object]) -> list[Cell]:
        cells = [cell(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        return [None] * left + cells if left and cells else cells

    return row


@contextmanager
def _told(file: str) -> Generator[None]:
    try:
        yield
    except PasswordError:
        raise FileEncrypted(file=file) from None
    except (CalamineError, OSError, ValueError, MemoryError) as broken:
        if "password" in str(broken).lower() or "encrypt" in str(broken).lower():
            raise FileEncrypted(file=file) from None
        raise FileBroken(file=file) from None
    except BaseException as panic:
        # The reader panics on some damaged files, and a panic is no Exception.
        if type(panic).__name__ == "PanicException":
            raise FileBroken(file=file) from None
        raise
