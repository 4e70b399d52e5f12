"""The sources under examination: modules of Python by name, and files as git knows them."""

from __future__ import annotations

import ast
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    name: str  #: such as kedang.core.db.tx; of a package's front door, the package's
    text: str
    is_package: bool = False

    @property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return _parse(self.text)

    def imports(self) -> Iterator[tuple[str, str | None, int]]:
        """Every import as (module, name in it or None, line); relative ones in full."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, None, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(node)
                yield from ((source, alias.name, node.lineno) for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.name.split(".")
        kept = above[: len(above) - node.level + (1 if self.is_package else 0)]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def at(self, line: int) -> str:
        """A place for a complaint."""
        return f"{self.name}:{line}"

    def line(self, number: int) -> str:
        """The text of a line, from 1."""
        return self.text.splitlines()[number - 1]


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def example(name: str, text: str, *, is_package: bool = False) -> Module:
    """A module made up for a test of a rule."""
    return Module(name, textwrap.dedent(text).lstrip("\n"), is_package)


@lru_cache(maxsize=1)
def files() -> tuple[str, ...]:
    """Every file of the project: tracked, or about to be (neither tracked nor ignored)."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(sorted({name for name in found if (ROOT / name).is_file()}))


@lru_cache(maxsize=8)
def modules(*folders: str) -> tuple[Module, ...]:
    """The modules of some folders of the project."""
    return tuple(_module(name) for name in files() if name.endswith(".py") and name.split("/")[0] in folders)


def _module(file: str) -> Module:
    parts = list(Path(file).with_suffix("").parts)
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), (ROOT / file).read_text("utf-8"), is_package)
