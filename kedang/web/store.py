"""SQL of the table ``idempotency``, in a workspace; and what ``/health`` asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from kedang.core.db import InstallationTx, WorkspaceTx


async def claim(tx: WorkspaceTx, *, actor: UUID, key: str, route: str, digest: bytes, oldest: datetime) -> bool:
    """Claim a key; false if it is in use. Waits for another request that is just claiming it."""
    touched = await tx.run(
        """
        insert into idempotency (actor, key, route, digest, status, at)
        values (%(actor)s, %(key)s, %(route)s, %(digest)s, 0, %(now)s)
        on conflict (actor, key) do update
        set route = excluded.route, digest = excluded.digest, status = 0, object = null, record = null, answer = null, at = excluded.at
        where idempotency.at < %(oldest)s
        """,
        actor=actor, key=key, route=route, digest=digest, now=tx.now, oldest=oldest,
    )  # fmt: skip
    return touched == 1


async def load(tx: WorkspaceTx, *, actor: UUID, key: str) -> dict[str, Any]:  # Any: a row
    """What is kept under a key."""
    return await tx.one("select route, digest, status, object, record, answer from idempotency where actor = %(actor)s and key = %(key)s", actor=actor, key=key)


async def keep(tx: WorkspaceTx, *, actor: UUID, key: str, status: int, object: str | None, record: UUID | None, answer: dict[str, object]) -> None:
    """Keep the outcome under a claimed key."""
    await tx.run(
        """
        update idempotency set status = %(status)s, object = %(object)s, record = %(record)s, answer = %(answer)s
        where actor = %(actor)s and key = %(key)s
        """,
        actor=actor, key=key, status=status, object=object, record=record, answer=Jsonb(answer),
    )  # fmt: skip


async def load_migrations(tx: InstallationTx, newest: int) -> tuple[int, bool]:
    """The last number applied to the installation, and whether a workspace is behind."""
    row = await tx.one(
        """
        select coalesce((select max(number) from public.kedang_migration), 0) as core,
            exists (select 1 from workspace where migration < %(newest)s) as behind
        """,
        newest=newest,
    )
    return row["core"], row["behind"]
