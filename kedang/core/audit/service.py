"""Adding to the log."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from uuid import UUID

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx

from . import store
from .model import Entry


def digest_of(salt: bytes, canonical: bytes) -> str:
    """The salted digest (HMAC-SHA-256, hexadecimal) that stands in the log for a row of ``change``; it shows an edit and tells nothing of the values."""
    return hmac.new(salt, canonical, hashlib.sha256).hexdigest()


async def append(
    tx: WorkspaceTx,
    actor: Actor,
    action: str,
    *,
    object: int | None = None,
    record: UUID | None = None,
    version: int | None = None,
    outcome: str = "ok",
    reason: str | None = None,
    body: Mapping[str, object] | None = None,
) -> None:
    """Add one entry to the log, in the transaction of the deed: without the entry there is no deed."""
    entry = Entry(object=object, record=record, version=version, outcome=outcome, reason=reason, body=body or {})
    await store.insert(tx, actor, action, [entry])


async def append_many(tx: WorkspaceTx, actor: Actor, action: str, entries: Sequence[Entry]) -> None:
    """Add an entry for each of many things that one action did, with one statement."""
    if entries:
        await store.insert(tx, actor, action, entries)
