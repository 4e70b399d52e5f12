"""Entries of a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec

KIND_OF_CHANGES = "changes"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries: none of these says all."""

    kind: str | None = None  #: ``changes``, or the key of an object
    person: UUID | None = None  #: who did it
    since: date | None = None  #: the first day
    until: date | None = None  #: the last day

    def texts(self) -> tuple[str, ...]:
        """What a cursor is bound to."""
        return tuple("" if part is None else str(part) for part in (self.kind, self.person, self.since, self.until))


class Ref(msgspec.Struct, frozen=True, kw_only=True):
    """A record or a person."""

    id: str
    title: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: a record that leads here, or a change of the record itself."""

    type: Literal["record", "change"]
    at: str  #: a moment, or a day (``2026-11-24``) where only the day is known
    actor: Ref | None
    object: str
    record: Ref
    via: str | None = None
    what: str | None = None  #: of a change: created updated deleted restored merged unmerged
    fields: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET  #: of a record: all that the reader may see of it  # Any: values of any kind
    changes: list[dict[str, Any]] | msgspec.UnsetType = msgspec.UNSET  #: of a change: ``{field, old, new}``  # Any: values of any kind


class Lately(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did, to one record or by a batch to many."""

    object: str
    record: Ref | None  #: none: a batch
    what: str  #: created updated deleted restored merged; of a batch its kind, as import
    at: str
    actor: Ref | None  #: none: the system


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """A page of entries, newest first."""

    items: list[Item]
    next: str | None
