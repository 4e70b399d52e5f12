"""Verbs of the demonstration: asking for it, and going in."""

from __future__ import annotations

from uuid import UUID

from kedang.core import identity
from kedang.core.base import NotFound, WorkspaceId
from kedang.core.db import Database
from kedang.core.identity import Device

from . import store
from .errors import DemoAway
from .model import Demo, Wish

UNDER_WAY = ("waiting", "loading", "leaving")


async def get(database: Database) -> Demo:
    """How the demonstration stands."""
    async with database.installation() as tx:
        return await store.load(tx)


async def ask(database: Database, wish: Wish) -> Demo:
    """Wish for the demonstration, for a new one in its place, or for its end. A worker sees to it; what is under way is not disturbed."""
    async with database.installation() as tx:
        present = await store.load(tx, for_update=True)
        if wish == "remove" and present.state not in ("absent", "leaving"):
            await store.put_state(tx, "leaving")
        elif wish != "remove" and present.state not in UNDER_WAY and (wish == "reset" or present.state != "ready"):
            await store.put_state(tx, "waiting")
        return await store.load(tx)


async def enter(database: Database, *, account: UUID, hash: bytes, csrf: str, person: UUID | None, device: Device) -> WorkspaceId:
    """Go into the demonstration with the same session, as one of those whom it shows; the first of them who administers it, unless another is named.

    Raises ``DemoAway`` and ``NotFound``.
    """
    demo = await get(database)
    if demo.state != "ready" or demo.workspace is None:
        raise DemoAway
    wanted = next((one for one in demo.people if one.id == person or (person is None and one.role == identity.ADMINISTRATOR)), None)
    if wanted is None:
        raise NotFound
    workspace = WorkspaceId(demo.workspace)
    await identity.enter_as(database, account=account, hash=hash, csrf=csrf, workspace=workspace, person=wanted.id, device=device)
    return workspace
