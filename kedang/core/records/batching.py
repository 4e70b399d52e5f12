"""Batches: many changes in one transaction, or row by row with a report; and taking a whole batch back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from kedang.core import audit
from kedang.core.access import Rights
from kedang.core.base import BatchId, KedangError, RecordRef, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock

from . import store
from .creating import create
from .deleting import delete
from .errors import BatchTooLarge
from .model import Origin, Values, Written
from .updating import update

MOST = 10_000


@dataclass(frozen=True)
class Item:
    """One row of a batch."""

    what: Literal["create", "update", "delete"]
    id: UUID | None = None
    values: Values | None = None
    version: int | None = None


@dataclass(frozen=True)
class Result:
    """What became of a row: the record, or the error."""

    index: int
    what: str
    written: Written | None = None
    error: KedangError | None = None


async def batch(
    tx: WorkspaceTx, rights: Rights, object_key: str, items: Sequence[Item], *, by_row: bool, reason: str | None = None, kind: str = "batch"
) -> tuple[BatchId, list[Result]]:
    """Carry out many changes under one batch id. Unless ``by_row``, the first error ends all of it; its fields name the row.

    Raises ``BatchTooLarge``, ``NoSuchObject``, and with ``by_row`` false whatever a row raises.
    """
    if len(items) > MOST:
        raise BatchTooLarge(most=MOST)
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    batch_id = BatchId(new_id())
    origin = Origin(batch=batch_id, reason=reason)
    await begin(tx, rights, batch_id, kind, one.number)
    if ids := [item.id for item in items if item.id is not None]:
        build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
        await store.lock_in_order(tx, one, ids, build.visible("t", one), build.params)
    results = [await _row(tx, rights, object_key, at, item, origin, by_row=by_row) for at, item in enumerate(items)]
    number = sum(r.written is not None for r in results)
    await audit.append(tx, rights.actor, f"{kind}.run", object=one.number, reason=reason, body={"batch": str(batch_id), "rows": number})
    return batch_id, results


async def begin(tx: WorkspaceTx, rights: Rights, id: BatchId, kind: str, object_number: int | None) -> None:
    """Note that a batch exists, so that it can be taken back."""
    await tx.run(
        "insert into batch (id, kind, object, actor, at, summary) values (%(id)s, %(kind)s, %(object)s, %(actor)s, %(now)s, %(summary)s)",
        id=id, kind=kind, object=object_number, actor=rights.actor.person, now=tx.now, summary=Jsonb({}),
    )  # fmt: skip


async def _row(tx: WorkspaceTx, rights: Rights, object_key: str, at: int, item: Item, origin: Origin, *, by_row: bool) -> Result:
    if not by_row:
        try:
            return Result(at, item.what, await _do(tx, rights, object_key, item, origin))
        except KedangError as error:
            error.fields["row"] = at
            for inner in error.errors:
                inner.fields["row"] = at
            raise
    try:
        async with tx.connection.transaction():
            return Result(at, item.what, await _do(tx, rights, object_key, item, origin))
    except KedangError as error:
        return Result(at, item.what, error=error)


async def _do(tx: WorkspaceTx, rights: Rights, object_key: str, item: Item, origin: Origin) -> Written:
    if item.what == "create":
        return await create(tx, rights, object_key, item.values or {}, origin=origin)
    ref = RecordRef(object=object_key, id=item.id or new_id())
    if item.what == "update":
        return await update(tx, rights, ref, item.values or {}, version=item.version, origin=origin)
    return await delete(tx, rights, ref, version=item.version, origin=origin)
