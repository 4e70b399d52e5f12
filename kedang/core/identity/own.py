"""What everybody may do about herself: see and end her own sessions, and change how she signs in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from kedang.core import audit, outbox
from kedang.core.base import Actor, NotFound, WorkspaceId, check_zone
from kedang.core.db import Database, WorkspaceTx

from . import store
from .accounts import memberships_of
from .errors import LoginNeeded, SessionNeeded
from .events import PersonUpdated
from .model import Credential, Person
from .people import PersonChange, changed, difference, get_person

MOST_SESSIONS = 200


async def change_logins(
    tx: WorkspaceTx, actor: Actor, *, email: str | msgspec.UnsetType | None = msgspec.UNSET, mobile: str | msgspec.UnsetType | None = msgspec.UNSET
) -> Person:
    """Another e-mail address or mobile of the actor herself; name, staff number, departments and roles are an administrator's.

    Raises ``LoginNeeded``, ``LoginTaken``, ``BadEmail``, ``BadMobile``. ``sync_account`` follows after the commit.
    """
    if actor.person is None or actor.via != "session":
        raise SessionNeeded
    if not await store.people.lock(tx, actor.person):
        raise NotFound
    before = await get_person(tx, actor, actor.person)
    after = changed(before, PersonChange(email=email, mobile=mobile))
    if not after.logins:
        raise LoginNeeded(field="mobile")
    if what := difference(before, after):
        await store.people.update(tx, after)
        await audit.append(tx, actor, "person.updated", body={"person": str(after.id), "what": list(what)})
        await outbox.emit(tx, PersonUpdated(person=after.id, what=what))
    return after


async def set_zone(tx: WorkspaceTx, actor: Actor, zone: str | None) -> None:
    """The time zone in which the actor reads times; none: the workspace's. Raises ``BadZone``."""
    if zone is not None:
        check_zone(zone)
    if actor.person is not None and await store.people.update_zone(tx, actor.person, zone):
        await audit.append(tx, actor, "person.updated", body={"person": str(actor.person), "what": ["zone"]})


async def find_sessions(tx: WorkspaceTx, actor: Actor) -> list[Credential]:
    """The actor's own sessions, the latest used first."""
    return await store.credentials.load_sessions(tx, actor.person, limit=MOST_SESSIONS) if actor.person else []


async def end_session(tx: WorkspaceTx, actor: Actor, session: UUID) -> list[bytes]:
    """End one of the actor's own sessions here; ``end_elsewhere`` takes its hash. Raises ``NotFound``."""
    hashes = await _end(tx, actor, [session])
    if not hashes:
        raise NotFound
    return hashes


async def end_other_sessions(tx: WorkspaceTx, actor: Actor) -> list[bytes]:
    """End all of the actor's own sessions here but the one she speaks from; ``end_elsewhere`` takes their hashes."""
    if actor.via != "session":
        raise SessionNeeded
    return await _end(tx, actor, [one.id for one in await find_sessions(tx, actor) if one.id != actor.credential])


async def _end(tx: WorkspaceTx, actor: Actor, wanted: Sequence[UUID]) -> list[bytes]:
    if actor.person is None:
        raise NotFound
    hashes = await store.credentials.load_hashes(tx, actor.person, wanted)
    await _revoke(tx, actor, hashes)
    return hashes


async def end_elsewhere(database: Database, person: Person, workspace: WorkspaceId, hashes: Sequence[bytes], *, ip: str | None) -> None:
    """End sessions in the other workspaces that they were opened in as well; after the commit."""
    for one in await memberships_of(database, person.account) if person.account and hashes else []:
        if one.workspace != workspace:
            async with database.workspace(one.workspace) as tx:
                await _revoke(tx, Actor(workspace=one.workspace, person=one.person, name=person.name, roles=(), via="session", ip=ip), hashes)


async def _revoke(tx: WorkspaceTx, actor: Actor, hashes: Sequence[bytes]) -> None:
    for session in await store.credentials.revoke_hashes(tx, hashes):
        await audit.append(tx, actor, "session.ended", body={"session": str(session)})
