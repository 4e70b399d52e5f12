"""The route of live events: one stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) for each caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
import structlog
from litestar.handlers import HTTPRouteHandler
from psycopg import Error
from psycopg_pool import PoolClosed, PoolTimeout

from kedang.core.access import rights_of
from kedang.core.base import Busy, Unauthenticated, WorkspaceId
from kedang.web import Answer, Caller, get

from . import sight
from .errors import TooManyStreams
from .news import Mailbox, News
from .rooms import Rooms

log = structlog.get_logger("kedang.live")

BEAT = 15.0  #: seconds after which a silent stream shows that it lives, and whether its credential is still good
HEADERS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
END = b"\n\n"
MOST = 2_000  #: streams of one process; a browser needs one for all its tabs

Send = Callable[[Any], Awaitable[None]]  # Any: ASGI messages are dictionaries of the server
Receive = Callable[[], Awaitable[Any]]


class Stream(Answer):
    """Tells one caller what changes, under her rights of each moment, until she leaves, signs out, or the process ends."""

    def __init__(self, caller: Caller, rooms: Rooms, workspace: WorkspaceId, *, was_away: bool, beat: float = BEAT) -> None:
        """``was_away``: she had a stream that broke off, and what happened since then is unknown."""
        super().__init__()
        self._caller = caller
        self._rooms = rooms
        self._workspace = workspace
        self._was_away = was_away
        self._beat = beat

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:  # Any: ASGI
        """Send until the end."""
        services = self._caller.services
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *self._caller.headers]})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        ends = [asyncio.create_task(_left(receive)), asyncio.create_task(services.stopping.wait())]
        try:
            async with self._rooms.listen(services.database, self._workspace) as mailbox:
                await self._tell(mailbox, ends, send)
        except (Unauthenticated, OSError):
            pass  # she has signed out, or is gone: a closed stream says it
        finally:
            for one in ends:
                one.cancel()
        await send({"type": "http.response.body", "body": b""})

    async def _tell(self, mailbox: Mailbox, ends: Sequence[asyncio.Task[Any]], send: Send) -> None:
        # An id lets a browser say, when it comes again, that it has been here.
        await send({"type": "http.response.body", "body": b"retry: 2000\nid: 1" + END, "more_body": True})
        mailbox.put(News(is_unknown=self._was_away))
        while not any(one.done() for one in ends):
            news = asyncio.create_task(mailbox.has_news.wait())
            try:
                await asyncio.wait([news, *ends], timeout=self._beat, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
            if not any(one.done() for one in ends) and (body := await self._words(mailbox)):
                await send({"type": "http.response.body", "body": body, "more_body": True})

    async def _words(self, mailbox: Mailbox) -> bytes:
        """What there is to say; news that cannot be read now stay for the next time."""
        news = mailbox.take()
        try:
            return await self._said(news)
        except (Error, PoolTimeout, PoolClosed, Busy) as broken:
            log.warning("live news wait", error=type(broken).__name__)
            await asyncio.sleep(1.0)
            mailbox.put(news)
            return b""

    async def _said(self, news: News) -> bytes:
        async with self._caller.enter(counts=False) as tx:
            if not news:
                return b":" + END
            if self._caller.actor is None:
                raise Unauthenticated
            rights = await rights_of(tx, self._caller.actor)
            lines = [b"data: " + msgspec.json.encode(one) + END for one in await sight.hearable(tx, rights, news)]
            if news.has_new_model:
                lines.append(b"event: model\ndata: {}" + END)
            if self._caller.actor.person in news.people:
                lines.append(b"event: notices\ndata: {}" + END)
            return b"".join(lines)


async def _left(receive: Receive) -> None:
    """Until the other end is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def routes_with(rooms: Rooms) -> list[HTTPRouteHandler]:
    """The routes over the rooms of this process."""

    @get("/events", policy="signed_in")
    async def events(caller: Caller) -> Answer:
        """What changes, as server-sent events: ``{object, id, version}`` for each record that the caller may see, or might before the change.

        ``id`` and ``version`` are null where a batch has changed many. An event named ``model`` says that definitions have changed, one named
        ``notices`` that the caller's notices have. After a break
        (``Last-Event-ID``) every object is named, since anything may have changed meanwhile.
        """
        if caller.actor is None:
            raise Unauthenticated
        if rooms.number >= MOST:
            raise TooManyStreams
        return Stream(caller, rooms, caller.actor.workspace, was_away=caller.header(b"last-event-id") is not None)

    return [events]
