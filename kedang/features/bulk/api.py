"""Routes of changes of many."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, QueryParameter

from kedang.core import outbox
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Answer, Body, Once, Page, as_json, get, post

from . import running, service, undoing
from .events import BulkRequested, BulkUndoRequested
from .model import Action, Bulk, Deed, Picked, RowState, State, Wanted
from .refused import TYPE, refused_csv


class NewBulk(Body, frozen=True, kw_only=True):
    """What shall become of which records: named by ``ids``, or all of a ``query`` but ``besides``."""

    ids: list[UUID] | None = None
    query: dict[str, Any] | None = None  # Any: parsed JSON  #: ``where`` and ``search``, as ``query`` takes them
    besides: list[UUID] = []
    action: Action
    values: dict[str, Any] = {}  # Any: parsed JSON  #: set: new values by field
    field: str = ""  #: tags: a field of tags or of many choices
    add: list[str] = []  #: tags: what every record shall have
    remove: list[str] = []  #: tags: what no record shall have
    reason: Annotated[str, msgspec.Meta(max_length=500)] | None = None


class BulkShown(msgspec.Struct, frozen=True, kw_only=True):
    """A change of many as who asked for it sees it. ``id`` is the batch of its changes in the history."""

    id: UUID
    at: str
    object: str
    action: Deed
    fields: list[str]  #: that it writes
    state: State
    total: int
    changed: int
    unchanged: int
    refused: int
    reverted: int
    kept: int
    error: str | None
    ended_at: str | None


def show(one: Bulk) -> BulkShown:
    """A change as JSON; its values stay with the server."""
    fields = sorted(one.body) if one.action == "set" else [one.body["field"]] if one.action in {"tags", "merge_options"} else []
    return BulkShown(
        id=one.id, at=one.at.isoformat(), object=one.object, action=one.action, fields=fields, state=one.state, total=one.total, changed=one.changed,
        unchanged=one.unchanged, refused=one.refused, reverted=one.reverted, kept=one.kept, error=one.error,
        ended_at=one.ended_at.isoformat() if one.ended_at else None,
    )  # fmt: skip


@post("/objects/{object:str}/bulk", policy="signed_in")
async def create(tx: WorkspaceTx, actor: Actor, object: FromPath[str], data: NewBulk, once: Once, plan: FromQuery[bool] = False) -> Answer:
    """Change many records. Up to 500 are done when the answer comes; more in the background, see ``state``. With ``plan=true`` only count them."""
    wanted = _wanted(object, data)
    if plan:
        return as_json(msgspec.json.encode(await service.plan(tx, actor, wanted)))
    if (earlier := await once.earlier()) and earlier.record:
        return as_json(msgspec.json.encode(show(await service.get(tx, actor, earlier.record))))
    made = await service.begin(tx, actor, wanted)
    if made.total <= service.AT_ONCE:
        while await running.step(tx, actor, made):
            pass
    else:
        await outbox.emit(tx, BulkRequested(id=made.id))
    await once.keep(record=made.id)
    return as_json(msgspec.json.encode(show(await service.get(tx, actor, made.id))))


def _wanted(object: str, data: NewBulk) -> Wanted:
    match data.action:
        case "set":
            body: dict[str, Any] = data.values  # Any: parsed JSON
        case "tags":
            body = {"field": data.field, "add": data.add, "remove": data.remove}
        case "delete" | "restore":
            body = {}
    picked = Picked(ids=data.ids, query=data.query, besides=data.besides)
    return Wanted(object=object, picked=picked, action=data.action, body=body, reason=data.reason)


@get("/bulks", policy="signed_in")
async def find(tx: WorkspaceTx, actor: Actor) -> Page[BulkShown]:
    """The caller's own changes of many of the last 30 days, the newest 50."""
    return Page(items=[show(one) for one in await service.find(tx, actor)])


@get("/bulks/{id:uuid}", policy="signed_in")
async def get_one(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> BulkShown:
    """How far a change of the caller's own is."""
    return show(await service.get(tx, actor, id))


class RowShown(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a change, and why it was refused or left."""

    id: UUID
    title: str | None  #: none: the caller may not see it
    code: str | None
    reason: str | None


@get("/bulks/{id:uuid}/rows", policy="signed_in")
async def rows(
    tx: WorkspaceTx,
    actor: Actor,
    id: FromPath[UUID],
    which: FromQuery[RowState] = "refused",
    cursor: Annotated[int, QueryParameter(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> Page[RowShown]:
    """Records of one state (``which``): refused, kept by the undo, changed …"""
    found = await service.rows(tx, actor, id, which, after=cursor, limit=limit + 1)
    items = [RowShown(id=row.record, title=title, code=row.code, reason=row.zh if actor.language.startswith("zh") else row.en) for row, title in found[:limit]]
    return Page(items=items, next=str(found[limit - 1][0].place) if len(found) > limit else None)


@get("/bulks/{id:uuid}/refused", policy="signed_in")
async def refused(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> Answer:
    """The refused records with their reasons as CSV."""
    body = await refused_csv(tx, actor, id)
    return Answer(body, headers=[(b"content-type", TYPE), (b"content-disposition", b'attachment; filename="refused.csv"'), (b"cache-control", b"no-store")])


@post("/bulks/{id:uuid}/cancel", policy="signed_in")
async def cancel(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> BulkShown:
    """Stop a change that runs; what is done stays, and can be undone."""
    if await once.earlier():
        return show(await service.get(tx, actor, id))
    stopped = await service.cancel(tx, actor, id)
    await once.keep(record=id)
    return show(stopped)


@post("/bulks/{id:uuid}/undo", policy="signed_in")
async def undo(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> BulkShown:
    """Take a change back as a whole, within 30 days; what others have touched since stays. A long one in the background, see ``state``."""
    if not await once.earlier():
        begun = await undoing.begin(tx, actor, id)
        if begun.changed <= service.AT_ONCE:
            while await undoing.step(tx, actor, begun):
                pass
        else:
            await outbox.emit(tx, BulkUndoRequested(id=id))
        await once.keep(record=id)
    return show(await service.get(tx, actor, id))


routes = [create, find, get_one, rows, refused, cancel, undo]
