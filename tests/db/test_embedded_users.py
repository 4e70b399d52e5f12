"""The embedded server as root and as an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import psutil
import psycopg
import pytest

from kedang.core.db import EmbeddedServer
from kedang.core.db.account import NAME
from kedang.core.db.errors import ForeignFolder, Unreachable
from kedang.core.db.processes import at_work

from .folders import open_folder

NOBODY = 65534
ROOT = Path(__file__).parents[2]
USE = """
import os, sys, stat, psutil, psycopg
from pathlib import Path
from kedang.core.db import EmbeddedServer
from kedang.core.db.processes import at_work
folder = Path(sys.argv[1])
try:
    with EmbeddedServer(folder, fast_and_unsafe=True) as addresses:
        with psycopg.connect(addresses.app) as connection:
            assert connection.execute("select current_user").fetchone() == ("kd_app",)
        assert {psutil.Process(pid).uids().effective for pid in at_work(folder / "data")} == {os.geteuid()}
        print(os.geteuid(), "site-packages" in str(addresses.bin), oct(stat.S_IMODE(folder.stat().st_mode)))
except Exception as broken:
    print(type(broken).__name__)
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def ordinary(folder: Path) -> str:
    """Use the server of the folder in a process of an ordinary user; its answer."""
    command = [sys.executable, "-c", USE, str(folder)]
    if os.geteuid() == 0:
        # The interpreter may lie in root's home: the ordinary user may read everything, and nothing more.
        may = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *may, *command]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env={"PATH": os.environ["PATH"]})
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.fixture
def folder() -> Generator[Path]:
    with open_folder() as found:
        yield found
        assert at_work(found / "data") == [], "a process was left behind"


def test_an_ordinary_user_runs_it_from_the_wheel_in_a_private_folder(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder.parent, NOBODY, NOBODY)
    who = NOBODY if os.geteuid() == 0 else os.geteuid()
    assert ordinary(folder) == f"{who} True 0o700"


@as_root
def test_root_runs_it_as_a_system_user_without_shell_from_a_copy(folder: Path) -> None:
    with EmbeddedServer(folder, fast_and_unsafe=True) as addresses:
        user = pwd.getpwnam(NAME)
        assert {psutil.Process(pid).uids() for pid in at_work(folder / "data")} == {(user.pw_uid,) * 3}
        assert {gid for pid in at_work(folder / "data") for gid in groups_of(pid)} <= {user.pw_gid}
        assert user.pw_shell.endswith("nologin")
        assert addresses.bin.is_relative_to(folder)
        assert addresses.bin.stat().st_uid == 0
        assert stat.S_IMODE((folder / "passwords.json").stat().st_mode) == 0o600
        assert (folder / "passwords.json").stat().st_uid == 0
        assert (folder / "data").stat().st_uid == user.pw_uid


@as_root
def test_no_variable_of_roots_environment_reaches_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_CANARY", "secret")
    with EmbeddedServer(folder, fast_and_unsafe=True):
        postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert "KEDANG_CANARY" not in psutil.Process(postmaster).environ()


@as_root
def test_a_folder_that_the_system_user_cannot_reach_is_refused_and_not_opened() -> None:
    private = Path(tempfile.mkdtemp(prefix="kd-private-"))
    try:
        with pytest.raises(Unreachable, match="KEDANG_DATA_DIR"), EmbeddedServer(private / "var" / "pg", fast_and_unsafe=True):
            """Not reached."""
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(private)


@as_root
def test_root_may_use_the_database_of_an_ordinary_user_and_leaves_it_usable(folder: Path) -> None:
    os.chown(folder.parent, NOBODY, NOBODY)
    assert ordinary(folder).startswith(f"{NOBODY} ")
    folder.parent.chmod(0o711)
    with EmbeddedServer(folder, fast_and_unsafe=True) as addresses:
        assert {psutil.Process(pid).uids().effective for pid in at_work(folder / "data")} == {NOBODY}
        with psycopg.connect(addresses.app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert ordinary(folder).startswith(f"{NOBODY} ")


@as_root
def test_root_joins_the_running_server_of_an_ordinary_user(folder: Path) -> None:
    os.chown(folder.parent, NOBODY, NOBODY)
    assert ordinary(folder).startswith(f"{NOBODY} ")
    with EmbeddedServer(folder, fast_and_unsafe=True):
        assert ordinary(folder).startswith(f"{NOBODY} ")
        assert at_work(folder / "data"), "the last one out was not the last one"


@as_root
def test_an_ordinary_user_is_refused_at_the_folder_of_root(folder: Path) -> None:
    with EmbeddedServer(folder, fast_and_unsafe=True):
        assert ordinary(folder) == ForeignFolder.__name__
        assert at_work(folder / "data")


@as_root
def test_an_older_copy_of_the_programs_is_removed_when_the_new_one_has_started(folder: Path) -> None:
    (folder / "18.0.1").mkdir(parents=True)
    (folder / "17.9.1").mkdir()
    folder.chmod(0o711)
    with EmbeddedServer(folder, fast_and_unsafe=True):
        assert not (folder / "18.0.1").exists()
        assert (folder / "17.9.1").exists(), "another major version is needed to upgrade"


def groups_of(pid: int) -> list[int]:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return [int(g) for line in lines if line.startswith("Groups:") for g in line.split()[1:]]
