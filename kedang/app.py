"""Where it is all put together. ``create`` is what Granian runs in each web process; ``build`` is the application over a database that is open."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any

from kedang import solutions
from kedang.core import access
from kedang.core.base import Actor, label_in, system_clock
from kedang.core.db import Database, WorkspaceTx, open_database
from kedang.core.identity.api import routes as identity_routes
from kedang.core.records.api import routes_with as record_routes_with
from kedang.features.backup.api import routes as backup_routes
from kedang.features.bulk import merge_options
from kedang.features.bulk.api import routes as bulk_routes
from kedang.features.demo.api import routes as demo_routes
from kedang.features.doctor.api import routes as doctor_routes
from kedang.features.exports.api import routes as export_routes
from kedang.features.exports.api_schedule import routes as export_schedule_routes
from kedang.features.favourites.api import routes as favourite_routes
from kedang.features.help.api import routes as help_routes
from kedang.features.imports.api import routes as import_routes
from kedang.features.imports.api_staff import routes as staff_routes
from kedang.features.imports.duplicates import of_values
from kedang.features.live import Rooms
from kedang.features.live.api import routes_with as live_routes_with
from kedang.features.model.api import routes_with as model_routes_with
from kedang.features.notify.api import routes as notice_routes
from kedang.features.search.api import routes as search_routes
from kedang.features.timeline.api import routes as timeline_routes
from kedang.features.views import ViewShown, shown_of
from kedang.features.views.api import routes as view_routes
from kedang.settings import Settings, read_settings
from kedang.web import Profile, RoleShown, Services, assemble
from kedang.web.log import set_up

ADDRESS = "KEDANG_APP_CONNINFO"  #: where the database is: ``serve`` sets it for its web processes
LAST_SECONDS = 10  #: that requests under way have when ``serve`` is gone
STOP = "KD_STOP"  #: the two ends of a pipe that closes when ``serve`` ends

App = Any  # Any: an ASGI application


def build(database: Database, settings: Settings, *, stopping: asyncio.Event | None = None) -> App:
    """The application over an open database."""
    services = Services(
        database=database,
        settings=settings,
        may_manage=may_manage,
        profile_of=profile_of,
        prepare=solutions.begin,
        stopping=stopping or asyncio.Event(),
    )
    records = record_routes_with(alike=of_values)
    exchange = [*import_routes, *staff_routes, *export_routes, *export_schedule_routes]
    at_hand = [*search_routes, *timeline_routes, *favourite_routes, *notice_routes, *help_routes]
    features = [*bulk_routes, *exchange, *at_hand, *doctor_routes, *backup_routes, *demo_routes, *live_routes_with(Rooms())]
    model = model_routes_with(views_of, solutions.shipped_of, merge_options)
    return assemble(services, [*identity_routes, *model, *records, *view_routes, *features])


async def may_manage(tx: WorkspaceTx, actor: Actor, what: str) -> bool:
    """Whether the roles of an actor let her manage something of the workspace."""
    return (await access.rights_of(tx, actor)).may_manage(what)


async def profile_of(tx: WorkspaceTx, actor: Actor) -> Profile:
    """What the roles of a person mean."""
    rights = await access.rights_of(tx, actor)
    roles = [RoleShown(key=one.key, label=label_in(one.label, actor.language, tx.language)) for one in rights.roles]
    return Profile(roles=roles, manage=sorted(rights.manage))


async def views_of(tx: WorkspaceTx, actor: Actor, rights: access.Rights, objects: Sequence[str]) -> dict[str, tuple[list[ViewShown], str]]:
    """The saved views that stand in the description of objects."""
    return {key: (tabs.items, tabs.default) for key, tabs in (await shown_of(tx, actor, rights, objects)).items()}


def create() -> App:
    """The application of one web process; it opens its database when the process begins, and closes it when it ends."""
    settings = read_settings()
    set_up(settings.log_level)
    return Process(settings, os.environ[ADDRESS], os.environ.get(STOP))


class Process:
    """One web process: its life as ASGI tells it, and the application in between."""

    def __init__(self, settings: Settings, address: str, stop: str | None) -> None:
        """``stop``: the numbers of the two ends of the pipe, by which the process learns that it must end."""
        self._settings = settings
        self._address = address
        self._stop = [int(one) for one in stop.split(",")] if stop else None
        self._parent = os.getppid()
        self._stopping = asyncio.Event()
        self._stack = AsyncExitStack()
        self._app: App = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
        """Answer a request, or live."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await self._app(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:  # Any: ASGI
        await receive()
        try:
            await self._begin()
        except Exception as broken:  # noqa: BLE001  # the server must hear of it, whatever it is
            await self._stack.aclose()
            await send({"type": "lifespan.startup.failed", "message": f"{type(broken).__name__}: the application could not start"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._stopping.set()
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _begin(self) -> None:
        settings = self._settings
        opened = open_database(self._address, clock=system_clock, size=settings.pool_size, statement_timeout=settings.statement_timeout)
        database = await self._stack.enter_async_context(opened)
        self._app = build(database, settings, stopping=self._stopping)
        gc.freeze()  # what is loaded by now stays; the collector need not look at it again and again
        gc.set_threshold(20_000, 50, 50)
        if self._stop is not None:
            reading, writing = self._stop
            with suppress(OSError):  # it is closed already if ``serve`` ends just now
                os.close(writing)  # our copy: as long as one is open, the pipe does not end
            loop = asyncio.get_running_loop()
            loop.add_reader(reading, self._end)
            self._stack.callback(loop.remove_reader, reading)

    def _end(self) -> None:
        """The pipe was closed: streams end now, and the process too if ``serve`` is no longer there to end it."""
        self._stopping.set()
        if self._stop is not None:
            asyncio.get_running_loop().remove_reader(self._stop[0])
        self._follow()

    def _follow(self) -> None:
        """End when ``serve`` is gone. Its pipe closes a moment before its children are handed on, so once is not enough."""
        if os.getppid() != self._parent:
            # Nobody is left to end a server that hangs while it stops: the process sees to that itself.
            last = threading.Timer(LAST_SECONDS, os._exit, [1])
            last.daemon = True
            last.start()
            os.kill(os.getpid(), signal.SIGTERM)
            return
        again = asyncio.get_running_loop().call_later(0.1, self._follow)
        self._stack.callback(again.cancel)
