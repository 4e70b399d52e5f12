"""The pool that tests put in the place of the real ones: one connection, one transaction, rolled back in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from psycopg.rows import DictRow


class OnePool:
    """Lends the same connection again and again, each time within a savepoint.

    It lends it to one at a time: code that needs two connections at once wants a test marked ``commits``.
    """

    def __init__(self, connection: AsyncConnection[DictRow]) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection[DictRow]]:
        """The connection as a pool would lend it: no role taken, deferred constraints checked before it is given back."""
        async with self._lock, self._connection.transaction():
            # What the last one set locally outlives the release of her savepoint.
            await self._connection.execute("select set_config('role', 'none', true), set_config('search_path', '', true)")
            yield self._connection
            await self._connection.execute("set constraints all immediate")
