"""Date-time: a moment, kept in UTC to the second."""

from __future__ import annotations

import datetime as dt

from psycopg.sql import SQL, Composable

from .base import COMPARE, EMPTY, SPANS, Columns, Kind, Refused, Spec


class DateTime(Kind):
    """A moment."""

    name = "datetime"
    label = {"zh": "日期时间", "en": "Date and time"}
    family = "datetime"
    columns = ("timestamptz",)
    ops = COMPARE | EMPTY | SPANS
    measures = frozenset({"count", "count_distinct", "min", "max"})

    def parse(self, spec: Spec, value: object) -> Columns:
        """RFC 3339 with a zone; parts of a second are dropped."""
        return (moment_of(value),)

    def show(self, spec: Spec, columns: list[Composable]) -> Composable:
        """RFC 3339 in UTC."""
        return SQL("kd.shown_moment({})").format(columns[0])

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The same in Python."""
        value = columns[0]
        return shown_moment(value) if isinstance(value, dt.datetime) else value


def moment_of(value: object) -> dt.datetime:
    """A text that names a moment. Raises ``Refused``."""
    if not isinstance(value, str):
        raise Refused("must be a date and time such as 2026-11-24T02:30:00Z", "应为日期时间，例如 2026-11-24T02:30:00Z")
    try:
        moment = dt.datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            raise Refused("must name its time zone, for example by a Z at the end", "须注明时区，例如以 Z 结尾")
        return moment.astimezone(dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise Refused("must be a date and time such as 2026-11-24T02:30:00Z", "应为日期时间，例如 2026-11-24T02:30:00Z") from None


def shown_moment(moment: dt.datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
