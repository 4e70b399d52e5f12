"""SQL of the plan and of the runs: as the application, and as a command that holds the administrator's address."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from kedang.core.base import KedangError, WorkspaceId
from kedang.core.db import InstallationTx

from .model import Plan, Run, What
from .store import Admin

KEPT = 200  #: runs that are remembered


def lock_of(run: UUID) -> int:
    """The advisory lock that the command holds for as long as it lives."""
    return int.from_bytes(run.bytes[-8:], signed=True)


async def load_plan(tx: InstallationTx, usual: Plan) -> Plan:
    """The plan; the usual one if nobody has set another."""
    row = await tx.maybe("select every, weekday, time, keep, version from backup_plan")
    return msgspec.convert(row, Plan) if row else usual


async def upsert_plan(tx: InstallationTx, plan: Plan) -> bool:
    """Write it as the version after its own; false if somebody else was faster."""
    return await tx.run(
        """
        insert into backup_plan as p (every, weekday, time, keep, version, changed_at)
        values (%(every)s, %(weekday)s, %(time)s, %(keep)s, %(version)s + 1, %(now)s)
        on conflict (id) do update
        set every = excluded.every, weekday = excluded.weekday, time = excluded.time, keep = excluded.keep, version = excluded.version,
            changed_at = excluded.changed_at
        where p.version = %(version)s
        """,
        every=plan.every, weekday=plan.weekday, time=plan.time, keep=plan.keep, version=plan.version, now=tx.now,
    ) > 0  # fmt: skip


async def load_next(tx: InstallationTx, key: str) -> datetime | None:
    """When a chore is due next."""
    row = await tx.maybe("select next_at from jobs.schedule where key = %(key)s", key=key)
    return row["next_at"] if row else None


async def load_first_workspace(tx: InstallationTx) -> WorkspaceId | None:
    """The workspace whose administrators look after the installation."""
    row = await tx.maybe("select id from workspace where not is_demo order by id limit 1")
    return WorkspaceId(row["id"]) if row else None


async def load_born(tx: InstallationTx) -> datetime:
    """Since when there has been something to back up."""
    row = await tx.one("select coalesce(min(created_at), %(now)s) as at from workspace", now=tx.now)
    return row["at"]


async def insert_wish(tx: InstallationTx, id: UUID, what: What) -> None:
    """Ask for a run, unless one of its sort is under way."""
    await tx.run("lock table backup_run in share row exclusive mode")
    await tx.run(
        """
        insert into backup_run (id, what, kind, state, at)
        select %(id)s, %(what)s, 'manual', 'waiting', %(now)s
        where not exists (select from backup_run where what = %(what)s and state in ('waiting', 'running'))
        """,
        id=id, what=what, now=tx.now,
    )  # fmt: skip


async def load_latest(tx: InstallationTx) -> dict[What, Run]:
    """The latest run of each sort."""
    rows = await tx.all(
        """
        select distinct on (what) id, what, kind, state, at, ended_at, step, done, total, folder, report, error, error_zh, error_en
        from backup_run order by what, at desc, id desc
        """
    )
    return {row["what"]: msgspec.convert(row, Run) for row in rows}


async def load_tests(tx: InstallationTx) -> list[Run]:
    """The restore tests that ended, the latest first."""
    rows = await tx.all(
        """
        select id, what, kind, state, at, ended_at, step, done, total, folder, report, error, error_zh, error_en
        from backup_run where what = 'test' and state in ('done', 'failed') and folder is not null order by at desc, id desc limit %(most)s
        """,
        most=KEPT,
    )
    return [msgspec.convert(row, Run) for row in rows]


async def load_waiting(tx: InstallationTx) -> tuple[UUID, What] | None:
    """The run that was asked for first and has not begun."""
    row = await tx.maybe("select id, what from backup_run where state = 'waiting' order by at, id limit 1")
    return (row["id"], row["what"]) if row else None


async def load_running(tx: InstallationTx) -> list[UUID]:
    """Runs that say they are under way."""
    return [row["id"] for row in await tx.all("select id from backup_run where state = 'running' order by at, id")]


async def is_alive(tx: InstallationTx, run: UUID) -> bool:
    """Whether the command that does a run still lives."""
    row = await tx.one("select not pg_try_advisory_xact_lock(%(lock)s) as is_held", lock=lock_of(run))
    return bool(row["is_held"])


async def set_failed(tx: InstallationTx, run: UUID, why: KedangError) -> None:
    """A run that has not ended has failed."""
    await tx.run(
        """
        update backup_run set state = 'failed', ended_at = %(now)s, error = %(error)s, error_zh = %(zh)s, error_en = %(en)s
        where id = %(run)s and state in ('waiting', 'running')
        """,
        run=run, now=tx.now, error=why.code, zh=why.text("zh"), en=why.text("en"),
    )  # fmt: skip


async def insert_missed(tx: InstallationTx, id: UUID, since: datetime, why: KedangError) -> None:
    """A backup that was not made, unless something was noted since it was due."""
    await tx.run(
        """
        insert into backup_run (id, what, kind, state, at, ended_at, error, error_zh, error_en)
        select %(id)s, 'backup', 'nightly', 'failed', %(now)s, %(now)s, %(error)s, %(zh)s, %(en)s
        where not exists (select from backup_run where what = 'backup' and (at >= %(since)s or state in ('waiting', 'running')))
        """,
        id=id, now=tx.now, since=since, error=why.code, zh=why.text("zh"), en=why.text("en"),
    )  # fmt: skip


async def load_untold(tx: InstallationTx) -> list[Run]:
    """Failures of which nobody was told, the first of each row of failures only; the others count as told."""
    rows = await tx.all(
        """
        select r.id, r.what, r.kind, r.state, r.at, r.ended_at, r.step, r.done, r.total, r.folder, r.report, r.error, r.error_zh, r.error_en
        from backup_run r
        where r.state = 'failed' and r.told_at is null and coalesce((
            select b.state from backup_run b
            where b.what = r.what and b.state in ('done', 'failed') and (b.at, b.id) < (r.at, r.id) order by b.at desc, b.id desc limit 1
        ), 'done') = 'done'
        order by r.at, r.id
        """
    )
    return [msgspec.convert(row, Run) for row in rows]


async def set_told(tx: InstallationTx, runs: list[UUID]) -> None:
    """These failures were told."""
    await tx.run("update backup_run set told_at = %(now)s where id = any(%(runs)s)", runs=runs, now=tx.now)


async def delete_old(tx: InstallationTx) -> None:
    """Remember only the latest runs."""
    await tx.run(
        "delete from backup_run where state in ('done', 'failed') and id not in (select id from backup_run order by at desc, id desc limit %(most)s)",
        most=KEPT,
    )


def is_kept(admin: Admin) -> bool:
    """Whether the database has a place for runs: an older one that is about to be upgraded has none."""
    row = admin.execute("select to_regclass('kedang.backup_run') is not null as there").fetchone()
    return bool(row and row["there"])


def read_plan(admin: Admin, usual: Plan) -> Plan:
    """As ``load_plan``, for a command."""
    row = admin.execute("select every, weekday, time, keep, version from kedang.backup_plan").fetchone() if is_kept(admin) else None
    return msgspec.convert(row, Plan) if row else usual


def hold(admin: Admin, run: UUID) -> bool:
    """Take the lock of a run until the connection ends; false if somebody else has it."""
    row = admin.execute("select pg_try_advisory_lock(%s) as is_ours", (lock_of(run),)).fetchone()
    return bool(row and row["is_ours"])


def begin(admin: Admin, run: UUID, *, what: What, kind: str) -> bool:
    """Note that a run has begun, one that was asked for or a new one; false if that was done already."""
    row = admin.execute(
        """
        insert into kedang.backup_run as r (id, what, kind, state, at) values (%s, %s, %s, 'running', now())
        on conflict (id) do update set state = 'running' where r.state = 'waiting' returning id
        """,
        (run, what, kind),
    ).fetchone()
    return row is not None


def put_step(admin: Admin, run: UUID, step: str, done: int, total: int) -> None:
    """How far a run is."""
    admin.execute("update kedang.backup_run set step = %s, done = %s, total = %s where id = %s", (step, done, total, run))


def put_folder(admin: Admin, run: UUID, folder: str) -> None:
    """Which backup a run is about."""
    admin.execute("update kedang.backup_run set folder = %s where id = %s", (folder, run))


def end(admin: Admin, run: UUID, *, report: dict[str, Any] | None, why: KedangError | None) -> None:  # Any: JSON
    """How a run ended: what it found, or why it failed."""
    admin.execute(
        """
        update kedang.backup_run
        set state = %s, ended_at = now(), done = total, step = '', report = %s, error = %s, error_zh = %s, error_en = %s where id = %s
        """,
        ("failed" if why else "done", Jsonb(report) if report else None, why.code if why else None, why and why.text("zh"), why and why.text("en"), run),
    )


def delete_open(admin: Admin) -> None:
    """A restored database knows of a run that was under way when it was copied: its own."""
    if is_kept(admin):
        admin.execute("delete from kedang.backup_run where state in ('waiting', 'running')")
