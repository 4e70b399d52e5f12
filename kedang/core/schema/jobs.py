"""Edge: a change of kind whose process has died is gone on with."""

from __future__ import annotations

import asyncio

from kedang.core.base import KedangError
from kedang.core.jobs import Job, Work, job

from .conversion import ConversionBegun, resume, silence

LEASE = 20.0  #: seconds without a sign of life after which whoever began it counts as dead
LOOK = 2.0  #: seconds between two looks


async def finish(work: Work, event: ConversionBegun) -> None:
    """Wait for the end of a conversion, or bring it there."""
    while True:
        async with work.transaction() as tx:
            seconds = await silence(tx, event.id)
        if seconds is None:
            return
        if seconds > LEASE:
            break
        await asyncio.sleep(LOOK)
    try:
        await resume(work.database, work.workspace, event.id)
    except KedangError:
        return  # it was given up, which stands in the log; the old field stays in use


JOBS: list[Job] = [job(ConversionBegun, finish)]
