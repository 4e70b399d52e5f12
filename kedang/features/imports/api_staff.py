"""Routes of lists of staff: preview, run, the rows that were refused, and an empty list."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from kedang.core import access, identity
from kedang.core.base import Actor, label_in
from kedang.core.db import WorkspaceTx
from kedang.web import Answer, Caller, get, post

from . import staff
from .staff import ListPlan, ListRow, StaffSheet
from .uploads import BadUpload, receive

UPLOAD_MOST = 20 * 1024 * 1024  #: bytes of a list
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AnyRequest = Request[Any, Any, Any]  # Any: see kedang.web.routes


class WhyShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row, and with which of its fields."""

    field: str
    code: str
    message: str


class StaffRowShown(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list: what it says and what becomes of it: ``new``, ``update``, ``unchanged``, ``duplicate`` or ``refused``."""

    sheet: str
    row: int
    state: str
    says: dict[str, str]
    reasons: list[WhyShown]


class StaffListShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a list would do, or has done. ``departments`` are made, ``columns`` the headers by field, ``people`` those who can be invited after a run."""

    file: str
    columns: dict[str, str]
    counts: dict[str, int]
    departments: list[str]
    rows: list[StaffRowShown]
    people: list[UUID] | msgspec.UnsetType = msgspec.UNSET


@post("/people/import/plan", policy="manage:people", reads=True, request_max_body_size=None)
async def plan(request: AnyRequest, caller: Caller, actor: Actor) -> StaffListShown:
    """What a list of staff (multipart: ``files``, and ``role`` for new people of whom it says none) would do; nothing is written."""
    async with _received(request, caller) as (name, sheets, role), caller.enter() as tx:
        found = await staff.plan(tx, actor, sheets, may_manage=caller.services.may_manage, role=role)
        return _show(name, sheets, found, found.missing, actor.language)


@post("/people/import", policy="manage:people", request_max_body_size=None)
async def run(request: AnyRequest, caller: Caller, actor: Actor) -> StaffListShown:
    """Write a list of staff: what can be written is, in one commit; the rest is reported. The same list again changes nothing."""
    services = caller.services
    async with _received(request, caller) as (name, sheets, role):
        async with caller.enter() as tx:
            done = await staff.run(tx, actor, sheets, may_manage=services.may_manage, source=name, role=role)
        for person in done.logins_changed:
            await identity.sync_account(services.database, actor.workspace, person)
        shown = _show(name, sheets, done.plan, done.departments, actor.language)
        return msgspec.structs.replace(shown, people=done.invitable)


@post("/people/import/refused", policy="manage:people", reads=True, request_max_body_size=None)
async def refused(request: AnyRequest, caller: Caller, actor: Actor) -> Answer:
    """The rows of a list that cannot be written, as a workbook with reasons."""
    async with _received(request, caller) as (_, sheets, role):
        async with caller.enter() as tx:
            found = await staff.plan(tx, actor, sheets, may_manage=caller.services.may_manage, role=role)
        return _workbook(await asyncio.to_thread(staff.write_refused, found, sheets, language=actor.language), b"refused.xlsx")


@get("/people/import/template", policy="manage:people")
async def template(tx: WorkspaceTx, actor: Actor) -> Answer:
    """An empty list to fill in."""
    roles = [label_in(one.label, actor.language, tx.language) for one in await access.find_roles(tx)]
    return _workbook(staff.write_template(roles, language=actor.language), b"people.xlsx")


@asynccontextmanager
async def _received(request: AnyRequest, caller: Caller) -> AsyncGenerator[tuple[str, list[StaffSheet], str | None]]:
    """The uploaded list, read beside the event loop; its file is gone afterwards, because it holds personal data."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="kedang-staff-"))
    try:
        most = min(caller.services.settings.upload_limit, UPLOAD_MOST)
        paths, fields = await receive(request.stream(), caller.header(b"content-type") or "", folder, most=most)
        if len(paths) != 1:
            raise BadUpload(field="files")
        sheets = await asyncio.to_thread(staff.read_staff, paths[0])
        yield paths[0].name, sheets, fields.get("role") or None
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _show(name: str, sheets: list[StaffSheet], found: ListPlan, departments: list[str], language: str) -> StaffListShown:
    columns = {key: one.table.headers[at] for one in reversed(sheets) for key, at in one.columns.items()}
    rows = [_row(row, language) for row in found.rows]
    return StaffListShown(file=name, columns=columns, counts={str(key): count for key, count in found.counts.items()}, departments=departments, rows=rows)


def _row(row: ListRow, language: str) -> StaffRowShown:
    whys = [WhyShown(field=key, code=reason.code, message=reason.text(language)) for key, reason in row.reasons]
    return StaffRowShown(sheet=row.sheet, row=row.number, state=row.state, says=row.says, reasons=whys)


def _workbook(content: bytes, name: bytes) -> Answer:
    return Answer(content, headers=((b"content-type", XLSX), (b"content-disposition", b'attachment; filename="%s"' % name), (b"cache-control", b"no-store")))


routes = [plan, run, refused, template]
