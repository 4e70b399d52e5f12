"""Long changes of many in the background, with the rights that the person who asked has at each chunk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kedang.core import identity, records
from kedang.core.base import Actor, KedangError
from kedang.core.db import WorkspaceTx
from kedang.core.jobs import Plan, Schedule, Work, job, reaction

from . import running, service, store, undoing
from .events import BulkRequested, BulkUndoRequested, OldBulksDue
from .model import Bulk

TIMEOUT = 60.0  #: seconds for a statement
Step = Callable[[WorkspaceTx, Actor, Bulk], Awaitable[bool]]


async def run_bulk(work: Work, event: BulkRequested) -> None:
    """Change chunk after chunk; after a crash it goes on behind the last one. What ends it otherwise stands in it."""
    try:
        await _step_through(work, event, running.step)
    except KedangError as ended:
        async with work.transaction() as tx:
            if (bulk := await store.load(tx, event.id)) is not None:
                await service.fail(tx, await _requester(tx, bulk, str(work.event)), bulk, ended)


async def undo_bulk(work: Work, event: BulkUndoRequested) -> None:
    """Take back chunk after chunk; after a crash it goes on behind the last one."""
    await _step_through(work, event, undoing.step)


async def _step_through(work: Work, event: BulkRequested | BulkUndoRequested, step: Step) -> None:
    more = True
    while more:
        async with work.transaction(timeout=TIMEOUT) as tx:
            bulk = await store.load(tx, event.id)
            more = bulk is not None and await step(tx, await _requester(tx, bulk, str(work.event)), bulk)


async def _requester(tx: WorkspaceTx, bulk: Bulk, request: str) -> Actor:
    return await identity.requester(tx, bulk.actor, via="session", language=bulk.language, request=request)


async def forget_old(tx: WorkspaceTx, event: OldBulksDue) -> None:
    """What cannot be undone any more holds personal data for nothing."""
    del event
    await store.delete_before(tx, tx.now - records.KEPT)


BACKGROUND = Plan(
    reactions=[job(BulkRequested, run_bulk), job(BulkUndoRequested, undo_bulk), reaction(OldBulksDue, forget_old)],
    schedules=[Schedule(key="bulk.old", every="40 3 * * *", event=OldBulksDue())],
)
