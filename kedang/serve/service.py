"""The main process: it holds the database open, keeps a job worker running beside Granian's web workers, and ends everything in order.

Web workers are forked, and inherit a pipe: when it closes, because the main process says so or because it is gone, they end (``KD_STOP``). Since they are
forked, nothing may be going on beside them in this process: its only thread of ours sleeps until the job worker ends. What else the service needs to have
done (say that it is ready, start a database again that died) the job worker does.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType

from granian import Granian
from granian.constants import Interfaces, Loops, SSLProtocols
from granian.log import LogLevels

from kedang.settings import Settings

from . import secure

logger = logging.getLogger(__name__)

STOP_TIMEOUT = 15.0  #: seconds that the job worker gets to end
WEB_TIMEOUT = 10  #: seconds that a web worker gets
HEAD_START = 5.0  #: seconds that a web worker has to begin before the one that it takes over from ends, when a certificate changed
HEALTHY = 60.0  #: seconds after which a job worker that dies is started again at once


@dataclass(kw_only=True)
class Service:
    """The processes of one installation."""

    settings: Settings  #: with the ports that were found
    conninfo: str
    json: bool
    _stopping: threading.Event = field(default_factory=threading.Event)
    _worker: subprocess.Popen[bytes] | None = None
    _write: int = -1

    def run(self) -> None:
        """Serve until a signal says to stop."""
        os.environ["KEDANG_APP_CONNINFO"] = self.conninfo
        self._tell_children()
        files = secure.files_of(self.settings)
        read, self._write = os.pipe()
        os.environ["KD_STOP"] = f"{read},{self._write}"
        server = Granian(
            "kedang.app:create",
            factory=True,
            address=self.settings.host,
            port=self.settings.port,
            interface=Interfaces.ASGI,
            loop=Loops.asyncio,
            workers=self.settings.workers,
            workers_kill_timeout=WEB_TIMEOUT,
            respawn_failed_workers=True,
            respawn_interval=HEAD_START,
            websockets=False,
            log_level=LogLevels.warning,
            ssl_cert=files.certificate if files else None,
            ssl_key=files.key if files else None,
            ssl_protocol_min=SSLProtocols.tls12,
        )
        self._start_worker("--announce")
        watch = threading.Thread(target=self._watch, name="job worker", daemon=True)
        server.on_startup(lambda: (self._wrap_signals(), watch.start()))
        try:
            server.serve()
        finally:
            self._stop()
            self._end_worker()

    def _tell_children(self) -> None:
        """What was found or given on the command line, for the processes that read their settings from the environment."""
        settings = self.settings
        told = {
            "DATA_DIR": settings.data_dir.absolute(), "HOST": settings.host, "PORT": settings.port, "LAN": int(settings.lan),
            "CONNECT_PORT": settings.connect_port,
        }  # fmt: skip
        os.environ.update({f"KEDANG_{name}": str(value) for name, value in told.items()})

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

    def _start_worker(self, *more: str) -> None:
        command = [sys.executable, "-m", "kedang", "worker", "--child-of", str(os.getpid()), "--serving", *more]
        # The pipe must not live on in it: the web workers wait for its end.
        self._worker = subprocess.Popen([*command, *(["--json"] if self.json else [])], stdin=subprocess.DEVNULL, close_fds=True)

    def _watch(self) -> None:
        while self._worker is not None:
            started = time.monotonic()
            code = self._worker.wait()
            if self._stopping.wait(0 if time.monotonic() - started > HEALTHY else 1.0):
                return
            logger.warning("job worker ended with %s and is started again", code)
            self._start_worker()

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
