"""The embedded PostgreSQL: started by the first process that needs it, shared by the others, stopped by the last one that leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kedang.settings import Settings

from . import binaries, roles
from .account import Account, account_for, program_keywords
from .cluster import SUPERUSER, Cluster, Say, living_postmaster
from .errors import ForeignFolder, PasswordsMissing, PasswordUnknown, Unreachable
from .locks import FileLock
from .passwords import Passwords


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the database is: connection strings of libpq, passwords included."""

    app: str  #: as kd_app
    admin: str  #: as the superuser (of an external server: as its URL says); for migrations and backups only
    bin: Path  #: the folder with pg_dump, pg_restore, psql and pg_basebackup


def silent(_: str) -> None:
    """Tell nobody."""


class EmbeddedServer:
    """The server of one folder, running for as long as anybody is inside ``with EmbeddedServer(folder)``."""

    def __init__(self, folder: Path, *, say: Say = silent, fast_and_unsafe: bool = False) -> None:
        """``say`` hears what takes long. ``fast_and_unsafe`` does not wait for the disk: for tests only."""
        self._folder = folder.absolute()
        self._say = say
        self._unsafe = fast_and_unsafe
        self._users: FileLock | None = None

    def __enter__(self) -> Addresses:
        """Start the server, or join the one that runs."""
        account = account_for(self._folder)
        _make_folder(self._folder, account)
        with self._gate():
            cluster = self._cluster(account)
            has_started = self._run(cluster)
            self._users = self._lock("users.lock")
            self._users.take(alone=False)  # cannot fail: alone it is only held under the gate
            try:
                return self._addresses(cluster, complete=has_started)
            except BaseException:
                self._leave(cluster)
                raise

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        """Leave; the last one out stops the server."""
        with self._gate():
            self._leave(self._cluster(account_for(self._folder)))

    def revive(self) -> bool:
        """Start the server again if it died while we use it; true if it had. Cheap enough to ask every second."""
        if living_postmaster(self._folder / "data") is not None:
            return False
        with self._gate():
            return self._run(self._cluster(account_for(self._folder)))

    def _run(self, cluster: Cluster) -> bool:
        cluster.check()
        if cluster.postmaster() is not None:
            return False
        try:
            if cluster.exists:
                if SUPERUSER not in self._passwords().read():
                    raise PasswordsMissing(file=self._passwords().file)
                cluster.clean_up()
            else:
                cluster.make(self._passwords().ensure(SUPERUSER, roles.APPLICATION)[SUPERUSER])
            cluster.start()
            binaries.drop_older_copies(self._folder, cluster.binaries)
        except KeyboardInterrupt:
            cluster.stop()
            raise
        return True

    def _addresses(self, cluster: Cluster, *, complete: bool) -> Addresses:
        passwords = self._passwords().ensure(SUPERUSER, roles.APPLICATION)

        def address(role: str, database: str) -> str:
            return make_conninfo(host=cluster.host(), port=cluster.port(), user=role, password=passwords[role], dbname=database)

        admin = address(SUPERUSER, roles.DATABASE)
        if complete:
            roles.prepare_server(address(SUPERUSER, "postgres"), roles.DATABASE, passwords[roles.APPLICATION])
            roles.ensure_statistics(admin)
        return Addresses(app=address(roles.APPLICATION, roles.DATABASE), admin=admin, bin=cluster.binaries.bin)

    def _leave(self, cluster: Cluster) -> None:
        if self._users is None:
            return
        self._users.drop()
        self._users = None
        last = self._lock("users.lock")
        if last.take(alone=True):
            try:
                cluster.stop()
            finally:
                last.drop()

    def _cluster(self, account: Account | None) -> Cluster:
        found = binaries.wheel_binaries()
        if account is not None:
            found = binaries.copied(found, self._folder)
            _try(found, account)
        return Cluster(self._folder, found, account, say=self._say, fast_and_unsafe=self._unsafe)

    def _gate(self) -> AbstractContextManager[None]:
        return self._lock("gate.lock").alone(lambda: self._say("Waiting for another process that is starting or stopping the database …"))

    def _lock(self, name: str) -> FileLock:
        return FileLock(self._folder / name, owner=_owner(self._folder))

    def _passwords(self) -> Passwords:
        return Passwords(self._folder / "passwords.json", owner=_owner(self._folder))


@contextmanager
def addresses(settings: Settings, *, say: Say = silent) -> Generator[Addresses]:
    """The database of this installation: the server that ``KEDANG_DATABASE_URL`` names, else the embedded one, running meanwhile."""
    if settings.database_url:
        yield external(settings.database_url, Passwords(settings.data_dir / "database-passwords.json"))
    else:
        with EmbeddedServer(settings.data_dir / "pg", say=say) as found:
            yield found


def external(url: str, passwords: Passwords) -> Addresses:
    """Prepare a server of somebody else's: the roles, and who may connect."""
    parts = conninfo_to_dict(url)
    database = str(parts.get("dbname") or roles.DATABASE)
    with psycopg.connect(url, autocommit=True) as server:
        known = server.execute("select 1 from pg_roles where rolname = %s", (roles.APPLICATION,)).fetchone()
        if known and roles.APPLICATION not in passwords.read():
            raise PasswordUnknown(role=roles.APPLICATION, file=passwords.file)
        passwords.file.parent.mkdir(parents=True, exist_ok=True)
        password = passwords.ensure(roles.APPLICATION)[roles.APPLICATION]
        roles.ensure_roles(server, password)
        server.execute("grant kd_owner to current_user")
        roles.close_database(server, database)
    return Addresses(app=make_conninfo(url, user=roles.APPLICATION, password=password), admin=url, bin=binaries.wheel_binaries().bin)


def _make_folder(folder: Path, account: Account | None) -> None:
    """Make the folder and what is missing above it; what exists keeps its permissions."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(exist_ok=True)
        # The server's own user must get through to its files, but needs to list nothing.
        missing.chmod(0o700 if account is None else 0o711)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ForeignFolder(folder=folder)


def _owner(folder: Path) -> tuple[int, int] | None:
    """Root leaves in somebody's folder only files that this somebody can use."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    state = folder.stat()
    return state.st_uid, state.st_gid


def _try(found: binaries.Binaries, account: Account) -> None:
    try:
        subprocess.run([found.bin / "postgres", "--version"], stdout=subprocess.DEVNULL, check=True, **program_keywords(account))
    except PermissionError:
        raise Unreachable(account=account.name, folder=found.bin.parents[2]) from None
