"""Where the files of exports lie until they expire, and what they are called."""

from __future__ import annotations

import re
import time
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from kedang.core.base import WorkspaceId

HOUR = 3600  #: seconds
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def folder_of(data_dir: Path, workspace: WorkspaceId) -> Path:
    """The folder of a workspace's exports, for nobody's eyes but ours."""
    folder = data_dir / "exports" / f"ws_{int(workspace)}"
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    return folder


def path_of(folder: Path, id: UUID) -> Path:
    """The file of an export, once it is made."""
    return folder / str(id)


def part_of(folder: Path, id: UUID) -> Path:
    """The file of an export while it is being made."""
    return folder / f"{id}.part"


def remove(folder: Path, id: UUID) -> None:
    """Remove what there is of an export."""
    path_of(folder, id).unlink(missing_ok=True)
    part_of(folder, id).unlink(missing_ok=True)


def remove_lost(folder: Path, known: set[UUID]) -> None:
    """Remove files that belong to no export; not those of this very hour, whose exports may not be committed yet."""
    names, now = {str(one) for one in known}, time.time()
    for path in folder.iterdir():
        if path.name.removesuffix(".part") not in names and now - path.stat().st_mtime > HOUR:
            path.unlink(missing_ok=True)


def name_of(label: str, at: datetime, zone: str, format: str) -> str:
    """What people call the file: ``客户-20261124-093000.xlsx``."""
    plain = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", label).strip(". ")[:60] or "export"
    return f"{plain}-{at.astimezone(ZoneInfo(zone)):%Y%m%d-%H%M%S}.{format}"
