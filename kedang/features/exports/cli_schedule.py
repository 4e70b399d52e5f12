"""The part of the command ``export`` that sets and shows the periodic export."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from kedang import cli
from kedang.cli import tr
from kedang.core.base import WorkspaceId, system_actor
from kedang.core.db import Database

from . import periodic
from .api_schedule import ScheduleShown, shown
from .files import place_of

Wish = Literal["show", "off", "daily", "weekly", "monthly"]
DAYS_ZH, DAYS_EN = "一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a command says of the schedule; none: as it is."""

    day: int | None = None  #: 1 to 7 of a week, or 1 to 31 of a month
    at: str | None = None
    keep: int | None = None
    history: bool | None = None


def schedule(task: cli.Task, wish: Wish, change: Change, workspace: int | None) -> None:
    """Set the schedule, or only show it, and say what holds."""
    if wish == "show" and change != Change():
        raise cli.WrongUse(problem=tr("--schedule show 只显示，不能同时修改。", "--schedule show only shows; it takes no changes"))
    with task.open() as opened:
        number = opened.workspace(workspace)
        found = opened.run(lambda database: _run(database, number, wish, change, task))
    task.output.result(found, _text(found))


async def _run(database: Database, workspace: WorkspaceId, wish: Wish, change: Change, task: cli.Task) -> ScheduleShown:
    """As the operator, who may do everything; the log says so."""
    actor = system_actor(workspace, name="operator", via="cli")
    async with database.workspace(workspace) as tx:
        if wish != "show":
            known = await periodic.get_schedule(tx, actor)
            weekday, day = (change.day, None) if wish == "weekly" else (None, change.day)
            wanted = periodic.as_new(known, every=wish, weekday=weekday, day=day, time=change.at, keep=change.keep, with_history=change.history)
            await periodic.set_schedule(tx, actor, wanted)
        return shown(await periodic.find(tx, actor, place_of(task.settings.data_dir, workspace)), tx.zone, task.settings.language)


def _text(found: ScheduleShown) -> str:
    lines = [_when(found)]
    if found.last is not None and found.last.error:
        at, why = _at(found.last.at, found.zone), found.last.error
        lines.append(tr(f"最近一次（{at}）失败：{why}", f"The last one ({at}) failed: {why}"))
    lines += [f"{_at(one.at, found.zone)}  {(one.bytes or 0) / 1e6:.1f} MB  {one.id}" for one in found.kept]
    return "\n".join(lines)


def _at(moment: str, zone: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _when(found: ScheduleShown) -> str:
    if found.every == "off" or found.next_at is None:
        return tr("定期完整导出：关闭。", "Periodic export: off.")
    day = found.weekday - 1
    zh = {"daily": "每天", "weekly": f"每周{DAYS_ZH[day]}", "monthly": f"每月 {found.day} 日"}[found.every]
    en = {"daily": "every day", "weekly": f"every {DAYS_EN[day]}", "monthly": f"on day {found.day} of each month"}[found.every]
    at = _at(found.next_at.isoformat(), found.zone)
    return tr(
        f"定期完整导出：{zh} {found.time}（{found.zone}），保留 {found.keep} 份；下次 {at}。",
        f"Periodic export: {en} at {found.time} ({found.zone}), {found.keep} files stay; next {at}.",
    )
