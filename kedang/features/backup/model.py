"""What a backup is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

Kind = Literal["manual", "nightly", "migration"]
FORMAT = 1


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
