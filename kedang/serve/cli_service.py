"""The commands ``kedang service install | uninstall | status``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kedang import cli
from kedang.cli import tr

from . import ports, secure, unit as units
from .errors import RunsAlready

service = typer.Typer(no_args_is_help=True, help=tr("作为系统服务运行。", "Run as a service of the system."), pretty_exceptions_show_locals=False)

Lan = Annotated[bool, typer.Option("--lan", help=tr("供内网访问：HTTPS 与二维码。", "Serve the local network over HTTPS (KEDANG_LAN)."))]
Print = Annotated[bool, typer.Option("--print", help=tr("只显示将写入的内容。", "Only show what would be written."))]


@service.command(
    "install", help=tr("安装并启动服务：root 为整机安装，其他用户为本人安装。", "Install and start it: for the machine as root, else for oneself.")
)
def install(*, lan: Lan = False, print_only: Print = False, json: cli.Json = False) -> None:
    """Install and start the service."""
    with cli.task(json=json, lan=lan or None) as task:
        settings = task.settings
        ports.check_host(settings.host, allow_http=settings.allow_http, is_secure=secure.scheme_of(settings) == "https")
        unit = _unit(task)
        told = {"file": str(unit.file), "unit": unit.text, "settings_file": str(unit.settings_file)}
        if print_only:
            task.output.result(told | {"settings": unit.settings}, f"# {unit.file}\n{unit.text}\n# {unit.settings_file} (0600)\n{unit.settings}")
            return
        units.check_systemd()
        running = cli.RunFile(settings.data_dir).read()
        if running is not None and unit.control("is-active", "--quiet", units.NAME).returncode and not cli.RunFile(settings.data_dir).is_free():
            raise RunsAlready(address=running.address or "")
        is_new = units.install(unit)
        kept = "" if is_new else tr(f"\n沿用已有设置：{unit.settings_file}", f"\nIts settings were there already and were kept: {unit.settings_file}")
        task.output.result(told | {"installed": True}, tr(f"已安装并启动：{unit.file}", f"Installed and started: {unit.file}") + kept + _after(unit))


@service.command("uninstall", help=tr("停止并移除服务；数据和设置保留。", "Stop and remove it; data and settings stay."))
def uninstall(*, json: cli.Json = False) -> None:
    """Remove the service."""
    with cli.task(json=json) as task:
        units.check_systemd()
        was_there = units.uninstall(_unit(task))
        text = tr("服务已停止并移除；数据和设置保留。", "The service was stopped and removed; data and settings stay.")
        task.output.result({"removed": was_there}, text if was_there else tr("没有安装服务。", "No service is installed."))


@service.command("status", help=tr("显示服务是否在运行。", "Show whether it runs."))
def status(*, json: cli.Json = False) -> None:
    """Whether it runs."""
    with cli.task(json=json) as task:
        units.check_systemd()
        unit = _unit(task)
        enabled, active = (unit.control(word, units.NAME).stdout.strip() or "not-found" for word in ("is-enabled", "is-active"))
        running = cli.RunFile(task.settings.data_dir).read()
        address = running.address if running is not None and active == "active" else None
        text = tr(f"开机启动：{enabled}\n运行状态：{active}", f"Starts with the system: {enabled}\nNow: {active}") + (f"\n{address}" if address else "")
        task.output.result({"installed": unit.file.exists(), "enabled": enabled, "active": active, "address": address}, text)
        if active != "active":
            raise typer.Exit(cli.ATTENTION)


def _unit(task: cli.Task) -> units.Unit:
    return units.unit_for(task.settings, os.environ, root=sys.platform != "win32" and os.geteuid() == 0, home=Path.home())


def _after(unit: units.Unit) -> str:
    scope = "--user " if unit.of_user else ""
    text = tr(f"\n首次设置的一次性链接：journalctl {scope}-u kedang", f"\nThe one-time link of the first run: journalctl {scope}-u kedang")
    if unit.of_user:
        text += tr("\n注销后继续运行：loginctl enable-linger", "\nTo let it run while you are signed out: loginctl enable-linger")
    return text
