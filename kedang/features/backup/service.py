"""Making backups, finding and checking them."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from kedang import __version__
from kedang.core.base import new_id
from kedang.core.db import Addresses, FileLock
from kedang.settings import Settings

from . import files, programs, store
from .errors import AnotherBackup, BackupDamaged, CannotWrite, NoBackup, NoSpace
from .ledger import noted
from .model import FORMAT, Backup, File, Kind, Manifest, Plan, Table, Verified

MANIFEST = "manifest.json"
SEAL = "manifest.json.sha256"
VERIFIED = "verified.json"
SPARE = 200_000_000  #: bytes that stay free beside a backup
TESTING = "testing.lock"  #: held together by who tests a backup, alone by who removes old ones
MIGRATION_DAYS = 30  #: days that backups before a migration are kept

Step = Callable[[str, int, int], None]  #: what is done now, how far, of how many


def silent(_: str, __: int, ___: int) -> None:
    """Tell nobody."""


def folder_of(settings: Settings) -> Path:
    """Where backups are."""
    return settings.data_dir / "backups"


def usual_plan(settings: Settings) -> Plan:
    """The plan until somebody sets another: daily, as the installation's settings say."""
    return Plan(time=f"{settings.backup_hour:02}:00", keep=max(1, settings.backup_days))


def back_up(settings: Settings, addresses: Addresses, *, kind: Kind = "manual", step: Step = silent) -> Backup:
    """Make a backup of one moment, while everybody goes on working.

    It stands in a folder ``….part`` until it is whole and on disk. Raises ``NoSpace``, ``CannotWrite``, ``AnotherBackup``, ``ProgramFailed``.
    """
    root = folder_of(settings)
    with _writing(root), _alone(root):
        for unfinished in root.glob("*.part"):
            shutil.rmtree(unfinished, ignore_errors=True)
        before = next(iter(find(settings)), None)
        at = datetime.now(tz=UTC)
        target = root / f"{at:%Y-%m-%dT%H-%M-%SZ}-{kind}-{new_id().hex[-4:]}"
        part = target.with_name(target.name + ".part")
        part.mkdir(mode=0o700)
        try:
            manifest = _fill(settings, addresses, part, kind, before, step)
            _seal(part, manifest)
            part.rename(target)
            files.sync(root)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return Backup(folder=target, manifest=manifest, verified=None)


def copy_away(settings: Settings, backup: Backup) -> Path | None:
    """Copy a backup to the second folder and compare the copy; none if there is no second folder.

    Raises ``NoSpace``, ``CannotWrite`` and ``BackupDamaged``.
    """
    if not settings.backup_copy:
        return None
    root = Path(settings.backup_copy)
    with _writing(root):
        if files.free(root) < backup.size + SPARE:
            raise NoSpace(folder=root, free=files.free(root) // 1_000_000, needed=(backup.size + SPARE) // 1_000_000)
        target = root / backup.folder.name
        part = target.with_name(target.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(backup.folder, part)
        check(part)
        part.rename(target)
    return target


def back_up_before_migration(settings: Settings, addresses: Addresses) -> None:
    """The backup that ``migrate`` makes first."""
    with noted(addresses.admin, what="backup", kind="migration") as note:
        note.about(back_up(settings, addresses, kind="migration", step=note.step).folder.name)


@contextmanager
def _writing(root: Path) -> Generator[None]:
    """Write into a folder, which is made if need be. Raises ``CannotWrite`` with the system's reason."""
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield
    except OSError as broken:
        raise CannotWrite(folder=root, reason=broken.strerror or type(broken).__name__) from broken


@contextmanager
def _alone(root: Path) -> Generator[None]:
    lock = FileLock(root / "backup.lock")
    if not lock.take(alone=True):
        raise AnotherBackup(folder=root)
    try:
        yield
    finally:
        lock.drop()


def _fill(settings: Settings, addresses: Addresses, part: Path, kind: Kind, before: Backup | None, step: Step) -> Manifest:
    started = time.monotonic()
    with store.snapshot(addresses.admin) as (admin, name):
        at = datetime.now(tz=UTC)
        _check_space(part, store.size(admin))
        workspaces, tables, done = store.load_workspaces(admin), store.load_tables(admin), dict[str, File]()
        dumps = _dumps(store.load_schemas(admin))
        for number, (file, schemas) in enumerate(dumps.items()):
            step(file, number, len(dumps) + len(tables))
            _dump(addresses, part / file, schemas, name)
            done[file] = files.digest_of(part / file)
        digests: dict[str, Table] = {}
        for number, (schema, table) in enumerate(tables):
            step(f"{schema}.{table}", len(dumps) + number, len(dumps) + len(tables))
            digests[f"{schema}.{table}"] = store.digest(admin, schema, table)
        core, roles, version = store.load_migrations(admin), store.load_roles(admin), store.postgres_version(admin)
    # After the snapshot: every file that a row of it names was there before the row.
    known = before.manifest.files if before else {}
    done |= files.copy_store(settings.data_dir / "files", part / "files", before.folder if before else None, known)
    keys = sorted(path.as_posix() for path in files.below(settings.data_dir / "keys"))
    return Manifest(
        format=FORMAT, kind=kind, version=__version__, postgres=version, at=at, seconds=round(time.monotonic() - started, 3), core=core,
        workspaces=workspaces, roles=roles, tables=digests, files=done, keys=keys,
    )  # fmt: skip


def _dumps(schemas: list[str]) -> dict[str, list[str]]:
    """Which schemas go into which file: the installation's together, each workspace's by itself."""
    found: dict[str, list[str]] = {"installation.dump": []}
    for schema in schemas:
        workspace = re.match(r"ws_(\d+)(_|$)", schema)
        found.setdefault(f"ws_{workspace[1]}.dump" if workspace else "installation.dump", []).append(schema)
    return found


def _dump(addresses: Addresses, file: Path, schemas: list[str], snapshot: str) -> None:
    chosen = [f"--schema={schema}" for schema in schemas]
    options = ["--format=custom", "--compress=gzip:3", "--no-sync", f"--snapshot={snapshot}", f"--exclude-table-data=jobs.{store.TRANSIENT.replace('%', '*')}"]
    programs.run(addresses.bin, "pg_dump", addresses.admin, [*options, *chosen, f"--file={file}"])
    files.sync(file)


def _check_space(folder: Path, database: int) -> None:
    needed, left = database // 3 + SPARE, files.free(folder)
    if left < needed:
        raise NoSpace(folder=folder, free=left // 1_000_000, needed=needed // 1_000_000)


def _seal(part: Path, manifest: Manifest) -> None:
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    for name, content in ((MANIFEST, text), (SEAL, hashlib.sha256(text).hexdigest().encode())):
        (part / name).write_bytes(content)
        files.sync(part / name)
    files.sync(part)


def check(folder: Path) -> Backup:
    """Read a backup and compare every file with its digest. Raises ``NoBackup`` and ``BackupDamaged``."""
    backup = read(folder)
    files.check(folder, backup.manifest.files)
    return backup


def read(folder: Path) -> Backup:
    """Read what a backup says of itself. Raises ``NoBackup`` and ``BackupDamaged``."""
    try:
        text = (folder / MANIFEST).read_bytes()
    except OSError:
        raise NoBackup(folder=folder) from None
    try:
        seal = (folder / SEAL).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BackupDamaged(folder=folder, problem=f"{SEAL} is missing") from None
    if hashlib.sha256(text).hexdigest() != seal:
        raise BackupDamaged(folder=folder, problem=f"{MANIFEST} differs from its digest")
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as broken:
        raise BackupDamaged(folder=folder, problem=str(broken)) from broken
    return Backup(folder=folder, manifest=manifest, verified=_verified(folder))


def _verified(folder: Path) -> Verified | None:
    try:
        return msgspec.json.decode((folder / VERIFIED).read_bytes(), type=Verified)
    except (OSError, msgspec.DecodeError):
        return None


def find(settings: Settings, folder: Path | None = None) -> list[Backup]:
    """Backups whose manifest can be read, newest first; their files are not compared. ``folder``: another one than the usual."""
    found: list[Backup] = []
    for path in (folder or folder_of(settings)).glob("*/" + MANIFEST):
        if path.parent.suffix != ".part":
            try:
                found.append(read(path.parent))
            except (NoBackup, BackupDamaged):
                continue
    return sorted(found, key=lambda backup: backup.manifest.at, reverse=True)


def newest(settings: Settings) -> Backup:
    """The newest backup. Raises ``NoBackup``."""
    for backup in find(settings):
        return backup
    raise NoBackup(folder=folder_of(settings))


def remove_old(settings: Settings, now: datetime, *, keep: int) -> list[Path]:
    """Remove the nightly backups beyond the newest ``keep``, and those before a migration that are past their days.

    The newest of all stays, and so does what somebody made herself. While one is being tested, none is removed.
    """
    lock = FileLock(folder_of(settings) / TESTING)
    if not lock.take(alone=True):
        return []
    try:
        copies = find(settings, Path(settings.backup_copy)) if settings.backup_copy else []
        removed = [backup.folder for known in (find(settings), copies) for backup in _surplus(known, now, keep)]
        for folder in removed:
            shutil.rmtree(folder)
    finally:
        lock.drop()
    return removed


def _surplus(known: list[Backup], now: datetime, keep: int) -> list[Backup]:
    nightly = [one for one in known if one.manifest.kind == "nightly"][keep:]
    upgrades = [one for one in known if one.manifest.kind == "migration" and one.manifest.at < now - timedelta(days=MIGRATION_DAYS)]
    return [one for one in (*nightly, *upgrades) if one is not known[0]]


def is_empty(addresses: Addresses) -> bool:
    """Whether the database holds no installation yet."""
    with store.connect(addresses.admin) as admin:
        return not store.exists(admin)
