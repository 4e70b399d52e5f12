"""Paths such as ``customer.level``: what they name, and what they read on a row."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.fuzz.model import SYSTEM, Field, Row

from .conditions import MOST_HOPS
from .denied import Denied, invalid, unknown_field
from .scopes import View
from .values import Value


@dataclass(frozen=True)
class Path:
    """A way over relations to a field."""

    hops: tuple[Field, ...]
    object: str  #: where the last field stands
    last: Field

    @property
    def is_many(self) -> bool:
        """Whether it goes over a to-many relation."""
        return any(hop.kind == "relations" for hop in self.hops)


def find(view: View, object_key: str, text: str, *, use: bool = True) -> Path:
    """What a path names, if every step of it may be used."""
    keys = text.split(".")
    if len(keys) - 1 > MOST_HOPS:
        raise Denied(422, "query_too_costly")
    hops: list[Field] = []
    for key in keys[:-1]:
        hop = view.field(object_key, key, use=True)
        if hop.kind not in ("relation", "relations") or hop.target is None:
            raise unknown_field()
        hops.append(hop)
        object_key = hop.target
    return Path(tuple(hops), object_key, view.field(object_key, keys[-1], use=use))


def value_on(view: View, row: Row, field: Field) -> Value:
    """What a field holds on a visible row for one who may use it there: empty where she may not, and without targets out of sight."""
    if not view.reads(row, field.key):
        return None
    value = raw(view, row, field.key)
    if field.kind == "relation":
        return value if target_of(view, field, value) else None
    if field.kind == "relations":
        return tuple(one for one in value or () if target_of(view, field, one)) or None
    return value


def raw(view: View, row: Row, key: str) -> Value:
    """What stands in a row."""
    if key == "title":
        return row.values.get(view.world.objects[row.object].title)
    return getattr(row, key) if key in SYSTEM else row.values.get(key)


def target_of(view: View, field: Field, id: object) -> Row | None:
    """The record that a relation leads to, if it is visible."""
    if not isinstance(id, UUID) or field.target is None:
        return None
    found = view.world.rows[field.target].get(id)
    return found if found and view.sees(found) else None


def rows_over(view: View, row: Row, hops: tuple[Field, ...]) -> list[Row | None]:
    """Where hops lead: ``None`` for a to-one relation that leads nowhere, any number of rows over a to-many one."""
    found: list[Row | None] = [row]
    for hop in hops:
        found = [after for before in found for after in _step(view, before, hop)]
    return found


def _step(view: View, row: Row | None, hop: Field) -> list[Row | None]:
    value = value_on(view, row, hop) if row else None
    if hop.kind == "relation":
        return [target_of(view, hop, value)]
    return [target_of(view, hop, one) for one in sorted(value or (), key=str)]


def values(view: View, row: Row, path: Path) -> list[Value]:
    """What a path reads on a row: one value, or any number over a to-many relation."""
    return [value_on(view, after, path.last) if after else None for after in rows_over(view, row, path.hops)]


def single(view: View, row: Row, path: Path) -> Value:
    """What a path over to-one relations reads."""
    if path.is_many:
        raise invalid("field_not_usable")
    return values(view, row, path)[0]
