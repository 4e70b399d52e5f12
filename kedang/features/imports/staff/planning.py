"""What a list of staff would change: row by row, against the people, departments and roles that are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import msgspec

from kedang.core import access, identity
from kedang.core.access import RoleDefinition
from kedang.core.base import Actor, DepartmentId, Invalid, Reason
from kedang.core.db import WorkspaceTx
from kedang.core.identity import ADMINISTRATOR, MayManage, Membership, Person, PersonChange
from kedang.features.imports.cells import squeezed
from kedang.features.imports.departments import LONGEST, Tree, load_tree, path_of

from . import reasons
from .model import ListPlan, ListRow
from .reading import StaffSheet, texts_of

LOGINS = ("staff_number", "mobile", "email")
_APART = re.compile(r"[;；,，、|\n]")
_DOWN = re.compile(r"\s*(?:[>›→\\]|/)\s*")
_ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "administrator": ("系统管理员", "超级管理员", "admin", "管理"),
    "manager": ("经理", "主管", "部门主管", "部门负责人", "supervisor", "head"),
    "sales": ("销售员", "销售人员", "业务员", "销售代表", "salesperson", "sales rep"),
    "read_only": ("只读用户", "只读角色", "查看", "viewer", "readonly"),
}


async def plan(tx: WorkspaceTx, actor: Actor, sheets: Sequence[StaffSheet], *, may_manage: MayManage, role: str | None = None) -> ListPlan:
    """What the rows would do. ``role`` is given to new people of whom the list says none. Raises ``Forbidden``, ``UnknownRole``."""
    people = await identity.find_directory(tx, actor, may_manage=may_manage)
    roles = await access.find_roles(tx)
    if role is not None and role not in {one.key for one in roles}:
        raise identity.UnknownRole(field="role", role=role)
    out_of_reach = await identity.roles_out_of_reach(tx, actor, [one.key for one in roles], may_manage)
    may_change_own = await may_manage(tx, actor, "*")
    places = {one.id: one.name for one in await identity.find_departments(tx, actor)}
    planner = _Planner(
        directory=_Directory.of(people), tree=await load_tree(tx), places=places, roles=_role_words(roles), usual=(role,) if role else (),
        out_of_reach=out_of_reach, own=None if may_change_own else actor.person, language=tx.language,
    )  # fmt: skip
    rows: list[ListRow] = []
    for sheet in sheets:
        for at, row in enumerate(sheet.table.rows):
            cells = texts_of(sheet.table, at)
            rows.append(planner.judge(ListRow(sheet=sheet.table.sheet.name, number=row.number, cells=cells, says=sheet.says(cells))))
    return ListPlan(rows=rows)


def _role_words(roles: Sequence[RoleDefinition]) -> dict[str, str]:
    keys = {one.key for one in roles}
    found = {squeezed(word): key for key, synonyms in _ROLE_WORDS.items() if key in keys for word in synonyms}
    return found | {squeezed(word): one.key for one in roles for word in (*one.label.values(), one.key)}


@dataclass(kw_only=True)
class _Directory:
    """Everybody, by what a row may name her with."""

    by_login: dict[str, Person] = field(default_factory=dict[str, Person])
    by_name: dict[str, list[Person]] = field(default_factory=dict[str, list[Person]])

    @classmethod
    def of(cls, people: Sequence[Person]) -> _Directory:
        found = cls()
        for person in people:
            for login in person.logins:
                found.by_login[login] = person
            found.by_name.setdefault(person.name, []).append(person)
        return found


@dataclass(kw_only=True)
class _Planner:
    """Judges rows one after the other; it remembers whom earlier rows meant."""

    directory: _Directory
    tree: Tree
    places: dict[DepartmentId, str]
    roles: dict[str, str]  #: key by squeezed word
    usual: tuple[str, ...]  #: the roles of new people of whom the list says none
    out_of_reach: set[str]
    own: UUID | None  #: the actor, where she may not change her own roles
    language: str
    seen_logins: dict[str, int] = field(default_factory=dict[str, int])
    seen_people: dict[object, int] = field(default_factory=dict[object, int])

    def judge(self, row: ListRow) -> ListRow:
        """Find out what becomes of a row."""
        drafted = self._drafted(row)
        departments, roles = self._departments(row), self._roles(row)
        before = self._meant(row, drafted) if not row.reasons else None
        if row.reasons or drafted is None or self._is_repeated(row, before, drafted):
            return row
        row.before = before
        after = replace(before, name=drafted.name) if before else replace(drafted, roles=self.usual)
        logins = {key: getattr(drafted, key) or getattr(after, key) for key in LOGINS}
        row.after = replace(after, **logins)
        if departments:
            row.after = replace(row.after, departments=tuple(departments))
        if roles:
            row.after = replace(row.after, roles=tuple(sorted(set(roles))))
        self._check_reach(row, row.after)
        return row

    def _drafted(self, row: ListRow) -> Person | None:
        """The person that the row itself describes; what cannot be read is noted."""
        drafted: Person | None = None
        for key in ("name", "mobile", "email", "staff_number"):
            text = row.says.get(key, "")
            try:
                if key == "name":
                    drafted = identity.drafted(PersonChange(name=text), language=self.language)
                elif text and drafted is not None:
                    drafted = identity.changed(drafted, msgspec.convert({key: text}, PersonChange))
            except Invalid as wrong:
                row.refuse(key, Reason(wrong.code, wrong.text("en"), wrong.text("zh")))
        return drafted

    def _departments(self, row: ListRow) -> list[Membership]:
        found: list[Membership] = []
        for text in _APART.split(unicodedata.normalize("NFKC", row.says.get("departments", ""))):
            path = "/".join(path_of(_DOWN.sub("/", text)))
            known = self.tree.find(path) if path else []
            if len(known) == 1:
                found.append(Membership(id=DepartmentId(known[0]), name=self.places[DepartmentId(known[0])]))
            elif known:
                row.refuse("departments", reasons.ambiguous_department(path))
            elif path and max(map(len, path_of(path))) > LONGEST:
                row.refuse("departments", reasons.long_department(path))
            elif path:
                row.missing.append(path)
        return list(dict.fromkeys(found))

    def _roles(self, row: ListRow) -> list[str]:
        found: list[str] = []
        for text in _APART.split(unicodedata.normalize("NFKC", row.says.get("roles", ""))):
            key = self.roles.get(squeezed(text))
            if key is not None:
                found.append(key)
            elif text.strip():
                row.refuse("roles", reasons.unknown_role(text.strip()))
        return found

    def _meant(self, row: ListRow, drafted: Person | None) -> Person | None:
        """Who is there already: by staff number whatever the name, by mobile and mail if the name agrees, else by a name that only one without a login has."""
        if drafted is None:
            return None
        by_key = {key: self.directory.by_login.get(login) for key in LOGINS if (login := getattr(drafted, key))}
        known = {key: person for key, person in by_key.items() if person is not None}
        meant = next(iter(known.values()), None)
        for key, person in known.items():
            if meant is not None and (person.id != meant.id or (key != "staff_number" and "staff_number" not in known and person.name != drafted.name)):
                row.refuse(key, reasons.login_of_another(person.name))
        if meant is None:
            meant = self._namesake(row, drafted)
        if meant is not None and meant.status != "active":
            row.refuse("name", reasons.DISABLED)
        return meant

    def _namesake(self, row: ListRow, drafted: Person) -> Person | None:
        same = [one for one in self.directory.by_name.get(drafted.name, []) if one.status == "active"]
        if drafted.logins:  # somebody whom records name, and who gets her logins now
            same = [one for one in same if not one.logins]
        if len(same) > 1:
            row.refuse("name", reasons.ambiguous_name(drafted.name))
        return same[0] if len(same) == 1 else None

    def _is_repeated(self, row: ListRow, before: Person | None, drafted: Person) -> bool:
        who: object = before.id if before else ("name", drafted.name) if not drafted.logins else None
        earlier = [self.seen_logins[login] for login in drafted.logins if login in self.seen_logins]
        if who is not None and who in self.seen_people:
            earlier.append(self.seen_people[who])
        if earlier:
            row.is_duplicate = True
            row.refuse("name", reasons.repeated(min(earlier)))
            return True
        self.seen_logins |= dict.fromkeys(drafted.logins, row.number)
        if who is not None:
            self.seen_people[who] = row.number
        return False

    def _check_reach(self, row: ListRow, after: Person) -> None:
        before = row.before
        held = set(before.roles) if before else set[str]()
        if self.out_of_reach & (held | set(after.roles)) and before != after:
            row.refuse("roles", reasons.OUT_OF_REACH)
        elif before is not None and before.id == self.own and before.roles != after.roles:
            row.refuse("roles", reasons.OWN_ROLES)
        elif ADMINISTRATOR in held and ADMINISTRATOR not in after.roles:
            row.refuse("roles", reasons.STAYS_ADMINISTRATOR)
