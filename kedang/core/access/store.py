"""Roles and shares as stored."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kedang.core.base import PersonId
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


async def delete_share(tx: WorkspaceTx, *, object: int, record: UUID, person: UUID | None, department: UUID | None) -> int:
    """Stop sharing; returns how many shares there were."""
    return await tx.run("delete from share where object = %(object)s and record = %(record)s and (person = %(person)s or department = %(department)s)",
        object=object, record=record, person=person, department=department)  # fmt: skip
