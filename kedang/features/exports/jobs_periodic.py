"""Making the periodic export: by the system, one at a time, from the beginning after a crash; the old files go once the new one stands."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from kedang.core.base import Actor, KedangError, system_actor
from kedang.core.jobs import Work

from . import periodic, service, store
from .errors import CannotWrite, NoRoom, PeriodicBroken
from .files import folder_of, lock_of
from .whole import Definitions
from .writing import write

logger = logging.getLogger(__name__)

PAUSE = 0.5  #: seconds between two looks whether another process is done
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


async def make_periodic(work: Work, again: UUID | None, data_dir: Path, definitions: Definitions) -> None:
    """Make the export of an event, or one again that failed; why it cannot be made stands in the export."""
    id = again or work.event  # of one event there is one export, however often the event is delivered
    async with work.transaction() as tx:
        if not await periodic.begin(tx, id, is_again=again is not None):
            return
    try:
        folder = folder_of(data_dir, work.workspace)
        async with _alone(folder):
            await _make(work, id, folder, definitions)
    except OSError as broken:  # no space left, for instance: it is tried again later, and who looks must see it
        logger.warning("the periodic export of workspace %s cannot be written: %s", work.workspace, broken.strerror)
        await _fail(work, id, NoRoom if broken.errno in FULL else CannotWrite)
    except KedangError as broken:
        logger.warning("the periodic export of workspace %s failed: %s", work.workspace, broken.code)
        await _fail(work, id, PeriodicBroken)


@asynccontextmanager
async def _alone(folder: Path) -> AsyncGenerator[None]:
    """Of all processes only one writes; the system drops the lock of one that dies."""
    lock = lock_of(folder)
    while not lock.take(alone=True):  # noqa: ASYNC110  another process holds it
        await asyncio.sleep(PAUSE)
    try:
        yield
    finally:
        lock.drop()


async def _make(work: Work, id: UUID, folder: Path, definitions: Definitions) -> None:
    async with work.transaction() as tx:
        is_open, export = await store.set_again(tx, id), await store.load(tx, id)
    if export is None:
        return
    if is_open:
        await write(work, _actor(work), export, folder, definitions)
    async with work.transaction() as tx:
        surplus = await periodic.load_surplus(tx, folder)
        await periodic.forget(tx, _actor(work), surplus, folder)


def _actor(work: Work) -> Actor:
    return system_actor(work.workspace, name="periodic export", via="job", request=str(work.event))


async def _fail(work: Work, id: UUID, why: type[KedangError]) -> None:
    async with work.transaction() as tx:
        export = await store.load(tx, id)
        if export is not None:
            await service.fail(tx, _actor(work), export, why.code, is_denied=False)
