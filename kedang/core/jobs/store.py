"""SQL of deliveries in a workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from .model import DeadLetter


async def load_waiting(tx: WorkspaceTx, most: int) -> list[tuple[UUID, str]]:
    """Id and kind of the oldest events that wait, locked."""
    rows = await tx.all(
        "select id, kind from outbox where deferred_at is null order by at, id limit %(most)s for update skip locked",
        most=most,
    )
    return [(row["id"], row["kind"]) for row in rows]


async def mark(tx: WorkspaceTx, event: UUID, reactions: int) -> None:
    """Mark an event as handed over to a number of reactions."""
    await tx.run(
        """
        update outbox
        set deferred_at = %(now)s, remaining = %(reactions)s, done_at = case when %(reactions)s = 0 then %(now)s end
        where id = %(event)s
        """,
        event=event,
        reactions=reactions,
        now=tx.now,
    )


async def load_open(tx: WorkspaceTx, event: UUID, reaction: str) -> dict[str, Any] | None:  # Any: the event's own fields
    """The body of an event whose delivery has not ended; none otherwise."""
    row = await tx.maybe(
        """
        select o.body from outbox o
        where o.id = %(event)s and not exists (
            select from delivery d
            where d.event = o.id and d.reaction = %(reaction)s and (d.done_at is not null or d.dead_at is not null))
        """,
        event=event,
        reaction=reaction,
    )
    return row["body"] if row else None


async def claim(tx: WorkspaceTx, event: UUID, reaction: str) -> dict[str, Any] | None:  # Any: the event's own fields
    """Note a delivery as done, and return the event's body; none if it has ended before. A second worker waits here for the first one's commit."""
    row = await tx.maybe(
        """
        with claimed as (
            insert into delivery as d (event, reaction, done_at)
            select id, %(reaction)s, %(now)s from outbox where id = %(event)s
            on conflict (event, reaction) do update set done_at = excluded.done_at, next_at = null
            where d.done_at is null and d.dead_at is null
            returning d.event)
        select o.body from claimed c join outbox o on o.id = c.event
        """,
        event=event,
        reaction=reaction,
        now=tx.now,
    )
    return row["body"] if row else None


async def finish(tx: WorkspaceTx, event: UUID) -> None:
    """One reaction to an event has ended, well or not; with the last one the event is done."""
    await tx.run(
        "update outbox set remaining = remaining - 1, done_at = case when remaining <= 1 then %(now)s end where id = %(event)s",
        event=event,
        now=tx.now,
    )


async def insert_failure(tx: WorkspaceTx, event: UUID, reaction: str, error: str) -> int | None:
    """Count a failure; returns how many there were, or none if the delivery has ended."""
    row = await tx.maybe(
        """
        insert into delivery as d (event, reaction, attempts, error)
        select id, %(reaction)s, 1, %(error)s from outbox where id = %(event)s
        on conflict (event, reaction) do update set attempts = d.attempts + 1, error = excluded.error
        where d.done_at is null and d.dead_at is null
        returning d.attempts
        """,
        event=event,
        reaction=reaction,
        error=error,
    )
    return int(row["attempts"]) if row else None


async def put_off(tx: WorkspaceTx, event: UUID, reaction: str, queue: str, delay: float) -> None:
    """Try a delivery again after some seconds."""
    await tx.run(
        """
        with waiting as (
            update delivery set next_at = %(now)s + make_interval(secs => %(delay)s) where event = %(event)s and reaction = %(reaction)s)
        update outbox set attempts = attempts + 1 where id = %(event)s
        """,
        event=event,
        reaction=reaction,
        delay=delay,
        now=tx.now,
    )
    await tx.run(
        "select jobs.relay(%(batches)s)",
        batches=Jsonb([{"queue": queue, "reaction": reaction, "events": [str(event)], "delay": delay}]),
    )


async def bury(tx: WorkspaceTx, event: UUID, reaction: str) -> None:
    """Give a delivery up."""
    await tx.run(
        "update delivery set dead_at = %(now)s, next_at = null where event = %(event)s and reaction = %(reaction)s",
        event=event,
        reaction=reaction,
        now=tx.now,
    )
    await tx.run(
        """
        update outbox o set error = d.reaction || ': ' || d.error
        from delivery d
        where o.id = %(event)s and d.event = o.id and d.reaction = %(reaction)s
        """,
        event=event,
        reaction=reaction,
    )


async def load_dead(tx: WorkspaceTx, most: int) -> list[DeadLetter]:
    """Deliveries that were given up, newest first."""
    rows = await tx.all(
        """
        select d.event, o.kind, d.reaction, d.attempts, d.dead_at, coalesce(d.error, '') as error
        from delivery d join outbox o on o.id = d.event
        where d.dead_at is not null
        order by d.dead_at desc, d.event, d.reaction
        limit %(most)s
        """,
        most=most,
    )
    return [DeadLetter(**row) for row in rows]


async def exhume(tx: WorkspaceTx, event: UUID, reaction: str) -> bool:
    """Open a delivery that was given up; false if there is none."""
    touched = await tx.run(
        """
        with opened as (
            update delivery set dead_at = null, attempts = 0
            where event = %(event)s and reaction = %(reaction)s and dead_at is not null
            returning event)
        update outbox o set remaining = remaining + 1, done_at = null, error = null from opened where o.id = opened.event
        """,
        event=event,
        reaction=reaction,
    )
    return touched > 0


async def split(tx: WorkspaceTx, queue: str, reaction: str, events: list[UUID]) -> None:
    """Give events back to the queue one by one."""
    batches = [{"queue": queue, "reaction": reaction, "events": [str(event)]} for event in events]
    await tx.run("select jobs.relay(%(batches)s)", batches=Jsonb(batches))


async def reopen_lost(tx: WorkspaceTx) -> int:
    """Let events be dispatched again that the queue lost: handed over an hour ago, not done, and no job left. Their reactions claim, so none acts twice."""
    return await tx.run(
        """
        update outbox set deferred_at = null, attempts = 0
        where deferred_at < %(now)s - interval '1 hour' and done_at is null
            and not exists (
                select from delivery d where d.event = outbox.id and d.next_at > %(now)s - interval '1 hour' and d.done_at is null and d.dead_at is null)
            and jobs.is_idle(%(workspace)s)
        """,
        now=tx.now,
        workspace=int(tx.workspace),
    )


async def purge(tx: WorkspaceTx) -> None:
    """Remove events that were done a week ago, unless a dead letter belongs to them, and keys of repeated requests after 48 hours."""
    await tx.run(
        """
        delete from outbox o
        where o.done_at < %(now)s - interval '7 days'
            and not exists (select from delivery d where d.event = o.id and d.dead_at is not null)
        """,
        now=tx.now,
    )
    await tx.run("delete from idempotency where at < %(now)s - interval '48 hours'", now=tx.now)


async def add_partitions(tx: WorkspaceTx) -> int:
    """Partitions of history and log for this month and the next three; returns how many were made."""
    row = await tx.one("select add_partitions((%(now)s + interval '3 months')::date) as made", now=tx.now)
    return int(row["made"])
