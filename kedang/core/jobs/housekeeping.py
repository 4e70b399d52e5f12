"""What every workspace needs each night, and what mends the queue after an accident."""

from __future__ import annotations

from typing import ClassVar

from kedang.core.base import Event
from kedang.core.db import WorkspaceTx

from . import store
from .model import Plan, Schedule, reaction


class HousekeepingDue(Event, frozen=True, kw_only=True):
    """The workspace's tables want looking after."""

    kind: ClassVar[str] = "jobs.housekeeping_due"


class HourPassed(Event, frozen=True, kw_only=True):
    """An hour has passed."""

    kind: ClassVar[str] = "jobs.hour_passed"


async def tidy(tx: WorkspaceTx, event: HousekeepingDue) -> None:
    """Make the partitions of the coming months; remove keys of repeated requests and events that are long done."""
    await store.add_partitions(tx)
    await store.purge(tx)


async def find_lost(tx: WorkspaceTx, event: HourPassed) -> None:
    """Dispatch events again that the queue lost, after a restored backup for instance."""
    await store.reopen_lost(tx)


HOUSEKEEPING = Plan(
    reactions=[reaction(HousekeepingDue, tidy, queue="slow", timeout=600), reaction(HourPassed, find_lost)],
    schedules=[
        Schedule(key="jobs.housekeeping", every="40 3 * * *", event=HousekeepingDue()),
        Schedule(key="jobs.hour", every="7 * * * *", event=HourPassed()),
    ],
)
