"""``Tx``: one open transaction, with the time that it happens at. A verb receives it and never commits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString, cast
from uuid import UUID

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow, TupleRow, tuple_row
from psycopg.sql import Composed

from kedang.core.base import WorkspaceId

Statement = LiteralString | Composed


@dataclass(frozen=True, kw_only=True)
class Tx:
    """An open transaction. Statements are literal or composed; parameters go by name."""

    connection: AsyncConnection[DictRow]
    now: datetime  #: with time zone; the same during the whole transaction

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

    def together(self) -> AbstractAsyncContextManager[object]:
        """Statements inside are sent without waiting for one another; what fails is raised at the end. For writing whose results nobody reads."""
        return self.connection.pipeline()

    async def run(self, query: Statement, /, **values: object) -> int:
        """Run it, and say how many rows it touched."""
        return (await self.connection.execute(query, values or None)).rowcount


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

    @property
    def schema(self) -> str:
        """The name of the workspace's schema."""
        return schema_of(self.workspace)


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
    )
