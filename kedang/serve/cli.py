"""The commands ``serve``, ``worker`` and ``migrate``."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import Annotated

import typer

from kedang import cli
from kedang.cli import tr
from kedang.core.db import migrate as migrations
from kedang.features import demo as demonstration
from kedang.settings import Settings

from . import ports, secure, setup, worker as workers
from .errors import NotCurrent, UpgradeFailed
from .service import Service

Host = Annotated[str | None, typer.Option(help=tr("监听地址（KEDANG_HOST）。", "Address to listen on (KEDANG_HOST)."))]
Port = Annotated[int | None, typer.Option(help=tr("端口，0 表示任意（KEDANG_PORT）。", "Port, 0 for any (KEDANG_PORT)."), min=0, max=65535)]
Workers = Annotated[int | None, typer.Option(help=tr("网页进程数（KEDANG_WORKERS）。", "Web processes (KEDANG_WORKERS)."), min=1, max=64)]
Lan = Annotated[bool, typer.Option("--lan", help=tr("供内网访问：HTTPS 与二维码。", "Serve the local network over HTTPS (KEDANG_LAN)."))]
Demo = Annotated[bool, typer.Option("--demo", help=tr("同时准备演示工作区。", "Prepare a demonstration as well."))]


def serve(*, host: Host = None, port: Port = None, workers: Workers = None, lan: Lan = False, demo: Demo = False, json: cli.Json = False) -> None:
    """Start everything of this installation and stay until Ctrl-C."""
    with cli.task(json=json, host=host, port=port, workers=workers, lan=lan or None) as task:
        settings = task.settings
        ports.check_host(settings.host, allow_http=settings.allow_http, is_secure=secure.scheme_of(settings) == "https")
        runs = cli.RunFile(settings.data_dir)
        with runs.alone() as other:
            if other is not None:
                task.output.result(
                    {"address": other.address, "pid": other.pid, "already_running": True},
                    tr(f"已在运行：{other.address}", f"It is running already: {other.address}"),
                )
                return
            with task.open() as opened:
                placed = _placed(settings, task.output)
                secure.files_of(placed, task.output)  # before anything is started: a certificate that cannot be used is said at once
                if demo:
                    opened.run(lambda database: demonstration.ask(database, "load"))
                Service(settings=placed, conninfo=opened.addresses.app, json=json).run()
        task.output.say(tr("已停止。", "Stopped."))


def _placed(settings: Settings, output: cli.Output) -> Settings:
    """The settings with ports that are free."""
    free = ports.free_port(settings.host, settings.port)
    if free != settings.port and settings.port:
        output.say(tr(f"端口 {settings.port} 已被占用，改用 {free}。", f"Port {settings.port} is taken; {free} is used instead."))
    connect = settings.connect_port
    if secure.has_own_authority(settings):
        connect = ports.free_port(settings.host, connect or (free + 1 if free < ports.LAST else free - 1))
    return replace(settings, port=free, connect_port=connect)


def worker(
    *,
    child_of: Annotated[int | None, typer.Option(hidden=True)] = None,
    serving: Annotated[bool, typer.Option("--serving", hidden=True)] = False,
    announce: Annotated[bool, typer.Option("--announce", hidden=True)] = False,
    lease: Annotated[float, typer.Option(hidden=True)] = 30.0,
    json: cli.Json = False,
) -> None:
    """Run background jobs until Ctrl-C; any number of workers may run."""
    signals = workers.Signals()
    signals.listen(signal.SIGTERM, *(() if child_of else (signal.SIGINT,)))
    if child_of is not None:
        signals.follow(child_of)
    with cli.task(json=json) as task, task.open_as_is() as opened:
        if not migrations.is_current(opened.addresses.admin):
            raise NotCurrent
        parent = _parent(task, opened, child_of if serving else None, announce=announce)
        if parent is None:
            task.output.say(tr("后台任务正在运行。", "Background jobs are running."))
        workers.work(task.settings, opened.addresses, lease=lease, parent=parent, signals=signals)
        if signals.is_orphan:
            workers.let_others_leave(task.settings)


def _parent(task: cli.Task, opened: cli.Opened, child_of: int | None, *, announce: bool) -> workers.Parent | None:
    if child_of is None:
        return None

    def ready() -> None:
        cli.RunFile(task.settings.data_dir).write(cli.Running(pid=child_of, address=secure.address_of(task.settings), worker=os.getpid()))
        if announce:
            setup.announce(opened, task.output)

    return workers.Parent(pid=child_of, ready=ready)


def migrate(*, json: cli.Json = False) -> None:
    """Bring the database up to date, after a backup if there is something to do."""
    with cli.task(json=json) as task, task.open_as_is() as opened:
        report = task.migrate(opened)
        number = len(report.core) + sum(len(done) for done in report.workspaces.values())
        result = {"core": report.core, "workspaces": report.workspaces, "failed": report.failed, "current": migrations.is_current(opened.addresses.admin)}
        task.output.result(result, "" if report.failed else tr(f"已是最新（执行了 {number} 个升级步骤）。", f"Up to date ({number} steps were run)."))
        if report.failed:
            if not json:
                task.output.error(UpgradeFailed(workspaces=", ".join(f"ws_{workspace}: {reason}" for workspace, reason in report.failed.items())))
            raise typer.Exit(cli.FAILED)
