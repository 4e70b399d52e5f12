"""Conditions on one field, with values that stand somewhere: in rows one sees, and in those one must not learn about."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random

from .model import Field, Row
from .pools import DAYS, MARKS, MOMENTS, WORDS, a_day, a_moment, a_number, a_text
from .twin.conditions import OPERATORS
from .twin.forms import plain, show_moment
from .twin.scopes import View
from .twin.values import LINKS, TEXTS, Value

SPANS = (
    "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month", "this_quarter", "last_quarter",
    "next_quarter", "this_year", "last_year", "next_year", "2026-11-24", "$today", {"last": "30d"}, {"next": "2w"}, {"last": "1m"}, {"last": "1q"},
    {"next": "9999y"},    {"last": "9999y"}, {"last": "1y"},
)  # fmt: skip


def a_leaf(rng: Random, view: View, object_key: str, field: Field, path: str) -> dict[str, object]:
    """A comparison of a field."""
    ops = sorted(OPERATORS[field.kind]) if field.kind in OPERATORS else ["eq"]
    op = rng.choice(ops)
    if op in ("is_empty", "not_empty"):
        return {"field": path, "op": op}
    return {"field": path, "op": op, "value": _operand(rng, view, object_key, field, op)}


def _operand(rng: Random, view: View, object_key: str, field: Field, op: str) -> object:
    if op in ("within", "before", "after"):
        return rng.choice(SPANS)
    if op == "between":
        return [_one(rng, view, object_key, field), _one(rng, view, object_key, field)]
    if op in ("in", "not_in", "has_any", "has_all", "has_none"):
        return [_one(rng, view, object_key, field) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
    value = _one(rng, view, object_key, field)
    if op in ("contains", "starts_with"):
        return _part(rng, value, from_start=op == "starts_with")
    return value


def _part(rng: Random, value: object, *, from_start: bool) -> object:
    if not isinstance(value, str) or not value:
        return value
    start = 0 if from_start else rng.randrange(len(value))
    part = value[start : start + rng.choice((1, 2, 3))]
    return part.upper() if rng.random() < 0.3 else part


def _one(rng: Random, view: View, object_key: str, field: Field) -> object:
    if field.kind == "person" and rng.random() < 0.4:
        return "$me"
    if field.kind == "department" and rng.random() < 0.4:
        return "$my_department"
    if field.kind in ("date", "datetime") and rng.random() < 0.1:
        return "$today"
    found = [value for value in (stored(view, object_key, row, field) for row in view.world.rows[object_key].values()) if value is not None]
    if found and rng.random() < 0.75:
        return as_operand(rng, field, rng.choice(found))
    return _fresh(rng, view, field)


def stored(view: View, object_key: str, row: Row, field: Field) -> Value:
    """What stands in a row, seen or not."""
    key = view.world.objects[object_key].title if field.key == "title" else field.key
    return getattr(row, key) if hasattr(row, key) and key not in row.values else row.values.get(key)


def as_operand(rng: Random, field: Field, value: Value) -> object:
    """A stored value as the value of a condition."""
    match field.kind:
        case "number" | "percent":
            return plain(Decimal(value)) if rng.random() < 0.5 or abs(value) > 10**14 else float(value)
        case "money":
            return {"amount": format(value[0], "f"), "currency": value[1]}
        case "date":
            return value.isoformat() if isinstance(value, date) else value
        case "datetime":
            return show_moment(value) if isinstance(value, datetime) else value
        case "choices" | "tags":
            return rng.choice(value)
        case "relations":
            return str(rng.choice(value))
        case "address":
            return rng.choice([part for part in value.values() if part])
        case kind if kind in LINKS:
            return str(value)
        case _:
            return value


def _fresh(rng: Random, view: View, field: Field) -> object:
    kind = field.kind
    if kind in TEXTS or kind == "address":
        return a_text(rng)
    if kind in ("number", "percent"):
        return plain(a_number(rng))
    if kind == "money":
        return rng.choice((0, 1, -5, "100.00", {"amount": "100.00", "currency": "USD"}))
    if kind == "date":
        return rng.choice(DAYS) if rng.random() < 0.5 else a_day(rng).isoformat()
    if kind == "datetime":
        return rng.choice(MOMENTS) + "+08:00" if rng.random() < 0.5 else show_moment(a_moment(rng))
    if kind == "boolean":
        return rng.random() < 0.5
    if kind in ("tags", "choices", "choice"):
        return rng.choice((*MARKS, *field.options))
    if kind == "person":
        return str(rng.choice(list(view.world.people)))
    if kind == "department":
        return str(rng.choice(list(view.world.departments)))
    return str(rng.choice(list(view.world.rows[field.target or "customer"])))


def as_sent(shown: object) -> object:
    """A shown value as clients send it."""
    if isinstance(shown, Decimal):
        return plain(shown)
    return {key: str(part) for key, part in shown.items()} if isinstance(shown, dict) else shown


def a_search(rng: Random, view: View, object_key: str) -> str:
    """Something to search for: a part of what stands in some text, often of one that must not be found by."""
    obj = view.world.objects[object_key]
    texts = [
        value for row in view.world.rows[object_key].values() for f in obj.fields
        if (f.search or f.key == obj.title) and isinstance(value := row.values.get(f.key), str)
    ]  # fmt: skip
    value = rng.choice(texts) if texts and rng.random() < 0.85 else rng.choice(WORDS)
    part = str(_part(rng, value, from_start=False)).strip() if rng.random() < 0.8 else value
    return part or value
