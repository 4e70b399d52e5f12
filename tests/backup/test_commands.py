"""Backup and restore as an operator does them, from one machine to a clean one."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from kedang.core.db import Database, EmbeddedServer
from kedang.features.backup import find, nightly, weekly
from kedang.settings import Settings
from tests.cli.serving import Serving, command, environment
from tests.db.folders import open_folder


@pytest.fixture(scope="module")
def folder() -> Generator[Path]:
    """The data folder of a firm with one employee."""
    with open_folder() as found:
        data = found.with_name("data")
        added = command(data, "user", "add", "Mara", "--login", "mara@example.com", "--json")
        assert added.returncode == 0, added.stderr
        yield data


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    ended = command(folder, "backup", "--json")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return Path(json.loads(ended.stdout)["folder"])


@pytest.mark.req("R349")
@pytest.mark.req("R350")
def test_a_clean_machine_serves_everybody_s_data_after_a_restore(made: Path) -> None:
    with open_folder() as found:
        clean = found.with_name("data")
        restored = command(clean, "restore", str(made), "--json")
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert json.loads(restored.stdout)["workspaces"] == 1
        with Serving(clean) as serving:
            assert serving.get("/api/v1/health")[0] == 200
            assert "Mara" in command(clean, "user", "list", "--json").stdout
        again = command(clean, "restore", str(made), "--json")
        assert again.returncode == 1
        assert json.loads(again.stdout)["error"]["code"] == "not_empty"


@pytest.mark.req("R350", part="verify")
def test_a_drill_says_how_long_it_took_and_the_doctor_knows_of_it(folder: Path, made: Path) -> None:
    drill = command(folder, "restore", "--verify", "--json")
    assert drill.returncode == 0, drill.stdout + drill.stderr
    said = json.loads(drill.stdout)
    assert said["folder"] == str(made)
    assert said["rto_seconds"] > 0
    found = json.loads(command(folder, "doctor", "--json").stdout)
    assert {check["key"]: check["status"] for check in found["checks"]} | {"backup": "ok", "drill": "ok"} == {
        check["key"]: check["status"] for check in found["checks"]
    }


@pytest.mark.req("R349", part="schedule")
async def test_the_chore_of_the_night_makes_a_backup_of_its_own_kind(folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(folder).items():
        monkeypatch.setenv(name, value)
    settings = Settings(data_dir=folder)
    await nightly(settings).run(database)
    assert [one.manifest.kind for one in find(settings)][:1] == ["nightly"]
    await weekly(settings).run(database)
    assert find(settings)[0].verified is not None


def test_a_damaged_backup_is_refused_before_a_database_is_even_made(made: Path) -> None:
    with open_folder() as found:
        dump = made / "ws_1.dump"
        whole = dump.read_bytes()
        dump.write_bytes(whole[:-1])
        try:
            ended = command(found.with_name("data"), "restore", str(made), "--json")
        finally:
            dump.write_bytes(whole)
        assert ended.returncode == 1
        assert json.loads(ended.stdout)["error"]["code"] == "backup_damaged"
        assert not found.with_name("data").exists()


def test_there_is_nothing_to_back_up_in_an_empty_folder() -> None:
    with open_folder() as found:
        assert command(found.with_name("data"), "backup").returncode == 1


def test_before_an_upgrade_a_backup_is_made_and_a_workspace_that_fails_is_named(folder: Path) -> None:
    """A step is run again that was run already: it fails, as a real one might."""
    with EmbeddedServer(folder / "pg") as addresses:
        with psycopg.connect(addresses.admin) as admin:
            newest = admin.execute("select migration from kedang.workspace").fetchone()
            admin.execute("update kedang.workspace set migration = 1")
        number = len(find(Settings(data_dir=folder)))
        ended = command(folder, "migrate", "--json")
        assert ended.returncode == 1
        assert list(json.loads(ended.stdout)["failed"]) == ["1"]
        kinds = [one.manifest.kind for one in find(Settings(data_dir=folder))]
        assert (kinds[0], len(kinds)) == ("migration", number + 1)
        with psycopg.connect(addresses.admin) as admin:
            admin.execute("update kedang.workspace set migration = %s", newest)
        assert command(folder, "migrate", "--json").returncode == 0
        assert len(find(Settings(data_dir=folder))) == number + 1, "nothing to do, nothing to back up"
