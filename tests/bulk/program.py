"""A worker in a process of its own, that a test kills: it stands still in the middle of the second chunk, and says so by a file."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import BatchId, system_clock
from kedang.core.db import WorkspaceTx, open_database
from kedang.core.jobs import run_worker
from kedang.core.records import Edit, Origin, Outcome
from kedang.features.bulk import running
from kedang.features.bulk.jobs import BACKGROUND


async def main(conninfo: str, what: str, marker: Path) -> None:
    done = {"update": 0, "undo": 0}
    update_each, undo_some = records.update_each, records.undo_some
    running.CHUNK = 100

    async def count(name: str) -> None:
        done[name] += 1
        if name == what and done[name] == 2:
            marker.touch()  # noqa: ASYNC240  it is instant
            await asyncio.Event().wait()

    async def slow_update(tx: WorkspaceTx, rights: Rights, object_key: str, edits: Sequence[Edit], *, origin: Origin) -> list[Outcome]:
        outcomes = await update_each(tx, rights, object_key, edits, origin=origin)
        await count("update")
        return outcomes

    async def slow_undo(tx: WorkspaceTx, rights: Rights, batch: BatchId, object_key: str, ids: Sequence[UUID], *, origin: Origin) -> list[Outcome]:
        outcomes = await undo_some(tx, rights, batch, object_key, ids, origin=origin)
        await count("undo")
        return outcomes

    records.update_each, records.undo_some = slow_update, slow_undo
    async with open_database(conninfo, clock=system_clock, size=8, statement_timeout=15) as database:
        await run_worker(conninfo, database, BACKGROUND, asyncio.Event(), lease=2)


asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
