"""Announcing what has happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from kedang.core.base import Event
from kedang.core.db import WorkspaceTx

from . import store


async def emit(tx: WorkspaceTx, event: Event) -> None:
    """Announce an event: one row of the outbox in this transaction. What reacts to it runs after the commit, in transactions of its own."""
    await store.insert(tx, [event])


async def emit_many(tx: WorkspaceTx, events: Sequence[Event]) -> None:
    """Announce several events with one statement, in their order."""
    if events:
        await store.insert(tx, events)


async def happened_before(tx: WorkspaceTx, before: UUID | None, *, kinds: Collection[str], limit: int) -> list[store.Happened]:
    """The latest events of some kinds written before an id, or at all, latest first. Events are kept for a week after they were done."""
    return await store.load_before(tx, before, list(kinds), limit)


async def happened_since(tx: WorkspaceTx, since: UUID, *, known: Collection[UUID], kinds: Collection[str]) -> list[store.Happened]:
    """Events of some kinds written after an id, without those known already, oldest first.

    Ids are made before the commit, so an event may appear behind one that was seen earlier: ask again from some time back, and say what is known.
    """
    return await store.load_since(tx, since, list(known), list(kinds))
