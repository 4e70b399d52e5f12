"""After a crash of the server, however it died."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from kedang.core.db import Addresses, EmbeddedServer
from kedang.core.db.errors import RunningElsewhere
from kedang.core.db.processes import at_work, is_at_work

from .folders import open_folder


@pytest.fixture
def folder() -> Generator[Path]:
    with open_folder() as found:
        yield found
        assert at_work(found / "data") == [], "a process was left behind"


@contextmanager
def crashed(folder: Path) -> Generator[Addresses]:
    """A server in use, with a row committed in it, whose postmaster is then killed."""
    with EmbeddedServer(folder) as addresses:
        with psycopg.connect(addresses.admin, autocommit=True) as connection:
            connection.execute("create table kept as select generate_series(1, 1000) as x")
        kill(folder)
        yield addresses


def kill(folder: Path) -> None:
    """The server's main process dies; the system needs a moment for that, in which it would still be taken for a living one."""
    pid = postmaster_of(folder)
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while is_at_work(pid, folder / "data"):
        assert time.monotonic() < deadline
        time.sleep(0.001)


def postmaster_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def kept(addresses: Addresses) -> int:
    with psycopg.connect(addresses.admin) as connection:
        return connection.execute("select count(*)::int from kept").fetchall()[0][0]


def test_the_next_user_starts_a_killed_server_and_finds_every_commit(folder: Path) -> None:
    with crashed(folder), EmbeddedServer(folder) as addresses:
        assert kept(addresses) == 1000


def test_who_was_inside_revives_a_killed_server_under_the_same_addresses(folder: Path) -> None:
    server = EmbeddedServer(folder)
    with server as addresses:
        with psycopg.connect(addresses.admin, autocommit=True) as connection:
            connection.execute("create table kept as select 1 as x")
        assert server.revive() is False
        kill(folder)
        gone(folder)
        assert server.revive() is True
        assert kept(addresses) == 1


def test_a_busy_session_that_outlives_its_server_is_ended_before_the_start(folder: Path) -> None:
    """Otherwise the server refuses: a pre-existing shared memory block is still in use."""
    code = "import sys, psycopg; c = psycopg.connect(sys.argv[1]); print('in', flush=True); c.execute('select count(*) from generate_series(1, 10000000000)')"
    with EmbeddedServer(folder) as addresses:
        busy = subprocess.Popen([sys.executable, "-c", code, addresses.admin], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert busy.stdout is not None
        assert busy.stdout.readline() == b"in\n"
        kill(folder)
        said: list[str] = []
        with EmbeddedServer(folder, say=said.append) as again, psycopg.connect(again.app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        busy.wait()
        busy.stdout.close()
    assert any("crashed" in line for line in said)


def test_a_stale_number_that_another_process_bears_now_stops_nobody(folder: Path) -> None:
    with crashed(folder):
        """And left."""
    file = folder / "data" / "postmaster.pid"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with EmbeddedServer(folder) as addresses:
        assert kept(addresses) == 1000
    assert psutil.pid_exists(os.getpid())


@pytest.mark.parametrize("rubbish", ["", "not a number\n", "999999999\n"])
def test_a_torn_number_file_is_no_hindrance(folder: Path, rubbish: str) -> None:
    with crashed(folder):
        """And left."""
    (folder / "data" / "postmaster.pid").write_text(rubbish)
    with EmbeddedServer(folder) as addresses:
        assert kept(addresses) == 1000


def test_a_stale_lock_of_the_socket_that_another_process_bears_is_removed(folder: Path) -> None:
    with crashed(folder):
        """And left."""
    for lock in (folder / "run").glob(".s.PGSQL.*.lock"):
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with EmbeddedServer(folder) as addresses:
        assert kept(addresses) == 1000


def test_a_server_that_nobody_reaped_counts_as_dead(folder: Path) -> None:
    """Where process 1 is no init, a killed server stays as a zombie and its number stays taken."""
    code = """
import ctypes, os, signal, sys, psutil
from pathlib import Path
from kedang.core.db import EmbeddedServer
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)     # orphans become ours, and we never wait for them
folder = Path(sys.argv[1])
with EmbeddedServer(folder):
    first = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(first, signal.SIGKILL)
    process = psutil.Process(first)
    while process.status() != psutil.STATUS_ZOMBIE:
        pass
    with EmbeddedServer(folder):
        second = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert psutil.Process(first).status() == psutil.STATUS_ZOMBIE
        assert second != first
print("done")
"""
    ended = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert ended.stdout == "done\n", ended.stderr


def test_a_long_path_is_recovered_too_and_its_short_folder_is_removed(folder: Path) -> None:
    deep = folder / ("long" * 20) / ("long" * 20)
    with crashed(deep) as addresses:
        short = Path(str(conninfo_to_dict(addresses.app)["host"]))
        assert short.exists()
        with EmbeddedServer(deep) as again:
            assert not short.exists()
            assert kept(again) == 1000
    assert at_work(deep / "data") == []


def test_a_server_of_another_container_is_left_alone(folder: Path) -> None:
    """Its socket answers through the shared folder, but its process is not to be seen from here."""
    with crashed(folder):
        gone(folder)
        (name,) = [s for s in (folder / "run").iterdir() if not s.name.endswith(".lock")]
        name.unlink()
        with socket.socket(socket.AF_UNIX) as elsewhere:
            elsewhere.bind(str(name))
            elsewhere.listen()
            with pytest.raises(RunningElsewhere), EmbeddedServer(folder):
                """Not reached."""
            assert name.exists()
            assert (folder / "data" / "postmaster.pid").exists()


def test_a_slow_recovery_is_waited_for_and_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.core.db.cluster.PATIENCE", 0.0)
    said: list[str] = []
    with crashed(folder), EmbeddedServer(folder, say=said.append) as addresses:
        assert kept(addresses) == 1000
    assert any(line.startswith("The database is getting ready: ") for line in said)


def test_a_process_that_only_stands_in_the_folder_is_not_ended(folder: Path) -> None:
    with crashed(folder):
        """And left."""
    with subprocess.Popen(["sleep", "1000"], cwd=folder / "data") as bystander:
        with EmbeddedServer(folder) as addresses:
            assert kept(addresses) == 1000
        assert bystander.poll() is None
        assert not is_at_work(bystander.pid, folder / "data")
        bystander.kill()


def gone(folder: Path) -> None:
    """Wait until nothing of the killed server runs; its idle parts notice by themselves."""
    psutil.wait_procs([psutil.Process(pid) for pid in at_work(folder / "data")], timeout=60)
    assert at_work(folder / "data") == []
