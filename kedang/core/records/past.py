"""Reading of history: every change with old and new, each value at the level that its field has for the reader today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level, title_of
from kedang.core.schema import Field, Object, shown_moment

from . import history
from .levels import levels_of
from .model import Entry

Names = Mapping[tuple[str, str], Mapping[str, object]]  #: (kind or object, id) → {id, title}


async def of_record(tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, before: history.Place | None = None, limit: int = 50) -> list[Entry]:
    """History of a record that the actor may see, newest first, before a place. Raises ``NoSuchObject``, ``NoSuchRecord``."""
    one = rights.catalog.object(ref.object)
    rights.of(ref.object)
    levels = await levels_of(tx, rights, one, ref.id)
    rows = await history.load(tx, one, ref.id, before=before, limit=limit)
    names = await names_of(tx, rights, one, rows, levels)
    return [_entry(one, row, levels, names) for row in rows]


def _entry(one: Object, row: DictRow, levels: Mapping[str, Level], names: Names) -> Entry:
    actor = {"id": str(row["actor"]), "title": row["actor_name"]} if row["actor"] else None
    return Entry(
        place=(row["at"], row["id"]), record=row["record"],
        version=row["version"], kind=row["kind"], at=shown_moment(row["at"]), actor=actor, via=row["via"], reason=row["reason"], batch=row["batch"],
        changes=list(_changes(one, row["delta"] or {}, levels, names)),
    )  # fmt: skip


def _changes(one: Object, delta: Mapping[str, Sequence[object]], levels: Mapping[str, Level], names: Names) -> Iterable[dict[str, object]]:
    for name, (old, new) in delta.items():
        field = one.field_by_history_key.get(name)
        level = levels.get(field.key, Level.HIDDEN) if field else Level.HIDDEN
        if field is None or level == Level.HIDDEN:
            continue
        before, after = named(field, old, names), named(field, new, names)
        if level == Level.MASKED:
            yield {"field": field.key, "old": mask(field, before), "new": mask(field, after), "masked": True}
        else:
            yield {"field": field.key, "old": before, "new": after}


def mask(field: Field, value: object) -> object:
    """The masked form of a value, by the table of ``docs/reference/masks.md``."""
    return None if value is None else field.kind.mask_plain(value)


def place_of(field: Field) -> str | None:
    """Where the things lie that a reference field names; none for other fields."""
    if field.kind.family not in {"reference", "references"}:
        return None
    return field.kind.name if field.kind.name in {"person", "department"} else f"o:{field.target}"


def named(field: Field, value: object, names: Names) -> object:
    """A value with its references named; what the reader may not see is nothing."""
    place = place_of(field)
    if place is None or value is None:
        return value
    if isinstance(value, list):
        found = [names.get((place, str(one))) for one in cast("list[object]", value)]
        items = [one for one in found if one]
        return {"items": items, "more": False} if items else None
    return names.get((place, str(value)))


async def names_of(tx: WorkspaceTx, rights: Rights, one: Object, rows: Sequence[DictRow], levels: Mapping[str, Level]) -> Names:
    """Titles of everything that these history rows refer to and the reader may see."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for name, values in cast("Mapping[str, list[object]]", row["delta"] or {}).items():
            field = one.field_by_history_key.get(name)
            place = place_of(field) if field and levels.get(field.key, Level.HIDDEN) > Level.HIDDEN else None
            if place is None:
                continue
            for value in values:
                wanted.setdefault(place, set()).update(_ids(value))
    found: dict[tuple[str, str], Mapping[str, object]] = {}
    for place, ids in wanted.items():
        for row in await _titles(tx, rights, place, [UUID(id) for id in ids]):
            found[place, str(row["id"])] = {"id": str(row["id"]), "title": row["title"]}
    return found


def _ids(value: object) -> list[str]:
    """The ids in a value of a reference."""
    if isinstance(value, list):
        return [str(one) for one in cast("list[object]", value)]
    return [str(value)] if value else []


async def _titles(tx: WorkspaceTx, rights: Rights, place: str, ids: list[UUID]) -> list[DictRow]:
    if place == "person":
        return await tx.all("select id, name as title from person where id = any(%(ids)s)", ids=ids)
    if place == "department":
        return await tx.all("select id, name as title from department where id = any(%(ids)s)", ids=ids)
    target = rights.catalog.objects.get(place.removeprefix("o:"))
    if target is None:
        return []
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    sql = SQL("select t.id, {} as title from {} t where t.id = any({}::uuid[]) and {}").format(
        title_of(build, "t", target), Identifier(tx.schema, target.table), build.param(ids), build.visible("t", target)
    )
    return await tx.all(sql, **build.params)
