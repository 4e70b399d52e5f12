"""Writing the files of an export in the background, whoever it is for: one snapshot, and an end as soon as nobody wants it any more."""

from __future__ import annotations

from pathlib import Path

from kedang.core.base import Actor
from kedang.core.jobs import Work

from . import service, store
from .errors import Withdrawn
from .files import remove
from .model import Export
from .whole import Definitions

HOURS = 4 * 3600.0  #: seconds that one statement of an export may run


async def write(work: Work, actor: Actor, export: Export, folder: Path, definitions: Definitions) -> None:
    """Write it with the rights of ``actor``, and tell how far it is. Raises as ``service.make``, and ``OSError`` where there is no room."""

    async def say(rows: int) -> None:
        async with work.transaction() as tx:
            if not await store.set_rows(tx, export.id, rows):
                raise Withdrawn

    try:
        async with work.database.workspace(work.workspace, timeout=HOURS, snapshot=True) as tx:
            made = await service.make(tx, actor, export, folder, say=say, definitions=definitions)
        async with work.transaction() as tx:
            await service.finish(tx, actor, export, made, folder)
    except Withdrawn:
        remove(folder, export)
