"""Values of changes of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Json = Mapping[str, Any]  # Any: parsed JSON
Action = Literal["set", "tags", "delete", "restore"]  #: what people ask for in a list
Deed = Literal["set", "tags", "delete", "restore", "merge_options"]
State = Literal["waiting", "running", "cancelling", "done", "cancelled", "failed", "undoing", "undone"]
RowState = Literal["waiting", "changed", "unchanged", "refused", "reverted", "kept"]


class Picked(msgspec.Struct, frozen=True, kw_only=True):
    """Which records: those of ``ids``, or those of a query but ``besides``."""

    ids: Sequence[UUID] | None = None
    query: Json | None = None  #: ``where`` and ``search``, as ``/query`` takes them
    besides: Sequence[UUID] = ()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What shall become of which records."""

    object: str
    picked: Picked
    action: Deed
    body: Json  #: set: the values; tags: ``field``, ``add``, ``remove``; merge_options: ``field``, ``source``, ``into``
    reason: str | None = None


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What a change would be about."""

    total: int  #: records that are picked
    allowed: int  #: those of them on which the actor may do it; rules of fields may still refuse some


class Bulk(msgspec.Struct, frozen=True, kw_only=True):
    """A change of many, and how far it is."""

    id: UUID  #: also of the batch in the history
    actor: UUID
    at: datetime
    object: str
    action: Deed
    body: dict[str, Any]  # Any: parsed JSON
    reason: str | None
    language: str  #: of who asked
    state: State
    total: int
    changed: int
    unchanged: int
    refused: int
    reverted: int
    kept: int
    error: str | None
    ended_at: datetime | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a change."""

    place: int
    record: UUID
    code: str | None = None
    en: str | None = None
    zh: str | None = None
