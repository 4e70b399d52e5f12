"""Setting up from a bare checkout: what is skipped, what resumes, where pip comes from."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import bootstrap
import environment
import interface
import machine

WHEEL = b"not really a wheel"


@pytest.fixture
def ui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ui" / "src").mkdir(parents=True)
    (tmp_path / "ui" / "package.json").write_text("{}")
    (tmp_path / "ui" / "src" / "main.ts").write_text("a")
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(interface, "UI", tmp_path / "ui")
    monkeypatch.setattr(interface, "STAMP", tmp_path / "static" / ".stamp")
    return tmp_path / "ui"


def test_the_interface_is_built_again_only_if_a_source_changed(ui: Path) -> None:
    assert not interface.is_built()
    interface.STAMP.write_text(interface.stamp())
    assert interface.is_built()
    (ui / "node_modules").mkdir()
    (ui / "node_modules" / "x.js").write_text("x")
    assert interface.is_built()
    (ui / "src" / "main.ts").write_text("b")
    assert not interface.is_built()


def test_moving_text_from_one_file_to_another_counts_as_a_change(ui: Path) -> None:
    (ui / "src" / "a.ts").write_text("xy")
    (ui / "src" / "b.ts").write_text("z")
    before = interface.stamp()
    (ui / "src" / "a.ts").write_text("x")
    (ui / "src" / "b.ts").write_text("yz")
    assert interface.stamp() != before


def test_without_sources_there_is_nothing_to_build(ui: Path) -> None:
    (ui / "package.json").unlink()
    assert interface.is_built()


@pytest.mark.parametrize(("version", "is_enough"), [("v20.19.0", True), ("v24.1.0", True), ("v20.18.3", False), ("v18.20.0", False), ("", False)])
def test_node_counts_from_20_19_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_enough: bool) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert (interface.machine_node() is not None) is is_enough


def test_too_little_disk_or_memory_is_said_in_numbers(tmp_path: Path) -> None:
    assert machine.shortage(tmp_path, memory=1, disk=1) is None
    assert "MB of disk are needed" in str(machine.shortage(tmp_path, memory=1, disk=10**12))
    assert "MB of memory are needed" in str(machine.shortage(tmp_path, memory=10**12, disk=1))


def test_the_command_for_system_packages_names_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PACKAGES", {"chromium": "/nowhere", "wrk": "/"})
    assert machine.missing_packages() == ["chromium"]
    assert "chromium" in machine.install_command(["chromium"])


def test_without_root_missing_packages_are_only_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PACKAGES", {"chromium": "/nowhere"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", "/nowhere")
    assert machine.install_packages(["chromium"]) == ["chromium"]


def test_a_step_is_done_again_only_if_its_lock_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(environment, "MARKS", tmp_path)
    monkeypatch.setattr(environment, "python", lambda: Path("/bin/echo"))
    lock = tmp_path / "some.lock"
    lock.write_text("a==1\n")
    for text, is_run in (("a==1\n", True), ("a==1\n", False), ("a==2\n", True)):
        lock.write_text(text)
        environment.install(lock)
        assert ("--require-hashes" in capfd.readouterr().out) is is_run


def test_a_step_that_failed_leaves_no_mark_and_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MARKS", tmp_path)
    monkeypatch.setattr(environment, "python", lambda: Path("/bin/false"))
    (tmp_path / "some.lock").write_text("a==1\n")
    with pytest.raises(environment.Stop, match="Run the same command again"):
        environment.install(tmp_path / "some.lock")
    assert list(tmp_path.glob("*.done")) == []


class Index(http.server.SimpleHTTPRequestHandler):
    """A package index behind a password."""

    def do_GET(self) -> None:
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(b"mara:s:cret").decode():
            self.send_error(401)
            return
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def index(tmp_path: Path) -> Generator[str]:
    (tmp_path / "simple" / "pip").mkdir(parents=True)
    (tmp_path / "simple" / "pip" / "index.html").write_text(f'<a href="../../files/{environment.PIP_WHEEL}#sha256=x">pip</a>')
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / environment.PIP_WHEEL).write_bytes(WHEEL)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Index, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://mara:s%3Acret@127.0.0.1:{server.server_port}/simple/"
        server.shutdown()
        thread.join()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without pip and without a configured index."""
    monkeypatch.setattr(environment, "MARKS", tmp_path)
    monkeypatch.setattr(environment, "PUBLIC_INDEX", (tmp_path / "nothing").as_uri())
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("way", ["PIP_INDEX_URL", "pip.conf", "PIP_FIND_LINKS"])
def test_pip_comes_from_where_pip_is_configured_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: str, way: str) -> None:
    monkeypatch.setattr(environment, "PIP_SHA256", hashlib.sha256(WHEEL).hexdigest())
    if way == "pip.conf":
        (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {index}\n")
    else:
        monkeypatch.setenv(way, index if way == "PIP_INDEX_URL" else str(tmp_path / "files"))
    assert environment._pip_wheel().read_bytes() == WHEEL


@pytest.mark.usefixtures("bare")
def test_a_file_that_is_not_pip_is_refused_and_no_password_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: str) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(environment.Stop, match="not the expected file") as stop:
        environment._pip_wheel()
    assert "cret" not in str(stop.value)
    assert not (tmp_path / environment.PIP_WHEEL).exists()


def test_a_word_that_is_no_command_is_wrong_use() -> None:
    assert subprocess.run([sys.executable, ROOT / "tools" / "bootstrap.py", "fly"], check=False, capture_output=True).returncode == bootstrap.WRONG_USE
