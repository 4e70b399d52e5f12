"""What records are called, for whoever holds only their names: stars, notices, visits. Out of sight is absent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from psycopg.sql import SQL

from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, title_of


async def titles_of(tx: WorkspaceTx, rights: Rights, refs: Iterable[RecordRef]) -> dict[RecordRef, str | None]:
    """The titles of those of some records that the actor sees today; none where she may not read the title. One statement for each object."""
    by_object: dict[str, set[UUID]] = {}
    for ref in refs:
        if ref.object in rights.catalog.objects:
            by_object.setdefault(ref.object, set()).add(ref.id)
    found: dict[RecordRef, str | None] = {}
    for key, ids in by_object.items():
        one = rights.catalog.object(key)
        build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
        sql = SQL("select t.id, {} as title from {} t where t.id = any({}::uuid[]) and {}").format(
            title_of(build, "t", one), build.table(one.table), build.param(sorted(ids)), build.visible("t", one)
        )
        found |= {RecordRef(object=key, id=row["id"]): row["title"] for row in await tx.all(sql, **build.params)}
    return found
