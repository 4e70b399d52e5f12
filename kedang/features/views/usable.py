"""What of a view one person may use. A field that she may not use is dropped from columns and orders; a condition on one makes the view unusable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import UUID

import msgspec

from kedang.core import query, records
from kedang.core.access import Rights
from kedang.core.base import Invalid, NotFound
from kedang.core.db import WorkspaceTx
from kedang.core.query import And, Build, Clock, Compare, Condition, Level, Not, Or, Query
from kedang.core.schema import Object

from . import store
from .errors import BadView
from .model import Column, Look

WIDTHS = (48, 1200)
FROZEN = 4  #: most columns that stay in sight
MOST_COLUMNS = 200
MOST_NAMES = 200
NOBODY = UUID(int=0)


def check(tx: WorkspaceTx, rights: Rights, one: Object, look: Look) -> None:
    """Refuse what cannot be a view, or what the actor may not use herself. Raises ``BadView`` and what a query raises."""
    asked = _asked(look, one.key)
    clock = Clock(tx.now, tx.zone)
    query.count(rights.catalog, rights.scope, clock, asked, capped=True)
    query.keys_of(rights.catalog, rights.scope, clock, asked, NOBODY)
    columns = look.columns or []
    for at, column in enumerate(columns):
        if column.width is not None and not WIDTHS[0] <= column.width <= WIDTHS[1]:
            raise BadView(
                field=f"columns[{at}].width", reason=f"give a width from {WIDTHS[0]} to {WIDTHS[1]}", reason_zh=f"宽度应为 {WIDTHS[0]} 到 {WIDTHS[1]}"
            )
        _build(tx, rights).show(one, column.field)
    if len(columns) > MOST_COLUMNS or len({column.field for column in columns}) < len(columns):
        raise BadView(field="columns", reason=f"name each field once, and at most {MOST_COLUMNS}", reason_zh=f"每个字段只能出现一次，最多 {MOST_COLUMNS} 个")
    if not 1 <= look.frozen <= FROZEN:
        raise BadView(field="frozen", reason=f"give a number from 1 to {FROZEN}", reason_zh=f"应为 1 到 {FROZEN} 的数字")


def _asked(look: Look, object: str) -> Query:
    return query.parse_query(object, {"where": look.where, "sort": look.sort, "search": look.search})


def _build(tx: WorkspaceTx, rights: Rights) -> Build:
    return Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))


def is_usable(tx: WorkspaceTx, rights: Rights, one: Object, look: Look) -> bool:
    """Whether the actor may use every field of the condition. One that is hidden, gone, or of another kind now is the same to her."""
    try:
        query.count(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query.parse_query(one.key, {"where": look.where}), capped=True)
    except (Invalid, NotFound):
        return False
    return True


def usable_sort(tx: WorkspaceTx, rights: Rights, one: Object, sort: list[str]) -> list[str]:
    """The orders that the actor may use."""
    return [part for part in sort if _may_sort(tx, rights, one, part)]


def _may_sort(tx: WorkspaceTx, rights: Rights, one: Object, part: str) -> bool:
    try:
        query.keys_of(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query.parse_query(one.key, {"sort": [part]}), NOBODY)
    except (Invalid, NotFound):
        return False
    return True


def usable_columns(rights: Rights, one: Object, columns: list[Column]) -> list[Column]:
    """The columns that the actor may see, perhaps masked."""
    scope = rights.scope.of(one)
    return [column for column in columns if column.field in one.fields and scope.best(column.field) > Level.HIDDEN]


def with_unseen(before: list[Column] | None, seen: list[Column], wanted: list[Column]) -> list[Column]:
    """New columns, with those of before that whoever changed them could not see: they stay, for those who can."""
    return [*wanted, *(column for column in before or [] if column not in seen and column.field not in {one.field for one in wanted})]


async def names_in(tx: WorkspaceTx, rights: Rights, one: Object, look: Look) -> dict[str, str]:
    """Titles of what a usable condition refers to, as far as the actor may see it."""
    condition = query.parse_condition(look.where)
    by_place: dict[str, list[UUID]] = {}
    for place, id in _references(rights, one, condition) if condition else ():
        by_place.setdefault(place, []).append(id)
    found: dict[str, str] = {}
    for place, ids in by_place.items():
        if place in ("person", "department"):
            found |= await store.load_names(tx, ids[:MOST_NAMES])
            continue
        asked = query.some(rights.catalog, rights.scope, Clock(tx.now, tx.zone), place, ids[:MOST_NAMES], ("title",))
        for row in await records.rows_of(tx, asked):
            record = msgspec.json.decode(row["j"])
            found[record["id"]] = record.get("title") or ""
    return found


def _references(rights: Rights, one: Object, condition: Condition) -> Iterator[tuple[str, UUID]]:
    match condition:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _references(rights, one, part)
        case Not(part=part):
            yield from _references(rights, one, part)
        case Compare():
            yield from _operands(rights, one, condition)


def _operands(rights: Rights, one: Object, condition: Compare) -> Iterator[tuple[str, UUID]]:
    """The ids that a comparison names, and of what they are."""
    for key in condition.path[:-1]:
        one = rights.catalog.object(one.fields[key].target or "")
    field = one.fields[condition.path[-1]]
    if field.kind.family not in {"reference", "references"} or field.key == "id":
        return
    place = field.kind.name if field.kind.name in {"person", "department"} else field.target or ""
    value = condition.value
    for part in cast("list[object]", value) if isinstance(value, list) else [value]:
        try:
            yield place, UUID(str(part))
        except ValueError:
            continue  # $me and its like have words of their own
