"""The verbs of views. Who may make them for the team, and what a locked one means, stands in docs/decisions/0012."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from kedang.core import audit
from kedang.core.access import MayNotManage, Rights, find_roles, rights_of
from kedang.core.base import Actor, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object

from . import store, usable
from .errors import BadView, NoSuchView, TooManyViews, ViewChanged, ViewLocked, ViewNotUsable
from .model import ALL, Look, Tabs, View, ViewKind, ViewShown

MOST = 100  #: views of one person, and of the team, for one object
LABEL = 60  #: characters of a label


async def shown_of(tx: WorkspaceTx, actor: Actor, rights: Rights, objects: Sequence[str]) -> dict[str, Tabs]:
    """The views of several objects, by key, as the actor meets them: see ``find``."""
    numbers = {rights.catalog.object(key).number: key for key in objects}
    seen = await store.load_seen(tx, list(numbers), person=actor.person, roles=None if _manages(rights) else actor.roles)
    arranged, of_roles = await store.load_arrangements(tx, actor.person), await store.load_role_views(tx, list(numbers))
    found: dict[str, Tabs] = {}
    for number, key in numbers.items():
        one = rights.catalog.object(key)
        mine = [await _show(tx, rights, one, view, of_roles) for view in seen if view.object == number]
        ordering, begins_with = arranged.get(number, ([], ""))
        ordered = sorted(mine, key=lambda view: ordering.index(view.id) if view.id in ordering else len(ordering))
        wanted = [begins_with, *(str(of_roles[number, role]) for role in actor.roles if (number, role) in of_roles)]
        usable_ids = {str(view.id) for view in mine if view.problem is None} | {ALL}
        default = next((id for id in wanted if id in usable_ids), ALL)
        found[key] = Tabs(items=ordered, default=default, can_manage=_manages(rights))
    return found


def _manages(rights: Rights) -> bool:
    return rights.may_manage("views") or rights.may_manage("model")


async def find(tx: WorkspaceTx, actor: Actor, object: str) -> Tabs:
    """The views of an object: the actor's own, and the team's for her roles, without what she may not use. Raises ``NoSuchObject``."""
    rights = await rights_of(tx, actor)
    rights.of(object)
    return (await shown_of(tx, actor, rights, [object]))[object]


async def get(tx: WorkspaceTx, actor: Actor, object: str, id: UUID) -> ViewShown:
    """One of them. Raises ``NoSuchObject``, ``NoSuchView``, and ``ViewNotUsable`` if its condition uses what she may not."""
    found = await get_changed(tx, actor, object, id)
    if found.problem:
        raise ViewNotUsable
    return found


async def get_changed(tx: WorkspaceTx, actor: Actor, object: str, id: UUID) -> ViewShown:
    """One of them, whether or not she may use its condition: for who has just changed it. Raises ``NoSuchObject``, ``NoSuchView``."""
    found = next((view for view in (await find(tx, actor, object)).items if view.id == id), None)
    if found is None:
        raise NoSuchView
    return found


async def _show(tx: WorkspaceTx, rights: Rights, one: Object, view: View, of_roles: Mapping[tuple[int, str], UUID]) -> ViewShown:
    look, may = view.look, _may_change(rights, view)
    is_usable = usable.is_usable(tx, rights, one, look)
    sort = usable.usable_sort(tx, rights, one, look.sort)
    columns = None if look.columns is None else usable.usable_columns(rights, one, look.columns)
    dropped = len(look.sort) - len(sort) + len(look.columns or []) - len(columns or [])
    return ViewShown(
        id=view.id, kind=view.kind, roles=view.roles, label=view.label, locked=view.is_locked, version=view.version, changed_at=view.changed_at,
        where=look.where if is_usable else None, sort=sort, search=look.search, columns=columns, frozen=look.frozen, row_height=look.row_height,
        names=await usable.names_in(tx, rights, one, look) if is_usable else {}, dropped=dropped, problem=None if is_usable else ViewNotUsable.code,
        default_of=[role for (_, role), id in of_roles.items() if id == view.id] if _manages(rights) else [],
        can={"update": may, "delete": may and not view.is_locked},
    )  # fmt: skip


def _may_change(rights: Rights, view: View) -> bool:
    return _manages(rights) if view.kind == "team" else view.person == rights.actor.person


async def create(
    tx: WorkspaceTx, actor: Actor, object: str, *, kind: ViewKind, label: dict[str, str], look: Look, roles: Sequence[str] = (), is_locked: bool = False
) -> UUID:
    """A new view. Raises ``NoSuchObject``, ``MayNotManage`` for one of the team, ``TooManyViews``, ``BadView`` and what a query raises."""
    rights = await rights_of(tx, actor)
    rights.of(object)
    one = rights.catalog.object(object)
    view = View(
        id=new_id(), object=one.number, kind=kind, person=_whose(rights, kind), roles=list(roles), label=label, look=look, is_locked=is_locked,
        version=1, changed_at=tx.now,
    )  # fmt: skip
    await _check(tx, rights, view)
    usable.check(tx, rights, one, look)
    if await store.count(tx, one.number, person=view.person) >= MOST:
        raise TooManyViews(most=MOST)
    await store.insert(tx, view, by=actor.person)
    await _log(tx, actor, "view.created", view)
    return view.id


def _whose(rights: Rights, kind: ViewKind) -> UUID | None:
    """Whose a view of a kind is. Raises ``MayNotManage``."""
    if kind == "team" and not _manages(rights):
        raise MayNotManage(what="views")
    return None if kind == "team" else rights.actor.person


async def _check(tx: WorkspaceTx, rights: Rights, view: View) -> None:
    if not any(text.strip() for text in view.label.values()) or any(len(text) > LABEL or len(lang) > 10 for lang, text in view.label.items()):
        raise BadView(field="label", reason=f"give a name of at most {LABEL} characters", reason_zh=f"请填写名称，最多 {LABEL} 个字")
    if view.kind == "personal" and view.roles:
        raise BadView(field="roles", reason="only a view of the team is for roles", reason_zh="只有团队视图可以指定角色")
    if unknown := sorted(set(view.roles) - {role.key for role in await find_roles(tx)}):
        raise BadView(field="roles", reason=f"there is no role '{unknown[0]}'", reason_zh=f"没有角色“{unknown[0]}”")


async def update(tx: WorkspaceTx, actor: Actor, object: str, id: UUID, *, version: int, change: Mapping[str, object]) -> None:
    """Change parts of a view: of its look, and kind, label, roles, is_locked.

    Columns that the actor cannot see stay. Raises ``NoSuchView``, ``MayNotManage``, ``ViewLocked``, ``ViewChanged``, and as ``create``.
    """
    rights = await rights_of(tx, actor)
    view, one = await _for_change(tx, rights, object, id)
    if version != view.version:
        raise ViewChanged(version=view.version)
    if view.is_locked and change.get("is_locked") is not False:
        raise ViewLocked
    of_look = {key: value for key, value in change.items() if key in Look.__struct_fields__}
    look = msgspec.structs.replace(view.look, **of_look)
    wanted = msgspec.structs.replace(view, look=look, **{key: value for key, value in change.items() if key not in of_look})
    if wanted.kind != view.kind:
        wanted = msgspec.structs.replace(wanted, person=_whose(rights, wanted.kind), roles=wanted.roles if wanted.kind == "team" else [])
    await _check(tx, rights, wanted)
    if of_look:
        usable.check(tx, rights, one, _own_part(view.look, look, of_look))
    if look.columns is not None and "columns" in of_look:
        seen = usable.usable_columns(rights, one, view.look.columns or [])
        look = msgspec.structs.replace(look, columns=usable.with_unseen(view.look.columns, seen, look.columns))
    await store.update(tx, msgspec.structs.replace(wanted, look=look), by=actor.person)
    await _log(tx, actor, "view.changed", wanted, changed=sorted(change))


def _own_part(before: Look, look: Look, given: Mapping[str, object]) -> Look:
    """What of a look is to be checked with the rights of who changes it: what she gives, not what others left there."""
    left = {key: getattr(Look(), key) for key in ("where", "sort", "columns") if key not in given and getattr(before, key)}
    return msgspec.structs.replace(look, **left)


async def _for_change(tx: WorkspaceTx, rights: Rights, object: str, id: UUID, *, deleted: bool = False) -> tuple[View, Object]:
    rights.of(object)
    one = rights.catalog.object(object)
    view = await store.load(tx, id, deleted=deleted)
    if view is None or view.object != one.number or not _is_seen(rights, view):
        raise NoSuchView
    if not _may_change(rights, view):
        raise MayNotManage(what="views")
    return view, one


def _is_seen(rights: Rights, view: View) -> bool:
    if view.kind == "personal":
        return view.person is not None and view.person == rights.actor.person
    return _manages(rights) or not view.roles or not set(view.roles).isdisjoint(rights.actor.roles)


async def delete(tx: WorkspaceTx, actor: Actor, object: str, id: UUID) -> None:
    """Take a view away; for 30 days it can come back. Raises ``NoSuchView``, ``MayNotManage``, ``ViewLocked``."""
    view, _ = await _for_change(tx, await rights_of(tx, actor), object, id)
    if view.is_locked:
        raise ViewLocked
    await store.delete_old(tx)
    await store.set_deleted(tx, id, tx.now)
    await _log(tx, actor, "view.deleted", view)


async def restore(tx: WorkspaceTx, actor: Actor, object: str, id: UUID) -> None:
    """Bring a deleted view back; one that is there stays. Raises ``NoSuchView``, ``MayNotManage``, ``TooManyViews``."""
    rights = await rights_of(tx, actor)
    if await store.load(tx, id) is not None:
        await _for_change(tx, rights, object, id)
        return
    view, one = await _for_change(tx, rights, object, id, deleted=True)
    if await store.count(tx, one.number, person=view.person) >= MOST:
        raise TooManyViews(most=MOST)
    await store.set_deleted(tx, id, None)
    await _log(tx, actor, "view.restored", view)


async def arrange(tx: WorkspaceTx, actor: Actor, object: str, *, order: Sequence[UUID], default: str | None) -> None:
    """Put the tabs in the actor's own order, and say with which she begins: a view's id, ``all``, or none: as her roles say. Raises ``BadView``."""
    known = {view.id for view in (await find(tx, actor, object)).items}
    if default not in (None, ALL) and default not in {str(id) for id in known}:
        raise BadView(field="default", reason="is not one of your views", reason_zh="不是您可以使用的视图")
    if actor.person is None or len(set(order)) < len(order) or not set(order) <= known:
        raise BadView(field="order", reason="name each of your views at most once", reason_zh="每个视图只能出现一次，且须是您可以使用的视图")
    number = (await rights_of(tx, actor)).catalog.object(object).number
    await store.upsert_arrangement(tx, actor.person, number, ordering=order, begins_with=default or "")


async def begin_role_with(tx: WorkspaceTx, actor: Actor, object: str, role: str, id: UUID | None) -> None:
    """Let the people of a role begin with a view of the team; none: with the whole list. Raises ``MayNotManage``, ``NoSuchView``, ``BadView``."""
    rights = await rights_of(tx, actor)
    if not _manages(rights):
        raise MayNotManage(what="views")
    rights.of(object)
    if role not in {one.key for one in await find_roles(tx)}:
        raise BadView(field="role", reason=f"there is no role '{role}'", reason_zh=f"没有角色“{role}”")
    if id is not None:
        view, _ = await _for_change(tx, rights, object, id)
        if view.kind != "team" or (view.roles and role not in view.roles):
            raise BadView(field="view", reason="is not a view for this role", reason_zh="该视图不对这个角色开放")
    one = rights.catalog.object(object)
    await store.upsert_role_view(tx, one.number, role, id)
    await audit.append(tx, actor, "view.role_default", object=one.number, body={"role": role, "view": str(id) if id else None})


async def _log(tx: WorkspaceTx, actor: Actor, action: str, view: View, **more: object) -> None:
    """Note what was done, without the condition's values: they may be anybody's data."""
    body = {"view": str(view.id), "kind": view.kind, "label": view.label, "roles": view.roles, "locked": view.is_locked, **more}
    await audit.append(tx, actor, action, object=view.object, body=body)
