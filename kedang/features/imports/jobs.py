"""Running an import in the background, with the rights of the person who asked for it as they are then."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from kedang.core import identity, outbox
from kedang.core.base import Event
from kedang.core.db import WorkspaceTx
from kedang.core.jobs import Plan, Schedule, Work, job, reaction

from . import service, store
from .kept import KEPT
from .manage import may_manage


class ImportRequested(Event, frozen=True, kw_only=True):
    """Somebody has asked to write a planned import."""

    kind: ClassVar[str] = "import_requested"
    id: UUID


class ImportEnded(Event, frozen=True, kw_only=True):
    """An import that somebody asked for is written, or has failed."""

    kind: ClassVar[str] = "import_ended"
    id: UUID
    person: UUID
    is_done: bool


async def run_import(work: Work, event: ImportRequested) -> None:
    """Write it; after a crash it goes on behind the last chunk. What ends it otherwise stands in the import."""
    async with work.transaction() as tx:
        row = await store.load(tx, event.id)
        if row is None or row["state"] not in {"planned", "running", "failed"}:
            return
        actor = await identity.requester(tx, row["actor"], via="import", language=tx.language, request=str(work.event))
    try:
        await service.run(work.database, work.workspace, actor, event.id, may_manage=may_manage)
        async with work.transaction() as tx:
            await outbox.emit(tx, ImportEnded(id=event.id, person=row["actor"], is_done=True))
    except service.ENDS as ended:
        async with work.transaction() as tx:
            await store.set_state(tx, event.id, "failed", error=ended.text(actor.language))
            await outbox.emit(tx, ImportEnded(id=event.id, person=row["actor"], is_done=False))


class OldSheetsDue(Event, frozen=True, kw_only=True):
    """Sheets kept for plans that nobody ran want removing."""

    kind: ClassVar[str] = "imports.old_sheets_due"


async def forget_old_sheets(tx: WorkspaceTx, event: OldSheetsDue) -> None:
    """They hold personal data, and stay no longer than ``KEPT``."""
    await store.delete_old_sheets(tx, tx.now - KEPT)


BACKGROUND = Plan(
    reactions=[job(ImportRequested, run_import), reaction(OldSheetsDue, forget_old_sheets)],
    schedules=[Schedule(key="imports.old_sheets", every="20 3 * * *", event=OldSheetsDue())],
)
