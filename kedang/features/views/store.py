"""SQL of views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from .model import View

KEPT = timedelta(days=30)  #: how long a deleted view can come back


def _view(row: Mapping[str, object]) -> View:
    return msgspec.convert({key: row[key] for key in View.__struct_fields__}, View)


async def load(tx: WorkspaceTx, id: UUID, *, deleted: bool = False) -> View | None:
    """A view, locked until the end of the transaction; ``deleted``: one that was deleted."""
    row = await tx.maybe("select * from view where id = %(id)s and (deleted_at is not null) = %(deleted)s for update", id=id, deleted=deleted)
    return _view(row) if row else None


async def load_seen(tx: WorkspaceTx, objects: Sequence[int], *, person: UUID | None, roles: Sequence[str] | None) -> list[View]:
    """The views of objects that are a person's own, or the team's for one of these roles; roles none: for whomever. Oldest first, the team's before hers."""
    rows = await tx.all(
        """
        select * from view
        where object = any(%(objects)s::integer[]) and deleted_at is null and (
            kind = 'personal' and person = %(person)s
            or kind = 'team' and (%(whomever)s or roles = '{}' or roles && %(roles)s::text[])
        )
        order by kind desc, made_at, id
        """,
        objects=list(objects), person=person, whomever=roles is None, roles=list(roles or ()),
    )  # fmt: skip
    return [_view(row) for row in rows]


async def count(tx: WorkspaceTx, object: int, *, person: UUID | None) -> int:
    """How many views an object has: a person's own; none: the team's."""
    row = await tx.one(
        "select count(*) as number from view where object = %(object)s and person is not distinct from %(person)s and deleted_at is null",
        object=object, person=person,
    )  # fmt: skip
    return int(row["number"])


async def insert(tx: WorkspaceTx, view: View, *, by: UUID | None) -> None:
    """A new view."""
    await tx.run(
        """
        insert into view (id, object, kind, person, roles, label, look, is_locked, version, made_at, changed_at, changed_by)
        values (%(id)s, %(object)s, %(kind)s, %(person)s, %(roles)s, %(label)s, %(look)s, %(is_locked)s, 1, %(now)s, %(now)s, %(by)s)
        """,
        **_values(tx, view), by=by,
    )  # fmt: skip


async def update(tx: WorkspaceTx, view: View, *, by: UUID | None) -> None:
    """A view as the version after its own."""
    await tx.run(
        """
        update view
        set kind = %(kind)s, person = %(person)s, roles = %(roles)s, label = %(label)s, look = %(look)s, is_locked = %(is_locked)s,
            version = version + 1, changed_at = %(now)s, changed_by = %(by)s
        where id = %(id)s and object = %(object)s
        """,
        **_values(tx, view), by=by,
    )  # fmt: skip


def _values(tx: WorkspaceTx, view: View) -> dict[str, object]:
    return {
        "id": view.id, "object": view.object, "kind": view.kind, "person": view.person, "roles": view.roles, "label": Jsonb(view.label),
        "look": Jsonb(msgspec.to_builtins(view.look)), "is_locked": view.is_locked, "now": tx.now,
    }  # fmt: skip


async def set_deleted(tx: WorkspaceTx, id: UUID, at: datetime | None) -> None:
    """Take it away, or bring it back."""
    await tx.run("update view set deleted_at = %(at)s where id = %(id)s", id=id, at=at)


async def delete_old(tx: WorkspaceTx) -> None:
    """Forget those that cannot come back any more."""
    await tx.run("delete from view where deleted_at < %(before)s", before=tx.now - KEPT)


async def load_arrangements(tx: WorkspaceTx, person: UUID | None) -> dict[int, tuple[list[UUID], str]]:
    """How a person has put the tabs of each object, and with which she begins."""
    rows = await tx.all("select object, ordering, begins_with from view_person where person = %(person)s", person=person)
    return {row["object"]: (row["ordering"], row["begins_with"]) for row in rows}


async def upsert_arrangement(tx: WorkspaceTx, person: UUID, object: int, *, ordering: Sequence[UUID], begins_with: str) -> None:
    """Keep how a person has put the tabs."""
    await tx.run(
        """
        insert into view_person (person, object, ordering, begins_with) values (%(person)s, %(object)s, %(ordering)s, %(begins_with)s)
        on conflict (person, object) do update set ordering = excluded.ordering, begins_with = excluded.begins_with
        """,
        person=person, object=object, ordering=list(ordering), begins_with=begins_with,
    )  # fmt: skip


async def load_role_views(tx: WorkspaceTx, objects: Sequence[int]) -> dict[tuple[int, str], UUID]:
    """With which view the people of a role begin, by object and role."""
    rows = await tx.all("select object, role, view from view_role where object = any(%(objects)s::integer[]) order by object, role", objects=list(objects))
    return {(row["object"], row["role"]): row["view"] for row in rows}


async def upsert_role_view(tx: WorkspaceTx, object: int, role: str, view: UUID | None) -> None:
    """The people of a role begin with a view; none: with the whole list."""
    if view is None:
        await tx.run("delete from view_role where object = %(object)s and role = %(role)s", object=object, role=role)
        return
    await tx.run(
        """
        insert into view_role (role, object, view) values (%(role)s, %(object)s, %(view)s)
        on conflict (role, object) do update set view = excluded.view
        """,
        object=object, role=role, view=view,
    )  # fmt: skip


async def load_names(tx: WorkspaceTx, ids: Sequence[UUID]) -> dict[str, str]:
    """Names of people and departments, which everybody may know."""
    rows = await tx.all("select id, name from person where id = any(%(ids)s) union all select id, name from department where id = any(%(ids)s)", ids=list(ids))
    return {str(row["id"]): row["name"] for row in rows}
