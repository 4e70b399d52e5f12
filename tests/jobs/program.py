"""A worker in a process of its own, that a test kills: it stands still in the middle of its first job and says so by a file."""

import asyncio
import sys
from pathlib import Path

from kedang.core.base import system_clock
from kedang.core.db import WorkspaceTx, open_database
from kedang.core.jobs import Plan, Work, job, reaction, run_worker
from kedang.core.jobs.runner import deliver
from tests.jobs.parts import Happened, leave_trace


async def main(conninfo: str, kind: str, marker: Path) -> None:
    async def stand_still(tx: WorkspaceTx, event: Happened) -> None:
        await leave_trace(tx, event)
        marker.touch()  # noqa: ASYNC240  it is instant
        await asyncio.Event().wait()

    async def commit_and_stand_still(work: Work, event: Happened) -> None:
        await deliver(work.database, reaction(Happened, leave_trace, name="test.trace"), work.workspace, work.event)
        marker.touch()  # noqa: ASYNC240  it is instant
        await asyncio.Event().wait()

    known = reaction(Happened, stand_still, name="test.trace") if kind == "before commit" else job(Happened, commit_and_stand_still, name="test.trace")
    async with open_database(conninfo, clock=system_clock, size=8, statement_timeout=15) as database:
        await run_worker(conninfo, database, Plan(reactions=[known]), asyncio.Event(), lease=2)


asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
