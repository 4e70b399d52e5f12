"""Schedules of a workspace: cron lines in its zone, each with the event that it emits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterBadCronError, CroniterBadDateError, croniter

from kedang.core.base import Event, Invalid
from kedang.core.db import WorkspaceTx

from . import store

logger = logging.getLogger(__name__)


class BadCronLine(Invalid):
    """The schedule {every!r} in the zone {zone!r} cannot be read; it takes five fields, such as '30 2 * * *'."""

    zh = "无法识别计划 {every!r}（时区 {zone!r}）；应为五段式，例如 '30 2 * * *'。"


def next_run(every: str, zone: str, after: datetime) -> datetime:
    """The first moment after another at which a cron line of five fields is due in a zone, in UTC. Raises ``BadCronLine``.

    Several lines are joined by ``|``: the first of them that is due counts. At an hour that the clock strikes twice, a line that names its hour is due once.
    """
    try:
        local = after.astimezone(ZoneInfo(zone))
        return min(_next_of_line(line, local) for line in every.split("|"))
    except (CroniterBadCronError, CroniterBadDateError, ZoneInfoNotFoundError, ValueError) as broken:
        raise BadCronLine(every=every, zone=zone) from broken


def _next_of_line(line: str, local: datetime) -> datetime:
    fields = line.split()
    if len(fields) != 5:
        raise ValueError(line)
    runs = croniter(line, local)
    found: datetime = runs.get_next(datetime)
    while found.fold and "*" not in fields[1]:
        found = runs.get_next(datetime)
    return found.astimezone(UTC)


async def put_schedule(tx: WorkspaceTx, key: str, *, every: str, event: Event, zone: str | None = None) -> None:
    """Emit an event whenever a cron line is due, in the workspace's zone unless another is given. Replaces the schedule of this key.

    A schedule that stays the same keeps its next time, so a missed one is made up for once. Raises ``BadCronLine``.
    """
    await store.upsert_schedule(tx, key, every, zone, event, next_run(every, zone or tx.zone, tx.now))


async def next_of(tx: WorkspaceTx, key: str) -> datetime | None:
    """When a schedule is due next; it is in the past while nobody emits. None if there is no such schedule."""
    return await store.load_next(tx, key)


async def cancel_schedule(tx: WorkspaceTx, key: str) -> None:
    """Forget a schedule; nothing happens if there is none."""
    await store.delete_schedule(tx, key)


async def emit_due(tx: WorkspaceTx) -> int:
    """Turn every schedule that is due into one event, however often it was missed; returns how many."""
    due = await store.load_due(tx)
    for one in due:
        await store.emit_schedule(tx, one, _next_of(one, tx))
    return len(due)


def _next_of(due: store.Due, tx: WorkspaceTx) -> datetime:
    try:
        return next_run(due.every, due.zone or tx.zone, tx.now)
    except BadCronLine:  # a zone that is known no longer, say: daily is better than holding up the workspace
        logger.warning("schedule %s of workspace %s cannot be read and runs daily", due.key, tx.workspace)
        return tx.now + timedelta(days=1)
