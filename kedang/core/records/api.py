"""Routes of records: lists, queries, numbers, one record, its history, batches, merges."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter

from kedang.core import access, query, records
from kedang.core.base import Actor, BatchId, Conflict, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import InvalidCursor
from kedang.web import Answer, Body, Caller, Once, Page, as_json, delete, get, patch, post, status_of

from . import sources
from .errors import BadId, BadRow, BatchTooLarge, Rejected, VersionNeeded
from .model import Entry, Written
from .undoing import Undone

Json = dict[str, Any]  # Any: parsed JSON


@get("/objects/{object:str}/records", policy="signed_in", keeps_plans=True)
async def list_records(
    tx: WorkspaceTx,
    actor: Actor,
    object: FromPath[str],
    limit: FromQuery[int] = 50,
    cursor: FromQuery[str | None] = None,
    sort: FromQuery[str | None] = None,
    fields: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
) -> Answer:
    """A simple list: ``sort=-amount,name``, ``fields=name,level``, ``q`` searches."""
    body: Json = {"limit": limit, "cursor": cursor, "sort": sort, "search": q}
    if fields is not None:
        body["fields"] = [one for one in fields.split(",") if one]
    return await _find(tx, actor, object, body)


@post("/objects/{object:str}/query", policy="signed_in", reads=True, keeps_plans=True, packs=True)
async def find(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Json) -> Answer:
    """A page of records: ``{fields, where, sort, search, expand, limit, cursor | offset | around, count, deleted}``."""
    return await _find(tx, actor, object, data)


async def _find(tx: WorkspaceTx, actor: Actor, object: str, body: Json) -> Answer:
    rights = await access.rights_of(tx, actor)
    rights.of(object)
    return as_json(await records.find(tx, rights, query.parse_query(object, body)))


@post("/objects/{object:str}/aggregate", policy="signed_in", reads=True)
async def aggregate(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Json) -> Answer:
    """Numbers: ``{group, measures, where, having, sort, limit}`` gives ``{groups: [{key, measures}], next}``."""
    rights = await access.rights_of(tx, actor)
    rights.of(object)
    return as_json(await records.aggregate(tx, rights, query.parse_aggregate(object, data)))


@post("/objects/{object:str}/records", policy="signed_in", status=201, keeps_plans=True)
async def create(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Json, once: Once) -> Answer:
    """A new record."""
    rights = await access.rights_of(tx, actor)
    if (earlier := await once.earlier()) and earlier.record:
        return as_json(await _shown(tx, rights, object, earlier.record), status=201)
    written = await records.create(tx, rights, object, data)
    await once.keep(status=201, object=object, record=written.id)
    return as_json(await _shown(tx, rights, object, written.id), status=201)


def draft_with(alike: records.Alike) -> HTTPRouteHandler:
    """The route of unsaved forms; ``alike`` finds records with names like theirs."""

    @post("/objects/{object:str}/records/draft", policy="signed_in", reads=True)
    async def draft(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Json) -> Json:
        """Defaults, errors and likely duplicates of an unsaved form: its values, with ``id`` if they change a record."""
        values = dict(data)
        id = _id_of(values.pop("id", None))
        values.pop("version", None)
        found = await records.draft(tx, await access.rights_of(tx, actor), object, values, id=id, alike=alike)
        errors = Rejected(errors=found.errors).shown(actor.language)
        duplicates = [{"id": str(one.id), "title": one.title, "score": one.score, "reasons": list(one.reasons)} for one in found.duplicates]
        return {"values": found.values, "errors": msgspec.to_builtins(errors), "duplicates": duplicates}

    return draft


def _id_of(value: object) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(value) if isinstance(value, str) else UUID("")
    except ValueError:
        raise Rejected(errors=[BadId(field="id")]) from None


async def _shown(tx: WorkspaceTx, rights: access.Rights, object: str, id: UUID) -> bytes:
    """A record after a change; who has given it away sees only its id."""
    try:
        return await records.get(tx, rights, RecordRef(object=object, id=id))
    except records.NoSuchRecord:
        return msgspec.json.encode({"id": str(id)})


@get("/objects/{object:str}/records/{id:uuid}", policy="signed_in", keeps_plans=True)
async def get_record(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> Answer:
    """One record with everything on it."""
    return as_json(await records.get(tx, await access.rights_of(tx, actor), RecordRef(object=object, id=id)))


@patch("/objects/{object:str}/records/{id:uuid}", policy="signed_in", keeps_plans=True)
async def update(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID], data: Json, caller: Caller) -> Answer:
    """Change fields: the body holds them beside ``version`` (or the header If-Match does)."""
    rights = await access.rights_of(tx, actor)
    values = dict(data)
    version = _version(values.pop("version", None), caller)
    reason = values.pop("_reason", None)
    origin = records.Origin(reason=reason if isinstance(reason, str) else None)
    await records.update(tx, rights, RecordRef(object=object, id=id), values, version=version, origin=origin)
    return as_json(await _shown(tx, rights, object, id))


def _version(given: object, caller: Caller) -> int:
    if given is None:
        given = (caller.header(b"if-match") or "").strip().removeprefix("W/").strip('"')
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    if isinstance(given, int) and not isinstance(given, bool) and 0 < given < 2**31:
        return given
    raise VersionNeeded(field="version")


@delete("/objects/{object:str}/records/{id:uuid}", policy="signed_in", status=200)
async def remove(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> Written:
    """Put a record into the recycle bin."""
    return await records.delete(tx, await access.rights_of(tx, actor), RecordRef(object=object, id=id))


@post("/objects/{object:str}/records/{id:uuid}/restore", policy="signed_in")
async def restore(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID], once: Once) -> Answer:
    """Take a record out of the recycle bin."""
    rights = await access.rights_of(tx, actor)
    if not await once.earlier():
        await records.restore(tx, rights, RecordRef(object=object, id=id))
        await once.keep(object=object, record=id)
    return as_json(await _shown(tx, rights, object, id))


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, newest first, and the cursor of the following ones."""

    items: list[Json]
    next: str | None


@get("/objects/{object:str}/records/{id:uuid}/history", policy="signed_in")
async def history(
    tx: WorkspaceTx,
    actor: Actor,
    object: FromPath[str],
    id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    cursor: FromQuery[str | None] = None,
) -> HistoryPage:
    """Every change with old and new, at the level that each field has for the reader."""
    rights = await access.rights_of(tx, actor)
    found = await records.of_record(tx, rights, RecordRef(object=object, id=id), before=place_of(cursor), limit=limit + 1)
    items, more = found[:limit], len(found) > limit
    return HistoryPage(items=[shown_entry(one) for one in items], next=cursor_of(items[-1].place) if more else None)


def shown_entry(one: Entry) -> Json:
    """An entry as JSON."""
    return {
        "version": one.version, "kind": one.kind, "at": one.at, "actor": one.actor, "via": one.via, "reason": one.reason,
        "batch": str(one.batch) if one.batch else None, "record": str(one.record), "changes": one.changes,
    }  # fmt: skip


def cursor_of(place: tuple[datetime, UUID]) -> str:
    """A place in time as a cursor. It holds nothing that the entry itself does not show."""
    return base64.urlsafe_b64encode(f"{place[0].isoformat()} {place[1]}".encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The place of a cursor. Raises ``InvalidCursor``."""
    if cursor is None:
        return None
    try:
        at, _, id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise InvalidCursor(field="cursor")
        return moment, UUID(id)
    except ValueError:
        raise InvalidCursor(field="cursor") from None


class Row(Body, frozen=True):
    """One row of a batch: exactly one of its parts."""

    create: Json | None = None
    update: Json | None = None  #: fields beside ``id`` and, to be safe from overwriting, ``version``
    delete: Json | None = None  #: ``{id, version?}``


class Rows(Body, frozen=True):
    """A batch."""

    rows: list[Row]
    by_row: bool = False  #: go on behind a row with an error
    reason: str | None = None


@post("/objects/{object:str}/batch", policy="signed_in")
async def batch(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Rows, once: Once) -> Json:
    """Up to 10,000 changes in one transaction; ``by_row`` goes on behind errors and reports each."""
    rights = await access.rights_of(tx, actor)
    if earlier := await once.earlier():
        return earlier.answer
    if len(data.rows) > records.MOST:
        raise BatchTooLarge(most=records.MOST)
    items = [_item(at, row) for at, row in enumerate(data.rows)]
    id, results = await records.batch(tx, rights, object, items, by_row=data.by_row, reason=data.reason)
    answer: Json = {"batch": str(id), "results": [_result(one, actor.language) for one in results]}
    await once.keep(**answer)
    return answer


def _item(at: int, row: Row) -> records.Item:
    given = [(name, value) for name, value in (("create", row.create), ("update", row.update), ("delete", row.delete)) if value is not None]
    if len(given) != 1:
        raise Rejected(errors=[BadRow(field="rows", row=at)])
    ((name, body),) = given
    if name == "create":
        return records.Item("create", values=body)
    values = dict(body)
    id, version = values.pop("id", None), values.pop("version", None)
    try:
        parsed = UUID(id) if isinstance(id, str) else UUID("")
    except ValueError:
        raise Rejected(errors=[BadRow(field="id", row=at)]) from None
    if not (version is None or (isinstance(version, int) and not isinstance(version, bool))):
        raise Rejected(errors=[BadRow(field="version", row=at)])
    return records.Item("update" if name == "update" else "delete", id=parsed, values=values, version=version)


STATUS = {"create": 201, "update": 200, "delete": 200}


def _result(one: records.Result, language: str) -> Json:
    if one.written is not None:
        return {"index": one.index, "status": STATUS[one.what], "id": str(one.written.id), "version": one.written.version}
    error = one.error or Conflict()
    shown = {"code": error.code, "detail": error.text(language), "fields": msgspec.to_builtins(error.shown(language))}
    if not shown["fields"] and "field" in error.fields:
        shown["fields"] = [{"field": error.fields["field"], "code": error.code, "message": error.text(language)}]
    return {"index": one.index, "status": status_of(error), "error": shown}


@post("/batches/{id:uuid}/undo", policy="signed_in")
async def undo(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> Json:
    """Take a batch back: an edit of many, an import, or a merge."""
    rights = await access.rights_of(tx, actor)
    if earlier := await once.earlier():
        return earlier.answer
    if await records.is_merge(tx, BatchId(id)):
        ref = await records.unmerge(tx, rights, BatchId(id))
        answer: Json = {"deleted": 0, "reverted": 1, "restored": 1, "left": [], "record": str(ref.id)}
    else:
        answer = shown_undone(await records.undo(tx, rights, BatchId(id)))
    await once.keep(**answer)
    return answer


def shown_undone(done: Undone) -> Json:
    """What an undo did, as JSON."""
    left = [{"object": ref.object, "id": str(ref.id)} for ref in done.left]
    return {"deleted": done.deleted, "reverted": done.reverted, "restored": done.restored, "left": left}


class Merging(Body, frozen=True):
    """Which records become one, and the values it gets."""

    into: UUID
    others: list[UUID]
    version: int | None = None
    values: Json = {}  #: chosen values, by field
    choices: dict[str, UUID] = {}  #: fields that take the value of one of the records


@post("/objects/{object:str}/merge", policy="signed_in")
async def merge(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: Merging, once: Once) -> Json:
    """Two or more records become one; undo by ``/batches/{batch}/undo`` for 30 days."""
    rights = await access.rights_of(tx, actor)
    if earlier := await once.earlier():
        return earlier.answer
    values = {**await records.chosen(tx, rights, object, data.choices, {data.into, *data.others}), **data.values}
    done = await records.merge(tx, rights, object, data.into, data.others, values=values, version=data.version)
    answer: Json = {"id": str(done.written.id), "version": done.written.version, "batch": str(done.batch), "moved": dict(done.moved)}
    await once.keep(object=object, record=done.written.id, **answer)
    return answer


class MergeShown(msgspec.Struct, frozen=True, kw_only=True):
    """A merge into a record."""

    batch: str
    at: datetime
    until: datetime
    actor: Json | None
    number: int
    titles: list[str]


@get("/objects/{object:str}/records/{id:uuid}/merges", policy="signed_in")
async def find_merges(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> Page[MergeShown]:
    """What was merged into a record and could be taken apart again by ``/batches/{batch}/undo``, newest first."""
    found = await records.merges_of(tx, await access.rights_of(tx, actor), RecordRef(object=object, id=id))
    return Page(
        items=[
            MergeShown(batch=str(m.batch), at=m.at.astimezone(UTC), until=m.until.astimezone(UTC), actor=dict(m.actor) if m.actor else None, number=m.number,
                       titles=m.titles)
            for m in found
        ]
    )  # fmt: skip


class SourceShown(msgspec.Struct, frozen=True, kw_only=True):
    """How many records of an object came by one way, and when the newest did."""

    object: str
    way: str
    records: int
    last_at: datetime


@get("/sources", policy="signed_in")
async def find_sources(tx: WorkspaceTx, actor: Actor) -> Page[SourceShown]:
    """Where the records come from that the caller may see: typed here, by the API, imported; by object."""
    found = await sources.find(tx, await access.rights_of(tx, actor))
    return Page(items=[SourceShown(object=one.object, way=one.way, records=one.records, last_at=one.last.astimezone(UTC)) for one in found])


def routes_with(alike: records.Alike = records.nobody_alike) -> list[HTTPRouteHandler]:
    """Every route of records; ``alike`` is what ``draft`` finds likely duplicates by, beside equal values."""
    return [
        list_records, find, aggregate, create, get_record, update, remove, restore, history, batch, undo, merge, find_merges, find_sources, draft_with(alike),
    ]  # fmt: skip


routes = routes_with()
