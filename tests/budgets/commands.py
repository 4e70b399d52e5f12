"""What commands take: the interface installed and built from nothing, its checks, and the demonstration."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.cli.serving import ROOT, command

sys.path.insert(0, str(ROOT / "tools"))
import interface  # a script's own module, no package

LEFT = shutil.ignore_patterns(*interface.NOT_SOURCES)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def cold_build(folder: Path) -> float:
    """Seconds of ``npm ci`` and the build, in a copy of the sources; packages come from npm's own store, where it has them."""
    node = _node()
    copy = shutil.copytree(interface.UI, folder / "ui", ignore=LEFT)

    def work() -> None:
        for arguments in (["ci"], ["run", "build"]):
            subprocess.run([*node.npm, *arguments], cwd=copy, env=node.environment(), check=True, capture_output=True)

    return seconds_of(work)


def lint() -> float:
    """Seconds of the type check and ESLint."""
    node = _node()
    return seconds_of(
        lambda: subprocess.run([*node.npm, "run", "--silent", "check"], cwd=interface.UI, env=node.environment(), check=True, capture_output=True)
    )


def demonstration(folder: Path) -> float:
    """Seconds of ``kedang demo load``, the database begun before."""
    command(folder, "migrate").check_returncode()
    return seconds_of(lambda: command(folder, "demo", "load", seconds=600).check_returncode())


def _node() -> interface.Node:
    found = interface.machine_node() or interface.wheel_node()
    assert found is not None, "no Node; 'make env' brings one"
    return found
