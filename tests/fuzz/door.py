"""Asks the real HTTP application in the same process, each person with an API token of her own."""

from __future__ import annotations

import csv
import io
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx

from .answers import Answer, Listed
from .model import Aggregate, Get, History, Model, Person, Query, Request, Timeline, Update
from .wire import aggregate_body, query_body

_LOOSE = frozenset({"date", "x-request-id"})  # headers that differ between equal answers
Json = dict[str, Any]


def secret_of(person: UUID) -> str:
    """The secret of a person's API token: of no use outside these worlds."""
    return urlsafe_b64encode(sha256(person.bytes).digest()).decode().rstrip("=")


@dataclass
class Door:
    """One person asking."""

    client: httpx.AsyncClient
    person: Person

    async def ask(self, request: Request) -> Answer:
        """The answer, with everything of it that must not depend on the unseen."""
        path = f"/api/v1/objects/{request.object}"
        match request:
            case Query():
                return await self._list(f"{path}/query", request)
            case Aggregate():
                answer = await self.send("POST", f"{path}/aggregate", aggregate_body(request))
                return _shown(answer, answer.body["groups"]) if answer.status == 200 else answer
            case Get():
                return await self.send("GET", f"{path}/records/{request.id}")
            case History():
                answer = await self.send("GET", f"{path}/records/{request.id}/history")
                return _shown(answer, answer.body["items"]) if answer.status == 200 else answer
            case Timeline():
                return await self.send("GET", f"{path}/records/{request.id}/timeline")
            case Update():
                return await self.send("PATCH", f"{path}/records/{request.id}", {request.key: request.value, "version": request.version})
            case Model():
                return await self.send("GET", path)

    async def send(self, method: str, path: str, body: Json | None = None) -> Answer:
        """One HTTP request."""
        headers = {"authorization": f"Bearer kd_1_{secret_of(self.person.id)}"}
        found = await self.client.request(method, path, json=body, headers=headers)
        kept = sorted((key, value) for key, value in found.headers.items() if key not in _LOOSE)
        try:
            shown = decode(found.content)
        except ValueError:
            return Answer(0, f"no JSON: {found.content[:200]!r}", None, (found.status_code, found.content, kept))
        if found.status_code >= 400:
            problem = {key: value for key, value in shown.items() if key != "instance"}
            return Answer(found.status_code, str(shown.get("code")), None, (found.status_code, problem, [h for h in kept if h[0] != "content-length"]))
        return Answer(found.status_code, "", shown, (found.content, kept))

    async def _list(self, path: str, request: Query) -> Answer:
        """A page, or all pages one after the other."""
        body = query_body(request)
        raws: list[object] = []
        items: list[Json] = []
        while True:
            answer = await self.send("POST", path, body)
            raws.append(answer.raw)
            if answer.status != 200:
                return Answer(answer.status, answer.code, None, raws)
            items += answer.body["items"]
            if not request.walk or answer.body["next"] is None:
                break
            body = {**body, "cursor": answer.body["next"]}
        found = listed(request, answer.body, items)
        if request.walk and not request.deleted and not request.expand:
            trouble = await self._export(request, found.ids, raws)
            if trouble:
                return Answer(0, trouble, None, raws)
        return Answer(200, "", found, raws)

    async def _export(self, request: Query, ids: list[str], raws: list[object]) -> str | None:
        """The whole list as a file as well: what is wrong with its rows. Its bytes must not depend on the unseen either."""
        query = {key: value for key, value in query_body(request).items() if key in {"fields", "where", "sort", "search"}}
        made = await self.send("POST", "/api/v1/exports", {"object": request.object, "query": query, "format": "csv", "with_ids": True})
        if made.status != 202:
            raws.append(made.raw)
            # Who sees rows by shares alone may export none of them.
            return None if (made.status, made.code) == (403, "forbidden") else f"the export of a list: {made.status} {made.code}"
        headers = {"authorization": f"Bearer kd_1_{secret_of(self.person.id)}"}
        path = f"/api/v1/exports/{made.body['id']}"
        file = (await self.client.get(f"{path}/file", headers=headers)).content
        await self.client.delete(path, headers=headers)
        raws.append((file, made.body["rows"], made.body["left_out"]))
        rows = [line[0] for line in csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""))][1:]
        if rows != [one for one in ids if one in set(rows)]:
            return f"exported {rows} of the list {ids}"
        return None if len(rows) + int(made.body["left_out"]) == len(ids) else f"exported {len(rows)}, left out {made.body['left_out']} of {len(ids)}"


def _shown(answer: Answer, body: object) -> Answer:
    return Answer(answer.status, "", body, answer.raw)


def listed(request: Query, page: Json, items: list[Json]) -> Listed:
    """What the last page of a list says, with the items of all of them."""
    ids = [str(item.get("id")) for item in items]
    if request.around is None:
        return Listed(ids, items, before=page["prev"] is not None, after=page["next"] is not None, count=page.get("count"))
    beside = (page["previous"], page["next"])
    neighbours = tuple(str(one["id"]) if isinstance(one, dict) else None for one in beside)
    return Listed(ids, items, count=page.get("count"), position=None if page["position"] is None else int(str(page["position"])), neighbours=neighbours)


def decode(raw: bytes) -> Json:
    """JSON with its numbers as they were written."""
    return json.loads(raw, parse_float=Decimal, parse_int=Decimal)
