"""Rows of an export on their way from the database into a file."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from psycopg.sql import SQL, Composed

from kedang.core.base import label_in
from kedang.core.db import WorkspaceTx
from kedang.core.query import Column, Sheet

from .model import Made, Say
from .workbooks import Row, write_workbook

BATCH = 5_000  #: rows that are fetched at once
BLOCK = 1_000_000  #: bytes that are written at once
STEP = 25_000  #: rows between two words of progress
MARK = b"\xef\xbb\xbf"  #: by which Excel knows UTF-8

Put = Callable[[bytes], object]


@dataclass(frozen=True)
class Compiled:
    """A statement, and what its columns are called."""

    sheet: Sheet
    headers: list[str]


def headers_of(columns: Sequence[Column], language: str, workspace_language: str, zone: str | None = None) -> list[str]:
    """What people call the columns, each once: a label that stands twice carries its key.

    ``zone``: named behind those of moments, where it is another than the workspace's; an import reads them by it.
    """
    labels = [label_in(one.field.definition.label, language, workspace_language) or one.field.key for one in columns]
    times = Counter(labels)
    named = [f"{label} ({one.field.key})" if times[label] > 1 else label for label, one in zip(labels, columns, strict=True)]
    if zone is not None:
        named = [f"{name} ({zone})" if one.field.kind.name == "datetime" else name for name, one in zip(named, columns, strict=True)]
    # A column without a name, or named as another one by bad luck, still gets one of its own.
    return [name if name not in named[:at] else f"{name} {at + 1}" for at, name in enumerate(named)]


def keys_of(columns: Sequence[Column]) -> list[str]:
    """What programs call them: ``owner``, ``owner.id``."""
    return [f"{one.field.key}.{one.part}" if one.part else one.field.key for one in columns]


def line_of(cells: Sequence[str]) -> bytes:
    """A line of CSV."""
    kept = io.StringIO()
    csv.writer(kept, lineterminator="\r\n").writerow(cells)
    return kept.getvalue().encode()


async def write_csv(tx: WorkspaceTx, sql: Composed, heads: Sequence[str], put: Put, say: Say) -> int:
    """Write CSV by ``put``, which may block; returns the number of rows. The database makes the lines."""
    rows, told, block = 0, 0, bytearray(MARK + line_of(heads))
    async for line in tx.copy_out(SQL("copy ({}) to stdout (format csv)").format(sql)):
        block += line
        rows += 1
        if len(block) >= BLOCK:
            await asyncio.to_thread(put, bytes(block))
            block.clear()
            if rows - told >= STEP:
                told = rows
                await say(rows)
    await asyncio.to_thread(put, bytes(block))
    return rows


async def write_xlsx(tx: WorkspaceTx, compiled: Compiled, label: str, path: Path, total: int, say: Say) -> Made:
    """Write a workbook. A thread makes it, while the next rows are fetched here."""
    source = tx.batches(compiled.sheet.sql, most=BATCH)
    reader = _Reader(source, say)
    try:
        cut = await asyncio.to_thread(write_workbook, path, label, compiled.headers, compiled.sheet.columns, reader.rows(), total)
    except Exception:
        if reader.broken is not None:  # what went wrong is said by the database, not by the writer that was waiting for it
            raise reader.broken from None
        raise
    finally:
        await reader.end()
    return Made(rows=reader.count, cut=cut)


class _Reader:
    """Hands the rows of a coroutine to a thread."""

    def __init__(self, source: AsyncGenerator[list[Row]], say: Say) -> None:
        self._source, self._say = source, say
        self._loop = asyncio.get_running_loop()
        self._coming: Future[list[Row]] | None = None
        self.count = 0
        self.broken: Exception | None = None

    def rows(self) -> Iterator[Row]:
        """In the thread: every row. The next ones are fetched while these are written."""
        told, coming = 0, self._ask()
        while batch := coming.result():
            coming = self._ask()
            yield from batch
            self.count += len(batch)
            if self.count - told >= STEP:
                told = self.count
                asyncio.run_coroutine_threadsafe(self._tell(), self._loop).result()

    async def end(self) -> None:
        """Let the source go, also where the thread did not come to its end."""
        if self._coming is not None:
            await asyncio.wait([asyncio.wrap_future(self._coming)])
        await self._source.aclose()

    def _ask(self) -> Future[list[Row]]:
        self._coming = asyncio.run_coroutine_threadsafe(self._next(), self._loop)
        return self._coming

    async def _next(self) -> list[Row]:
        try:
            async for batch in self._source:
                return batch
            return []
        except Exception as broken:
            self.broken = broken
            raise

    async def _tell(self) -> None:
        try:
            await self._say(self.count)
        except Exception as broken:
            self.broken = broken
            raise
