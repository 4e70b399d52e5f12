"""SQL of the schedule, and of the exports that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from kedang.core.db import WorkspaceTx

from .model import Export, ExportSchedule


async def load_schedule(tx: WorkspaceTx) -> ExportSchedule:
    """The schedule; off if nobody has ever set one."""
    row = await tx.maybe("select every, weekday, day, time, keep, with_history, version, changed_at, changed_by from export_schedule")
    return msgspec.convert(row, ExportSchedule) if row else ExportSchedule()


async def upsert_schedule(tx: WorkspaceTx, schedule: ExportSchedule, *, by: UUID | None) -> bool:
    """Write it as the version after its own; false if somebody else was faster."""
    return await tx.run(
        """
        insert into export_schedule as s (id, every, weekday, day, time, keep, with_history, version, changed_at, changed_by)
        values (1, %(every)s, %(weekday)s, %(day)s, %(time)s, %(keep)s, %(with_history)s, %(version)s + 1, %(now)s, %(by)s)
        on conflict (id) do update
        set every = excluded.every, weekday = excluded.weekday, day = excluded.day, time = excluded.time, keep = excluded.keep,
            with_history = excluded.with_history, version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by
        where s.version = %(version)s
        """,
        every=schedule.every, weekday=schedule.weekday, day=schedule.day, time=schedule.time, keep=schedule.keep, with_history=schedule.with_history,
        version=schedule.version, now=tx.now, by=by,
    ) > 0  # fmt: skip


async def insert(tx: WorkspaceTx, *, id: UUID, name: str, with_history: bool) -> None:
    """A periodic export that waits to be made; nothing happens if it does already."""
    await tx.run(
        """
        insert into export (id, is_periodic, at, state, format, with_history, language, name)
        values (%(id)s, true, %(now)s, 'waiting', 'zip', %(with_history)s, %(language)s, %(name)s)
        on conflict (id) do nothing
        """,
        id=id, now=tx.now, with_history=with_history, language=tx.language, name=name,
    )  # fmt: skip


async def load_all(tx: WorkspaceTx) -> list[Export]:
    """Every periodic export that is known, newest first."""
    return [msgspec.convert(row, Export) for row in await tx.all("select * from export where is_periodic order by at desc, id desc")]


async def delete(tx: WorkspaceTx, ids: Sequence[UUID]) -> None:
    """Forget some of them."""
    await tx.run("delete from export where is_periodic and id = any(%(ids)s::uuid[])", ids=list(ids))


async def set_interrupted(tx: WorkspaceTx, error: str, *, before: datetime) -> None:
    """Those begun before a moment and not ended by now have failed."""
    await tx.run(
        """
        update export set state = 'failed', error = %(error)s, ended_at = %(now)s
        where is_periodic and state in ('waiting', 'running') and at < %(before)s
        """,
        error=error, before=before, now=tx.now,
    )  # fmt: skip
