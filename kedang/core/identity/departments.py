"""Departments: a tree. Who belongs to one may, if her role says so, see what the departments below it have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

import msgspec

from kedang.core import audit, outbox
from kedang.core.base import Actor, DepartmentId, NotFound, fold, new_id
from kedang.core.db import WorkspaceTx

from . import store
from .errors import DepartmentCycle, DepartmentHasOthersBelow, DepartmentHasPeople, NameMissing, UnknownDepartment
from .events import DepartmentCreated, DepartmentUpdated
from .model import Department
from .rights import MayManage, check_people

MOST = 2_000  #: departments in one answer


class DepartmentChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall change about a department; what is not given stays."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    parent: UUID | msgspec.UnsetType | None = msgspec.UNSET
    is_retired: bool | msgspec.UnsetType = msgspec.UNSET


async def find_departments(tx: WorkspaceTx, actor: Actor, q: str = "", *, with_retired: bool = False, limit: int = MOST) -> list[Department]:
    """Departments in use, and those retired if they are wanted, whose name holds a text, by name."""
    return await store.departments.load_all(tx, text=fold(q).strip()[:100], with_retired=with_retired, limit=limit)


async def count_people(tx: WorkspaceTx, actor: Actor) -> dict[DepartmentId, int]:
    """How many active people each department has of its own; everyone who works here may know who works where."""
    return await store.departments.count_people(tx)


async def get_department(tx: WorkspaceTx, actor: Actor, department: UUID) -> Department:
    """A department, also a retired one. Raises ``NotFound``."""
    found = await store.departments.load(tx, department)
    if found is None:
        raise NotFound
    return found


async def create_department(tx: WorkspaceTx, actor: Actor, *, may_manage: MayManage, name: str, parent: UUID | None = None) -> Department:
    """Add a department below another, or at the top. Raises ``UnknownDepartment``."""
    await check_people(tx, actor, may_manage)
    await store.people.raise_policy_revision(tx)
    department = Department(id=DepartmentId(new_id()), name=_name(name), parent=await _parent(tx, parent))
    await store.departments.insert(tx, department)
    await audit.append(tx, actor, "department.created", body={"department": str(department.id)})
    await outbox.emit(tx, DepartmentCreated(department=department.id))
    return department


async def update_department(tx: WorkspaceTx, actor: Actor, department: UUID, *, may_manage: MayManage, change: DepartmentChange) -> Department:
    """Rename, move or retire a department. Raises ``DepartmentCycle``, ``DepartmentHasOthersBelow``, ``DepartmentHasPeople``."""
    await check_people(tx, actor, may_manage)
    await store.people.raise_policy_revision(tx)  # first: it makes two moves at the same time wait for each other
    before = await get_department(tx, actor, department)
    after = before
    if change.name is not msgspec.UNSET:
        after = replace(after, name=_name(change.name))
    if change.parent is not msgspec.UNSET:
        after = replace(after, parent=await _parent(tx, change.parent))
        if after.parent is not None and await store.departments.is_below(tx, after.parent, department):
            raise DepartmentCycle(field="parent")
    if change.is_retired is not msgspec.UNSET:
        after = replace(after, is_retired=change.is_retired)
        if change.is_retired and await store.departments.has_below(tx, department):
            raise DepartmentHasOthersBelow
        if change.is_retired and not before.is_retired and (people := (await store.departments.count_people(tx)).get(before.id)):
            raise DepartmentHasPeople(people=people)
    what = tuple(name for name in ("name", "parent", "is_retired") if getattr(before, name) != getattr(after, name))
    if what:
        await store.departments.update(tx, after)
        await audit.append(tx, actor, "department.updated", body={"department": str(department), "what": list(what)})
        await outbox.emit(tx, DepartmentUpdated(department=department, what=what))
    return after


async def find_untouched_departments(tx: WorkspaceTx, names: Mapping[UUID, str]) -> set[UUID]:
    """Of departments that were made with these names, by id: those that are as they were made, in use, with nobody in them, no share and none below."""
    return set(await store.departments.load_untouched(tx, list(names), list(names.values())))


async def delete_departments(tx: WorkspaceTx, actor: Actor, departments: Collection[UUID]) -> None:
    """Remove departments that ``find_untouched_departments`` found and that no record names any more: whoever made them by mistake takes them back."""
    if departments:
        await store.people.raise_policy_revision(tx)
        await store.departments.delete(tx, list(departments))
        await audit.append(tx, actor, "department.deleted", body={"departments": sorted(str(one) for one in departments)})


async def _parent(tx: WorkspaceTx, parent: UUID | None) -> DepartmentId | None:
    if parent is None:
        return None
    if not await store.departments.count_usable(tx, [parent]):
        raise UnknownDepartment(field="parent")
    return DepartmentId(parent)


def _name(text: str) -> str:
    found = " ".join(text.split())
    if not 0 < len(found) <= 100:
        raise NameMissing(field="name")
    return found
