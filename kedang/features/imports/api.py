"""Routes of imports."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4

import msgspec
from litestar import Request
from litestar.params import FromPath, FromQuery

from kedang.core import outbox
from kedang.core.access import rights_of
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Answer, Body, Caller, Once, as_json, get, patch, post, put

from . import service, store
from .decisions import decide
from .doubtful import MOST, doubtful
from .errors import BadChoice, NoSuchImport, NoSuchRow
from .jobs import ImportRequested
from .manage import may_manage
from .new_objects import propose
from .ownership import mine
from .refused import write_refused
from .report import progress, report
from .staged import Choices, Decision
from .uploads import receive
from .wishes import Change, Wishes

Json = dict[str, Any]  # Any: a tree of JSON
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@post("/imports", policy="signed_in", status=201, request_max_body_size=None)
async def create(request: Request[Any, Any, Any], caller: Caller) -> Answer:  # Any: see kedang.web.routes
    """Upload spreadsheets (multipart: ``files``; ``choices`` and ``mapping`` as JSON; ``object``); the answer is the plan, and nothing is written yet."""
    settings = caller.services.settings
    folder = settings.data_dir / "imports" / str(uuid4())
    try:
        await asyncio.to_thread(folder.mkdir, parents=True)
        paths, fields = await receive(request.stream(), caller.header(b"content-type") or "", folder, most=settings.upload_limit)
        choices = _choices(fields.get("choices"))
        async with caller.enter() as tx:
            rights = await rights_of(tx, _actor(caller))
            wanted = service.Wanted(object=fields.get("object"), wishes=_wishes(fields.get("mapping")))
            id = await service.plan(tx, rights, paths, choices=choices, wanted=wanted)
            answer = await report(tx, id)
    finally:
        # What the plan needs is staged in the workspace until it is run; files hold personal data and do not stay.
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return as_json(msgspec.json.encode(answer), status=201)


@post("/imports/objects", policy="manage:model", status=200, request_max_body_size=None)
async def propose_objects(request: Request[Any, Any, Any], caller: Caller) -> Answer:  # Any: see kedang.web.routes
    """Upload spreadsheets (multipart: ``files``) that fit no object: the answer says which object each sheet could become. Nothing is kept."""
    settings = caller.services.settings
    folder = settings.data_dir / "imports" / str(uuid4())
    try:
        await asyncio.to_thread(folder.mkdir, parents=True)
        paths, _ = await receive(request.stream(), caller.header(b"content-type") or "", folder, most=settings.upload_limit)
        async with caller.enter() as tx:
            found = await propose(await rights_of(tx, _actor(caller)), paths)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return as_json(msgspec.json.encode({"items": found}))


def _actor(caller: Caller) -> Actor:
    if caller.actor is None:
        raise NoSuchImport
    return caller.actor


def _choices(text: str | None) -> Choices:
    try:
        return msgspec.json.decode(text or "{}", type=Choices)
    except msgspec.DecodeError:
        raise BadChoice(field="choices", expected="duplicates: skip | fill | update | create; people, options, departments, fields: true | false") from None


def _wishes(text: str | None) -> Wishes:
    try:
        return msgspec.json.decode(text or "{}", type=Wishes)
    except msgspec.ValidationError as broken:
        raise BadChoice(field="mapping", expected=f"the body of PATCH /imports/{{id}} ({broken})") from None
    except msgspec.DecodeError:
        raise BadChoice(field="mapping", expected="JSON, as the body of PATCH /imports/{id}") from None


async def _mine(tx: WorkspaceTx, actor: Actor, id: UUID) -> Json:
    return await mine(tx, await rights_of(tx, actor), id)


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


@get("/imports/{id:uuid}/progress", policy="signed_in")
async def get_progress(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> Json:
    """How far an import is: its state, and how many of its rows are written. Cheap enough to be asked every second."""
    row = await _mine(tx, actor, id)
    return {"state": row["state"], "error": row["error"], **await progress(tx, id)}


@patch("/imports/{id:uuid}", policy="signed_in")
async def change(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], data: Change) -> Json:
    """Plan again before it is run: another object for a sheet, another meaning of columns, other choices. What is not given stays as it is planned."""
    await service.replan(tx, await rights_of(tx, actor), id, data, seen=data.plan)
    return await report(tx, id)


@put("/imports/{id:uuid}/draft", policy="signed_in", status=204)
async def set_draft(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], data: Wishes) -> None:
    """Keep what is said about sheets until it is planned; it is shown as ``draft``, and the next plan takes its place."""
    await service.set_draft(tx, await rights_of(tx, actor), id, data)


@get("/imports/{id:uuid}/doubtful", policy="signed_in")
async def find_doubtful(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], cursor: FromQuery[str | None] = None, limit: FromQuery[int] = MOST) -> Json:
    """Doubtful rows beside the rows and records that they may be the same as, with reasons: only records and fields that the caller may see."""
    return await doubtful(tx, await rights_of(tx, actor), id, cursor=cursor, limit=max(1, min(limit, MOST)))


class Decided(Body, frozen=True):
    """What shall become of a doubtful row."""

    row: int
    decision: Literal["merge", "create", "skip"]
    place: int = 0  #: which table of the import, as the list of doubtful rows says
    record: UUID | None = None  #: merge: into this record …
    into: int | None = None  #: … or into this row …
    into_place: int | None = None  #: … of this table, where it is another


@post("/imports/{id:uuid}/decide", policy="signed_in")
async def decide_row(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], data: Decided, once: Once) -> Json:
    """Decide on a doubtful row: merge it into a record or another row, create a record, or leave it out.

    Before the run it changes the plan; after it, it is done at once, and undone with the import.
    """
    if earlier := await once.earlier():
        return earlier.answer["decided"]
    decision = _decision(data)
    row = await decide(tx, await rights_of(tx, actor), id, place=data.place, number=data.row, decision=decision, may_manage=may_manage)
    answer: Json = {"place": row.place, "row": row.number, "state": row.state, "record": str(row.record) if row.record else None, "into": row.into}
    await once.keep(decided=answer)
    return answer


def _decision(data: Decided) -> Decision:
    if not 0 <= data.row < 2**31 or not 0 <= data.place < 2**31:
        raise NoSuchRow(field="row")
    targets = (data.record is not None) + (data.into is not None)
    if targets != (data.decision == "merge") or any(n is not None and not 0 <= n < 2**31 for n in (data.into, data.into_place)):
        raise BadChoice(field="decision", expected="merge with one of record and into; create or skip without")
    return Decision(decision=data.decision, record=data.record, into=data.into, into_place=data.into_place)


@get("/imports/{id:uuid}/rows", policy="signed_in")
async def rows(
    tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], status: FromQuery[str | None] = None, place: FromQuery[int | None] = None, limit: FromQuery[int] = 200
) -> Json:
    """Rows of an import, all or of one ``status`` or of the sheet at one ``place``: what they say, why they were refused, what they may be the same as."""
    await _mine(tx, actor, id)
    found = await store.load_rows(tx, id, state=status, place=place, limit=max(1, min(limit, 1000)))
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


class Begin(Body, frozen=True):
    """Which plan is agreed to."""

    plan: int | None = None  #: its number; where it is another by now, nothing is written


ANY_PLAN = Begin()


@post("/imports/{id:uuid}/run", policy="signed_in", status=202)
async def run(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once, data: Begin = ANY_PLAN) -> Json:
    """Write what was planned, in the background; ``GET /imports/{id}`` shows how far it is."""
    rights = await rights_of(tx, actor)
    await mine(tx, rights, id, lock=True)
    if not await once.earlier():
        await service.begin(tx, rights, id, seen=data.plan)
        await outbox.emit(tx, ImportRequested(id=id))
        await once.keep(status=202)
    return await report(tx, id)


@post("/imports/{id:uuid}/undo", policy="signed_in")
async def undo(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID], once: Once) -> Json:
    """Take an import back: what it made and nobody has touched goes, people too; what it changed gets its former values; the rest is left and listed."""
    if earlier := await once.earlier():
        return earlier.answer["taken_back"]
    answer = (await service.undo(tx, await rights_of(tx, actor), id)).shown()
    await once.keep(taken_back=answer)
    return answer


routes = [create, propose_objects, find, get_one, get_progress, change, set_draft, find_doubtful, decide_row, rows, refused, run, undo]
