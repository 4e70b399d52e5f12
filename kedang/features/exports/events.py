"""What happens around exports."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event


class ExportRequested(Event, frozen=True, kw_only=True):
    """Somebody has asked for an export that takes longer than a request should."""

    kind: ClassVar[str] = "export_requested"
    id: UUID


class ExportEnded(Event, frozen=True, kw_only=True):
    """An export that somebody asked for, and that was made in the background, is done or has failed."""

    kind: ClassVar[str] = "export_ended"
    id: UUID
    person: UUID
    name: str
    is_done: bool


class ExportsExpired(Event, frozen=True, kw_only=True):
    """Files of exports want looking after."""

    kind: ClassVar[str] = "exports_expired"


class PeriodicExportDue(Event, frozen=True, kw_only=True):
    """The whole workspace is to be exported, as its schedule says."""

    kind: ClassVar[str] = "periodic_export_due"
    again: UUID | None = None  #: the export that failed and is tried again; none: a new one
