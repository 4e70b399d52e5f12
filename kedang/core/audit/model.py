"""What an entry says beside who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of ``append_many``: which thing, how it ended, why."""

    object: int | None = None  #: number of the object's table
    record: UUID | None = None
    version: int | None = None  #: the record's version after the deed
    outcome: str = "ok"  #: ok, denied or error
    reason: str | None = None
    body: Mapping[str, object] = field(default_factory=dict[str, object])  #: no values of fields; a ``digest_of`` the change instead
