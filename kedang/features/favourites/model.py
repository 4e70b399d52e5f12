"""What a person keeps at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kedang.core.base import RecordRef

MOST = 100  #: stars of one person
KEPT, SHOWN = 60, 20  #: visits that are kept and that are shown: some of the kept may be out of sight by now


@dataclass(frozen=True, kw_only=True)
class Favourite:
    """A star on a record, or on a list of an object's records."""

    id: UUID
    object: str
    ref: RecordRef | None  #: none: a list
    title: str | None  #: of the record, if it may be read
    search: str  #: of a list: filter and order, as in the address of its page
    name: str  #: of a list: what the person calls it


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A record that a person looked at."""

    ref: RecordRef
    title: str | None
    at: datetime
