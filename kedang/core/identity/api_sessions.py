"""Edge: one's own sessions over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath

from kedang.core import identity
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.identity import Credential
from kedang.web import Caller, Page, delete, get

from .errors import SessionNeeded


class SessionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A session: where it was opened, when it was last used; ``present`` is the one that asks."""

    id: UUID
    present: bool
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    ip: str | None
    agent: str | None


@get("/sessions", policy="signed_in")
async def find_sessions(tx: WorkspaceTx, actor: Actor) -> Page[SessionShown]:
    """The caller's own sessions, the latest used first."""
    return Page(items=[_show(one, actor) for one in await identity.find_sessions(tx, actor)])


@delete("/sessions/{id:uuid}", policy="signed_in")
async def end_session(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID]) -> None:
    """End one of the caller's own sessions."""
    await _follow(tx, actor, caller, await identity.end_session(tx, actor, id))


@delete("/sessions", policy="signed_in")
async def end_other_sessions(tx: WorkspaceTx, actor: Actor, caller: Caller) -> None:
    """End all of the caller's own sessions but this one."""
    await _follow(tx, actor, caller, await identity.end_other_sessions(tx, actor))


async def _follow(tx: WorkspaceTx, actor: Actor, caller: Caller, hashes: list[bytes]) -> None:
    """The same sessions end in the other workspaces of the account, after the commit."""
    if actor.person is None:
        raise SessionNeeded
    person = await identity.get_person(tx, actor, actor.person)
    database, workspace = caller.services.database, tx.workspace

    async def follow() -> None:
        await identity.end_elsewhere(database, person, workspace, hashes, ip=caller.ip)

    caller.after_commit(follow)


def _show(session: Credential, actor: Actor) -> SessionShown:
    return SessionShown(
        id=session.id,
        present=session.id == actor.credential,
        created_at=session.created_at.astimezone(UTC),
        last_used_at=session.last_used_at.astimezone(UTC) if session.last_used_at else None,
        expires_at=session.expires_at.astimezone(UTC),
        ip=session.ip,
        agent=session.agent,
    )


routes = [find_sessions, end_session, end_other_sessions]
