"""Drives a server with ``wrk``: 16 clients, two threads."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .asks import Ask, raw

CLIENTS, THREADS = 16, 2
SCRIPT = Path(__file__).parent / "wrk.lua"


@dataclass(frozen=True)
class Run:
    """What one run showed."""

    answers: int
    rate: float  #: answers per second
    p50: float  #: milliseconds
    p95: float
    p99: float
    cost: float = 0.0  #: milliseconds of processor for an answer, of the application and the database


class LoadFailed(Exception):
    """The load could not be made, or answers were errors."""


def find_wrk() -> str:
    """The program; it is a package of Debian."""
    found = shutil.which("wrk")
    if found is None:
        raise LoadFailed("wrk is missing: apt-get install wrk")
    return found


def drive(asks: list[Ask], port: int, folder: Path, *, seconds: float, is_bare: bool) -> Run:
    """Send these questions, again and again, for a while."""
    for thread in range(THREADS):
        part = asks[thread::THREADS] if len(asks) > 1000 else [*asks[thread * len(asks) // THREADS :], *asks[: thread * len(asks) // THREADS]]
        with (folder / f"requests.{thread}").open("wb") as file:
            for ask in part:
                data = raw(ask, port, is_bare=is_bare)
                file.write(b"%d\n" % len(data) + data)
    command = [find_wrk(), "-t", str(THREADS), "-c", str(CLIENTS), "-d", f"{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(SCRIPT)]
    done = subprocess.run([*command, f"http://127.0.0.1:{port}", "--", str(folder / "requests")], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"requests"')]
    if done.returncode or not lines:
        raise LoadFailed(done.stderr or done.stdout)
    found = json.loads(lines[0])
    if found["errors"]:
        raise LoadFailed(f"{found['errors']} of {found['requests']} answers were errors")
    return Run(found["requests"], found["requests"] / found["microseconds"] * 1e6, found["p50"], found["p95"], found["p99"])
