"""Announcing what has happened."""

from __future__ import annotations

from collections.abc import Sequence

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
