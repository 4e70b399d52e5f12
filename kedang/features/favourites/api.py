"""Routes of favourites and of the records looked at last."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from kedang.core import access
from kedang.core.base import Actor, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.web import Body, Once, Page, delete, get, post, put

from . import service
from .model import Favourite


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A record."""

    id: UUID
    title: str | None


class FavouriteShown(msgspec.Struct, frozen=True, kw_only=True):
    """A star of the caller's: on a record, or on a list."""

    id: UUID
    object: str
    record: Named | None
    search: str
    name: str


class NewFavourite(Body, frozen=True, kw_only=True):
    """What to put a star on: a record, or the list of an object as its page's address filters and sorts it."""

    object: str
    record: UUID | None = None
    search: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class VisitShown(msgspec.Struct, frozen=True, kw_only=True):
    """A record that the caller looked at."""

    object: str
    record: Named
    at: str


class Visited(Body, frozen=True, kw_only=True):
    """The record that the caller looks at."""

    object: str
    record: UUID


def show(one: Favourite) -> FavouriteShown:
    """A favourite as it is told."""
    record = Named(id=one.ref.id, title=one.title) if one.ref else None
    return FavouriteShown(id=one.id, object=one.object, record=record, search=one.search, name=one.name)


@get("/favourites", policy="signed_in")
async def find(tx: WorkspaceTx, actor: Actor) -> Page[FavouriteShown]:
    """The caller's stars on what she sees today, in the order in which she gave them."""
    return Page(items=[show(one) for one in await service.find(tx, await access.rights_of(tx, actor))])


@post("/favourites", policy="signed_in", status=201)
async def add(tx: WorkspaceTx, actor: Actor, data: NewFavourite, once: Once) -> FavouriteShown:
    """Put a star on a record or a list; what has one keeps it."""
    rights = await access.rights_of(tx, actor)
    if (earlier := await once.earlier()) and earlier.record:
        return show(await service.get(tx, rights, earlier.record))
    found = await service.add(tx, rights, data.object, record=data.record, search=data.search, name=data.name)
    await once.keep(status=201, record=found.id)
    return show(found)


@delete("/favourites/{id:uuid}", policy="signed_in")
async def remove(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> None:
    """Take a star of the caller's away."""
    await service.remove(tx, await access.rights_of(tx, actor), id)


@get("/visits", policy="signed_in")
async def recent(tx: WorkspaceTx, actor: Actor) -> Page[VisitShown]:
    """The twenty records in sight that the caller looked at last, the latest first."""
    found = await service.recent(tx, await access.rights_of(tx, actor))
    return Page(items=[VisitShown(object=one.ref.object, record=Named(id=one.ref.id, title=one.title), at=one.at.isoformat()) for one in found])


@put("/visits", policy="signed_in", status=204)
async def visit(tx: WorkspaceTx, actor: Actor, data: Visited) -> None:
    """Remember that the caller looks at a record."""
    await service.visit(tx, await access.rights_of(tx, actor), RecordRef(object=data.object, id=data.record))


routes = [find, add, remove, recent, visit]
