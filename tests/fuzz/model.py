"""A world: objects, people, rights and rows, as plain values that the twin looks at and the harness builds for real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

LEVELS = ("hidden", "masked", "read", "edit")
SCOPES = ("none", "own", "department", "department_tree", "all")
SYSTEM = {
    "id": "id",
    "version": "number",
    "title": "text",
    "owner": "person",
    "department": "department",
    "created_at": "datetime",
    "created_by": "person",
    "updated_at": "datetime",
    "updated_by": "person",
}  #: system fields and their kinds; ``state`` is left out, life cycles are not modelled here


@dataclass(frozen=True)
class Field:
    """A field of an object."""

    key: str
    kind: str
    target: str | None = None  #: of a relation
    options: tuple[str, ...] = ()
    search: bool = False


@dataclass(frozen=True)
class Object:
    """A kind of record."""

    key: str
    title: str  #: the key of the field that is its title
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        """The field with a key, if there is one."""
        return next((f for f in self.fields if f.key == key), None)


@dataclass(frozen=True)
class Department:
    """A department of a tree."""

    id: UUID
    name: str
    parent: UUID | None


@dataclass(frozen=True)
class Person:
    """Somebody who may ask."""

    id: UUID
    name: str
    departments: tuple[UUID, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """What a role allows on one object."""

    read: str = "none"
    update: str = "none"
    delete: str = "none"
    transfer: str = "none"
    create: bool = False
    fields: dict[str, str] = field(default_factory=dict)  #: level by key; ``*`` for the others

    def level(self, key: str) -> str:
        """The level that the role names for a field."""
        return self.fields.get(key, self.fields.get("*", "hidden"))


@dataclass(frozen=True)
class Role:
    """A bundle of rights; ``*`` stands for every object that it does not name."""

    key: str
    objects: dict[str, Rights]

    def rights(self, object_key: str) -> Rights:
        """What it allows on an object."""
        return self.objects.get(object_key) or self.objects.get("*") or Rights()


@dataclass(frozen=True)
class Share:
    """One record shared with one person or one department."""

    object: str
    record: UUID
    person: UUID | None
    department: UUID | None
    level: str
    until: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One commit of a record's history: what some fields were and became."""

    version: int
    at: datetime
    actor: UUID
    delta: dict[str, tuple[object, object]]


@dataclass
class Row:
    """A record. Values are Python values as ``twin.values.from_json`` makes them; a key that is absent is empty."""

    id: UUID
    object: str
    values: dict[str, object]
    owner: UUID | None
    department: UUID | None
    created_at: datetime
    created_by: UUID | None
    updated_at: datetime
    updated_by: UUID | None
    version: int = 1
    deleted: bool = False
    changes: tuple[Change, ...] = ()  #: the updates, oldest first; the creation is not among them


@dataclass
class World:
    """Everything that an answer depends on."""

    seed: int
    now: datetime
    zone: str
    currency: str
    objects: dict[str, Object]
    departments: dict[UUID, Department]
    people: dict[UUID, Person]
    roles: dict[str, Role]
    shares: list[Share]
    rows: dict[str, dict[UUID, Row]]  #: by object, then id

    def live(self, object_key: str) -> list[Row]:
        """The rows of an object that are not deleted."""
        return [row for row in self.rows[object_key].values() if not row.deleted]


@dataclass(frozen=True)
class Sort:
    """One part of an order."""

    path: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """A list of records. ``walk`` says that the whole list is read by cursors of ``limit``."""

    object: str
    fields: tuple[str, ...] | None = None
    where: dict[str, object] | None = None
    sort: tuple[Sort, ...] = ()
    search: str | None = None
    expand: tuple[str, ...] = ()
    limit: int = 50
    offset: int | None = None
    around: UUID | None = None
    walk: bool = False
    count: str = "none"
    deleted: bool = False  #: those in the recycle bin


@dataclass(frozen=True)
class Grouping:
    """A field that groups, dates by bucket."""

    path: str
    bucket: str | None = None


@dataclass(frozen=True)
class Measure:
    """A number for each group."""

    op: str
    path: str | None = None


@dataclass(frozen=True)
class Having:
    """A condition on a measure, by its place in the list."""

    measure: int
    op: str
    value: object


@dataclass(frozen=True)
class Aggregate:
    """Numbers about the visible rows. ``sort`` names groups (``("group", 0)``) and measures (``("measure", 1)``) by place."""

    object: str
    group: tuple[Grouping, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)
    where: dict[str, object] | None = None
    search: str | None = None
    having: tuple[Having, ...] = ()
    sort: tuple[tuple[str, int, bool], ...] = ()
    limit: int = 1000


@dataclass(frozen=True)
class Get:
    """One record."""

    object: str
    id: UUID


@dataclass(frozen=True)
class History:
    """The changes of one record."""

    object: str
    id: UUID


@dataclass(frozen=True)
class Timeline:
    """What happened around one record. What stands in it is left to non-interference; the twin says who may ask."""

    object: str
    id: UUID


@dataclass(frozen=True)
class Update:
    """A change of one field of one record; ``value`` is the JSON."""

    object: str
    id: UUID
    key: str
    value: object
    version: int


@dataclass(frozen=True)
class Model:
    """What is told of one object."""

    object: str


Request = Query | Aggregate | Get | History | Timeline | Update | Model
