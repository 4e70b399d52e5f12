"""One installation that is killed again and again: ``kedang serve`` on a folder of its own, and which of its processes dies."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal, assert_never

import msgspec
import psutil

from kedang.core.db import EmbeddedServer
from tests.cli.serving import Serving, command, until

Victim = Literal["postmaster", "job worker", "web worker", "main process"]
VICTIMS: tuple[Victim, ...] = ("postmaster", "job worker", "web worker", "main process")


@dataclass
class Installation:
    """A server that runs, also when it has been killed meanwhile."""

    folder: Path
    serving: Serving
    token: str = ""  #: of an administrator

    @property
    def address(self) -> str:
        """Where it answers, or answered last."""
        return str(self.serving.said["address"])

    def kill(self, victim: Victim, rng: Random) -> None:
        """Kill one process with SIGKILL, and start again what nobody else would."""
        match victim:
            case "postmaster":
                self._shoot(self.serving.postmaster)
            case "job worker":
                self._shoot(self._worker())
            case "web worker":
                self._shoot(rng.choice(self._web_workers()))
            case "main process":
                # At once, as a supervisor would, while what the dead one left behind is still ending.
                self.serving.abandon()
                self.serving = _serving(self.folder).__enter__()
            case _:
                assert_never(victim)

    def _shoot(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _worker(self) -> int:
        return int(msgspec.json.decode((self.folder / "serve.json").read_bytes())["worker"])

    def _web_workers(self) -> list[int]:
        family = psutil.Process(self.serving.process.pid).children()
        return sorted(one.pid for one in family if one.pid != self._worker() and "tracker" not in " ".join(one.cmdline()))

    def is_well(self) -> bool:
        """Whether it answers that everything is there."""
        return self.serving.get("/api/v1/health")[0] == 200

    @contextmanager
    def admin(self) -> Generator[str]:
        """An address of its database, as the administrator."""
        with EmbeddedServer(self.folder / "pg") as addresses:
            yield addresses.admin

    def findings(self) -> list[str]:
        """What the doctor finds, without what is the machine's or the operator's affair."""
        said = command(self.folder, "doctor", "--json")
        assert said.stdout, said.stderr
        checks = msgspec.json.decode(said.stdout)["checks"]
        return [f"{one['key']}: {one['text']}" for one in checks if one["status"] != "ok" and one["key"] not in OPERATORS]


OPERATORS = {"backup", "drill", "disk", "memory", "descriptors", "clock", "socket"}


def _serving(folder: Path) -> Serving:
    return Serving(folder, "--port", "0", KEDANG_WORKERS="2", KEDANG_LOG_LEVEL="warning")


@contextmanager
def open_installation(folder: Path) -> Generator[Installation]:
    """Start one on an empty folder, with an administrator; at the end it must stop in order."""
    made = Installation(folder, _serving(folder).__enter__())
    try:
        assert command(folder, "user", "add", "Admin", "--role", "administrator", "--json").returncode == 0
        said = command(folder, "token", "create", "Admin", "--json")
        assert said.returncode == 0, said.stderr
        made.token = str(msgspec.json.decode(said.stdout)["token"])
        yield made
    except BaseException as broken:
        made.serving.__exit__(type(broken), broken, broken.__traceback__)
        raise
    made.serving.__exit__(None, None, None)


def recovered(installation: Installation) -> None:
    """Wait until it answers again."""
    until(installation.is_well, what="health", state=installation.serving.told)
