"""Who reacts to what: everything that runs in the background, in one list. The other half of the composition root, for the worker."""

from __future__ import annotations

from kedang import solutions
from kedang.core import access
from kedang.core.db import WorkspaceTx
from kedang.core.identity.jobs import BACKGROUND as IDENTITY
from kedang.core.jobs import HOUSEKEEPING, Plan, reaction
from kedang.core.schema.jobs import JOBS as CONVERSIONS
from kedang.features import backup, notify, search
from kedang.features.bulk.jobs import BACKGROUND as BULK
from kedang.features.exports.events import ExportEnded
from kedang.features.exports.jobs import background as exports
from kedang.features.imports.jobs import BACKGROUND as IMPORTS, ImportEnded
from kedang.settings import Settings


async def import_ended(tx: WorkspaceTx, event: ImportEnded) -> None:
    """Whoever asked for an import is told how it ended: she may have closed the page."""
    await notify.tell(tx, [event.person], "import_done" if event.is_done else "import_failed", body={"import": str(event.id)})


async def export_ended(tx: WorkspaceTx, event: ExportEnded) -> None:
    """Whoever asked for an export is told how it ended."""
    await notify.tell(tx, [event.person], "export_done" if event.is_done else "export_failed", body={"export": str(event.id), "name": event.name})


async def backup_failed(tx: WorkspaceTx, event: backup.BackupFailed) -> None:
    """Whoever looks after backups is told that one has failed; once, however often this is called."""
    body = {"run": str(event.run), "what": event.what, "error": event.error}
    await notify.tell_once(tx, await access.find_managers(tx, "backups"), "backup_failed", body=body)


def plan(settings: Settings) -> Plan:
    """Everything that a worker of this installation does."""
    notices = notify.background()
    exporting = exports(settings, definitions=solutions.export_texts)
    return Plan(
        reactions=[
            *HOUSEKEEPING.reactions,
            *search.reactions(),
            *CONVERSIONS,
            *BULK.reactions,
            *IMPORTS.reactions,
            *exporting.reactions,
            *IDENTITY.reactions,
            *notices.reactions,
            reaction(ImportEnded, import_ended),
            reaction(ExportEnded, export_ended),
            reaction(backup.BackupFailed, backup_failed),
        ],
        schedules=[
            *HOUSEKEEPING.schedules,
            *exporting.schedules,
            *IDENTITY.schedules,
            *BULK.schedules,
            *IMPORTS.schedules,
            *notices.schedules,
        ],
        chores=[
            *IDENTITY.chores,
            backup.nightly(settings),
            backup.weekly(settings),
        ],
        zone=settings.zone,
    )
