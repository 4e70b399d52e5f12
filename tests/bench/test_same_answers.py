"""The yardstick does the same work: on the same rows both give the same answers, and write the same number of rows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from bench.asks import VERBS, Ask, Json, World, raw
from bench.bare import Bare
from bench.fill import Filler, make_model
from bench.model import Person
from bench.statements import build
from kedang.app import build as build_app
from kedang.core.base import system_clock
from kedang.core.db import Addresses, open_database
from tests.support.settings import settings

ROWS = 2000
LOOSE = {"id", "created_at", "updated_at"}
WRITTEN = ("change", "audit_event", "outbox", "search_text")


@dataclass
class Both:
    """Kedang and the yardstick on one database."""

    kedang: httpx.AsyncClient
    bare: httpx.AsyncClient
    connection: psycopg.Connection

    async def ask(self, who: Person, method: str, path: str, body: Json | None) -> Json:
        headers = {"authorization": f"Bearer {who.token}"}
        answer = await self.kedang.request(method, path, json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def ask_bare(self, ask: Ask) -> Json:
        data = raw(ask, 0, is_bare=True).partition(b"\r\n\r\n")[2]
        answer = await self.bare.post(f"/{ask.bare}", content=data, headers={"authorization": f"Bearer {ask.caller.token}"})
        return json.loads(answer.content)

    async def asks(self, verb: str) -> list[Ask]:
        loop = asyncio.get_running_loop()

        def send(who: Person, method: str, path: str, body: Json | None) -> Json:
            return asyncio.run_coroutine_threadsafe(self.ask(who, method, path, body), loop).result(30)

        return await asyncio.to_thread(VERBS[verb], World(ROWS), send)

    def written(self) -> list[int]:
        tables = [self.connection.execute(f"select count(*) from ws_1.{name}".encode()).fetchone() for name in WRITTEN]
        return [row[0] for row in tables if row]


@asynccontextmanager
async def both_on(addresses: Addresses) -> AsyncGenerator[Both]:
    catalog = await make_model(addresses.app)
    with psycopg.connect(addresses.admin, autocommit=True) as connection:
        Filler(connection, catalog, ROWS).fill()
        bare = Bare(make_conninfo(addresses.admin, options="-c search_path=ws_1,kd"), build(catalog))
        async with (
            bare.opened(),
            open_database(addresses.app, clock=system_clock, size=4, statement_timeout=15) as database,
            httpx.AsyncClient(transport=httpx.ASGITransport(build_app(database, settings())), base_url="http://127.0.0.1") as ours,
            httpx.AsyncClient(transport=httpx.ASGITransport(bare), base_url="http://127.0.0.1") as theirs,
        ):
            yield Both(ours, theirs, connection)


@pytest.mark.commits
async def test_both_answer_alike_and_write_alike(addresses: Addresses) -> None:
    async with both_on(addresses) as both:
        for verb in ("page", "three_conditions", "deep_page", "offset_page", "get", "sum"):
            for ask in (await both.asks(verb))[:40]:
                ours, theirs = await both.ask(ask.caller, ask.method, ask.path, ask.body), await both.ask_bare(ask)
                wanted = {key: value for key, value in ours.items() if key not in {"next", "prev"}} if "items" in ours else ours
                assert theirs == wanted, (verb, ask)
        for verb in ("create", "update"):
            for ask in (await both.asks(verb))[:5]:
                before = both.written()
                ours = await both.ask(ask.caller, ask.method, ask.path, ask.body)
                after = both.written()
                if verb == "update":
                    both.connection.execute("update ws_1.o_2 set version = 1 where id = %s", (ask.values["id"],))
                theirs = await both.ask_bare(ask)
                assert {k: v for k, v in theirs.items() if k not in LOOSE} == {k: v for k, v in ours.items() if k not in LOOSE}
                assert [b - a for a, b in zip(before, after, strict=True)] == [b - a for a, b in zip(after, both.written(), strict=True)]
