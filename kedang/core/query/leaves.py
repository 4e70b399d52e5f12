"""Comparisons of one field with one value, by the family of its kind. Only total operators: none of them can raise on any stored value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar, cast
from uuid import UUID

from psycopg.sql import SQL, Composable

from kedang.core.base import fold
from kedang.core.schema import Field, Refused

from .build import FALSE, TRUE, Build
from .spans import Days, Moments, moments_of, span_of, start_of

T = TypeVar("T")

NEGATED = {"ne": "eq", "not_in": "in", "has_none": "has_any", "is_empty": "not_empty"}
SIGNS = {"eq": SQL("="), "lt": SQL("<"), "le": SQL("<="), "gt": SQL(">"), "ge": SQL(">=")}
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def leaf(build: Build, field: Field, columns: list[Composable], op: str, value: object) -> Composable:
    """Whether ``columns`` of a row compare so with the value; null counts as no. ``op`` is none of ``NEGATED``. Raises ``Refused``."""
    if op == "not_empty":
        return SQL("num_nonnulls({}) > 0").format(SQL(", ").join(columns)) if field.kind.family == "address" else SQL("{} is not null").format(columns[0])
    match field.kind.family:
        case "text":
            return _text(build, SQL("kd.fold({})").format(columns[0]), op, value)
        case "address":
            return _text(build, SQL("kd.fold(concat({}))").format(SQL(", ").join(columns)), op, value)
        case "number":
            return _ordered(build, columns[0], op, value, number_operand)
        case "money":
            return _money(build, field, columns, op, value)
        case "date":
            return _date(build, columns[0], op, value)
        case "datetime":
            return _datetime(build, columns[0], op, value)
        case "boolean":
            return _equal(build, columns[0], op, value, _boolean)
        case "choice":
            return _equal(build, columns[0], op, value, word_operand)
        case "list":
            return _list(build, columns[0], op, value)
        case _:
            return _equal(build, columns[0], op, value, lambda one: reference_operand(build, field, one))


def word_operand(value: object) -> str:
    """A text without U+0000."""
    if not isinstance(value, str) or "\x00" in value:
        raise Refused("must be a text", "应为文本")
    return value


def number_operand(value: object) -> Decimal:
    """A JSON number, or a text of plain digits, of at most 30 digits."""
    if isinstance(value, str) and not PLAIN_NUMBER.fullmatch(value):
        raise Refused("must be a number", "应为数字")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Refused("must be a number", "应为数字")
    from_text = Decimal(str(value))
    sign, digits, exponent = from_text.as_tuple()
    del sign
    if not isinstance(exponent, int) or len("".join(map(str, digits)).strip("0")) > 30 or abs(from_text.adjusted()) > 40:
        raise Refused("has more than 30 digits", "超过 30 位数字")
    return from_text


def list_operand(value: object, parse: Callable[[object], T]) -> list[T]:
    """A list of operands."""
    if not isinstance(value, list):
        raise Refused("must be a list", "应为列表")
    values = cast("list[object]", value)
    if len(values) > 10_000:
        raise Refused("holds more than 10,000", "超过 10,000 项")
    return [parse(one) for one in values]


def reference_operand(build: Build, field: Field, value: object) -> UUID | None:
    """An id; ``$me`` of a person, ``$my_department`` of a department (none if she has none)."""
    if value == "$me" and field.kind.name == "person":
        return build.scope.person
    if value == "$my_department" and field.kind.name == "department":
        return cast("UUID | None", build.departments(tree=False)[0]) if build.scope.departments else None
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else UUID("")
    except ValueError:
        raise Refused("must be an id", "应为 ID") from None


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused("must be true or false", "应为 true 或 false")
    return value


def _text(build: Build, folded: Composable, op: str, value: object) -> Composable:
    if op == "in":
        words = [w for w in (fold(one) for one in list_operand(value, word_operand)) if w]
        return SQL("{} = any({}::text[])").format(folded, build.param(words)) if words else FALSE
    word = fold(word_operand(value))
    if not word:
        return FALSE
    match op:
        case "eq":
            return SQL("{} = {}").format(folded, build.param(word))
        case "contains":
            return SQL("strpos({}, {}) > 0").format(folded, build.param(word))
        case _:
            return SQL("starts_with({}, {})").format(folded, build.param(word))


def _equal(build: Build, column: Composable, op: str, value: object, parse: Callable[[object], object]) -> Composable:
    if op == "in":
        found = [one for one in list_operand(value, parse) if one is not None]
        return SQL("{} = any({})").format(column, build.param(found)) if found else FALSE
    operand = parse(value)
    return FALSE if operand is None else SQL("{} = {}").format(column, build.param(operand))


def _ordered(build: Build, column: Composable, op: str, value: object, parse: Callable[[object], object]) -> Composable:
    if op == "in":
        found = list_operand(value, parse)
        return SQL("{} = any({})").format(column, build.param(found)) if found else FALSE
    if op == "between":
        first, last = pair_of(list_operand(value, parse))
        return SQL("{0} >= {1} and {0} <= {2}").format(column, build.param(first), build.param(last))
    return SQL("{} {} {}").format(column, SIGNS[op], build.param(parse(value)))


def pair_of(values: list[T]) -> tuple[T, T]:
    """Exactly two."""
    if len(values) != 2:
        raise Refused("must be a list of two", "应为两个值的列表")
    return values[0], values[1]


def money_operand(build: Build, field: Field, value: object) -> tuple[Decimal, str]:
    """``{"amount", "currency"}``, or a bare number of the workspace's currency."""
    if not isinstance(value, Mapping):
        return number_operand(value), build.catalog.currency
    parts = cast("Mapping[str, object]", value)
    currency = parts.get("currency")
    if set(parts) != {"amount", "currency"} or not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency):
        raise Refused("must hold amount and currency", "应包含金额和币种")
    return number_operand(parts["amount"]), currency


def _money(build: Build, field: Field, columns: list[Composable], op: str, value: object) -> Composable:
    amount, currency = columns

    def one(sign: Composable, operand: tuple[Decimal, str]) -> Composable:
        return SQL("({} {} {} and {} = {})").format(amount, sign, build.param(operand[0]), currency, build.param(operand[1]))

    if op == "in":
        found = list_operand(value, lambda v: money_operand(build, field, v))
        return SQL("({})").format(SQL(" or ").join([one(SIGNS["eq"], f) for f in found])) if found else FALSE
    if op == "between":
        first, last = pair_of(list_operand(value, lambda v: money_operand(build, field, v)))
        return SQL("({} and {})").format(one(SIGNS["ge"], first), one(SIGNS["le"], last))
    return one(SIGNS[op], money_operand(build, field, value))


def _day(build: Build, value: object) -> dt.date:
    if value == "$today":
        return build.clock.today
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else dt.date.fromisoformat("")
    except ValueError:
        raise Refused("must be a date such as 2026-11-24", "应为日期，例如 2026-11-24") from None


def _date(build: Build, column: Composable, op: str, value: object) -> Composable:
    if op not in {"within", "before", "after"}:
        return _ordered(build, column, op, value, lambda one: _day(build, one))
    span = span_of(value, build.clock)
    if isinstance(span, Moments):
        raise Refused("hours are for date-time fields", "小时仅用于日期时间字段")
    return _in_span(build, column, op, span.first, span.last, is_open=False)


def _datetime(build: Build, column: Composable, op: str, value: object) -> Composable:
    if op not in {"within", "before", "after"}:
        return _ordered(build, column, op, value, lambda one: moment_operand(build, one))
    span = span_of(value, build.clock)
    if isinstance(span, Days):
        start, end = moments_of(span, build.clock.zone)
        return _in_span(build, column, op, start, end, is_open=True)
    return _in_span(build, column, op, span.start, span.end, is_open=False)


def moment_operand(build: Build, value: object) -> dt.datetime:
    """RFC 3339, ``$now``, or ``$today``: the start of today."""
    if value == "$now":
        return build.clock.now
    if value == "$today":
        return start_of(build.clock.today, build.clock.zone) or build.clock.now
    try:
        if isinstance(value, str) and RFC3339.fullmatch(value):
            return dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused("must be a date and time such as 2026-11-24T02:30:00Z", "应为日期时间，例如 2026-11-24T02:30:00Z")


def _in_span(build: Build, column: Composable, op: str, start: object, end: object, *, is_open: bool) -> Composable:
    """Before a span, within it, or after it; ``is_open`` says that its end is not part of it."""
    if op == "before":
        return FALSE if start is None else SQL("{} < {}").format(column, build.param(start))
    if op == "after":
        return FALSE if end is None else SQL("{} >= {}" if is_open else "{} > {}").format(column, build.param(end))
    parts = [SQL("{} is not null").format(column)]
    if start is not None:
        parts.append(SQL("{} >= {}").format(column, build.param(start)))
    if end is not None:
        parts.append(SQL("{} < {}" if is_open else "{} <= {}").format(column, build.param(end)))
    return SQL(" and ").join(parts)


def _list(build: Build, column: Composable, op: str, value: object) -> Composable:
    words = list_operand(value, word_operand)
    if op == "has_any":
        return SQL("{} && {}::text[]").format(column, build.param(words)) if words else FALSE
    return SQL("{} @> {}::text[]").format(column, build.param(words)) if words else SQL("{} is not null").format(column)


__all__ = ["FALSE", "NEGATED", "TRUE", "leaf", "list_operand", "money_operand", "number_operand", "pair_of", "reference_operand"]
