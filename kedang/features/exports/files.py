"""Where the files of exports lie until they expire, and what they are called."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from kedang.core.base import WorkspaceId
from kedang.core.db import FileLock

from .model import Export

HOUR = 3600  #: seconds
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def place_of(data_dir: Path, workspace: WorkspaceId) -> Path:
    """Where the folder of a workspace's exports is, whether or not it is there: for who only looks."""
    return data_dir / "exports" / f"ws_{int(workspace)}"


def folder_of(data_dir: Path, workspace: WorkspaceId) -> Path:
    """The folder of a workspace's exports, for nobody's eyes but ours. It is made if need be."""
    folder = place_of(data_dir, workspace)
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    return folder


def path_of(folder: Path, export: Export) -> Path:
    """The file of an export, once it is made. That of a periodic one says its moment, in UTC, to who looks into the folder."""
    if export.is_periodic:
        return periodic_folder(folder) / f"{export.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{export.id}.zip"
    return folder / str(export.id)


def part_of(folder: Path, export: Export) -> Path:
    """The file of an export while it is being made."""
    path = path_of(folder, export)
    return path.with_name(f"{path.name}.part")


def periodic_folder(folder: Path) -> Path:
    """Where periodic exports lie, below the folder of a workspace's exports."""
    return folder / "periodic"


def lock_of(folder: Path) -> FileLock:
    """The lock that who writes a periodic export holds."""
    where = periodic_folder(folder)
    where.mkdir(mode=0o700, exist_ok=True)
    return FileLock(where / "lock")


def begin(path: Path) -> None:
    """An empty file that nobody but us may read, in place of what a killed process left."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def end(part: Path, path: Path, *, to_last: bool) -> None:
    """Give a whole file its name; ``to_last``: see to it that both are on disk."""
    if to_last:
        _sync(part)
    part.replace(path)
    if to_last and os.name != "nt":  # where folders cannot be opened
        _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path, export: Export) -> None:
    """Remove what there is of an export."""
    path_of(folder, export).unlink(missing_ok=True)
    part_of(folder, export).unlink(missing_ok=True)


def remove_lost(folder: Path, known: set[UUID]) -> None:
    """Remove files that belong to no export; not those of this very hour, whose exports may not be committed yet.

    Whole periodic exports stay in any case: after a restore the database may know of fewer than there are.
    """
    names, now = {str(one) for one in known}, time.time()
    parts = [one for one in periodic_folder(folder).glob("*.part") if one.name[17:53] not in names]
    for path in [*folder.iterdir(), *parts]:
        if path.is_file() and path.name.removesuffix(".part") not in names and now - path.stat().st_mtime > HOUR:
            path.unlink(missing_ok=True)


def name_of(label: str, at: datetime, zone: str, format: str) -> str:
    """What people call the file: ``客户-20261124-093000.xlsx``."""
    plain = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", label).strip(". ")[:60] or "export"
    return f"{plain}-{at.astimezone(ZoneInfo(zone)):%Y%m%d-%H%M%S}.{format}"
