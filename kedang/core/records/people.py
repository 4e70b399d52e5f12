"""People and departments that records name, as owners, as theirs, or in fields of their own."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from psycopg.sql import SQL, Identifier

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object


async def release_people(tx: WorkspaceTx, rights: Rights, people: Collection[UUID], *, batch: UUID) -> set[UUID]:
    """Those of some people whom no record names but such as a batch made and are in the recycle bin again; these name them no more after this."""
    return await _release(tx, rights, "person", people, batch)


async def release_departments(tx: WorkspaceTx, rights: Rights, departments: Collection[UUID], *, batch: UUID) -> set[UUID]:
    """The same for departments."""
    return await _release(tx, rights, "department", departments, batch)


async def _release(tx: WorkspaceTx, rights: Rights, kind: str, ids: Collection[UUID], batch: UUID) -> set[UUID]:
    named = set[UUID]()
    places = [(one, column) for one in rights.catalog.objects.values() for column in _columns(one, kind)]
    for one, column in places:
        rows = await tx.all(
            SQL(
                "select distinct {column} as named from {table} t where {column} = any(%(ids)s::uuid[]) and (deleted_at is null or not exists"
                " (select 1 from change c where c.batch = %(batch)s and c.object = %(object)s and c.record = t.id and c.kind = 'created'))"
            ).format(column=Identifier(column), table=Identifier(tx.schema, one.table)),
            ids=list(ids), batch=batch, object=one.number,
        )  # fmt: skip
        named |= {row["named"] for row in rows}
    free = set(ids) - named
    for one, column in places if free else []:
        sql = SQL("update {table} set {column} = null where {column} = any(%(ids)s::uuid[]) and deleted_at is not null")
        await tx.run(sql.format(column=Identifier(column), table=Identifier(tx.schema, one.table)), ids=list(free))
    return free


def _columns(one: Object, kind: str) -> list[str]:
    """Where an object names such by a foreign key: who created and changed a record is kept without one."""
    return [field.columns[0] for field in one.fields.values() if field.kind.name == kind and field.key not in {"created_by", "updated_by"}]
