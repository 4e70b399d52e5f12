"""Two file locks that say who may start and stop the server: users hold one together, whoever starts or stops holds the gate alone.

The system drops a lock when its holder dies, however it dies.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.02  #: seconds between two tries
PATIENCE = 3.0  #: seconds of waiting before it is told

if sys.platform == "win32":
    import msvcrt

    # Windows has no shared lock of this kind in Python: a shared holder locks one byte of its own, an exclusive one must find all of them free.
    _SEATS = 64

    def _lock(file: int, *, alone: bool) -> bool:
        for seat in [0] if alone else range(1, _SEATS):
            os.lseek(file, 0 if alone else seat, os.SEEK_SET)
            try:
                msvcrt.locking(file, msvcrt.LK_NBLCK, _SEATS if alone else 1)
            except OSError:
                continue
            return True
        return False

    def _unlock(file: int) -> None:
        """Closing the file drops its locks."""

else:
    import fcntl

    def _lock(file: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        # Said aloud, because a forked child may hold a copy of the descriptor, and closing ours would leave the lock with it.
        fcntl.flock(file, fcntl.LOCK_UN)


class FileLock:
    """A lock on a file that many may hold together or one alone."""

    def __init__(self, file: Path, *, owner: tuple[int, int] | None = None) -> None:
        """``owner``: who shall own the file if it is made now."""
        self._path = file
        self._owner = owner
        self._file: int | None = None

    def take(self, *, alone: bool) -> bool:
        """Try once; true if the lock is ours now."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if self._owner is not None:
            os.fchown(file, *self._owner)
        if _lock(file, alone=alone):
            self._file = file
            return True
        os.close(file)
        return False

    def drop(self) -> None:
        """Give the lock back, if we hold it."""
        if self._file is not None:
            _unlock(self._file)
            os.close(self._file)
            self._file = None

    @contextmanager
    def alone(self, waiting: Callable[[], None]) -> Generator[None]:
        """Hold it alone; waits as long as others hold it, and calls ``waiting`` every few seconds meanwhile."""
        told = time.monotonic()
        while not self.take(alone=True):
            if time.monotonic() - told > PATIENCE:
                waiting()
                told = time.monotonic()
            time.sleep(PAUSE)
        try:
            yield
        finally:
            self.drop()
