"""An answer of the real thing, whichever door gave it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Listed:
    """A page, or a whole list read page by page."""

    ids: list[str]
    items: list[dict[str, object]]
    before: bool = False
    after: bool = False
    count: object = None
    position: int | None = None
    neighbours: tuple[object, object] = (None, None)


@dataclass(frozen=True)
class Answer:
    """Status, the problem's code, and the body. ``raw`` is what must not change when the unseen does."""

    status: int
    code: str = ""
    body: object = None
    raw: object = field(default=None, compare=False)
