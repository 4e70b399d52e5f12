"""The outermost layer, plain ASGI around everything: request id, workspace in the path, security headers, access log.

It stands outside of the framework, so that the framework's own refusals pass through it as well.
"""

from __future__ import annotations

import os
import re
from time import perf_counter
from typing import Any

import structlog

from kedang.core.base import WorkspaceId

from . import plain
from .answers import Header
from .caller import Caller
from .errors import HttpsRequired, NulCharacter
from .problems import answer_to
from .proxies import Proxies
from .services import Services

App = Any  # Any: an ASGI application; the framework's and ours differ in nothing but the names of their types

_WORKSPACE = re.compile(r"/api/v1/w/([1-9][0-9]{0,8})(/.*)")
POLICY = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
    b" object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS: tuple[Header, ...] = (
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
NO_STORE: Header = (b"cache-control", b"no-store")
HSTS: Header = (b"strict-transport-security", b"max-age=31536000")

log = structlog.get_logger("kedang.access")


class Shell:
    """Wraps the application: ``/api/…`` and ``/health`` go to the routes, everything else to the static files."""

    def __init__(self, routes: App, files: App, services: Services) -> None:
        """``routes`` answers what the contract names, ``files`` the user interface."""
        self._routes = routes
        self._files = files
        self._services = services
        self._proxies = Proxies(services.settings.trusted_proxies)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000})
            return
        started = perf_counter()
        caller = Caller(self._services, self._proxies, scope, os.urandom(12).hex())
        scope["kedang"] = caller
        sending = _Sending(send, caller)
        try:
            await self._dispatch(scope, receive, sending, caller)
        except Exception as broken:  # noqa: BLE001  # nothing may leave without an answer of ours
            if not sending.status:
                await answer_to(broken, caller)(scope, receive, sending)
        finally:
            log.info(
                "request",
                request=caller.request,
                method=caller.method,
                route=scope.get("path_template", "-"),
                status=sending.status,
                ms=round((perf_counter() - started) * 1000, 2),
            )

    async def _dispatch(self, scope: Any, receive: Any, sending: _Sending, caller: Caller) -> None:  # Any: ASGI
        path: str = scope["path"]
        if "\x00" in path or b"%00" in scope["query_string"]:
            raise NulCharacter
        if path.startswith("/api/v1/w/") and (found := _WORKSPACE.fullmatch(path)):
            caller.workspace = WorkspaceId(int(found[1]))
            scope["path"] = path = "/api/v1" + found[2]
        is_call = path.startswith("/api/") or path == "/health"
        if not caller.may_sign_in and path not in plain.OPEN:
            if is_call:
                raise HttpsRequired
            await plain.page(caller)(scope, receive, sending)
        elif is_call:
            await self._routes(scope, receive, sending)
        else:
            await self._files(scope, receive, sending)


class _Sending:
    """The server's ``send``, adding what every answer carries."""

    __slots__ = ("_caller", "_send", "status")

    def __init__(self, send: Any, caller: Caller) -> None:  # Any: ASGI
        self._send = send
        self._caller = caller
        self.status = 0

    async def __call__(self, message: Any) -> None:  # Any: ASGI
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], *ALWAYS, (b"x-request-id", self._caller.request.encode())]
            if not any(name == b"cache-control" for name, _ in headers):
                headers.append(NO_STORE)
            if self._caller.scheme == "https":
                headers.append(HSTS)
            message["headers"] = headers
        await self._send(message)
