"""Which processes belong to a database folder: every one of PostgreSQL's works in it, and that proves more than a number in a file."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import psutil


def is_at_work(pid: int, folder: Path) -> bool:
    """Whether this process is PostgreSQL at work in the folder. A zombie is not."""
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            return _is_postgres(process) and Path(process.cwd()).resolve() == folder.resolve()
    except (psutil.Error, OSError):
        return False


def at_work(folder: Path) -> list[int]:
    """The numbers of all processes of PostgreSQL at work in the folder."""
    return [process.pid for process in psutil.process_iter() if is_at_work(process.pid, folder)]


def quit_at_once(pid: int) -> None:
    """Tell an orphan, whose server is gone, to end without finishing anything."""
    try:
        process = psutil.Process(pid)
        process.terminate() if sys.platform == "win32" else process.send_signal(signal.SIGQUIT)
    except psutil.Error:
        pass


def _is_postgres(process: psutil.Process) -> bool:
    return process.name().removesuffix(".exe") == "postgres" and process.status() != psutil.STATUS_ZOMBIE
