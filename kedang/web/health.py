"""Health: whether the database answers, and whether what it holds is of this release."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec
import structlog
from psycopg import Error
from psycopg_pool import PoolClosed, PoolTimeout

from kedang.core.db import Database, migrate

from . import store
from .answers import Answer, answer_of
from .caller import Caller
from .routes import get

log = structlog.get_logger("kedang.health")


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How it is."""

    name: str = "kedang"
    status: Literal["ok", "failing"]
    database: Literal["ok", "failing"]
    migrations: Literal["current", "behind", "unknown"]


newest_number = cache(migrate.newest)


async def look(database: Database) -> Health:
    """Ask the database."""
    try:
        async with database.installation() as tx:
            core, is_behind = await store.load_migrations(tx, newest_number("workspace"))
    except (Error, PoolTimeout, PoolClosed) as broken:
        log.error(  # noqa: TRY400  # its text may hold the address
            "database does not answer", error=type(broken).__name__
        )
        return Health(status="failing", database="failing", migrations="unknown")
    is_current = core >= newest_number("core") and not is_behind
    return Health(status="ok" if is_current else "failing", database="ok", migrations="current" if is_current else "behind")


@get(["/health", "/api/v1/health"], policy="public")
async def health(caller: Caller) -> Answer:
    """Whether this installation works."""
    found = await look(caller.services.database)
    return answer_of(found, 200 if found.status == "ok" else 503)
