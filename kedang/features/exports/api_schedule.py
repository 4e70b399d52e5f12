"""Routes of the periodic whole export."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Body, Caller, get, put

from . import periodic
from .api import ExportShown, show
from .files import place_of
from .model import Every, ExportSchedule, Periodic


class NewSchedule(Body, frozen=True, kw_only=True):
    """When the whole workspace shall be exported by itself. What is not given has its default."""

    every: Every
    weekday: int = 1  #: of a weekly one: Monday is 1, Sunday 7
    day: int = 1  #: of a monthly one: 1 to 31; a shorter month has its last day instead
    time: str = "03:00"  #: in the workspace's zone
    keep: int = 4  #: how many files stay: 1 to 52
    with_history: bool = False
    version: int  #: that was read


class ScheduleShown(msgspec.Struct, frozen=True, kw_only=True):
    """The schedule, and what has come of it."""

    every: Every
    weekday: int
    day: int
    time: str
    keep: int
    with_history: bool
    version: int
    zone: str
    next_at: datetime | None  #: none while it is off
    last: ExportShown | None  #: the newest one, whatever became of it
    kept: list[ExportShown]  #: the files, newest first
    can_take: bool  #: whether the caller may have them: whose roles hide or mask a part of the workspace may not


async def _find(tx: WorkspaceTx, actor: Actor, caller: Caller) -> ScheduleShown:
    found = await periodic.find(tx, actor, place_of(caller.services.settings.data_dir, tx.workspace))
    return shown(found, tx.zone, actor.language)


def shown(found: Periodic, zone: str, language: str) -> ScheduleShown:
    """The schedule as people see it, in a language; ``zone`` is the workspace's."""
    told = found.schedule
    return ScheduleShown(
        every=told.every, weekday=told.weekday, day=told.day, time=told.time, keep=told.keep, with_history=told.with_history, version=told.version,
        zone=zone, next_at=found.next_at.astimezone(UTC) if found.next_at else None, last=show(found.last, language) if found.last else None,
        kept=[show(one, language) for one in found.kept], can_take=found.can_take,
    )  # fmt: skip


@get("/exports/schedule", policy="manage:workspace")
async def get_schedule(tx: WorkspaceTx, actor: Actor, caller: Caller) -> ScheduleShown:
    """When the whole workspace is exported by itself, what became of the last time, and the files that are kept."""
    return await _find(tx, actor, caller)


@put("/exports/schedule", policy="manage:workspace")
async def set_schedule(tx: WorkspaceTx, actor: Actor, caller: Caller, data: NewSchedule) -> ScheduleShown:
    """Set it. 409 ``stale`` with the present ``version`` if somebody else was faster; what holds already may be sent again."""
    await periodic.set_schedule(tx, actor, msgspec.convert(msgspec.structs.asdict(data), ExportSchedule))
    return await _find(tx, actor, caller)


routes = [get_schedule, set_schedule]
