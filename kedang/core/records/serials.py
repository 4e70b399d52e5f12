"""Serial numbers: unique, in order, perhaps with gaps. Patterns: ``{YYYY} {YY} {MM} {DD}`` and a run of zeros, as ``PROJ-{YYYY}{MM}{DD}-{000}``."""

from __future__ import annotations

import re
from datetime import date

from kedang.core.db import WorkspaceTx
from kedang.core.schema import Field, Object

PART = re.compile(r"\{(YYYY|YY|MM|DD|0+)\}")


async def reserve(tx: WorkspaceTx, one: Object, field: Field, today: date, number: int = 1) -> list[str]:
    """The next numbers of a field's series. The counter starts again whenever the dated part of the pattern changes."""
    pattern = field.definition.pattern or "{000000}"
    dated = _dated(pattern, today)
    row = await tx.one(
        """
        insert into serial (object, field, period, next) values (%(object)s, %(field)s, %(period)s, 1 + %(number)s)
        on conflict (object, field, period) do update set next = serial.next + %(number)s
        returning next
        """,
        object=one.number, field=field.id, period=dated, number=number,
    )  # fmt: skip
    last = int(row["next"]) - 1
    return [_numbered(dated, n) for n in range(last - number + 1, last + 1)]


def _dated(pattern: str, today: date) -> str:
    parts = {"YYYY": f"{today.year:04}", "YY": f"{today.year % 100:02}", "MM": f"{today.month:02}", "DD": f"{today.day:02}"}
    return PART.sub(lambda found: parts.get(found[1], found[0]), pattern)


def _numbered(dated: str, number: int) -> str:
    return PART.sub(lambda found: str(number).zfill(len(found[1])), dated) if PART.search(dated) else f"{dated}{number}"
