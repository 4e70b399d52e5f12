"""One option into another: the records that hold the first are changed as one batch, which can be undone; the first retires, and its words mean the second.

Where many records hold it, the first retires at once and the records follow in the background.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Literal, Protocol, cast
from uuid import UUID

import msgspec

from kedang.core import audit, records, schema
from kedang.core.access import Rights
from kedang.core.base import BatchId, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Compare, Query
from kedang.core.records import Edit, Origin
from kedang.core.schema import ChangeField, Effect, Field, FieldDefinition, ModelPlan, Object, Option, UnknownField

from .errors import NoOptions, SameOption

AT_ONCE = 500  #: records that are changed while the caller waits


class Background(Protocol):
    """Changes the records that hold an option, in the background; answers with their batch."""

    def __call__(self, tx: WorkspaceTx, rights: Rights, object: str, field: str, /, *, source: str, into: str) -> Awaitable[BatchId]:
        """Ask for it within the transaction."""
        ...


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a merge of options."""

    batch: BatchId  #: what an undo of the records names
    records: int  #: that change, or that will
    state: Literal["done", "waiting"]  #: waiting: ``GET /bulks/{batch}`` tells how far it is


async def plan_merge(tx: WorkspaceTx, rights: Rights, object: str, field: str, *, source: str, into: str) -> ModelPlan:
    """What a merge would do: how many live records change. Raises as ``merge``."""
    rights.require_manage("model")
    one, found = await _of(tx, object, field, source, into)
    held = await _count(tx, rights, one, found, source)
    return ModelPlan(revision=rights.catalog.revision, effects=(Effect(change="merge_options", object=one.key, field=found.key, values=held),))


async def merge(tx: WorkspaceTx, rights: Rights, object: str, field: str, *, source: str, into: str, background: Background) -> Merged:
    """Let one option be another in every live record, whoever may see it, and retire it.

    Raises ``MayNotManage``, ``NoSuchObject``, ``UnknownField``, ``NoOptions``, ``SameOption``, and what the background raises.
    """
    rights.require_manage("model")
    await schema.held_catalog(tx)
    one, found = await _of(tx, object, field, source, into)
    held = await _count(tx, rights, one, found, source)
    is_long = held > AT_ONCE
    if is_long:
        batch = await background(tx, rights, one.key, found.key, source=source, into=into)
    else:
        batch = await _change(tx, rights, one, found, source, into)
    await schema.run(tx, rights.actor, [ChangeField(object=one.key, definition=_without(one.raw(field), source, into))])
    body = {"key": one.key, "field": found.key, "option": source, "into": into, "batch": str(batch), "records": held}
    await audit.append(tx, rights.actor, "options.merged", object=one.number, body=body)
    return Merged(batch=batch, records=held, state="waiting" if is_long else "done")


async def _change(tx: WorkspaceTx, rights: Rights, one: Object, found: Field, source: str, into: str) -> BatchId:
    batch = BatchId(new_id())
    await records.begin(tx, rights, batch, "batch", one.number)
    everything, origin = rights.unlimited(because="options are merged"), Origin(batch=batch)
    query = Query(object=one.key, fields=(found.key,), where=_where(found, source), limit=AT_ONCE)
    rows = msgspec.json.decode(await records.find(tx, everything, query))["items"]
    edits = [Edit(UUID(row["id"]), {found.key: _instead(row[found.key], source, into)}) for row in rows]
    await records.update_many(tx, everything, one.key, edits, origin=origin)
    return batch


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


def _where(field: Field, option: str) -> Compare:
    is_list = field.kind.name == "choices"
    return Compare(path=(field.key,), op="has_any" if is_list else "eq", value=[option] if is_list else option)


async def _count(tx: WorkspaceTx, rights: Rights, one: Object, field: Field, option: str) -> int:
    """How many live records hold an option."""
    query = Query(object=one.key, fields=("id",), where=_where(field, option), limit=1, count="exact")
    return msgspec.json.decode(await records.find(tx, rights.unlimited(because="options are merged"), query))["count"]["value"]


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
