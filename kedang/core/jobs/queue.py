"""The queue: procrastinate in the schema ``jobs``, on connections of its own that have stepped into the role ``kd_jobs``."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import procrastinate
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from kedang.core.base import WorkspaceId
from kedang.core.db import Database

from .model import Plan
from .runner import run_events

logger = logging.getLogger(__name__)

Connections = AsyncConnectionPool[AsyncConnection[DictRow]]


async def _check(connection: AsyncConnection[DictRow]) -> None:
    await connection.execute("")


@asynccontextmanager
async def open_queue(conninfo: str) -> AsyncGenerator[Connections]:
    """The queue's small pool."""
    pool: Connections = AsyncConnectionPool(
        make_conninfo(conninfo, options="-c search_path=jobs,pg_temp -c role=kd_jobs -c lock_timeout=5s"),
        min_size=1,
        max_size=6,
        open=False,
        timeout=10,
        connection_class=AsyncConnection[DictRow],
        kwargs={"row_factory": dict_row},
        check=_check,
    )
    async with pool:
        yield pool


def make_app(database: Database, plan: Plan) -> App:
    """The tasks that the queue knows: ``react`` delivers events of a workspace, ``chore`` does work of the installation."""
    app = App(connector=PsycopgConnector())
    chores = {chore.key: chore for chore in plan.chores}

    @app.task(name="react", pass_context=True, retry=RetryStrategy(max_attempts=50, wait=5))
    async def react(context: JobContext, workspace: int, reaction: str, events: list[str]) -> None:
        await run_events(database, plan, WorkspaceId(workspace), reaction, [UUID(event) for event in events], deaths=context.job.attempts)

    @app.task(name="chore", retry=RetryStrategy(max_attempts=2, wait=300))
    async def do_chore(key: str) -> None:
        if key in chores:
            await chores[key].run(database)

    logger.debug("queue has the tasks %s and %s", react.name, do_chore.name)
    return app


async def sweep(pool: Connections, lease: float) -> int:
    """Give back the jobs of workers that gave no sign of life for ``lease`` seconds; returns how many. The database's clock decides."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            """
            with stalled as (
                select j.id from procrastinate_jobs j
                left join procrastinate_workers w on w.id = j.worker_id
                where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - make_interval(secs => %(lease)s))
                for update of j skip locked)
            select procrastinate_retry_job_v2(id, now(), null, null, null) from stalled
            """,
            {"lease": lease},
        )
        await connection.execute("delete from procrastinate_workers where last_heartbeat < now() - make_interval(secs => %(lease)s)", {"lease": lease * 10})
        return cursor.rowcount


@dataclass
class Ended:
    """Jobs that have ended in this process. Where the word of an end is lost with a connection, the queue would wait for a living worker for ever."""

    _at: dict[tuple[int, int], float] = field(default_factory=dict[tuple[int, int], float])  #: (job, its attempt) → this process's clock, seconds

    async def note(self, call: Callable[[], Awaitable[object]], context: JobContext, worker: object) -> object:
        """Run a job, and note its end: what procrastinate calls a middleware."""
        del worker
        try:
            return await call()
        finally:
            if context.job.id is not None:
                self._at[context.job.id, context.job.attempts] = time.monotonic()

    async def give_back(self, pool: Connections, lease: float) -> int:
        """Give back the jobs that ended longer than ``lease`` seconds ago and are still said to be under way; returns how many."""
        last = time.monotonic() - lease
        due = [place for place, at in self._at.items() if at < last]
        if not due:
            return 0
        jobs = {"jobs": [job for job, _ in due], "attempts": [attempt for _, attempt in due]}
        async with pool.connection() as connection:
            said = await connection.execute(
                """
                select j.id, j.attempts from procrastinate_jobs j
                join unnest(%(jobs)s::bigint[], %(attempts)s::integer[]) e (id, attempts) on e.id = j.id and e.attempts = j.attempts
                where j.status = 'doing'
                """,
                jobs,
            )
            lost = {(row["id"], row["attempts"]) for row in await said.fetchall()}
            for place in due:
                if place not in lost:
                    del self._at[place]
            given = await connection.execute(
                """
                with lost as (
                    select j.id from procrastinate_jobs j
                    join unnest(%(jobs)s::bigint[], %(attempts)s::integer[]) e (id, attempts) on e.id = j.id and e.attempts = j.attempts
                    where j.status = 'doing'
                    for update of j skip locked)
                select procrastinate_retry_job_v2(id, now(), null, null, null) from lost
                """,
                jobs,
            )
            return given.rowcount


@dataclass(frozen=True, kw_only=True)
class DueChore:
    """A chore whose time has come, and when it comes again."""

    key: str
    next_at: datetime


async def put_chores(pool: Connections, lines: Mapping[str, str], next_at: dict[str, datetime]) -> None:
    """Write the schedule of the chores, their cron lines by key; a next time stays unless the cron line changes, chores that are gone go."""
    rows = [{"key": key, "every": line, "next_at": next_at[key].isoformat()} for key, line in lines.items()]
    async with pool.connection() as connection:
        await connection.execute(
            """
            insert into schedule as s (key, every, next_at)
            select r.key, r.every, r.next_at from jsonb_to_recordset(%(rows)s) as r (key text, every text, next_at timestamptz)
            on conflict (key) do update set every = excluded.every, next_at = excluded.next_at where s.every <> excluded.every
            """,
            {"rows": Jsonb(rows)},
        )
        await connection.execute("delete from schedule where not key = any(%(keys)s)", {"keys": list(lines)})


async def defer_chores(pool: Connections, now: datetime, next_at: dict[str, datetime]) -> list[str]:
    """Queue the chores that are due, each once, and move their next time on; returns their keys."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            """
            with due as (
                select s.key from schedule s where s.next_at <= %(now)s order by s.key for update skip locked),
            moved as (
                update schedule s set next_at = (%(next_at)s::jsonb ->> s.key)::timestamptz
                from due where s.key = due.key and %(next_at)s::jsonb ? s.key
                returning s.key)
            select m.key, (procrastinate_defer_jobs_v1(array[
                row('slow', 'chore', 0, 'chore:' || m.key, null, jsonb_build_object('key', m.key), null)::procrastinate_job_to_defer_v1]))[1] as job
            from moved m
            where not exists (select from procrastinate_jobs j where j.lock = 'chore:' || m.key and j.status = 'todo')
            """,
            {"now": now, "next_at": Jsonb({key: at.isoformat() for key, at in next_at.items()})},
        )
        return [row["key"] for row in await cursor.fetchall()]


def quieten() -> None:
    """Keep procrastinate from logging every job: it would write one line for each start and end."""
    logging.getLogger(procrastinate.__name__).setLevel(logging.WARNING)
