"""Ids: uuid v7 (RFC 9562), made by us, so that they sort by time and need no counter of the database."""

from __future__ import annotations

import os
import threading
import time
from typing import NewType
from uuid import UUID

PersonId = NewType("PersonId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
RecordId = NewType("RecordId", UUID)
BatchId = NewType("BatchId", UUID)
CredentialId = NewType("CredentialId", UUID)
WorkspaceId = NewType("WorkspaceId", int)

_lock = threading.Lock()
_last: list[int] = [0]


def new_id() -> UUID:
    """A new uuid v7; later calls in one process sort after earlier ones (RFC 9562 6.2, method 1: a counter below the milliseconds)."""
    moment = time.time_ns() * 4096 // 1_000_000
    with _lock:
        moment = max(moment, _last[0] + 1)
        _last[0] = moment
    milliseconds, counter = moment >> 12, moment & 0xFFF
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | (int.from_bytes(os.urandom(8)) >> 2))


def first_id(moment: float) -> UUID:
    """The smallest uuid v7 of a moment, seconds since 1970 by the system's clock: ids made later are greater."""
    return UUID(int=(int(moment * 1000) << 80) | (0x7 << 76) | (0b10 << 62))
