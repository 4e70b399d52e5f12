"""Into the recycle bin, and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg.errors import UniqueViolation

from kedang.core import outbox
from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object

from . import history, store, titles
from .checks import duplicate
from .errors import MayNotRecord, NoSuchRecord, Stale
from .events import RecordChanged, RecordsChanged
from .model import HAND, Origin, Written
from .updating import Present, lock


async def delete(tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, version: int | None = None, origin: Origin = HAND) -> Written:
    """Put a record into the recycle bin. Raises ``NoSuchRecord``, ``MayNotRecord``, ``Stale``."""
    (written,) = await delete_many(tx, rights, ref.object, {ref.id: version}, origin=origin)
    return written


async def delete_many(tx: WorkspaceTx, rights: Rights, object_key: str, versions: dict[UUID, int | None], *, origin: Origin = HAND) -> list[Written]:
    """Put many into the recycle bin, all or none."""
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    present = await lock(tx, rights, one, list(versions), [])
    for id, version in versions.items():
        found = present.get(id)
        if found is None:
            raise NoSuchRecord
        if found.row.get("may_delete") is False:
            raise MayNotRecord(action="delete")
        if version is not None and version != found.row["version"]:
            raise Stale(version=found.row["version"], conflicts=[])
    await store.mark_deleted(tx, one, list(versions), at=tx.now, by=rights.actor.person, batch=origin.batch)
    await titles.delete(tx, list(versions))
    return await _record(tx, rights, one, [present[id] for id in versions], "deleted", origin)


async def restore(tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, origin: Origin = HAND) -> Written:
    """Take a record out of the recycle bin. Raises ``NoSuchRecord``, ``Duplicate``."""
    (written,) = await restore_many(tx, rights, ref.object, [ref.id], origin=origin)
    return written


async def restore_many(tx: WorkspaceTx, rights: Rights, object_key: str, ids: Sequence[UUID], *, origin: Origin = HAND) -> list[Written]:
    """Take many out of the recycle bin, all or none."""
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    present = await lock(tx, rights, one, ids, [], deleted=True)
    if any(id not in present for id in ids):
        raise NoSuchRecord
    unique = [f for f in one.own_fields if f.definition.unique]
    try:
        async with store.savepoint(tx, is_needed=bool(unique)):
            await store.mark_deleted(tx, one, ids, at=None, by=rights.actor.person, batch=origin.batch)
    except UniqueViolation as broken:
        raise await duplicate(tx, rights, one, broken, [{f.key: store.value_of(p.row, f) for f in unique} for p in present.values()]) from None
    rows = [present[id].row for id in ids]
    await titles.upsert(tx, one, [titles.Title(r["id"], r["title"], r["owner"], r["department"]) for r in rows if r["title"]])
    return await _record(tx, rights, one, [present[id] for id in ids], "restored", origin)


async def _record(tx: WorkspaceTx, rights: Rights, one: Object, rows: Sequence[Present], kind: str, origin: Origin) -> list[Written]:
    written = [Written(id=p.row["id"], version=p.row["version"] + 1) for p in rows]
    await history.append(tx, rights.actor, one, [history.Change(w.id, w.version, kind) for w in written], origin, f"record.{kind}")
    if origin.is_silent:
        return written
    if origin.batch is not None and len(written) > 1:
        await outbox.emit(tx, RecordsChanged(object=one.key, batch=origin.batch, number=len(written)))
    else:
        await outbox.emit_many(tx, [RecordChanged(object=one.key, record=w.id, version=w.version, what=kind) for w in written])
    return written
