"""SQL of record tables: rows in, rows out, unchecked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composable, Composed, Identifier, Placeholder

from kedang.core.db import WorkspaceTx, copy, is_copied
from kedang.core.query import Build
from kedang.core.schema import Columns, Field, Object


def columns_of(one: Object, parsed: Mapping[str, Columns | None]) -> dict[str, object]:
    """Column names with values, of fields that lie in the object's own table."""
    found: dict[str, object] = {}
    for key, value in parsed.items():
        names = one.fields[key].columns
        if len(names) == 1:
            found[names[0]] = None if value is None else value[0]
        elif names:
            found.update(zip(names, value if value is not None else (None,) * len(names), strict=True))
    return found


def evened(one: Object, rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """New rows, each with a value for every column of a field that one of them has: without one it is empty, as such columns have no default."""
    if len(rows) == 1:
        return list(rows)
    columns = {column for field in one.own_fields for column in field.columns}
    empty: Mapping[str, object] = dict.fromkeys(name for name in dict.fromkeys(name for row in rows for name in row) if name in columns)
    return [{**empty, **row} for row in rows]


Savepoint = AbstractAsyncContextManager[object]


def savepoint(tx: WorkspaceTx, *, is_needed: bool) -> Savepoint:
    """A savepoint, or nothing where none is needed."""
    return tx.connection.transaction() if is_needed else nullcontext()


async def insert_many(
    tx: WorkspaceTx, one: Object, names: Sequence[str], rows: Sequence[Mapping[str, object]], flags: Mapping[str, Composable], params: Mapping[str, object]
) -> list[DictRow]:
    """New rows with the same columns; for each the flags, evaluated on the row as it was written."""
    sql = SQL("insert into {} as t ({}) values ({}) returning {}").format(
        Identifier(tx.schema, one.table), SQL(", ").join(map(Identifier, names)), SQL(", ").join([Placeholder(name) for name in names]), _answers(flags)
    )
    if len(rows) == 1:
        return [await tx.one(sql, **rows[0], **params)]
    if is_copied(tx, len(rows)):
        await copy(tx, one.table, names, ([row[name] for name in names] for row in rows))
        return await _flags(tx, one, rows, flags, params)
    found: list[DictRow] = []
    async with tx.connection.cursor() as cursor:
        await cursor.executemany(sql, [{**row, **params} for row in rows], returning=True)
        async for result in cursor.results():
            found += await result.fetchall()
    return found


async def _flags(
    tx: WorkspaceTx, one: Object, rows: Sequence[Mapping[str, object]], flags: Mapping[str, Composable], params: Mapping[str, object]
) -> list[DictRow]:
    """The flags of rows that have been copied, in their order."""
    if not flags:
        return [{}] * len(rows)
    shown = SQL(", ").join([SQL("(({}) is true) as {}").format(flag, Identifier(name)) for name, flag in flags.items()])
    sql = SQL("select t.id, {} from {} t where t.id = any(%(ids_)s::uuid[])").format(shown, Identifier(tx.schema, one.table))
    found = {row["id"]: row for row in await tx.all(sql, ids_=[row["id"] for row in rows], **params)}
    return [found[row["id"]] for row in rows]


def insertion(build: Build, one: Object, names: Sequence[str], guards: Sequence[Composable], flags: Mapping[str, Composable]) -> Composed:
    """One new row and its flags; none where a guard does not hold, or where the row would double a unique value. Values are the slots ``c_<column>``."""
    return SQL("insert into {} as t ({}) select {} where {} on conflict do nothing returning {}").format(
        build.table(one.table),
        SQL(", ").join(map(Identifier, names)),
        SQL(", ").join([build.slot(f"c_{name}") for name in names]),
        SQL(" and ").join([SQL("true"), *guards]),
        _answers(flags),
    )


def change(build: Build, one: Object, names: Sequence[str], flags: Mapping[str, Composable]) -> Composed:
    """New values for columns of the row ``id_``; the flags, evaluated on the row as it is then. Values are the slots ``c_<column>``."""
    sets = SQL(", ").join([SQL("{} = {}").format(Identifier(name), build.slot(f"c_{name}")) for name in names])
    return SQL("update {} as t set {} where t.id = {} returning {}").format(build.table(one.table), sets, build.slot("id_"), _answers(flags))


def locking(build: Build, one: Object, flags: Mapping[str, Composable], where: Composable) -> Composed:
    """Locks the rows ``ids_``, in the order of their ids, and reads every column, beside some flags: true or false, never unknown."""
    extra = [SQL("(({}) is true) as {}").format(flag, Identifier(name)) for name, flag in flags.items()]
    columns = [Identifier("t", name) for name in all_columns(one)]
    return SQL("select {} from {} t where t.id = any({}::uuid[]) and {} order by t.id for no key update of t").format(
        SQL(", ").join([*columns, *extra]), build.table(one.table), build.slot("ids_"), where
    )


def _answers(flags: Mapping[str, Composable]) -> Composable:
    return SQL(", ").join([SQL("(({}) is true) as {}").format(flag, Identifier(name)) for name, flag in flags.items()] or [SQL("true as written")])


def values_of(columns: Mapping[str, object]) -> dict[str, object]:
    """The slots of new values."""
    return {f"c_{name}": value for name, value in columns.items()}


async def lock_in_order(tx: WorkspaceTx, one: Object, ids: Sequence[UUID], where: Composable, params: Mapping[str, object]) -> None:
    """Lock rows in the order of their ids, so that two who want the same rows wait for each other and never across."""
    sql = SQL("select 1 from {} t where t.id = any(%(ids_)s::uuid[]) and {} order by t.id for no key update of t")
    await tx.run(sql.format(Identifier(tx.schema, one.table), where), ids_=list(ids), **params)


def all_columns(one: Object) -> list[str]:
    """Every column that a record's fields lie in, the system's first."""
    return [*dict.fromkeys([*(c for f in one.fields.values() for c in f.columns), "deleted_at", "batch"])]


def value_of(row: DictRow, field: Field) -> Columns | None:
    """A field's columns of a row; none: empty."""
    values = tuple(row[name] for name in field.columns)
    return None if all(v is None for v in values) else values


async def version_of(tx: WorkspaceTx, one: Object, id: UUID) -> int:
    """The version of a row that this transaction has locked."""
    row = await tx.one(SQL("select version from {} where id = %(id)s").format(Identifier(tx.schema, one.table)), id=id)
    return int(row["version"])


async def links(tx: WorkspaceTx, field: Field, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The targets of a to-many relation, in order, by source."""
    rows = await tx.all(
        SQL("select source, target from {} where source = any(%(ids)s::uuid[]) order by source, position, target").format(
            Identifier(tx.schema, field.link_table)
        ),
        ids=list(ids),
    )
    found: dict[UUID, list[UUID]] = {id: [] for id in ids}
    for row in rows:
        found[row["source"]].append(row["target"])
    return found


async def replace_links(tx: WorkspaceTx, field: Field, source: UUID, targets: Sequence[object]) -> None:
    """Make these, in this order, the targets."""
    table = Identifier(tx.schema, field.link_table)
    await tx.run(SQL("delete from {} where source = %(source)s").format(table), source=source)
    if targets:
        await tx.run(
            SQL("insert into {} (source, target, position) select %(source)s, t, n from unnest(%(targets)s::uuid[]) with ordinality as x (t, n)").format(table),
            source=source,
            targets=list(targets),
        )


async def mark_deleted(tx: WorkspaceTx, one: Object, ids: Sequence[UUID], *, at: datetime | None, by: UUID | None, batch: UUID | None) -> None:
    """Into the recycle bin, or with ``at`` of none out of it."""
    await tx.run(
        SQL(
            "update {} set deleted_at = %(at)s, version = version + 1, updated_at = %(now)s, updated_by = %(by)s, batch = coalesce(%(batch)s, batch)"
            " where id = any(%(ids)s::uuid[])"
        ).format(Identifier(tx.schema, one.table)),
        at=at, now=tx.now, by=by, batch=batch, ids=list(ids),
    )  # fmt: skip
