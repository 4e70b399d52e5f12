"""SQL of exports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from .model import Export, Wanted


async def insert(tx: WorkspaceTx, wanted: Wanted, *, id: UUID, actor: UUID, language: str, name: str, total: int, left_out: int, expires_at: datetime) -> None:
    """An export that waits to be made."""
    await tx.run(
        """
        insert into export (id, actor, at, state, format, object, query, with_ids, with_history, said, language, name, total, left_out, expires_at)
        values (%(id)s, %(actor)s, %(now)s, 'waiting', %(format)s, %(object)s, %(query)s, %(with_ids)s, %(with_history)s, %(said)s, %(language)s, %(name)s,
            %(total)s, %(left_out)s, %(expires_at)s)
        """,
        id=id, actor=actor, now=tx.now, format=wanted.format, object=wanted.object, query=Jsonb(wanted.query), with_ids=wanted.with_ids,
        with_history=wanted.with_history, said=wanted.said, language=language, name=name, total=total, left_out=left_out, expires_at=expires_at,
    )  # fmt: skip


async def load(tx: WorkspaceTx, id: UUID) -> Export | None:
    """An export that has not expired."""
    row = await tx.maybe("select * from export where id = %(id)s and (is_periodic or expires_at > %(now)s)", id=id, now=tx.now)
    return msgspec.convert(row, Export) if row else None


async def load_newest(tx: WorkspaceTx, actor: UUID, *, limit: int) -> list[Export]:
    """Those of a person that have not expired, newest first."""
    rows = await tx.all(
        "select * from export where actor = %(actor)s and expires_at > %(now)s order by at desc, id desc limit %(limit)s",
        actor=actor, now=tx.now, limit=limit,
    )  # fmt: skip
    return [msgspec.convert(row, Export) for row in rows]


async def count_open(tx: WorkspaceTx, actor: UUID) -> int:
    """How many of a person's exports are not made yet."""
    row = await tx.one(
        "select count(*) as number from export where actor = %(actor)s and state in ('waiting', 'running') and expires_at > %(now)s",
        actor=actor, now=tx.now,
    )  # fmt: skip
    return int(row["number"])


async def set_running(tx: WorkspaceTx, id: UUID) -> bool:
    """It is being made; false if it is gone or has ended."""
    return await tx.run("update export set state = 'running', rows = 0 where id = %(id)s and state in ('waiting', 'running')", id=id) > 0


async def set_again(tx: WorkspaceTx, id: UUID) -> bool:
    """A periodic one is being made, whether or not it failed before; false if it is gone or done."""
    return await tx.run(
        "update export set state = 'running', rows = 0, error = null, ended_at = null where id = %(id)s and is_periodic and state <> 'done'", id=id
    ) > 0  # fmt: skip


async def set_rows(tx: WorkspaceTx, id: UUID, rows: int) -> bool:
    """How far it is; false if it is gone."""
    return await tx.run("update export set rows = %(rows)s where id = %(id)s", id=id, rows=rows) > 0


async def set_done(tx: WorkspaceTx, id: UUID, *, rows: int, cut: int, bytes: int) -> bool:
    """It is made; false if it is gone."""
    return await tx.run(
        "update export set state = 'done', rows = %(rows)s, cut = %(cut)s, bytes = %(bytes)s, ended_at = %(now)s where id = %(id)s",
        id=id, rows=rows, cut=cut, bytes=bytes, now=tx.now,
    ) > 0  # fmt: skip


async def set_failed(tx: WorkspaceTx, id: UUID, error: str) -> None:
    """It will not be made."""
    await tx.run("update export set state = 'failed', error = %(error)s, ended_at = %(now)s where id = %(id)s", id=id, error=error, now=tx.now)


async def delete(tx: WorkspaceTx, id: UUID) -> None:
    """Forget it."""
    await tx.run("delete from export where id = %(id)s", id=id)


async def delete_expired(tx: WorkspaceTx) -> list[Export]:
    """Forget those whose time is over; returns them."""
    return [msgspec.convert(row, Export) for row in await tx.all("delete from export where expires_at <= %(now)s returning *", now=tx.now)]


async def load_ids(tx: WorkspaceTx) -> set[UUID]:
    """All that are known."""
    return {row["id"] for row in await tx.all("select id from export")}
