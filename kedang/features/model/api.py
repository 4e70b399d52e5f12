"""Routes of the model."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from kedang.core import access
from kedang.core.base import Actor, Invalid
from kedang.core.db import WorkspaceTx
from kedang.core.query import is_readable_object
from kedang.core.schema import (
    AddField,
    AddObject,
    Change,
    ChangeField,
    ChangeObject,
    FieldDefinition,
    ModelPlan,
    ObjectDefinition,
    OrderFields,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
    convert_field,
    held_catalog,
)
from kedang.web import Answer, Body, Caller, FieldUnknown, Once, Page, as_json, delete, from_message, get, patch, post, put

from . import editing, options, service
from .api_overview import routes_with as overview_routes_with
from .api_workspace import routes as workspace_routes
from .errors import FieldsApart, Fixed
from .model import ObjectShown, ViewsOf
from .overview import ShippedOf


def reading_with(views: ViewsOf) -> list[HTTPRouteHandler]:
    """The routes that tell the model; ``views`` knows the saved views of its objects."""

    async def with_views(tx: WorkspaceTx, actor: Actor, rights: access.Rights, shown: list[ObjectShown]) -> list[ObjectShown]:
        found = await views(tx, actor, rights, [one.key for one in shown])
        return [msgspec.structs.replace(one, views=list(found[one.key][0]), default_view=found[one.key][1]) for one in shown]

    @get("/objects", policy="signed_in", packs=True)
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
    tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: dict[str, Any], plan: FromQuery[bool] = False, since: FromQuery[int | None] = None
) -> Answer:  # Any: parts of a definition
    """Change anything of an object but its key and its fields, which have routes of their own. ``since``: the revision that the caller saw."""
    present = (await held_catalog(tx)).object(object)
    if "fields" in data:
        raise FieldsApart(field="fields", object=object)
    change = ChangeObject(definition=_merged(present.definition, data, ObjectDefinition))
    await editing.check_object(tx, present, change.definition, data, since)
    if plan:
        return await _plan(tx, actor, [change])
    await _run(tx, actor, [change])
    return await _shown(tx, actor, object)


@delete("/objects/{object:str}", policy="manage:model", status=200)
async def retire(tx: WorkspaceTx, actor: Actor, object: FromPath[str], plan: FromQuery[bool] = False) -> Answer:
    """Take an object out of the model; its records stay stored, and it can come back."""
    if plan:
        return await _plan(tx, actor, [RetireObject(object=object)])
    await _run(tx, actor, [RetireObject(object=object)])
    return Answer(b"{}")


@post("/objects/{object:str}/restore", policy="manage:model")
async def restore(tx: WorkspaceTx, actor: Actor, object: FromPath[str], once: Once, plan: FromQuery[bool] = False) -> Answer:
    """Bring back an object that was deleted, with its records."""
    return await _once(tx, actor, RestoreObject(object=object), object, once, plan=plan)


class FieldOrder(Body, frozen=True):
    """Every field of the object, in the order in which they shall stand."""

    fields: tuple[str, ...]


@put("/objects/{object:str}/order", policy="manage:model")
async def order(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: FieldOrder, plan: FromQuery[bool] = False) -> Answer:
    """Put the fields of an object in another order."""
    change = OrderFields(object=object, fields=data.fields)
    if plan:
        return await _plan(tx, actor, [change])
    await _run(tx, actor, [change])
    return await _shown(tx, actor, object)


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
    caller: Caller, actor: Actor, object: FromPath[str], field: FromPath[str], data: dict[str, Any], plan: FromQuery[bool] = False,
    since: FromQuery[int | None] = None,
) -> Answer:  # Any: parts of a definition  # fmt: skip
    """Change a field. Another kind converts its values, while others go on working; what would not convert stands in the plan.

    ``since`` is the revision of the object's definition that the caller saw: parts that somebody has changed after it are not written over.
    """
    async with caller.enter() as tx:
        one = (await held_catalog(tx)).object(object)
        present = one.raw(field)
        wanted = _merged(present, data, FieldDefinition)
        await editing.check_field(tx, one, wanted, data, since)
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
    """Take a field out of the model; its values stay stored, and it can come back."""
    change = RetireField(object=object, field=field)
    if plan:
        return await _plan(tx, actor, [change])
    await _run(tx, actor, [change])
    return await _shown(tx, actor, object)


@post("/objects/{object:str}/fields/{field:str}/restore", policy="manage:model")
async def restore_field(tx: WorkspaceTx, actor: Actor, object: FromPath[str], field: FromPath[str], once: Once, plan: FromQuery[bool] = False) -> Answer:
    """Bring back a field that was deleted, with its values."""
    return await _once(tx, actor, RestoreField(object=object, field=field), object, once, plan=plan)


class OptionMerge(Body, frozen=True):
    """Which option becomes which other one."""

    source: str
    into: str


def merging_with(background: options.Background) -> list[HTTPRouteHandler]:
    """The route that merges options; ``background`` changes the records where they are many."""

    @post("/objects/{object:str}/fields/{field:str}/merge", policy="manage:model")
    async def merge_options(
        tx: WorkspaceTx, actor: Actor, object: FromPath[str], field: FromPath[str], data: OptionMerge, once: Once, plan: FromQuery[bool] = False
    ) -> Answer:
        """Let one option be another in every record, as one batch that can be undone; the first retires.

        Up to 500 records have changed when the answer comes, and ``POST /batches/{batch}/undo`` takes them back. More change in the background:
        ``GET /bulks/{batch}`` tells how far it is, ``POST /bulks/{batch}/undo`` takes them back.
        """
        rights = await access.rights_of(tx, actor)
        if plan:
            return as_json(msgspec.json.encode({"plan": await options.plan_merge(tx, rights, object, field, source=data.source, into=data.into)}))
        if earlier := await once.earlier():
            return as_json(msgspec.json.encode(earlier.answer["merged"]))
        merged = await options.merge(tx, rights, object, field, source=data.source, into=data.into, background=background)
        done = msgspec.to_builtins(merged)
        await once.keep(merged=done)
        return as_json(msgspec.json.encode(done))

    return [merge_options]


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


async def _once(tx: WorkspaceTx, actor: Actor, change: Change, object: str, once: Once, *, plan: bool) -> Answer:
    if plan:
        return await _plan(tx, actor, [change])
    if not await once.earlier():
        await _run(tx, actor, [change])
        await once.keep(object=object)
    return await _shown(tx, actor, object)


async def _plan(tx: WorkspaceTx, actor: Actor, changes: list[Change]) -> Answer:
    plan: ModelPlan = await service.plan(tx, await access.rights_of(tx, actor), changes)
    return as_json(msgspec.json.encode({"plan": plan}))


async def _run(tx: WorkspaceTx, actor: Actor, changes: list[Change]) -> None:
    await service.change(tx, actor, await access.rights_of(tx, actor), changes)


async def _shown(tx: WorkspaceTx, actor: Actor, object: str, *, status: int = 200) -> Answer:
    """The object as it is now, past the catalog that this transaction began with; of one that the caller does not meet, only which it is."""
    rights = await access.rights_now(tx, actor)
    if not is_readable_object(rights.catalog, rights.scope, object):
        return as_json(msgspec.json.encode({"key": object, "revision": rights.catalog.revision}), status=status)
    return as_json(msgspec.json.encode(service.describe(rights, object)), status=status)


def routes_with(views: ViewsOf, shipped_of: ShippedOf, background: options.Background) -> list[HTTPRouteHandler]:
    """Every route of the model.

    ``views`` knows the saved views of its objects, ``shipped_of`` which objects and fields came with a solution,
    ``background`` how to merge options of many records.
    """
    return [
        *reading_with(views), roles, create, update, retire, restore, order, create_field, update_field, retire_field, restore_field,
        *merging_with(background), *overview_routes_with(shipped_of), *workspace_routes,
    ]  # fmt: skip
