"""People whom records name, as owners or in fields of persons."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from psycopg.sql import SQL, Identifier

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object


async def release_people(tx: WorkspaceTx, rights: Rights, people: Collection[UUID], *, batch: UUID) -> set[UUID]:
    """Those of some people whom no record names but such as a batch made and are in the recycle bin again; these name them no more after this."""
    named = set[UUID]()
    places = [(one, column) for one in rights.catalog.objects.values() for column in _columns(one)]
    for one, column in places:
        rows = await tx.all(
            SQL(
                "select distinct {column} as person from {table} t where {column} = any(%(people)s::uuid[]) and (deleted_at is null or not exists"
                " (select 1 from change c where c.batch = %(batch)s and c.object = %(object)s and c.record = t.id and c.kind = 'created'))"
            ).format(column=Identifier(column), table=Identifier(tx.schema, one.table)),
            people=list(people), batch=batch, object=one.number,
        )  # fmt: skip
        named |= {row["person"] for row in rows}
    free = set(people) - named
    for one, column in places if free else []:
        sql = SQL("update {table} set {column} = null where {column} = any(%(people)s::uuid[]) and deleted_at is not null")
        await tx.run(sql.format(column=Identifier(column), table=Identifier(tx.schema, one.table)), people=list(free))
    return free


def _columns(one: Object) -> list[str]:
    """Where an object names people by a foreign key: who created and changed a record is kept without one."""
    return ["owner", *(field.columns[0] for field in one.own_fields if field.kind.name == "person")]
