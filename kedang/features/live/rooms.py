"""One room for each workspace that somebody listens to: its events are read once for all streams of this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import structlog
from psycopg_pool import PoolClosed, PoolTimeout

from kedang.core import outbox
from kedang.core.base import KedangError, WorkspaceId, first_id
from kedang.core.db import Database

from .news import KINDS, Mailbox, news_of

log = structlog.get_logger("kedang.live")

PAUSE = 0.5  #: seconds between two looks
LOOK_BACK = 60.0  #: seconds; an id is made before the commit, and no statement takes longer than that


@dataclass
class _Room:
    mailboxes: set[Mailbox] = field(default_factory=set[Mailbox])
    known: set[UUID] = field(default_factory=set[UUID])
    is_open: asyncio.Event = field(default_factory=asyncio.Event)  #: what had happened before is known
    reader: asyncio.Task[None] | None = None


class Rooms:
    """The rooms of a process. Nothing is read while nobody listens."""

    def __init__(self, *, pause: float = PAUSE) -> None:
        """``pause``: seconds between two looks."""
        self._pause = pause
        self._rooms: dict[WorkspaceId, _Room] = {}

    @property
    def number(self) -> int:
        """How many listen."""
        return sum(len(room.mailboxes) for room in self._rooms.values())

    @asynccontextmanager
    async def listen(self, database: Database, workspace: WorkspaceId) -> AsyncGenerator[Mailbox]:
        """Hear what changes in a workspace from now on."""
        room, mailbox = self._rooms.setdefault(workspace, _Room()), Mailbox()
        room.mailboxes.add(mailbox)
        if room.reader is None:
            room.reader = asyncio.create_task(self._read(database, workspace, room))
        try:
            await room.is_open.wait()
            yield mailbox
        finally:
            room.mailboxes.discard(mailbox)
            if not room.mailboxes and self._rooms.get(workspace) is room:
                room.reader.cancel()
                del self._rooms[workspace]

    async def _read(self, database: Database, workspace: WorkspaceId, room: _Room) -> None:
        pause = self._pause
        while True:
            try:
                await self._look(database, workspace, room)
                pause = self._pause
            except (psycopg.Error, PoolTimeout, PoolClosed, KedangError) as broken:
                log.warning("live events wait", workspace=workspace, error=type(broken).__name__)
                pause = min(pause * 2, 10.0)
            await asyncio.sleep(pause)

    async def _look(self, database: Database, workspace: WorkspaceId, room: _Room) -> None:
        since = first_id(time.time() - LOOK_BACK)
        room.known = {id for id in room.known if id > since}
        async with database.workspace(workspace) as tx:
            events = await outbox.happened_since(tx, since, known=room.known, kinds=KINDS)
        room.known.update(event.id for event in events)
        if room.is_open.is_set() and (news := news_of(events)):
            for mailbox in room.mailboxes:
                mailbox.put(news)
        room.is_open.set()
