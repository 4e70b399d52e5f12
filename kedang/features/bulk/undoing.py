"""Taking a change of many back, in chunks: a run that died goes on behind the last one. What somebody has touched since is left, and listed."""

from __future__ import annotations

from uuid import UUID

from kedang.core import records
from kedang.core.access import rights_of
from kedang.core.base import Actor, BatchId, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.records import Origin

from . import merging, running, service, store
from .errors import StillRunning
from .model import Bulk


async def begin(tx: WorkspaceTx, actor: Actor, id: UUID) -> Bulk:
    """Ask for it. Raises ``NoSuchBulk``, ``StillRunning``, ``NothingToUndo``."""
    bulk = await service.get(tx, actor, id)
    if bulk.state in {"waiting", "running", "cancelling"}:
        raise StillRunning
    rights = await rights_of(tx, actor)
    await records.claim(tx, rights, BatchId(id))
    await store.move(tx, id, since=["done", "cancelled", "failed"], to="undoing")
    return await service.get(tx, actor, id)


async def step(tx: WorkspaceTx, actor: Actor, bulk: Bulk) -> bool:
    """Take back the next records with the rights that the actor has now; false when nothing is left. Raises ``NoSuchObject``, ``MayNotManage``."""
    rows = await store.take(tx, bulk.id, "changed", limit=running.CHUNK)
    rights = await rights_of(tx, actor)
    if not rows:
        if await store.has_rows(tx, bulk.id, "changed"):
            return True
        if await store.move(tx, bulk.id, since=["undoing"], to="undone"):
            now = await store.load(tx, bulk.id) or bulk
            await service.log(tx, rights, now, "bulk.undone", reverted=now.reverted, left=now.kept)
        return False
    back = BatchId(new_id())  # of its own: what is taken back is no part of what was done
    origin = Origin(batch=back, reason=f"undo {bulk.id}", is_former=True, is_silent=True)
    everything = merging.of_all(rights) if bulk.action == "merge_options" else rights
    outcomes = await records.undo_some(tx, everything, BatchId(bulk.id), bulk.object, [row.record for row in rows], origin=origin)
    await store.mark(tx, bulk.id, rows, outcomes, changed="reverted", unchanged="reverted", refused="kept")
    kept = sum(one.error is not None for one in outcomes)
    await store.add_undone(tx, bulk.id, reverted=len(rows) - kept, kept=kept)
    await records.announce(tx, bulk.object, back, len(rows) - kept)
    return True
