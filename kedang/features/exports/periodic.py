"""The verbs of periodic whole exports: the schedule, what it has made, and which files stay.

They are the workspace's: made by the system, whoever set the schedule, and given only to who may see all that is in them (docs/decisions/0010).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from kedang.core import audit, outbox
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import AllRows, Level

from . import store, store_periodic
from .errors import BadExport, Interrupted, ScheduleChanged
from .events import PeriodicExportDue
from .files import name_of, path_of, remove
from .model import Export, ExportSchedule, Periodic

KEY = "exports.periodic"
MOST = 52  #: files that may stay
PATIENCE = timedelta(hours=24)  #: how long a failed one is tried again, every hour
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


async def get_schedule(tx: WorkspaceTx, actor: Actor) -> ExportSchedule:
    """The schedule; off if nobody has ever set one. Raises ``MayNotManage``."""
    (await rights_of(tx, actor)).require_manage("workspace")
    return await store_periodic.load_schedule(tx)


async def set_schedule(tx: WorkspaceTx, actor: Actor, wanted: ExportSchedule) -> ExportSchedule:
    """Set the schedule; ``wanted`` carries the version that was read. One that says what holds already changes nothing.

    Raises ``MayNotManage``, ``BadExport`` and ``ScheduleChanged``.
    """
    before = await get_schedule(tx, actor)
    _check(wanted)
    if _settings(wanted) == _settings(before):
        return before
    if wanted.version != before.version or not await store_periodic.upsert_schedule(tx, wanted, by=actor.person):
        raise ScheduleChanged(version=(await store_periodic.load_schedule(tx)).version)
    if wanted.line:
        await outbox.put_schedule(tx, KEY, every=wanted.line, event=PeriodicExportDue())
    else:
        await outbox.cancel_schedule(tx, KEY)
    await audit.append(tx, actor, "export.schedule_changed", body={"before": _settings(before), "after": _settings(wanted)})
    return await store_periodic.load_schedule(tx)


def _settings(schedule: ExportSchedule) -> dict[str, object]:
    return {key: getattr(schedule, key) for key in ("every", "weekday", "day", "time", "keep", "with_history")}


def _check(wanted: ExportSchedule) -> None:
    for field, value, most in (("weekday", wanted.weekday, 7), ("day", wanted.day, 31), ("keep", wanted.keep, MOST)):
        if not 1 <= value <= most:
            raise BadExport(field=field, reason=f"give a number from 1 to {most}", reason_zh=f"应为 1 到 {most} 的数字")
    if not TIME.fullmatch(wanted.time):
        raise BadExport(field="time", reason="give a time of day such as 02:30", reason_zh="应为时刻，例如 02:30")


async def find(tx: WorkspaceTx, actor: Actor, folder: Path) -> Periodic:
    """The schedule, when it is due next, the newest export, and the files that are kept. Raises ``MayNotManage``."""
    schedule, rights = await get_schedule(tx, actor), await rights_of(tx, actor)
    known = await store_periodic.load_all(tx)
    there = await asyncio.to_thread(_there, folder, known)
    last = next((one for one in known if one.state != "done" or one in there), None)
    return Periodic(schedule=schedule, next_at=await outbox.next_of(tx, KEY), last=last, kept=there, can_take=covers_everything(rights))


def _there(folder: Path, known: Sequence[Export]) -> list[Export]:
    """Those whose files are there: after a restore the database may know of more."""
    return [one for one in known if one.state == "done" and path_of(folder, one).is_file()]


def covers_everything(rights: Rights) -> bool:
    """Whether an actor may export every row of every object, and read every field of it."""
    for one in rights.catalog.objects.values():
        scope = rights.scope.of(one)
        needed = [scope.rows, scope.actions.get("export", frozenset()), *(scope.where(key, Level.READ) for key in one.fields)]
        if any(AllRows() not in rows for rows in needed):
            return False
    return True


async def begin(tx: WorkspaceTx, id: UUID, *, is_again: bool) -> bool:
    """Note that an export is due; false if none is wanted any more."""
    schedule = await store_periodic.load_schedule(tx)
    if schedule.every == "off":
        return False
    if is_again:
        return await store.load(tx, id) is not None
    await store_periodic.insert(tx, id=id, name=name_of(tx.name, tx.now, tx.zone, "zip"), with_history=schedule.with_history)
    return True


async def look_after(tx: WorkspaceTx) -> None:
    """Give up what was cut off for good, and let what failed lately be tried again."""
    await store_periodic.set_interrupted(tx, Interrupted.code, before=tx.now - PATIENCE)
    schedule, known = await store_periodic.load_schedule(tx), await store_periodic.load_all(tx)
    if schedule.every != "off" and known and known[0].state == "failed" and known[0].at > tx.now - PATIENCE:
        await outbox.emit(tx, PeriodicExportDue(again=known[0].id))


async def load_surplus(tx: WorkspaceTx, folder: Path) -> list[Export]:
    """What makes room for newer ones: files beyond those that stay, failures before the newest file, and exports whose file is gone."""
    keep, known = (await store_periodic.load_schedule(tx)).keep, await store_periodic.load_all(tx)
    there = await asyncio.to_thread(_there, folder, known)
    if not there:
        return []
    gone = [one for one in known if one.state in ("done", "failed") and one not in there and one.at < there[0].at]
    return [*there[keep:], *gone]


async def forget(tx: WorkspaceTx, actor: Actor, surplus: Sequence[Export], folder: Path) -> None:
    """Remove exports, first their files, so that none is left that nobody knows of."""
    for one in surplus:
        await asyncio.to_thread(remove, folder, one)
    await store_periodic.delete(tx, [one.id for one in surplus])
    removed = [str(one.id) for one in surplus if one.state == "done"]
    if removed:
        await audit.append(tx, actor, "export.removed", body={"exports": removed})


def as_new(known: ExportSchedule, **change: object) -> ExportSchedule:
    """A schedule with some of its settings changed; none means: as it is."""
    return msgspec.structs.replace(known, **{key: value for key, value in change.items() if value is not None})
