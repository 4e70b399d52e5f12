"""Who reacts to what: everything that runs in the background, in one list. The other half of the composition root, for the worker."""

from __future__ import annotations

from kedang.core.identity.jobs import BACKGROUND as IDENTITY
from kedang.core.jobs import HOUSEKEEPING, Plan
from kedang.features import backup, search
from kedang.features.imports.jobs import JOBS as IMPORTS
from kedang.settings import Settings


def plan(settings: Settings) -> Plan:
    """Everything that a worker of this installation does."""
    return Plan(
        reactions=[
            *HOUSEKEEPING.reactions,
            *search.reactions(),
            *IMPORTS,
            *IDENTITY.reactions,
        ],
        schedules=[
            *HOUSEKEEPING.schedules,
            *IDENTITY.schedules,
        ],
        chores=[
            *IDENTITY.chores,
            backup.nightly(settings),
            backup.weekly(settings),
        ],
        zone=settings.zone,
    )
