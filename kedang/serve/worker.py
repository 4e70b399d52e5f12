"""The job worker as a process: on its own, or beside the web workers as a child of ``kedang serve``."""

from __future__ import annotations

import asyncio
import ctypes
import http.client
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from kedang import cli
from kedang.core.base import system_clock
from kedang.core.db import EmbeddedServer, open_database
from kedang.core.jobs import run_worker
from kedang.reactions import plan
from kedang.settings import Settings

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
CONNECTIONS = 8  #: six jobs at a time, the dispatcher, and one to spare
PATIENCE = 20.0  #: seconds that the web workers of a killed parent get to end
LOOK = 2.0  #: seconds between two looks at the embedded database


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The ``serve`` that we are a child of."""

    pid: int
    host: str
    port: int
    ready: Callable[[], None]  #: called once the first answer has come


def follow(parent: int) -> None:
    """End when the parent does, however it ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we said so
        os.kill(os.getpid(), signal.SIGTERM)


def work(settings: Settings, conninfo: str, *, lease: float, parent: Parent | None) -> None:
    """Work until a signal says to stop."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    asyncio.run(_work(settings, conninfo, lease, parent))


async def _work(settings: Settings, conninfo: str, lease: float, parent: Parent | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, *(() if parent else (signal.SIGINT,))):
        loop.add_signal_handler(number, stop.set)
    beside: list[asyncio.Task[None]] = []
    if parent is not None:
        beside.append(asyncio.create_task(_say_when_ready(parent)))
        if not settings.database_url:
            beside.append(asyncio.create_task(_keep_database(settings)))
    async with open_database(conninfo, clock=system_clock, size=CONNECTIONS, statement_timeout=60) as database:
        await run_worker(conninfo, database, plan(settings), stop, lease=lease)
    for one in beside:
        one.cancel()


async def _say_when_ready(parent: Parent) -> None:
    while not await asyncio.to_thread(answers, parent.host, parent.port):  # noqa: ASYNC110  another process is asked
        await asyncio.sleep(0.05)
    await asyncio.to_thread(parent.ready)


async def _keep_database(settings: Settings) -> None:
    server = EmbeddedServer(settings.data_dir / "pg")
    while True:
        await asyncio.sleep(LOOK)
        try:
            if await asyncio.to_thread(server.revive):
                logger.warning("database had died and was started again")
        except Exception as broken:  # noqa: BLE001  the next look tries again
            logger.error("database is gone and does not start: %s", broken)  # noqa: TRY400  its message is made for people


def answers(host: str, port: int) -> bool:
    """Whether Kedang answers at an address."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  it is asked, not bound
    connection = http.client.HTTPConnection(shown, port, timeout=2)
    try:
        connection.request("GET", "/api/v1/health")
        return json.loads(connection.getresponse().read()).get("name") == "kedang"
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return False
    finally:
        connection.close()


def leave_after(parent: int, settings: Settings) -> None:
    """If the parent was killed: let its web workers end first, so that we are the last one out and the database is stopped too."""
    if os.getppid() == parent:
        return
    runs = cli.RunFile(settings.data_dir)
    deadline = time.monotonic() + PATIENCE
    while not runs.is_free() and time.monotonic() < deadline:
        time.sleep(0.05)
