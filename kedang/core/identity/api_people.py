"""Edge: people and departments over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery

from kedang.core import identity
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.identity import Department, DepartmentChange, Person, PersonChange
from kedang.web import Body, Caller, Limit, Once, Page, get, patch, post

ShortText = Annotated[str, msgspec.Meta(max_length=200)]
Status = Literal["active", "disabled"]


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
    """A department."""

    id: UUID
    title: str
    parent: UUID | None


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
) -> Page[PersonShown]:
    """People by name, pinyin or initials; active ones first."""
    manages = await caller.services.may_manage(tx, actor, "people")
    page = await identity.find_people(tx, actor, q, limit=limit, cursor=cursor, status=status, department=department)
    return Page(items=[show(one, in_full=manages) for one in page.items], next=page.next)


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
    services = caller.services
    async with caller.enter() as tx:
        person = await identity.get_person(tx, actor, id)
    await identity.check_not_shared(services.database, person)
    async with caller.enter() as tx:
        link = await identity.invite(tx, actor, id, may_manage=services.may_manage)
    expires = await identity.keep_link(services.database, link)
    return LinkShown(link=f"{caller.origin}/invite/{link.secret}", purpose=link.purpose, expires_at=expires.astimezone(UTC))


@get("/departments", policy="signed_in")
async def find_departments(tx: WorkspaceTx, actor: Actor, q: FromQuery[str] = "") -> Page[DepartmentShown]:
    """Departments in use."""
    return Page(items=[show_department(one) for one in await identity.find_departments(tx, actor, q)])


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
    return show_department(await identity.update_department(tx, actor, id, may_manage=caller.services.may_manage, change=change))


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
    )


def show_department(department: Department) -> DepartmentShown:
    """A department as it is shown."""
    return DepartmentShown(id=department.id, title=department.name, parent=department.parent)


routes = [find_people, create_person, get_person, update_person, invite, find_departments, create_department, update_department]
