"""Python's collector of garbage during an import: the rows are many, live to its end, and it would look through all of them again and again."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

RARELY = (20_000, 50, 1_000_000)  #: young objects are looked at as ever, old ones not
_lock = Lock()
_inside: list[tuple[int, int, int]] = []  #: the thresholds before, once for each import that is under way


@contextmanager
def rarely() -> Generator[None]:
    """Let the collector leave old objects alone inside. Imports at the same time share this; behind the last of them all is as before."""
    with _lock:
        _inside.append(_inside[0] if _inside else gc.get_threshold())
        gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        with _lock:
            before = _inside.pop()
            if not _inside:
                gc.set_threshold(*before)
