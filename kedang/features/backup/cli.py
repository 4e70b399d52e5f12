"""The commands ``backup`` and ``restore``."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from kedang import cli
from kedang.cli import tr

from . import service
from .ledger import noted
from .model import Backup, Restored
from .restore import restore as put_back, verify as prove
from .store import connect
from .store_runs import read_plan

Folder = Annotated[
    Path | None, typer.Argument(help=tr("备份文件夹；校验时可省略，默认最新的备份。", "Folder of the backup; when verifying, the newest unless given."))
]
Verify = Annotated[
    bool, typer.Option("--verify", help=tr("只校验：恢复到临时数据库，逐表比对后删除。", "Only verify: restore aside, compare every table, remove it."))
]


Run = Annotated[UUID | None, typer.Option("--run", hidden=True)]  # the one that was asked for on the page


def backup(
    *,
    nightly: Annotated[bool, typer.Option("--nightly", help=tr("按夜间备份处理，并删除过期备份。", "As the nightly one; removes old ones."))] = False,
    run: Run = None,
    json: cli.Json = False,
) -> None:
    """Make a backup while everybody goes on working."""
    end_in_order()
    with cli.task(json=json) as task, task.open_as_is() as opened:
        if service.is_empty(opened.addresses):
            raise service.NoBackup(folder=task.settings.data_dir)
        made, copy, removed = _make(task, opened, nightly=nightly, run=run)
        task.output.result(
            {
                "folder": str(made.folder), "copy": str(copy) if copy else None,
                "at": made.manifest.at, "seconds": made.manifest.seconds, "bytes": made.size, "rows": made.rows,
                "workspaces": len(made.manifest.workspaces), "removed": [str(folder) for folder in removed],
            },
            tr(
                f"备份完成：{made.folder}（{made.rows} 行，{made.size / 1e6:.1f} MB，{made.manifest.seconds:.1f} 秒）",
                f"Backed up: {made.folder} ({made.rows} rows, {made.size / 1e6:.1f} MB, {made.manifest.seconds:.1f} s)",
            ),
        )  # fmt: skip


def _make(task: cli.Task, opened: cli.Opened, *, nightly: bool, run: UUID | None) -> tuple[Backup, Path | None, list[Path]]:
    kind, settings = "nightly" if nightly else "manual", task.settings
    with noted(opened.addresses.admin, what="backup", kind=kind, run=run) as note, task.output.progress() as progress:
        bar = progress.add_task(tr("备份", "Backup"))

        def step(what: str, done: int, of: int) -> None:
            progress.update(bar, description=what, completed=done, total=of)
            note.step(what, done, of)

        made = service.back_up(settings, opened.addresses, kind=kind, step=step)
        note.about(made.folder.name)
        copy = service.copy_away(settings, made)
    with connect(opened.addresses.admin) as admin:
        keep = read_plan(admin, service.usual_plan(settings)).keep
    return made, copy, service.remove_old(settings, datetime.now(tz=UTC), keep=keep) if nightly else []


def restore(folder: Folder = None, *, verify: Verify = False, run: Run = None, json: cli.Json = False) -> None:
    """Put a backup into an empty installation, or verify one."""
    end_in_order()
    with cli.task(json=json) as task:
        if folder is None and not verify:
            raise cli.WrongUse(problem=tr("请给出备份文件夹，或使用 --verify。", "Name the backup's folder, or use --verify."))
        if folder is not None and not verify:
            service.check(folder)  # before the database is even started
        with task.open_as_is() as opened:
            report = _verify(task, opened, folder, run) if verify else _restore(task, opened, folder or Path())
        task.output.result(report, _told(report, is_verified=verify))


def _verify(task: cli.Task, opened: cli.Opened, folder: Path | None, run: UUID | None) -> Restored:
    with noted(opened.addresses.admin, what="test", kind="manual", run=run) as note, task.output.progress() as progress:
        bar = progress.add_task(tr("校验", "Verifying"))

        def step(what: str, done: int, of: int) -> None:
            progress.update(bar, description=what, completed=done, total=of)
            note.step(what, done, of)

        meant = folder or service.newest(task.settings).folder
        note.about(meant.name)
        report = prove(task.settings, opened.addresses, meant, step=step)
        note.found(report)
    return report


def _restore(task: cli.Task, opened: cli.Opened, folder: Path) -> Restored:
    with task.output.progress() as progress:
        bar = progress.add_task(tr("恢复", "Restoring"))
        return put_back(task.settings, opened.addresses, folder, step=lambda what, done, of: progress.update(bar, description=what, completed=done, total=of))


def end_in_order() -> None:
    """Told to stop, take away what is unfinished."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _told(report: Restored, *, is_verified: bool) -> str:
    hours = report.rpo_seconds / 3600
    zh = f"{report.workspaces} 个工作区、{report.tables} 张表、{report.rows} 行、{report.files} 个文件"
    en = f"{report.workspaces} workspaces, {report.tables} tables, {report.rows} rows, {report.files} files"
    times_zh, times_en = f"用时 {report.rto_seconds:.1f} 秒，数据截至 {hours:.1f} 小时前", f"in {report.rto_seconds:.1f} s, as of {hours:.1f} hours ago"
    if is_verified:
        return tr(f"备份完好，逐表一致：{zh}，{times_zh}。", f"The backup is good, every table agrees: {en}, {times_en}.")
    return tr(f"已恢复：{zh}，{times_zh}。", f"Restored: {en}, {times_en}.")
