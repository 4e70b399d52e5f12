"""Routes of the model for who manages it."""

from __future__ import annotations

from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from kedang.core import access
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import get

from . import overview
from .overview import FieldCounts, ModelShown, ObjectHeld, ShippedOf


def routes_with(shipped_of: ShippedOf) -> list[HTTPRouteHandler]:
    """The routes; ``shipped_of`` says which objects and fields came with a solution."""

    @get("/model", policy="manage:model")
    async def find(tx: WorkspaceTx, actor: Actor) -> ModelShown:
        """Every object, in use or not, with what it holds; those that were deleted; the kinds that a field may have."""
        return await overview.find(tx, await access.rights_of(tx, actor), shipped_of)

    @get("/model/{object:str}", policy="manage:model")
    async def get_one(tx: WorkspaceTx, actor: Actor, object: FromPath[str]) -> ObjectHeld:
        """One object whole: its definition, its deleted fields, and the changes of kind that are under way."""
        return await overview.get(tx, await access.rights_of(tx, actor), object, shipped_of)

    return [find, get_one, count, free_key]


@get("/model/{object:str}/fields/{field:str}", policy="manage:model")
async def count(tx: WorkspaceTx, actor: Actor, object: FromPath[str], field: FromPath[str]) -> FieldCounts:
    """How many records hold a value of a field, and each of its options."""
    return await overview.count(tx, await access.rights_of(tx, actor), object, field)


@get("/keys", policy="manage:model")
async def free_key(tx: WorkspaceTx, actor: Actor, label: FromQuery[str] = "", object: FromQuery[str | None] = None) -> dict[str, str]:
    """A key that is free, made of a label: for a new field of ``object``, else for a new object."""
    return {"key": await overview.free_key(tx, await access.rights_of(tx, actor), label, object=object)}
