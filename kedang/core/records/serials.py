"""Serial numbers: unique, in order, perhaps with gaps. Patterns: ``{YYYY} {YY} {MM} {DD}`` and a run of zeros, as ``PROJ-{YYYY}{MM}{DD}-{000}``.

Two patterns can spell the same number (``A{000}`` and ``A1{000}``), and imports bring numbers of their own. So whoever gives a number holds the
field's one lock until her commit, and passes over every number that a record has, be it in the recycle bin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from psycopg.sql import SQL, Identifier

from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Field, Object

PART = re.compile(r"\{(YYYY|YY|MM|DD|0+)\}")
LEAP = 10_000  #: numbers that are looked up at once where many are taken


async def reserve(tx: WorkspaceTx, one: Object, field: Field, today: date, number: int, *, brought: Sequence[str] = ()) -> list[str]:
    """The next numbers of a field's series, none of those that other records of the same commit bring.

    The counter starts again whenever the dated part of the pattern changes.
    """
    if number == 0:
        await _hold(tx, one, field)
        return []
    dated = _dated(field.definition.pattern or "{000000}", today)
    found: list[tuple[int, str]] = []
    step = number
    while True:
        first = await _advance(tx, one, field, dated, step)
        numbers = [(n, _numbered(dated, n)) for n in range(first, first + step)]
        taken = await _taken(tx, one, field, [text for _, text in numbers]) | set(map(fold, brought))
        found += [(n, text) for n, text in numbers if fold(text) not in taken]
        if len(found) >= number:
            break
        step = min(2 * step, max(LEAP, number))
    given = found[:number]
    if given[-1][0] < first + step - 1:
        await _set_next(tx, one, field, dated, given[-1][0] + 1)
    return [text for _, text in given]


async def _hold(tx: WorkspaceTx, one: Object, field: Field) -> None:
    """Nobody else gives numbers of this field before this transaction ends."""
    await tx.run(
        """
        insert into serial (object, field, period, next) values (%(object)s, %(field)s, '', 1)
        on conflict (object, field, period) do update set next = serial.next
        """,
        object=one.number, field=field.id,
    )  # fmt: skip


async def _advance(tx: WorkspaceTx, one: Object, field: Field, dated: str, number: int) -> int:
    """Move a series on, under the lock of the field; returns the first of the numbers gained."""
    row = await tx.one(
        """
        with held as (
            insert into serial (object, field, period, next) values (%(object)s, %(field)s, '', 1)
            on conflict (object, field, period) do update set next = serial.next returning object, field
        )
        insert into serial (object, field, period, next) select object, field, %(period)s, 1 + %(number)s from held
        on conflict (object, field, period) do update set next = serial.next + %(number)s
        returning next
        """,
        object=one.number, field=field.id, period=dated, number=number,
    )  # fmt: skip
    return int(row["next"]) - number


async def _set_next(tx: WorkspaceTx, one: Object, field: Field, dated: str, number: int) -> None:
    await tx.run(
        "update serial set next = %(number)s where object = %(object)s and field = %(field)s and period = %(period)s",
        number=number, object=one.number, field=field.id, period=dated,
    )  # fmt: skip


async def _taken(tx: WorkspaceTx, one: Object, field: Field, numbers: Sequence[str]) -> set[str]:
    """Which of these numbers a record has, live or in the recycle bin; folded. Each part of the question has its own index."""
    names = {"column": Identifier(field.columns[0]), "table": Identifier(tx.schema, one.table)}
    rows = await tx.all(
        SQL(
            "select kd.fold({column}) as number from {table} where deleted_at is null and kd.fold({column}) = any(%(numbers)s::text[])"
            " union all select kd.fold({column}) from {table} where deleted_at is not null and kd.fold({column}) = any(%(numbers)s::text[])"
        ).format(**names),
        numbers=[fold(text) for text in numbers],
    )
    return {str(row["number"]) for row in rows}


def _dated(pattern: str, today: date) -> str:
    parts = {"YYYY": f"{today.year:04}", "YY": f"{today.year % 100:02}", "MM": f"{today.month:02}", "DD": f"{today.day:02}"}
    return PART.sub(lambda found: parts.get(found[1], found[0]), pattern)


def _numbered(dated: str, number: int) -> str:
    return PART.sub(lambda found: str(number).zfill(len(found[1])), dated) if PART.search(dated) else f"{dated}{number}"
