"""SQL of departments, in a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kedang.core.base import DepartmentId, sort_key
from kedang.core.db import WorkspaceTx
from kedang.core.identity.model import Department


async def load_all(tx: WorkspaceTx, *, text: str, with_retired: bool, limit: int) -> list[Department]:
    """Departments whose name holds a text, by name."""
    rows = await tx.all(
        """
        select id, name, parent, retired_at from department
        where (retired_at is null or %(with_retired)s)
            and (%(text)s = '' or strpos(kd.fold(name), %(text)s) > 0 or strpos(translate(name_sort, '12345 ', ''), %(text)s) > 0)
        order by name_sort, id
        limit %(limit)s
        """,
        text=text, with_retired=with_retired, limit=limit,
    )  # fmt: skip
    return [_department(row) for row in rows]


async def load(tx: WorkspaceTx, department: UUID) -> Department | None:
    """A department."""
    row = await tx.maybe("select id, name, parent, retired_at from department where id = %(id)s", id=department)
    return _department(row) if row else None


def _department(row: dict[str, Any]) -> Department:  # Any: a row
    parent = DepartmentId(row["parent"]) if row["parent"] else None
    return Department(id=DepartmentId(row["id"]), name=row["name"], parent=parent, is_retired=row["retired_at"] is not None)


async def count_usable(tx: WorkspaceTx, departments: Sequence[UUID]) -> int:
    """How many of these exist and are in use."""
    row = await tx.one("select count(*) as n from department where id = any(%(ids)s) and retired_at is null", ids=list(departments))
    return row["n"]


async def is_below(tx: WorkspaceTx, department: UUID, above: UUID) -> bool:
    """Whether a department is, or lies below, another."""
    row = await tx.maybe(
        """
        with recursive up as (
            select id, parent from department where id = %(department)s
            union
            select d.id, d.parent from department d join up on d.id = up.parent
        )
        select 1 from up where id = %(above)s
        """,
        department=department, above=above,
    )  # fmt: skip
    return row is not None


async def has_below(tx: WorkspaceTx, department: UUID) -> bool:
    """Whether departments in use lie below."""
    row = await tx.maybe("select 1 from department where parent = %(id)s and retired_at is null limit 1", id=department)
    return row is not None


async def count_people(tx: WorkspaceTx) -> dict[DepartmentId, int]:
    """How many active people each department has of its own, not counting those below it; one without any is absent."""
    rows = await tx.all(
        "select m.department, count(*) as n from person_department m join person p on p.id = m.person where p.status = 'active' group by m.department"
    )
    return {DepartmentId(row["department"]): row["n"] for row in rows}


async def insert(tx: WorkspaceTx, department: Department) -> None:
    """Add a department."""
    await tx.run(
        "insert into department (id, name, name_sort, parent, created_at) values (%(id)s, %(name)s, %(sort)s, %(parent)s, %(now)s)",
        id=department.id, name=department.name, sort=sort_key(department.name), parent=department.parent, now=tx.now,
    )  # fmt: skip


async def update(tx: WorkspaceTx, department: Department) -> None:
    """Write what a department is."""
    await tx.run(
        """
        update department set name = %(name)s, name_sort = %(sort)s, parent = %(parent)s,
            retired_at = case when %(is_retired)s then coalesce(retired_at, %(now)s) end
        where id = %(id)s
        """,
        id=department.id, name=department.name, sort=sort_key(department.name), parent=department.parent,
        is_retired=department.is_retired, now=tx.now,
    )  # fmt: skip


async def load_untouched(tx: WorkspaceTx, ids: Sequence[UUID], names: Sequence[str]) -> list[UUID]:
    """Departments in use that still bear the names that they were made with, with nobody in them, no share and none below; locked."""
    rows = await tx.all(
        """
        select d.id from department d join unnest(%(ids)s::uuid[], %(names)s::text[]) w (id, name) on w.id = d.id and w.name = d.name
        where d.retired_at is null and not exists (select 1 from department b where b.parent = d.id)
            and not exists (select 1 from person_department p where p.department = d.id) and not exists (select 1 from share s where s.department = d.id)
        order by d.id for update of d
        """,
        ids=list(ids), names=list(names),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def delete(tx: WorkspaceTx, departments: Sequence[UUID]) -> None:
    """Remove departments."""
    await tx.run("delete from department where id = any(%(departments)s)", departments=list(departments))
