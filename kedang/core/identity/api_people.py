"""Edge: people and departments over HTTP."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery

from kedang.core import identity
from kedang.core.base import Actor, Forbidden
from kedang.core.db import WorkspaceTx
from kedang.core.identity import Access, Department, DepartmentChange, Invitation, Person, PersonChange
from kedang.qr import square_of
from kedang.web import Body, Caller, Limit, Once, Page, get, patch, post
from kedang.web.qr import QrShown

ShortText = Annotated[str, msgspec.Meta(max_length=200)]
Status = Literal["active", "disabled"]
Many = Annotated[tuple[UUID, ...], msgspec.Meta(max_length=2_000)]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A thing by its id and its name."""

    id: UUID
    title: str


class PersonShown(msgspec.Struct, frozen=True, kw_only=True):
    """A person. Only those who manage people see roles and logins."""

    id: UUID
    title: str
    department: Named | None
    departments: list[Named]
    account: bool
    status: str
    roles: list[str] | msgspec.UnsetType = msgspec.UNSET
    email: str | msgspec.UnsetType | None = msgspec.UNSET
    mobile: str | msgspec.UnsetType | None = msgspec.UNSET
    staff_number: str | msgspec.UnsetType | None = msgspec.UNSET
    language: str | msgspec.UnsetType = msgspec.UNSET
    invited_until: datetime | msgspec.UnsetType | None = msgspec.UNSET  #: until when an invitation that was not used is good


class PeopleShown(msgspec.Struct, frozen=True, kw_only=True):
    """A page of people, and how many there are on all pages."""

    items: list[PersonShown]
    next: str | None
    count: int


class NewPerson(Body, frozen=True):
    """A person to be added."""

    name: ShortText
    email: ShortText | None = None
    mobile: ShortText | None = None
    staff_number: ShortText | None = None
    departments: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=50)] = ()
    roles: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=50)] = ()


class PersonPatch(PersonChange, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall change about a person."""


class LinkShown(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link, to be copied or shown as a code; it is not kept and cannot be shown again."""

    link: str
    purpose: str
    expires_at: datetime


class Invited(Body, frozen=True):
    """Who shall be invited."""

    people: Many


class InvitationShown(msgspec.Struct, frozen=True, kw_only=True):
    """A person's invitation to hand out: how she signs in, her link, and the link as a code."""

    id: UUID
    title: str
    logins: list[str]
    link: str
    qr: QrShown


class InvitationsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Invitations of many; who has signed in already, has no login, is disabled or out of the caller's reach is left out. They cannot be shown again."""

    items: list[InvitationShown]
    left_out: int
    expires_at: datetime


class NewDepartment(Body, frozen=True):
    """A department to be added."""

    title: ShortText
    parent: UUID | None = None


class DepartmentPatch(Body, frozen=True):
    """What shall change about a department."""

    title: ShortText | msgspec.UnsetType = msgspec.UNSET
    parent: UUID | msgspec.UnsetType | None = msgspec.UNSET
    retired: bool | msgspec.UnsetType = msgspec.UNSET


class DepartmentShown(msgspec.Struct, frozen=True, kw_only=True):
    """A department; ``people`` are the active ones of its own, without those below it."""

    id: UUID
    title: str
    parent: UUID | None
    retired: bool
    people: int


@get("/people", policy="signed_in")
async def find_people(
    tx: WorkspaceTx,
    actor: Actor,
    caller: Caller,
    q: FromQuery[str] = "",
    limit: Limit = 50,
    cursor: FromQuery[str | None] = None,
    status: FromQuery[Status | None] = None,
    department: FromQuery[UUID | None] = None,
    access: FromQuery[Access | None] = None,
) -> PeopleShown:
    """People by name, pinyin or initials; active ones first. Who manages people may ask by ``access``: who can sign in, is invited, or neither."""
    manages = await caller.services.may_manage(tx, actor, "people")
    if access is not None and not manages:
        raise Forbidden
    page = await identity.find_people(tx, actor, q, limit=limit, cursor=cursor, status=status, access=access, department=department)
    return PeopleShown(items=[show(one, in_full=manages) for one in page.items], next=page.next, count=page.count)


@post("/people", policy="manage:people", status=201)
async def create_person(tx: WorkspaceTx, actor: Actor, caller: Caller, data: NewPerson, once: Once) -> PersonShown:
    """Add a person."""
    if (earlier := await once.earlier()) and earlier.record:
        return show(await identity.get_person(tx, actor, earlier.record), in_full=True)
    person = await identity.create_person(
        tx,
        actor,
        may_manage=caller.services.may_manage,
        name=data.name,
        email=data.email,
        mobile=data.mobile,
        staff_number=data.staff_number,
        departments=data.departments,
        roles=data.roles,
    )
    await once.keep(status=201, record=person.id)
    return show(person, in_full=True)


@get("/people/{id:uuid}", policy="signed_in")
async def get_person(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID]) -> PersonShown:
    """One person."""
    person = await identity.get_person(tx, actor, id)
    return show(person, in_full=actor.person == id or await caller.services.may_manage(tx, actor, "people"))


@patch("/people/{id:uuid}", policy="manage:people")
async def update_person(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID], data: PersonPatch) -> PersonShown:
    """Change a person; disabling her or changing her roles ends her sessions at once."""
    before = await identity.get_person(tx, actor, id)
    after = await identity.update_person(tx, actor, id, may_manage=caller.services.may_manage, change=data)
    if (before.logins, before.status) != (after.logins, after.status):
        database, workspace = caller.services.database, tx.workspace

        async def sync() -> None:
            await identity.sync_account(database, workspace, id)

        caller.after_commit(sync)
    return show(after, in_full=True)


@post("/people/{id:uuid}/invite", policy="manage:people")
async def invite(caller: Caller, actor: Actor, id: FromPath[UUID]) -> LinkShown:
    """A one-time link by which a person chooses her password: the first, or another."""
    return await link_of(caller, actor, id, identity.invite)


async def link_of(caller: Caller, actor: Actor, person: UUID, make: identity.MakeLink) -> LinkShown:
    """A one-time link for a person, made by ``invite`` or ``reset`` and kept after the commit; never for who works elsewhere too."""
    services = caller.services
    async with caller.enter() as tx:
        found = await identity.get_person(tx, actor, person)
    await identity.check_not_shared(services.database, found)
    async with caller.enter() as tx:
        link = await make(tx, actor, person, may_manage=services.may_manage)
    expires = await identity.keep_link(services.database, link)
    return LinkShown(link=f"{caller.origin}/invite/{link.secret}", purpose=link.purpose, expires_at=expires.astimezone(UTC))


@post("/people/invitations", policy="manage:people")
async def invite_many(caller: Caller, actor: Actor, data: Invited) -> InvitationsShown:
    """One-time links for many who have not signed in yet, to hand out; earlier links of theirs end."""
    services = caller.services
    async with caller.enter() as tx:
        made = await identity.invite_many(tx, actor, data.people, may_manage=services.may_manage)
    expires = await identity.keep_invitations(services.database, made)
    items = await asyncio.to_thread(lambda: [_invitation(one, caller.origin) for one in made])
    return InvitationsShown(items=items, left_out=len(set(data.people)) - len(items), expires_at=expires.astimezone(UTC))


def _invitation(one: Invitation, origin: str) -> InvitationShown:
    link = f"{origin}/invite/{one.link.secret}"
    square = square_of(link)
    return InvitationShown(id=one.person.id, title=one.person.name, logins=list(one.person.logins), link=link, qr=QrShown(size=square.size, path=square.path))


@get("/departments", policy="signed_in")
async def find_departments(tx: WorkspaceTx, actor: Actor, q: FromQuery[str] = "", retired: FromQuery[bool] = False) -> Page[DepartmentShown]:
    """Departments in use, and with ``retired`` also those that are not."""
    people = await identity.count_people(tx, actor)
    found = await identity.find_departments(tx, actor, q, with_retired=retired)
    return Page(items=[show_department(one, people.get(one.id, 0)) for one in found])


@post("/departments", policy="manage:people", status=201)
async def create_department(tx: WorkspaceTx, actor: Actor, caller: Caller, data: NewDepartment, once: Once) -> DepartmentShown:
    """Add a department."""
    if (earlier := await once.earlier()) and earlier.record:
        return show_department(await identity.get_department(tx, actor, earlier.record))
    made = await identity.create_department(tx, actor, may_manage=caller.services.may_manage, name=data.title, parent=data.parent)
    await once.keep(status=201, record=made.id)
    return show_department(made)


@patch("/departments/{id:uuid}", policy="manage:people")
async def update_department(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID], data: DepartmentPatch) -> DepartmentShown:
    """Rename, move or retire a department."""
    change = DepartmentChange(name=data.title, parent=data.parent, is_retired=data.retired)
    after = await identity.update_department(tx, actor, id, may_manage=caller.services.may_manage, change=change)
    return show_department(after, (await identity.count_people(tx, actor)).get(after.id, 0))


def show(person: Person, *, in_full: bool) -> PersonShown:
    """A person as she is shown to one who manages people, or to anybody."""
    departments = [Named(id=one.id, title=one.name) for one in person.departments]
    unset = msgspec.UNSET
    return PersonShown(
        id=person.id,
        title=person.name,
        department=departments[0] if departments else None,
        departments=departments,
        account=person.account is not None,
        status=person.status,
        roles=list(person.roles) if in_full else unset,
        email=person.email if in_full else unset,
        mobile=person.mobile if in_full else unset,
        staff_number=person.staff_number if in_full else unset,
        language=person.language if in_full else unset,
        invited_until=_invited_until(person) if in_full else unset,
    )


def _invited_until(person: Person) -> datetime | None:
    return person.invited_until.astimezone(UTC) if person.invited_until and person.account is None else None


def show_department(department: Department, people: int = 0) -> DepartmentShown:
    """A department as it is shown; a new one has nobody in it."""
    return DepartmentShown(id=department.id, title=department.name, parent=department.parent, retired=department.is_retired, people=people)


routes = [find_people, create_person, get_person, update_person, invite, invite_many, find_departments, create_department, update_department]
