"""SQL of people, departments and credentials, in a workspace."""

from __future__ import annotations

from uuid import UUID

from kedang.core.base import DepartmentId
from kedang.core.db import WorkspaceTx

from .model import Standing


async def load_standing(tx: WorkspaceTx, person: UUID) -> tuple[Standing, int]:
    """Roles and departments of a person, and the policy revision that the same statement saw."""
    row = await tx.one(
        """
        with recursive own as (
            select m.department as id, m.position from person_department m where m.person = %(person)s
        ), below as (
            select id from own
            union
            select d.id from department d join below b on d.parent = b.id
        )
        select (select policy_revision from revision) as revision,
            (select coalesce(array_agg(role order by role), '{}') from person_role where person = %(person)s) as roles,
            (select coalesce(array_agg(id order by position, id), '{}') from own) as departments,
            (select coalesce(array_agg(id order by id), '{}') from below) as below
        """,
        person=person,
    )
    standing = Standing(
        roles=tuple(row["roles"]),
        departments=tuple(DepartmentId(one) for one in row["departments"]),
        departments_below=tuple(DepartmentId(one) for one in row["below"]),
    )
    return standing, row["revision"]
