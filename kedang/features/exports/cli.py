"""The command ``export``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from kedang import cli, solutions
from kedang.cli import tr
from kedang.core.access import rights_of
from kedang.core.base import WorkspaceId, label_in, system_actor
from kedang.core.db import Database

from . import service
from .cli_schedule import Change, Wish, schedule as set_schedule
from .files import name_of
from .model import Json, Made, Wanted

ObjectKey = Annotated[str | None, typer.Option("--object", help=tr("要导出的对象，例如 customer。", "The object to export, for example customer."))]
Everything = Annotated[bool, typer.Option("--everything", help=tr("导出整个工作区（ZIP，开放格式）。", "Export the whole workspace (ZIP, open formats)."))]
FILTER = tr('条件，JSON，例如 {"field":"level","op":"eq","value":"A"}。', 'A condition in JSON, such as {"field":"level","op":"eq","value":"A"}.')
Filter = Annotated[str | None, typer.Option("--filter", help=FILTER)]
Fields = Annotated[str | None, typer.Option("--fields", help=tr("字段的键，以逗号分隔；默认全部。", "Keys of fields, separated by commas; all unless given."))]
Sort = Annotated[str | None, typer.Option("--sort", help=tr("排序，例如 -amount,name。", "The order, such as -amount,name."))]
FormatOption = Annotated[Literal["xlsx", "csv", "pdf"], typer.Option("--format", help=tr("xlsx、csv 或 pdf。", "xlsx, csv or pdf."))]
WithIds = Annotated[bool, typer.Option("--with-ids", help=tr("加上 ID 与版本两列。", "With the columns id and version."))]
History = Annotated[bool | None, typer.Option("--history/--no-history", help=tr("整个工作区：包括历次修改。", "Of the whole workspace: with every change."))]
To = Annotated[
    Path | None, typer.Option("--to", help=tr("写入的文件；默认在当前文件夹按对象与时间命名。", "The file to write; named by object and time unless given."))
]
ScheduleOption = Annotated[
    Wish | None,
    typer.Option(
        "--schedule",
        help=tr("定期导出整个工作区：查看、关闭、每天、每周或每月。", "The periodic export of the whole workspace: show it, off, daily, weekly or monthly."),
    ),
]
DAY = tr("定期：星期几（1–7）或每月几日（1–31）。", "Periodic: the day of the week (1-7) or of the month (1-31).")
Day = Annotated[int | None, typer.Option("--day", help=DAY)]
At = Annotated[str | None, typer.Option("--at", help=tr("定期：时刻，例如 02:30。", "Periodic: the time of day, such as 02:30."))]
Keep = Annotated[int | None, typer.Option("--keep", help=tr("定期：保留最新的几份（1–52）。", "Periodic: how many files stay (1-52)."))]
Workspace = Annotated[int | None, typer.Option(help=tr("工作区编号；默认第一个。", "Number of the workspace; the first unless given."))]


def export(
    *, object: ObjectKey = None, everything: Everything = False, filter: Filter = None, fields: Fields = None, sort: Sort = None,
    format: FormatOption = "xlsx", with_ids: WithIds = False, history: History = None, to: To = None,
    schedule: ScheduleOption = None, day: Day = None, at: At = None, keep: Keep = None, workspace: Workspace = None, json: cli.Json = False,
) -> None:  # fmt: skip
    """Write a list as a workbook or CSV, or the whole workspace as an archive, now or by itself."""
    change = Change(day=day, at=at, keep=keep, history=history)
    with cli.task(json=json) as task:
        if schedule is not None:
            if object or everything or filter or fields or sort or with_ids or to:
                raise cli.WrongUse(problem=tr("--schedule 不能与导出选项同用。", "--schedule goes with no option of an export now"))
            set_schedule(task, schedule, change, workspace)
            return
        if day is not None or at is not None or keep is not None:
            raise cli.WrongUse(problem=tr("--day、--at、--keep 只用于 --schedule。", "--day, --at and --keep are for --schedule"))
        if to is not None and not to.absolute().parent.is_dir():
            raise cli.WrongUse(problem=tr(f"文件夹不存在：{to.absolute().parent}", f"there is no folder {to.absolute().parent}"))
        wanted = _wanted(object, filter, fields, sort, format, everything=everything, with_ids=with_ids, history=history is True)
        with task.open() as opened, task.output.progress() as progress:
            number, language = opened.workspace(workspace), opened.settings.language
            bar = progress.add_task(tr("导出", "Export"), total=None)

            async def say(rows: int) -> None:
                progress.update(bar, completed=rows, description=tr(f"导出 {rows:,} 行", f"Export: {rows:,} rows"))

            made, path = opened.run(lambda database: _write(database, number, wanted, to, language, say))
        size = path.stat().st_size
        found = {"file": str(path), "format": wanted.format, "object": wanted.object, "rows": made.rows, "cut": made.cut, "bytes": size}
        task.output.result(found, _text(path, made, size))
        if made.cut:
            raise typer.Exit(cli.ATTENTION)


def _wanted(
    object: str | None, condition: str | None, fields: str | None, sort: str | None, format: Literal["xlsx", "csv", "pdf"], *,
    everything: bool, with_ids: bool, history: bool,
) -> Wanted:  # fmt: skip
    if everything == (object is not None):
        raise cli.WrongUse(problem=tr("请用 --object 指定对象，或用 --everything 导出全部。", "name an object with --object, or export all with --everything"))
    if everything:
        if condition or fields or sort or with_ids:
            raise cli.WrongUse(problem=tr("--everything 不能带条件、字段或排序。", "--everything takes no condition, fields or order"))
        return Wanted(format="zip", with_history=history)
    if history:
        raise cli.WrongUse(problem=tr("--history 只用于 --everything。", "--history is for --everything"))
    query: Json = {}
    if condition:
        try:
            query["where"] = msgspec.json.decode(condition, type=dict[str, Any])  # Any: checked when the query is read
        except msgspec.DecodeError as broken:
            raise cli.WrongUse(problem=tr(f"--filter 不是有效的 JSON：{broken}", f"--filter is no valid JSON: {broken}")) from None
    if fields:
        query["fields"] = [one.strip() for one in fields.split(",") if one.strip()]
    if sort:
        query["sort"] = [one.strip() for one in sort.split(",") if one.strip()]
    return Wanted(object=object, query=query, format=format, with_ids=with_ids)


async def _write(
    database: Database, workspace: WorkspaceId, wanted: Wanted, to: Path | None, language: str, say: Callable[[int], Awaitable[None]]
) -> tuple[Made, Path]:
    """As the operator, who may do everything; the log says so."""
    actor = system_actor(workspace, name="operator", via="cli")
    async with database.workspace(workspace, timeout=4 * 3600, snapshot=True) as tx:
        rights = await rights_of(tx, actor)
        path = to or Path.cwd() / _name(rights.catalog.objects, wanted, tx.name, tx.now, tx.zone, language)
        part = path.with_name(f"{path.name}.part")
        try:
            made = await service.write(tx, rights, wanted, part, language=language, say=say, definitions=solutions.export_texts)
            part.replace(path)
        except OSError as broken:
            raise cli.WrongUse(problem=tr(f"无法写入 {path}：{broken.strerror}", f"cannot write {path}: {broken.strerror}")) from None
        finally:
            part.unlink(missing_ok=True)
        await service.log(tx, actor, "export.made", wanted, rows=made.rows)
    return made, path


def _name(objects: Any, wanted: Wanted, workspace: str, at: datetime, zone: str, language: str) -> str:  # Any: a mapping of the catalog
    label = label_in(objects[wanted.object].definition.label, language) if wanted.object in objects else workspace
    return name_of(label, at, zone, wanted.format)


def _text(path: Path, made: Made, size: int) -> str:
    cut_zh = f"；{made.cut} 个单元格过长被截断，CSV 不受此限" if made.cut else ""
    cut_en = f"; {made.cut} cells were too long for a workbook and were cut, CSV has no such limit" if made.cut else ""
    return tr(f"已导出 {made.rows:,} 行到 {path}（{size / 1e6:.1f} MB）{cut_zh}。", f"{made.rows:,} rows were written to {path} ({size / 1e6:.1f} MB){cut_en}.")
