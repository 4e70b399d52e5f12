"""Events: what has happened, in the past tense, with a few ids and no copy of the record."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a workspace. It is stored in the outbox under its ``kind``."""

    kind: ClassVar[str] = ""
