"""Where records come from: how many of each object came by which way, of those that somebody may see."""

from __future__ import annotations

from psycopg.sql import SQL, Literal

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, is_readable_object

from .model import Source


async def find(tx: WorkspaceTx, rights: Rights) -> list[Source]:
    """The ways of every object that the caller works with, in the order of the objects, the most used way first."""
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    objects = [one for one in rights.catalog.objects.values() if is_readable_object(rights.catalog, rights.scope, one.key)]
    if not objects:
        return []
    parts = [
        SQL(
            "select {} as place, {} as object, coalesce(t.source, '') as way, count(*) as records, max(t.created_at) as last from {} t where {} group by 3"
        ).format(Literal(at), Literal(one.key), build.table(one.table), build.visible("t", one))
        for at, one in enumerate(objects)
    ]
    order = SQL("select object, way, records, last from ({}) x order by place, records desc, way")
    return [Source(**row) for row in await tx.all(order.format(SQL(" union all ").join(parts)), **build.params)]
