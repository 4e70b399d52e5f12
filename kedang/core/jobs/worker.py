"""The worker: dispatches events, runs jobs, keeps schedules, and mends what killed workers left. Any number may run at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from kedang.core.base import KedangError, WorkspaceId
from kedang.core.db import Database
from kedang.core.outbox import Dispatcher, Route, next_run, put_schedule

from .model import Plan
from .queue import Connections, Ended, defer_chores, make_app, open_queue, put_chores, quieten, sweep

logger = logging.getLogger(__name__)

LEASE = 30.0  #: seconds without a sign of life after which a worker counts as dead
LANES = {"quick": 4, "slow": 2}  #: jobs that run at a time
GRACE = 10.0  #: seconds that running jobs get at the end


async def run_worker(conninfo: str, database: Database, plan: Plan, stop: asyncio.Event, *, lease: float = LEASE) -> None:
    """Work until told to stop. ``database`` needs seven connections; the queue takes six and two listeners more."""
    quieten()
    async with open_queue(conninfo) as pool, asyncio.TaskGroup() as group:
        app, ended = make_app(database, plan), Ended()
        await app.open_async(pool)
        group.create_task(Dispatcher(database, routes_of(plan)).run(stop))
        group.create_task(_Keeper(database=database, pool=pool, ended=ended, plan=plan, lease=lease).run(stop))
        for queue, lanes in LANES.items():
            group.create_task(_supervised(lambda queue=queue, lanes=lanes: _run_queue(app, ended, queue, lanes, lease), stop))


def routes_of(plan: Plan) -> dict[str, list[Route]]:
    """Who reacts to which kind of event."""
    routes: dict[str, list[Route]] = {}
    for one in plan.reactions:
        routes.setdefault(one.kind, []).append(Route(reaction=one.name, queue=one.queue))
    return routes


async def _run_queue(app: App, ended: Ended, queue: str, lanes: int, lease: float) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=lanes,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
        fetch_job_polling_interval=1.0,
        update_heartbeat_interval=lease / 3,
        stalled_worker_timeout=lease,
        worker_middleware=[ended.note],
    )


async def _supervised(run: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run until told to stop; procrastinate's worker ends when the database restarts, and is started again."""
    pause = 0.5
    while not stop.is_set():
        working = asyncio.ensure_future(run())
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            working.cancel()
        try:
            await working
        except asyncio.CancelledError:
            return
        except (ConnectorException, psycopg.Error, PoolTimeout) as broken:
            logger.warning("queue waits for the database: %s", type(broken).__name__)
        except Exception:
            logger.exception("queue ended unexpectedly and is started again")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(pause * 2, 10.0)


@dataclass(kw_only=True)
class _Keeper:
    """Sweeps stalled jobs, queues chores that are due, and gives new workspaces their schedules."""

    database: Database
    pool: Connections
    ended: Ended
    plan: Plan
    lease: float
    known: set[WorkspaceId] = field(default_factory=set[WorkspaceId])
    written: dict[str, str] | None = None  #: the chores' cron lines as the database has them

    async def run(self, stop: asyncio.Event) -> None:
        """Keep on until told to stop."""
        while not stop.is_set():
            try:
                await self.round()
            except (psycopg.Error, PoolTimeout) as broken:
                logger.warning("keeper waits for the database: %s", type(broken).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), min(self.lease / 3, 5.0))

    async def round(self) -> None:
        """Look once."""
        swept = await sweep(self.pool, self.lease)
        if swept:
            logger.warning("%s jobs of a worker that died are tried again", swept)
        given = await self.ended.give_back(self.pool, self.lease)
        if given:
            logger.warning("%s jobs whose end the queue did not hear of are tried again", given)
        now = self.database.clock()
        lines = {chore.key: await chore.line(self.database) for chore in self.plan.chores}
        next_at = {key: next_run(line, self.plan.zone, now) for key, line in lines.items()}
        if lines != self.written:
            await put_chores(self.pool, lines, next_at)
            self.written = lines
        await defer_chores(self.pool, now, next_at)
        await self._put_schedules()

    async def _put_schedules(self) -> None:
        async with self.database.installation() as tx:
            rows = await tx.all("select id from workspace where state = 'active' order by id")
        for workspace in [WorkspaceId(row["id"]) for row in rows]:
            if workspace in self.known:
                continue
            try:
                async with self.database.workspace(workspace) as tx:
                    for schedule in self.plan.schedules:
                        await put_schedule(tx, schedule.key, every=schedule.every, event=schedule.event)
                self.known.add(workspace)
            except KedangError as refused:
                logger.info("schedules of workspace %s wait: %s", workspace, refused.code)
