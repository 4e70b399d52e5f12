"""Edge: what identity does in the background."""

from __future__ import annotations

from typing import ClassVar

from kedang.core.base import Event
from kedang.core.db import Database, WorkspaceTx
from kedang.core.jobs import Chore, Plan, Schedule, Work, job, reaction

from . import store
from .accounts import sync_account
from .events import PersonUpdated


class CredentialsDue(Event, frozen=True, kw_only=True):
    """Sessions and tokens that ended long ago want to be removed."""

    kind: ClassVar[str] = "identity.credentials_due"


async def follow(work: Work, event: PersonUpdated) -> None:
    """Bring accounts and links in line with the person. The request did it already, unless it was cut off after its commit."""
    await sync_account(work.database, work.workspace, event.person)


async def sweep_credentials(tx: WorkspaceTx, event: CredentialsDue) -> None:
    """Remove what ended more than 90 days ago."""
    await store.credentials.delete_ended(tx)


async def sweep_installation(database: Database) -> None:
    """Remove counts of the throttle that no longer matter, and links that expired long ago."""
    async with database.installation() as tx:
        await store.accounts.delete_stale(tx)


BACKGROUND = Plan(
    reactions=[job(PersonUpdated, follow, queue="quick"), reaction(CredentialsDue, sweep_credentials, queue="slow")],
    schedules=[Schedule(key="identity.credentials", every="50 3 * * *", event=CredentialsDue())],
    chores=[Chore(key="identity.throttle", every="25 * * * *", run=sweep_installation)],
)
