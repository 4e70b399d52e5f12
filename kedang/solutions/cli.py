"""The command ``solution``: the definitions that we ship, and a firm's own in files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kedang import cli
from kedang.cli import Opened, tr
from kedang.core.base import Actor, WorkspaceId, label_in, system_actor
from kedang.core.db import Database, WorkspaceTx

from . import service
from .export import export as export_model
from .files import find_shipped, read_folder, read_shipped, write_folder
from .model import Kept, Solution, SolutionPlan

solution = typer.Typer(
    no_args_is_help=True, help=tr("解决方案：对象与字段的定义。", "Solutions: definitions of objects and fields."), pretty_exceptions_show_locals=False
)

What = Annotated[str, typer.Argument(help=tr("随附解决方案的名称，或存放 YAML 的文件夹。", "Name of a solution that is shipped, or a folder of YAML."))]
Workspace = Annotated[int | None, typer.Option(help=tr("工作区编号；默认第一个。", "Number of the workspace; the first unless given."))]
Folder = Annotated[Path, typer.Argument(help=tr("写入的文件夹。", "Folder to write to."))]
Objects = Annotated[list[str] | None, typer.Option("--object", help=tr("只导出此对象，可重复。", "Only this object; may be repeated."))]


def _operator(tx: WorkspaceTx) -> Actor:
    return system_actor(tx.workspace, name="operator", via="cli")


def _read(what: str) -> tuple[Solution, bool]:
    """The solution, and whether its files are the firm's own."""
    if what not in find_shipped() and Path(what).is_dir():
        return read_folder(Path(what)), True
    return read_shipped(what), False


def fill(opened: Opened, workspace: WorkspaceId) -> None:
    """Give a new workspace what it begins with."""

    async def work(database: Database) -> None:
        async with database.workspace(workspace) as tx:
            await service.begin(tx, system_actor(workspace, name="setup", via="cli"))

    opened.run(work)


@solution.command("list", help=tr("列出随附的解决方案。", "List the solutions that are shipped."))
def list_shipped(*, workspace: Workspace = None, json: cli.Json = False) -> None:
    """List solutions."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> list[service.Shown]:
            async with database.workspace(number) as tx:
                return await service.find(tx, _operator(tx))

        found = opened.run(work)
        rows: list[Mapping[str, object]] = [
            {"key": one.key, "label": label_in(one.label, tr("zh", "en")), "objects": ", ".join(one.objects), "state": _state(one)} for one in found
        ]
        task.output.table(rows)
        task.output.result(found)


def _state(one: service.Shown) -> str:
    if not one.applied:
        return tr("未应用", "not applied")
    return tr("已应用", "applied") if one.current else tr("有更新", "update waits")


@solution.command("plan", help=tr("显示应用后会发生什么，不作改动。", "Show what applying would do, and do nothing."))
def plan(what: What, *, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Plan a solution."""
    with cli.task(json=json) as task, task.open() as opened:
        wanted, is_own = _read(what)
        number = opened.workspace(workspace)

        async def work(database: Database) -> SolutionPlan:
            async with database.workspace(number) as tx:
                return await service.plan(tx, _operator(tx), wanted, is_own=is_own)

        _tell(task.output, opened.run(work), tr("没有需要的改动。", "Nothing to change."))


@solution.command(
    "apply", help=tr("应用：补上缺少的，更新未被改动的，保留企业自己的修改。", "Apply: add what is missing, update what is unchanged, keep the firm's own.")
)
def apply(what: What, *, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Apply a solution."""
    with cli.task(json=json) as task, task.open() as opened:
        wanted, is_own = _read(what)
        number = opened.workspace(workspace)

        async def work(database: Database) -> SolutionPlan:
            async with database.workspace(number) as tx:
                return await service.apply(tx, _operator(tx), wanted, is_own=is_own)

        _tell(task.output, opened.run(work), tr("没有需要的改动。", "There was nothing to change."))


def _tell(output: cli.Output, plan: SolutionPlan, nothing: str) -> None:
    output.table([{"change": step.change, "object": step.object, "field": step.field or ""} for step in plan.steps])
    kept = [tr(f"保留企业的修改：{_named(one)}", f"The firm's own stays: {_named(one)}") for one in plan.kept]
    done = tr(f"{len(plan.steps)} 项改动。", f"{len(plan.steps)} changes.") if plan.steps else nothing
    output.result(plan, "\n".join([*kept, done]))


def _named(one: Kept) -> str:
    name = f"{one.object}.{one.field}" if one.field else one.object
    return f"{name} ({', '.join(one.attributes)})" if one.attributes else name


@solution.command("export", help=tr("把工作区的对象导出为 YAML。", "Write the workspace's objects as YAML."))
def export(folder: Folder, *, object: Objects = None, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Export the model."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> Solution:
            async with database.workspace(number) as tx:
                return await export_model(tx, _operator(tx), objects=object)

        files = write_folder(folder, opened.run(work))
        task.output.result({"files": [str(path) for path in files]}, tr(f"已写入 {len(files)} 个文件：{folder}", f"{len(files)} files written to {folder}."))


@solution.command("remove", help=tr("移除没有记录的解决方案。", "Remove a solution that has no records."))
def remove(name: str, *, workspace: Workspace = None, json: cli.Json = False) -> None:
    """Remove a solution."""
    with cli.task(json=json) as task, task.open() as opened:
        number = opened.workspace(workspace)

        async def work(database: Database) -> list[str]:
            async with database.workspace(number) as tx:
                return await service.remove(tx, _operator(tx), name)

        keys = opened.run(work)
        task.output.result({"removed": keys}, tr(f"已移除：{'、'.join(keys)}", f"Removed: {', '.join(keys)}"))
