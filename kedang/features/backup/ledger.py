"""How a backup or a restore test goes, noted in the database by the command that does it: whoever started it, the page can follow it.

The command holds a lock of the database as long as it lives. A run that says it is under way and whose lock is free was interrupted.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from kedang.core.base import KedangError, new_id

from . import store_runs
from .errors import AlreadyBegun, Interrupted, Unforeseen
from .model import Kind, Restored, What
from .store import Admin, connect

PAUSE = 0.25  #: seconds between two notes of how far it is


class Note:
    """What is noted of one run. Where the database cannot take it, the run goes on without."""

    def __init__(self, admin: Admin | None, run: UUID) -> None:
        """``admin``: none where there is no place for it."""
        self._admin = admin
        self._run = run
        self._at = 0.0
        self.report: dict[str, Any] | None = None  # Any: JSON

    def step(self, what: str, done: int, of: int) -> None:
        """How far it is."""
        now = time.monotonic()
        if self._admin is not None and now - self._at >= PAUSE:
            self._at = now
            with suppress(psycopg.OperationalError):
                store_runs.put_step(self._admin, self._run, what, done, of)

    def about(self, folder: str) -> None:
        """Which backup it is about."""
        if self._admin is not None:
            with suppress(psycopg.OperationalError):
                store_runs.put_folder(self._admin, self._run, folder)

    def found(self, report: Restored) -> None:
        """What a restore test found."""
        self.report = {key: value for key, value in msgspec.to_builtins(report).items() if key not in ("folder", "at")}

    def end(self, why: KedangError | None) -> None:
        """How it ended."""
        if self._admin is not None:
            with suppress(psycopg.OperationalError):
                store_runs.end(self._admin, self._run, report=self.report, why=why)


@contextmanager
def noted(conninfo: str, *, what: What, kind: Kind, run: UUID | None = None) -> Generator[Note]:
    """Note how a run goes; ``run``: the one that was asked for. Raises ``AlreadyBegun``."""
    with connect(conninfo, autocommit=True) as admin:
        id = run or new_id()
        if not store_runs.is_kept(admin):
            yield Note(None, id)
            return
        if not store_runs.hold(admin, id) or not store_runs.begin(admin, id, what=what, kind=kind):
            raise AlreadyBegun
        note = Note(admin, id)
        try:
            yield note
        except KedangError as broken:
            note.end(broken)
            raise
        except (KeyboardInterrupt, SystemExit):
            note.end(Interrupted())
            raise
        except BaseException:
            note.end(Unforeseen())
            raise
        note.end(None)
