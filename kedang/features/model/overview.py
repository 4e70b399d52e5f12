"""The model as who manages it sees it: whole definitions, what is out of use, what was deleted, and what each thing holds. No values of records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import msgspec

from kedang.core import schema
from kedang.core.access import Rights
from kedang.core.base import CHINESE, fold, read_in_words
from kedang.core.db import WorkspaceTx
from kedang.core.schema import FORMATS, KINDS, TO, FieldDefinition, Object, ObjectDefinition, UnknownField

Shipped = Mapping[str, frozenset[str]]  #: the keys of the objects that came with a solution, with those of their fields
ShippedOf = Callable[[WorkspaceTx], Awaitable[Shipped]]


class ObjectListed(msgspec.Struct, frozen=True, kw_only=True):
    """An object in the list of all."""

    key: str
    label: dict[str, str]
    plural: dict[str, str]
    icon: str
    place: int
    off: bool
    shipped: bool
    records: int  #: live ones
    fields: int  #: of its own


class ObjectGone(msgspec.Struct, frozen=True, kw_only=True):
    """An object that was deleted and can come back."""

    key: str
    label: dict[str, str]
    at: datetime
    records: int


class KindShown(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of field: what it is called, what its fields may become, what can be said of them."""

    key: str
    label: dict[str, str]
    to: list[str]
    unique: bool
    formats: list[str]


class ModelShown(msgspec.Struct, frozen=True, kw_only=True):
    """All objects, those that were deleted, and the kinds that there are."""

    revision: int
    items: list[ObjectListed]
    retired: list[ObjectGone]
    kinds: list[KindShown]


class FieldGone(msgspec.Struct, frozen=True, kw_only=True):
    """A field that was deleted and can come back."""

    definition: FieldDefinition
    at: datetime
    values: int  #: live records that hold one


class ObjectHeld(msgspec.Struct, frozen=True, kw_only=True):
    """One object whole."""

    definition: ObjectDefinition
    revision: int  #: of this definition; a change names it, so that two people do not write over each other
    shipped: bool
    shipped_fields: list[str]
    records: int
    system: list[FieldDefinition]  #: the fields that every object has
    incoming: list[str]  #: relations of other objects that lead here, as ``object.field``
    retired: list[FieldGone]
    changing: list[schema.Changing]


class FieldCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What a field holds."""

    values: int  #: live records with one
    options: dict[str, int]  #: records that hold each option, the recycle bin included


async def find(tx: WorkspaceTx, rights: Rights, shipped_of: ShippedOf) -> ModelShown:
    """The whole model. Raises ``MayNotManage``."""
    rights.require_manage("model")
    catalog = await schema.read_catalog(tx)
    shipped, counts = await shipped_of(tx), await schema.records_of(tx, catalog.objects.values())
    found = sorted(catalog.objects.values(), key=lambda one: (one.definition.place, one.number))
    return ModelShown(
        revision=catalog.revision,
        items=[_listed(one, counts[one.key], is_shipped=one.key in shipped) for one in found],
        retired=[
            ObjectGone(key=one.definition.key, label=one.definition.label, at=one.at, records=one.records)
            for one in await schema.retired_objects(tx, catalog)
        ],
        kinds=[
            KindShown(key=key, label=kind.label, to=sorted(TO.get(key, ())), unique=kind.is_unique_able, formats=sorted(FORMATS) if key == "text" else [])
            for key, kind in KINDS.items()
        ],
    )  # fmt: skip


def _listed(one: Object, count: int, *, is_shipped: bool) -> ObjectListed:
    definition = one.definition
    return ObjectListed(
        key=one.key, label=definition.label, plural=definition.plural or definition.label, icon=definition.icon, place=definition.place,
        off=definition.off, shipped=is_shipped, records=count, fields=len(definition.fields),
    )  # fmt: skip


async def get(tx: WorkspaceTx, rights: Rights, key: str, shipped_of: ShippedOf) -> ObjectHeld:
    """One object, in use or not. Raises ``MayNotManage``, ``NoSuchObject``."""
    rights.require_manage("model")
    catalog = await schema.read_catalog(tx)
    one = catalog.object(key)
    shipped = await shipped_of(tx)
    return ObjectHeld(
        definition=one.definition,
        revision=await schema.revision_of(tx, key),
        shipped=key in shipped,
        shipped_fields=sorted(shipped.get(key, frozenset())),
        records=(await schema.records_of(tx, [one]))[key],
        system=[field.definition for field in one.fields.values() if field.is_system],
        incoming=[f"{other.key}.{field.key}" for other, field in catalog.incoming[key]],
        retired=[FieldGone(definition=gone.definition, at=gone.at, values=gone.records) for gone in await schema.retired_fields(tx, one)],
        changing=await schema.changing(tx, one),
    )


async def count(tx: WorkspaceTx, rights: Rights, object: str, field: str) -> FieldCounts:
    """What a field holds. Raises ``MayNotManage``, ``NoSuchObject``, ``UnknownField``."""
    rights.require_manage("model")
    one = (await schema.read_catalog(tx)).object(object)
    found = one.field(field)
    if found.is_system:
        raise UnknownField(field=field)
    options = await schema.count_options(tx, one, found) if found.definition.options else {}
    return FieldCounts(values=await schema.count_values(tx, one, found), options=options)


async def free_key(tx: WorkspaceTx, rights: Rights, label: str, *, object: str | None) -> str:
    """A key for a new object, or a new field of an object, that nothing has: the label's pinyin. Raises ``MayNotManage``, ``NoSuchObject``."""
    rights.require_manage("model")
    catalog = await schema.read_catalog(tx)
    if object is None:
        taken = {*catalog.objects, *(gone.definition.key for gone in await schema.retired_objects(tx, catalog))}
    else:
        one = catalog.object(object)
        taken = {*one.fields, *(gone.definition.key for gone in await schema.retired_fields(tx, one))}
    return key_of(label, taken)


def key_of(label: str, taken: set[str]) -> str:
    """A key made of a label's pinyin, in words where they are short enough, that is not taken."""
    spelled = CHINESE.sub(lambda run: f" {' '.join(one.rstrip('12345') for one in read_in_words(run[0]))} ", fold(label)[:40])
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in spelled).split()
    stem = "_".join(words)[:36].strip("_") or "field"
    stem = stem if stem[0].isalpha() else f"f_{stem}"[:36]
    known = taken | set(schema.SYSTEM_KEYS)
    return next(key for n in range(1, len(known) + 2) if (key := stem if n == 1 else f"{stem}_{n}") not in known)
