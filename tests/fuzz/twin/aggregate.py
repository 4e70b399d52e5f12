"""Numbers about the visible rows: groups, measures, conditions on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from zoneinfo import ZoneInfo

from tests.fuzz.model import Aggregate, Having, Row

from .denied import invalid
from .paths import Path, find, single
from .query import matching
from .scopes import View
from .values import NUMBERS, Value

NOT_GROUPED = frozenset({"long_text", "address", "choices", "tags", "relations", "money"})
BUCKETS = ("year", "quarter", "month", "week", "day")
SUMMED = NUMBERS | {"money"}
ORDERED = SUMMED | {"date", "datetime"}


@dataclass(frozen=True)
class Groups:
    """What an aggregate answers: a key and measures for each group, in the wanted order, ties in no order."""

    rows: list[tuple[tuple[Value, ...], tuple[Value, ...]]]
    cut: bool  #: whether the limit left groups out


def answer(view: View, query: Aggregate) -> Groups:
    """What an aggregate answers, every use of a field checked before anything is looked at."""
    view.object(query.object)
    rows_of = matching(view, query.object, query.where, query.search)
    groups = [_group_of(view, query.object, part.path, part.bucket) for part in query.group]
    measures = [_measured(view, query.object, part.op, part.path) for part in query.measures]
    for part in query.having:
        _check_having(part, [one.op for one in query.measures], measures)
    found = _grouped(view, rows_of(), groups, query)
    result = [(key, tuple(_measure(view, rows, op.op, path) for op, path in zip(query.measures, measures, strict=True))) for key, rows in found]
    result = [entry for entry in result if all(_having(entry[1], part) for part in query.having)]
    return _cut(result, query)


def _group_of(view: View, object_key: str, text: str, bucket: str | None) -> tuple[Path, str | None]:
    path = find(view, object_key, text)
    kind = path.last.kind
    if path.is_many or kind in NOT_GROUPED or kind == "id":
        raise invalid("field_not_usable")
    if bucket is not None and (kind not in ("date", "datetime") or bucket not in BUCKETS):
        raise invalid("invalid_bucket")
    return path, bucket


def _measured(view: View, object_key: str, op: str, text: str | None) -> Path | None:
    if text is None:
        if op != "count":
            raise invalid("invalid_measure")
        return None
    path = find(view, object_key, text)
    allowed = {"sum": SUMMED, "avg": SUMMED, "min": ORDERED, "max": ORDERED}.get(op)
    if path.is_many or path.last.kind == "relations" or (allowed is not None and path.last.kind not in allowed):
        raise invalid("invalid_measure")
    return path


def _grouped(view: View, rows: list[Row], groups: list[tuple[Path, str | None]], query: Aggregate) -> list[tuple[tuple[Value, ...], list[Row]]]:
    found: dict[tuple[Value, ...], list[Row]] = {} if query.group else {(): []}
    for row in rows:
        key = tuple(_key(view, single(view, row, path), path, bucket) for path, bucket in groups)
        found.setdefault(key, []).append(row)
    return list(found.items())


def _key(view: View, value: Value, path: Path, bucket: str | None) -> object:
    if value is None or bucket is None:
        return value
    day = value.astimezone(ZoneInfo(view.world.zone)).date() if isinstance(value, datetime) else value
    return first_day(day, bucket)


def first_day(day: date, bucket: str) -> date:
    """The first day of the year, quarter, month or week that a day lies in."""
    match bucket:
        case "year":
            return date(day.year, 1, 1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "month":
            return date(day.year, day.month, 1)
        case "week":
            return day - timedelta(days=day.weekday())
        case _:
            return day


def _measure(view: View, rows: list[Row], op: str, path: Path | None) -> Value:
    if path is None:
        return len(rows)
    values = [value for value in (single(view, row, path) for row in rows) if value is not None]
    if op == "count":
        return len(values)
    if op == "count_distinct":
        return len({repr(value) if isinstance(value, dict) else value for value in values})
    if path.last.kind == "money":
        return _by_currency(values, op)
    return fold_numbers(values, op) if values else None


def _by_currency(values: list[tuple[Decimal, str]], op: str) -> dict[str, Value]:
    """Amounts of different currencies are never added, nor compared."""
    currencies = {currency for _, currency in values}
    return {currency: fold_numbers([amount for amount, c in values if c == currency], op) for currency in sorted(currencies)}


def fold_numbers(values: list[Value], op: str) -> Value:
    """One value of some."""
    folds: dict[str, Callable[[list[Value]], Value]] = {"sum": sum, "min": min, "max": max, "avg": lambda some: sum(some) / len(some)}
    with localcontext(prec=80):
        return folds[op](values)


def _having(measures: tuple[Value, ...], part: Having) -> bool:
    value = measures[part.measure]
    if value is None:
        return False
    return {"eq": value == part.value, "gt": value > part.value, "ge": value >= part.value, "lt": value < part.value, "le": value <= part.value}[part.op]


def _check_having(part: Having, ops: list[str], paths: list[Path | None]) -> None:
    """Only numbers can be compared with a number: no money, which has a value for each currency, and no dates."""
    path = paths[part.measure]
    if path is not None and not ops[part.measure].startswith("count") and path.last.kind not in NUMBERS:
        raise invalid("invalid_query")


def _cut(result: list[tuple[tuple[Value, ...], tuple[Value, ...]]], query: Aggregate) -> Groups:
    for what, number, descending in reversed(query.sort):
        place = 0 if what == "group" else 1
        full = sorted((e for e in result if e[place][number] is not None), key=lambda e: e[place][number], reverse=descending)
        result = full + [e for e in result if e[place][number] is None]
    return Groups(result[: query.limit], len(result) > query.limit)
