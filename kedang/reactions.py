"""Who reacts to what: everything that runs in the background, in one list. The other half of the composition root, for the worker."""

from __future__ import annotations

from kedang import solutions
from kedang.core.identity.jobs import BACKGROUND as IDENTITY
from kedang.core.jobs import HOUSEKEEPING, Plan
from kedang.core.schema.jobs import JOBS as CONVERSIONS
from kedang.features import backup, search
from kedang.features.bulk.jobs import BACKGROUND as BULK
from kedang.features.exports.jobs import background as exports
from kedang.features.imports.jobs import BACKGROUND as IMPORTS
from kedang.settings import Settings


def plan(settings: Settings) -> Plan:
    """Everything that a worker of this installation does."""
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
        ],
        schedules=[
            *HOUSEKEEPING.schedules,
            *exporting.schedules,
            *IDENTITY.schedules,
            *BULK.schedules,
            *IMPORTS.schedules,
        ],
        chores=[
            *IDENTITY.chores,
            backup.nightly(settings),
            backup.weekly(settings),
        ],
        zone=settings.zone,
    )
