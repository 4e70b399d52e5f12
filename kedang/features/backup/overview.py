"""Verbs of the page: the plan, the backups that there are, and asking for one. Backups hold every workspace; the first one's administrators see to them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kedang.core.base import KedangError, Reason, WorkspaceId, new_id
from kedang.core.db import Database
from kedang.settings import Settings

from . import files, store_runs
from .chores import BACKUP, plan_of
from .errors import BackupDamaged, BadPlan, CannotWrite, NoBackup, OperatorsOnly, PlanChanged
from .model import Backup, Plan, Run, What
from .service import MANIFEST, folder_of, read, usual_plan

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LATE = timedelta(hours=1)
MOST = 60  #: planned backups that may stay


@dataclass(frozen=True, kw_only=True)
class Place:
    """A folder for backups."""

    folder: Path
    is_copy: bool  #: the second one
    free: int | None  #: bytes left on its disk
    size: int | None  #: bytes of its disk
    problem: KedangError | None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A backup on disk, or what is left of one."""

    name: str
    folder: Path
    backup: Backup | None  #: none: it cannot be read
    problem: KedangError | None  #: why it cannot be read
    has_copy: bool
    last_test: Run | None  #: of this backup


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Everything that the page shows."""

    plan: Plan
    next_at: datetime | None
    is_late: bool  #: it was due an hour ago, and nobody has begun
    places: list[Place]
    kept: list[Kept]  #: the newest first
    latest: dict[What, Run]


async def check_operator(database: Database, workspace: WorkspaceId) -> None:
    """Raises ``OperatorsOnly`` in every workspace but the one that looks after the installation."""
    async with database.installation() as tx:
        if await store_runs.load_first_workspace(tx) != workspace:
            raise OperatorsOnly


async def find(database: Database, settings: Settings) -> Overview:
    """The plan, the folders, the backups in them, and the latest runs."""
    async with database.installation() as tx:
        plan = await store_runs.load_plan(tx, usual_plan(settings))
        now = tx.now
        next_at, latest, tests = await store_runs.load_next(tx, BACKUP), await store_runs.load_latest(tx), await store_runs.load_tests(tx)
    last_test = {run.folder or "": run for run in reversed(tests)}
    places, kept = await asyncio.to_thread(lambda: (_places(settings), _kept(settings, last_test)))
    return Overview(plan=plan, next_at=next_at, is_late=next_at is not None and next_at < now - LATE, places=places, kept=kept, latest=latest)


async def runs(database: Database) -> dict[What, Run]:
    """The latest backup and the latest restore test, as they go."""
    async with database.installation() as tx:
        return await store_runs.load_latest(tx)


def check_plan(wanted: Plan) -> None:
    """Raises ``BadPlan``."""
    for name, value, most in (("weekday", wanted.weekday, 7), ("keep", wanted.keep, MOST)):
        if not 1 <= value <= most:
            raise BadPlan(field=name, reason=Reason("range", f"give a number from 1 to {most}", f"应为 1 到 {most} 的数字"))
    if not TIME.fullmatch(wanted.time):
        raise BadPlan(field="time", reason=Reason("time", "give a time of day such as 02:30", "应为时刻，例如 02:30"))


async def set_plan(database: Database, settings: Settings, wanted: Plan) -> Plan:
    """Set the plan; ``wanted`` carries the version that was read. What holds already may be sent again. Raises ``BadPlan`` and ``PlanChanged``."""
    check_plan(wanted)
    before = await plan_of(settings, database)
    if (before.every, before.weekday, before.time, before.keep) == (wanted.every, wanted.weekday, wanted.time, wanted.keep):
        return before
    async with database.installation() as tx:
        if wanted.version != before.version or not await store_runs.upsert_plan(tx, wanted):
            raise PlanChanged(version=(await store_runs.load_plan(tx, usual_plan(settings))).version)
    return await plan_of(settings, database)


async def ask(database: Database, settings: Settings, what: What) -> Run:
    """Ask for a backup or a restore test; a worker sees to it. One that is under way is not begun twice. Raises ``NoBackup``: there is none to test."""
    if what == "test" and not await asyncio.to_thread(lambda: [one for one in _kept(settings, {}) if one.backup]):
        raise NoBackup(folder=folder_of(settings))
    async with database.installation() as tx:
        await store_runs.insert_wish(tx, new_id(), what)
        return (await store_runs.load_latest(tx))[what]


def _places(settings: Settings) -> list[Place]:
    folders = [(folder_of(settings), False), *([(Path(settings.backup_copy), True)] if settings.backup_copy else [])]
    return [_place(folder.absolute(), is_copy=is_copy) for folder, is_copy in folders]


def _place(folder: Path, *, is_copy: bool) -> Place:
    try:
        there = next(one for one in (folder, *folder.parents) if one.exists())  # it is made with the first backup
        free, size = files.disk(there)
        problem = None if files.may_write(there) else CannotWrite(folder=folder, reason="Permission denied")
    except OSError as broken:
        return Place(folder=folder, is_copy=is_copy, free=None, size=None, problem=CannotWrite(folder=folder, reason=broken.strerror or ""))
    return Place(folder=folder, is_copy=is_copy, free=free, size=size, problem=problem)


def _kept(settings: Settings, last_test: dict[str, Run]) -> list[Kept]:
    found: list[Kept] = []
    for manifest in folder_of(settings).glob("*/" + MANIFEST):
        folder = manifest.parent.absolute()
        if folder.suffix == ".part":
            continue
        backup, problem = _read(folder)
        has_copy = bool(settings.backup_copy) and (Path(settings.backup_copy) / folder.name / MANIFEST).is_file()
        test = last_test.get(folder.name)
        found.append(Kept(name=folder.name, folder=folder, backup=backup, problem=problem, has_copy=has_copy, last_test=test))
    return sorted(found, key=lambda one: one.name, reverse=True)


def _read(folder: Path) -> tuple[Backup | None, KedangError | None]:
    try:
        return read(folder), None
    except (NoBackup, BackupDamaged) as broken:
        return None, broken
