"""One server for a data folder: a lock says that it runs, a file beside it says where."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil

from kedang.core.db import FileLock

from .errors import StillStopping

PATIENCE = 60.0  #: seconds for a server to come up, or for the processes of a killed one to end their jobs and the database


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A server that runs."""

    pid: int
    address: str | None = None  #: none while it starts
    worker: int | None = None  #: number of the job worker's process


class RunFile:
    """``serve.json`` and ``serve.lock`` in the data folder."""

    def __init__(self, folder: Path) -> None:
        """``folder``: the data folder."""
        self._folder = folder
        self._file = folder / "serve.json"
        self._lock = FileLock(folder / "serve.lock")

    @contextmanager
    def alone(self) -> Generator[Running | None]:
        """Be the server of this folder: yields ``None``, or the one that runs already. Raises ``StillStopping``."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o711 if hasattr(os, "geteuid") and os.geteuid() == 0 else 0o700)
        other = self._other()
        if other is not None:
            yield other
            return
        self.write(Running(pid=os.getpid()))
        try:
            yield None
        finally:
            self._file.unlink(missing_ok=True)
            self._lock.drop()

    def _other(self) -> Running | None:
        deadline = time.monotonic() + PATIENCE
        while not self._lock.take(alone=True):
            found = self.read()
            if found is not None and found.address is not None and _lives(found.pid):
                return found
            if time.monotonic() > deadline:
                raise StillStopping(folder=self._folder)
            time.sleep(0.05)
        return None

    def read(self) -> Running | None:
        """What the file says; the lock says whether it is true."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Running)
        except (OSError, msgspec.DecodeError):
            return None

    def write(self, running: Running) -> None:
        """Say where the server is."""
        part = self._file.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(running))
        part.replace(self._file)

    def is_free(self) -> bool:
        """Whether nobody serves this folder at this moment."""
        if not self._lock.take(alone=True):
            return False
        self._lock.drop()
        return True


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
