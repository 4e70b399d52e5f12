"""What the backups say of themselves. The slice ``backup`` owns these files; their two dates are all that is read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec


@dataclass(frozen=True, kw_only=True)
class Known:
    """One backup."""

    at: datetime  #: the moment whose state it holds
    verified_at: datetime | None  #: when it was last restored aside and compared


class _At(msgspec.Struct):
    """The part of a backup's files that is read."""

    at: datetime


def find(folder: Path) -> list[Known]:
    """The backups in a folder, the newest first."""
    found = [(_at(path), _at(path.with_name("verified.json"))) for path in folder.glob("*/manifest.json") if path.parent.suffix != ".part"]
    return sorted((Known(at=at, verified_at=verified) for at, verified in found if at is not None), key=lambda one: one.at, reverse=True)


def _at(path: Path) -> datetime | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_At).at
    except (OSError, msgspec.DecodeError):
        return None
