"""An answer of the real thing, whichever door gave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Listed:
    """A page, or a whole list read page by page."""

    ids: list[str]
    items: list[dict[str, object]]
    before: bool = False
    after: bool = False
    count: object = None
    position: int | None = None
    neighbours: tuple[object, ...] = (None, None)


@dataclass(frozen=True)
class Answer:
    """Status, the problem's code, and the body. ``raw`` is what must not change when the unseen does."""

    status: int
    code: str = ""
    body: Any = None  # Any: JSON, or what the door made of it
    raw: object = field(default=None, compare=False)
