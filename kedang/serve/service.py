"""The main process: it holds the database open, keeps a job worker running beside Granian's web workers, and ends everything in order.

Web workers are forked, and inherit a pipe: when it closes, because the main process says so or because it is gone, they end (``KD_STOP``).
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from kedang.core.db import EmbeddedServer
from kedang.settings import Settings

logger = logging.getLogger(__name__)

STOP_TIMEOUT = 15.0  #: seconds that the job worker gets to end
WEB_TIMEOUT = 10  #: seconds that a web worker gets
HEALTHY = 60.0  #: seconds after which a worker that dies is started again at once


@dataclass(kw_only=True)
class Service:
    """The processes of one installation."""

    settings: Settings
    host: str
    port: int
    conninfo: str
    ready: Callable[[int | None], None]  #: called once the first answer has come, with the number of the job worker's process
    _stopping: threading.Event = field(default_factory=threading.Event)
    _worker: subprocess.Popen[bytes] | None = None
    _write: int = -1

    def run(self) -> None:
        """Serve until a signal says to stop."""
        os.environ["KEDANG_APP_CONNINFO"] = self.conninfo
        os.environ["KEDANG_PORT"] = str(self.port)
        os.environ["KEDANG_HOST"] = self.host
        os.environ["KEDANG_DATA_DIR"] = str(self.settings.data_dir.absolute())
        read, self._write = os.pipe()
        os.environ["KD_STOP"] = f"{read},{self._write}"
        server = Granian(
            "kedang.app:create",
            factory=True,
            address=self.host,
            port=self.port,
            interface=Interfaces.ASGI,
            loop=Loops.asyncio,
            workers=self.settings.workers,
            workers_kill_timeout=WEB_TIMEOUT,
            respawn_failed_workers=True,
            respawn_interval=1.0,
            websockets=False,
            log_level=LogLevels.warning,
        )
        keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        server.on_startup(lambda: (self._wrap_signals(), keeper.start()))
        try:
            server.serve()
        finally:
            self._stop()
            keeper.join(STOP_TIMEOUT)
            self._end_worker()

    def _wrap_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def handle(number: int, frame: FrameType | None, before: object = before) -> None:
                self._stop()
                if callable(before):
                    before(number, frame)

            signal.signal(number, handle)

    def _stop(self) -> None:
        self._stopping.set()
        write, self._write = self._write, -1
        if write >= 0:
            with contextlib.suppress(OSError):
                os.close(write)

    # -- the keeper's thread

    def _keep(self) -> None:
        """Start the job worker, say when the service answers, and start again what dies."""
        started = time.monotonic()
        self._start_worker()
        is_told = False
        embedded = None if self.settings.database_url else EmbeddedServer(self.settings.data_dir / "pg")
        pause, looks = 0.05, 0
        while not self._stopping.wait(pause):
            if not is_told and answers(self.host, self.port):
                is_told, pause = True, 0.5
                self.ready(self._worker.pid if self._worker else None)
            if self._worker is not None and self._worker.poll() is not None:
                logger.warning("job worker ended with %s and is started again", self._worker.returncode)
                self._stopping.wait(0 if time.monotonic() - started > HEALTHY else 1.0)
                started = time.monotonic()
                self._start_worker()
            looks += 1
            if embedded is not None and looks % 4 == 0:
                _revive(embedded)

    def _start_worker(self) -> None:
        if not self._stopping.is_set():
            command = [sys.executable, "-m", "kedang", "worker", "--child-of", str(os.getpid())]
            # The pipe must not live on in it: the web workers wait for its end.
            self._worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, close_fds=True)

    def _end_worker(self) -> None:
        if self._worker is None or self._worker.poll() is not None:
            return
        self._worker.terminate()
        try:
            self._worker.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            logger.warning("job worker did not end in time and is killed; its jobs will be tried again")
            self._worker.kill()
            self._worker.wait()


def _revive(embedded: EmbeddedServer) -> None:
    try:
        if embedded.revive():
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
