"""SQL of notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from kedang.core.base import new_id
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object


async def insert(
    tx: WorkspaceTx, people: Sequence[UUID], kind: str, *, object: int | None, record: UUID | None, actor: UUID | None, body: Mapping[str, Any]
) -> list[UUID]:  # Any: JSON
    """A notice for each of some active people who have not muted the record. Returns who gets one."""
    rows = await tx.all(
        """
        insert into notice (id, person, kind, object, record, actor, body, at)
        select n.id, n.person, %(kind)s, %(object)s, %(record)s, %(actor)s, %(body)s, %(now)s
        from unnest(%(ids)s::uuid[], %(people)s::uuid[]) n (id, person) join person p on p.id = n.person and p.status = 'active'
        where not exists (select from notice_mute m where m.person = n.person and m.record = %(record)s)
        returning person
        """,
        ids=[new_id() for _ in people], people=list(people), kind=kind, object=object, record=record, actor=actor, body=Jsonb(dict(body)), now=tx.now,
    )  # fmt: skip
    return [row["person"] for row in rows]


async def is_told(tx: WorkspaceTx, kind: str, body: Mapping[str, Any]) -> bool:  # Any: JSON
    """Whether anybody has a notice of a kind that says this."""
    row = await tx.one("select exists (select from notice where kind = %(kind)s and body = %(body)s) as is_told", kind=kind, body=Jsonb(dict(body)))
    return bool(row["is_told"])


async def load(tx: WorkspaceTx, person: UUID, *, before: UUID | None, limit: int, only_unread: bool = False) -> list[DictRow]:
    """A person's notices before one, the latest first."""
    return await tx.all(
        """
        select n.id, n.kind, n.object, n.record, n.actor, p.name, n.body, n.at, n.read_at is not null as is_read
        from notice n left join person p on p.id = n.actor
        where n.person = %(person)s and (%(before)s::uuid is null or n.id < %(before)s) and (not %(only_unread)s or n.read_at is null)
        order by n.id desc limit %(limit)s
        """,
        person=person, before=before, limit=limit, only_unread=only_unread,
    )  # fmt: skip


async def set_read(tx: WorkspaceTx, person: UUID, ids: Sequence[UUID] | None) -> int:
    """Mark a person's notices as read, those given or all; returns how many were unread."""
    return await tx.run(
        "update notice set read_at = %(now)s where person = %(person)s and read_at is null and (%(all)s or id = any(%(ids)s::uuid[]))",
        person=person, now=tx.now, all=ids is None, ids=list(ids or []),
    )  # fmt: skip


async def insert_mute(tx: WorkspaceTx, person: UUID, object: int, record: UUID) -> None:
    """No more notices about a record for a person."""
    await tx.run(
        "insert into notice_mute (person, object, record, at) values (%(person)s, %(object)s, %(record)s, %(now)s) on conflict do nothing",
        person=person, object=object, record=record, now=tx.now,
    )  # fmt: skip


async def delete_mute(tx: WorkspaceTx, person: UUID, record: UUID) -> None:
    """Notices about a record again."""
    await tx.run("delete from notice_mute where person = %(person)s and record = %(record)s", person=person, record=record)


async def delete_old(tx: WorkspaceTx, before: datetime) -> int:
    """Remove what is older; returns how many."""
    return await tx.run("delete from notice where at < %(before)s", before=before)


async def load_change(tx: WorkspaceTx, object: int, record: UUID, version: int, owner_key: str) -> DictRow | None:
    """Who made a version of a record and by which batch, what it changed, and whether the record has been given on since."""
    return await tx.maybe(
        """
        select c.kind, c.actor, c.batch, c.delta ? %(owner)s as gives, exists (
            select from change later
            where later.object = c.object and later.record = c.record and later.version > c.version and later.delta ? %(owner)s
        ) as given_on
        from change c where c.object = %(object)s and c.record = %(record)s and c.version = %(version)s
        """,
        object=object, record=record, version=version, owner=owner_key,
    )  # fmt: skip


async def count_on(tx: WorkspaceTx, person: UUID, batch: UUID) -> bool:
    """One more record in the unread notice that tells a person of a batch; false if there is none yet."""
    touched = await tx.run(
        """
        update notice set record = null, body = jsonb_set(body, '{number}', to_jsonb((body ->> 'number')::integer + 1)), at = %(now)s
        where person = %(person)s and read_at is null and kind = 'assigned' and body ->> 'batch' = %(batch)s
        """,
        person=person, batch=str(batch), now=tx.now,
    )  # fmt: skip
    return touched > 0


async def load_owner(tx: WorkspaceTx, one: Object, record: UUID) -> UUID | None:
    """Whose a record is now."""
    row = await tx.maybe(SQL("select owner from {} where id = %(id)s").format(Identifier(tx.schema, one.table)), id=record)
    return row["owner"] if row else None


async def load_given(tx: WorkspaceTx, one: Object, batch: UUID, owner_key: str) -> list[DictRow]:
    """To whom a batch gave how many records that are still theirs, and who did it: person, number, record (one of them), actor."""
    return await tx.all(
        SQL(
            """
            select t.owner as person, count(distinct t.id) as number, min(t.id::text)::uuid as record, c.actor
            from change c join {} t on t.id = c.record and t.owner is not null and t.deleted_at is null
            where c.batch = %(batch)s and c.object = %(object)s and (c.kind = 'created' or c.delta ? %(owner)s) and t.owner is distinct from c.actor
            group by t.owner, c.actor order by t.owner
            """
        ).format(Identifier(tx.schema, one.table)),
        batch=batch, object=one.number, owner=owner_key,
    )  # fmt: skip


async def load_merged(tx: WorkspaceTx, one: Object, record: UUID) -> DictRow | None:
    """Into which record one was merged, by whom, and whose the two are: into, actor, gone, stays."""
    return await tx.maybe(
        SQL(
            """
            select m.into_record as into, b.actor, g.owner as gone, s.owner as stays
            from merged m join batch b on b.id = m.batch join {table} g on g.id = m.record join {table} s on s.id = m.into_record
            where m.record = %(record)s
            """
        ).format(table=Identifier(tx.schema, one.table)),
        record=record,
    )  # fmt: skip
