"""``kedang serve`` as people start it: in processes of its own, on a folder of its own."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0


def until(condition: Callable[[], bool], *, seconds: float = PATIENCE, what: str = "it", state: Callable[[], object] = lambda: "") -> None:
    """Wait for a condition; it must come true before the deadline. ``state`` tells more where it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come true in time: {state()}"
        time.sleep(0.05)


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KEDANG_", "KD_"))}
    return clean | {"KEDANG_DATA_DIR": str(folder), "KEDANG_LANGUAGE": "en", "KEDANG_WORKERS": "1", "PYTHONPATH": str(ROOT)} | more


def command(folder: Path, *arguments: str, seconds: float = PATIENCE, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kedang", *arguments],
        env=environment(folder, **more), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:  # it ended while we looked
        return False


def _described(process: psutil.Process) -> str:
    """Enough to know later which one it was and what it waited for."""
    try:
        with process.oneshot():
            threads = [Path(f"/proc/{process.pid}/task/{one.id}/wchan").read_text() for one in process.threads()]
            return f"{process.pid} of {process.ppid()} {process.status()} {' '.join(process.cmdline())[-120:]} {threads}"
    except (psutil.Error, OSError):
        return str(process.pid)


class Serving:
    """A server that runs while we are inside."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self.folder = folder
        self._arguments = arguments
        self._more = more
        self._family: list[psutil.Process] = []

    def __enter__(self) -> Serving:
        """Start it, and wait for its address."""
        self._errors = (self.folder.parent / "serve.err").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kedang", "serve", "--json", *(self._arguments or ("--port", "0"))],
            env=environment(self.folder, **self._more), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors, text=True,
        )  # fmt: skip
        self.said = self._first_line()
        self.look()
        return self

    def _first_line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                return json.loads(self.process.stdout.readline())
            assert self.process.poll() is None, self.told()
        self.look()
        self._clear()
        raise AssertionError(f"it did not start in time: {self.told()}")

    def told(self) -> str:
        """The end of what it wrote to its log."""
        self._errors.seek(0)
        return self._errors.read()[-2000:]

    def look(self) -> None:
        """Note every process that belongs to it now."""
        main = psutil.Process(self.process.pid)
        self._family = [*{*self._family, *main.children(recursive=True), *self._database()}]

    def _database(self) -> list[psutil.Process]:
        file = self.folder / "pg" / "data" / "postmaster.pid"
        if not file.exists():
            return []
        postmaster = psutil.Process(int(file.read_text().split()[0]))
        return [postmaster, *postmaster.children(recursive=True)]

    @property
    def postmaster(self) -> int:
        """The number of the database's process."""
        return int((self.folder / "pg" / "data" / "postmaster.pid").read_text().split()[0])

    def send(self, what: signal.Signals) -> None:
        """A signal for the main process."""
        self.process.send_signal(what)

    def left(self) -> list[str]:
        """Processes that are still there."""
        return [_described(one) for one in self._family if _lives(one)]

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """What it answers."""
        try:
            with urllib.request.urlopen(str(self.said["address"]) + path, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, {}
        except OSError:
            return 0, {}

    def abandon(self) -> None:
        """Kill the main process, and look no more after those that it has started: they must end by themselves."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._errors.close()

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        """Stop it, if it still runs."""
        if self.process.poll() is None:
            self.look()
            self.process.terminate()
        try:
            self.process.wait(60)
            if kind is None:
                until(lambda: not self.left(), seconds=30, what="the end of every process", state=self.left)
        finally:
            self._clear()

    def _clear(self) -> None:
        for one in self._family:
            if one.is_running():
                one.kill()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._errors.close()
