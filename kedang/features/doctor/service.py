"""The whole examination."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

from kedang.core.db import Database, WorkspaceTx
from kedang.settings import Settings

from . import backups, database, door, machine, store
from .model import Check, Noted, Patient
from .words import Tr, attention, ok

LATE = 2.0  #: hours after the planned time at which a backup is overdue
DRILL = 8.0  #: days after which a drill is due


class KnownBackup(Protocol):
    """What the doctor wants to know of a backup."""

    @property
    def at(self) -> datetime:
        """The moment whose state it holds."""
        ...

    @property
    def verified_at(self) -> datetime | None:
        """When it was last restored aside and compared."""
        ...


def examine(patient: Patient, tr: Tr, known: Sequence[KnownBackup]) -> Iterator[Check]:
    """Look at everything, one after another; ``known`` backups are the newest first."""
    yield from machine.checks(patient, tr)
    yield from door.checks(patient.settings, tr, datetime.now(tz=UTC))
    yield from database.checks(patient, tr)
    with store.connect(patient.addresses.admin) as admin:
        noted = store.load_noted(admin)
    yield from of_backups(known, tr, datetime.now(tz=UTC), noted)


async def look(tx: WorkspaceTx, settings: Settings, tr: Tr, noted: Noted) -> list[Check]:
    """What can be seen from inside, without the database's administrator: for who manages a workspace. ``noted``: what is noted of backups."""
    version, dead, lag = await store.load_inside(tx)
    known = await asyncio.to_thread(backups.find, settings.data_dir / "backups")
    return [
        ok("postgres", f"PostgreSQL {version}"),
        *machine.resources(settings, tr),
        *await asyncio.to_thread(lambda: [*door.checks(settings, tr, tx.now)]),
        database.given_up(str(dead) if dead else "", tr),
        database.waiting(lag, tr),
        *database.of_exports({int(tx.workspace): await store.load_periodic_inside(tx)}, tx.now, tr),
        *of_backups(known, tr, tx.now, noted),
    ]


async def load_noted(database: Database) -> Noted:
    """What is noted of backups."""
    async with database.installation() as tx:
        return await store.load_noted_inside(tx)


def of_backups(known: Sequence[KnownBackup], tr: Tr, now: datetime, noted: Noted) -> Iterator[Check]:
    """Whether there is a backup of today, or of this week if it is planned so, whether the last one failed, and whether one was tried out lately."""
    yield from _newest(known, tr, now, noted)
    if not known:
        return
    if noted.failed_test:
        said = tr(f"最近一次恢复测试失败：{noted.failed_test.zh}", f"The last restore test failed: {noted.failed_test.en}")
        yield attention("drill", said, tr("请立即重新备份并再次测试：设置 → 备份。", "Back up now and test again: Settings, Backups."), status="failed")
        return
    drills = [one.verified_at for one in known if one.verified_at is not None]
    if drills and (now - max(drills)).days < DRILL:
        yield ok("drill", tr(f"最近一次恢复演练：{max(drills):%Y-%m-%d}", f"The last restore drill: {max(drills):%Y-%m-%d}"))
    else:
        yield attention("drill", tr("近期没有恢复演练", "No backup was verified lately"), "kedang restore --verify")


def _newest(known: Sequence[KnownBackup], tr: Tr, now: datetime, noted: Noted) -> Iterator[Check]:
    if noted.failed_backup:
        said = tr(f"最近一次备份失败：{noted.failed_backup.zh}", f"The last backup failed: {noted.failed_backup.en}")
        yield attention("backup", said, tr("排除原因后请立即备份：设置 → 备份。", "Once that is mended, back up now: Settings, Backups."), status="failed")
        return
    if not known:
        yield attention("backup", tr("还没有备份", "There is no backup yet"), "kedang backup")
        return
    hours = (now - known[0].at).total_seconds() / 3600
    text = tr(f"最近一次备份在 {hours:.1f} 小时前", f"The newest backup is {hours:.1f} hours old")
    yield ok("backup", text) if hours <= noted.days * 24 + LATE else attention("backup", text, "kedang backup")
