"""Making exports in the background, with the rights of who asked as they are then; removing them when their time is over."""

from __future__ import annotations

from uuid import UUID

from kedang.core import identity, outbox
from kedang.core.base import Actor, Forbidden, KedangError, NotFound
from kedang.core.jobs import Plan, Schedule, Work, job
from kedang.settings import Settings

from . import periodic, service, store
from .errors import ExportBroken
from .events import ExportEnded, ExportRequested, ExportsExpired, PeriodicExportDue
from .files import folder_of, remove, remove_lost
from .jobs_periodic import make_periodic
from .model import Export
from .whole import Definitions
from .writing import write


def background(settings: Settings, *, definitions: Definitions) -> Plan:
    """What exports do in the background; ``definitions`` gives the model's files for the archive of a workspace."""

    async def make_export(work: Work, event: ExportRequested) -> None:
        await _make(work, event.id, settings, definitions)

    async def expire_exports(work: Work, event: ExportsExpired) -> None:
        del event
        async with work.transaction() as tx:
            await periodic.look_after(tx)
        folder = folder_of(settings.data_dir, work.workspace)
        async with work.transaction() as tx:
            expired, known = await store.delete_expired(tx), await store.load_ids(tx)
        for export in expired:
            remove(folder, export)
        remove_lost(folder, known)

    async def make_periodic_export(work: Work, event: PeriodicExportDue) -> None:
        await make_periodic(work, event.again, settings.data_dir, definitions)

    return Plan(
        reactions=[job(ExportRequested, make_export), job(ExportsExpired, expire_exports), job(PeriodicExportDue, make_periodic_export)],
        schedules=[Schedule(key="exports.expiry", every="17 * * * *", event=ExportsExpired())],
    )


async def _make(work: Work, id: UUID, settings: Settings, definitions: Definitions) -> None:
    """Make it; after a crash from the beginning. What ends it stands in the export."""
    folder = folder_of(settings.data_dir, work.workspace)
    async with work.transaction() as tx:
        export = await store.load(tx, id)
        if export is None or not await store.set_running(tx, id):
            return
        actor = await identity.requester(tx, service.maker_of(export), via="export", language=export.language, request=str(work.event))

    try:
        await write(work, actor, export, folder, definitions)
        await _end(work, export, is_done=True)
    except KedangError as ended:
        await _fail(work, actor, export, ended)
    except OSError:  # no space left, for instance: people must not wait for what does not come
        await _fail(work, actor, export, ExportBroken())
        raise


async def _fail(work: Work, actor: Actor, export: Export, why: KedangError) -> None:
    async with work.transaction() as tx:
        await service.fail(tx, actor, export, why.text(export.language), is_denied=isinstance(why, Forbidden | NotFound))
    await _end(work, export, is_done=False)


async def _end(work: Work, export: Export, *, is_done: bool) -> None:
    async with work.transaction() as tx:
        if export.actor is not None and await store.load(tx, export.id):
            await outbox.emit(tx, ExportEnded(id=export.id, person=export.actor, name=export.name, is_done=is_done))
