"""A worker in a process of its own, that a test kills: it stands still in the middle of the file, and says so by another."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from kedang.core.base import Actor, system_clock
from kedang.core.db import WorkspaceTx, open_database
from kedang.core.jobs import run_worker
from kedang.features.exports.jobs import background
from kedang.settings import Settings


async def main(conninfo: str, data_dir: Path, marker: Path) -> None:
    async def stand_still(tx: WorkspaceTx, actor: Actor) -> Mapping[str, str]:
        del tx, actor
        marker.touch()  # noqa: ASYNC240  it is instant
        await asyncio.Event().wait()
        return {}

    plan = background(Settings(data_dir=data_dir), definitions=stand_still)
    async with open_database(conninfo, clock=system_clock, size=8, statement_timeout=15) as database:
        await run_worker(conninfo, database, plan, asyncio.Event(), lease=2)


asyncio.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
