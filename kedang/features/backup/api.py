"""Routes of the backups. They belong to the workspace that looks after the installation: the first one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from kedang.core import audit
from kedang.core.base import Actor
from kedang.web import Body, Caller, get, post, put

from . import overview
from .model import Every, Kind, Plan, Run, RunState, What
from .overview import Kept, Overview, Place


class NewPlan(Body, frozen=True, kw_only=True):
    """When backups shall be made by themselves. What is not given has its default."""

    every: Every
    weekday: int = 7  #: of a weekly one: Monday is 1, Sunday 7
    time: str = "02:00"  #: in the installation's zone
    keep: int = 7  #: how many of them stay: 1 to 60
    version: int  #: that was read


class PlanShown(msgspec.Struct, frozen=True, kw_only=True):
    """When backups are made by themselves."""

    every: Every
    weekday: int
    time: str
    keep: int
    version: int
    zone: str
    next_at: datetime | None
    is_late: bool  #: it was due more than an hour ago: nobody makes them


class RunShown(msgspec.Struct, frozen=True, kw_only=True):
    """A backup or a restore test, as it goes."""

    id: UUID
    what: What
    kind: Kind
    state: RunState
    at: datetime
    ended_at: datetime | None
    step: str
    done: int
    total: int
    folder: str | None
    report: dict[str, Any] | None  # Any: JSON
    error: str | None  #: in the caller's language
    code: str | None  #: of the error


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """The latest of each sort."""

    backup: RunShown | None
    test: RunShown | None


class PlaceShown(msgspec.Struct, frozen=True, kw_only=True):
    """A folder for backups; what cannot be told is null, and ``problem`` says why."""

    folder: str
    is_copy: bool
    free: int | None
    size: int | None
    problem: str | None


class BackupShown(msgspec.Struct, frozen=True, kw_only=True):
    """A backup; of one that cannot be read only its name, and why."""

    name: str
    folder: str
    at: datetime | None
    kind: Kind | None
    bytes: int | None
    rows: int | None
    files: int | None
    workspaces: int | None
    seconds: float | None
    version: str | None  #: of the program that made it
    verified_at: datetime | None  #: when it was last restored aside and found the same
    has_copy: bool
    problem: str | None  #: why it cannot be read, or how its last restore test failed


class BackupsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The plan, the folders, the backups, and how the latest runs went."""

    plan: PlanShown
    places: list[PlaceShown]
    items: list[BackupShown]
    runs: Runs


@get("/backups", policy="manage:backups")
async def find(caller: Caller, actor: Actor) -> BackupsShown:
    """When backups are made, where they lie, and what is there."""
    services = caller.services
    await overview.check_operator(services.database, actor.workspace)
    return show(await overview.find(services.database, services.settings), services.settings.zone, actor.language)


@get("/backups/runs", policy="manage:backups")
async def runs(caller: Caller, actor: Actor) -> Runs:
    """The latest backup and the latest restore test, as they go."""
    await overview.check_operator(caller.services.database, actor.workspace)
    return show_runs(await overview.runs(caller.services.database), actor.language)


@put("/backups/plan", policy="manage:backups")
async def set_plan(caller: Caller, actor: Actor, data: NewPlan) -> BackupsShown:
    """Set the plan. 409 ``stale`` with the present ``version`` if somebody else was faster; what holds already may be sent again."""
    services, wanted = caller.services, msgspec.convert(msgspec.structs.asdict(data), Plan)
    await overview.check_operator(services.database, actor.workspace)
    overview.check_plan(wanted)
    after = await overview.set_plan(services.database, services.settings, wanted)
    async with caller.enter() as tx:
        await audit.append(tx, actor, "backup.plan_changed", body={"after": msgspec.to_builtins(after)})
    return show(await overview.find(services.database, services.settings), services.settings.zone, actor.language)


@post("/backups", policy="manage:backups")
async def back_up(caller: Caller, actor: Actor) -> Runs:
    """Back up now, in the background. One that is under way is not begun twice."""
    return await _ask(caller, actor, "backup")


@post("/backups/test", policy="manage:backups")
async def test(caller: Caller, actor: Actor) -> Runs:
    """Restore the newest backup into a database aside and compare it, in the background; the running data is not touched."""
    return await _ask(caller, actor, "test")


async def _ask(caller: Caller, actor: Actor, what: What) -> Runs:
    services = caller.services
    await overview.check_operator(services.database, actor.workspace)
    run = await overview.ask(services.database, services.settings, what)
    async with caller.enter() as tx:
        await audit.append(tx, actor, "backup.asked", body={"what": what, "run": str(run.id)})
    return show_runs(await overview.runs(services.database), actor.language)


def show(found: Overview, zone: str, language: str) -> BackupsShown:
    """Everything in a language; ``zone`` is the installation's."""
    plan, next_at = found.plan, found.next_at
    told = PlanShown(
        every=plan.every, weekday=plan.weekday, time=plan.time, keep=plan.keep, version=plan.version, zone=zone,
        next_at=next_at.astimezone(UTC) if next_at else None, is_late=found.is_late,
    )  # fmt: skip
    places, items = [_show_place(one, language) for one in found.places], [_show_kept(one, language) for one in found.kept]
    return BackupsShown(plan=told, places=places, items=items, runs=show_runs(found.latest, language))


def show_runs(latest: dict[What, Run], language: str) -> Runs:
    """The latest runs in a language."""
    return Runs(backup=_show_run(latest.get("backup"), language), test=_show_run(latest.get("test"), language))


def _show_run(run: Run | None, language: str) -> RunShown | None:
    if run is None:
        return None
    error = run.error_zh if language.startswith("zh") else run.error_en
    return RunShown(
        id=run.id, what=run.what, kind=run.kind, state=run.state, at=run.at.astimezone(UTC), ended_at=run.ended_at.astimezone(UTC) if run.ended_at else None,
        step=run.step, done=run.done, total=run.total, folder=run.folder, report=run.report, error=error, code=run.error,
    )  # fmt: skip


def _show_place(place: Place, language: str) -> PlaceShown:
    problem = place.problem.text(language) if place.problem else None
    return PlaceShown(folder=str(place.folder), is_copy=place.is_copy, free=place.free, size=place.size, problem=problem)


def _show_kept(one: Kept, language: str) -> BackupShown:
    backup, test = one.backup, one.last_test
    failed = (test.error_zh if language.startswith("zh") else test.error_en) if test and test.state == "failed" else None
    problem = one.problem.text(language) if one.problem else failed
    manifest, verified = (backup.manifest, backup.verified) if backup else (None, None)
    return BackupShown(
        name=one.name, folder=str(one.folder), at=manifest.at.astimezone(UTC) if manifest else None, kind=manifest.kind if manifest else None,
        bytes=backup.size if backup else None, rows=backup.rows if backup else None,
        files=sum(name.startswith("files/") for name in manifest.files) if manifest else None,
        workspaces=len(manifest.workspaces) if manifest else None, seconds=manifest.seconds if manifest else None,
        version=manifest.version if manifest else None, verified_at=verified.at.astimezone(UTC) if verified else None, has_copy=one.has_copy, problem=problem,
    )  # fmt: skip


routes = [find, runs, set_plan, back_up, test]
