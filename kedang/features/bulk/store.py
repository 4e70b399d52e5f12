"""SQL of changes of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.sql import SQL
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx
from kedang.core.query import Compiled
from kedang.core.records import Outcome

from .model import Bulk, Planned, Row, RowState, State, Wanted


async def count(tx: WorkspaceTx, picked: Compiled) -> Planned:
    """How many rows are picked, and on how many of them it may be done."""
    row = await tx.one(SQL("select count(*) as total, count(*) filter (where may) as allowed from ({}) x").format(picked.sql), **picked.params)
    return Planned(total=row["total"], allowed=row["allowed"])


async def insert(tx: WorkspaceTx, wanted: Wanted, *, id: UUID, actor: UUID, language: str) -> None:
    """A change that waits, still without rows."""
    await tx.run(
        """
        insert into bulk (id, actor, at, object, action, body, reason, language, state, total)
        values (%(id)s, %(actor)s, %(now)s, %(object)s, %(action)s, %(body)s, %(reason)s, %(language)s, 'waiting', 0)
        """,
        id=id, actor=actor, now=tx.now, object=wanted.object, action=wanted.action, body=Jsonb(wanted.body), reason=wanted.reason, language=language,
    )  # fmt: skip


async def insert_picked(tx: WorkspaceTx, id: UUID, picked: Compiled, *, most: int | None) -> None:
    """The rows of a query, at most so many."""
    sql = SQL("insert into bulk_row (bulk, place, record) select %(bulk_)s, row_number() over (order by x.id), x.id from ({}) x limit %(most_)s::bigint")
    total = await tx.run(sql.format(picked.sql), bulk_=id, most_=most, **picked.params)
    await tx.run("update bulk set total = %(total)s where id = %(id)s", id=id, total=total)


async def insert_ids(tx: WorkspaceTx, id: UUID, ids: Sequence[UUID]) -> None:
    """Rows that were named."""
    await tx.run(
        "insert into bulk_row (bulk, place, record) select %(id)s, n, r from unnest(%(ids)s::uuid[]) with ordinality as x (r, n)", id=id, ids=list(ids)
    )
    await tx.run("update bulk set total = %(total)s where id = %(id)s", id=id, total=len(ids))


async def load(tx: WorkspaceTx, id: UUID) -> Bulk | None:
    """A change."""
    row = await tx.maybe("select * from bulk where id = %(id)s", id=id)
    return msgspec.convert(row, Bulk) if row else None


async def lock(tx: WorkspaceTx, id: UUID) -> Bulk | None:
    """A change that nobody else moves on until this transaction ends."""
    row = await tx.maybe("select * from bulk where id = %(id)s for no key update", id=id)
    return msgspec.convert(row, Bulk) if row else None


async def load_newest(tx: WorkspaceTx, actor: UUID, *, limit: int) -> list[Bulk]:
    """Those of a person, newest first."""
    rows = await tx.all("select * from bulk where actor = %(actor)s order by at desc, id desc limit %(limit)s", actor=actor, limit=limit)
    return [msgspec.convert(row, Bulk) for row in rows]


async def count_open(tx: WorkspaceTx, actor: UUID) -> int:
    """How many of a person's changes are under way."""
    row = await tx.one("select count(*) as n from bulk where actor = %(actor)s and state in ('waiting', 'running', 'cancelling', 'undoing')", actor=actor)
    return int(row["n"])


async def take(tx: WorkspaceTx, id: UUID, state: RowState, *, limit: int) -> list[Row]:
    """The first rows of one state, for nobody else until this transaction ends; who asks meanwhile waits, and may find fewer than there are."""
    rows = await tx.all(
        "select place, record from bulk_row where bulk = %(id)s and state = %(state)s order by place limit %(limit)s for update",
        id=id, state=state, limit=limit,
    )  # fmt: skip
    return [msgspec.convert(row, Row) for row in rows]


async def has_rows(tx: WorkspaceTx, id: UUID, state: RowState) -> bool:
    """Whether a row of a state is left."""
    return await tx.maybe("select 1 from bulk_row where bulk = %(id)s and state = %(state)s limit 1", id=id, state=state) is not None


async def load_rows(tx: WorkspaceTx, id: UUID, state: RowState, *, after: int = 0, limit: int) -> list[Row]:
    """Rows of one state in their order, behind a place."""
    rows = await tx.all(
        """
        select place, record, code, en, zh from bulk_row where bulk = %(id)s and state = %(state)s and place > %(after)s order by place limit %(limit)s
        """,
        id=id, state=state, after=after, limit=limit,
    )  # fmt: skip
    return [msgspec.convert(row, Row) for row in rows]


async def mark(
    tx: WorkspaceTx, id: UUID, rows: Sequence[Row], outcomes: Sequence[Outcome], *, changed: RowState, unchanged: RowState, refused: RowState
) -> None:
    """Note what became of rows."""
    states = [refused if one.error else changed if one.is_changed else unchanged for one in outcomes]
    errors = [one.error for one in outcomes]
    await tx.run(
        """
        update bulk_row b set state = x.state, code = x.code, en = x.en, zh = x.zh
        from unnest(%(places)s::bigint[], %(states)s::text[], %(codes)s::text[], %(en)s::text[], %(zh)s::text[]) as x (place, state, code, en, zh)
        where b.bulk = %(id)s and b.place = x.place
        """,
        id=id, places=[row.place for row in rows], states=states, codes=[one.code if one else None for one in errors],
        en=[why(one, "en") for one in outcomes], zh=[why(one, "zh") for one in outcomes],
    )  # fmt: skip


def why(one: Outcome, language: str) -> str | None:
    """Why a record was refused: each of its errors, or the one."""
    if one.error is None:
        return None
    return " ".join(inner.text(language) for inner in one.error.errors or [one.error])


async def add_counts(tx: WorkspaceTx, id: UUID, *, changed: int, unchanged: int, refused: int) -> None:
    """So many more rows are done."""
    await tx.run(
        """
        update bulk set changed = changed + %(changed)s, unchanged = unchanged + %(unchanged)s, refused = refused + %(refused)s where id = %(id)s
        """,
        id=id, changed=changed, unchanged=unchanged, refused=refused,
    )  # fmt: skip


async def add_undone(tx: WorkspaceTx, id: UUID, *, reverted: int, kept: int) -> None:
    """So many more rows are taken back, or left."""
    await tx.run("update bulk set reverted = reverted + %(reverted)s, kept = kept + %(kept)s where id = %(id)s", id=id, reverted=reverted, kept=kept)


async def move(tx: WorkspaceTx, id: UUID, *, since: Sequence[State], to: State, error: str | None = None) -> bool:
    """Move on from one of some states, and say when it ended; false if it is in none of them."""
    ends = to in {"done", "cancelled", "failed", "undone"}
    return await tx.run(
        """
        update bulk set state = %(to)s, error = %(error)s, ended_at = coalesce(%(at)s, ended_at) where id = %(id)s and state = any(%(since)s)
        """,
        id=id, since=list(since), to=to, error=error, at=tx.now if ends else None,
    ) > 0  # fmt: skip


async def delete_before(tx: WorkspaceTx, moment: datetime) -> None:
    """Forget those that ended long ago."""
    await tx.run("delete from bulk where at < %(moment)s and state not in ('waiting', 'running', 'cancelling', 'undoing')", moment=moment)
