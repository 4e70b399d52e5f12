"""Which of some records others lean on: live records that are not among them refer to them, directly or through one of them that stays for this reason."""

from __future__ import annotations

from collections.abc import Mapping, Set
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.db import WorkspaceTx
from kedang.core.schema import Catalog, Field, Object

Ids = Mapping[str, Set[UUID]]  #: records by the key of their object


async def leaned_on(tx: WorkspaceTx, catalog: Catalog, some: Ids, *, besides: Ids) -> dict[str, set[UUID]]:
    """Those of ``some`` that cannot go without leaving a gap in a record that stays. References from ``besides`` do not count.

    Whoever asks need not see what refers to them: a gap is a gap.
    """
    found: dict[str, set[UUID]] = {key: set() for key in some}
    fresh: dict[str, set[UUID]] = {key: await _from_outside(tx, catalog, catalog.object(key), some, besides) for key in some}
    while any(fresh.values()):
        for key, ids in fresh.items():
            found[key] |= ids
        reached = await _targets(tx, catalog, fresh)
        fresh = {key: (reached.get(key, set()) & some[key]) - found[key] for key in some}
    return {key: ids for key, ids in found.items() if ids}


async def _from_outside(tx: WorkspaceTx, catalog: Catalog, one: Object, some: Ids, besides: Ids) -> set[UUID]:
    found: set[UUID] = set()
    ids = list(some[one.key])
    for other, field in catalog.incoming[one.key] if ids else ():
        source, target, table = _ends(tx, other, field)
        sql = SQL("select distinct {target} as id from {table} t where {target} = any(%(ids)s::uuid[]) and {source} <> all(%(inside)s::uuid[]) and {lives}")
        inside = [*some.get(other.key, ()), *besides.get(other.key, ())]
        rows = await tx.all(sql.format(target=target, source=source, table=table, lives=_lives(tx, other, field)), ids=ids, inside=inside)
        found |= {row["id"] for row in rows}
    return found


async def _targets(tx: WorkspaceTx, catalog: Catalog, some: Ids) -> dict[str, set[UUID]]:
    """What some records refer to."""
    found: dict[str, set[UUID]] = {}
    for key, ids in some.items():
        one = catalog.object(key)
        for field in one.own_fields if ids else ():
            if field.target is None:
                continue
            source, target, table = _ends(tx, one, field)
            sql = SQL("select distinct {target} as id from {table} t where {source} = any(%(ids)s::uuid[]) and {target} is not null")
            rows = await tx.all(sql.format(target=target, source=source, table=table), ids=list(ids))
            found.setdefault(field.target, set()).update(row["id"] for row in rows)
    return found


def _ends(tx: WorkspaceTx, one: Object, field: Field) -> tuple[Identifier, Identifier, Identifier]:
    """Where a relation stands: the columns of the record that refers and of the one that is referred to, and their table."""
    if field.kind.name == "relations":
        return Identifier("t", "source"), Identifier("t", "target"), Identifier(tx.schema, field.link_table)
    return Identifier("t", "id"), Identifier("t", field.columns[0]), Identifier(tx.schema, one.table)


def _lives(tx: WorkspaceTx, one: Object, field: Field) -> Composable:
    """That the record that refers is not in the recycle bin."""
    if field.kind.name != "relations":
        return SQL("t.deleted_at is null")
    return SQL("exists (select 1 from {} s where s.id = t.source and s.deleted_at is null)").format(Identifier(tx.schema, one.table))
