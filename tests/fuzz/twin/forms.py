"""The JSON of a record, for one who sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.fuzz.model import SYSTEM, Field, Row

from .paths import raw, target_of
from .scopes import View
from .values import ADDRESS, Value

MOST_ITEMS = 20
_SIGNIFICANT = 15


def mask(kind: str, value: object) -> str | None:
    """What a masked field shows: never how long the value is."""
    if value is None:
        return None
    text = value if isinstance(value, str) else ""
    if kind == "phone":
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else "***"
    if kind == "email":
        return f"{text[0]}***@{text.rpartition('@')[2]}" if "@" in text else "***"
    return f"{text[0]}**" if kind in ("text", "long_text") else "***"


def plain(number: Decimal) -> str:
    """A number's decimal digits, without exponent and without zeros at the end."""
    digits = format(number, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in ("-0", "") else digits


def show_number(number: Decimal) -> object:
    """A JSON number of at most 15 significant digits, else a string."""
    digits = plain(number)
    significant = digits.replace("-", "").replace(".", "").strip("0")
    return Decimal(digits) if len(significant) <= _SIGNIFICANT else digits


def show_moment(value: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def show_link(view: View, field: Field, id: Value) -> object:
    """``{id, title}`` of what a reference leads to, if it is visible."""
    if field.kind == "person":
        return {"id": str(id), "title": view.world.people[id].name} if id in view.world.people else None
    if field.kind == "department":
        return {"id": str(id), "title": view.world.departments[id].name} if id in view.world.departments else None
    found = target_of(view, field, id)
    return {"id": str(found.id), "title": show_title(view, found)} if found else None


def show_title(view: View, row: Row) -> object:
    """A record's title, masked or left out like the field it is made of."""
    level = view.level(row, "title")
    value = raw(view, row, "title")
    if level == "hidden" or value is None:
        return None
    obj = view.world.objects[row.object]
    return mask(next(f.kind for f in obj.fields if f.key == obj.title), value) if level == "masked" else value


def show(view: View, field: Field, value: Value) -> object:
    """A value as JSON."""
    if value is None:
        return None
    match field.kind:
        case "number" | "percent":
            return show_number(value)
        case "money":
            return {"amount": value[0], "currency": value[1]}
        case "date":
            return value.isoformat() if isinstance(value, date) else value
        case "datetime":
            return show_moment(value)
        case "person" | "department" | "relation":
            return show_link(view, field, value)
        case "relations":
            return show_links(view, field, value)
        case "choices" | "tags":
            return list(value)
        case "address":
            return {part: value[part] or None for part in ADDRESS}
        case _:
            return value


def show_links(view: View, field: Field, ids: tuple[object, ...]) -> object:
    """Nothing if none is visible; the visible ones of a to-many relation; by id here; their order and which twenty of more is not fixed."""
    items = [show_link(view, field, one) for one in sorted(ids, key=str)]
    items = [item for item in items if item]
    return {"items": items, "more": len(items) > MOST_ITEMS} if items else None


def reachable(view: View, field: Field, value: object) -> object:
    """A value, or nothing if it leads only to records out of sight."""
    ids = value if isinstance(value, tuple) else (value,)
    return value if field.target is None or any(target_of(view, field, one) for one in ids) else None


def record(view: View, row: Row, keys: tuple[str, ...] | None = None) -> dict[str, object]:
    """A record as JSON: what is hidden on this row is absent, what is masked shows its mask and stands in ``_masked``."""
    shown: dict[str, object] = {}
    masked: list[str] = []
    obj = view.world.objects[row.object]
    for field in (*(Field(key, kind) for key, kind in SYSTEM.items()), *obj.fields):
        if keys is not None and field.key not in keys:
            continue
        level = view.level(row, field.key)
        value = raw(view, row, field.key)
        if level == "masked":
            masked.append(field.key)
            shown[field.key] = show_title(view, row) if field.key == "title" else mask(field.kind, reachable(view, field, value))
        elif level != "hidden":
            shown[field.key] = str(value) if field.key == "id" else show(view, field, value)
    return {**shown, "_masked": masked}
