"""``kedang serve``: one command starts everything, and everything ends with it, however it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.request
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from tests.cli.serving import Serving, command, until
from tests.db.folders import open_folder


@pytest.fixture(scope="module")
def folder() -> Generator[Path]:
    """An empty data folder that the database's own user can reach."""
    with open_folder() as found:
        yield found.with_name("data")


@pytest.fixture(scope="module")
def serving(folder: Path) -> Generator[Serving]:
    """A server for the tests that leave it running."""
    with Serving(folder) as running:
        yield running


@pytest.mark.req("R356")
def test_one_command_on_an_empty_folder_answers_and_shows_the_way_in(serving: Serving) -> None:
    assert serving.get("/api/v1/health") == (200, {"name": "kedang", "status": "ok", "database": "ok", "migrations": "current"})
    link = str(serving.said["setup_link"])
    assert link.startswith(f"{serving.said['address']}/setup/")
    assert serving.get("/api/v1/setup/" + link.rsplit("/", 1)[1])[0] == 200


def test_a_second_start_finds_the_first(serving: Serving, folder: Path) -> None:
    second = command(folder, "serve", "--json")
    assert second.returncode == 0, second.stderr
    found = json.loads(second.stdout)
    assert found["already_running"] is True
    assert found["address"] == serving.said["address"]
    assert found["pid"] == serving.process.pid


def test_other_commands_work_beside_it(serving: Serving, folder: Path) -> None:
    assert command(folder, "user", "add", "Mara", "--json").returncode == 0
    assert "Mara" in command(folder, "user", "list", "--json").stdout
    assert serving.get("/api/v1/health")[0] == 200


def test_a_job_worker_that_dies_is_started_again(serving: Serving, folder: Path) -> None:
    def worker() -> int:
        return int(json.loads((folder / "serve.json").read_bytes())["worker"])

    first = worker()
    os.kill(first, signal.SIGKILL)
    until(lambda: worker() != first, what="another worker")
    assert psutil.pid_exists(worker())


def test_a_database_that_dies_is_started_again(serving: Serving) -> None:
    first = serving.postmaster
    os.kill(first, signal.SIGKILL)
    until(lambda: (serving.folder / "pg" / "data" / "postmaster.pid").exists() and serving.postmaster != first, what="another database")
    until(lambda: serving.get("/api/v1/health")[0] == 200, what="health")


def test_a_taken_port_gives_the_next_one(serving: Serving, folder: Path) -> None:
    """The running server's own port is taken; a second installation gets another."""
    from kedang.serve.ports import free_port

    taken = int(str(serving.said["address"]).rsplit(":", 1)[1])
    assert free_port("127.0.0.1", taken) > taken
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        assert free_port("127.0.0.1", other.getsockname()[1]) != other.getsockname()[1]


@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_in_order(folder: Path, serving: Serving, what: signal.Signals) -> None:
    serving.__exit__(None, None, None)
    with Serving(folder) as running:
        assert command(folder, "user", "add", what.name, "--json").returncode == 0
        made = command(folder, "token", "create", what.name, "--json")
        wanted = urllib.request.Request(f"{running.said['address']}/api/v1/events", headers={"Authorization": f"Bearer {json.loads(made.stdout)['token']}"})
        with urllib.request.urlopen(wanted, timeout=60) as stream:
            assert stream.readline().startswith(b"retry: ")
            running.send(what)
            assert running.process.wait(60) == 0
            assert b"data" not in stream.read(), "an open stream ends with the process, and holds nothing up"
        until(lambda: not running.left(), seconds=1, what="the end of every process", state=running.left)
        assert not (folder / "serve.json").exists()
        assert not (folder / "pg" / "data" / "postmaster.pid").exists()


def test_killed_it_takes_everything_along_and_the_next_start_finds_the_data(folder: Path, serving: Serving) -> None:
    serving.__exit__(None, None, None)
    with Serving(folder) as running:
        assert command(folder, "user", "add", "Jon", "--json").returncode == 0
        running.look()
        running.send(signal.SIGKILL)
        running.process.wait(10)
        until(lambda: not running.left(), seconds=40, what="the end of every process", state=lambda: [*running.left(), running.told()])
        assert not (folder / "pg" / "data" / "postmaster.pid").exists(), "the last one out has stopped the database"
    with Serving(folder) as again:
        assert again.get("/api/v1/health")[0] == 200
        assert "Jon" in command(folder, "user", "list", "--json").stdout


@pytest.mark.parametrize(("host", "allowed"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("192.0.2.7", False)])
def test_plain_http_is_refused_where_others_could_read_it(host: str, allowed: bool) -> None:
    from kedang.serve.errors import PlainHttpRefused
    from kedang.serve.ports import check_host

    if allowed:
        check_host(host, allow_http="loopback")
        return
    with pytest.raises(PlainHttpRefused):
        check_host(host, allow_http="loopback")
    check_host(host, allow_http="all")
    check_host(host, allow_http="loopback", is_secure=True)
