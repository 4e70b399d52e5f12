"""SQL of favourites and visits."""

from __future__ import annotations

from uuid import UUID

from psycopg.rows import DictRow

from kedang.core.db import WorkspaceTx


async def load(tx: WorkspaceTx, person: UUID) -> list[DictRow]:
    """A person's favourites, the oldest first."""
    return await tx.all("select id, object, record, search, name from favourite where person = %(person)s order by at, id", person=person)


async def load_one(tx: WorkspaceTx, person: UUID, id: UUID) -> DictRow | None:
    """One favourite of a person."""
    return await tx.maybe("select id, object, record, search, name from favourite where person = %(person)s and id = %(id)s", person=person, id=id)


async def insert(tx: WorkspaceTx, *, id: UUID, person: UUID, object: int, record: UUID | None, search: str, name: str) -> UUID:
    """A favourite; where it is one already, that one with the new name. Returns its id."""
    row = await tx.one(
        """
        insert into favourite (id, person, object, record, search, name, at)
        values (%(id)s, %(person)s, %(object)s, %(record)s, %(search)s, %(name)s, %(now)s)
        on conflict (person, object, record, md5(search)) do update set name = excluded.name
        returning id
        """,
        id=id, person=person, object=object, record=record, search=search, name=name, now=tx.now,
    )  # fmt: skip
    return row["id"]


async def delete(tx: WorkspaceTx, person: UUID, id: UUID) -> bool:
    """Whether there was such a favourite of the person."""
    return await tx.run("delete from favourite where person = %(person)s and id = %(id)s", person=person, id=id) > 0


async def upsert_visit(tx: WorkspaceTx, *, person: UUID, object: int, record: UUID, most: int) -> None:
    """A visit now; the oldest beyond ``most`` are forgotten."""
    await tx.run(
        """
        insert into visit (person, object, record, at) values (%(person)s, %(object)s, %(record)s, %(now)s)
        on conflict (person, record) do update set at = excluded.at
        """,
        person=person, object=object, record=record, now=tx.now,
    )  # fmt: skip
    await tx.run(
        "delete from visit where person = %(person)s and record in (select record from visit where person = %(person)s order by at desc offset %(most)s)",
        person=person, most=most,
    )  # fmt: skip


async def load_visits(tx: WorkspaceTx, person: UUID) -> list[DictRow]:
    """A person's visits, the latest first."""
    return await tx.all("select object, record, at from visit where person = %(person)s order by at desc, record", person=person)
