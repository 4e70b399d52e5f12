"""What happens around changes of many."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core.base import Event


class BulkRequested(Event, frozen=True, kw_only=True):
    """Somebody has asked for a change that takes longer than a request should."""

    kind: ClassVar[str] = "bulk_requested"
    id: UUID


class BulkUndoRequested(Event, frozen=True, kw_only=True):
    """Somebody wants a long change of many taken back."""

    kind: ClassVar[str] = "bulk_undo_requested"
    id: UUID


class OldBulksDue(Event, frozen=True, kw_only=True):
    """Changes of many that cannot be undone any more want removing."""

    kind: ClassVar[str] = "bulk.old_due"
