"""``Scope``: which rows of each object somebody may see, and each field at which level on which rows. No query compiles without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from uuid import UUID

from kedang.core.schema import Catalog, Field, Object


class Level(IntEnum):
    """What one may do with a field."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    EDIT = 3


@dataclass(frozen=True)
class AllRows:
    """Every row."""


@dataclass(frozen=True)
class OwnRows:
    """Rows that the person owns."""


@dataclass(frozen=True)
class DepartmentRows:
    """Rows of the person's departments; with ``tree`` also of those below."""

    tree: bool


@dataclass(frozen=True)
class SharedRows:
    """Rows shared with the person or one of her departments; with ``to_edit`` only those shared to be edited."""

    to_edit: bool


Branch = AllRows | OwnRows | DepartmentRows | SharedRows
Branches = frozenset[Branch]
NOWHERE: Branches = frozenset()
EVERYWHERE: Branches = frozenset({AllRows()})


@lru_cache(maxsize=4096)
def union(*parts: Branches) -> Branches:
    """Rows of any of them, without branches that others contain."""
    found: set[Branch] = {branch for part in parts for branch in part}
    if AllRows() in found:
        return EVERYWHERE
    if DepartmentRows(tree=True) in found:
        found.discard(DepartmentRows(tree=False))
    if SharedRows(to_edit=False) in found:
        found.discard(SharedRows(to_edit=True))
    return frozenset(found)


def covers(outer: Branches, inner: Branches) -> bool:
    """Whether every row of ``inner`` is surely one of ``outer``."""
    return union(outer, inner) == union(outer)


@dataclass(frozen=True)
class Grant:
    """On some rows, the level of each field."""

    rows: Branches
    levels: Mapping[str, Level]  #: by key
    others: Level  #: of fields that ``levels`` does not name

    def level(self, key: str) -> Level:
        """The level that it gives to a field."""
        return self.levels.get(key, self.others)


@dataclass(frozen=True)
class ObjectScope:
    """Rights on one object."""

    grants: tuple[Grant, ...]
    actions: Mapping[str, Branches]  #: update, delete, export …: on which rows
    can_create: bool = False
    title: str = "title"  #: the field whose level the title has
    _cache: dict[tuple[str, Level], Branches] = field(default_factory=dict[tuple[str, Level], Branches], compare=False, repr=False)
    _best: dict[str, Level] = field(default_factory=dict[str, Level], compare=False, repr=False)

    @property
    def rows(self) -> Branches:
        """The rows that are visible at all."""
        return union(*(grant.rows for grant in self.grants))

    def where(self, key: str, level: Level) -> Branches:
        """On which rows a field has at least a level."""
        if key in ALWAYS_READABLE:
            # Whoever sees a row at all, in a list or in the recycle bin, sees these.
            return EVERYWHERE if level <= Level.READ else NOWHERE
        if (key, level) not in self._cache:
            self._cache[key, level] = union(*(g.rows for g in self.grants if self._level(g, key) >= level))
        return self._cache[key, level]

    def _level(self, grant: Grant, key: str) -> Level:
        if key == "title":
            return grant.level(self.title)
        if key in ALWAYS_READABLE:
            # Its being shown follows from seeing the record; changing owner or department is a right of its own.
            return Level.READ
        return grant.level(key)

    def best(self, key: str) -> Level:
        """The highest level that a field has on any row."""
        if key not in self._best:
            self._best[key] = max((self._level(g, key) for g in self.grants), default=Level.HIDDEN)
        return self._best[key]


ALWAYS_READABLE = frozenset({"id", "version", "owner", "department", "state", "created_at", "created_by", "updated_at", "updated_by"})


@dataclass(frozen=True)
class Scope:
    """Rights of one actor on every object of a catalog, resolved before the query."""

    person: UUID | None
    departments: tuple[UUID, ...]
    departments_below: tuple[UUID, ...]
    fingerprint: str  #: equal for equal rights: part of the key of every cache
    make: Callable[[Object], ObjectScope]
    policy: str = ""  #: equal where only person and departments differ: under which compiled statements are kept; empty: they are not
    _objects: dict[str, ObjectScope] = field(default_factory=dict[str, ObjectScope], compare=False, repr=False)

    def of(self, object: Object) -> ObjectScope:
        """The rights on one object."""
        if object.key not in self._objects:
            self._objects[object.key] = self.make(object)
        return self._objects[object.key]

    @classmethod
    def unlimited(cls, *, because: str) -> Scope:
        """Everything, for work of the system; the reason is part of what is logged."""
        return cls(person=None, departments=(), departments_below=(), fingerprint=f"system:{because}", make=_everything)


def _everything(object: Object) -> ObjectScope:
    actions: dict[str, Branches] = dict.fromkeys(("update", "delete", "export", "import", "merge", "transfer", "share"), EVERYWHERE)
    return ObjectScope(grants=(Grant(rows=EVERYWHERE, levels={}, others=Level.EDIT),), actions=actions, can_create=True, title=object.definition.title)


def is_readable_object(catalog: Catalog, scope: Scope, key: str) -> bool:
    """Whether any row of an object could be visible; an object that is not is absent for the caller."""
    return key in catalog.objects and bool(scope.of(catalog.objects[key]).rows)


def is_shown(catalog: Catalog, scope: Scope, object: Object, field: Field) -> bool:
    """Whether a field is there for the actor at all. One that is computed is not, where she may read nothing of what it is computed from."""
    if scope.of(object).best(field.key) == Level.HIDDEN:
        return False
    latest = field.latest
    if latest is None:
        return True
    source = catalog.objects.get(latest.object)
    keys = (latest.relation, latest.date, *latest.only)
    return source is not None and bool(scope.of(source).rows) and all(key in source.fields and scope.of(source).best(key) >= Level.READ for key in keys)
