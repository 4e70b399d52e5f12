"""Who sees which row, and each field on it at which level. Worked out anew for every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from tests.fuzz.model import LEVELS, SYSTEM, Field, Object, Person, Rights, Row, Share, World

from .denied import not_found, not_usable, unknown_field
from .values import Context

RANK = {level: rank for rank, level in enumerate(LEVELS)}
READ = RANK["read"]


def at_most_read(level: str) -> str:
    """A level, never more than read."""
    return LEVELS[min(RANK[level], READ)]


def highest(levels: list[str]) -> str:
    """The highest of some levels; hidden if there is none."""
    return LEVELS[max((RANK[level] for level in levels), default=0)]


@dataclass(frozen=True)
class View:
    """The world as one person may see it."""

    world: World
    me: Person

    @cached_property
    def my_departments(self) -> frozenset[UUID]:
        """Those I belong to."""
        return frozenset(self.me.departments)

    @cached_property
    def my_tree(self) -> frozenset[UUID]:
        """Those, and every one below them."""
        found = set(self.my_departments)
        while more := {d.id for d in self.world.departments.values() if d.parent in found} - found:
            found |= more
        return frozenset(found)

    @cached_property
    def context(self) -> Context:
        """What special values mean for me."""
        first = self.me.departments[0] if self.me.departments else None
        return Context(zone=self.world.zone, now=self.world.now, me=self.me.id, my_department=first, currency=self.world.currency)

    def rights(self, object_key: str) -> list[Rights]:
        """What each of my roles allows on an object."""
        return [self.world.roles[role].rights(object_key) for role in self.me.roles]

    def shares(self, object_key: str) -> list[Share]:
        """Records of an object that are shared with me or a department of mine, at this moment."""
        return [
            share
            for share in self.world.shares
            if share.object == object_key
            and (share.person == self.me.id or share.department in self.my_departments)
            and (share.until is None or share.until > self.world.now)
        ]

    def covers(self, scope: str, row: Row) -> bool:
        """Whether a scope covers a live row."""
        match scope:
            case "all":
                return True
            case "own":
                return row.owner == self.me.id
            case "department":
                return row.department in self.my_departments
            case "department_tree":
                return row.department in self.my_tree
            case _:
                return False

    def sees(self, row: Row) -> bool:
        """Whether a row is visible."""
        return not row.deleted and bool(self._grants(row))

    def in_bin(self, row: Row) -> bool:
        """Whether a row lies in the recycle bin, for this person to see."""
        return row.deleted and any(self.covers(rights.delete, row) for rights in self.rights(row.object))

    def _grants(self, row: Row) -> list[Rights]:
        """Everything that opens a row to me, each with the levels that it gives there."""
        found = []
        for rights in self.rights(row.object):
            if self.covers(rights.update, row):
                found.append(rights)
            elif self.covers(rights.read, row):
                found.append(replace(rights, fields={key: at_most_read(level) for key, level in rights.fields.items()}))
        found += [Rights(fields={"*": share.level}) for share in self.shares(row.object) if share.record == row.id]
        return found

    def level(self, row: Row, key: str) -> str:
        """The level of a field on a visible row: the highest that anything gives there. The title has that of the field it is made of."""
        if key == "title":
            key = self.world.objects[row.object].title
        elif key in SYSTEM:
            return "read"
        return highest([rights.level(key) for rights in self._grants(row)])

    def reads(self, row: Row, key: str) -> bool:
        """Whether a field's value may be used on a row."""
        return RANK[self.level(row, key)] >= READ

    def best_level(self, object_key: str, key: str) -> str:
        """The highest level that a field could have on any row of mine: what decides whether it is known, and usable."""
        if key == "title":
            key = self.world.objects[object_key].title
        elif key in SYSTEM:
            return "read"
        levels = [r.level(key) for r in self.rights(object_key) if r.update != "none"]
        levels += [at_most_read(r.level(key)) for r in self.rights(object_key) if r.read != "none"]
        return highest(levels + [share.level for share in self.shares(object_key)])

    def worst_level(self, object_key: str, key: str) -> str:
        """The lowest level that any single grant gives: below the best one, the field is readable on some rows only."""
        if key in SYSTEM and key != "title":
            return "read"
        key = self.world.objects[object_key].title if key == "title" else key
        grants = [r for r in self.rights(object_key) if r.update != "none" or r.read != "none"]
        levels = [r.level(key) if r.read == "none" else at_most_read(r.level(key)) for r in grants] + [s.level for s in self.shares(object_key)]
        return LEVELS[min((RANK[level] for level in levels), default=0)]

    def is_open(self, object_key: str) -> bool:
        """Whether I may read an object at all: some role reads or updates rows of it, or one is shared with me."""
        return any(r.read != "none" or r.update != "none" for r in self.rights(object_key)) or bool(self.shares(object_key))

    def object(self, object_key: str) -> Object:
        """An object that I may read; otherwise it does not exist."""
        found = self.world.objects.get(object_key)
        if found is None or not self.is_open(object_key):
            raise not_found()
        return found

    def field(self, object_key: str, key: str, *, use: bool) -> Field:
        """A field I may know, and with ``use`` one I may use."""
        if object_key not in self.world.objects or not self.is_open(object_key):
            raise unknown_field()
        found = Field(key, SYSTEM[key]) if key in SYSTEM else self.object(object_key).field(key)
        if found is None or self.best_level(object_key, key) == "hidden":
            raise unknown_field()
        if use and RANK[self.best_level(object_key, key)] < READ:
            raise not_usable()
        return found

    def visible(self, object_key: str, *, deleted: bool = False) -> list[Row]:
        """The visible rows of an object, by id; or those of the recycle bin."""
        sees = self.in_bin if deleted else self.sees
        return sorted((row for row in self.world.rows[object_key].values() if sees(row)), key=lambda row: row.id)

    def row(self, object_key: str, id: UUID) -> Row:
        """A visible row, or it does not exist."""
        self.object(object_key)
        found = self.world.rows[object_key].get(id)
        if found is None or not self.sees(found):
            raise not_found()
        return found
