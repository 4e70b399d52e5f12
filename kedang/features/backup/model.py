"""What a backup is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, assert_never
from uuid import UUID

import msgspec

Kind = Literal["manual", "nightly", "migration"]
What = Literal["backup", "test"]
Every = Literal["daily", "weekly"]
RunState = Literal["waiting", "running", "done", "failed"]
FORMAT = 1
DRILL_AFTER = timedelta(minutes=90)  #: after the backup, the restore test begins


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What was in a table: the number of its rows, and a sum over the digests of all of them, in any order."""

    rows: int
    digest: str


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the backup."""

    size: int
    sha256: str


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role of the database; secrets are not kept."""

    name: str
    can_login: bool
    member_of: list[str]  #: steps into these, inheriting nothing


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace of the backup."""

    id: int
    name: str
    migration: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the backup holds, and what proves it."""

    format: int
    kind: Kind
    version: str  #: of kedang
    postgres: str
    at: datetime  #: the moment whose state it holds
    seconds: float  #: that it took
    core: dict[int, str]  #: the installation's migrations
    workspaces: list[Workspace]
    roles: list[Role]
    tables: dict[str, Table]  #: by schema.table
    files: dict[str, File]  #: by path in the folder
    keys: list[str]  #: names of keys that the data needs; the keys themselves are never in a backup


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """That a backup was restored aside and compared."""

    at: datetime
    seconds: float
    rows: int


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup on disk."""

    folder: Path
    manifest: Manifest
    verified: Verified | None

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.manifest.files.values())

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.manifest.tables.values())


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored or verified."""

    folder: str
    at: datetime  #: the state that the backup holds
    workspaces: int
    tables: int
    rows: int
    files: int
    rto_seconds: float  #: how long it took until the data was there again
    rpo_seconds: float  #: how old the data is


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """When backups are made by themselves, and how many of these stay."""

    every: Every = "daily"
    weekday: int = 7  #: of a weekly one; Monday is 1
    time: str = "02:00"  #: in the installation's zone
    keep: int = 7  #: the newest that stay; those that somebody made herself are not counted, and stay
    version: int = 0  #: 0: nobody has set it yet, and it is as the installation's settings say

    @property
    def line(self) -> str:
        """The cron line of the backup."""
        hour, minute = self._clock
        match self.every:
            case "daily":
                return f"{minute} {hour} * * *"
            case "weekly":
                return f"{minute} {hour} * * {self.weekday % 7}"
            case _:
                assert_never(self.every)

    @property
    def drill_line(self) -> str:
        """The cron line of the restore test: weekly, after the backup; of daily ones after Sunday's."""
        hour, minute = self._clock
        later = timedelta(hours=hour, minutes=minute) + DRILL_AFTER
        hours, minutes = divmod(later.seconds // 60, 60)
        return f"{minutes} {hours} * * {(self.weekday + later.days) % 7 if self.every == 'weekly' else 0}"

    @property
    def period(self) -> timedelta:
        """How far apart two backups are."""
        return timedelta(days=7 if self.every == "weekly" else 1)

    @property
    def _clock(self) -> tuple[int, int]:
        hour, minute = (int(part) for part in self.time.split(":"))
        return hour, minute


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One backup or restore test, as it went."""

    id: UUID
    what: What
    kind: Kind
    state: RunState
    at: datetime
    ended_at: datetime | None
    step: str  #: what is being done: a file or a table
    done: int
    total: int
    folder: str | None  #: the name of the backup
    report: dict[str, Any] | None  #: of a test: workspaces, tables, rows, files, rto_seconds  # Any: JSON
    error: str | None  #: its code
    error_zh: str | None
    error_en: str | None

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state in ("waiting", "running")
