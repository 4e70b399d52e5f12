"""People: everyone who works here, with or without an account.

Whatever rights depend on raises the policy revision in the same transaction; whatever must end her sessions raises her epoch.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import msgspec

from kedang.core import audit, outbox
from kedang.core.base import Actor, NotFound, PersonId, fold, new_id
from kedang.core.db import WorkspaceTx

from . import store
from .errors import (
    AmbiguousPerson,
    BadCursor,
    LastAdministrator,
    LoginNeeded,
    NameMissing,
    NoSuchPerson,
    TooManyPeople,
    UnknownDepartment,
    UnknownRole,
)
from .events import PeopleCreated, PersonUpdated
from .logins import parse_email, parse_login, parse_mobile, parse_staff_number
from .model import ADMINISTRATOR, Access, Person, Status
from .rights import MayManage, check_over, check_people, check_roles

MOST_AT_ONCE = 5_000
MOST_IN_ALL = 100_000
_LATIN = re.compile(r"[a-z]{1,20}")


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One page of people."""

    items: list[Person]
    next: str | None
    count: int  #: of all pages


class PersonChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall change about a person; what is not given stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    mobile: str | msgspec.UnsetType | None = msgspec.UNSET
    staff_number: str | msgspec.UnsetType | None = msgspec.UNSET
    departments: tuple[UUID, ...] | msgspec.UnsetType = msgspec.UNSET
    roles: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    status: Status | msgspec.UnsetType = msgspec.UNSET
    language: Literal["zh", "en"] | msgspec.UnsetType = msgspec.UNSET


async def get_person(tx: WorkspaceTx, actor: Actor, person: UUID) -> Person:
    """A person; everyone who works here may know who works here. Raises ``NotFound``."""
    found = await store.people.load(tx, person)
    if found is None:
        raise NotFound
    return found


async def find_bearers(tx: WorkspaceTx, roles: Collection[str]) -> list[PersonId]:
    """Active people who have one of some roles."""
    return await store.people.load_bearers(tx, sorted(roles))


async def resolve_person(tx: WorkspaceTx, actor: Actor, who: str) -> Person:
    """The person of a name, a login or an id. Raises ``NoSuchPerson`` and ``AmbiguousPerson``."""
    found = await store.people.load_named(tx, who.strip(), parse_login(who))
    if not found:
        raise NoSuchPerson(who=who)
    if len(found) > 1:
        raise AmbiguousPerson(who=who)
    return await get_person(tx, actor, found[0])


async def find_people(
    tx: WorkspaceTx,
    actor: Actor,
    q: str = "",
    *,
    limit: int = 50,
    cursor: str | None = None,
    status: Status | None = None,
    access: Access | None = None,
    department: UUID | None = None,
) -> PeoplePage:
    """People whose name holds a text, or whose pinyin or its initials match; active ones first, then by name."""
    text = fold(q).strip()[:100]
    wanted = store.people.Wanted(text=text, pattern=initials_pattern(text), status=status, access=access, department=department)
    found = await store.people.load_page(tx, wanted, after=_after(cursor), limit=limit + 1)
    items = found[:limit]
    is_whole = cursor is None and len(found) <= limit
    count = len(items) if is_whole else await store.people.count(tx, wanted)
    return PeoplePage(items=items, next=str(items[-1].id) if len(found) > limit else None, count=count)


async def find_directory(tx: WorkspaceTx, actor: Actor, *, may_manage: MayManage) -> list[Person]:
    """Everybody at once, for who manages people and compares them with a list of her own. Raises ``Forbidden``."""
    await check_people(tx, actor, may_manage)
    return await store.people.load_all(tx, limit=MOST_IN_ALL)


def _after(cursor: str | None) -> UUID | None:
    try:
        return UUID(cursor) if cursor else None
    except ValueError:
        raise BadCursor(field="cursor") from None


def initials_pattern(text: str) -> str | None:
    """A pattern over sort keys that initials of pinyin match: ``lbs`` finds 李白石, whose key is ``li3 bai2 shi2``."""
    return r"\m" + "[a-z]*[1-5] ".join(text) if _LATIN.fullmatch(text) else None


async def create_person(
    tx: WorkspaceTx,
    actor: Actor,
    *,
    may_manage: MayManage,
    name: str,
    email: str | None = None,
    mobile: str | None = None,
    staff_number: str | None = None,
    departments: Sequence[UUID] = (),
    roles: Sequence[str] = (),
) -> Person:
    """Add a person; she gets an account by an invitation. Raises ``LoginTaken``, ``UnknownDepartment``, ``UnknownRole``."""
    await check_people(tx, actor, may_manage)
    person = _clean(_nobody(name, language=tx.language), PersonChange(email=email, mobile=mobile, staff_number=staff_number))
    wanted = _roles(roles)
    await _check_known(tx, wanted)
    if wanted:
        await check_roles(tx, actor, person, wanted, may_manage)
    await store.people.insert(tx, [person])
    await _place(tx, person.id, departments)
    await store.people.replace_roles(tx, person.id, wanted)
    await store.people.raise_policy_revision(tx)
    await audit.append(tx, actor, "person.created", body={"person": str(person.id), "roles": list(wanted)})
    await outbox.emit(tx, PeopleCreated(people=(person.id,)))
    return await get_person(tx, actor, person.id)


async def create_people(tx: WorkspaceTx, actor: Actor, names: Sequence[str], *, may_manage: MayManage) -> dict[str, PersonId]:
    """People by name, without account and rights, for what names them already; a name that exactly one active person has is that person's."""
    await check_people(tx, actor, may_manage)
    wanted = list(dict.fromkeys(_name(one) for one in names))
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyPeople(limit=MOST_AT_ONCE)
    known = {name: ids[0] for name, ids in (await store.people.load_by_names(tx, wanted)).items() if len(ids) == 1}
    people = [_nobody(name, language=tx.language) for name in wanted if name not in known]
    if people:
        await store.people.insert(tx, people)
        await audit.append(tx, actor, "person.created", body={"people": [str(one.id) for one in people]})
        await outbox.emit(tx, PeopleCreated(people=tuple(one.id for one in people)))
    return {**known, **{one.name: one.id for one in people}}


async def find_untouched(tx: WorkspaceTx, names: Mapping[UUID, str]) -> set[UUID]:
    """Of people who were made with these names, by id: those who are as they were made, without account, sign-in name, role, department, share or note."""
    return set(await store.people.load_untouched(tx, list(names), list(names.values())))


async def delete_people(tx: WorkspaceTx, actor: Actor, people: Collection[UUID]) -> None:
    """Remove people whom ``find_untouched`` found and whom no record names any more: whoever made them by mistake takes them back."""
    if people:
        await store.people.delete(tx, list(people))
        await audit.append(tx, actor, "person.deleted", body={"people": sorted(str(one) for one in people)})


async def update_person(tx: WorkspaceTx, actor: Actor, person: UUID, *, may_manage: MayManage, change: PersonChange) -> Person:
    """Change a person. Disabling her and changing her roles ends all her sessions and tokens at once."""
    await store.people.raise_policy_revision(tx)  # first: it is also the lock that lets the last administrator be counted
    if not await store.people.lock(tx, person):
        raise NotFound
    before = await get_person(tx, actor, person)
    await check_over(tx, actor, before, may_manage)
    after = _clean(before, change)
    if after.roles != before.roles:
        await _check_known(tx, set(after.roles) - set(before.roles))
        await check_roles(tx, actor, before, after.roles, may_manage)
    await _check_administrator(tx, before, after)
    if after.account is not None and not after.logins:
        raise LoginNeeded(field="mobile")
    await store.people.update(tx, after)
    if change.departments is not msgspec.UNSET:
        await _place(tx, before.id, change.departments)
    if after.roles != before.roles:
        await store.people.replace_roles(tx, before.id, after.roles)
    if after.roles != before.roles or after.status != before.status:
        await store.people.raise_epoch(tx, before.id)
    if after.status == "disabled":
        await store.people.set_invited(tx, [before.id], None)  # her links end as well
    return await _announce(tx, actor, before, after=await get_person(tx, actor, person))


async def _announce(tx: WorkspaceTx, actor: Actor, before: Person, *, after: Person) -> Person:
    what = difference(before, after)
    if what:
        body = {"person": str(after.id), "what": list(what), "roles": list(after.roles), "status": after.status}
        await audit.append(tx, actor, "person.updated", body=body)
        await outbox.emit(tx, PersonUpdated(person=after.id, what=what, by=actor.person))
    return after


async def set_language(tx: WorkspaceTx, actor: Actor, language: Literal["zh", "en"]) -> None:
    """The language in which the actor wants to read."""
    if actor.person is not None:
        person = await get_person(tx, actor, actor.person)
        if person.language != language:
            await store.people.update(tx, replace(person, language=language))
            await audit.append(tx, actor, "person.updated", body={"person": str(person.id), "what": ["language"]})


def difference(before: Person, after: Person) -> tuple[str, ...]:
    """What of a person differs, as ``PersonUpdated`` names it."""
    pairs = {
        "name": (before.name, after.name),
        "logins": (before.logins, after.logins),
        "departments": (before.departments, after.departments),
        "roles": (before.roles, after.roles),
        "status": (before.status, after.status),
        "language": (before.language, after.language),
    }
    return tuple(what for what, (former, present) in pairs.items() if former != present)


async def _check_administrator(tx: WorkspaceTx, before: Person, after: Person) -> None:
    counts = ADMINISTRATOR in before.roles and before.status == "active" and before.account is not None
    if not counts or (ADMINISTRATOR in after.roles and after.status == "active"):
        return
    if not await store.people.has_other_administrator(tx, before.id, ADMINISTRATOR):
        raise LastAdministrator


async def _place(tx: WorkspaceTx, person: PersonId, departments: Sequence[UUID]) -> None:
    wanted = list(dict.fromkeys(departments))
    if wanted and await store.departments.count_usable(tx, wanted) != len(wanted):
        raise UnknownDepartment(field="departments")
    await store.people.replace_departments(tx, person, wanted)


def drafted(change: PersonChange, *, language: str) -> Person:
    """Somebody new as a change describes her, not yet written, in no department. Raises ``NameMissing``, ``BadEmail``, ``BadMobile``, ``BadStaffNumber``."""
    return _clean(_nobody(change.name or "", language=language), change)


def changed(person: Person, change: PersonChange) -> Person:
    """A person as a change would leave her, but for her departments; not yet written. Raises as ``drafted``."""
    return _clean(person, change)


def _nobody(name: str, *, language: str) -> Person:
    return Person(
        id=PersonId(new_id()),
        name=_name(name),
        email=None,
        mobile=None,
        staff_number=None,
        account=None,
        status="active",
        language=language,
        departments=(),
        roles=(),
    )


def _clean(person: Person, change: PersonChange) -> Person:
    """The person as she shall be, but for her departments, which the database names."""
    found = person
    if change.name is not msgspec.UNSET:
        found = replace(found, name=_name(change.name))
    if change.email is not msgspec.UNSET:
        found = replace(found, email=parse_email(change.email) if change.email else None)
    if change.mobile is not msgspec.UNSET:
        found = replace(found, mobile=parse_mobile(change.mobile) if change.mobile else None)
    if change.staff_number is not msgspec.UNSET:
        found = replace(found, staff_number=parse_staff_number(change.staff_number) if change.staff_number else None)
    if change.roles is not msgspec.UNSET:
        found = replace(found, roles=_roles(change.roles))
    if change.status is not msgspec.UNSET:
        found = replace(found, status=change.status)
    if change.language is not msgspec.UNSET:
        found = replace(found, language=change.language)
    return found


def _name(text: str) -> str:
    found = " ".join(text.split())
    if not 0 < len(found) <= 100:
        raise NameMissing(field="name")
    return found


def _roles(roles: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(roles)))


async def _check_known(tx: WorkspaceTx, roles: Collection[str]) -> None:
    """Raise ``UnknownRole`` for a role that nobody has defined: later somebody might, and mean something else by it."""
    unknown = set(roles) - await store.people.load_role_keys(tx, roles) if roles else set[str]()
    if unknown:
        raise UnknownRole(field="roles", role=min(unknown))
