"""Of whose changes somebody may hear: of records that she sees, or saw until they changed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from psycopg.sql import SQL, Composable, Literal

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, DepartmentRows, OwnRows
from kedang.core.schema import Object


async def in_sight(tx: WorkspaceTx, rights: Rights, object_key: str, changed: Mapping[UUID, int]) -> dict[UUID, int]:
    """Those of some changed records that the actor may see, or might before, with their newest version.

    ``changed``: the version that the change made; where there were several changes, the first. 0 is unknown: then only today counts.
    """
    if object_key not in rights.catalog.objects:
        return {}
    build, one = _build(tx, rights), rights.catalog.object(object_key)
    sql = SQL(
        "select n.id, coalesce(max(t.version), max(c.version), 0) as version from unnest({ids}::uuid[], {versions}::integer[]) n (id, version)"
        " left join {table} t on t.id = n.id left join {change} c on c.object = {number} and c.record = n.id and n.version > 0 and c.version >= n.version"
        " where {seen} group by n.id"
    ).format(
        ids=build.param(list(changed)), versions=build.param(list(changed.values())), table=build.table(one.table), change=build.table("change"),
        number=Literal(one.number), seen=_seen(build, one),
    )  # fmt: skip
    rows = await tx.all(sql, **build.params)
    return {row["id"]: row["version"] for row in rows}


async def batch_in_sight(tx: WorkspaceTx, rights: Rights, object_key: str, batch: UUID) -> bool:
    """Whether the actor may see any record that a batch has changed, or might before."""
    if object_key not in rights.catalog.objects:
        return False
    build, one = _build(tx, rights), rights.catalog.object(object_key)
    sql = SQL("select 1 from {change} c left join {table} t on t.id = c.record where c.batch = {batch} and c.object = {number} and {seen} limit 1").format(
        change=build.table("change"), table=build.table(one.table), batch=build.param(batch), number=Literal(one.number), seen=_seen(build, one)
    )
    return await tx.maybe(sql, **build.params) is not None


def _build(tx: WorkspaceTx, rights: Rights) -> Build:
    return Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))


def _seen(build: Build, one: Object) -> Composable:
    """Seen as it is, deleted or not, or as the change found it: owner and department decide, and the history has their old values."""
    rows = build.scope.of(one).rows
    guard = build.on("t", one, rows)
    if guard is None:
        return SQL("true")
    parts = [guard]
    if OwnRows() in rows:
        parts.append(SQL("{} = {}").format(_old(one, "owner"), build.param(build.scope.person)))
    trees = [branch.tree for branch in rows if isinstance(branch, DepartmentRows)]
    parts += [SQL("{} = any({}::uuid[])").format(_old(one, "department"), build.of_departments(tree=tree)) for tree in trees]
    return SQL("({})").format(SQL(" or ").join(parts))


def _old(one: Object, key: str) -> Composable:
    return SQL("(c.delta -> {} ->> 0)::uuid").format(Literal(one.fields[key].history_key))
