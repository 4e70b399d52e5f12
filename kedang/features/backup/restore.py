"""Restoring: always into a database aside first, which is compared with the manifest, and only then takes its place."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from kedang import __version__
from kedang.core.db import Addresses, FileLock, migrate, roles
from kedang.settings import Settings

from . import files, programs, store, store_runs
from .errors import BackupTooNew, NotEmpty, RestoredDiffers
from .model import FORMAT, Backup, Restored, Verified
from .service import TESTING, VERIFIED, Step, check, folder_of, is_empty, silent

SCRATCH = "kedang_restore_"  #: begins the name of a database that a backup is restored into
SCRATCH_LOCK = 7_203_602  #: the advisory lock of who uses one


def verify(settings: Settings, addresses: Addresses, folder: Path, *, step: Step = silent) -> Restored:
    """Restore a backup into a database aside, compare every table, and remove it again.

    Raises ``BackupDamaged``, ``BackupTooNew``, ``RestoredDiffers``.
    """
    started = time.monotonic()
    with _kept(settings, folder):
        backup = _checked(folder)
        with _scratch(addresses) as scratch:
            _load(addresses, scratch, backup, step)
            report = _report(backup, started)
    proof = Verified(at=datetime.now(tz=UTC), seconds=report.rto_seconds, rows=report.rows)
    (folder / VERIFIED).write_bytes(msgspec.json.encode(proof))
    return report


def restore(settings: Settings, addresses: Addresses, folder: Path, *, step: Step = silent) -> Restored:
    """Put a backup into this installation, which must be empty.

    Nothing is touched until the backup has been restored aside and compared. Raises what ``verify`` raises, and ``NotEmpty``.
    """
    started = time.monotonic()
    backup = _checked(folder)
    store_folder = settings.data_dir / "files"
    if not is_empty(addresses) or (store_folder.exists() and any(store_folder.iterdir())):
        raise NotEmpty
    with _scratch(addresses) as scratch:
        _load(addresses, scratch, backup, step)
        _put_files(backup, store_folder)
        _swap(addresses, scratch)
    return _report(backup, started)


@contextmanager
def _kept(settings: Settings, folder: Path) -> Generator[None]:
    """See to it that nobody removes a backup as old meanwhile."""
    if folder.resolve().parent != folder_of(settings).resolve():
        yield
        return
    lock = FileLock(folder.parent / TESTING)
    lock.take(alone=False)  # who removes old ones has it for a moment only, and never takes the newest
    try:
        yield
    finally:
        lock.drop()


def _checked(folder: Path) -> Backup:
    backup = check(folder)
    newest = {"core": migrate.newest("core"), "workspace": migrate.newest("workspace")}
    theirs = {"core": max(backup.manifest.core, default=0), "workspace": max((w.migration for w in backup.manifest.workspaces), default=0)}
    if backup.manifest.format > FORMAT or any(theirs[series] > newest[series] for series in newest):
        raise BackupTooNew(folder=folder, version=backup.manifest.version, ours=__version__)
    return backup


@contextmanager
def _scratch(addresses: Addresses) -> Generator[str]:
    """A database of its own for the time; its address."""
    name = f"{SCRATCH}{secrets.token_hex(6)}"
    where = make_conninfo(addresses.admin, dbname="postgres")
    with psycopg.connect(where, autocommit=True) as server:
        _clear(server)
        server.execute(sql.SQL("create database {} owner {} template template0").format(sql.Identifier(name), sql.Identifier(roles.OWNER)))
        try:
            roles.close_database(server, name)
            yield make_conninfo(addresses.admin, dbname=name)
        finally:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _clear(server: psycopg.Connection[TupleRow]) -> None:
    """Drop what a restore left behind that was killed. The lock is held together while one is at work, and goes with its connection."""
    if server.execute("select pg_try_advisory_lock(%s)", (SCRATCH_LOCK,)).fetchone() == (True,):
        for (name,) in server.execute("select datname::text from pg_database where datname like %s", (SCRATCH.replace("_", r"\_") + "%",)).fetchall():
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        server.execute("select pg_advisory_unlock(%s)", (SCRATCH_LOCK,))
    server.execute("select pg_advisory_lock_shared(%s)", (SCRATCH_LOCK,))


def _load(addresses: Addresses, scratch: str, backup: Backup, step: Step) -> None:
    """Fill a database from a backup, and compare it. Raises ``RestoredDiffers``."""
    roles.ensure_extensions(scratch, with_statistics=False)
    dumps = sorted((name for name in backup.manifest.files if name.endswith(".dump")), key=lambda name: (name != "installation.dump", name))
    with store.connect(scratch, autocommit=True) as admin:
        store.ensure_roles(admin, backup.manifest.roles)
        for number, name in enumerate(dumps):
            step(name, number, len(dumps) + 1)
            programs.run(
                addresses.bin, "pg_restore", scratch, ["--exit-on-error", "--single-transaction", f"--dbname={_name(scratch)}", str(backup.folder / name)]
            )
            if number == 0:
                store.move_extensions(admin)
        store.insert_migrations(admin, backup.manifest.core)
        step("…", len(dumps), len(dumps) + 1)
        _compare(admin, backup)
        store.reopen_events(admin, backup.manifest.workspaces)
        store_runs.delete_open(admin)
        store.write_alike(admin)
        admin.execute("analyze")


def _compare(admin: store.Admin, backup: Backup) -> None:
    store.write_alike(admin)
    found = {f"{schema}.{table}": store.digest(admin, schema, table) for schema, table in store.load_tables(admin)}
    wanted = backup.manifest.tables
    different = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
    if different:
        raise RestoredDiffers(folder=backup.folder, tables=", ".join(different[:10]))


def _put_files(backup: Backup, target: Path) -> None:
    source = backup.folder / "files"
    if not source.exists():
        return
    part = target.with_name("files.part")
    shutil.rmtree(part, ignore_errors=True)
    copied = files.copy_store(source, part, None, {})
    files.check(part.parent, {name.replace("files/", "files.part/", 1): file for name, file in copied.items()})
    wanted = {name: file for name, file in backup.manifest.files.items() if name.startswith("files/")}
    if copied != wanted:
        shutil.rmtree(part, ignore_errors=True)
        raise RestoredDiffers(folder=backup.folder, tables="files")
    if target.exists():
        target.rmdir()
    part.rename(target)


def _swap(addresses: Addresses, scratch: str) -> None:
    """Let the restored database take the empty one's place, name and all."""
    old, new, aside = _name(addresses.admin), _name(scratch), f"kedang_empty_{secrets.token_hex(6)}"
    with psycopg.connect(make_conninfo(addresses.admin, dbname="postgres"), autocommit=True) as server:
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = any(%s) and pid <> pg_backend_pid()", ([old, new],))
        with server.transaction():
            server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(aside)))
            server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(new), sql.Identifier(old)))
        server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(aside)))
    if addresses.admin != scratch:
        _statistics(addresses.admin)


def _statistics(admin: str) -> None:
    """The server's own statistics, where we may have them."""
    with psycopg.connect(admin) as server:
        is_superuser = server.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (True,)
        loaded = server.execute("select setting like '%pg_stat_statements%' from pg_settings where name = 'shared_preload_libraries'").fetchone()
    roles.ensure_extensions(admin, with_statistics=is_superuser and loaded == (True,))


def _name(conninfo: str) -> str:
    return str(conninfo_to_dict(conninfo)["dbname"])


def _report(backup: Backup, started: float) -> Restored:
    age = (datetime.now(tz=UTC) - backup.manifest.at).total_seconds()
    return Restored(
        folder=str(backup.folder), at=backup.manifest.at, workspaces=len(backup.manifest.workspaces), tables=len(backup.manifest.tables), rows=backup.rows,
        files=sum(name.startswith("files/") for name in backup.manifest.files), rto_seconds=round(time.monotonic() - started, 3), rpo_seconds=round(age, 1),
    )  # fmt: skip
