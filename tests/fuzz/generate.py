"""Random worlds: departments as a tree, people in several, roles of every shape, shares, rows that are owned, deleted, linked in circles."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

from .catalogue import OBJECTS
from .model import SCOPES, Change, Department, Object, Person, Rights, Role, Row, Share, World
from .pools import NOW, a_moment, a_value

_READ = ("none", "own", "own", "own", "department", "department", "department", "department_tree", "department_tree", "all", "all")
_LEVELS = ("hidden", "masked", "read", "edit")
_MILLISECONDS = int(NOW.timestamp() * 1000)


def an_id(rng: Random) -> UUID:
    """An id that looks like ours (uuid v7), from the world's own random numbers."""
    return UUID(int=(_MILLISECONDS + rng.randint(-(10**9), 10**9) << 80) | (7 << 76) | (rng.getrandbits(12) << 64) | (2 << 62) | rng.getrandbits(62))


def world(seed: int, *, rows: int = 24) -> World:
    """A random world; ``rows`` is about how many each object has."""
    rng = Random(seed)
    departments = _departments(rng)
    roles = {role.key: role for role in (a_role(rng, number) for number in range(rng.randint(4, 6)))}
    people = _people(rng, list(departments), list(roles))
    made = World(seed, NOW, "Asia/Shanghai", "CNY", OBJECTS, departments, people, roles, [], {})
    ids = {key: sorted(an_id(rng) for _ in range(rng.randint(rows * 2 // 3, rows * 4 // 3))) for key in OBJECTS}
    made.rows = {key: {one: a_row(rng, made, obj, one, ids) for one in ids[key]} for key, obj in OBJECTS.items()}
    made.shares = _shares(rng, made)
    return made


def _departments(rng: Random) -> dict[UUID, Department]:
    found: dict[UUID, Department] = {}
    for number in range(rng.randint(4, 7)):
        parent = rng.choice(list(found)) if found and rng.random() < 0.75 else None
        new = an_id(rng)
        found[new] = Department(new, f"部门{number}", parent)
    return found


def _people(rng: Random, departments: list[UUID], roles: list[str]) -> dict[UUID, Person]:
    found: dict[UUID, Person] = {}
    for number in range(rng.randint(5, 7)):
        new = an_id(rng)
        mine = tuple(rng.sample(departments, rng.choice((0, 1, 1, 1, 2, 3))))
        found[new] = Person(new, f"同事{number}", mine, tuple(rng.sample(roles, rng.choices((0, 1, 2, 3), (1, 10, 6, 1))[0])))
    return found


def a_role(rng: Random, number: int) -> Role:
    """A random role with the key of its number."""
    objects = {key: _rights(rng, obj) for key, obj in OBJECTS.items() if rng.random() < 0.8}
    if rng.random() < 0.5:
        objects["*"] = _rights(rng, None)
    return Role(f"role{number}", objects)


def _rights(rng: Random, obj: Object | None) -> Rights:
    read = rng.choice(_READ)
    update = rng.choice(SCOPES) if rng.random() < 0.25 else rng.choice(("none", "own", read))
    fields = {"*": rng.choices(_LEVELS, (1, 1, 4, 3))[0]}
    if rng.random() < 0.1:
        fields = {}
    for field in obj.fields if obj else ():
        if rng.random() < 0.45:
            fields[field.key] = rng.choices(_LEVELS, (5, 6, 2, 2))[0]
    delete = rng.choice(("none", "own", "department", "all", "all"))
    transfer = rng.choice(("none", "none", "own", "all"))
    return Rights(read=read, update=update, delete=delete, transfer=transfer, create=rng.random() < 0.5, fields=fields)


def a_row(rng: Random, world: World, obj: Object, id: UUID, ids: dict[str, list[UUID]]) -> Row:
    """A random row."""
    people, departments = list(world.people), list(world.departments)
    values = {f.key: a_value(rng, f, people, departments, ids.get(f.target or "", []), empty=0.02 if f.key == obj.title else 0.2) for f in obj.fields}
    values[obj.title] = values[obj.title] or "无名"
    made = a_moment(rng)
    row = Row(
        id, obj.key, {key: value for key, value in values.items() if value is not None},
        rng.choice([*people, None, None]), rng.choice([*departments, None]),
        made, rng.choice(people), made + timedelta(seconds=rng.randint(0, 1000)) if made.year < 9999 else made, rng.choice(people),
        1, rng.random() < 0.18,
    )  # fmt: skip
    return with_history(rng, world, row, ids)


def with_history(rng: Random, world: World, row: Row, ids: dict[str, list[UUID]]) -> Row:
    """The row with some changes behind it, the last of them of the values that it has."""
    obj = world.objects[row.object]
    present = dict(row.values)
    changes: list[Change] = []
    for version in range(rng.randint(1, 4), 1, -1):
        keys = rng.sample([f.key for f in obj.fields], rng.randint(1, 3))
        before = {f.key: a_value(rng, f, list(world.people), list(world.departments), ids.get(f.target or "", [])) for f in obj.fields if f.key in keys}
        at = row.created_at + timedelta(seconds=version) if row.created_at.year < 9999 else row.created_at
        changes.append(Change(version, at, rng.choice(list(world.people)), {key: (before[key], present.get(key)) for key in keys}))
        present |= before
    row.version, row.changes = len(changes) + 1, tuple(reversed(changes))
    return row


def _shares(rng: Random, made: World) -> list[Share]:
    found: dict[tuple[object, ...], Share] = {}
    for _ in range(rng.choice((0, 2, 6, 12))):
        key = rng.choice(list(made.rows))
        record = rng.choice(list(made.rows[key]))
        whom = (rng.choice(list(made.people)), None) if rng.random() < 0.6 else (None, rng.choice(list(made.departments)))
        until = rng.choice((None, None, None, NOW + timedelta(days=3650), NOW - timedelta(days=3650)))
        found[key, record, *whom] = Share(key, record, *whom, rng.choice(("read", "edit")), until)
    return list(found.values())
