"""Routes of exports."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar.params import FromPath

from kedang.core import outbox
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Answer, Body, Caller, FileAnswer, Once, delete, get, post

from . import service
from .errors import FAILURES, BadExport, PeriodicBroken
from .events import ExportRequested
from .files import TYPES, folder_of, place_of
from .model import Export, Format, Json, State, Wanted


class NewExport(Body, frozen=True, kw_only=True):
    """What shall be exported: an object and the query of its list, or everything."""

    object: str | None = None
    query: dict[str, Any] = {}  #: fields, where, sort, search, as ``query`` takes them; what says which page is shown means nothing here
    format: Format | None = None  #: xlsx unless given; everything is a zip
    with_ids: bool = False  #: id and version as the first columns
    everything: bool = False
    with_history: bool = False  #: of everything: every change of every record
    said: Annotated[str, msgspec.Meta(max_length=2000)] = ""  #: of a PDF: what the list is filtered by, in words; it stands below the title


class ExportShown(msgspec.Struct, frozen=True, kw_only=True):
    """An export as its maker sees it."""

    id: UUID
    object: str | None
    format: Format
    state: State
    name: str
    total: int  #: rows that there were when it was asked for
    rows: int  #: rows that are written
    left_out: int  #: rows that she may see and not export
    cut: int  #: cells too long for a workbook, which were cut
    bytes: int | None
    error: str | None
    at: str
    expires_at: str | None  #: none for a periodic one
    is_periodic: bool


def show(one: Export, language: str) -> ExportShown:
    """An export as who may see it sees it, in her language."""
    why = FAILURES.get(one.error or "", PeriodicBroken)().text(language) if one.is_periodic and one.error else one.error
    return ExportShown(
        id=one.id, object=one.object, format=one.format, state=one.state, name=one.name, total=one.total, rows=one.rows, left_out=one.left_out,
        cut=one.cut, bytes=one.bytes, error=why, at=one.at.isoformat(), expires_at=one.expires_at.isoformat() if one.expires_at else None,
        is_periodic=one.is_periodic,
    )  # fmt: skip


@post("/exports", policy="signed_in", status=202)
async def create(tx: WorkspaceTx, actor: Actor, caller: Caller, data: NewExport, once: Once) -> ExportShown:
    """Export a list or everything. What is small is done when the answer comes; the rest in the background, see ``state`` and ``rows``."""
    if (earlier := await once.earlier()) and earlier.record:
        return show(await service.get(tx, actor, earlier.record), actor.language)
    wanted = _wanted(data)
    export = await service.begin(tx, actor, wanted)
    if export.object is not None and export.total <= (service.ON_PAPER if export.format == "pdf" else service.AT_ONCE):
        folder = folder_of(caller.services.settings.data_dir, tx.workspace)
        made = await service.make(tx, actor, export, folder)
        await service.finish(tx, actor, export, made, folder)
    else:
        await outbox.emit(tx, ExportRequested(id=export.id))
    await once.keep(status=202, record=export.id)
    return show(await service.get(tx, actor, export.id), actor.language)


def _wanted(data: NewExport) -> Wanted:
    if (data.object is None) != data.everything:
        raise BadExport(field="object", reason="name an object, or everything", reason_zh="请给出对象，或选择导出全部（everything）")
    format: Format = data.format or ("zip" if data.everything else "xlsx")
    return Wanted(object=data.object, query=data.query, format=format, with_ids=data.with_ids, with_history=data.with_history, said=data.said)


@get("/exports", policy="signed_in")
async def find(tx: WorkspaceTx, actor: Actor) -> Json:
    """The caller's own exports, newest first."""
    return {"items": [msgspec.to_builtins(show(one, actor.language)) for one in await service.find(tx, actor)]}


@get("/exports/{id:uuid}", policy="signed_in")
async def get_one(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> ExportShown:
    """How far an export of the caller's own, or a periodic one, is: waiting, running, done or failed."""
    return show(await service.get(tx, actor, id), actor.language)


@get("/exports/{id:uuid}/file", policy="signed_in")
async def file(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID]) -> Answer:
    """The file, for whoever asked for it, as long as she may still export; a periodic one for who may see everything."""
    export, path = await service.take(tx, actor, id, place_of(caller.services.settings.data_dir, tx.workspace))
    named = f"attachment; filename=\"export.{export.format}\"; filename*=UTF-8''{quote(export.name, safe='')}"
    return FileAnswer(path, ((b"content-type", TYPES[export.format].encode()), (b"content-disposition", named.encode()), (b"cache-control", b"no-store")))


@delete("/exports/{id:uuid}", policy="signed_in")
async def remove(tx: WorkspaceTx, actor: Actor, caller: Caller, id: FromPath[UUID]) -> None:
    """Remove an export of the caller's own; one that is being made stops."""
    await service.delete(tx, actor, id, place_of(caller.services.settings.data_dir, tx.workspace))


routes = [create, find, get_one, file, remove]
