"""The command ``import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer

from kedang import cli
from kedang.cli import ATTENTION, Opened, tr
from kedang.core.access import rights_of
from kedang.core.base import Actor, WorkspaceId, system_actor
from kedang.core.db import Database

from . import service
from .manage import may_manage
from .refused import write_refused
from .report import report
from .staged import Choices

Json = dict[str, Any]  # Any: a tree of JSON
Files = Annotated[list[Path] | None, typer.Argument(help=tr("要导入的文件：.xlsx、.xls、.csv，可多个。", "Files to import: .xlsx, .xls, .csv; several."))]
ObjectKey = Annotated[str | None, typer.Option("--object", help=tr("只导入识别为此对象的工作表。", "Only sheets that are about this object."))]
Dry = Annotated[bool, typer.Option("--dry-run", help=tr("只检查并报告，不写入。", "Check and report, write nothing."))]
Undo = Annotated[str | None, typer.Option("--undo", help=tr("撤销此编号的导入。", "Take back the import with this id."))]
Workspace = Annotated[int | None, typer.Option(help=tr("工作区编号；默认第一个。", "Number of the workspace; the first unless given."))]
DUPLICATES = tr(
    "已有相同记录时：skip 跳过，fill 补空，update 更新，create 仍新建。", "Where the record exists: skip it, fill its gaps, update it, or create another."
)
Duplicates = Annotated[Literal["skip", "fill", "update", "create"], typer.Option(help=DUPLICATES)]
NoPeople = Annotated[bool, typer.Option("--no-new-people", help=tr("不新建人员。", "Make no new people."))]
NoOptions = Annotated[bool, typer.Option("--no-new-options", help=tr("不新增选项。", "Add no new options."))]


def import_files(
    files: Files = None, *, object: ObjectKey = None, dry_run: Dry = False, undo: Undo = None, duplicates: Duplicates = "fill",
    no_new_people: NoPeople = False, no_new_options: NoOptions = False, workspace: Workspace = None, json: cli.Json = False,
) -> None:  # fmt: skip
    """Import spreadsheets, or take an import back."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)
        if undo is not None:
            _undo(task, opened, number, undo)
            return
        missing = [str(path) for path in files or [] if not path.is_file()]
        if not files or missing:
            raise cli.WrongUse(problem=tr(f"找不到文件：{'、'.join(missing)}", f"no such file: {', '.join(missing)}"))
        choices = Choices(duplicates=duplicates, people=not no_new_people, options=not no_new_options)
        found = opened.run(lambda database: _import(database, number, files, choices, object, dry_run=dry_run))
        refused = _write_refused(opened, number, found, files[0]) if not dry_run else None
        task.output.result({**found, "dry_run": dry_run, "refused_file": str(refused) if refused else None}, _text(found, refused, dry_run=dry_run))
        if any(sheet["refused"] or sheet["doubtful"] or sheet["unmatched_references"] for sheet in found["sheets"]):
            raise typer.Exit(ATTENTION)


def _operator(workspace: WorkspaceId) -> Actor:
    return system_actor(workspace, name="operator", via="cli")


async def _import(database: Database, workspace: WorkspaceId, files: list[Path], choices: Choices, object_key: str | None, *, dry_run: bool) -> Json:
    actor = _operator(workspace)
    async with database.workspace(workspace, timeout=300) as tx:
        id = await service.plan(tx, await rights_of(tx, actor), files, choices=choices, object_key=object_key)
    if not dry_run:
        await service.run(database, workspace, actor, id, may_manage=may_manage)
    async with database.workspace(workspace) as tx:
        return await report(tx, id)


def _undo(task: cli.Task, opened: Opened, number: WorkspaceId, text: str) -> None:
    try:
        id = UUID(text)
    except ValueError:
        raise cli.WrongUse(problem=tr("导入编号应为 UUID", "the id of an import is a UUID")) from None

    async def work(database: Database) -> Json:
        async with database.workspace(number, timeout=300) as tx:
            done = await service.undo(tx, await rights_of(tx, _operator(number)), id)
        left = [{"object": ref.object, "id": str(ref.id)} for ref in done.left]
        return {"deleted": done.deleted, "reverted": done.reverted, "restored": done.restored, "left": left}

    found = opened.run(work)
    text = tr(
        f"已撤销：删除 {found['deleted']}，恢复原值 {found['reverted']}，因后来被修改而保留 {len(found['left'])}。",
        f"Taken back: {found['deleted']} removed, {found['reverted']} with their former values; {len(found['left'])} left, somebody has changed them since.",
    )
    task.output.result(found, text)
    if found["left"]:
        raise typer.Exit(ATTENTION)


def _write_refused(opened: Opened, number: WorkspaceId, found: Json, first: Path) -> Path | None:
    if not any(sheet["refused"] for sheet in found["sheets"]):
        return None
    path = Path.cwd() / f"{first.stem}-refused.xlsx"

    async def work(database: Database) -> int:
        async with database.workspace(number) as tx:
            return await write_refused(tx, UUID(found["id"]), path, language=opened.settings.language)

    return path if opened.run(work) else None


def _text(found: Json, refused: Path | None, *, dry_run: bool) -> str:
    lines = [tr("试运行，未写入。", "Dry run; nothing was written.")] if dry_run else [tr(f"导入编号 {found['id']}", f"Import {found['id']}")]
    for sheet in found["sheets"]:
        lines.append(_line(sheet))
        why = [r for r in sheet["reasons"] if r["state"] == "refused" and r["code"] != "read_by_rule"]
        lines += [tr(f"  · {r['zh']}（{r['rows']} 行）", f"  · {r['en']} ({r['rows']} rows)") for r in why]
    people: Json = found["proposals"].get("people") or {}
    options: dict[str, Json] = found["proposals"].get("options") or {}
    if people:
        lines.append(tr(f"表中的人员：{'、'.join(people)}", f"People named: {', '.join(people)}"))
    for field, words in options.items():
        lines.append(tr(f"{field} 的新选项：{'、'.join(words)}", f"New options of {field}: {', '.join(words)}"))
    if refused:
        lines.append(tr(f"被拒绝的行已写入 {refused}", f"Refused rows are in {refused}"))
    return "\n".join(lines)


def _line(sheet: Json) -> str:
    also = "".join(tr(f"，{a['object']} 新增 {a['new']}", f", {a['object']} new {a['new']}") for a in sheet["also"])
    return tr(
        f"{sheet['sheet']} → {sheet['object']}：{sheet['rows']} 行；新增 {sheet['new']}，更新 {sheet['updated']}，合并 {sheet['merged']}，"
        f"待判断 {sheet['doubtful']}，拒绝 {sheet['refused']}；未匹配引用 {sheet['unmatched_references']}，忽略 {sheet['ignored']} 行{also}",
        f"{sheet['sheet']} → {sheet['object']}: {sheet['rows']} rows; new {sheet['new']}, updated {sheet['updated']}, merged {sheet['merged']}, "
        f"doubtful {sheet['doubtful']}, refused {sheet['refused']}; references without match {sheet['unmatched_references']}, ignored {sheet['ignored']}{also}",
    )
