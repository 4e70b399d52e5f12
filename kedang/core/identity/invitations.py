"""Invitations of many at once: links for those who have a login and have not signed in yet, to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kedang.core import audit
from kedang.core.base import Actor
from kedang.core.db import Database, WorkspaceTx

from . import store
from .accounts import LIVES, NewLink
from .model import Person
from .rights import MayManage, check_people, roles_out_of_reach
from .secret import hash_of, new_secret

MOST = 2_000  #: people at once


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A person with the link that is hers; it is still to be kept."""

    person: Person
    link: NewLink


async def invite_many(tx: WorkspaceTx, actor: Actor, people: Sequence[UUID], *, may_manage: MayManage) -> list[Invitation]:
    """A link for each of these people who is active, has a login and no account yet; the others are left out. Earlier links of theirs end.

    ``keep_invitations`` keeps them after the commit. Who has an account chooses another password by ``invite``, alone.
    """
    await check_people(tx, actor, may_manage)
    found = [one for one in await store.people.load_all(tx, people=people, limit=MOST) if one.account is None and one.status == "active" and one.logins]
    strong = await roles_out_of_reach(tx, actor, (role for one in found for role in one.roles), may_manage)
    invited = [one for one in found if not strong & set(one.roles)]
    if invited:
        await store.people.set_invited(tx, [one.id for one in invited], tx.now + LIVES["invite"])
        await audit.append(tx, actor, "invite.made", body={"people": [str(one.id) for one in invited]})
    return [Invitation(person=one, link=NewLink(secret=new_secret(), purpose="invite", workspace=tx.workspace, person=one.id)) for one in invited]


async def keep_invitations(database: Database, invitations: Sequence[Invitation]) -> datetime:
    """Keep the links; returns when they expire."""
    async with database.installation() as tx:
        expires = tx.now + LIVES["invite"]
        if invitations:
            hashes = {hash_of(one.link.secret): one.person.id for one in invitations}
            await store.accounts.insert_invitations(tx, invitations[0].link.workspace, hashes, expires)
    return expires
