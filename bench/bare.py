"""The yardstick: an ASGI handler on the same server and driver as Kedang, with SQL written by hand (``bare.sql``) and nothing else."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from kedang.core.audit import digest_of
from kedang.core.base import fold, new_id, sort_key
from kedang.core.records import titles

from .model import CALLERS, DEPARTMENTS, PEOPLE, Person, below, department_id
from .statements import Statement, numbered

Values = dict[str, Any]  # Any: parameters of a statement

WHO = {one.id: one for one in (*(Person(n, "bench_sales", 9 + n % 38) for n in range(PEOPLE)), *CALLERS)}
BELOW = {n: [department_id(d) for d in below(n)] for n in range(DEPARTMENTS)}


class Bare:
    """The whole application."""

    def __init__(self, address: str, statements: dict[str, Statement]) -> None:
        """``address``: of the database, as a role that may do all of this."""
        self._address, self._statements = address, statements
        self._pool: AsyncConnectionPool[AsyncConnection[DictRow]]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
        """Answer a request: who asks, what is asked, run it, send what came."""
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        message = await receive()
        verb, headers = scope["path"][1:], dict(scope["headers"])
        values: Values = msgspec.json.decode(message["body"]) if message.get("body") else {}
        now, secret = datetime.now(UTC), headers[b"authorization"].decode().removeprefix("Bearer kd_1_")
        async with self._pool.connection() as connection:
            caller = (await self._run(connection, "caller", {"hash": sha256(secret.encode()).digest(), "now": now}))[0]
            who = WHO[caller["person"]]
            values |= caller | {"now": now, "department": department_id(who.department), "departments": BELOW[who.department]}
            if verb in PREPARE:
                PREPARE[verb](values)
            rows = await self._run(connection, f"{verb}_{'own' if who.role == 'bench_sales' else 'tree'}", values)
        body = WRAP.get(verb, items)([row["j"] for row in rows]).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})
        return None

    async def _run(self, connection: AsyncConnection[DictRow], name: str, values: Values) -> list[DictRow]:
        statement = self._statements[name]
        cursor = AsyncRawCursor[DictRow](connection)
        await cursor.execute(statement.text, [values[one] for one in statement.names])
        return await cursor.fetchall()

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[None]:
        """With its pool."""
        kwargs = {"row_factory": dict_row}
        pool = AsyncConnectionPool(self._address, min_size=4, max_size=10, open=False, connection_class=AsyncConnection[DictRow], kwargs=kwargs)
        async with pool:
            self._pool = pool
            yield

    async def _live(self, receive: Any, send: Any) -> None:  # Any: ASGI
        await receive()
        async with self.opened():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def items(rows: list[str]) -> str:
    """A page of 50: one more was asked for, to see whether there are more."""
    return f'{{"items":[{",".join(rows[:50])}]}}'


def one(rows: list[str]) -> str:
    """One record."""
    return rows[0]


def groups(rows: list[str]) -> str:
    """Groups with their numbers."""
    return f'{{"groups":[{",".join(rows)}],"next":null}}'


def prepare_created(values: Values) -> None:
    """What the application makes for a new record: ids, digest, what search keeps."""
    id, change, salt, name = new_id(), new_id(), secrets.token_bytes(16), values["name"]
    pinyin, initials = titles.pinyin_of(fold(name))
    values |= {
        "id": id, "change": change, "audit": new_id(), "event": new_id(), "salt": salt, "request": secrets.token_hex(12), "name_2": sort_key(name),
        "short_name_2": sort_key(values["short_name"]), "city_2": sort_key(values["city"]), "grams": titles.grams(fold(name)), "pinyin": pinyin,
        "initials": initials, "digest": json.dumps({"change": str(change), "digest": digest_of(salt, b"null")}),
        "event_body": json.dumps({"object": "customer", "record": str(id), "version": 1, "what": "created"}),
    }  # fmt: skip


def prepare_updated(values: Values) -> None:
    """What the application makes for a change."""
    body = {"object": "customer", "record": values["id"], "version": values["version"] + 1, "what": "updated"}
    values |= {
        "change": new_id(), "audit": new_id(), "event": new_id(), "salt": secrets.token_bytes(16), "request": secrets.token_hex(12),
        "amount_json": json.dumps({"amount": values["amount"], "currency": values["currency"]}), "event_body": json.dumps(body), "id": UUID(values["id"]),
    }  # fmt: skip


PREPARE = {"create": prepare_created, "update": prepare_updated}
WRAP = {"get": one, "create": one, "update": one, "sum": groups}


def create() -> Bare:
    """What Granian runs in each web process."""
    named: dict[str, str] = json.loads(os.environ["BENCH_STATEMENTS"])
    return Bare(os.environ["BENCH_ADDRESS"], {name: numbered(text) for name, text in named.items()})
