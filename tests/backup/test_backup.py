"""Backups as a firm relies on them: whole or refused, restored with everybody's data."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest

from kedang.core import audit, outbox
from kedang.core.base import WorkspaceId, new_id, system_actor
from kedang.core.db import Addresses, Database, FileLock, migrate
from kedang.features import backup
from kedang.features.backup import BackupDamaged, BackupTooNew, NoBackup, NotEmpty
from kedang.features.backup.errors import CannotWrite
from kedang.features.backup.service import MANIFEST, SEAL, copy_away, remove_old
from kedang.settings import Settings
from tests.jobs.parts import Happened
from tests.support.clock import START
from tests.support.cluster import Cluster

pytestmark = pytest.mark.commits
FIRST = WorkspaceId(1)
TABLE_RIGHTS = """
    select n.nspname, c.relname, c.relkind, c.relowner::regrole::text, a.grantee::regrole::text, a.privilege_type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join aclexplode(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) a
    where n.nspname ~ '^(kedang|kd|jobs|ws_.*)$' and c.relkind in ('r', 'p', 'v', 'S') order by 1, 2, 3, 4, 5, 6
"""
FUNCTION_RIGHTS = """
    select n.nspname, p.proname, p.prosecdef, p.proowner::regrole::text, a.grantee::text, a.privilege_type
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where n.nspname ~ '^(kedang|kd|jobs|ws_.*)$' order by 1, 2, 3, 4, 5, 6
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
async def filled(database: Database, addresses: Addresses, settings: Settings) -> Addresses:
    """An installation with two workspaces, people, a log, events and files."""
    second = migrate.create_workspace(addresses.admin, name="第二家", now=START)
    for workspace in (FIRST, second):
        async with database.workspace(workspace) as tx:
            for number in range(50):
                await tx.run(
                    "insert into person (id, name, name_sort, created_at) values (%(id)s, %(name)s, %(name)s, %(now)s)",
                    id=new_id(), name=f"员工 {number} \t'\"\\ \N{GRINNING FACE}", now=tx.now,
                )  # fmt: skip
            await audit.append(tx, system_actor(workspace, name="test"), "test.done", body={"nested": {"x": [1, None]}})
            await outbox.emit(tx, Happened(id=new_id()))
    files = settings.data_dir / "files" / "ab"
    files.mkdir(parents=True)
    (files / "abcd").write_bytes(os.urandom(100_000))
    (files / "abff.part").write_bytes(b"unfinished")
    keys = settings.data_dir / "keys"
    keys.mkdir()
    (keys / "k1").write_text("secret of secrets", "ascii")
    return addresses


@pytest.fixture
def empty(cluster: Cluster, tmp_path: Path) -> Addresses:
    """A database with nothing in it, as a clean machine has."""
    found = cluster.clone()
    with psycopg.connect(found.admin, autocommit=True) as admin:
        admin.execute("drop schema kedang, kd, jobs, ws_1 cascade")
        admin.execute("drop table public.kedang_migration")
    return found


@pytest.mark.req("R349")
@pytest.mark.req("R350")
async def test_everything_is_there_again_on_a_clean_machine(filled: Addresses, empty: Addresses, settings: Settings, tmp_path: Path) -> None:
    made = backup.back_up(settings, filled)
    assert b"secret of secrets" not in b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert made.manifest.keys == ["k1"]
    clean = replace(settings, data_dir=tmp_path / "clean")
    clean.data_dir.mkdir()
    report = backup.restore(clean, empty, made.folder)
    assert (report.workspaces, report.files) == (2, 1)
    assert report.rows == made.rows > 100
    for query in (
        "select id, name, is_demo, migration, created_at from kedang.workspace order by id",
        "select * from ws_1.person order by id",
        "select * from ws_2.person order by id",
        "select * from ws_1.audit_event order by id",
        "select rolname from pg_roles where rolname ~ '^ws_' order by 1",
        TABLE_RIGHTS,
        FUNCTION_RIGHTS,
    ):
        with psycopg.connect(filled.admin) as before, psycopg.connect(empty.admin) as after:
            assert after.execute(query.encode()).fetchall() == before.execute(query.encode()).fetchall(), query
    assert (clean.data_dir / "files" / "ab" / "abcd").read_bytes() == (settings.data_dir / "files" / "ab" / "abcd").read_bytes()
    assert migrate.is_current(empty.admin)


@pytest.mark.req("R350", part="verify")
async def test_a_drill_restores_aside_compares_and_leaves_nothing(filled: Addresses, settings: Settings) -> None:
    made = backup.back_up(settings, filled)
    report = backup.verify(settings, filled, made.folder)
    assert report.rows == made.rows
    assert 0 < report.rto_seconds < 300
    assert report.rpo_seconds >= 0
    [found] = backup.find(settings)
    assert found.verified is not None
    assert found.verified.rows == made.rows
    with psycopg.connect(filled.admin) as admin:
        assert admin.execute("select count(*) from pg_database where datname like 'kedang\\_restore\\_%'").fetchone() == (0,)


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.req("R349", part="damage")
@pytest.mark.parametrize("damage", [_flip, _truncate, Path.unlink], ids=["flipped byte", "truncated", "missing"])
async def test_a_damaged_backup_is_refused_before_anything_is_touched(
    filled: Addresses, empty: Addresses, settings: Settings, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    made = backup.back_up(settings, filled)
    for name in [*made.manifest.files, MANIFEST, SEAL]:
        copy = tmp_path / "copy"
        shutil.copytree(made.folder, copy)
        damage(copy / name)
        with pytest.raises((BackupDamaged, NoBackup)):
            backup.restore(settings, empty, copy)
        shutil.rmtree(copy)
    with psycopg.connect(empty.admin) as admin:
        assert admin.execute("select to_regclass('kedang.workspace') is null").fetchone() == (True,)


async def test_a_backup_is_not_restored_over_data(filled: Addresses, settings: Settings) -> None:
    made = backup.back_up(settings, filled)
    with pytest.raises(NotEmpty):
        backup.restore(settings, filled, made.folder)


async def test_a_backup_of_a_newer_release_is_refused(filled: Addresses, empty: Addresses, settings: Settings) -> None:
    made = backup.back_up(settings, filled)
    text = msgspec.json.encode(msgspec.structs.replace(made.manifest, core={**made.manifest.core, 9999: "9999_future.sql"}))
    (made.folder / MANIFEST).write_bytes(text)
    (made.folder / SEAL).write_text(hashlib.sha256(text).hexdigest(), "ascii")
    with pytest.raises(BackupTooNew):
        backup.restore(settings, empty, made.folder)


async def test_a_backup_holds_one_moment_while_others_write(filled: Addresses, settings: Settings, database: Database) -> None:
    """Rows that come between the dump and the count are in neither."""
    written = 0

    def write_on(*_: object) -> None:
        nonlocal written
        with psycopg.connect(filled.admin) as admin:
            admin.execute("insert into ws_1.person (id, name, name_sort, created_at) values (gen_random_uuid(), 'later', 'later', now())")
        written += 1

    made = backup.back_up(settings, filled, step=write_on)
    assert written > 10
    assert made.manifest.tables["ws_1.person"].rows == 50
    backup.verify(settings, filled, made.folder)


async def test_events_that_the_lost_queue_held_are_dispatched_again(filled: Addresses, empty: Addresses, settings: Settings, tmp_path: Path) -> None:
    with psycopg.connect(filled.admin) as admin:
        admin.execute("update ws_1.outbox set deferred_at = now(), remaining = 1")
    made = backup.back_up(settings, filled)
    backup.restore(replace(settings, data_dir=tmp_path / "clean"), empty, made.folder)
    with psycopg.connect(empty.admin) as admin:
        assert admin.execute("select count(*) from ws_1.outbox where deferred_at is null").fetchone() == (1,)


async def test_files_that_a_backup_before_holds_take_no_room_again(filled: Addresses, settings: Settings) -> None:
    first, second = (backup.back_up(settings, filled) for _ in range(2))
    one, other = (made.folder / "files" / "ab" / "abcd" for made in (first, second))
    assert one.stat().st_ino == other.stat().st_ino
    assert not (second.folder / "files" / "ab" / "abff.part").exists()


@pytest.mark.req("R349", part="rotation")
async def test_old_nightly_backups_go_and_what_somebody_made_stays(filled: Addresses, settings: Settings) -> None:
    kinds = ("nightly", "manual", "migration", "nightly", "nightly")
    made = [backup.back_up(settings, filled, kind=kind) for kind in kinds]
    now = datetime.now(tz=UTC)
    assert remove_old(settings, now, keep=3) == []
    testing = FileLock(settings.data_dir / "backups" / "testing.lock")
    assert testing.take(alone=False)
    assert remove_old(settings, now, keep=2) == [], "somebody tests one of them"
    testing.drop()
    assert remove_old(settings, now, keep=2) == [made[0].folder]
    assert remove_old(settings, now + timedelta(days=31), keep=2) == [made[2].folder]
    assert {one.folder for one in backup.find(settings)} == {made[1].folder, made[3].folder, made[4].folder}


async def test_what_a_killed_restore_left_behind_goes_with_the_next_one(filled: Addresses, settings: Settings) -> None:
    made = backup.back_up(settings, filled)
    with psycopg.connect(filled.admin, autocommit=True) as admin:
        admin.execute("create database kedang_restore_0123456789ab")
        backup.verify(settings, filled, made.folder)
        assert admin.execute("select from pg_database where datname = 'kedang_restore_0123456789ab'").fetchone() is None


async def test_a_folder_that_cannot_be_written_to_is_named(filled: Addresses, settings: Settings) -> None:
    settings.data_dir.joinpath("backups").write_text("a file stands in the way", "ascii")
    with pytest.raises(CannotWrite, match="backups"):
        backup.back_up(settings, filled)


@pytest.mark.req("R349", part="off-site")
async def test_a_backup_is_copied_to_a_second_place_and_compared_there(filled: Addresses, settings: Settings, tmp_path: Path) -> None:
    elsewhere = replace(settings, backup_copy=str(tmp_path / "elsewhere"))
    made = backup.back_up(elsewhere, filled)
    copy = copy_away(elsewhere, made)
    assert copy is not None
    assert backup.check(copy).manifest == made.manifest
    shutil.rmtree(made.folder)
    backup.verify(elsewhere, filled, copy)
    assert copy_away(settings, made) is None


async def test_an_unfinished_backup_is_none(filled: Addresses, settings: Settings) -> None:
    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.back_up(settings, filled, step=fails)
    assert backup.find(settings) == []
    assert [path.name for path in (settings.data_dir / "backups").iterdir()] == ["backup.lock"]
    with pytest.raises(NoBackup):
        backup.newest(settings)
