"""Routes of timelines."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar.params import FromPath, FromQuery, QueryParameter

from kedang.core import access, records
from kedang.core.base import Actor, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.web import Page, get

from . import service
from .model import Lately, Ref, Timeline, Wanted


@get("/objects/{object:str}/records/{id:uuid}/timeline", policy="signed_in")
async def of_record(
    tx: WorkspaceTx,
    actor: Actor,
    object: FromPath[str],
    id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    cursor: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    person: FromQuery[UUID | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> Timeline:
    """What happened around a record: records that lead to it and its own changes, newest first.

    ``kind``: only ``changes``, or only records of one object; ``person``: only what she did; ``since`` and ``until``: days, both included.
    """
    wanted = Wanted(kind=kind, person=person, since=since, until=until)
    return await service.of_record(tx, await access.rights_of(tx, actor), RecordRef(object=object, id=id), wanted=wanted, limit=limit, cursor=cursor)


@get("/lately", policy="signed_in")
async def lately(tx: WorkspaceTx, actor: Actor, limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20) -> Page[Lately]:
    """What has happened in the last days to records that the caller sees, latest first. Of batches it is not told how many records they changed."""
    found = await records.lately(tx, await access.rights_of(tx, actor), limit=limit)
    return Page(items=[_shown(deed) for deed in found])


def _shown(deed: records.Deed) -> Lately:
    record = Ref(id=str(deed.ref.id), title=deed.title) if deed.ref else None
    by = Ref(id=str(deed.actor), title=deed.name) if deed.actor else None
    return Lately(object=deed.object, record=record, what=deed.what, at=deed.at.isoformat(), actor=by)


routes = [of_record, lately]
