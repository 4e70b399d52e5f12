"""Building the demonstration up and taking it down. Whoever holds the lock does it; what a process left unfinished when it died is begun anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import PoolTimeout

from kedang.core.base import Actor, WorkspaceId, system_actor
from kedang.core.db import Addresses, Database, WorkspaceTx, migrate
from kedang.settings import Settings

from . import store
from .errors import DemoBusy
from .model import Demo
from .story import CUSTOMERS, tell
from .story.colleagues import FIRM
from .writing import Tell, Writer

LOCK = 7_203_601  #: the advisory lock that keeps two builders apart
LOOK = 1.0  #: seconds between two looks at what is wished
logger = logging.getLogger(__name__)
Begin = Callable[[WorkspaceTx, Actor], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Builder:
    """What building needs: the administrator's address of the database, and what every workspace begins with."""

    admin: str
    database: Database
    begin: Begin
    language: str
    zone: str
    customers: int = CUSTOMERS
    seed: int = 20_000


def builder(settings: Settings, found: Addresses, database: Database, *, begin: Begin) -> Builder:
    """What building needs in an installation."""
    language = "zh" if settings.language.startswith("zh") else "en"
    return Builder(admin=found.admin, database=database, begin=begin, language=language, zone=settings.zone)


async def carry_out(builder: Builder, *, say: Tell | None = None) -> Demo:
    """Do what is wished of the demonstration, if anything is. Raises ``DemoBusy`` where somebody is at it."""
    async with _alone(builder.admin):
        demo = await _load(builder)
        match demo.state:
            case "waiting" | "loading":
                await _remove(builder, demo)
                await _build(builder, say)
            case "leaving":
                await _remove(builder, demo)
                await _put(builder, "absent")
            case _:
                pass
        return await _load(builder)


async def watch(builder: Builder) -> None:
    """Carry out what is wished, for as long as the process lives."""
    while True:
        await asyncio.sleep(LOOK)
        try:
            if (await _load(builder)).state in ("waiting", "loading", "leaving"):
                await carry_out(builder)
        except (DemoBusy, OperationalError, PoolTimeout):
            continue  # another is at it, or the database is away for a moment
        except Exception:  # whatever it is, people must see that it failed, and may ask again
            logger.exception("the demonstration could not be built")
            with suppress(OperationalError, PoolTimeout):
                await _put(builder, "failed")


@asynccontextmanager
async def _alone(admin: str) -> AsyncGenerator[None]:
    """One builder at a time, in all processes; the lock ends with its connection."""
    async with await AsyncConnection.connect(admin, autocommit=True) as connection:
        row = await (await connection.execute("select pg_try_advisory_lock(%s)", (LOCK,))).fetchone()
        if row is None or not row[0]:
            raise DemoBusy
        yield


async def _build(builder: Builder, say: Tell | None) -> None:
    database = builder.database
    await _put(builder, "loading")
    before = await _load(builder)
    workspace = await asyncio.to_thread(
        migrate.create_workspace, builder.admin, name=FIRM[builder.language], now=database.clock(), language=builder.language, zone=builder.zone,
        is_demo=True, above=before.newest,
    )  # fmt: skip
    async with database.installation() as tx:
        await store.put_workspace(tx, workspace)
    async with database.workspace(workspace) as tx:
        await builder.begin(tx, system_actor(workspace, name="demo"))
    zone = ZoneInfo(builder.zone)
    story = await asyncio.to_thread(tell, database.clock().astimezone(zone).date(), zone, seed=builder.seed, customers=builder.customers)

    async def hear(done: int, total: int) -> None:
        async with database.installation() as tx:
            await store.put_progress(tx, done, total)
        if say is not None:
            await say(done, total)

    writer = Writer(database=database, workspace=workspace, story=story, tell=hear)
    people = await writer.people()
    await writer.write()
    shown = [one for one, colleague in zip(people, story.colleagues, strict=True) if colleague.is_shown]
    async with database.installation() as tx:
        await store.put_people(tx, shown)
        await store.put_state(tx, "ready")


async def _remove(builder: Builder, demo: Demo) -> None:
    if demo.workspace is not None:
        await asyncio.to_thread(migrate.drop_workspace, builder.admin, WorkspaceId(demo.workspace))
        async with builder.database.installation() as tx:
            await store.put_workspace(tx, None)


async def _load(builder: Builder) -> Demo:
    async with builder.database.installation() as tx:
        return await store.load(tx)


async def _put(builder: Builder, state: store.State) -> None:
    async with builder.database.installation() as tx:
        await store.put_state(tx, state)
