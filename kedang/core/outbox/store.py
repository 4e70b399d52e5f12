"""SQL of the outbox."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kedang.core.base import Event, new_id
from kedang.core.db import WorkspaceTx


async def insert(tx: WorkspaceTx, events: Sequence[Event]) -> None:
    """One row for each event; ids ascend in their order."""
    await tx.run(
        """
        insert into outbox (id, at, kind, body)
        select e.id, %(at)s, e.kind, e.body::jsonb
        from unnest(%(ids)s::uuid[], %(kinds)s::text[], %(bodies)s::text[]) as e (id, kind, body)
        """,
        at=tx.now,
        ids=[new_id() for _ in events],
        kinds=[_kind_of(event) for event in events],
        bodies=[msgspec.json.encode(event).decode() for event in events],
    )


def _kind_of(event: Event) -> str:
    if not event.kind:
        raise TypeError(f"{type(event).__name__} has no kind")
    return event.kind
