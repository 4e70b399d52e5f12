"""Date: a day without a time, from year 1 to 9999."""

from __future__ import annotations

import datetime as dt
import re

from .base import COMPARE, EMPTY, SPANS, Columns, Kind, Refused, Spec

DAY = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*", re.ASCII)


class Date(Kind):
    """A day."""

    name = "date"
    label = {"zh": "日期", "en": "Date"}
    family = "date"
    columns = ("date",)
    ops = COMPARE | EMPTY | SPANS
    measures = frozenset({"count", "count_distinct", "min", "max"})

    def parse(self, spec: Spec, value: object) -> Columns:
        """``2026-11-24``; ``2026/11/24``, ``2026.11.24`` and ``2026年11月24日`` mean the same."""
        return (day_of(value),)

    def plain(self, spec: Spec, columns: Columns) -> object:
        """ISO 8601."""
        value = columns[0]
        return value.isoformat() if isinstance(value, dt.date) else value


def day_of(value: object) -> dt.date:
    """A text that names a day. Raises ``Refused``."""
    found = DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused("must be a date such as 2026-11-24", "应为日期，例如 2026-11-24")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refused("is no day of the calendar", "日历上没有这一天") from None
