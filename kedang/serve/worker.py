"""The job worker as a process: on its own, or beside the web workers as a child of ``kedang serve``."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import signal
import sys
import time

from kedang.core.base import system_clock
from kedang.core.db import open_database
from kedang.core.jobs import run_worker
from kedang.reactions import plan
from kedang.settings import Settings

from .runfile import RunFile

PR_SET_PDEATHSIG = 1
CONNECTIONS = 8  #: six jobs at a time, the dispatcher, and one to spare
PATIENCE = 20.0  #: seconds that the web workers of a killed parent get to end


def follow(parent: int) -> None:
    """End when the parent does, however it ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we said so
        os.kill(os.getpid(), signal.SIGTERM)


def work(settings: Settings, conninfo: str, *, lease: float, is_child: bool) -> None:
    """Work until a signal says to stop."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    asyncio.run(_work(settings, conninfo, lease, is_child=is_child))


async def _work(settings: Settings, conninfo: str, lease: float, *, is_child: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, *(() if is_child else (signal.SIGINT,))):
        loop.add_signal_handler(number, stop.set)
    async with open_database(conninfo, clock=system_clock, size=CONNECTIONS, statement_timeout=60) as database:
        await run_worker(conninfo, database, plan(settings), stop, lease=lease)


def leave_after(parent: int, settings: Settings) -> None:
    """If the parent was killed: let its web workers end first, so that we are the last one out and the database is stopped too."""
    if os.getppid() == parent:
        return
    runs = RunFile(settings.data_dir)
    deadline = time.monotonic() + PATIENCE
    while not runs.is_free() and time.monotonic() < deadline:
        time.sleep(0.05)
