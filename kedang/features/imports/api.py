"""Routes of imports."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request
from litestar.params import FromPath, FromQuery

from kedang.core import outbox
from kedang.core.access import rights_of
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.records import Undone
from kedang.web import Answer, Caller, Once, as_json, get, post

from . import service, store
from .errors import BadChoice, NoSuchImport, NotPlanned
from .jobs import ImportRequested
from .refused import write_refused
from .report import report
from .staged import Choices
from .uploads import receive

Json = dict[str, Any]  # Any: a tree of JSON
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@post("/imports", policy="signed_in", status=201, request_max_body_size=None)
async def create(request: Request[Any, Any, Any], caller: Caller) -> Answer:  # Any: see kedang.web.routes
    """Upload spreadsheets (multipart: ``files``, and ``choices`` as JSON); the answer is the plan, and nothing is written yet."""
    settings = caller.services.settings
    folder = settings.data_dir / "imports" / str(uuid4())
    try:
        await asyncio.to_thread(folder.mkdir, parents=True)
        paths, fields = await receive(request.stream(), caller.header(b"content-type") or "", folder, most=settings.upload_limit)
        choices = _choices(fields.get("choices"))
        async with caller.enter() as tx:
            rights = await rights_of(tx, _actor(caller))
            id = await service.plan(tx, rights, paths, choices=choices, object_key=fields.get("object"))
            answer = await report(tx, id)
    finally:
        # Everything that the plan needs is staged in the workspace; files hold personal data and do not stay.
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return as_json(msgspec.json.encode(answer), status=201)


def _actor(caller: Caller) -> Actor:
    if caller.actor is None:
        raise NoSuchImport
    return caller.actor


def _choices(text: str | None) -> Choices:
    try:
        return msgspec.json.decode(text or "{}", type=Choices)
    except msgspec.DecodeError:
        raise BadChoice(field="choices", expected="duplicates: skip | fill | update | create; people, options, fields: true | false") from None


async def _mine(tx: WorkspaceTx, actor: Actor, id: UUID) -> Json:
    row = await store.load(tx, id)
    if row is None or not (row["actor"] == actor.person or (await rights_of(tx, actor)).may_manage("imports")):
        raise NoSuchImport
    return row


@get("/imports", policy="signed_in")
async def find(tx: WorkspaceTx, actor: Actor) -> Json:
    """The newest imports that the caller made, or all for who manages imports."""
    may = (await rights_of(tx, actor)).may_manage("imports")
    rows = [row for row in await store.load_newest(tx, limit=200) if may or row["actor"] == actor.person]
    return {"items": [{**row, "id": str(row["id"]), "actor": str(row["actor"]) if row["actor"] else None} for row in rows]}


@get("/imports/{id:uuid}", policy="signed_in")
async def get_one(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> Json:
    """An import: its plan, its progress, and what became of each row, in numbers."""
    await _mine(tx, actor, id)
    return await report(tx, id)


@get("/imports/{id:uuid}/rows", policy="signed_in")
async def rows(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], status: FromQuery[str | None] = None, limit: FromQuery[int] = 200) -> Json:
    """Rows of an import, all or of one ``status``: what they say, why they were refused, what they may be the same as."""
    await _mine(tx, actor, id)
    found = await store.load_rows(tx, id, state=status, limit=max(1, min(limit, 1000)))
    return {"items": [msgspec.to_builtins(row) for row in found]}


@get("/imports/{id:uuid}/refused.xlsx", policy="signed_in")
async def refused(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> Answer:
    """The refused rows as a workbook with a column of reasons."""
    await _mine(tx, actor, id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refused.xlsx"
        if not await write_refused(tx, id, path, language=actor.language):
            raise NoSuchImport
        body = path.read_bytes()
    return Answer(body, headers=((b"content-type", XLSX), (b"content-disposition", b'attachment; filename="refused.xlsx"')))


@post("/imports/{id:uuid}/run", policy="signed_in", status=202)
async def run(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> Json:
    """Write what was planned, in the background; ``GET /imports/{id}`` shows how far it is."""
    row = await _mine(tx, actor, id)
    if not await once.earlier():
        if row["state"] not in {"planned", "failed"}:
            raise NotPlanned
        await store.set_state(tx, id, "running")
        await outbox.emit(tx, ImportRequested(id=id))
        await once.keep(status=202)
    return await report(tx, id)


@post("/imports/{id:uuid}/undo", policy="signed_in")
async def undo(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> Json:
    """Take an import back: what it made and nobody has touched goes, what it changed gets its former values, the rest is left and listed."""
    if earlier := await once.earlier():
        return earlier.answer
    done: Undone = await service.undo(tx, await rights_of(tx, actor), id)
    left = [{"object": ref.object, "id": str(ref.id)} for ref in done.left]
    answer: Json = {"deleted": done.deleted, "reverted": done.reverted, "restored": done.restored, "left": left}
    await once.keep(**answer)
    return answer


routes = [create, find, get_one, rows, refused, run, undo]
