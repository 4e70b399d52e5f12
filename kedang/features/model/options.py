"""One option into another: the records that hold the first are changed as one batch, which can be undone; the first retires, and its words mean the second."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import msgspec

from kedang.core import audit, records, schema
from kedang.core.access import Rights
from kedang.core.base import BatchId, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Compare, Query
from kedang.core.records import Edit, Origin
from kedang.core.schema import ChangeField, Effect, Field, FieldDefinition, ModelPlan, Object, Option, UnknownField

from .errors import NoOptions, SameOption, TooManyToMerge

MOST = records.MOST
CHUNK = 500


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a merge of options."""

    batch: BatchId  #: what an undo of the records names
    records: int


async def plan_merge(tx: WorkspaceTx, rights: Rights, object: str, field: str, *, source: str, into: str) -> ModelPlan:
    """What a merge would do: how many live records change. Raises as ``merge``."""
    rights.require_manage("model")
    one, found = await _of(tx, object, field, source, into)
    held = len(await _holding(tx, rights, one, found, source))
    return ModelPlan(revision=rights.catalog.revision, effects=(Effect(change="merge_options", object=one.key, field=found.key, values=held),))


async def merge(tx: WorkspaceTx, rights: Rights, object: str, field: str, *, source: str, into: str) -> Merged:
    """Let one option be another in every live record, whoever may see it, and retire it.

    Raises ``MayNotManage``, ``NoSuchObject``, ``UnknownField``, ``NoOptions``, ``SameOption``, ``TooManyToMerge``.
    """
    rights.require_manage("model")
    await schema.held_catalog(tx)
    one, found = await _of(tx, object, field, source, into)
    held = await _holding(tx, rights, one, found, source)
    batch = BatchId(new_id())
    await records.begin(tx, rights, batch, "batch", one.number)
    everything, origin = rights.unlimited(because="options are merged"), Origin(batch=batch, reason=f"{source} → {into}")
    edits = [Edit(record, {found.key: _instead(value, source, into)}) for record, value in held]
    for at in range(0, len(edits), CHUNK):
        await records.update_many(tx, everything, one.key, edits[at : at + CHUNK], origin=origin)
    await schema.run(tx, rights.actor, [ChangeField(object=one.key, definition=_without(one.raw(field), source, into))])
    body = {"key": one.key, "field": found.key, "option": source, "into": into, "batch": str(batch), "records": len(edits)}
    await audit.append(tx, rights.actor, "options.merged", object=one.number, body=body)
    return Merged(batch=batch, records=len(edits))


async def _of(tx: WorkspaceTx, object: str, field: str, source: str, into: str) -> tuple[Object, Field]:
    one = (await schema.read_catalog(tx)).object(object)
    found = one.field(field)
    if found.is_system:
        raise UnknownField(field=field)
    if found.kind.name not in {"choice", "choices"}:
        raise NoOptions(field=field)
    if source == into or source not in found.spec.options or into not in found.spec.live_options:
        raise SameOption(field=field)
    return one, found


async def _holding(tx: WorkspaceTx, rights: Rights, one: Object, field: Field, option: str) -> list[tuple[UUID, object]]:
    """The live records that hold an option, with what they hold. Raises ``TooManyToMerge``."""
    where = Compare(path=(field.key,), op="has_any" if field.kind.name == "choices" else "eq", value=[option] if field.kind.name == "choices" else option)
    query = Query(object=one.key, fields=(field.key,), where=where, limit=MOST + 1)
    found = msgspec.json.decode(await records.find(tx, rights.unlimited(because="options are merged"), query))["items"]
    if len(found) > MOST:
        raise TooManyToMerge(field=field.key, records=(await schema.count_options(tx, one, field))[option], most=MOST)
    return [(UUID(row["id"]), row[field.key]) for row in found]


def _instead(value: object, source: str, into: str) -> object:
    if not isinstance(value, list):
        return into
    return list(dict.fromkeys(into if one == source else one for one in cast("list[object]", value)))


def _without(definition: FieldDefinition, source: str, into: str) -> FieldDefinition:
    """The definition with the option retired, and with its words among those that mean the other."""
    gone = next(one for one in definition.options if one.key == source)
    words = tuple(dict.fromkeys([*gone.label.values(), *gone.aka, gone.key]))

    def after(option: Option) -> Option:
        if option.key == source:
            return msgspec.structs.replace(option, is_retired=True)
        if option.key == into:
            return msgspec.structs.replace(option, aka=tuple(dict.fromkeys([*option.aka, *(w for w in words if w not in option.label.values())])))
        return option

    return msgspec.structs.replace(definition, options=tuple(map(after, definition.options)))
