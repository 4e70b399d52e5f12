"""SQL of people, in a workspace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.sql import SQL

from kedang.core.base import DepartmentId, PersonId, sort_key
from kedang.core.db import WorkspaceTx
from kedang.core.identity.errors import LoginTaken
from kedang.core.identity.model import Membership, Person, Standing

#: People with their departments in order and their roles.
PEOPLE: Final = """
        select p.id, p.name, p.email, p.mobile, p.staff_number, p.account, p.status, p.language, p.zone, p.invited_until,
            (select coalesce(jsonb_agg(jsonb_build_array(d.id, d.name) order by m.position, d.id), '[]')
                from person_department m join department d on d.id = m.department where m.person = p.id) as departments,
            (select coalesce(array_agg(r.role order by r.role), '{}') from person_role r where r.person = p.id) as roles
        from person p"""


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


async def raise_policy_revision(tx: WorkspaceTx) -> None:
    """Let nobody use what is remembered about roles and departments. It also makes one such change wait for another."""
    await tx.run("update revision set policy_revision = policy_revision + 1")


async def load(tx: WorkspaceTx, person: UUID) -> Person | None:
    """A person."""
    row = await tx.maybe(ONE, person=person)
    return _person(row) if row else None


async def lock(tx: WorkspaceTx, person: UUID) -> bool:
    """Lock a person until the end of the transaction; false if there is none."""
    return await tx.maybe("select 1 from person where id = %(person)s for update", person=person) is not None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which people a list shows: by a part of the name, pinyin, status, department, and whether they can sign in."""

    text: str
    pattern: str | None
    status: str | None
    access: str | None
    department: UUID | None


#: Which people a list shows; its parameters are those of ``Wanted``.
WANTED: Final = """
        (%(text)s = '' or strpos(kd.fold(p.name), %(text)s) > 0 or strpos(translate(p.name_sort, '12345 ', ''), %(text)s) > 0
            or p.name_sort ~ %(pattern)s::text)
        and (%(status)s::text is null or p.status = %(status)s)
        and (%(access)s::text is null or %(access)s = case when p.account is not null then 'account' when p.invited_until is not null then 'invited'
            else 'none' end)
        and (%(department)s::uuid is null
            or exists (select 1 from person_department m where m.person = p.id and m.department = %(department)s))"""


PAGE = SQL("""
        {people} where {wanted}
            and (%(after)s::uuid is null
                or (p.status, p.name_sort, p.id) > (select a.status, a.name_sort, a.id from person a where a.id = %(after)s))
        order by p.status, p.name_sort, p.id
        limit %(limit)s""").format(people=SQL(PEOPLE), wanted=SQL(WANTED))  # fmt: skip
ONE = SQL("{} where p.id = %(person)s").format(SQL(PEOPLE))
SOME = SQL("{} where %(people)s::uuid[] is null or p.id = any(%(people)s::uuid[]) order by p.id limit %(limit)s").format(SQL(PEOPLE))
COUNT = SQL("select count(*) as n from person p where {}").format(SQL(WANTED))


async def load_page(tx: WorkspaceTx, wanted: Wanted, *, after: UUID | None, limit: int) -> list[Person]:
    """People whose name holds a text, or whose pinyin matches; active ones first, then by name."""
    rows = await tx.all(PAGE, **asdict(wanted), after=after, limit=limit)
    return [_person(row) for row in rows]


async def count(tx: WorkspaceTx, wanted: Wanted) -> int:
    """How many people a list shows on all its pages."""
    return (await tx.one(COUNT, **asdict(wanted)))["n"]


async def load_all(tx: WorkspaceTx, *, limit: int, people: Sequence[UUID] | None = None) -> list[Person]:
    """Everybody, or some, in the order of their ids."""
    rows = await tx.all(SOME, limit=limit, people=list(people) if people is not None else None)
    return [_person(row) for row in rows]


def _person(row: dict[str, Any]) -> Person:  # Any: a row
    return Person(
        id=PersonId(row["id"]),
        name=row["name"],
        email=row["email"],
        mobile=row["mobile"],
        staff_number=row["staff_number"],
        account=row["account"],
        status=row["status"],
        language=row["language"],
        zone=row["zone"],
        departments=tuple(Membership(id=DepartmentId(UUID(one[0])), name=one[1]) for one in row["departments"]),
        roles=tuple(row["roles"]),
        invited_until=row["invited_until"],
    )


async def update_zone(tx: WorkspaceTx, person: UUID, zone: str | None) -> bool:
    """In which zone a person reads times; false if that holds already."""
    return await tx.run("update person set zone = %(zone)s where id = %(person)s and zone is distinct from %(zone)s", zone=zone, person=person) > 0


async def load_bearers(tx: WorkspaceTx, roles: Sequence[str]) -> list[PersonId]:
    """Active people who have one of some roles."""
    rows = await tx.all(
        """
        select p.id from person p where p.status = 'active' and exists (select from person_role r where r.person = p.id and r.role = any(%(roles)s))
        order by p.id
        """,
        roles=list(roles),
    )
    return [PersonId(row["id"]) for row in rows]


async def load_named(tx: WorkspaceTx, text: str, login: str) -> list[PersonId]:
    """People whose id or name is a text, or one of whose logins is; at most two."""
    rows = await tx.all(
        """
        select id from person
        where id::text = %(text)s or name = %(text)s or email = %(login)s or mobile = %(login)s or staff_number = %(login)s
        order by id limit 2
        """,
        text=text, login=login,
    )  # fmt: skip
    return [PersonId(row["id"]) for row in rows]


async def load_by_names(tx: WorkspaceTx, names: Sequence[str]) -> dict[str, list[PersonId]]:
    """Active people by their whole name."""
    rows = await tx.all("select id, name from person where name = any(%(names)s) and status = 'active' order by id", names=list(names))
    found: dict[str, list[PersonId]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(PersonId(row["id"]))
    return found


async def insert(tx: WorkspaceTx, people: Sequence[Person]) -> None:
    """Add people, without departments and roles. Raises ``LoginTaken``."""
    try:
        await tx.run(
            """
            insert into person (id, name, name_sort, email, mobile, staff_number, account, language, created_at)
            select p.*, %(now)s from unnest(%(id)s::uuid[], %(name)s::text[], %(sort)s::text[], %(email)s::text[], %(mobile)s::text[],
                %(staff_number)s::text[], %(account)s::uuid[], %(language)s::text[]) p
            """,
            id=[p.id for p in people], name=[p.name for p in people], sort=[sort_key(p.name) for p in people], email=[p.email for p in people],
            mobile=[p.mobile for p in people], staff_number=[p.staff_number for p in people], account=[p.account for p in people],
            language=[p.language for p in people], now=tx.now,
        )  # fmt: skip
    except UniqueViolation as broken:
        raise _taken(broken) from None


async def load_untouched(tx: WorkspaceTx, ids: Sequence[UUID], names: Sequence[str]) -> list[UUID]:
    """People who still bear the names that they were made with and have nothing else, locked."""
    rows = await tx.all(
        """
        select p.id from person p join unnest(%(ids)s::uuid[], %(names)s::text[]) w (id, name) on w.id = p.id and w.name = p.name
        where p.account is null and p.email is null and p.mobile is null and p.staff_number is null and p.status = 'active' and p.note is null
            and not exists (select 1 from person_role r where r.person = p.id) and not exists (select 1 from person_department d where d.person = p.id)
            and not exists (select 1 from credential c where c.person = p.id) and not exists (select 1 from share s where s.person = p.id)
        order by p.id for update of p
        """,
        ids=list(ids), names=list(names),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def delete(tx: WorkspaceTx, people: Sequence[UUID]) -> None:
    """Remove people."""
    await tx.run("delete from person where id = any(%(people)s)", people=list(people))


async def insert_first(tx: WorkspaceTx, person: Person) -> None:
    """Add whoever sets the workspace up; nothing happens if she is there already."""
    await tx.run(
        """
        insert into person (id, name, name_sort, email, mobile, staff_number, account, language, created_at)
        values (%(id)s, %(name)s, %(sort)s, %(email)s, %(mobile)s, %(staff_number)s, %(account)s, %(language)s, %(now)s)
        on conflict (id) do update set name = excluded.name, name_sort = excluded.name_sort, email = excluded.email, mobile = excluded.mobile,
            staff_number = excluded.staff_number, language = excluded.language
        """,
        id=person.id, name=person.name, sort=sort_key(person.name), email=person.email, mobile=person.mobile,
        staff_number=person.staff_number, account=person.account, language=person.language, now=tx.now,
    )  # fmt: skip


async def update(tx: WorkspaceTx, person: Person) -> None:
    """Write what a person is, without departments and roles. Raises ``LoginTaken``."""
    try:
        await tx.run(
            """
            update person set name = %(name)s, name_sort = %(sort)s, email = %(email)s, mobile = %(mobile)s,
                staff_number = %(staff_number)s, account = %(account)s, status = %(status)s, language = %(language)s
            where id = %(id)s
            """,
            id=person.id, name=person.name, sort=sort_key(person.name), email=person.email, mobile=person.mobile,
            staff_number=person.staff_number, account=person.account, status=person.status, language=person.language,
        )  # fmt: skip
    except UniqueViolation as broken:
        raise _taken(broken) from None


async def update_many(tx: WorkspaceTx, people: Sequence[Person]) -> None:
    """Write names and logins of people. Raises ``LoginTaken``."""
    try:
        await tx.run(
            """
            update person set name = n.name, name_sort = n.sort, email = n.email, mobile = n.mobile, staff_number = n.staff_number
            from unnest(%(id)s::uuid[], %(name)s::text[], %(sort)s::text[], %(email)s::text[], %(mobile)s::text[], %(staff_number)s::text[])
                n (id, name, sort, email, mobile, staff_number)
            where person.id = n.id
            """,
            id=[p.id for p in people], name=[p.name for p in people], sort=[sort_key(p.name) for p in people], email=[p.email for p in people],
            mobile=[p.mobile for p in people], staff_number=[p.staff_number for p in people],
        )  # fmt: skip
    except UniqueViolation as broken:
        raise _taken(broken) from None


def _taken(broken: UniqueViolation) -> LoginTaken:
    name = broken.diag.constraint_name or ""
    field = next((one for one in ("email", "mobile", "staff_number") if one in name), None)
    return LoginTaken(field=field) if field else LoginTaken()


async def replace_departments(tx: WorkspaceTx, person: UUID, departments: Sequence[UUID]) -> None:
    """The departments of a person, in their order."""
    await tx.run("delete from person_department where person = %(person)s", person=person)
    await tx.run(
        """
        insert into person_department (person, department, position)
        select %(person)s, d.id, d.position from unnest(%(departments)s::uuid[]) with ordinality d (id, position)
        """,
        person=person, departments=list(departments),
    )  # fmt: skip


async def replace_roles(tx: WorkspaceTx, person: UUID, roles: Sequence[str]) -> None:
    """The roles of a person."""
    await tx.run("delete from person_role where person = %(person)s", person=person)
    await tx.run("insert into person_role (person, role) select %(person)s, unnest(%(roles)s::text[])", person=person, roles=list(roles))


async def replace_places(tx: WorkspaceTx, people: Sequence[Person]) -> None:
    """The departments, in their order, and the roles of people."""
    ids = [person.id for person in people]
    places = [(person.id, one.id, at) for person in people for at, one in enumerate(person.departments, 1)]
    roles = [(person.id, role) for person in people for role in person.roles]
    await tx.run("delete from person_department where person = any(%(ids)s)", ids=ids)
    await tx.run("delete from person_role where person = any(%(ids)s)", ids=ids)
    await tx.run(
        "insert into person_department (person, department, position) select * from unnest(%(person)s::uuid[], %(department)s::uuid[], %(position)s::int[])",
        person=[one[0] for one in places], department=[one[1] for one in places], position=[one[2] for one in places],
    )  # fmt: skip
    await tx.run(
        "insert into person_role (person, role) select * from unnest(%(person)s::uuid[], %(role)s::text[])",
        person=[one[0] for one in roles], role=[one[1] for one in roles],
    )  # fmt: skip


async def load_role_keys(tx: WorkspaceTx, keys: Collection[str]) -> set[str]:
    """Which of these keys are roles. What a role allows is defined above this package; whether there is one, its definition tells."""
    rows = await tx.all(
        """
        select key from (
            select distinct on (key) key, is_retired from definition where kind = 'role' and key = any(%(keys)s::text[]) order by key, revision desc
        ) newest where not is_retired
        """,
        keys=sorted(keys),
    )
    return {str(row["key"]) for row in rows}


async def set_invited(tx: WorkspaceTx, people: Sequence[UUID], until: datetime | None) -> None:
    """Until when the newest invitations of people are good; none takes them back."""
    await tx.run("update person set invited_until = %(until)s where id = any(%(people)s)", people=list(people), until=until)


async def raise_epoch(tx: WorkspaceTx, *people: UUID) -> None:
    """End every session and token of people."""
    await tx.run("update person set epoch = epoch + 1 where id = any(%(people)s)", people=list(people))


async def has_other_administrator(tx: WorkspaceTx, person: UUID, role: str) -> bool:
    """Whether somebody else with this role can sign in."""
    row = await tx.maybe(
        """
        select 1 from person p join person_role r on r.person = p.id and r.role = %(role)s
        where p.id <> %(person)s and p.status = 'active' and p.account is not null limit 1
        """,
        person=person, role=role,
    )  # fmt: skip
    return row is not None


async def update_company(tx: WorkspaceTx, name: str, language: str) -> None:
    """The workspace's name and language."""
    await tx.run("update revision set name = %(name)s, language = %(language)s", name=name, language=language)
