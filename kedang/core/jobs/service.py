"""What administrators do with deliveries that were given up."""

from __future__ import annotations

from uuid import UUID

from kedang.core.db import WorkspaceTx

from . import store
from .errors import NoDeadLetter
from .model import DeadLetter, Plan


async def find_dead_letters(tx: WorkspaceTx, *, limit: int = 200) -> list[DeadLetter]:
    """Deliveries that were given up, newest first. The edge checks who may see them."""
    return await store.load_dead(tx, limit)


async def revive(tx: WorkspaceTx, plan: Plan, event: UUID, reaction: str) -> None:
    """Try a delivery again that was given up. Raises ``NoDeadLetter``."""
    known = plan.by_name.get(reaction)
    if known is None or not await store.exhume(tx, event, reaction):
        raise NoDeadLetter(reaction=reaction)
    await store.put_off(tx, event, reaction, known.queue, 0)
