"""What a search asks and finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Matched = Literal["title", "pinyin", "text"]


class Hit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record that was found."""

    object: str
    id: str
    title: str | None
    matched: Matched
    snippet: str | None = None  #: where it was found, if not in the title


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, best first. There is no total: it would count what the caller may not see."""

    items: list[Hit]


@dataclass(frozen=True)
class Term:
    """One word of what was typed, folded and simplified."""

    text: str
    is_spelled: bool  #: it may be pinyin or initials

    @property
    def is_number(self) -> bool:
        """Whether it is a run of digits that has tokens of its own."""
        return self.text.isdecimal() and len(self.text) >= 4


@dataclass(frozen=True)
class Proposal:
    """What the index proposes: a record, and how well its stored text fits."""

    object: int
    record: UUID
    field: int  #: 0 is the title
    at: datetime
    text: str
    pinyin: str
    initials: str
