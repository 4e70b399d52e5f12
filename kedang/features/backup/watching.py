"""Looking after runs, in the worker: begins those that were asked for, ends those that were cut off, and lets administrators be told of failures."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import PoolTimeout

from kedang.core import outbox
from kedang.core.base import new_id
from kedang.core.db import Addresses, Database
from kedang.settings import Settings

from . import store_runs
from .chores import carry_out, plan_of
from .errors import Interrupted, Overdue, ProgramFailed, Unforeseen
from .events import BackupFailed
from .service import find

LOOK = 1.0  #: seconds between two looks
LOCK = 7_203_603  #: the advisory lock of who begins what was asked for
GRACE = timedelta(hours=2)  #: after the planned time, a backup is overdue
SETTLED = 1800.0  #: seconds that the worker has had to make up for what was missed while the machine was off
SELDOM = 60.0  #: seconds between two looks for an overdue one
logger = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Watch:
    """Looks after the runs of an installation."""

    settings: Settings
    admin: str  #: the administrator's address of the database
    database: Database
    _begun: float = field(default_factory=time.monotonic)
    _asked: float = 0.0

    async def run(self) -> None:
        """Look again and again, for as long as the process lives."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self.look()
            except (OperationalError, PoolTimeout):
                continue  # the database is away for a moment
            except Exception:  # the next look may do better
                logger.exception("backups could not be looked after")

    async def look(self) -> None:
        """Look once."""
        await self.settle()
        now = time.monotonic()
        if now - self._begun > SETTLED and now - self._asked > SELDOM:
            self._asked = now
            await self.miss()
        await self.announce()
        await self.begin()

    async def settle(self) -> None:
        """Runs whose command has died have failed; what is unfinished never counts as a backup."""
        async with self.database.installation() as tx:
            for run in await store_runs.load_running(tx):
                if not await store_runs.is_alive(tx, run):
                    await store_runs.set_failed(tx, run, Interrupted())

    async def miss(self) -> None:
        """Note once that the planned backup has not been made."""
        plan = await plan_of(self.settings, self.database)
        known = await asyncio.to_thread(find, self.settings)
        async with self.database.installation() as tx:
            since = known[0].manifest.at if known else await store_runs.load_born(tx)
            due = since + plan.period
            if tx.now > due + GRACE:
                at = f"{due.astimezone(ZoneInfo(self.settings.zone)):%Y-%m-%d %H:%M}"
                await store_runs.insert_missed(tx, new_id(), due, Overdue(at=at))

    async def announce(self) -> None:
        """Announce failures of which nobody was told, once for a row of them."""
        async with self.database.installation() as tx:
            untold, workspace = await store_runs.load_untold(tx), await store_runs.load_first_workspace(tx)
        if not untold or workspace is None:
            return
        async with self.database.workspace(workspace) as tx:
            await outbox.emit_many(tx, [BackupFailed(run=one.id, what=one.what, error=one.error or "") for one in untold])
        async with self.database.installation() as tx:
            await store_runs.set_told(tx, [one.id for one in untold])

    async def begin(self) -> None:
        """Do what was asked for first."""
        async with self.database.installation() as tx:
            waiting = await store_runs.load_waiting(tx)
        if waiting is None:
            return
        run, what = waiting
        async with self._alone() as is_ours:
            if not is_ours:
                return
            try:
                await carry_out(self.settings, run, what)
            except ProgramFailed as broken:
                logger.warning("a %s that was asked for failed: %s", what, broken)
            async with self.database.installation() as tx:
                await store_runs.set_failed(tx, run, Unforeseen())  # unless the command itself has said how it ended
                await store_runs.delete_old(tx)

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[bool]:
        """Whether nobody else begins runs; the lock ends with its connection."""
        async with await AsyncConnection.connect(self.admin, autocommit=True) as connection:
            row = await (await connection.execute("select pg_try_advisory_lock(%s)", (LOCK,))).fetchone()
            yield bool(row and row[0])


def watcher(settings: Settings, found: Addresses, database: Database) -> Watch:
    """Who looks after the runs of an installation."""
    return Watch(settings=settings, admin=found.admin, database=database)
