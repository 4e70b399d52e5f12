"""Values of the records' verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kedang.core.base import RecordRef

Values = Mapping[str, object]  #: fields by key, in their JSON form


@dataclass(frozen=True, kw_only=True)
class Written:
    """A record after a change."""

    id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class Past:
    """When, by whom and by which way something was written first, where it is brought in with its history."""

    at: datetime
    by: UUID
    via: str = "session"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a change comes from, for the history."""

    batch: UUID | None = None
    reason: str | None = None
    source: str | None = None  #: of new records: the channel, as import, form, api
    is_silent: bool = False  #: no event of its own: the batch announces itself
    is_former: bool = False  #: the values stood in records before: options that have retired since come back, what is required by now may be empty
    past: Sequence[Past] = ()  #: of each row, in their order: what records and history tell instead of the present, which the log tells all the same


HAND = Origin()


@dataclass(frozen=True, kw_only=True)
class Source:
    """How many records of an object came by one way."""

    object: str
    way: str  #: by which they were written: session, api_token, import, cli, system …
    records: int
    last: datetime  #: when the newest was written


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that somebody did lately: to one record, or to many by a batch."""

    object: str
    ref: RecordRef | None  #: none: a batch
    title: str | None  #: of the record, if it may be read
    what: str  #: created updated deleted restored merged; of a batch its kind, as import
    at: datetime
    actor: UUID | None
    name: str | None  #: of the actor; none: the system
    batch: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a record's history."""

    place: tuple[datetime, UUID]  #: from where the next page goes on
    record: UUID  #: itself, or one that was merged into it
    version: int
    kind: str
    at: str
    actor: Mapping[str, object] | None
    via: str
    reason: str | None
    batch: UUID | None = None
    changes: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
