"""One database folder on disk: make it, check it, clean up after a crash, start its server and stop it.

Nothing here asks who else uses the folder; ``embedded`` holds the locks.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from . import processes, tuning
from .account import Account, program_keywords
from .binaries import Binaries
from .errors import CannotStart, ForeignFolder, NotADatabase, RunningElsewhere, WrongMajor

PORT = 5432  #: names the socket; nothing listens on it
LONGEST_SOCKET = 103  #: bytes of a socket's path that every system accepts
PATIENCE = 3.0  #: seconds of waiting before it is told
SUPERUSER = "kd_root"
FOREVER = "31536000"  #: seconds; a start after a crash takes as long as it takes

Say = Callable[[str], None]

HOST_RULES = f"""\
# Nobody else may log in; roles of workspaces are only stepped into.
local all {SUPERUSER},kd_app scram-sha-256
local replication {SUPERUSER} scram-sha-256
host all {SUPERUSER},kd_app 127.0.0.1/32 scram-sha-256
local all all reject
host all all all reject
"""


class Cluster:
    """A folder with ``data``, ``run`` (the socket) and ``log``."""

    def __init__(self, folder: Path, binaries: Binaries, account: Account | None, *, say: Say, fast_and_unsafe: bool) -> None:
        """``account``: as whom the programs run, or ``None`` for whoever we are."""
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.binaries = binaries
        self._account = account
        self._say = say
        self._unsafe = fast_and_unsafe

    # -- what is there

    @property
    def exists(self) -> bool:
        """Whether there is a database in the folder."""
        return (self.data / "PG_VERSION").exists()

    def check(self) -> None:
        """Refuse data of another major version, of another user, and a folder that holds something else."""
        if not self.exists:
            if self.data.exists() and any(self.data.iterdir()):
                raise NotADatabase(folder=self.data)
            return
        found = (self.data / "PG_VERSION").read_text("ascii").strip()
        if found != self.binaries.major:
            raise WrongMajor(folder=self.data, found=found, wanted=self.binaries.major)
        if sys.platform == "win32":
            return
        state = self.data.stat()
        if state.st_uid != (self._account.uid if self._account else os.geteuid()):
            raise ForeignFolder(folder=self.data)
        if state.st_mode & 0o777 not in {0o700, 0o750}:
            self.data.chmod(0o700)  # the server refuses any other

    def postmaster(self) -> int | None:
        """The number of the server's process, if it lives and is ours."""
        return living_postmaster(self.data)

    def host(self) -> str:
        """Where the running server listens: the folder of its socket (on Windows an address)."""
        lines = self._pid_file()
        if sys.platform == "win32":
            return "127.0.0.1"
        return lines[4].strip() if len(lines) > 4 else str(self.folder / "run")

    def port(self) -> int:
        """The port of the running server; elsewhere than on Windows only a part of the socket's name."""
        lines = self._pid_file()
        return int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else PORT

    def _pid_file(self) -> list[str]:
        return _pid_file(self.data)

    # -- make

    def make(self, password: str) -> None:
        """Make an empty database. A cut leaves nothing that would be taken for one."""
        self._say("Creating the database …")
        part = self._own_folder("data.part", fresh=True)
        secret = self.folder / "first-password"
        self._write(secret, password)
        command = [
            self._program("initdb"), "-D", str(part), f"--username={SUPERUSER}", f"--pwfile={secret}", "--auth-local=scram-sha-256",
            "--auth-host=reject" if sys.platform != "win32" else "--auth-host=scram-sha-256", "--encoding=UTF8", "--data-checksums",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        ]  # fmt: skip
        try:
            made = subprocess.run([*command, *(["--no-sync"] if self._unsafe else [])], capture_output=True, text=True, check=False, **self._who())
        finally:
            secret.unlink(missing_ok=True)
        if made.returncode:
            raise CannotStart(reason=made.stderr.strip()[-600:])
        self._write(part / "pg_hba.conf", HOST_RULES)
        with (part / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write("\ninclude 'kedang.conf'\n")
        part.rename(self.data)

    # -- start and stop

    def clean_up(self) -> None:
        """Remove what a killed server left: processes that outlived it, its number, its socket's lock."""
        if self._answers():
            raise RunningElsewhere(folder=self.folder)
        orphans = processes.at_work(self.data)
        if orphans:
            self._say("Ending what a crashed database left behind …")
            for pid in orphans:
                processes.quit_at_once(pid)
            self._wait(lambda: bool(processes.at_work(self.data)), "Waiting for processes of the crashed database")
        left = self._pid_file()
        if len(left) > 4 and Path(left[4].strip()).name.startswith("kedang-"):
            self._drop_sockets(Path(left[4].strip()))
        self._drop_sockets(self.folder / "run")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def start(self) -> None:
        """Start the server and wait until it answers, however long it has to recover."""
        self.log = self._own_folder("log")
        self._write(self.data / "kedang.conf", tuning.written(tuning.settings_for(self.data, self.log, fast_and_unsafe=self._unsafe)))
        first = self.log / "start.log"
        first.unlink(missing_ok=True)
        options = " ".join(f"-c {name}={value}" for name, value in self._listen().items())
        command = [self._program("pg_ctl"), "start", "-w", "-s", "-t", FOREVER, "-D", str(self.data), "-l", str(first), "-o", options]
        started = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._who()) as starter:
            self._wait(lambda: starter.poll() is None, "The database is getting ready", self._last_line)
        if starter.returncode:
            raise CannotStart(reason=self._last_words(first))
        if time.monotonic() - started > PATIENCE:
            self._say("The database is ready.")

    def stop(self) -> None:
        """Stop the server: it ends its sessions and writes everything down. Waits until it is gone, and never kills."""
        pid, socket_folder = self.postmaster(), Path(self.host())
        if pid is None:
            return
        command = [self._program("pg_ctl"), "stop", "-m", "fast", "-s", "-W", "-D", str(self.data)]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, **self._who())
        self._wait(lambda: processes.is_at_work(pid, self.data), "The database is writing everything down")
        if socket_folder.name.startswith("kedang-"):
            self._drop_sockets(socket_folder)

    def _listen(self) -> dict[str, str]:
        if sys.platform == "win32":
            return {"listen_addresses": "127.0.0.1", "port": str(_free_port())}
        where = self._own_folder("run")
        if len(os.fsencode(where / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET or "," in str(where):  # clients take a comma for a list of servers
            # A name nobody can guess and take before us; the running server's own file says where it is.
            where = Path(tempfile.mkdtemp(prefix="kedang-", dir="/tmp"))
            self._own(where)
        return {
            "listen_addresses": "''", "port": str(PORT), "unix_socket_directories": _quoted(where), "unix_socket_permissions": "0700",
        }  # fmt: skip

    def _answers(self) -> bool:
        if sys.platform == "win32" or not self._pid_file():
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
            try:
                end.connect(f"{self.host()}/.s.PGSQL.{self.port()}")
            except OSError:
                return False
        return True

    # -- small things

    def _program(self, name: str) -> str:
        return str(self.binaries.bin / name)

    def _who(self) -> dict[str, Any]:  # Any: keywords of subprocess
        return program_keywords(self._account)

    def _own(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.uid, self._account.gid)

    def _own_folder(self, name: str, *, fresh: bool = False) -> Path:
        path = self.folder / name
        if fresh and path.exists():
            shutil.rmtree(path)
        path.mkdir(mode=0o700, exist_ok=True)
        path.chmod(0o700)
        self._own(path)
        return path

    def _write(self, file: Path, text: str) -> None:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        self._own(file)

    def _drop_sockets(self, folder: Path) -> None:
        for stale in folder.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)
        if folder.name.startswith("kedang-") and folder.is_dir():
            folder.rmdir()

    def _wait(self, busy: Callable[[], bool], what: str, detail: Callable[[], str] = lambda: "") -> None:
        started = told = time.monotonic()
        while busy():
            now = time.monotonic()
            if now - told > PATIENCE:
                told = now
                self._say(f"{what}: {now - started:.0f} s {detail()}".rstrip())
            time.sleep(0.01)

    def _last_line(self) -> str:
        return next(iter(reversed(list(self._log_lines()))), "")

    def _log_lines(self) -> Iterator[str]:
        newest = max(self.log.glob("postgresql-*.log"), key=lambda f: f.stat().st_mtime, default=None)
        if newest is not None:
            with newest.open("rb") as log:
                log.seek(max(0, newest.stat().st_size - 2000))
                yield from log.read().decode("utf-8", "replace").splitlines()

    def _last_words(self, first: Path) -> str:
        words = first.read_text("utf-8", "replace").strip() if first.exists() else ""
        fatal = [line for line in self._log_lines() if "FATAL" in line or "PANIC" in line]
        return "\n".join([words[-600:], *fatal[-2:]]).strip() or "it gave no reason"


def living_postmaster(data: Path) -> int | None:
    """The number of the process that serves a folder, if there is one; asks the system, not only the file."""
    lines = _pid_file(data)
    number = lines[0].strip() if lines else ""
    return int(number) if number.isdigit() and processes.is_at_work(int(number), data) else None


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _quoted(path: Path) -> str:
    # pg_ctl hands the options to a shell, and the server reads the value as a list.
    inner = '"' + str(path).replace('"', '""') + '"'
    return "'" + inner.replace("'", "'\\''") + "'"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
