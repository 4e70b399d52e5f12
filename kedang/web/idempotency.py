"""Writing twice is safe: the same ``Idempotency-Key`` again finds what the first request made.

The row is claimed by an insert, so of two requests at the same time the second waits for the first's commit and then finds its outcome; it
commits with what the request changed, or not at all. What is kept are ids: the record is read again under the rights of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from kedang.core.base import Unauthenticated
from kedang.core.db import WorkspaceTx

from . import store
from .caller import Caller
from .errors import BadIdempotencyKey, IdempotencyMismatch

KEPT = timedelta(hours=48)

__all__ = ["KEPT", "Earlier", "IdempotencyMismatch", "Once"]


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What an earlier request with the same key made."""

    status: int
    object: str | None
    record: UUID | None
    answer: dict[str, Any]  # Any: a small JSON object of ids and versions


class Once:
    """The idempotency of one request; without the header it asks nothing and keeps nothing."""

    def __init__(self, tx: WorkspaceTx, caller: Caller, body: bytes) -> None:
        """Bound to the caller, the route and the body."""
        self._tx = tx
        self._caller = caller
        self._body = body
        self._key = caller.header(b"idempotency-key")

    async def earlier(self, *, digest: bytes | None = None) -> Earlier | None:
        """The outcome of an earlier request with this key, or none: then this one is the first.

        ``digest`` stands for a body that is not read as a whole. Raises ``IdempotencyMismatch`` when the key was used for something else.
        """
        if self._key is None:
            return None
        if not (0 < len(self._key) <= 200 and self._key.isascii() and self._key.isprintable()):
            raise BadIdempotencyKey
        person, route, found = self._person(), self._route(), digest or sha256(self._body).digest()
        if await store.claim(self._tx, actor=person, key=self._key, route=route, digest=found, oldest=self._tx.now - KEPT):
            return None
        row = await store.load(self._tx, actor=person, key=self._key)
        if row["route"] != route or bytes(row["digest"]) != found:
            raise IdempotencyMismatch
        return Earlier(status=row["status"], object=row["object"], record=row["record"], answer=row["answer"] or {})

    async def keep(self, *, status: int = 200, object: str | None = None, record: UUID | None = None, **answer: object) -> None:
        """Keep what this request made: ids and versions, never values of records."""
        if self._key is not None:
            await store.keep(self._tx, actor=self._person(), key=self._key, status=status, object=object, record=record, answer=answer)

    def _person(self) -> UUID:
        actor = self._caller.actor
        if actor is None or actor.person is None:
            raise Unauthenticated
        return actor.person

    def _route(self) -> str:
        return f"{self._caller.method} {self._caller.scope['path']}"
