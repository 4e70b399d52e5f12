"""One run of a command: its settings, its voice, and how it ends when something goes wrong."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from psycopg_pool import PoolTimeout

from kedang.core.base import KedangError, WorkspaceId
from kedang.core.db import Addresses, FileLock, addresses, migrate
from kedang.settings import BadSetting, Settings, read_settings

from .errors import DatabaseAway, Unexpected, WrongUse
from .exits import FAILED, WRONG_USE
from .opening import Fill, Opened, bring_up_to_date, unfilled
from .output import Output
from .running import RunFile
from .words import tr

Json = Annotated[bool, typer.Option("--json", help=tr("输出 JSON，供程序使用。", "Print JSON, for programs."))]
BackUp = Callable[[Settings, Addresses], None]
_back_up: list[BackUp] = []
_fill: list[Fill] = []


def back_up_by(work: BackUp) -> None:
    """Say how to back up before a migration; the composition root does, once."""
    _back_up[:] = [work]


def fill_by(work: Fill) -> None:
    """Say what the first workspace begins with; the composition root does, once."""
    _fill[:] = [work]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One run of a command."""

    settings: Settings
    output: Output

    @property
    def address(self) -> str:
        """Where the running server is found, else where it would be: what links begin with."""
        running = RunFile(self.settings.data_dir).read()
        return running.address if running and running.address else f"http://{self.settings.host}:{self.settings.port}"

    @contextmanager
    def open_as_is(self) -> Generator[Opened]:
        """The database running meanwhile, whatever is in it."""
        with addresses(self.settings, say=self.output.say) as found:
            yield Opened(settings=self.settings, addresses=found)

    @contextmanager
    def open(self) -> Generator[Opened]:
        """The database running meanwhile, up to date and with a first workspace, also in an empty data folder."""
        with self.open_as_is() as opened:
            if not _is_begun(opened):
                self._begin(opened)
            yield opened

    def _begin(self, opened: Opened) -> None:
        """Bring the database up to date; of two commands on an empty folder one does it, and the other waits."""
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(self.settings.data_dir / "begin.lock").alone(lambda: self.output.say(tr("等待另一个命令…", "Waiting for another command …"))):
            if _is_begun(opened):
                return
            report = self.migrate(opened)
        if report.failed:
            listed = ", ".join(f"ws_{workspace}" for workspace in report.failed)
            zh = f"以下工作区升级失败，暂停服务：{listed}。请运行 kedang migrate 查看原因。"
            self.output.say(tr(zh, f"Not upgraded, and not served: {listed}. 'kedang migrate' says why."))

    def migrate(self, opened: Opened) -> migrate.Report:
        """Bring the database up to date."""

        def back_up(found: Addresses) -> None:
            for work in _back_up:
                work(self.settings, found)

        def fill(found: Opened, workspace: WorkspaceId) -> None:
            for work in _fill:
                work(found, workspace)

        return bring_up_to_date(self.settings, opened.addresses, self.output, back_up, fill)


def _is_begun(opened: Opened) -> bool:
    return migrate.is_current(opened.addresses.admin) and unfilled(opened.addresses) is None


@contextmanager
def task(*, json: bool, **given: object) -> Generator[Task]:
    """Read the settings, overridden by what is given, and turn what goes wrong inside into a message and an exit code."""
    output = Output(json=json)
    try:
        yield Task(settings=read_settings(None, **given), output=output)
    except (BadSetting, WrongUse) as wrong:
        output.error(wrong)
        raise typer.Exit(WRONG_USE) from None
    except KedangError as broken:
        output.error(broken)
        raise typer.Exit(FAILED) from None
    except (psycopg.OperationalError, PoolTimeout) as away:
        output.error(DatabaseAway(reason=str(away).strip().split("\n", 1)[0]))
        raise typer.Exit(FAILED) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as broken:  # noqa: BLE001  nobody shall meet a stack trace; a developer finds it in the file
        output.error(Unexpected(kind=type(broken).__name__, file=_keep(broken)))
        raise typer.Exit(FAILED) from None


def _keep(broken: Exception) -> Path:
    handle, name = tempfile.mkstemp(prefix="kedang-error-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("".join(traceback.format_exception(broken)))
    return Path(name)
