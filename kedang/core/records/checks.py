"""Questions about rows that the database answers: is it visible, may this field be changed, who else has this value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from psycopg.errors import UniqueViolation
from psycopg.sql import SQL, Composable, Composed, Identifier

from kedang.core.access import Rights
from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level, covers
from kedang.core.schema import Columns, Object

from .errors import Duplicate
from .values import called

Flags = Mapping[str, object]


def flags_of(build: Build, one: Object, keys: Iterable[str], level: Level) -> dict[str, Composable]:
    """For each field whose level differs between rows: whether it has at least this one. Names are ``edit_<key>``."""
    scope = build.scope.of(one)
    found: dict[str, Composable] = {}
    for key in keys:
        where = scope.where(key, level)
        guard = build.on("t", one, where)
        if guard is not None and not (covers(where, scope.rows) and level < Level.EDIT):
            found[f"{level.name.lower()}_{key}"] = guard
    return found


def rows_of(build: Build, one: Object) -> dict[str, Composable]:
    """Whether a row is among those that the actor may see."""
    guard = build.on("t", one, build.scope.of(one).rows)
    return {} if guard is None else {"visible": guard}


def action_of(build: Build, one: Object, action: str) -> dict[str, Composable]:
    """Whether an action is allowed on a row."""
    guard = build.on("t", one, build.scope.of(one).actions[action])
    return {} if guard is None else {f"may_{action}": guard}


async def duplicate(tx: WorkspaceTx, rights: Rights, one: Object, broken: UniqueViolation, given: Sequence[Mapping[str, Columns | None]]) -> Duplicate:
    """What a broken uniqueness is answered with: the field, and the other record only if the actor sees it."""
    name = broken.diag.constraint_name or ""
    field = next((f for f in one.own_fields if f.columns and name.endswith(f"_{f.columns[0]}_key")), None)
    if field is None:
        return Duplicate(field="", label="")
    values = [columns[0] for row in given if (columns := row.get(field.key)) is not None]
    if len(values) != 1:
        return Duplicate(field=field.key, label=called(one, field.key))
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    column: Composable = Identifier("t", field.columns[0])
    value = values[0]
    if isinstance(value, str):
        column, value = SQL("kd.fold({})").format(column), fold(value)
    # Where she may not read the value itself, she may not be told who has it either.
    readable = build.guard("t", one, field.key, Level.READ) or SQL("true")
    sql: Composed = SQL("select t.id from {} t where {} = {} and {} and {} limit 1").format(
        build.table(one.table), column, build.param(value), build.visible("t", one), readable
    )
    row = await tx.maybe(sql, **build.params)
    label = called(one, field.key)
    return Duplicate(field=field.key, label=label, candidate=str(row["id"])) if row else Duplicate(field=field.key, label=label)
