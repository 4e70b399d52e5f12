"""The clock, handed in wherever time matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present, in UTC."""
    return datetime.now(tz=UTC)
