"""Keeping the index of texts beside the title: by events, safe to repeat, and rebuilt by a job where a definition has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

import msgspec

from kedang.core import access, outbox, records
from kedang.core.access import Rights
from kedang.core.base import Event, system_actor
from kedang.core.db import WorkspaceTx
from kedang.core.jobs import Job, Reaction, Work, job, reaction
from kedang.core.query import Clock, Compare, Position, Query, Sort, page
from kedang.core.records import RecordChanged, RecordsChanged, searchable
from kedang.core.schema import Field, ModelChanged, Object

from . import store

KINDS = frozenset({"text", "long_text", "phone", "email", "url", "serial", "address"})
LONGEST = 20_000  #: characters of a text that search knows
CHUNK = 500


class Rebuild(Event, frozen=True, kw_only=True):
    """The texts of an object must be indexed anew."""

    kind: ClassVar[str] = "search.rebuild"
    object: str


def indexed_fields(one: Object) -> list[Field]:
    """The fields whose texts are found; the title has its own place, written with the record."""
    return [
        field
        for field in one.own_fields
        if field.definition.search
        and field.kind.name in KINDS
        and field.definition.sensitivity != "sensitive"
        and (field.key != one.definition.title or field.kind.name == "long_text")
    ]


def text_of(value: object) -> str:
    """A value as one text."""
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, object]", value)
        return " ".join(str(part) for part in parts.values() if part)
    return str(value) if value is not None else ""


async def on_record(tx: WorkspaceTx, event: RecordChanged) -> None:
    """One record has changed."""
    await _index(tx, event.object, [event.record])


async def on_records(tx: WorkspaceTx, event: RecordsChanged) -> None:
    """A batch has changed many."""
    rights = await _system(tx)
    if event.object not in rights.catalog.objects:
        return
    ids = await store.load_batch(tx, rights.catalog.object(event.object).number, event.batch)
    for at in range(0, len(ids), CHUNK):
        await _index(tx, event.object, ids[at : at + CHUNK])


async def on_model(tx: WorkspaceTx, event: ModelChanged) -> None:
    """A definition has changed: which texts are found may have changed with it."""
    await outbox.emit_many(tx, [Rebuild(object=key) for key in event.objects])


async def rebuild(work: Work, event: Rebuild) -> None:
    """Index the texts of an object anew, in transactions of their own."""
    after: UUID | None = None
    while True:
        async with work.transaction() as tx:
            rights = await _system(tx)
            if event.object not in rights.catalog.objects:
                return
            ids = await _next(tx, rights, event.object, after)
            await _index(tx, event.object, ids)
        if len(ids) < CHUNK:
            return
        after = ids[-1]


async def _next(tx: WorkspaceTx, rights: Rights, object: str, after: UUID | None) -> list[UUID]:
    query = Query(object=object, fields=(), sort=(Sort(("id",)),), limit=CHUNK)
    position = Position([str(after)], backwards=False) if after else None
    rows = await records.rows_of(tx, page(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query, position, limit=CHUNK))
    return [UUID(row["k"][-1]) for row in rows]


async def _system(tx: WorkspaceTx) -> Rights:
    return await access.rights_of(tx, system_actor(tx.workspace, name="search index"))


async def _index(tx: WorkspaceTx, object: str, ids: Sequence[UUID]) -> None:
    rights = await _system(tx)
    if object not in rights.catalog.objects or not ids:
        return
    one = rights.catalog.object(object)
    fields = indexed_fields(one)
    rows = list(_texts(fields, one, await _load(tx, rights, one, fields, ids))) if fields else []
    await store.delete_others(tx, ids, [(row[0], row[1]) for row in rows])
    await store.upsert(tx, one.number, rows)


async def _load(tx: WorkspaceTx, rights: Rights, one: Object, fields: Sequence[Field], ids: Sequence[UUID]) -> list[dict[str, Any]]:  # Any: records as JSON
    wanted = ("owner", "department", *(field.key for field in fields))
    query = Query(object=one.key, fields=wanted, where=Compare(("id",), "in", [str(id) for id in ids]), limit=len(ids))
    rows = await records.rows_of(tx, page(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query, None, limit=len(ids)))
    return [msgspec.json.decode(row["j"]) for row in rows]


Row = tuple[UUID, int, str, UUID | None, UUID | None]


def _texts(fields: Sequence[Field], one: Object, found: Sequence[Mapping[str, Any]]) -> Iterator[Row]:  # Any: records as JSON
    for record in found:
        for field in fields:
            text = searchable(text_of(record.get(field.key)))[:LONGEST]
            is_title = field.key == one.definition.title and len(text.splitlines()) <= 1 and len(text) <= records.TITLE_MOST
            if text and not is_title:
                yield UUID(record["id"]), field.id, text, _id(record.get("owner")), _id(record.get("department"))


def _id(value: Any) -> UUID | None:  # Any: ``{id, title}`` or none
    return UUID(value["id"]) if value else None


def reactions() -> list[Reaction | Job]:
    """What keeps the index."""
    return [reaction(RecordChanged, on_record), reaction(RecordsChanged, on_records, timeout=300), reaction(ModelChanged, on_model), job(Rebuild, rebuild)]
