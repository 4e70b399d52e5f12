"""The command ``kedang``. A subcommand's module is imported only when it is called, so that ``kedang --help`` is instant."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from typing import Annotated, cast

import typer
from typer.core import TyperCommand, TyperGroup

from kedang import __version__


def _say(zh: str, en: str) -> str:
    return zh if os.environ.get("KEDANG_LANGUAGE", "zh").startswith("zh") else en


@dataclass(frozen=True, kw_only=True)
class Command:
    """Where a subcommand is: a module, and in it a function or a ``typer.Typer``."""

    module: str
    name: str
    zh: str
    en: str


COMMANDS = {
    "serve": Command(module="kedang.serve.cli", name="serve", zh="启动服务：数据库、后台任务和网页。", en="Start everything: database, jobs and web."),
    "worker": Command(module="kedang.serve.cli", name="worker", zh="只运行后台任务。", en="Run background jobs only."),
    "migrate": Command(module="kedang.serve.cli", name="migrate", zh="升级数据库结构（先自动备份）。", en="Bring the database up to date (backs up first)."),
    "user": Command(module="kedang.core.identity.cli", name="user", zh="人员与账号。", en="People and accounts."),
    "token": Command(module="kedang.core.identity.cli", name="token", zh="API 令牌。", en="API tokens."),
    "solution": Command(module="kedang.solutions.cli", name="solution", zh="解决方案：对象与字段的定义。", en="Solutions: definitions of objects and fields."),
    "import": Command(module="kedang.features.imports.cli", name="import_files", zh="导入 Excel、CSV 文件，或撤销一次导入。", en="Import spreadsheets."),
    "export": Command(module="kedang.features.exports.cli", name="export", zh="导出 Excel、CSV，或整个工作区。", en="Export spreadsheets, or everything."),
    "backup": Command(module="kedang.features.backup.cli", name="backup", zh="立即备份。", en="Back up now."),
    "restore": Command(module="kedang.features.backup.cli", name="restore", zh="恢复或校验备份。", en="Restore a backup, or verify one."),
    "demo": Command(module="kedang.features.demo.cli", name="demo", zh="演示工作区：加载、重置、删除。", en="The demonstration: load, reset, remove."),
    "service": Command(module="kedang.serve.cli_service", name="service", zh="安装为系统服务。", en="Install as a service of the system."),
    "doctor": Command(module="kedang.features.doctor.cli", name="doctor", zh="检查安装状况并给出处理建议。", en="Check the installation and say what to do."),
}


class Commands(TyperGroup):
    """The subcommands, loaded when they are called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # pyright: ignore[reportIncompatibleMethodOverride]  # typer.Context is its public name
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        """Enough of a subcommand for the list in the help."""
        found = COMMANDS.get(cmd_name)
        return TyperCommand(cmd_name, help=_say(found.zh, found.en)) if found else None

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> tuple[str | None, TyperCommand | None, list[str]]:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        """The subcommand that was called, with everything it needs."""
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load(COMMANDS[name]) if stub is not None and name else None, rest


def _back_up(*given: object) -> None:
    importlib.import_module("kedang.features.backup").back_up_before_migration(*given)


def _fill(*given: object) -> None:
    importlib.import_module("kedang.solutions.cli").fill(*given)


async def _begin(*given: object) -> None:
    await importlib.import_module("kedang.solutions").begin(*given)


def load(command: Command) -> TyperCommand:
    """Import a subcommand."""
    importlib.import_module("kedang.cli.task").fill_by(_fill)
    importlib.import_module("kedang.cli.task").back_up_by(_back_up)
    if command.module == "kedang.features.demo.cli":
        importlib.import_module("kedang.features.demo.cli").begin_by(_begin)
    found = getattr(importlib.import_module(command.module), command.name)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
        alone.command(help=_say(command.zh, command.en))(found)
        found = alone
    return cast("TyperCommand", typer.main.get_command(found))


root = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kedang {__version__}")
        raise typer.Exit


def _data_dir(value: str | None) -> None:
    if value:
        os.environ["KEDANG_DATA_DIR"] = value


def _language(value: str | None) -> None:
    if value:
        os.environ["KEDANG_LANGUAGE"] = value


# Their callbacks run while the line is parsed: before a subcommand is loaded, whose texts are in the language.
DataDir = Annotated[
    str | None, typer.Option("--data-dir", callback=_data_dir, is_eager=True, help=_say("数据文件夹（KEDANG_DATA_DIR）。", "Data folder (KEDANG_DATA_DIR)."))
]
Language = Annotated[
    str | None, typer.Option("--language", callback=_language, is_eager=True, help=_say("zh 或 en（KEDANG_LANGUAGE）。", "zh or en (KEDANG_LANGUAGE)."))
]
Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help=_say("显示版本。", "Show the version."))]


@root.callback(help=_say("客档：项目型企业的客户档案。", "Kedang: customer archives for firms that work in projects."))
def everywhere(data_dir: DataDir = None, language: Language = None, version: Version = False) -> None:
    """Options of every subcommand; they become settings."""


def main() -> None:
    """Run the command."""
    root(prog_name="kedang")


if __name__ == "__main__":
    main()
