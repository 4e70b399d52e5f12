"""The backup of each night, and the drill of each week. They run as commands of their own: as another process, with the administrator's address."""

from __future__ import annotations

import asyncio
import os
import sys

from kedang.core.db import Database
from kedang.core.jobs import Chore
from kedang.settings import Settings

from .errors import ProgramFailed


def nightly(settings: Settings) -> Chore:
    """A backup each night, and the old ones removed."""

    async def run(_: Database) -> None:
        await _command(settings, "backup", "--nightly", "--json")

    return Chore(key="backup", every=f"0 {settings.backup_hour} * * *", run=run)


def weekly(settings: Settings) -> Chore:
    """The newest backup restored aside and compared, each Sunday an hour after the backup."""

    async def run(_: Database) -> None:
        await _command(settings, "restore", "--verify", "--json")

    return Chore(key="backup.drill", every=f"30 {(settings.backup_hour + 1) % 24} * * 0", run=run)


async def _command(settings: Settings, *arguments: str) -> None:
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
