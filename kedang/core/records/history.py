"""Writing and reading of history: one row per record and commit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.rows import DictRow

from kedang.core import audit
from kedang.core.base import Actor, new_id
from kedang.core.db import WorkspaceTx, copy, is_copied, json_of
from kedang.core.schema import Object

from .model import Origin

Place = tuple[datetime, UUID]  #: the time and the id of a history row
Delta = Mapping[str, tuple[object, object]]  #: field id (or system key) → old and new, in JSON form


@dataclass(frozen=True)
class Change:
    """What one commit did to one record."""

    record: UUID
    version: int
    kind: str  #: created updated deleted restored merged unmerged
    delta: Delta | None = None


Row = tuple[UUID, Change, bytes | None, bytes]  #: its id, what it says, the delta as JSON, the salt of its digest


@dataclass(frozen=True)
class Ready:
    """Rows of the history with their entries of the log, ready to be written."""

    rows: Sequence[Row]
    entries: Sequence[audit.Entry]


async def append(tx: WorkspaceTx, actor: Actor, one: Object, changes: Sequence[Change], origin: Origin, action: str) -> None:
    """Add to the history and, with a salted digest of each row, to the log."""
    await write(tx, actor, one, ready(one, changes, origin), origin, action)


async def write(tx: WorkspaceTx, actor: Actor, one: Object, made: Ready, origin: Origin, action: str) -> None:
    """As ``append``, of what was made ready."""
    await _insert(tx, actor, one, made.rows, origin)
    await audit.append_many(tx, actor, action, made.entries)


def ready(one: Object, changes: Sequence[Change], origin: Origin) -> Ready:
    """What the history and the log are to be given; needs no database."""
    rows = [(new_id(), change, _body(change), secrets.token_bytes(16)) for change in changes]
    entries = [
        audit.Entry(
            object=one.number,
            record=change.record,
            version=change.version,
            reason=origin.reason,
            body={"change": str(id), "digest": audit.digest_of(salt, body or b"null")} | ({"batch": str(origin.batch)} if origin.batch else {}),
        )
        for id, change, body, salt in rows
    ]
    return Ready(rows, entries)


COLUMNS = ("id", "at", "object", "record", "version", "kind", "actor", "via", "reason", "batch", "delta", "salt")


async def _insert(tx: WorkspaceTx, actor: Actor, one: Object, rows: Sequence[Row], origin: Origin) -> None:
    told = [(past.at, past.by, past.via) for past in origin.past] or [(tx.now, actor.person, actor.via)] * len(rows)
    if is_copied(tx, len(rows)):
        found = (
            (id, at, one.number, c.record, c.version, c.kind, by, via, origin.reason, origin.batch, body.decode() if body else None, salt)
            for (id, c, body, salt), (at, by, via) in zip(rows, told, strict=True)
        )
        await copy(tx, "change", COLUMNS, found)
        return
    await tx.run(
        """
        insert into change (id, at, object, record, version, kind, actor, via, reason, batch, delta, salt)
        select id, at, %(object)s, record, version, kind, actor, via, %(reason)s, %(batch)s, delta, decode(salt, 'hex')
        from json_to_recordset(%(rows)s::json)
            as n (id uuid, at timestamptz, record uuid, version integer, kind text, actor uuid, via text, delta jsonb, salt text)
        """,
        object=one.number, reason=origin.reason, batch=origin.batch,
        rows=json_of([
            {
                "id": id, "at": at, "record": c.record, "version": c.version, "kind": c.kind, "actor": by, "via": via,
                "delta": body and msgspec.Raw(body), "salt": salt.hex(),
            }
            for (id, c, body, salt), (at, by, via) in zip(rows, told, strict=True)
        ]),
    )  # fmt: skip


def _body(change: Change) -> bytes | None:
    return None if change.delta is None else msgspec.json.encode(dict(sorted(change.delta.items())))


async def load(tx: WorkspaceTx, one: Object, record: UUID, *, before: Place | None, limit: int) -> list[DictRow]:
    """History rows of a record and of those merged into it, newest first, before a place."""
    return await tx.all(
        """
        with recursive self (id) as (
            select %(record)s::uuid union select m.record from merged m join self s on m.into_record = s.id
        )
        select c.id, c.record, c.version, c.at, c.kind, c.actor, p.name as actor_name, c.via, c.reason, c.batch, c.delta
        from change c left join person p on p.id = c.actor
        where c.object = %(object)s and c.record = any(array(select id from self))
            and (%(at)s::timestamptz is null or (c.at, c.id) < (%(at)s, %(id)s::uuid))
        order by c.at desc, c.id desc limit %(limit)s
        """,
        object=one.number, record=record, at=before[0] if before else None, id=before[1] if before else None, limit=limit,
    )  # fmt: skip


async def touched_since(tx: WorkspaceTx, one: Object, record: UUID, version: int) -> set[str]:
    """Under which names the history keeps the fields that have changed since a version."""
    rows = await tx.all(
        """
        select distinct k.key from change c, jsonb_object_keys(c.delta) k (key)
        where c.object = %(object)s and c.record = %(record)s and c.version > %(version)s and c.delta is not null
        """,
        object=one.number, record=record, version=version,
    )  # fmt: skip
    return {row["key"] for row in rows}
