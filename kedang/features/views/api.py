"""Routes of views."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from msgspec import UNSET, UnsetType

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Body, Once, delete, get, patch, post, put

from . import service
from .model import Column, Look, RowHeight, Tabs, ViewKind, ViewShown

LOOK = Look.__struct_fields__


class NewView(Body, frozen=True, kw_only=True):
    """A view to be made."""

    label: dict[str, str]
    kind: ViewKind = "personal"
    roles: list[str] = []
    locked: bool = False
    where: dict[str, Any] | None = None  # Any: a condition is a tree of JSON
    sort: list[str] = []
    search: str | None = None
    columns: list[Column] | None = None
    frozen: int = 1
    row_height: RowHeight = "medium"


class ViewChange(Body, frozen=True, kw_only=True):
    """Parts of a view, and the version that was read."""

    version: int
    label: dict[str, str] | UnsetType = UNSET
    kind: ViewKind | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    locked: bool | UnsetType = UNSET
    where: dict[str, Any] | UnsetType | None = UNSET  # Any: a condition
    sort: list[str] | UnsetType = UNSET
    search: str | UnsetType | None = UNSET
    columns: list[Column] | UnsetType | None = UNSET
    frozen: int | UnsetType = UNSET
    row_height: RowHeight | UnsetType = UNSET


class Arrangement(Body, frozen=True, kw_only=True):
    """The caller's own order of tabs, and the view that she begins with: an id, ``all``, or null: as her roles say."""

    order: list[UUID]
    default: str | None = None


class RoleDefault(Body, frozen=True, kw_only=True):
    """With which view the people of a role begin; null: with the whole list."""

    view: UUID | None


@get("/objects/{object:str}/views", policy="signed_in")
async def find(tx: WorkspaceTx, actor: Actor, object: FromPath[str]) -> Tabs:
    """The caller's views of an object and the team's, in her order; what she may not use is left out of them (``dropped``, ``problem``)."""
    return await service.find(tx, actor, object)


@get("/objects/{object:str}/views/{id:uuid}", policy="signed_in")
async def get_one(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> ViewShown:
    """One view. 422 ``field_not_usable`` if its condition uses a field that the caller may not use."""
    return await service.get(tx, actor, object, id)


@post("/objects/{object:str}/views", policy="signed_in", status=201)
async def create(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: NewView, once: Once) -> ViewShown:
    """Save a way to look at the list: for oneself, or for the team by those who manage views or the model."""
    if (earlier := await once.earlier()) and earlier.record:
        return await service.get(tx, actor, object, earlier.record)
    look = Look(**{key: getattr(data, key) for key in LOOK})
    id = await service.create(tx, actor, object, kind=data.kind, label=data.label, look=look, roles=data.roles, is_locked=data.locked)
    await once.keep(status=201, record=id)
    return await service.get(tx, actor, object, id)


@patch("/objects/{object:str}/views/{id:uuid}", policy="signed_in")
async def update(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID], data: ViewChange) -> ViewShown:
    """Change parts of a view. 409 ``stale`` with the present ``version`` if somebody else was faster, 409 ``locked`` as long as it is not unlocked."""
    given = {key: value for key in data.__struct_fields__ if key != "version" and (value := getattr(data, key)) is not UNSET}
    if "locked" in given:
        given["is_locked"] = given.pop("locked")
    await service.update(tx, actor, object, id, version=data.version, change=given)
    return await service.get_changed(tx, actor, object, id)


@delete("/objects/{object:str}/views/{id:uuid}", policy="signed_in")
async def remove(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> None:
    """Delete a view; it can be restored for 30 days."""
    await service.delete(tx, actor, object, id)


@post("/objects/{object:str}/views/{id:uuid}/restore", policy="signed_in")
async def restore(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> ViewShown:
    """Bring a deleted view back; a repeat finds it there already."""
    await service.restore(tx, actor, object, id)
    return await service.get_changed(tx, actor, object, id)


@put("/objects/{object:str}/views/arrangement", policy="signed_in")
async def arrange(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Arrangement) -> Tabs:
    """Put the tabs in the caller's own order, and say with which she begins."""
    await service.arrange(tx, actor, object, order=data.order, default=data.default)
    return await service.find(tx, actor, object)


@put("/objects/{object:str}/views/roles/{role:str}", policy="signed_in")
async def begin_role_with(tx: WorkspaceTx, actor: Actor, object: FromPath[str], role: FromPath[str], data: RoleDefault) -> Tabs:
    """Let the people of a role begin with a view of the team, by those who manage views or the model."""
    await service.begin_role_with(tx, actor, object, role, data.view)
    return await service.find(tx, actor, object)


routes = [find, get_one, create, update, remove, restore, arrange, begin_role_with]
