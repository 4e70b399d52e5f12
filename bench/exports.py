"""How many rows an export writes in a second: every customer that the head of all departments sees, 20 fields, phones masked, two relations named."""

from __future__ import annotations

import asyncio
import resource
import time
from pathlib import Path
from statistics import median

from kedang.core import identity
from kedang.core.access import rights_of
from kedang.core.base import Actor, PersonId, WorkspaceId, system_clock
from kedang.core.db import open_database
from kedang.features.exports import Format, Wanted, write

from .model import CUSTOMER, ROOT

WORKSPACE = WorkspaceId(1)
WISHES: dict[Format, int] = {"xlsx": 20_000, "csv": 100_000}  #: rows per second, of 100,000


def measure(address: str, folder: Path, *, rounds: int) -> dict[str, float]:
    """Rows per second by format: the median of some rounds after one that is not counted."""
    found: dict[str, float] = {}
    for format, wanted in WISHES.items():
        rates = [asyncio.run(_once(address, folder / f"export.{format}", format)) for _ in range(rounds + 1)][1:]
        found[format] = median(rates)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"export of .{format}: {found[format]:,.0f} rows/s (wanted {wanted:,}), at most {memory} MB", flush=True)
    return found


async def _once(address: str, path: Path, format: Format) -> float:
    """One export, as the job makes it."""
    wanted = Wanted(object="customer", format=format, query={"fields": [one.key for one in CUSTOMER.fields], "sort": ["-last_contact"]})
    async with (
        open_database(address, clock=system_clock, size=2, statement_timeout=3600) as database,
        database.workspace(WORKSPACE, snapshot=True) as tx,
    ):
        standing = await identity.standing_of(tx, ROOT.id)
        actor = Actor(
            workspace=WORKSPACE, person=PersonId(ROOT.id), name="root", roles=standing.roles, departments=standing.departments,
            departments_below=standing.departments_below,
        )  # fmt: skip
        rights = await rights_of(tx, actor)
        started = time.perf_counter()
        made = await write(tx, rights, wanted, path, language="zh")
        return made.rows / (time.perf_counter() - started)
