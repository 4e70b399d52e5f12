"""What has happened to records."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event


class RecordChanged(Event, frozen=True, kw_only=True):
    """A record was created, updated, deleted, restored or merged."""

    kind: ClassVar[str] = "record_changed"
    object: str
    record: UUID
    version: int
    what: str  #: created, updated, deleted, restored, merged


class RecordsChanged(Event, frozen=True, kw_only=True):
    """Many records of an object were changed by one batch."""

    kind: ClassVar[str] = "records_changed"
    object: str
    batch: UUID
    number: int
