"""Another kind for a field, while others go on reading and writing.

New columns are made; a trigger empties them whenever the old value changes; chunks of records are converted by the kind's own parser; at the
end, under a short lock, the last ones are converted, the columns are swapped and the old ones renamed, so that a statement made for the old
model fails and runs again instead of writing where nobody reads. What does not convert is kept in ``conversion_loss``.

The matrix ``TO`` says which kinds become which. A process that dies in between leaves the old field in use; each step writes a sign of life, and a
job that was asked for in the first commit goes on when there is none any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

import msgspec
from psycopg import InterfaceError, OperationalError
from psycopg.errors import LockNotAvailable
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from kedang.core import audit, outbox
from kedang.core.base import Actor, Busy, Conflict, Event, WorkspaceId, new_id
from kedang.core.db import Database, WorkspaceTx

from . import columns, ordering, store
from .catalog import Field, Object, field_of
from .checks import check_field, check_replaced
from .converting import TO, Place, converted
from .definitions import FieldDefinition
from .errors import CannotConvert
from .kinds import KINDS, Columns
from .options import with_dropped
from .service import ModelChanged, read_catalog, replace_field
from .unique import make_unique

CHUNK = 2_000
SAMPLES = 10
LAST = 500  #: as many left-overs may be converted under the lock
ATTEMPTS = 14  #: to get the lock
LONGEST_PAUSE = 5.0  #: seconds between two of them


class ConversionBegun(Event, frozen=True, kw_only=True):
    """A field is being changed to another kind."""

    kind: ClassVar[str] = "conversion_begun"
    id: UUID


class ModelBusy(Busy):
    """Others hold the table; try again shortly."""

    zh = "数据表正被占用，请稍后重试。"


class AlreadyChanging(Conflict):
    """'{field}' is already being changed to another kind."""

    zh = "字段“{field}”正在转换为其他类型。"


@dataclass(frozen=True)
class Preview:
    """What a conversion would do."""

    values: int
    lost: int
    samples: list[str] = field(default_factory=list[str])


def can_convert(kind: str, wanted: str) -> bool:
    """Whether the matrix has it."""
    return wanted in TO.get(kind, frozenset())


async def preview(tx: WorkspaceTx, one: Object, present: Field, wanted: FieldDefinition) -> Preview:
    """Convert every value without writing; samples are at most ten that would be lost."""
    target = field_of(wanted, id=0, columns=(), currency=tx.currency)
    values, lost, samples, after = 0, 0, list[str](), UUID(int=0)
    while rows := await _read(tx, one, present, after):
        for row in rows:
            old = columns.value_in(row, present)
            if old is None:
                continue
            values += 1
            if converted(present, target, old, Place(tx.zone, tx.language)) is None:
                lost += 1
                if len(samples) < SAMPLES:
                    samples.append(str(present.kind.plain(present.spec, old))[:200])
        after = rows[-1]["id"]
    return Preview(values, lost, samples)


async def _read(tx: WorkspaceTx, one: Object, present: Field, after: UUID) -> list[DictRow]:
    names = SQL(", ").join([Identifier(name) for name in present.columns])
    sql = SQL("select id, {} from {} where id > %(after)s and deleted_at is null order by id limit %(limit)s").format(names, Identifier(tx.schema, one.table))
    return await tx.all(sql, after=after, limit=CHUNK)


async def convert_field(database: Database, workspace: WorkspaceId, actor: Actor, object_key: str, wanted: FieldDefinition) -> None:
    """Change the kind of a field, in several transactions. Raises ``CannotConvert``, ``BadDefinition``, ``ModelBusy``, ``AlreadyChanging``.

    The rights are asked by the caller.
    """
    await resume(database, workspace, await _begin(database, workspace, actor, object_key, wanted))


async def resume(database: Database, workspace: WorkspaceId, change: UUID) -> None:
    """Go on with a conversion that has begun, to its end; what cannot be is given up. Raises as ``convert_field``.

    Where the database or this process goes away it is left as it is, for the next who resumes it.
    """
    try:
        await _run(database, workspace, change)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        await _give_up(database, workspace, change)
        raise


async def silence(tx: WorkspaceTx, change: UUID) -> float | None:
    """Seconds since a conversion gave a sign of life, by the database's clock; none if it has ended."""
    row = await tx.maybe(
        """
        select extract(epoch from clock_timestamp() - (progress ->> 'seen')::timestamptz)::float as seconds
        from model_change where id = %(id)s and state = 'running'
        """,
        id=change,
    )
    return row["seconds"] if row else None


@dataclass(frozen=True)
class _Work:
    """A conversion under way, as its row says."""

    id: UUID
    actor: Actor
    one: Object
    present: Field
    target: Field

    @property
    def trigger(self) -> str:
        return f"convert_{self.present.id}"


async def _load(tx: WorkspaceTx, change: UUID) -> _Work | None:
    row = await tx.maybe("select body, state from model_change where id = %(id)s for update", id=change)
    if row is None or row["state"] != "running":
        return None
    body = row["body"]
    catalog = await read_catalog(tx)
    one = catalog.object(body["object"])
    wanted = msgspec.convert(body["definition"], FieldDefinition)
    target = field_of(wanted, id=one.field(wanted.key).id, columns=tuple(f"f_{n}" for n in body["columns"]), currency=tx.currency)
    return _Work(change, msgspec.convert(body["actor"], Actor), one, one.field(wanted.key), target)


async def _begin(database: Database, workspace: WorkspaceId, actor: Actor, object_key: str, wanted: FieldDefinition) -> UUID:
    """New columns, and the trigger that empties them whenever the old value changes."""
    async with _model(database, workspace) as tx:
        await store.lock_model(tx)
        catalog = await read_catalog(tx)
        one = catalog.object(object_key)
        present = one.field(wanted.key)
        if wanted.kind in KINDS and not can_convert(present.kind.name, wanted.kind):
            raise CannotConvert(kind=present.kind.name, wanted=wanted.kind, field=wanted.key)
        wanted = with_dropped(present.definition, wanted)
        check_field(wanted, catalog.objects)
        check_replaced(one.definition, wanted)
        if await tx.maybe("select 1 from model_change where field = %(field)s and state = 'running'", field=present.id):
            raise AlreadyChanging(field=wanted.key)
        numbers = await store.reserve_columns(tx, one.number, len(field_of(wanted, id=0, columns=(), currency=tx.currency).kind.columns))
        target = field_of(wanted, id=present.id, columns=tuple(f"f_{n}" for n in numbers), currency=tx.currency)
        async with store.as_model_owner(tx):
            await store.add_columns(tx, one, target)
            await columns.add_emptying_trigger(tx, one, f"convert_{present.id}", present, target)
        change = new_id()
        body = {"object": one.key, "definition": msgspec.to_builtins(wanted), "columns": list(numbers), "actor": msgspec.to_builtins(actor, str_keys=True)}
        await columns.insert_change(tx, change, one.number, present.id, "convert_field", Jsonb(body))
        await tx.run(
            "update model_change set progress = jsonb_build_object('done', 0, 'total', %(total)s::integer) where id = %(id)s",
            id=change, total=await store.count_values(tx, one, present),
        )  # fmt: skip
        await _sign(tx, change)
        await outbox.emit(tx, ConversionBegun(id=change))
        return change


async def _sign(tx: WorkspaceTx, change: UUID, *, done: int = 0) -> None:
    """Somebody is at work, and has converted so many more values."""
    await tx.run(
        """
        update model_change set progress = progress || jsonb_build_object(
            'seen', clock_timestamp(), 'done', coalesce((progress ->> 'done')::integer, 0) + %(done)s::integer
        ) where id = %(id)s
        """,
        id=change, done=done,
    )  # fmt: skip


class Changing(msgspec.Struct, frozen=True, kw_only=True):
    """A field on its way to another kind."""

    field: str
    kind: str
    done: int  #: values converted so far, those that do not convert included
    total: int  #: values when it began


async def changing(tx: WorkspaceTx, one: Object) -> list[Changing]:
    """The fields of an object that are being changed to another kind."""
    rows = await tx.all("select body, progress from model_change where object = %(object)s and state = 'running' order by started_at, id", object=one.number)
    return [
        Changing(
            field=row["body"]["definition"]["key"], kind=row["body"]["definition"]["kind"],
            done=int(row["progress"].get("done", 0)), total=int(row["progress"].get("total", 0)),
        )
        for row in rows
    ]  # fmt: skip


@asynccontextmanager
async def _model(database: Database, workspace: WorkspaceId) -> AsyncGenerator[WorkspaceTx]:
    """A transaction that changes tables: it gives up after a short wait for a lock."""
    try:
        async with database.workspace(workspace, timeout=60) as tx:
            yield tx
    except LockNotAvailable:
        raise ModelBusy from None


async def _run(database: Database, workspace: WorkspaceId, change: UUID) -> None:
    after: UUID | None = UUID(int=0)
    while after is not None:
        after = await _chunk(database, workspace, change, after)
    for attempt in range(ATTEMPTS):
        try:
            if await _swap(database, workspace, change):
                return
        except ModelBusy:
            await asyncio.sleep(min(0.05 * 2**attempt, LONGEST_PAUSE))
        await _chunk(database, workspace, change, UUID(int=0))
    raise ModelBusy


async def _chunk(database: Database, workspace: WorkspaceId, change: UUID, after: UUID) -> UUID | None:
    """Convert the next records that need it; returns where to go on, none at the end."""
    async with database.workspace(workspace, timeout=60) as tx:
        work = await _load(tx, change)
        if work is None:
            return None
        rows = await _pending(tx, work, after)
        await _convert(tx, work, rows)
        await _sign(tx, change, done=len(rows))
        return rows[-1]["id"] if rows else None


async def _pending(tx: WorkspaceTx, work: _Work, after: UUID, limit: int = CHUNK) -> list[DictRow]:
    present = SQL(", ").join([Identifier(name) for name in work.present.columns])
    return await tx.all(
        SQL(
            "select id, {} from {} t where id > %(after)s and num_nonnulls({}) > 0 and num_nonnulls({}) = 0 and not exists"
            " (select 1 from conversion_loss l where l.field = %(field)s and l.record = t.id and l.change = %(change)s)"
            " order by id limit %(limit)s for no key update"
        ).format(
            present, Identifier(tx.schema, work.one.table), present, SQL(", ").join([Identifier(name) for name in work.target.columns])
        ),
        after=after, field=work.present.id, change=work.id, limit=limit,
    )  # fmt: skip


async def _convert(tx: WorkspaceTx, work: _Work, rows: Sequence[DictRow]) -> None:
    good: list[tuple[UUID, Columns]] = []
    bad: list[tuple[UUID, object]] = []
    for row in rows:
        old = columns.value_in(row, work.present)
        new = converted(work.present, work.target, old, Place(tx.zone, tx.language)) if old is not None else None
        if new is not None:
            good.append((row["id"], new))
        elif old is not None:
            bad.append((row["id"], work.present.kind.plain(work.present.spec, old)))
    await columns.write_columns(tx, work.one, work.target, good)
    await columns.insert_losses(tx, work.present.id, work.id, bad)


async def _swap(database: Database, workspace: WorkspaceId, change: UUID) -> bool:
    """Under a lock: convert the last, and put the new columns in the place of the old. False if too many are left."""
    async with _model(database, workspace) as tx:
        await store.lock_model(tx)
        work = await _load(tx, change)
        if work is None:
            return True
        async with store.as_model_owner(tx):
            await columns.lock_table(tx, work.one)
        rows = await _pending(tx, work, UUID(int=0), LAST + 1)
        if len(rows) > LAST:
            return False
        await _convert(tx, work, rows)
        async with store.as_model_owner(tx):
            await columns.drop_trigger(tx, work.one, work.trigger)
            await columns.set_aside(tx, work.one, work.present)
            if work.target.kind.name in {"person", "department"}:
                await store.add_reference(tx, work.one.number, work.target, target=None)
        if work.target.definition.unique:
            await make_unique(tx, work.one.number, work.target)
        await columns.move_field(tx, work.target)
        await replace_field(tx, work.actor, work.one, work.target.definition, action="field.converted")
        await ordering.follow(tx, work.one, (await read_catalog(tx)).object(work.one.key))
        await store.raise_schema_revision(tx)
        await columns.end_change(tx, change, "done")
        await outbox.emit(tx, ModelChanged(objects=[work.one.key]))
        return True


async def _give_up(database: Database, workspace: WorkspaceId, change: UUID) -> None:
    """The old field stays in use; the new columns are set aside."""
    async with _model(database, workspace) as tx:
        work = await _load(tx, change)
        if work is None:
            return
        async with store.as_model_owner(tx):
            await columns.drop_trigger(tx, work.one, work.trigger)
            await columns.set_aside(tx, work.one, work.target)
        await columns.end_change(tx, change, "failed")
        await audit.append(tx, work.actor, "field.conversion_failed", object=work.one.number, outcome="error", body={"key": work.present.key})
