"""Routes of the model."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from kedang.core import access
from kedang.core.base import Actor, Invalid
from kedang.core.db import WorkspaceTx
from kedang.core.schema import (
    AddField,
    AddObject,
    Change,
    ChangeField,
    ChangeObject,
    FieldDefinition,
    ModelPlan,
    ObjectDefinition,
    RetireField,
    RetireObject,
    convert_field,
)
from kedang.web import Answer, Caller, FieldUnknown, Once, Page, as_json, delete, from_message, get, patch, post

from . import service
from .errors import FieldsApart, Fixed
from .model import ObjectShown, ViewsOf


def reading_with(views: ViewsOf) -> list[HTTPRouteHandler]:
    """The routes that tell the model; ``views`` knows the saved views of its objects."""

    async def with_views(tx: WorkspaceTx, actor: Actor, rights: access.Rights, shown: list[ObjectShown]) -> list[ObjectShown]:
        found = await views(tx, actor, rights, [one.key for one in shown])
        return [msgspec.structs.replace(one, views=list(found[one.key][0]), default_view=found[one.key][1]) for one in shown]

    @get("/objects", policy="signed_in")
    async def find(tx: WorkspaceTx, actor: Actor) -> Page[ObjectShown]:
        """Every object that the caller works with."""
        rights = await access.rights_of(tx, actor)
        return Page(items=await with_views(tx, actor, rights, service.describe_all(rights)))

    @get("/objects/{object:str}", policy="signed_in")
    async def get_one(tx: WorkspaceTx, actor: Actor, object: FromPath[str]) -> ObjectShown:
        """One object with its fields, their levels, its saved views, and what the caller can do."""
        rights = await access.rights_of(tx, actor)
        return (await with_views(tx, actor, rights, [service.describe(rights, object)]))[0]

    return [find, get_one]


@get("/roles", policy="manage:people")
async def roles(tx: WorkspaceTx) -> dict[str, list[access.RoleDefinition]]:
    """Every role."""
    return {"items": await access.find_roles(tx)}


@post("/objects", policy="manage:model", status=201)
async def create(tx: WorkspaceTx, actor: Actor, data: ObjectDefinition, once: Once, plan: FromQuery[bool] = False) -> Answer:
    """A new object."""
    change = AddObject(definition=data)
    if plan:
        return await _plan(tx, actor, [change])
    if not await once.earlier():
        await _run(tx, actor, [change])
        await once.keep(status=201, object=data.key)
    return await _shown(tx, actor, data.key, status=201)


@patch("/objects/{object:str}", policy="manage:model")
async def update(
    tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: dict[str, Any], plan: FromQuery[bool] = False
) -> Answer:  # Any: parts of a definition
    """Change anything of an object but its key and its fields, which have routes of their own."""
    present = (await access.rights_of(tx, actor)).catalog.object(object).definition
    if "fields" in data:
        raise FieldsApart(field="fields", object=object)
    change = ChangeObject(definition=_merged(present, data, ObjectDefinition))
    if plan:
        return await _plan(tx, actor, [change])
    await _run(tx, actor, [change])
    return await _shown(tx, actor, object)


@delete("/objects/{object:str}", policy="manage:model", status=200)
async def retire(tx: WorkspaceTx, actor: Actor, object: FromPath[str], plan: FromQuery[bool] = False) -> Answer:
    """Take an object out of use; its records stay stored."""
    if plan:
        return await _plan(tx, actor, [RetireObject(object=object)])
    await _run(tx, actor, [RetireObject(object=object)])
    return Answer(b"{}")


@post("/objects/{object:str}/fields", policy="manage:model", status=201)
async def create_field(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: FieldDefinition, once: Once, plan: FromQuery[bool] = False) -> Answer:
    """A new field."""
    change = AddField(object=object, definition=data)
    if plan:
        return await _plan(tx, actor, [change])
    if not await once.earlier():
        await _run(tx, actor, [change])
        await once.keep(status=201, object=object)
    return await _shown(tx, actor, object, status=201)


@patch("/objects/{object:str}/fields/{field:str}", policy="manage:model")
async def update_field(
    caller: Caller, actor: Actor, object: FromPath[str], field: FromPath[str], data: dict[str, Any], plan: FromQuery[bool] = False
) -> Answer:  # Any: parts of a definition
    """Change a field. Another kind converts its values, while others go on working; what would not convert stands in the plan."""
    async with caller.enter() as tx:
        one = (await access.rights_of(tx, actor)).catalog.object(object)
        present = one.field(field).definition
        wanted = _merged(present, data, FieldDefinition)
        change = ChangeField(object=object, definition=wanted)
        if plan:
            return await _plan(tx, actor, [change])
        if wanted.kind == present.kind:
            await _run(tx, actor, [change])
        workspace = tx.workspace
    if wanted.kind != present.kind:
        await convert_field(caller.services.database, workspace, actor, object, wanted)
    async with caller.enter() as tx:
        return await _shown(tx, actor, object)


@delete("/objects/{object:str}/fields/{field:str}", policy="manage:model", status=200)
async def retire_field(tx: WorkspaceTx, actor: Actor, object: FromPath[str], field: FromPath[str], plan: FromQuery[bool] = False) -> Answer:
    """Take a field out of use; its values stay stored."""
    change = RetireField(object=object, field=field)
    if plan:
        return await _plan(tx, actor, [change])
    await _run(tx, actor, [change])
    return await _shown(tx, actor, object)


def _merged(present: Any, given: dict[str, Any], kind: type[Any]) -> Any:  # Any: definitions of either type
    """A definition with some parts replaced. Raises ``Invalid`` naming the part that does not fit, and ``Fixed``."""
    if unknown := sorted(set(given) - set(kind.__struct_fields__)):
        raise Invalid(errors=[FieldUnknown(field=one) for one in unknown])
    for part in ("key", "target"):
        if part in given and given[part] != getattr(present, part, given[part]):
            raise Fixed(field=part)
    if isinstance(given.get("options"), list):
        given = {**given, "options": [_option(one) for one in given["options"]]}
    try:
        return msgspec.convert({**msgspec.to_builtins(present), **given}, kind)
    except msgspec.ValidationError as broken:
        raise Invalid(errors=[from_message(str(broken))]) from None


def _option(one: object) -> object:
    """An option may come back as it was shown."""
    shown = dict(cast("dict[str, object]", one)) if isinstance(one, dict) else {}
    return {"is_retired": shown.pop("retired"), **shown} if "retired" in shown else cast("object", one)


async def _plan(tx: WorkspaceTx, actor: Actor, changes: list[Change]) -> Answer:
    plan: ModelPlan = await service.plan(tx, await access.rights_of(tx, actor), changes)
    return as_json(msgspec.json.encode({"plan": plan}))


async def _run(tx: WorkspaceTx, actor: Actor, changes: list[Change]) -> None:
    await service.change(tx, actor, await access.rights_of(tx, actor), changes)


async def _shown(tx: WorkspaceTx, actor: Actor, object: str, *, status: int = 200) -> Answer:
    """The object as it is now: past the catalog that this transaction began with."""
    rights = await access.rights_now(tx, actor)
    return as_json(msgspec.json.encode(service.describe(rights, object)), status=status)


def routes_with(views: ViewsOf) -> list[HTTPRouteHandler]:
    """Every route of the model."""
    return [*reading_with(views), roles, create, update, retire, create_field, update_field, retire_field]
