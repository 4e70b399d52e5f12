"""The job worker as a process: on its own, or beside the web workers as a child of ``kedang serve``."""

from __future__ import annotations

import asyncio
import ctypes
import http.client
import json
import logging
import os
import signal
import ssl
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from kedang import cli, solutions
from kedang.core.base import system_clock
from kedang.core.db import Addresses, EmbeddedServer, open_database
from kedang.core.jobs import run_worker
from kedang.features import backup, demo
from kedang.reactions import plan
from kedang.settings import Settings

from . import connect, secure

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
PARENT_DIED = signal.SIGUSR1 if sys.platform != "win32" else signal.SIGTERM  #: another signal than the one by which a living parent stops us
CONNECTIONS = 8  #: six jobs at a time, the dispatcher, and one to spare
PATIENCE = 20.0  #: seconds that the web workers of a killed parent get to end
LOOK = 2.0  #: seconds between two looks at the embedded database


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The ``serve`` that we are a child of."""

    pid: int
    ready: Callable[[], None]  #: called once the first answer has come


class Signals:
    """What the system told this process: to stop, or that its parent is gone.

    The handlers stay until the process ends, unlike those of a loop: a parent of many threads dies thread by thread and may be told of several
    times, and the last time must not cut off how we leave.
    """

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self.is_orphan = False
        self._has_to_stop = False
        self._wake: Callable[[], object] = bool

    def listen(self, *numbers: signal.Signals) -> None:
        """Take these for the wish that we stop."""
        for number in numbers:
            signal.signal(number, self._stop)

    def follow(self, parent: int) -> None:
        """End when the parent does, however it ends, and leave Ctrl-C to it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if sys.platform == "linux":
            signal.signal(PARENT_DIED, self._orphan)
            ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, PARENT_DIED)
        if os.getppid() != parent:  # it died before we said so
            self._orphan()

    def wake(self, stop: Callable[[], object]) -> None:
        """Whom to call when we have to stop; at once, if we have to already."""
        self._wake = stop
        if self._has_to_stop:
            stop()

    def _orphan(self, *_: object) -> None:
        self.is_orphan = True
        self._stop()

    def _stop(self, *_: object) -> None:
        self._has_to_stop = True
        self._wake()


def work(settings: Settings, found: Addresses, *, lease: float, parent: Parent | None, signals: Signals) -> None:
    """Work until a signal says to stop."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    asyncio.run(_work(settings, found, lease, parent, signals))


async def _work(settings: Settings, found: Addresses, lease: float, parent: Parent | None, signals: Signals) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals.wake(lambda: loop.is_closed() or loop.call_soon_threadsafe(stop.set))
    beside: list[asyncio.Task[None]] = []
    if parent is not None:
        beside.append(asyncio.create_task(_say_when_ready(parent, settings)))
        if secure.scheme_of(settings) == "https":
            beside.append(asyncio.create_task(secure.keep(settings, parent.pid)))
        if secure.has_own_authority(settings):
            beside.append(asyncio.create_task(connect.serve(settings)))
        if not settings.database_url:
            beside.append(asyncio.create_task(_keep_database(settings)))
    async with open_database(found.app, clock=system_clock, size=CONNECTIONS, statement_timeout=60) as database:
        beside.append(asyncio.create_task(demo.watch(demo.builder(settings, found, database, begin=solutions.begin))))
        beside.append(asyncio.create_task(backup.watcher(settings, found, database).run()))
        await run_worker(found.app, database, plan(settings), stop, lease=lease)
    for one in beside:
        one.cancel()


async def _say_when_ready(parent: Parent, settings: Settings) -> None:
    while not await asyncio.to_thread(answers, settings.host, settings.port, scheme=secure.scheme_of(settings)):  # noqa: ASYNC110  another process is asked
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


def answers(host: str, port: int, *, scheme: str) -> bool:
    """Whether Kedang answers at an address of this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  it is asked, not bound
    connection = http.client.HTTPConnection(shown, port, timeout=2)
    if scheme == "https":
        anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # It is this machine, asked whether it is up; a certificate of the firm's own names the firm's address and not this one.
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(shown, port, timeout=2, context=anybody)
    try:
        connection.request("GET", "/api/v1/health")
        return json.loads(connection.getresponse().read()).get("name") == "kedang"
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return False
    finally:
        connection.close()


def let_others_leave(settings: Settings) -> None:
    """The parent was killed: let its web workers end first, so that we are the last one out and the database is stopped too."""
    runs = cli.RunFile(settings.data_dir)
    deadline = time.monotonic() + PATIENCE
    while not runs.is_free() and time.monotonic() < deadline:
        time.sleep(0.05)
