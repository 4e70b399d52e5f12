"""One server for a whole test run, and clones of one migrated database.

The processes of a run share the server by its own locks: the first that needs it starts it, the last one out stops it. The folder belongs to the run; what a
killed run left behind is stopped and removed by the next one.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from kedang.core.db import Addresses, EmbeddedServer, migrate, roles
from kedang.core.db.locks import FileLock

from .clock import START

PREFIX = "kedang-test-"
TEMPLATE = "kedang"  #: the migrated database; nobody stays connected to it


class Run:
    """The folder of one test run, kept by the process that leads it."""

    def __init__(self) -> None:
        _sweep()
        place, name = Path(tempfile.gettempdir()), f"{PREFIX}{uuid4().hex[:12]}"
        new = place / f".{name}"  # until it is locked, another run must not take it for a leftover
        new.mkdir()
        new.chmod(0o711)  # the server's own user must get through
        self._lock = FileLock(new / "run.lock")
        self._lock.take(alone=True)
        self.folder = new.rename(place / name)

    def end(self) -> None:
        """Stop what a killed worker may have left running, and remove everything."""
        _remove(self.folder)
        self._lock.drop()


class Cluster:
    """The run's server, as one process sees it."""

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses  #: of the template: connect to it only to look at the server

    def clone(self) -> Addresses:
        """A database of one's own, migrated, with one workspace in it."""
        name = f"t_{uuid4().hex[:12]}"
        with self._server() as server:
            server.execute(
                SQL("create database {} owner {} template {} strategy file_copy").format(Identifier(name), Identifier(roles.OWNER), Identifier(TEMPLATE))
            )
            roles.close_database(server, name)
        found = self.addresses
        return replace(found, app=make_conninfo(found.app, dbname=name), admin=make_conninfo(found.admin, dbname=name))

    def drop(self, addresses: Addresses) -> None:
        """Remove a clone, whoever is still connected."""
        name = str(conninfo_to_dict(addresses.admin)["dbname"])
        with self._server() as server:
            server.execute(SQL("drop database {} with (force)").format(Identifier(name)))

    @contextmanager
    def _server(self) -> Generator[psycopg.Connection]:
        with psycopg.connect(self.addresses.admin, dbname="postgres", autocommit=True) as server:
            yield server


@contextmanager
def open_cluster(folder: Path) -> Generator[Cluster]:
    """The server of the run, with its template filled."""
    with EmbeddedServer(folder / "pg", fast_and_unsafe=True) as addresses:
        with FileLock(folder / "template.lock").alone(lambda: None):
            done = folder / "template.done"
            if not done.exists():
                fill_template(addresses.admin)
                done.touch()
        yield Cluster(addresses)


def fill_template(admin: str) -> None:
    """What every test finds: the installation, and workspace 1."""
    migrate.install(admin)
    migrate.create_workspace(admin, name="测试公司", now=START)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if sys.platform == "win32" or folder.stat().st_uid != os.geteuid():
            continue
        lock = FileLock(folder / "run.lock")
        if lock.take(alone=True):
            _remove(folder)
            lock.drop()


def _remove(folder: Path) -> None:
    if (folder / "pg" / "data" / "postmaster.pid").exists():
        with EmbeddedServer(folder / "pg", fast_and_unsafe=True):
            """Going in and out stops it, since nobody else is left."""
    shutil.rmtree(folder, ignore_errors=True)
