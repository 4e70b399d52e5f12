"""The dispatcher: hands waiting events to the queue, a share for each workspace in turn, each in the transaction that marks it.

Any number of dispatchers may work at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout

from kedang.core.base import KedangError, WorkspaceId
from kedang.core.db import Database

from . import schedules, store

logger = logging.getLogger(__name__)

PAUSE = 0.25  #: seconds between two looks when nothing waits
SHARE = 100  #: most events of one workspace in one round
IN_FLIGHT = 400  #: most events of one workspace that the queue holds at a time, so that one firm's import does not stand before everybody
TOGETHER = 25  #: most events in one job


@dataclass(frozen=True, kw_only=True)
class Route:
    """Where an event goes: the reaction's name, and the queue that it is worked off in."""

    reaction: str
    queue: str


class Dispatcher:
    """Moves events of all workspaces to the queue."""

    def __init__(self, database: Database, routes: Mapping[str, Sequence[Route]]) -> None:
        """``routes``: who reacts to which kind of event. An event without a route is done at once."""
        self._database = database
        self._routes = routes
        self._turn = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until told to stop; outlives restarts of the database."""
        pause = PAUSE
        while not stop.is_set():
            try:
                moved = await self.round()
                pause = PAUSE
            except (psycopg.OperationalError, PoolTimeout) as broken:
                logger.warning("dispatcher waits for the database: %s", type(broken).__name__)
                moved, pause = 0, min(pause * 2, 5.0)
            if not moved:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)

    async def round(self) -> int:
        """Give every workspace that has something waiting its share; returns how many events moved."""
        async with self._database.installation() as tx:
            waiting = await store.load_waiting(tx)
        if not waiting:
            return 0
        self._turn += 1
        first = self._turn % len(waiting)
        return sum([await self._dispatch(workspace) for workspace in waiting[first:] + waiting[:first]])

    async def _dispatch(self, workspace: WorkspaceId) -> int:
        try:
            async with self._database.workspace(workspace) as tx:
                await schedules.emit_due(tx)
                room = min(SHARE, IN_FLIGHT - await store.count_in_flight(tx, IN_FLIGHT))
                if room <= 0:
                    return 0
                taken = await store.take(tx, room, {kind: len(routes) for kind, routes in self._routes.items()})
                await store.relay(tx, self._batches(taken))
                return len(taken)
        except KedangError as refused:
            logger.info("workspace %s is skipped: %s", workspace, refused.code)
        except (psycopg.OperationalError, PoolTimeout):
            raise
        except psycopg.Error as broken:  # one broken workspace must not hold up the others
            logger.warning("events of workspace %s cannot be dispatched: %s", workspace, type(broken).__name__)
        return 0

    def _batches(self, taken: Sequence[tuple[UUID, str]]) -> list[dict[str, object]]:
        events: dict[Route, list[str]] = {}
        for event, kind in taken:
            for route in self._routes.get(kind, ()):
                events.setdefault(route, []).append(str(event))
        return [
            {"queue": route.queue, "reaction": route.reaction, "events": ids[start : start + TOGETHER]}
            for route, ids in events.items()
            for start in range(0, len(ids), TOGETHER)
        ]
