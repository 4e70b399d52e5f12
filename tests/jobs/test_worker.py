"""The worker as it runs: in this process, and in processes that are killed."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, LiteralString

import psycopg
import pytest

from kedang.core.base import Event
from kedang.core.db import Addresses, Database, WorkspaceTx
from kedang.core.jobs import Chore, Plan, Schedule, reaction
from tests.jobs.parts import FIRST, Happened, announce, leave_trace, traces, until, working
from tests.support.killing import killed_when_busy

pytestmark = pytest.mark.commits
PLAN = Plan(reactions=[reaction(Happened, leave_trace, name="test.trace")])


class Due(Event, frozen=True, kw_only=True):
    kind: ClassVar[str] = "test.due"


async def test_events_arrive_by_themselves_each_once(database: Database, addresses: Addresses) -> None:
    async def arrived() -> bool:
        return await traces(database) == ids

    ids = await announce(database, 60)
    async with working(addresses, PLAN), working(addresses, PLAN):
        await until(arrived)
        ids = sorted(ids + await announce(database, 60))
        await until(arrived)
    with psycopg.connect(addresses.admin) as admin:
        left = admin.execute("select count(*) from jobs.procrastinate_jobs").fetchone()
        open_events = admin.execute("select count(*) from ws_1.outbox where done_at is null").fetchone()
    assert (left, open_events) == ((0,), (0,))


async def test_a_schedule_of_the_plan_runs_in_every_workspace(database: Database, addresses: Addresses) -> None:
    seen = asyncio.Event()

    async def note(tx: WorkspaceTx, event: Due) -> None:
        seen.set()

    plan = Plan(reactions=[reaction(Due, note, name="test.note")], schedules=[Schedule(key="test", every="0 3 * * *", event=Due())])

    async def is_written() -> bool:
        async with database.workspace(FIRST) as tx:
            return await tx.maybe("update schedule set next_at = '2020-01-01' where key = 'test' returning key") is not None

    async with working(addresses, plan):
        await until(is_written)
        await asyncio.wait_for(seen.wait(), 30)


async def test_a_chore_that_was_missed_is_made_up_for_once(database: Database, addresses: Addresses) -> None:
    runs: list[datetime] = []

    async def chore(_: Database) -> None:
        runs.append(datetime.now(tz=UTC))

    plan = Plan(chores=[Chore(key="test", every="0 2 * * *", run=chore)])
    with psycopg.connect(addresses.admin) as admin:
        admin.execute("insert into jobs.schedule values ('test', '0 2 * * *', '2020-01-01'), ('gone', '0 2 * * *', '2020-01-01')")

    async def has_run() -> bool:
        return bool(runs)

    async with working(addresses, plan), working(addresses, plan):
        await until(has_run)
    assert len(runs) == 1
    with psycopg.connect(addresses.admin) as admin:
        [(key, next_at)] = admin.execute("select key, next_at from jobs.schedule").fetchall()
    assert key == "test"
    assert next_at > datetime.now(tz=UTC)


async def test_a_worker_outlives_the_loss_of_all_its_connections(database: Database, addresses: Addresses) -> None:
    async def arrived() -> bool:
        return await traces(database) == ids

    ids = await announce(database)
    async with working(addresses, PLAN):
        await until(arrived)
        with psycopg.connect(addresses.admin, autocommit=True) as admin:
            for _ in range(3):
                admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kd_app' and datname = current_database()")
        ids = sorted(ids + await announce(database, 5))
        await until(arrived, seconds=60)


async def killed_in_mid_job(addresses: Addresses, *, kind: str) -> None:
    """Start a worker in a process of its own, and kill it while its reaction runs and has not committed."""
    with tempfile.TemporaryDirectory() as folder:
        await killed_when_busy("tests.jobs.program", addresses.app, kind, marker=Path(folder) / "busy")


async def test_a_worker_killed_in_mid_job_leaves_the_effect_happening_once(database: Database, addresses: Addresses) -> None:
    ids = await announce(database, 3)
    await killed_in_mid_job(addresses, kind="before commit")
    assert await traces(database) == []
    await killed_in_mid_job(addresses, kind="before commit")

    async def arrived() -> bool:
        return len(await traces(database)) >= len(ids)

    async with working(addresses, PLAN, lease=2):
        await until(arrived)
    assert await traces(database) == ids


async def test_a_worker_killed_between_commit_and_receipt_leaves_the_effect_happening_once(database: Database, addresses: Addresses) -> None:
    ids = await announce(database)
    await killed_in_mid_job(addresses, kind="after commit")
    assert await traces(database) == ids

    async def queue_is_empty() -> bool:
        with psycopg.connect(addresses.admin) as admin:
            return admin.execute("select count(*) from jobs.procrastinate_jobs").fetchone() == (0,)

    async with working(addresses, PLAN, lease=2):
        await until(queue_is_empty)
    assert await traces(database) == ids


async def test_a_job_whose_end_the_queue_did_not_hear_of_does_not_stay_under_way(database: Database, addresses: Addresses) -> None:
    """The word of its end waits for a lock until it gives up; worker and connections live on."""
    with psycopg.connect(addresses.admin) as holder, psycopg.connect(addresses.admin, autocommit=True) as admin:

        async def hold(tx: WorkspaceTx, event: Happened) -> None:
            await leave_trace(tx, event)
            holder.execute("select from jobs.procrastinate_jobs where status = 'doing' for update")

        def count(query: LiteralString) -> int:
            row = admin.execute(query).fetchone()
            assert row is not None
            return int(row[0])

        async def waits() -> bool:
            return count("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%procrastinate_finish_job%'") == 1

        async def waits_no_more() -> bool:
            return not await waits()

        async def is_done() -> bool:
            return count("select count(*) from jobs.procrastinate_jobs") == 0

        ids = await announce(database)
        async with working(addresses, Plan(reactions=[reaction(Happened, hold, name="test.trace")]), lease=2):
            await until(waits)
            await until(waits_no_more)
            holder.rollback()
            await until(is_done)
        assert await traces(database) == ids
