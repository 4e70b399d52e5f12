"""The files of a backup: copied, proved by their digests, and on disk before anything says so."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .errors import BackupDamaged
from .model import File

CHUNK = 1 << 20


def digest_of(path: Path) -> File:
    """Size and SHA-256 of a file."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while block := source.read(CHUNK):
            found.update(block)
            size += len(block)
    return File(size=size, sha256=found.hexdigest())


def sync(path: Path) -> None:
    """See to it that a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, as a path relative to it, in order; unfinished ones are left out."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(".part"):
                yield (Path(where) / name).relative_to(folder)


def copy_store(source: Path, target: Path, before: Path | None, known: dict[str, File]) -> dict[str, File]:
    """Copy the stored files; what the backup before holds already becomes another name of the same file.

    Stored files never change, so a name and a size that are known need not be read again. ``known``: the files of the backup before.
    """
    done: dict[str, File] = {}
    for path in below(source):
        key = f"files/{path.as_posix()}"
        there = target / path
        there.parent.mkdir(parents=True, exist_ok=True)
        old = known.get(key)
        if before is not None and old is not None and old.size == (source / path).stat().st_size and _linked(before / key, there):
            done[key] = old
            continue
        shutil.copyfile(source / path, there)
        sync(there)
        done[key] = digest_of(there)
    return done


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def check(folder: Path, files: dict[str, File]) -> None:
    """Compare every file with its digest. Raises ``BackupDamaged``."""
    for name, file in files.items():
        path = folder / name
        if not path.is_file():
            raise BackupDamaged(folder=folder, problem=f"{name} is missing")
        if digest_of(path) != file:
            raise BackupDamaged(folder=folder, problem=f"{name} differs from its digest")


def free(folder: Path) -> int:
    """Bytes left on the disk of a folder."""
    return shutil.disk_usage(folder).free


def disk(folder: Path) -> tuple[int, int]:
    """Bytes left on the disk of a folder, and of the whole disk."""
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def may_write(folder: Path) -> bool:
    """Whether we may write into a folder."""
    return os.access(folder, os.W_OK | os.X_OK)
