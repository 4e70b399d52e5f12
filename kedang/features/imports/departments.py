"""Names of departments in cells: one of that name is taken, several are listed, none is made if the importer has agreed.

A name with ``/`` is a path down the tree, unless a department is called so as a whole; what is missing of it is made below what is there. A name alone
is made at the top, where it gives nobody a sight of its records.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kedang.core import identity
from kedang.core.access import Rights
from kedang.core.base import Actor, fold
from kedang.core.db import WorkspaceTx
from kedang.core.identity import MayManage
from kedang.core.schema import Object

from . import store
from .errors import TooManyDepartments
from .staged import Staged

MOST = 200  #: departments that an import makes: more of them are words of another kind
LONGEST = 100  #: characters of the name of one


@dataclass
class Tree:
    """Departments in use, by folded name and place."""

    by_name: dict[str, list[UUID]] = field(default_factory=dict[str, list[UUID]])
    below: dict[tuple[UUID | None, str], list[UUID]] = field(default_factory=dict[tuple[UUID | None, str], list[UUID]])

    def add(self, id: UUID, name: str, parent: UUID | None) -> None:
        """One department."""
        self.by_name.setdefault(fold(name), []).append(id)
        self.below.setdefault((parent, fold(name)), []).append(id)

    def find(self, name: str) -> list[UUID]:
        """Those that a cell may mean."""
        parts = path_of(name)
        return self.by_name.get(fold(_plain(name))) or (self._down(parts) if len(parts) > 1 else [])

    def _down(self, parts: Sequence[str]) -> list[UUID]:
        found = self.by_name.get(fold(parts[0]), [])
        for part in parts[1:]:
            found = [id for above in found for id in self.below.get((above, fold(part)), [])]
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those that could be made: long ones are no names. Paths come first, so that a name alone may mean the end of one."""
        wanted = {_plain(name): path_of(name) for name in names}
        found = [name for name, parts in wanted.items() if parts and max(map(len, parts)) <= LONGEST and not self.find(name)]
        return sorted(found, key=lambda name: (len(wanted[name]) == 1, name))

    def above(self, parts: Sequence[str]) -> tuple[list[UUID], int]:
        """What is there of a path, and how many of its parts that are."""
        for length in range(len(parts), 0, -1):
            if found := self._down(parts[:length]):
                return found, length
        return [], 0


def path_of(name: str) -> list[str]:
    """The parts of a path, from above."""
    return [part for one in _plain(name).split("/") if (part := one.strip())]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())


async def load_tree(tx: WorkspaceTx) -> Tree:
    """The departments in use."""
    tree = Tree()
    for row in await tx.all("select id, name, parent from department where retired_at is null order by id"):
        tree.add(row["id"], row["name"], row["parent"])
    return tree


async def check(tx: WorkspaceTx, rights: Rights, names: Iterable[str]) -> None:
    """That the departments that are missing can be made, and by this caller. Raises ``MayNotManage``, ``TooManyDepartments``."""
    if missing := (await load_tree(tx)).missing(names):
        rights.require_manage("people")
        if len(missing) > MOST:
            raise TooManyDepartments(field="choices.departments", most=MOST)


async def add_departments(tx: WorkspaceTx, actor: Actor, id: UUID, names: Iterable[str], *, may_manage: MayManage) -> None:
    """Make those that are not there yet, and note them in the import. Raises ``Forbidden``, ``TooManyDepartments``."""
    tree, made = await load_tree(tx), dict[str, str]()
    missing = tree.missing(names)
    if len(missing) > MOST:
        raise TooManyDepartments(field="choices.departments", most=MOST)
    for name in missing:
        made |= await make_path(tx, actor, tree, name, may_manage)
    await store.add_made(tx, id, "departments", made)


async def make_path(tx: WorkspaceTx, actor: Actor, tree: Tree, name: str, may_manage: MayManage) -> dict[str, str]:
    """The parts of a path that are not there yet; none where it is there by now or may begin in several places."""
    parts, made = path_of(name), dict[str, str]()
    above, length = tree.above(parts)
    if length == len(parts) or len(above) > 1:
        return made
    parent = above[0] if above else None
    for part in parts[length:]:
        department = await identity.create_department(tx, actor, may_manage=may_manage, name=part, parent=parent)
        parent = department.id
        tree.add(department.id, department.name, department.parent)
        made[str(department.id)] = department.name
    return made


def named_in(one: Object, rows: Iterable[Staged]) -> list[tuple[Staged, str, str]]:
    """Rows with the fields and the names of departments that they name."""
    return [(row, key, name) for row in rows for key, name in row.names.items() if one.fields[key].kind.name == "department"]


async def place_in_departments(tx: WorkspaceTx, one: Object, rows: Sequence[Staged]) -> None:
    """Put departments in the place of their names, in rows that are about to be written."""
    named = named_in(one, rows)
    if not named:
        return
    tree = await load_tree(tx)
    for row, key, name in named:
        known = tree.find(name)
        if len(known) == 1:
            row.values[key] = str(known[0])
        else:
            code = "ambiguous_department" if known else "no_such_department"
            row.unmatched.append({"field": key, "name": name, "code": code})


async def names_in(tx: WorkspaceTx, id: UUID, objects: Mapping[str, Object]) -> list[str]:
    """The departments that rows of an import name which are to be written."""
    fields = [(one.key, field.key) for one in objects.values() for field in one.fields.values() if field.kind.name == "department"]
    return await store.names_by(tx, id, fields)
