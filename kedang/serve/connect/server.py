"""A server of three files, small enough to stand in an open network: one request a connection, a few at a time, none that waits."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from kedang.serve import secure
from kedang.settings import Settings

from . import page

logger = logging.getLogger(__name__)

LONGEST = 8_192  #: bytes of a request
PATIENCE = 10.0  #: seconds for one
AT_ONCE = 50  #: connections; more are closed
AGAIN = 5.0  #: seconds until a port that is taken is tried again

HEADERS = (
    "Content-Security-Policy: default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cache-Control: no-store",
    "Connection: close",
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What matters of a request."""

    method: str
    path: str
    query: str
    headers: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is sent."""

    status: str = "200 OK"
    kind: str = "text/plain; charset=utf-8"
    body: bytes = b""
    more: tuple[str, ...] = ()


async def serve(settings: Settings) -> None:
    """Serve until it is cancelled."""
    busy = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal busy
        busy += 1
        try:
            if busy <= AT_ONCE:
                await asyncio.wait_for(_answer(settings, reader, writer), PATIENCE)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # whoever speaks no HTTP or leaves early gets no answer
        finally:
            busy -= 1
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    while True:
        try:
            server = await asyncio.start_server(talk, settings.host, settings.connect_port, limit=LONGEST)
        except OSError as broken:
            logger.warning("the page for other devices cannot be served: %s", broken)
            await asyncio.sleep(AGAIN)
            continue
        async with server:
            await server.serve_forever()


async def _answer(settings: Settings, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    request = _parse((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
    reply = await asyncio.to_thread(_reply_to, request, settings)
    head = [f"HTTP/1.1 {reply.status}", f"Content-Type: {reply.kind}", f"Content-Length: {len(reply.body)}", *HEADERS, *reply.more]
    writer.write("\r\n".join([*head, "", ""]).encode("latin-1") + (b"" if request.method == "HEAD" else reply.body))
    await writer.drain()


def _parse(head: str) -> Request:
    """Raises ``ValueError`` for what is no HTTP."""
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    address = urlsplit(target)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
    return Request(method=method, path=address.path, query=address.query, headers=headers)


def _reply_to(request: Request, settings: Settings) -> Reply:
    if request.method not in ("GET", "HEAD"):
        return Reply(status="405 Method Not Allowed", body=b"405", more=("Allow: GET, HEAD",))
    match request.path:
        case "/" | "/connect":
            return Reply(kind="text/html; charset=utf-8", body=page.page_for(request.headers, request.query, settings))
        case "/connect.css":
            return Reply(kind="text/css; charset=utf-8", body=page.STYLE)
        case page.CERTIFICATE:
            named = f'Content-Disposition: attachment; filename="{page.CERTIFICATE[1:]}"'
            return Reply(kind="application/x-x509-ca-cert", body=secure.authority_of(settings).pem, more=(named,))
        case _:
            return Reply(status="404 Not Found", body=b"404")
