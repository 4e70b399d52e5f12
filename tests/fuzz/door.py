"""Asks through the front door of records: what the HTTP edge calls, without HTTP around it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from kedang.core import access, identity, query as engine, records
from kedang.core.base import Actor, Busy, Conflict, Forbidden, Invalid, KedangError, NotFound, RecordRef
from kedang.core.db import Database, WorkspaceTx

from .answers import Answer, Listed
from .build import WORKSPACE
from .model import Aggregate, Get, Person, Query, Request
from .wire import aggregate_body, query_body

_STATUS = ((NotFound, 404), (Forbidden, 403), (Conflict, 409), (Invalid, 422), (Busy, 503))


@dataclass
class Door:
    """One person asking, each request in a transaction of its own."""

    database: Database
    person: Person

    async def ask(self, request: Request) -> Answer | None:
        """The answer; none for what this door does not have."""
        async with self.database.workspace(WORKSPACE) as tx:
            try:
                return await self._answer(tx, request)
            except KedangError as error:
                status = next((status for family, status in _STATUS if isinstance(error, family)), 500)
                return Answer(status, error.code, raw=(status, error.code, str(error), error.shown("zh")))

    async def _answer(self, tx: WorkspaceTx, request: Request) -> Answer | None:
        rights = await access.rights_of(tx, await self.actor(tx))
        match request:
            case Query():
                return await _listed(tx, rights, request)
            case Aggregate():
                raw = await records.aggregate(tx, rights, engine.parse_aggregate(request.object, aggregate_body(request)))
                return Answer(200, "", decode(raw)["groups"], raw)
            case Get():
                raw = await records.get(tx, rights, RecordRef(object=request.object, id=request.id))
                return Answer(200, "", decode(raw), raw)
            case _:
                return None

    async def actor(self, tx: WorkspaceTx) -> Actor:
        """The person as the engine knows her."""
        standing = await identity.standing_of(tx, self.person.id)
        return Actor(
            workspace=WORKSPACE, person=self.person.id, name=self.person.name, roles=standing.roles,  # pyright: ignore[reportArgumentType]  # ids have types
            departments=standing.departments, departments_below=standing.departments_below,
        )  # fmt: skip


async def _listed(tx: WorkspaceTx, rights: access.Rights, request: Query) -> Answer:
    """A page, or all pages one after the other; going back by ``prev`` gives the page before."""
    body = query_body(request)
    raws: list[bytes] = []
    items: list[dict[str, object]] = []
    while True:
        raw = await records.find(tx, rights, engine.parse_query(request.object, body))
        page = decode(raw)
        raws.append(raw)
        items += page["items"]  # type: ignore[operator]  # JSON
        if not request.walk or page["next"] is None:
            break
        body = {**body, "cursor": page["next"]}
    return Answer(200, "", listed(request, page, items), raws)


def listed(request: Query, page: dict[str, object], items: list[dict[str, object]]) -> Listed:
    """What the last page of a list says, with the items of all of them."""
    ids = [str(item["id"]) for item in items]
    if request.around is None:
        return Listed(ids, items, before=page["prev"] is not None, after=page["next"] is not None, count=page.get("count"))
    beside = (page["previous"], page["next"])
    neighbours = tuple(str(one["id"]) if isinstance(one, dict) else None for one in beside)
    return Listed(ids, items, count=page.get("count"), position=None if page["position"] is None else int(str(page["position"])), neighbours=neighbours)


def decode(raw: bytes | str) -> dict[str, object]:
    """JSON with its numbers as they were written."""
    return json.loads(raw, parse_float=Decimal, parse_int=Decimal)
