"""The one door through which a model changes: plan first, run second. Rights are asked by the caller (``access`` lies above)."""

from __future__ import annotations

from collections import OrderedDict
from typing import ClassVar, assert_never

import msgspec

from kedang.core import audit, outbox
from kedang.core.base import Actor, Event
from kedang.core.db import WorkspaceTx

from . import ordering, store
from .catalog import Catalog, Field, Object, field_of, object_of, without_off
from .checks import check_field, check_latest, check_object
from .definitions import FieldDefinition, ObjectDefinition
from .errors import FieldInUse, KeyTaken, NotRetired, OrderIncomplete, UnknownField
from .kinds import KINDS
from .model import AddField, AddObject, Change, ChangeField, ChangeObject, OrderFields, RestoreField, RestoreObject, RetireField, RetireObject
from .options import with_dropped
from .unique import make_unique

_CATALOGS: OrderedDict[tuple[str, str, int, int], Catalog] = OrderedDict()
_CATALOGS_KEPT = 64


class ModelChanged(Event, frozen=True, kw_only=True):
    """The model of a workspace has changed."""

    kind: ClassVar[str] = "model_changed"
    objects: list[str]


async def load_catalog(tx: WorkspaceTx) -> Catalog:
    """The workspace's catalog at the revision that this transaction saw when it began."""
    key = (tx.connection.info.dbname, tx.connection.info.host, tx.workspace, tx.schema_revision)
    found = _CATALOGS.get(key)
    if found is None:
        found = await read_catalog(tx)
        # Under read committed a change may have landed since the transaction began: such a catalog serves this call only.
        if (await store.load_revision(tx))[0] != tx.schema_revision:
            return found
        _CATALOGS[key] = found
        while len(_CATALOGS) > _CATALOGS_KEPT:
            _CATALOGS.popitem(last=False)
    return found


def forget_catalogs() -> None:
    """Empty the cache: for tests, where a revision that was rolled back comes again."""
    _CATALOGS.clear()


async def read_catalog(tx: WorkspaceTx) -> Catalog:
    """The catalog as it is now, past the cache."""
    revision, cursor_key = await store.load_revision(tx)
    objects, fields = await store.load_places(tx)
    definitions = {row["key"]: store.body_of(row) for row in await store.load_definitions(tx, "object")}
    places: dict[int, dict[str, tuple[int, tuple[int, ...]]]] = {row["number"]: {} for row in objects}
    for row in fields:
        places[row["object"]][row["key"]] = (row["id"], tuple(row["columns"]))
    made = {
        row["key"]: object_of(definitions[row["key"]], number=row["number"], places=places[row["number"]], currency=tx.currency)
        for row in objects
        if row["key"] in definitions
    }
    return Catalog(
        workspace=tx.workspace,
        revision=revision,
        currency=tx.currency,
        language=tx.language,
        zone=tx.zone,
        objects=without_off(made),
        cursor_key=cursor_key,
    )


async def held_catalog(tx: WorkspaceTx) -> Catalog:
    """The catalog as it is now, which nobody else changes before this transaction ends."""
    await store.lock_model(tx)
    return await read_catalog(tx)


async def run(tx: WorkspaceTx, actor: Actor, changes: list[Change]) -> Catalog:
    """Carry out changes of model in this transaction; returns the catalog after them.

    Changes of kind are left to ``conversion``. Raises ``BadDefinition``, ``BadKey``, ``KeyTaken``, ``UnknownField``, ``NoSuchObject``, ``FieldInUse``.
    """
    catalog = await held_catalog(tx)
    before, new = catalog, {c.definition.key for c in changes if isinstance(c, AddObject)}
    late: list[tuple[str, Field]] = []
    for change in changes:
        late += await _run_one(tx, actor, catalog, change, known=set(catalog.objects) | new)
        catalog = await read_catalog(tx)
    check_latest(catalog)
    for key, field in late:
        await _reference(tx, catalog, key, field)
    await store.raise_schema_revision(tx)
    await outbox.emit(tx, ModelChanged(objects=sorted({_object_of(c) for c in changes})))
    after = await read_catalog(tx)
    for key in sorted({_object_of(c) for c in changes}):
        await ordering.follow(tx, before.objects.get(key), after.objects.get(key))
    return after


def _object_of(change: Change) -> str:
    return change.definition.key if isinstance(change, AddObject | ChangeObject) else change.object


async def _run_one(tx: WorkspaceTx, actor: Actor, catalog: Catalog, change: Change, *, known: set[str]) -> list[tuple[str, Field]]:
    match change:
        case AddObject():
            return await _add_object(tx, actor, catalog, change.definition, known)
        case ChangeObject():
            await _change_object(tx, actor, catalog.object(change.definition.key), change.definition)
        case RetireObject():
            await _retire_object(tx, actor, catalog, catalog.object(change.object))
        case AddField():
            return await _add_field(tx, actor, catalog.object(change.object), change.definition, known)
        case ChangeField():
            await _change_field(tx, actor, catalog.object(change.object), change.definition, known)
        case RetireField():
            await _retire_field(tx, actor, catalog, catalog.object(change.object), change.field)
        case RestoreObject(object=key):
            await _restore_object(tx, actor, key, known)
        case RestoreField(object=key, field=field):
            await _restore_field(tx, actor, catalog.object(key), field, known)
        case OrderFields(object=key, fields=keys):
            await _order_fields(tx, actor, catalog.object(key), keys)
        case _:
            assert_never(change)
    return []


async def _add_object(tx: WorkspaceTx, actor: Actor, catalog: Catalog, definition: ObjectDefinition, known: set[str]) -> list[tuple[str, Field]]:
    check_object(definition, known)
    if definition.key in catalog.objects:
        raise KeyTaken(field=definition.key)
    number = await store.insert_object(tx, definition.key)
    made = [await _place(tx, number, one) for one in definition.fields]
    async with store.as_model_owner(tx):
        await store.create_table(tx, number, definition.key)
        for field in made:
            await store.add_columns(tx, number, field)
            if field.definition.unique:
                await store.add_unique(tx, number, field)
    await _store(tx, actor, definition, number, "object.created")
    return [(definition.key, field) for field in made if field.kind.family in {"reference", "references"}]


async def _place(tx: WorkspaceTx, number: int, definition: FieldDefinition) -> Field:
    id, columns = await store.insert_field(tx, number, definition.key, definition.kind, len(KINDS[definition.kind].columns))
    return field_of(definition, id=id, columns=tuple(f"f_{n}" for n in columns), currency=tx.currency)


async def _store(
    tx: WorkspaceTx, actor: Actor, definition: ObjectDefinition, number: int, action: str, *,
    is_retired: bool = False, field: str | None = None, parts: list[str] | None = None,
) -> None:  # fmt: skip
    """A new revision, and what the log says of it: the object, the field that is concerned, and which of its parts have changed."""
    revision = await store.insert_definition(tx, "object", definition.key, definition, by=actor.person, is_retired=is_retired)
    more = ({"field": field} if field else {}) | ({"parts": parts} if parts is not None else {})
    await audit.append(tx, actor, action, object=number, body={"key": definition.key, "revision": revision, **more})


def _parts(before: ObjectDefinition | FieldDefinition, after: ObjectDefinition | FieldDefinition) -> list[str]:
    """Which parts of a definition differ."""
    return [name for name in before.__struct_fields__ if name != "fields" and getattr(before, name) != getattr(after, name)]


async def _reference(tx: WorkspaceTx, catalog: Catalog, key: str, field: Field) -> None:
    """References are tied when every table of the change exists."""
    number = catalog.object(key).number
    target = catalog.object(field.target).number if field.target else None
    async with store.as_model_owner(tx):
        if field.kind.family == "references":
            await store.add_link_target(tx, field, target or 0)
        else:
            await store.add_reference(tx, number, field, target=target)


async def _change_object(tx: WorkspaceTx, actor: Actor, present: Object, definition: ObjectDefinition) -> None:
    wanted = msgspec.structs.replace(definition, fields=present.definition.fields)
    check_object(wanted, None)
    await _store(tx, actor, wanted, present.number, "object.changed", parts=_parts(present.definition, wanted))


async def _retire_object(tx: WorkspaceTx, actor: Actor, catalog: Catalog, present: Object) -> None:
    check_object_unused(catalog, present)
    await _store(tx, actor, present.definition, present.number, "object.retired", is_retired=True)


async def _add_field(tx: WorkspaceTx, actor: Actor, present: Object, definition: FieldDefinition, known: set[str]) -> list[tuple[str, Field]]:
    check_field(definition, known)
    if definition.key in present.fields or await store.is_field_key_used(tx, present.number, definition.key):
        raise KeyTaken(field=definition.key)
    field = await _place(tx, present.number, definition)
    async with store.as_model_owner(tx):
        await store.add_columns(tx, present, field)
        if field.definition.unique:
            await store.add_unique(tx, present.number, field)
    wanted = msgspec.structs.replace(present.definition, fields=(*present.definition.fields, definition))
    await _store(tx, actor, wanted, present.number, "field.created", field=definition.key)
    return [(present.key, field)] if field.kind.family in {"reference", "references"} else []


async def _change_field(tx: WorkspaceTx, actor: Actor, present: Object, definition: FieldDefinition, known: set[str]) -> None:
    field = present.field(definition.key)
    if field.is_system:
        raise UnknownField(field=definition.key)
    if definition.off and not field.is_off:
        check_field_unused(present, definition.key)
    # A change of kind keeps its own road (conversion); here the kind and the target stay.
    wanted = with_dropped(field.definition, msgspec.structs.replace(definition, kind=field.kind.name, target=field.target))
    check_field(wanted, known)
    is_unique = field_of(wanted, id=field.id, columns=field.columns, currency=tx.currency).definition.unique
    if is_unique and not field.definition.unique:
        await make_unique(tx, present.number, field)
    elif field.definition.unique and not is_unique:
        async with store.as_model_owner(tx):
            await store.drop_unique(tx, present.number, field)
    await replace_field(tx, actor, present, wanted, action="field.changed")


async def replace_field(tx: WorkspaceTx, actor: Actor, present: Object, wanted: FieldDefinition, *, action: str) -> None:
    """Store another definition for one field."""
    fields = tuple(wanted if f.key == wanted.key else f for f in present.definition.fields)
    parts = _parts(present.raw(wanted.key), wanted)
    await _store(tx, actor, msgspec.structs.replace(present.definition, fields=fields), present.number, action, field=wanted.key, parts=parts)


async def _order_fields(tx: WorkspaceTx, actor: Actor, present: Object, keys: tuple[str, ...]) -> None:
    wanted = msgspec.structs.replace(present.definition, fields=in_order(present, keys))
    await _store(tx, actor, wanted, present.number, "fields.ordered")


def in_order(present: Object, keys: tuple[str, ...]) -> tuple[FieldDefinition, ...]:
    """The definitions of an object's fields in the order of their keys. Raises ``OrderIncomplete``."""
    by_key = {one.key: one for one in present.definition.fields}
    if len(keys) != len(by_key) or set(keys) != by_key.keys():
        raise OrderIncomplete(field="fields")
    return tuple(by_key[key] for key in keys)


def check_object_unused(catalog: Catalog, present: Object) -> None:
    """No relation of another object may lead to an object that is retired. Raises ``FieldInUse``."""
    for other, field in catalog.incoming[present.key]:
        if other.key != present.key:
            raise FieldInUse(field=present.key, user=f"{other.key}.{field.key}")


def check_field_unused(present: Object, key: str) -> Field:
    """A field of one's own that the object does not need. Raises ``UnknownField``, ``FieldInUse``."""
    field, definition = present.field(key), present.definition
    if field.is_system:
        raise UnknownField(field=key)
    due = msgspec.structs.astuple(definition.due) if definition.due else ()
    path = definition.path.field if definition.path else None
    if key in {definition.title, definition.timeline_date, path, *due, *definition.timeline, *definition.tags, *definition.identity}:
        raise FieldInUse(field=key, user=present.key)
    return field


async def _retire_field(tx: WorkspaceTx, actor: Actor, catalog: Catalog, present: Object, key: str) -> None:
    field = check_field_unused(present, key)
    await store.retire_field(tx, field.id)
    async with store.as_model_owner(tx):
        await store.drop_unique(tx, present.number, field) if field.columns else None
    fields = tuple(f for f in present.definition.fields if f.key != key)
    await _store(tx, actor, msgspec.structs.replace(present.definition, fields=fields), present.number, "field.retired", field=key)


async def _restore_object(tx: WorkspaceTx, actor: Actor, key: str, known: set[str]) -> None:
    definition, number = await retired_object(tx, key)
    check_object(definition, known | {key})
    await _store(tx, actor, definition, number, "object.restored")


async def retired_object(tx: WorkspaceTx, key: str) -> tuple[ObjectDefinition, int]:
    """An object that was retired, as it was, and its number. Raises ``NotRetired``."""
    found = await store.load_retired_object(tx, key)
    if found is None:
        raise NotRetired(field=key)
    return store.body_of(found), int(found["number"])


async def _restore_field(tx: WorkspaceTx, actor: Actor, present: Object, key: str, known: set[str]) -> None:
    definition = await retired_field(tx, present, key)
    check_field(definition, known)
    place = await store.revive_field(tx, present.number, key)
    field = field_of(definition, id=place["id"], columns=tuple(f"f_{n}" for n in place["columns"]), currency=tx.currency)
    if field.definition.unique:
        await make_unique(tx, present.number, field)
    wanted = msgspec.structs.replace(present.definition, fields=(*present.definition.fields, definition))
    await _store(tx, actor, wanted, present.number, "field.restored", field=key)


async def retired_field(tx: WorkspaceTx, present: Object, key: str) -> FieldDefinition:
    """A field of an object that was retired, as it was. Raises ``NotRetired``."""
    rows = await store.load_retired_fields(tx, present.number, present.key)
    found = next((row for row in rows if row["key"] == key), None)
    if found is None:
        raise NotRetired(field=key)
    return msgspec.convert(found["body"], FieldDefinition)
