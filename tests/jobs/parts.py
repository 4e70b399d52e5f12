"""What several tests of background work share: events, and reactions that leave a trace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import ClassVar
from uuid import UUID

from kedang.core import outbox
from kedang.core.base import Event, WorkspaceId, new_id, system_clock
from kedang.core.db import Addresses, Database, WorkspaceTx, open_database
from kedang.core.jobs import Plan, run_worker

FIRST = WorkspaceId(1)


class Happened(Event, frozen=True, kw_only=True):
    kind: ClassVar[str] = "test.happened"
    id: UUID


async def leave_trace(tx: WorkspaceTx, event: Happened) -> None:
    """An effect that shows if it happens twice."""
    await tx.run("insert into serial (object, field, period, next) values (0, 0, %(id)s, 1)", id=str(new_id()) + str(event.id))


async def traces(database: Database) -> list[str]:
    async with database.workspace(FIRST) as tx:
        return sorted(row["event"] for row in await tx.all("select substr(period, 37) as event from serial where object = 0"))


async def announce(database: Database, number: int = 1) -> list[str]:
    ids = [new_id() for _ in range(number)]
    async with database.workspace(FIRST) as tx:
        await outbox.emit_many(tx, [Happened(id=one) for one in ids])
    return sorted(map(str, ids))


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 30) -> None:
    """Wait for a condition; it must come true before the deadline."""
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def working(addresses: Addresses, plan: Plan, *, lease: float = 30.0) -> AsyncGenerator[None]:
    """A worker runs meanwhile."""
    stop = asyncio.Event()
    async with open_database(addresses.app, clock=system_clock, size=8, statement_timeout=15) as database:
        worker = asyncio.create_task(run_worker(addresses.app, database, plan, stop, lease=lease))
        try:
            yield
        finally:
            stop.set()
            with suppress(asyncio.CancelledError):
                await asyncio.wait_for(worker, 20)
