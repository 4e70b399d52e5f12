"""Relative times: the span of days or moments that a name, a length or a day means."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .denied import invalid
from .values import Context, Value, clean_day

_LENGTH = re.compile(r"([1-9][0-9]{0,3})([hdwmqy])")
_NAMES = {f"{which}_{unit}": (step, unit) for step, which in ((-1, "last"), (0, "this"), (1, "next")) for unit in ("week", "month", "quarter", "year")}
_DAYS = {"yesterday": -1, "today": 0, "$today": 0, "tomorrow": 1}
_MONTHS = {"m": 1, "q": 3, "y": 12, "month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Days:
    """From a first to a last day, both included; none is no bound."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Moments:
    """From one moment to another, both included."""

    first: datetime
    last: datetime


def plus_days(day: date | None, days: int) -> date | None:
    """A day so many later, none outside the calendar."""
    if day is None:
        return None
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def plus_months(day: date | None, months: int) -> date | None:
    """The same day so many months later, the month's last if it has no such day; none outside the calendar."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _plus(day: date | None, count: int, unit: str) -> date | None:
    if unit in ("d", "w"):
        return plus_days(day, count * (7 if unit == "w" else 1))
    return plus_months(day, count * _MONTHS[unit])


def _named(today: date, step: int, unit: str) -> Days:
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return Days(plus_days(monday, 7 * step), plus_days(monday, 7 * step + 6))
    size = _MONTHS[unit]
    first = date(today.year, (today.month - 1) // size * size + 1, 1)
    return Days(plus_months(first, size * step), plus_days(plus_months(first, size * (step + 1)), -1))


def _counted(value: dict[str, object], kind: str, context: Context) -> Days | Moments:
    (direction, length), *others = value.items() or [("", "")]
    found = _LENGTH.fullmatch(length) if isinstance(length, str) else None
    if others or direction not in ("last", "next") or not found:
        raise invalid()
    count, unit, today = int(found[1]), found[2], context.today
    if unit == "h":
        return _hours(direction, count, kind, context)
    if direction == "last":
        return Days(_plus(plus_days(today, 1), -count, unit), today)
    return Days(today, plus_days(_plus(today, count, unit), -1))


def _hours(direction: str, count: int, kind: str, context: Context) -> Moments:
    if kind != "datetime":
        raise invalid()
    length = timedelta(hours=count)
    return Moments(context.now - length, context.now) if direction == "last" else Moments(context.now, context.now + length)


def read_span(value: object, kind: str, context: Context) -> Days | Moments:
    """The span that a value of ``within``, ``before`` or ``after`` means."""
    if isinstance(value, dict):
        return _counted(value, kind, context)
    if not isinstance(value, str):
        raise invalid()
    if value in _DAYS:
        day = plus_days(context.today, _DAYS[value])
        return Days(day, day)
    if value in _NAMES:
        return _named(context.today, *_NAMES[value])
    day = clean_day(value, context)
    return Days(day, day)


def place(span: Days | Moments, value: Value, context: Context) -> str:
    """Where a day or a moment lies: before, within or after a span."""
    if isinstance(span, Moments):
        return "before" if value < span.first else "after" if value > span.last else "within"
    day = value
    if isinstance(value, datetime):
        day = value.astimezone(context.start_of(context.today).tzinfo).date() if value.year not in (1, 9999) else value.date()
    if span.first is not None and day < span.first:
        return "before"
    return "after" if span.last is not None and day > span.last else "within"
