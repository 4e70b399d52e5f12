"""Processor time of processes, from Linux's ``/proc``: what an answer costs, whoever else uses the machine."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(*roots: int) -> float:
    """What these processes and their living descendants have used so far, in seconds."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for one in Path("/proc").iterdir():
        if one.name.isdigit() and (parts := _stat(one)):
            parents[int(one.name)] = int(parts[1])
            used[int(one.name)] = sum(map(int, parts[11:15])) / TICK  # its own, and that of children that have ended
    return sum(value for process, value in used.items() if _is_below(process, set(roots), parents))


def postmaster(folder: Path) -> int:
    """The number of the server of a data folder."""
    return int((folder / "postmaster.pid").read_text("utf-8").splitlines()[0])


def _stat(process: Path) -> list[str]:
    """The fields behind the name; none if it has ended meanwhile."""
    try:
        return (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_below(process: int, roots: set[int], parents: dict[int, int]) -> bool:
    while process and process not in roots:
        process = parents.get(process, 0)
    return process in roots
