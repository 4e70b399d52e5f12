"""Folders in which a server can run, and processes that share one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

# One user of the server, driven by lines: 'select' and 'postmaster' answer, the end of input leaves.
# What a shell starts in the background ignores interrupts, and so do its children, who would wait for ever.
USER = """
import signal, sys, psycopg
from pathlib import Path
from kedang.core.db import EmbeddedServer
signal.signal(signal.SIGINT, signal.default_int_handler)
folder = Path(sys.argv[1])
try:
    with EmbeddedServer(folder, fast_and_unsafe=True) as addresses:
        print("in", flush=True)
        for line in sys.stdin:
            if line.strip() == "postmaster":
                print((folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
            else:
                with psycopg.connect(addresses.app) as connection:
                    print(connection.execute("select 1").fetchone()[0], flush=True)
except KeyboardInterrupt:
    pass
"""


@contextmanager
def open_folder(parent: str | None = None) -> Generator[Path]:
    """A folder that is not there yet, in a place that the server's own user can reach."""
    above = Path(tempfile.mkdtemp(prefix="kd-", dir=parent))
    above.chmod(0o711)
    try:
        yield above / "pg"
    finally:
        shutil.rmtree(above)


class Party:
    """Some processes that use the server of one folder."""

    def __init__(self, folder: Path, size: int) -> None:
        self._users = [
            subprocess.Popen([sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(size)
        ]

    def __enter__(self) -> Party:
        """Wait until everybody is in."""
        for user in self._users:
            assert user.stdout is not None
            assert user.stdout.readline() == "in\n"
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        """Let everybody out who still is in."""
        for n, user in enumerate(self._users):
            if user.poll() is None:
                self.leave(n)
            for stream in (user.stdin, user.stdout):
                if stream is not None and not stream.closed:
                    stream.close()

    def ask(self, n: int, what: str) -> str:
        """One user's answer."""
        user = self._users[n]
        assert user.stdin is not None
        assert user.stdout is not None
        user.stdin.write(what + "\n")
        user.stdin.flush()
        return user.stdout.readline().strip()

    def leave(self, n: int) -> None:
        """One user leaves, in order."""
        stdin = self._users[n].stdin
        assert stdin is not None
        stdin.close()
        assert self._users[n].wait() == 0

    def kill(self, n: int) -> None:
        """One user dies."""
        self._users[n].kill()
        self.wait(n)

    def send(self, n: int, what: signal.Signals) -> None:
        """A signal for one user."""
        os.kill(self.pid(n), what)

    def pid(self, n: int) -> int:
        """The number of one user's process."""
        return self._users[n].pid

    def wait(self, n: int) -> None:
        """Until one user is gone."""
        self._users[n].wait()
