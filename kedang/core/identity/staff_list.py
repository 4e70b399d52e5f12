"""A list of staff becomes people: many at once, by sets, in one transaction, with one entry in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.core import audit, outbox
from kedang.core.base import Actor, Event, Forbidden
from kedang.core.db import WorkspaceTx

from . import store
from .errors import OwnRoles, TooManyPeople, UnknownDepartment, UnknownRole
from .events import PeopleCreated, PersonUpdated
from .model import ADMINISTRATOR, Person
from .people import MOST_AT_ONCE, difference
from .rights import MayManage, check_people, roles_out_of_reach


@dataclass(frozen=True, kw_only=True)
class StaffEntry:
    """A person as she is, or none, and as she shall be: name, logins, departments and roles; what else she has stays."""

    before: Person | None
    after: Person


async def save_staff(tx: WorkspaceTx, actor: Actor, entries: Sequence[StaffEntry], *, may_manage: MayManage, source: str) -> None:
    """Write people of a list; those whose roles change are signed out. ``source`` is what the log calls the list.

    Raises ``Forbidden`` for roles and people out of the actor's reach, and for a list that takes somebody's role of administrator away;
    ``LoginTaken``, ``UnknownRole``, ``UnknownDepartment``.
    """
    await check_people(tx, actor, may_manage)
    if len(entries) > MOST_AT_ONCE:
        raise TooManyPeople(limit=MOST_AT_ONCE)
    await store.people.raise_policy_revision(tx)
    await _check(tx, actor, entries, may_manage)
    new = [one.after for one in entries if one.before is None]
    changed = [(one.before, one.after) for one in entries if one.before is not None and difference(one.before, one.after)]
    if not new and not changed:
        return
    await store.people.insert(tx, new)
    await store.people.update_many(tx, [after for _, after in changed])
    await store.people.replace_places(tx, [*new, *(after for _, after in changed)])
    await store.people.raise_epoch(tx, *(after.id for before, after in changed if before.roles != after.roles))
    await _announce(tx, actor, new, changed, source)


async def _check(tx: WorkspaceTx, actor: Actor, entries: Sequence[StaffEntry], may_manage: MayManage) -> None:
    given = {role for one in entries for role in one.after.roles if one.before is None or role not in one.before.roles}
    if unknown := given - await store.people.load_role_keys(tx, given):
        raise UnknownRole(field="roles", role=min(unknown))
    places = {place.id for one in entries for place in one.after.departments if one.before is None or place not in one.before.departments}
    if await store.departments.count_usable(tx, list(places)) != len(places):
        raise UnknownDepartment(field="departments")
    held = {role for one in entries if one.before for role in one.before.roles}
    strong = await roles_out_of_reach(tx, actor, given | held, may_manage)
    for one in entries:
        before = one.before
        if before is None:
            if strong & set(one.after.roles):
                raise Forbidden
            continue
        if difference(before, one.after) and (strong & {*before.roles, *one.after.roles} and before.id != actor.person):
            raise Forbidden
        if before.roles == one.after.roles:
            continue
        if before.id == actor.person and not await may_manage(tx, actor, "*"):
            raise OwnRoles
        if ADMINISTRATOR in before.roles and ADMINISTRATOR not in one.after.roles:
            raise Forbidden


async def _announce(tx: WorkspaceTx, actor: Actor, new: Sequence[Person], changed: Sequence[tuple[Person, Person]], source: str) -> None:
    updated = [{"person": str(after.id), "what": list(difference(before, after)), "roles": list(after.roles)} for before, after in changed]
    body = {"source": source, "created": [{"person": str(one.id), "roles": list(one.roles)} for one in new], "updated": updated}
    await audit.append(tx, actor, "people.imported", body=body)
    events: list[Event] = [PersonUpdated(person=after.id, what=difference(before, after)) for before, after in changed]
    if new:
        events.append(PeopleCreated(people=tuple(one.id for one in new)))
    await outbox.emit_many(tx, events)
