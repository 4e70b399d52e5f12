"""SQL of the outbox and of schedules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from kedang.core.base import Event, WorkspaceId, new_id
from kedang.core.db import InstallationTx, WorkspaceTx, json_of


@dataclass(frozen=True, kw_only=True)
class Due:
    """A schedule whose time has come."""

    key: str
    every: str
    zone: str | None
    kind: str
    body: dict[str, Any]  # Any: the event's own fields


async def insert(tx: WorkspaceTx, events: Sequence[Event]) -> None:
    """One row for each event; ids ascend in their order."""
    await tx.run(
        """
        insert into outbox (id, at, kind, body)
        select e.id, %(at)s, e.kind, e.body from json_to_recordset(%(rows)s::json) as e (id uuid, kind text, body jsonb)
        """,
        at=tx.now,
        rows=json_of([{"id": new_id(), "kind": _kind_of(event), "body": event} for event in events]),
    )


def _kind_of(event: Event) -> str:
    if not event.kind:
        raise TypeError(f"{type(event).__name__} has no kind")
    return event.kind


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An event as it was written."""

    id: UUID
    kind: str
    body: dict[str, Any]  # Any: the event's own fields


async def load_since(tx: WorkspaceTx, since: UUID, known: Sequence[UUID], kinds: Sequence[str]) -> list[Happened]:
    """Events of some kinds whose ids come after one and are not among the known, oldest first."""
    rows = await tx.all(
        "select id, kind, body from outbox where id > %(since)s and id <> all(%(known)s::uuid[]) and kind = any(%(kinds)s::text[]) order by id",
        since=since,
        known=list(known),
        kinds=list(kinds),
    )
    return [Happened(**row) for row in rows]


async def load_before(tx: WorkspaceTx, before: UUID | None, kinds: Sequence[str], limit: int) -> list[Happened]:
    """The latest events of some kinds before one, latest first."""
    rows = await tx.all(
        """
        select id, kind, body from outbox
        where (%(before)s::uuid is null or id < %(before)s) and kind = any(%(kinds)s::text[])
        order by id desc limit %(limit)s
        """,
        before=before, kinds=list(kinds), limit=limit,
    )  # fmt: skip
    return [Happened(**row) for row in rows]


async def load_waiting(tx: InstallationTx) -> list[WorkspaceId]:
    """Workspaces with events that wait, or with a schedule that is due."""
    rows = await tx.all("select waiting from jobs.waiting(%(at)s) as waiting", at=tx.now)
    return [WorkspaceId(row["waiting"]) for row in rows]


async def count_in_flight(tx: WorkspaceTx, most: int) -> int:
    """How many events the queue holds for the first time, counted up to a limit. Those that wait to be tried again hold up nobody."""
    row = await tx.one(
        """
        select count(*) as number from (
            select from outbox
            where deferred_at is not null and done_at is null and attempts = 0
            limit %(most)s) as held
        """,
        most=most,
    )
    return int(row["number"])


async def take(tx: WorkspaceTx, most: int, reactions: Mapping[str, int]) -> list[tuple[UUID, str]]:
    """Take the oldest waiting events and mark them; ``reactions`` says how many each kind has. Returns id and kind, oldest first."""
    rows = await tx.all(
        """
        with taken as (
            select id from outbox
            where deferred_at is null
            order by at, id
            limit %(most)s
            for update skip locked)
        update outbox o
        set deferred_at = %(now)s,
            remaining = coalesce((%(reactions)s::jsonb ->> o.kind)::integer, 0),
            done_at = case when %(reactions)s::jsonb ? o.kind then null else %(now)s end
        from taken
        where o.id = taken.id
        returning o.id, o.kind
        """,
        most=most,
        now=tx.now,
        reactions=Jsonb(dict(reactions)),
    )
    return sorted((row["id"], row["kind"]) for row in rows)


async def relay(tx: WorkspaceTx, batches: Sequence[Mapping[str, object]]) -> None:
    """Give batches of events to the queue, in this transaction."""
    if batches:
        await tx.run("select jobs.relay(%(batches)s)", batches=Jsonb([dict(batch) for batch in batches]))


async def upsert_schedule(tx: WorkspaceTx, key: str, every: str, zone: str | None, event: Event, next_at: datetime) -> None:
    """Write a schedule; its next time stays unless its cron line or zone changes."""
    await tx.run(
        """
        insert into schedule as s (key, every, zone, kind, body, next_at)
        values (%(key)s, %(every)s, %(zone)s, %(kind)s, %(body)s::jsonb, %(next_at)s)
        on conflict (key) do update
        set every = excluded.every, zone = excluded.zone, kind = excluded.kind, body = excluded.body,
            next_at = case when s.every = excluded.every and s.zone is not distinct from excluded.zone then s.next_at else excluded.next_at end
        where (s.every, s.zone, s.kind, s.body) is distinct from (excluded.every, excluded.zone, excluded.kind, excluded.body)
        """,
        key=key,
        every=every,
        zone=zone,
        kind=_kind_of(event),
        body=msgspec.json.encode(event).decode(),
        next_at=next_at,
    )


async def load_next(tx: WorkspaceTx, key: str) -> datetime | None:
    """When a schedule is due next."""
    row = await tx.maybe("select next_at from schedule where key = %(key)s", key=key)
    return row["next_at"] if row else None


async def delete_schedule(tx: WorkspaceTx, key: str) -> None:
    """Remove a schedule."""
    await tx.run("delete from schedule where key = %(key)s", key=key)


async def load_due(tx: WorkspaceTx) -> list[Due]:
    """Schedules whose time has come, locked; those that another dispatcher has in hand are left to it."""
    rows = await tx.all(
        """
        select key, every, zone, kind, body from schedule
        where next_at <= %(now)s
        order by next_at, key
        limit 100
        for update skip locked
        """,
        now=tx.now,
    )
    return [Due(**row) for row in rows]


async def emit_schedule(tx: WorkspaceTx, due: Due, next_at: datetime) -> None:
    """Write the event of a schedule, and when it comes next."""
    await tx.run(
        """
        with moved as (update schedule set next_at = %(next_at)s where key = %(key)s)
        insert into outbox (id, at, kind, body) values (%(id)s, %(now)s, %(kind)s, %(body)s)
        """,
        next_at=next_at,
        key=due.key,
        id=new_id(),
        now=tx.now,
        kind=due.kind,
        body=Jsonb(due.body),
    )
