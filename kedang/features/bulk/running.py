"""Moving a change of many on: each chunk is one transaction that also notes what it did, so that a run that died goes on behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from kedang.core import records
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.records import Edit, Origin, Outcome

from . import merging, service, store
from .model import Bulk

CHUNK = 500  #: records of one transaction: a second or two


async def step(tx: WorkspaceTx, actor: Actor, bulk: Bulk) -> bool:
    """Change the next records with the rights that the actor has now; false when there is nothing left to do. Raises ``NoSuchObject``, ``MayNot``."""
    rows = await store.take(tx, bulk.id, "waiting", limit=CHUNK)  # first: who waited for another's chunk reads the state behind it
    rights = await rights_of(tx, actor)
    if await store.move(tx, bulk.id, since=["cancelling"], to="cancelled"):
        await service.close(tx, rights, bulk)
        return False
    if not rows:
        if await store.has_rows(tx, bulk.id, "waiting"):
            return True
        if await store.move(tx, bulk.id, since=["waiting", "running"], to="done"):
            await service.close(tx, rights, bulk)
        return False
    outcomes = await _change(tx, rights, bulk, [row.record for row in rows])
    await store.mark(tx, bulk.id, rows, outcomes, changed="changed", unchanged="unchanged", refused="refused")
    refused, changed = sum(one.error is not None for one in outcomes), sum(one.is_changed for one in outcomes)
    await store.add_counts(tx, bulk.id, changed=changed, unchanged=len(rows) - refused - changed, refused=refused)
    await store.move(tx, bulk.id, since=["waiting"], to="running")
    return True


async def _change(tx: WorkspaceTx, rights: Rights, bulk: Bulk, ids: Sequence[UUID]) -> list[Outcome]:
    """Silent: one word about all of it is said at the end."""
    origin = Origin(batch=bulk.id, reason=bulk.reason, is_silent=True)
    match bulk.action:
        case "delete":
            return await records.delete_each(tx, rights, bulk.object, ids, origin=origin)
        case "restore":
            return await records.restore_each(tx, rights, bulk.object, ids, origin=origin)
        case "set":
            edits = [Edit(id, bulk.body) for id in ids]
        case "merge_options":
            return await merging.change(tx, rights, bulk, ids, origin)
        case "tags":
            edits = await _with_words(tx, rights, bulk, ids)
    return await records.update_each(tx, rights, bulk.object, edits, origin=origin)


async def _with_words(tx: WorkspaceTx, rights: Rights, bulk: Bulk, ids: Sequence[UUID]) -> list[Edit]:
    """What each record has, without what is removed and with what is added."""
    key, add, remove = bulk.body["field"], bulk.body["add"], set(bulk.body["remove"])
    is_known = key in rights.catalog.object(bulk.object).fields  # a field that is gone is refused for each record
    present = await records.held_of(tx, rights, bulk.object, ids, key) if is_known else {}
    return [Edit(id, {key: list(dict.fromkeys([*(word for word in cast("list[str]", present.get(id) or []) if word not in remove), *add]))}) for id in ids]
