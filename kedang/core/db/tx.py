"""``Tx``: one open transaction, with the time that it happens at. A verb receives it and never commits."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import LiteralString, cast
from uuid import UUID

import msgspec
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow, TupleRow, tuple_row
from psycopg.sql import Composed
from psycopg.types.json import set_json_loads

from kedang.core.base import WorkspaceId

set_json_loads(msgspec.json.decode)  # for all connections: the usual one takes four times as long
Statement = LiteralString | Composed
_NAMED = re.compile(r"%\((\w+)\)s")
_NUMBERED = re.compile(rb"\$(\d+)")


@dataclass(frozen=True, kw_only=True)
class Tx:
    """An open transaction. Statements are literal or composed; parameters go by name."""

    connection: AsyncConnection[DictRow]
    now: datetime  #: with time zone; the same during the whole transaction
    _held: list[list[Held]] = field(default_factory=list["list[Held]"], repr=False, compare=False)

    async def all(self, query: Statement, /, **values: object) -> list[DictRow]:
        """Every row."""
        return await (await self.connection.execute(query, values or None)).fetchall()

    async def rows(self, query: bytes, values: Sequence[object], /) -> list[DictRow]:
        """Every row of a statement that the compiler has made ready, with ``$n`` for its values. Nobody else hands bytes to the database."""
        cursor = AsyncRawCursor[DictRow](self.connection)
        await cursor.execute(query, values)
        return await cursor.fetchall()

    async def batches(self, query: Composed, /, *, most: int) -> AsyncGenerator[list[TupleRow]]:
        """Every row, ``most`` at a time, as of the moment of the first: the server keeps the rest."""
        async with self.connection.cursor(name="batches", row_factory=tuple_row) as cursor:
            await cursor.execute(query)
            while rows := await cursor.fetchmany(most):
                yield rows

    async def copy_out(self, query: Composed, /) -> AsyncGenerator[bytes | bytearray | memoryview]:
        """The lines of ``copy (…) to stdout``, each as its bytes."""
        async with self.connection.cursor() as cursor, cursor.copy(query) as lines:
            async for line in lines:
                yield line

    async def maybe(self, query: Statement, /, **values: object) -> DictRow | None:
        """The first row, or none."""
        return await (await self.connection.execute(query, values or None)).fetchone()

    async def one(self, query: Statement, /, **values: object) -> DictRow:
        """The first row; it must exist."""
        row = await self.maybe(query, **values)
        if row is None:
            raise LookupError("a row was expected")
        return row

    @asynccontextmanager
    async def together(self) -> AsyncGenerator[None]:
        """What ``run`` and ``write`` are given inside becomes one statement, which runs at the end: for changes of which none reads what another writes."""
        held: list[Held] = []
        self._held.append(held)
        try:
            yield
        finally:
            self._held.remove(held)
        if held:
            await self.write(_joined(tuple(text for text, _ in held)), [value for _, values in held for value in values])

    @property
    def is_together(self) -> bool:
        """Whether statements are being collected."""
        return bool(self._held)

    async def run(self, query: Statement, /, **values: object) -> int:
        """Run it, and say how many rows it touched; inside ``together``, where that is not known yet, 0."""
        if self._held and isinstance(query, str):
            text, names = _numbered(query)
            self._held[-1].append((text, [values[name] for name in names]))
            return 0
        return (await self.connection.execute(query, values or None)).rowcount

    async def write(self, query: bytes, values: Sequence[object], /) -> None:
        """As ``rows``, for a change whose result nobody reads; inside ``together`` it is collected."""
        if self._held:
            self._held[-1].append((query, values))
        else:
            await AsyncRawCursor[DictRow](self.connection).execute(query, values)


Held = tuple[bytes, Sequence[object]]  #: a statement with numbered parameters, and their values


@lru_cache(maxsize=256)
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with numbers in the place of names, and the names in their order."""
    names = tuple(dict.fromkeys(_NAMED.findall(query)))
    places = {name: f"${at}" for at, name in enumerate(names, 1)}
    return _NAMED.sub(lambda found: places[found[1]], query).replace("%%", "%").encode(), names


@lru_cache(maxsize=1024)
def _joined(queries: tuple[bytes, ...]) -> bytes:
    """One statement of several changes; the parameters of each are numbered behind those of the one before."""
    parts: list[bytes] = []
    before = 0
    for at, query in enumerate(queries):
        numbers = [int(found) for found in _NUMBERED.findall(query)]
        parts.append(b"w%d as (%b)" % (at, _NUMBERED.sub(lambda found, by=before: b"$%d" % (int(found[1]) + by), query)))
        before += max(numbers, default=0)
    return b"with " + b", ".join(parts) + b" select"


@dataclass(frozen=True, kw_only=True)
class InstallationTx(Tx):
    """A transaction on what belongs to the whole installation: accounts, workspaces, one-time links."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Who entered a workspace by which credential, as the database says at this moment."""

    credential: UUID
    kind: str  #: session or api_token
    scopes: tuple[str, ...] | None
    csrf: str | None
    person: UUID
    name: str
    language: str
    zone: str | None  #: in which she reads times; none: in the workspace's


@dataclass(frozen=True, kw_only=True)
class WorkspaceTx(Tx):
    """A transaction in one workspace, under its own role of the database."""

    workspace: WorkspaceId
    schema_revision: int
    policy_revision: int
    state: str
    name: str
    language: str
    zone: str
    currency: str
    entered: Entered | None  #: none for work of the system, and where the credential is not valid
    keeps_plans: bool = False  #: whether PostgreSQL may keep the plan of a statement, whatever its values are

    @property
    def schema(self) -> str:
        """The name of the workspace's schema."""
        return schema_of(self.workspace)

    async def plan_anew(self) -> None:
        """From here on each statement is planned for its values: for conditions, orders, groups and counts, whose best plan hangs on them."""
        if self.keeps_plans:
            await self.connection.execute("set local plan_cache_mode = force_custom_plan")


def schema_of(workspace: WorkspaceId) -> str:
    """The schema, and the role of the database, of a workspace."""
    return f"ws_{int(workspace)}"


def entered_of(row: Mapping[str, object]) -> Entered | None:
    """The credential's part of what ``enter`` returned; none without a valid credential of an active person."""
    person, credential = row["person"], row["credential"]
    if not isinstance(person, UUID) or not isinstance(credential, UUID):
        return None
    scopes = cast("list[str] | None", row["scopes"])  # the column is text[]
    return Entered(
        credential=credential,
        kind=str(row["credential_kind"]),
        scopes=tuple(scopes) if scopes is not None else None,
        csrf=str(row["csrf"]) if row["csrf"] is not None else None,
        person=person,
        name=str(row["person_name"]),
        language=str(row["person_language"]),
        zone=str(row["person_zone"]) if row["person_zone"] is not None else None,
    )
