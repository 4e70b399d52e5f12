"""The plan of a change of model: what it would do, counted on the records as they are."""

from __future__ import annotations

from typing import assert_never

import msgspec

from kedang.core.db import WorkspaceTx

from . import store
from .catalog import Catalog
from .checks import check_field, check_object, check_replaced
from .conversion import can_convert, preview
from .definitions import ObjectDefinition
from .errors import CannotConvert, KeyTaken, UnknownField
from .kinds import KINDS
from .model import (
    AddField,
    AddObject,
    Change,
    ChangeField,
    ChangeObject,
    Effect,
    ModelPlan,
    OrderFields,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
)
from .options import retired_by, with_dropped
from .service import check_field_unused, check_object_unused, in_order, read_catalog, retired_field, retired_object


async def plan(tx: WorkspaceTx, changes: list[Change]) -> ModelPlan:
    """What changes would do, in order. Raises as ``run`` where a definition cannot be used."""
    catalog = await read_catalog(tx)
    known = set(catalog.objects) | {c.definition.key for c in changes if isinstance(c, AddObject)}
    return ModelPlan(revision=catalog.revision, effects=tuple([await _effect(tx, catalog, change, known) for change in changes]))


async def _effect(tx: WorkspaceTx, catalog: Catalog, change: Change, known: set[str]) -> Effect:
    match change:
        case AddObject(definition=definition):
            check_object(definition, known)
            if definition.key in catalog.objects:
                raise KeyTaken(field=definition.key)
            return Effect(change="add_object", object=definition.key)
        case ChangeObject(definition=definition):
            return await _change_object(tx, catalog, definition)
        case RetireObject(object=key):
            check_object_unused(catalog, catalog.object(key))
            return Effect(change="retire_object", object=key, records=await _records(tx, catalog.object(key).number))
        case RestoreObject(object=key):
            definition, number = await retired_object(tx, key)
            check_object(definition, known | {key})
            return Effect(change="restore_object", object=key, records=await _records(tx, number))
        case RestoreField(object=key, field=field_key):
            check_field(await retired_field(tx, catalog.object(key), field_key), known)
            return Effect(change="restore_field", object=key, field=field_key)
        case OrderFields(object=key, fields=keys):
            in_order(catalog.object(key), keys)
            return Effect(change="order_fields", object=key)
        case AddField(object=key, definition=field):
            check_field(field, known)
            if await store.is_field_key_used(tx, catalog.object(key).number, field.key):
                raise KeyTaken(field=field.key)
            return Effect(change="add_field", object=key, field=field.key, kind=field.kind)
        case ChangeField():
            return await _change_field(tx, catalog, change, known)
        case RetireField(object=key, field=field_key):
            one = catalog.object(key)
            return Effect(change="retire_field", object=key, field=field_key, values=await store.count_values(tx, one, check_field_unused(one, field_key)))
        case _:
            assert_never(change)


async def _records(tx: WorkspaceTx, number: int) -> int:
    return (await store.count_records(tx, [number]))[number]


async def _change_object(tx: WorkspaceTx, catalog: Catalog, definition: ObjectDefinition) -> Effect:
    present = catalog.object(definition.key)
    check_object(msgspec.structs.replace(definition, fields=present.definition.fields), None)
    if definition.off == present.is_off:
        return Effect(change="change_object", object=present.key)
    relations = tuple(f"{other.key}.{field.key}" for other, field in catalog.incoming[present.key] if other.key != present.key)
    return Effect(change="change_object", object=present.key, records=await _records(tx, present.number), relations=relations)


async def _change_field(tx: WorkspaceTx, catalog: Catalog, change: ChangeField, known: set[str]) -> Effect:
    one = catalog.object(change.object)
    field = one.field(change.definition.key)
    if field.is_system:
        raise UnknownField(field=field.key)
    wanted = with_dropped(field.definition, change.definition)
    retired = await retired_by(tx, one, field, wanted)
    if wanted.kind in KINDS and wanted.kind != field.kind.name and not can_convert(field.kind.name, wanted.kind):
        raise CannotConvert(kind=field.kind.name, wanted=wanted.kind, field=field.key)
    check_field(wanted, known)
    check_replaced(one.definition, wanted)
    if wanted.off and not field.is_off:
        count = await store.count_values(tx, one, check_field_unused(one, field.key))
        return Effect(change="change_field", object=one.key, field=field.key, kind=field.kind.name, values=count)
    if wanted.kind == field.kind.name and wanted.format is not None and wanted.format != field.definition.format:
        seen = await preview(tx, one, field, wanted)
        return Effect(
            change="change_field", object=one.key, field=field.key, kind=wanted.kind, values=seen.values, unfit=seen.lost, samples=tuple(seen.samples),
        )  # fmt: skip
    if wanted.kind == field.kind.name:
        return Effect(change="change_field", object=one.key, field=field.key, kind=wanted.kind, options=retired)
    seen = await preview(tx, one, field, wanted)
    return Effect(
        change="change_field", object=one.key, field=field.key, kind=wanted.kind,
        values=seen.values, lost=seen.lost, samples=tuple(seen.samples), options=retired,
    )  # fmt: skip
