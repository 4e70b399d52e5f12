"""At which level an actor has each field of one record: what history and timelines may tell of it."""

from __future__ import annotations

from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level, covers
from kedang.core.schema import Object

from .errors import NoSuchRecord


async def levels_of(tx: WorkspaceTx, rights: Rights, one: Object, id: UUID, *, deleted: bool = False) -> dict[str, Level]:
    """The level of every field on a record that the actor may see, hidden ones left out. Raises ``NoSuchRecord``."""
    build, scope = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone), deleted=deleted), rights.scope.of(one)
    found: dict[str, Level] = {}
    asked: dict[str, tuple[str, Level]] = {}
    columns: list[Composable] = [SQL("t.id")]
    for key in one.fields:
        for level in (Level.MASKED, Level.READ, Level.EDIT):
            where = scope.where(key, level)
            if covers(where, build.rows("t", one)):
                found[key] = level
            elif where:
                name = f"l{len(asked)}"
                asked[name] = (key, level)
                columns.append(SQL("({}) as {}").format(build.on("t", one, where) or SQL("true"), Identifier(name)))
    sql = SQL("select {} from {} t where t.id = {} and {}").format(SQL(", ").join(columns), build.table(one.table), build.param(id), build.visible("t", one))
    row = await tx.maybe(sql, **build.params)
    if row is None:
        raise NoSuchRecord
    for name, (key, level) in asked.items():
        if row[name]:
            found[key] = max(found.get(key, Level.HIDDEN), level)
    return found
