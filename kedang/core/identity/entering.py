"""Going on with the same session in another workspace, as a person of it: how an account comes into the demonstration."""

from __future__ import annotations

from uuid import UUID

from kedang.core import audit
from kedang.core.base import Actor, NotFound, PersonId, WorkspaceId
from kedang.core.db import Database

from . import sessions, store
from .accounts import Device


async def enter_as(database: Database, *, account: UUID, hash: bytes, csrf: str, workspace: WorkspaceId, person: UUID, device: Device) -> None:
    """Let an account into a workspace as one of its people, and go on there with the session of this secret; whom it was before does not matter.

    The caller has seen to it that the account may become this person. Raises ``NotFound`` for one who is not active.
    """
    async with database.workspace(workspace) as tx:
        found = await store.people.load(tx, PersonId(person))
        if found is None or found.status != "active":
            raise NotFound
    async with database.installation() as tx:
        await store.accounts.insert_membership(tx, account, workspace, person)
    async with database.workspace(workspace) as tx:
        await store.credentials.delete_hash(tx, hash)
        opened = await sessions.open_session(tx, found.id, hash=hash, csrf=csrf, lifetime=device.lifetime, ip=device.ip, agent=device.agent)
        if opened is None:
            raise NotFound
        actor = Actor(workspace=workspace, person=found.id, name=found.name, roles=(), via="session", ip=device.ip)
        await audit.append(tx, actor, "session.opened", body={"session": str(opened)})
