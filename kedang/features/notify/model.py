"""What a notice is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from kedang.core.base import RecordRef

Kind = Literal["assigned", "merged", "import_done", "import_failed", "export_done", "export_failed", "rights_changed", "backup_failed"]
KEPT = timedelta(days=90)  #: after that a notice is removed, read or not
COUNTED = 100  #: unread ones that are counted; a reader of more reads on, she does not count


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that a person should know."""

    id: UUID
    kind: Kind
    object: str | None  #: of the records that it is about
    ref: RecordRef | None  #: the one record that it is about
    title: str | None  #: of that record, if it may be read
    actor: UUID | None  #: who did it; none: the system
    name: str | None
    body: dict[str, Any]  #: ids and numbers by kind: ``number`` of assigned records, ``import`` …  # Any: JSON
    at: datetime
    is_read: bool
