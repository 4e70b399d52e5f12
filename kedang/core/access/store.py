"""Roles and shares as stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from kedang.core.base import Actor, PersonId
from kedang.core.db import WorkspaceTx
from kedang.core.schema import insert_definition, load_definitions, raise_policy_revision

from .roles import RoleDefinition


async def load_roles(tx: WorkspaceTx) -> dict[str, RoleDefinition]:
    """Every live role by key."""
    return {row["key"]: msgspec.convert(row["body"], RoleDefinition) for row in await load_definitions(tx, "role")}


async def insert_role(tx: WorkspaceTx, role: RoleDefinition, *, by: PersonId | None) -> int:
    """A new revision of a role; every cached right is of the past."""
    revision = await insert_definition(tx, "role", role.key, role, by=by)
    await raise_policy_revision(tx)
    return revision


@dataclass(frozen=True)
class Share:
    """That records of an object are shared with an actor, how, and until when the first of these shares lasts."""

    object: int
    to_edit: bool
    until: datetime | None


async def load_shares(tx: WorkspaceTx, actor: Actor) -> list[Share]:
    """On which objects the actor has shares, herself or by a department."""
    rows = await tx.all(
        """
        select object, level = 'edit' as to_edit, min(until) as until from share
        where (person = %(person)s or department = any(%(departments)s::uuid[])) and (until is null or until > %(now)s)
        group by object, level
        """,
        person=actor.person, departments=list(actor.departments), now=tx.now,
    )  # fmt: skip
    return [Share(**row) for row in rows]


async def upsert_share(
    tx: WorkspaceTx, *, id: UUID, object: int, record: UUID, person: UUID | None, department: UUID | None, level: str, until: object, by: PersonId | None
) -> None:
    """Share a record with one principal, or change how."""
    await tx.run("delete from share where object = %(object)s and record = %(record)s and (person = %(person)s or department = %(department)s)",
        object=object, record=record, person=person, department=department)  # fmt: skip
    await tx.run(
        """
        insert into share (id, object, record, person, department, level, until, made_by, made_at)
        values (%(id)s, %(object)s, %(record)s, %(person)s, %(department)s, %(level)s, %(until)s, %(by)s, %(now)s)
        """,
        id=id, object=object, record=record, person=person, department=department, level=level, until=until, by=by, now=tx.now,
    )  # fmt: skip
    await raise_policy_revision(tx)


async def delete_share(tx: WorkspaceTx, *, object: int, record: UUID, person: UUID | None, department: UUID | None) -> int:
    """Stop sharing; returns how many shares there were."""
    await raise_policy_revision(tx)
    return await tx.run("delete from share where object = %(object)s and record = %(record)s and (person = %(person)s or department = %(department)s)",
        object=object, record=record, person=person, department=department)  # fmt: skip
