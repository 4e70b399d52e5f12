"""What has happened to backups."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event

from .model import What


class BackupFailed(Event, frozen=True, kw_only=True):
    """A backup or a restore test has failed, or a planned backup was not made. It happens in the workspace that looks after the installation."""

    kind: ClassVar[str] = "backup.failed"
    run: UUID
    what: What
    error: str  #: its code
