"""``Caller``: the circumstances of one request, and the only door from a request into a workspace."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from psycopg.errors import InvalidSchemaName, UndefinedFunction, UndefinedObject

from kedang.core import identity
from kedang.core.base import Actor, Unauthenticated, WorkspaceId
from kedang.core.db import WorkspaceTx
from kedang.core.identity import Presented
from kedang.tls import is_loopback, lan_address

from .answers import Header
from .errors import HttpsRequired
from .proxies import Proxies
from .services import Services

AfterCommit = Callable[[], Awaitable[None]]


class Caller:
    """One request: where it comes from, which credential it carries, which workspace it names."""

    __slots__ = ("_presented", "actor", "after", "headers", "ip", "method", "reads", "request", "scheme", "scope", "services", "workspace")

    def __init__(self, services: Services, proxies: Proxies, scope: Any, request: str) -> None:  # Any: an ASGI scope is a dictionary of the server
        """Read what costs nothing; headers are read when they are asked for."""
        self.services = services
        self.scope = scope
        self.request = request
        self.method: str = scope["method"]
        self.ip, self.scheme = proxies.read(scope)
        self.workspace: WorkspaceId | None = None  #: what the path names by /w/{workspace}
        self.actor: Actor | None = None  #: once she is known
        self.reads = False  #: whether its route only reads, by whatever method
        self.after: list[AfterCommit] = []
        self.headers: list[Header] = []  #: what the answer shall carry besides, cookies for example
        self._presented: Presented | bool | None = False

    def header(self, name: bytes) -> str | None:
        """A header, by its name in lower case."""
        for key, value in self.scope["headers"]:
            if key == name:
                return value.decode("latin-1")
        return None

    @property
    def language(self) -> str:
        """The person's language, else the one the browser asks for, else the installation's."""
        if self.actor is not None:
            return self.actor.language
        wanted = (self.header(b"accept-language") or "").lower()
        found = sorted((wanted.find(one), one) for one in ("zh", "en") if one in wanted)
        return found[0][1] if found else self.services.settings.language

    @property
    def is_safe(self) -> bool:
        """Whether the method changes nothing."""
        return self.method in ("GET", "HEAD", "OPTIONS")

    @property
    def cookie_name(self) -> str:
        """The cookie's name: bound to host and HTTPS where HTTPS is spoken."""
        return "__Host-kedang" if self.scheme == "https" else "kedang"

    @property
    def may_sign_in(self) -> bool:
        """Whether credentials may travel this way: over HTTPS, or over plain HTTP where the settings allow it."""
        if self.scheme == "https" or self.services.settings.allow_http == "all":
            return True
        return is_loopback(self.ip or "")

    @property
    def presented(self) -> Presented | None:
        """The credential that the request carries; an API token goes before a cookie."""
        if isinstance(self._presented, bool):
            self._presented = self._read_credential()
        return self._presented

    def _read_credential(self) -> Presented | None:
        bearer = self.header(b"authorization")
        if bearer is not None:
            return identity.parse_token(bearer[7:].strip()) if bearer[:7].lower() == "bearer " else None
        wanted = self.cookie_name + "="
        for key, value in self.scope["headers"]:
            if key == b"cookie":
                for part in value.decode("latin-1").split(";"):
                    if part.strip().startswith(wanted):
                        return identity.parse_cookie(part.strip()[len(wanted) :])
        return None

    @property
    def origin(self) -> str:
        """The address that links for others begin with: what the settings name, else the one that the caller wrote.

        Who sits at the machine itself writes an address that nobody else can use; where the network is served, its address stands for it.
        """
        settings, host = self.services.settings, self.header(b"host") or ""
        if settings.address:
            return settings.address.rstrip("/")
        if settings.lan and is_loopback(urlsplit(f"//{host}").hostname or ""):
            return f"{self.scheme}://{lan_address()}:{settings.port}"
        return f"{self.scheme}://{host}"

    def credential(self) -> Presented:
        """The credential; raises ``Unauthenticated`` without one, ``HttpsRequired`` where it must not travel."""
        presented = self.presented
        if presented is None:
            raise Unauthenticated
        if not self.may_sign_in:
            raise HttpsRequired
        return presented

    @asynccontextmanager
    async def enter(self, *, counts: bool = True, keeps_plans: bool = False) -> AsyncGenerator[WorkspaceTx]:
        """A transaction in the caller's workspace, under her own credential. Raises ``Unauthenticated`` if it is no longer good.

        ``counts``: whether it keeps her session alive; what runs by itself does not. ``keeps_plans`` as in ``Database.workspace``.
        """
        presented, self.actor = self.credential(), None
        workspace = self.workspace if self.workspace is not None else presented.workspace
        try:
            async with self.services.database.workspace(workspace, secret=presented.hash, keeps_plans=keeps_plans) as tx:
                self.actor = await identity.actor_of(tx, request=self.request, ip=self.ip)
                if counts:
                    await identity.touch(tx, self.services.lifetime)
                yield tx
        except (InvalidSchemaName, UndefinedFunction, UndefinedObject) as absent:
            if self.actor is not None:
                raise
            raise Unauthenticated from absent  # no such workspace: the same answer as for one that is not hers

    def after_commit(self, work: AfterCommit) -> None:
        """Run this once the transaction has been committed, before the answer is sent; it must be safe to lose."""
        self.after.append(work)


def caller_of(request: Any) -> Caller:  # Any: Litestar's Request is generic in three types that mean nothing here
    """The circumstances of a request, where a handler asked Litestar for the ``request``."""
    return request.scope["kedang"]
