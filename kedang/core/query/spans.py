"""Relative times: a span of days or hours. Grammar and meaning in ``docs/reference/conditions.md``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from kedang.core.schema import Refused

LENGTH = re.compile(r"([1-9][0-9]{0,3})([hdwmqy])")
NAME = re.compile(r"(last|this|next)_(week|month|quarter|year)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTHS = {"m": 1, "month": 1, "q": 3, "quarter": 3, "y": 12, "year": 12}


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included; none: without bound."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Moments:
    """From one moment to another, both included; none: without bound."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class Clock:
    """The present of one request."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The day in the workspace's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()


def span_of(value: object, clock: Clock) -> Days | Moments:
    """What a span means at the present. Raises ``Refused``."""
    if isinstance(value, str):
        return _named(value, clock.today)
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, object]", value)
        if len(parts) == 1:
            ((side, length),) = parts.items()
            found = LENGTH.fullmatch(length) if isinstance(length, str) else None
            if found and side in {"last", "next"}:
                return _measured(side, int(found[1]), found[2], clock)
    raise Refused('must be a span such as "this_month", "2026-11-24" or {"last": "30d"}', '应为时间范围，例如 "this_month"、"2026-11-24" 或 {"last": "30d"}')


def _named(name: str, today: date) -> Days:
    near = {"yesterday": -1, "today": 0, "$today": 0, "tomorrow": 1}
    if name in near:
        day = _shift(today, near[name])
        return Days(day, day)
    if DAY.fullmatch(name):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise Refused("is no day of the calendar", "日历上没有这一天") from None
        return Days(day, day)
    found = NAME.fullmatch(name)
    if not found:
        raise Refused("is no span", "不是有效的时间范围")
    step = {"last": -1, "this": 0, "next": 1}[found[1]]
    if found[2] == "week":
        monday = _shift(today, -today.weekday() + 7 * step)
        return Days(monday, _shift(today, -today.weekday() + 7 * step + 6))
    size = MONTHS[found[2]]
    start = (today.year * 12 + today.month - 1) // size * size + step * size
    first, after = _month(start), _month(start + size)
    return Days(first, after - timedelta(days=1) if after else None)


def _month(index: int) -> date | None:
    """The first day of a month counted from year 0; none outside the calendar."""
    year, month = divmod(index, 12)
    return date(year, month + 1, 1) if 1 <= year <= 9999 else None


def _shift(day: date | None, days: int) -> date | None:
    try:
        return day + timedelta(days=days) if day else None
    except OverflowError:
        return None


def _measured(side: str, number: int, unit: str, clock: Clock) -> Days | Moments:
    if unit == "h":
        try:
            far = clock.now + timedelta(hours=-number if side == "last" else number)
        except OverflowError:
            return Moments(None, clock.now) if side == "last" else Moments(clock.now, None)
        return Moments(far, clock.now) if side == "last" else Moments(clock.now, far)
    if side == "last":
        return Days(_add(_shift(clock.today, 1), -number, unit), clock.today)
    return Days(clock.today, _shift(_add(clock.today, number, unit), -1))


def _add(day: date | None, number: int, unit: str) -> date | None:
    if day is None or unit in {"d", "w"}:
        return _shift(day, number * (7 if unit == "w" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + number * MONTHS[unit], 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def start_of(day: date | None, zone: str) -> datetime | None:
    """The first moment of a day in a zone; none without bound."""
    if day is None:
        return None
    try:
        return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return None


def moments_of(days: Days, zone: str) -> tuple[datetime | None, datetime | None]:
    """A span of days as moments: from, and up to but not including."""
    return start_of(days.first, zone), start_of(_shift(days.last, 1), zone)
