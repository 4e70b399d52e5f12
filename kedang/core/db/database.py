"""``Database``: the two pools, and the only place where a connection gets its role, search path and timeouts."""

from __future__ import annotations

import select
import time
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier, Literal
from psycopg_pool import AsyncConnectionPool

from kedang.core.base import Busy, Clock, NotFound, WorkspaceId

from .tx import InstallationTx, WorkspaceTx, entered_of, schema_of

ASKED_AFTER = 5.0  #: seconds of rest after which a connection is asked whether it lives


class WorkspaceUpgrading(Busy):
    """This workspace is being upgraded; try again shortly."""

    zh = "该工作区正在升级，请稍后重试。"
    code = "upgrading"


class NoSuchWorkspace(NotFound):
    """There is no such workspace."""

    zh = "工作区不存在。"


class Pool(Protocol):
    """Lends connections; what psycopg_pool does, and what tests put in its place."""

    def connection(self) -> AbstractAsyncContextManager[AsyncConnection[DictRow]]:
        """A connection for one transaction: committed at the end, rolled back if something was raised."""
        ...


@lru_cache(maxsize=256)
def _enter(workspace: WorkspaceId) -> bytes:
    schema = schema_of(workspace)
    return (
        SQL(
            "select set_config('role', {role}, true), set_config('search_path', {path}, true), set_config('statement_timeout', $1, true),"
            " set_config('lock_timeout', '5s', true), set_config('plan_cache_mode', $4, true), set_config('jit', 'off', true),"
            " e.* from {schema}.enter($2, $3) e"
        )
        .format(role=Literal(schema), path=Literal(f"{schema}, kd, pg_temp"), schema=Identifier(schema))
        .as_bytes(None)
    )


@dataclass(frozen=True, kw_only=True)
class Database:
    """The installation's and the workspaces' pool."""

    installation_pool: Pool
    workspace_pool: Pool
    clock: Clock
    statement_timeout: float = 15.0  #: seconds

    @asynccontextmanager
    async def installation(self) -> AsyncGenerator[InstallationTx]:
        """A transaction on the installation."""
        async with self.installation_pool.connection() as connection:
            await connection.execute(
                "select set_config('role', 'kd_base', true), set_config('search_path', 'kedang, kd, pg_temp', true),"
                " set_config('statement_timeout', %s, true), set_config('lock_timeout', '5s', true)",
                (self._timeout(None),),
            )
            yield InstallationTx(connection=connection, now=self.clock())

    @asynccontextmanager
    async def workspace(
        self, workspace: WorkspaceId, *, secret: bytes | None = None, timeout: float | None = None, snapshot: bool = False, keeps_plans: bool = False
    ) -> AsyncGenerator[WorkspaceTx]:
        """A transaction in a workspace; ``secret`` is the hash of the caller's credential, ``timeout`` seconds for each statement.

        With ``snapshot`` every statement sees the workspace as it was at the first. ``keeps_plans``: the plan of a statement may be kept
        whatever its values are, as rows are reached by their keys only until ``plan_anew`` is called; else it is planned anew for them.

        Raises ``NoSuchWorkspace`` and ``WorkspaceUpgrading``.
        """
        async with self.workspace_pool.connection() as connection:
            now = self.clock()
            if snapshot:
                await connection.execute("set transaction isolation level repeatable read")
            cursor = AsyncRawCursor[DictRow](connection)
            await cursor.execute(_enter(workspace), (self._timeout(timeout), secret, now, "auto" if keeps_plans else "force_custom_plan"))
            row = await cursor.fetchone()
            if row is None:
                raise NoSuchWorkspace
            if row["state"] != "active":
                raise WorkspaceUpgrading
            yield WorkspaceTx(
                connection=connection,
                now=now,
                workspace=workspace,
                schema_revision=row["schema_revision"],
                policy_revision=row["policy_revision"],
                state=row["state"],
                name=row["name"],
                language=row["language"],
                zone=row["zone"],
                currency=row["currency"],
                entered=entered_of(row),
                keeps_plans=keeps_plans,
            )

    def _timeout(self, seconds: float | None) -> str:
        return f"{int((self.statement_timeout if seconds is None else seconds) * 1000)}ms"


class Lent(AsyncConnection[DictRow]):
    """A connection that knows when it was lent last."""

    lent_at: float = 0.0  #: by the process's own clock, seconds


async def check(connection: AsyncConnection[DictRow]) -> None:
    """Whether a connection still lives. A server that has ended has closed it, which its socket shows without a question; after a pause the server is asked."""
    now, before = time.monotonic(), connection.lent_at if isinstance(connection, Lent) else 0.0
    if isinstance(connection, Lent):
        connection.lent_at = now
    if now - before > ASKED_AFTER or _has_news(connection.pgconn.socket):
        await connection.execute("")
        await connection.rollback()


def _has_news(socket: int) -> bool:
    """Whether an idle connection has something to read: the server's farewell, or the end."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


@asynccontextmanager
async def open_database(conninfo: str, *, clock: Clock, size: int, statement_timeout: float) -> AsyncGenerator[Database]:
    """Open the two pools at an address; they heal by themselves after a restart of the server."""

    def pool(most: int) -> AsyncConnectionPool[Lent]:
        return AsyncConnectionPool(
            conninfo,
            min_size=1,
            max_size=most,
            open=False,
            timeout=10,
            connection_class=Lent,
            kwargs={"row_factory": dict_row},
            check=check,
        )

    async with pool(max(2, size // 3)) as installation, pool(size) as workspaces:
        yield Database(installation_pool=installation, workspace_pool=workspaces, clock=clock, statement_timeout=statement_timeout)
