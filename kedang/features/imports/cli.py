"""The command ``import``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer

from kedang import cli
from kedang.cli import ATTENTION, Opened, tr
from kedang.core.access import rights_of
from kedang.core.base import Actor, KedangError, WorkspaceId, system_actor
from kedang.core.db import Database

from . import service, store
from .errors import NoSuchSheet
from .manage import may_manage
from .mapping_files import BadMapping, located, mapping_text, read_mapping
from .people import PERSON
from .refused import write_refused
from .report import report
from .staged import Choices
from .watching import Watch
from .wishes import Wishes

Json = dict[str, Any]  # Any: a tree of JSON
Files = Annotated[list[Path] | None, typer.Argument(help=tr("要导入的文件：.xlsx、.xls、.csv，可多个。", "Files to import: .xlsx, .xls, .csv; several."))]
ObjectKey = Annotated[str | None, typer.Option("--object", help=tr("只导入识别为此对象的工作表。", "Only sheets that are about this object."))]
Sheets = Annotated[list[str] | None, typer.Option("--sheet", help=tr("只导入此工作表，可多次指定。", "Only this sheet; may be given several times."))]
MAPPING = tr("按此 YAML 文件的说明对应列与字段。", "A YAML file that says what sheets and columns are.")
MappingFile = Annotated[Path | None, typer.Option("--mapping", help=MAPPING)]
SAVE = tr("将识别出的映射写入此文件，可修改后用 --mapping 再次导入。", "Write the mapping that was found, to be edited and given back by --mapping.")
SaveMapping = Annotated[Path | None, typer.Option("--save-mapping", help=SAVE)]
NewFields = Annotated[bool, typer.Option("--new-fields", help=tr("为没有对应字段的列新建字段。", "Add fields for columns that no field takes."))]
Departments = Annotated[
    bool, typer.Option("--departments", help=tr("新建表中提到而尚不存在的部门。", "Make the departments that are named and not there yet."))
]
Dry = Annotated[bool, typer.Option("--dry-run", help=tr("只检查并报告，不写入。", "Check and report, write nothing."))]
Undo = Annotated[str | None, typer.Option("--undo", help=tr("撤销此编号的导入。", "Take back the import with this id."))]
Resume = Annotated[str | None, typer.Option("--resume", help=tr("继续写入被中断的导入。", "Go on with an import that was cut off."))]
Workspace = Annotated[int | None, typer.Option(help=tr("工作区编号；默认第一个。", "Number of the workspace; the first unless given."))]
DUPLICATES = tr(
    "已有相同记录时：skip 跳过，fill 补空，update 更新，create 仍新建。", "Where the record exists: skip it, fill its gaps, update it, or create another."
)
Duplicates = Annotated[Literal["skip", "fill", "update", "create"], typer.Option(help=DUPLICATES)]
CONFLICTS = tr(
    "导出后改过又导回的行与他人的修改冲突时：refuse 拒绝该行，overwrite 以文件为准。",
    "Rows that come back after an export and collide with others' changes: refuse them, or overwrite with what the file says.",
)
ConflictsOption = Annotated[Literal["refuse", "overwrite"], typer.Option("--conflicts", help=CONFLICTS)]
NoPeople = Annotated[bool, typer.Option("--no-new-people", help=tr("不新建人员。", "Make no new people."))]
NoOptions = Annotated[bool, typer.Option("--no-new-options", help=tr("不新增选项。", "Add no new options."))]


def import_files(
    files: Files = None, *, object: ObjectKey = None, sheet: Sheets = None, mapping: MappingFile = None, save_mapping: SaveMapping = None,
    dry_run: Dry = False, undo: Undo = None, resume: Resume = None, duplicates: Duplicates = "fill", new_fields: NewFields = False,
    departments: Departments = False, no_new_people: NoPeople = False, no_new_options: NoOptions = False, conflicts: ConflictsOption = "refuse",
    workspace: Workspace = None, json: cli.Json = False,
) -> None:  # fmt: skip
    """Import spreadsheets, go on with an import that was cut off, or take one back."""
    with cli.task(json=json) as task:
        if undo is not None:
            _undo(task, workspace, undo)
            return
        if resume is not None:
            _resume(task, workspace, _id(resume), Watch(_writing, json=json))
            return
        # What is wrong with the command is told before the database is started.
        paths = _present(files)
        choices = Choices(
            duplicates=duplicates, people=not no_new_people, options=not no_new_options, departments=departments, fields=new_fields, conflicts=conflicts,
        )  # fmt: skip
        wanted = service.Wanted(object=object, sheets=tuple(sheet or ()), wishes=_read(mapping))
        with task.open() as opened:
            number, watch = opened.workspace(workspace), Watch(_writing, json=json)
            found = opened.run(lambda database: _import(database, number, paths, choices, wanted, mapping, save_mapping, watch, dry_run=dry_run))
            refused = _write_refused(opened, number, found, paths[0]) if not dry_run else None
        _tell(task, found, refused, dry_run=dry_run)


def _tell(task: cli.Task, found: Json, refused: Path | None, *, dry_run: bool = False) -> None:
    task.output.result({**found, "dry_run": dry_run, "refused_file": str(refused) if refused else None}, _text(found, refused, dry_run=dry_run))
    if any(sheet["refused"] or sheet["doubtful"] or sheet["unmatched_references"] for sheet in found["sheets"]):
        raise typer.Exit(ATTENTION)


def _resume(task: cli.Task, workspace: int | None, id: UUID, watch: Watch) -> None:
    with task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> Json:
            async with database.workspace(number, timeout=300) as tx:
                watch.rows = sum(sheet["new"] + sheet["updated"] - sheet["written"] for sheet in (await report(tx, id))["sheets"] if sheet["object"] != PERSON)
            await service.run(database, number, _operator(number), id, may_manage=may_manage, say=watch.written)
            watch.end()
            async with database.workspace(number, timeout=300) as tx:
                return await report(tx, id)

        found = opened.run(work)
        refused = _write_refused(opened, number, found, Path(str(found["sheets"][0]["file"])))
    _tell(task, found, refused)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise cli.WrongUse(problem=tr("导入编号应为 UUID", "the id of an import is a UUID")) from None


def _writing(object: str, percent: int, done: int, rows: int) -> str:
    return tr(f"正在写入 {object}：{percent}%（{done} / {rows} 行）", f"Writing {object}: {percent}% ({done} of {rows} rows)")


def _present(files: list[Path] | None) -> list[Path]:
    missing = [str(path) for path in files or [] if not path.is_file()]
    if missing:
        raise cli.WrongUse(problem=tr(f"找不到文件：{'、'.join(missing)}", f"no such file: {', '.join(missing)}"))
    if not files:
        raise cli.WrongUse(problem=tr("请给出要导入的文件", "name the files to import"))
    return files


def _operator(workspace: WorkspaceId) -> Actor:
    return system_actor(workspace, name="operator", via="cli")


def _read(mapping: Path | None) -> Wishes:
    try:
        return read_mapping(mapping) if mapping is not None else Wishes()
    except BadMapping as bad:
        raise cli.WrongUse(problem=tr(bad.text("zh"), bad.text("en"))) from None


async def _import(
    database: Database, workspace: WorkspaceId, files: list[Path], choices: Choices, wanted: service.Wanted, mapping: Path | None, save: Path | None,
    watch: Watch, *, dry_run: bool,
) -> Json:  # fmt: skip
    actor = _operator(workspace)
    async with database.workspace(workspace) as tx:
        for id in await store.load_running(tx):
            watch.say(
                tr(
                    f"导入 {id} 仍在运行或被中断：--resume 继续，--undo 撤销。",
                    f"Import {id} is running or was cut off: --resume goes on, --undo takes it back.",
                )
            )
    watch.say(tr("正在读取…", "Reading …"))
    try:
        async with database.workspace(workspace, timeout=300) as tx:
            id = await service.plan(tx, await rights_of(tx, actor), files, choices=choices, wanted=wanted)
    except KedangError as error:
        wrong = located(mapping, error) if mapping is not None else error
        if isinstance(wrong, BadMapping | NoSuchSheet):
            raise cli.WrongUse(problem=tr(wrong.text("zh"), wrong.text("en"))) from None
        raise
    async with database.workspace(workspace, timeout=300) as tx:
        planned = await report(tx, id)
    if save is not None:
        await asyncio.to_thread(save.write_text, mapping_text(planned, tr("zh", "en")), "utf-8")
    if not dry_run:
        watch.say(tr(f"导入编号 {id}（中断后可用 --resume 继续）", f"Import {id} (if it is cut off, --resume goes on)"))
        watch.rows = sum(sheet["new"] + sheet["updated"] for sheet in planned["sheets"] if sheet["object"] != PERSON)
        await service.run(database, workspace, actor, id, may_manage=may_manage, say=watch.written)
    watch.end()
    async with database.workspace(workspace, timeout=300) as tx:
        return await report(tx, id)


def _undo(task: cli.Task, workspace: int | None, text: str) -> None:
    id = _id(text)
    with task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> Json:
            async with database.workspace(number, timeout=300) as tx:
                return (await service.undo(tx, await rights_of(tx, _operator(number)), id)).shown()

        found = opened.run(work)
    lines = [
        tr(
            f"已撤销：删除 {found['deleted']}，恢复原值 {found['reverted']}，"
            f"保留 {len(found['left'])}（后来被修改，或被其他记录引用）；移除人员 {found['people']}。",
            f"Taken back: {found['deleted']} removed, {found['reverted']} with their former values; {len(found['left'])} left, because somebody has changed "
            f"them since or other records refer to them; {found['people']} people removed.",
        )
    ]
    stay = [one["name"] for one in found["people_left"]]
    if stay:
        lines.append(tr(f"保留的人员（已被使用或修改）：{'、'.join(stay)}", f"People who stay, because they are used or were changed: {', '.join(stay)}"))
    rooms = [one["name"] for one in found["departments_left"]]
    if found["departments"]:
        lines.append(tr(f"移除部门 {found['departments']} 个。", f"{found['departments']} departments removed."))
    if rooms:
        lines.append(
            tr(f"保留的部门（已被使用或修改）：{'、'.join(rooms)}", f"Departments that stay, because they are used or were changed: {', '.join(rooms)}")
        )
    if found["fields_left"]:
        named = ", ".join(found["fields_left"])
        lines.append(tr(f"导入时新建的字段保留：{named}；不需要时可在模型中删除。", f"Fields that the import added stay: {named}; remove them in the model."))
    task.output.result(found, "\n".join(lines))
    if found["left"] or stay or rooms:
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
    if departments := found["proposals"].get("departments"):
        more = "" if found["choices"].get("departments") else tr("；加 --departments 可新建尚不存在的部门", "; --departments makes those that are not there")
        lines.append(tr(f"表中的部门：{'、'.join(departments)}{more}", f"Departments named: {', '.join(departments)}{more}"))
    for field, words in options.items():
        lines.append(tr(f"{field} 的新选项：{'、'.join(words)}", f"New options of {field}: {', '.join(words)}"))
    offered = [one for one in found["proposals"].get("fields", []) if not one["accepted"]]
    if offered:
        named = "、".join(f"{one['header']}（{one['kind']}）" for one in offered)
        english = ", ".join(f"{one['header']} ({one['kind']})" for one in offered)
        lines.append(
            tr(
                f"没有对应字段、已记入备注的列：{named}；加 --new-fields 可新建字段。",
                f"Columns without a field, kept as a note: {english}; --new-fields adds fields.",
            )
        )
    for one in found["proposals"].get("left_out", []):
        lines.append(tr(f"未导入的工作表：{one['sheet']}（{one['rows']} 行）", f"Sheet left out: {one['sheet']} ({one['rows']} rows)"))
    if refused:
        lines.append(tr(f"被拒绝的行已写入 {refused}", f"Refused rows are in {refused}"))
    return "\n".join(lines)


def _line(sheet: Json) -> str:
    unchanged = tr(f"无改动 {sheet['unchanged']}，", f"unchanged {sheet['unchanged']}, ") if sheet["unchanged"] else ""
    also = "".join(tr(f"，{a['object']} 新增 {a['new']}", f", {a['object']} new {a['new']}") for a in sheet["also"])
    return tr(
        f"{sheet['sheet']} → {sheet['object']}：{sheet['rows']} 行；新增 {sheet['new']}，更新 {sheet['updated']}，{unchanged}合并 {sheet['merged']}，"
        f"待判断 {sheet['doubtful']}，拒绝 {sheet['refused']}；未匹配引用 {sheet['unmatched_references']}，忽略 {sheet['ignored']} 行{also}",
        f"{sheet['sheet']} → {sheet['object']}: {sheet['rows']} rows; new {sheet['new']}, updated {sheet['updated']}, {unchanged}merged {sheet['merged']}, "
        f"doubtful {sheet['doubtful']}, refused {sheet['refused']}; references without match {sheet['unmatched_references']}, ignored {sheet['ignored']}{also}",
    )
