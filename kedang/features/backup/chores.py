"""The planned backup, and the restore test of each week. They run as commands of their own: as another process, with the administrator's address."""

from __future__ import annotations

import asyncio
import os
import sys
from uuid import UUID

from kedang.core.db import Database
from kedang.core.jobs import Chore
from kedang.settings import Settings

from . import store_runs
from .errors import ProgramFailed
from .model import Plan, What
from .service import usual_plan

BACKUP, DRILL = "backup", "backup.drill"  #: the chores' keys


def nightly(settings: Settings) -> Chore:
    """A backup as planned, and the old ones removed."""

    async def run(_: Database) -> None:
        await command(settings, "backup", "--nightly", "--json")

    async def line(database: Database) -> str:
        return (await plan_of(settings, database)).line

    return Chore(key=BACKUP, every=line, run=run)


def weekly(settings: Settings) -> Chore:
    """The newest backup restored aside and compared."""

    async def run(_: Database) -> None:
        await command(settings, "restore", "--verify", "--json")

    async def line(database: Database) -> str:
        return (await plan_of(settings, database)).drill_line

    return Chore(key=DRILL, every=line, run=run)


async def plan_of(settings: Settings, database: Database) -> Plan:
    """The plan as it stands."""
    async with database.installation() as tx:
        return await store_runs.load_plan(tx, usual_plan(settings))


async def carry_out(settings: Settings, run: UUID, what: What) -> None:
    """Do what was asked for on the page. Raises ``ProgramFailed``."""
    done = ("backup",) if what == "backup" else ("restore", "--verify")
    await command(settings, *done, "--run", str(run), "--json")


async def command(settings: Settings, *arguments: str) -> None:
    """Run a command of ours to its end. Raises ``ProgramFailed`` with what it said."""
    environment = os.environ | {"KEDANG_DATA_DIR": str(settings.data_dir.absolute()), "KEDANG_LANGUAGE": settings.language}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kedang", *arguments, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()  # it removes what is unfinished
        await process.wait()
        raise
    if process.returncode:
        raise ProgramFailed(program=f"kedang {arguments[0]}", reason=said.decode(errors="replace").strip()[-500:])
