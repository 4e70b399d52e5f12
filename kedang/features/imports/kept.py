"""Sheets kept beside a plan, so that it can be made again without the file: typed cells, packed, until the import is run or ``KEPT`` has passed.

Cells keep their types: a day stays a day and a number a number, because a plan made from texts would read both differently.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import zlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from kedang.core.db import WorkspaceTx

from . import store, store_plans
from .model import Cell, Ignored, Row, Sheet, Table

KEPT = dt.timedelta(days=7)
MOMENT, DAY, TIME, LARGE = 1, 2, 3, 4  #: what msgpack has no type for
UNTYPED = frozenset({str, float, bool, type(None)})  #: types that come back by themselves


class _Packed(msgspec.Struct, array_like=True):
    """A table as it is packed."""

    file: str
    name: str
    encoding: str | None
    delimiter: str | None
    is_hidden: bool
    headers: list[str]
    header_rows: tuple[int, ...]
    ignored: list[Ignored]
    numbers: list[int]
    cells: list[list[Any]]  # Any: cells, which no type describes that could be decoded by


def pack(table: Table) -> bytes:
    """A table without the rows around it."""
    sheet = table.sheet
    packed = _Packed(
        sheet.file, sheet.name, sheet.encoding, sheet.delimiter, sheet.is_hidden, table.headers, table.header_rows, table.ignored,
        [row.number for row in table.rows], [[cell if type(cell) in UNTYPED else _typed(cell) for cell in row.cells] for row in table.rows],
    )  # fmt: skip
    return zlib.compress(msgspec.msgpack.encode(packed), 1)


def unpack(packed: bytes) -> Table:
    """What was packed; the sheet has no rows of its own any more."""
    found = msgspec.msgpack.decode(zlib.decompress(packed), type=_Packed, ext_hook=_cell)
    sheet = Sheet(file=found.file, name=found.name, rows=[], encoding=found.encoding, delimiter=found.delimiter, is_hidden=found.is_hidden)
    rows = [Row(number=number, cells=cells) for number, cells in zip(found.numbers, found.cells, strict=True)]
    return Table(sheet=sheet, headers=found.headers, header_rows=found.header_rows, rows=rows, ignored=found.ignored)


def _typed(cell: Cell) -> object:
    if isinstance(cell, dt.datetime):
        return msgspec.msgpack.Ext(MOMENT, cell.isoformat().encode())
    if isinstance(cell, dt.date):
        return msgspec.msgpack.Ext(DAY, cell.isoformat().encode())
    if isinstance(cell, dt.time):
        return msgspec.msgpack.Ext(TIME, cell.isoformat().encode())
    if isinstance(cell, int) and not -(2**63) <= cell < 2**63:
        return msgspec.msgpack.Ext(LARGE, str(cell).encode())
    return cell


def _cell(code: int, held: memoryview) -> Cell:
    text = bytes(held).decode()
    match code:
        case 1:
            return dt.datetime.fromisoformat(text)
        case 2:
            return dt.date.fromisoformat(text)
        case 3:
            return dt.time.fromisoformat(text)
        case _:
            return int(text)


async def keep(tx: WorkspaceTx, id: UUID, tables: Sequence[Table]) -> None:
    """Keep the sheets of an import, in the order of its files."""
    await store.insert_sheets(tx, id, await asyncio.to_thread(lambda: [pack(table) for table in tables]))


async def load(tx: WorkspaceTx, id: UUID) -> list[Table]:
    """The sheets of an import as they were kept; none after a run or after ``KEPT``."""
    packed = await store.load_sheets(tx, id)
    return await asyncio.to_thread(lambda: [unpack(one) for one in packed])


async def has(tx: WorkspaceTx, id: UUID) -> bool:
    """Whether the sheets of an import are still there to be planned again."""
    return await store_plans.has_sheets(tx, id)
