"""What a request must pass before its handler runs: where it comes from, what its token may do, what its route demands."""

from __future__ import annotations

from hmac import compare_digest
from urllib.parse import urlsplit

from kedang.core.base import Forbidden, Unauthenticated
from kedang.core.db import WorkspaceTx

from .caller import Caller
from .errors import CsrfFailed, TokenScope, WrongOrigin

PORTS = {"http": 80, "https": 443}


async def check(tx: WorkspaceTx, caller: Caller, *, manage: str | None, reads: bool) -> None:
    """Check an entered request against its route's policy."""
    entered, actor = tx.entered, caller.actor
    if entered is None or actor is None:
        raise Unauthenticated
    if entered.kind == "session":
        if not caller.is_safe:
            check_origin(caller)
            if entered.csrf is None or not compare_digest((caller.header(b"x-csrf") or "").encode(), entered.csrf.encode()):
                raise CsrfFailed
    elif entered.scopes is not None and not _covers(entered.scopes, manage=manage, reads=reads):
        raise TokenScope(scopes=", ".join(entered.scopes))
    if manage is not None and not await caller.services.may_manage(tx, actor, manage):
        raise Forbidden


def _covers(scopes: tuple[str, ...], *, manage: str | None, reads: bool) -> bool:
    if manage is not None:
        return "manage" in scopes
    return "write" in scopes or (reads and "read" in scopes)


def check_origin(caller: Caller) -> None:
    """Refuse a change that another site's page asks for. A caller that is no browser sends no Origin."""
    if caller.is_safe:
        return
    origin = caller.header(b"origin")
    if origin is None:
        if caller.header(b"sec-fetch-site") in ("cross-site", "same-site"):
            raise WrongOrigin
        return
    if not _is_same(origin, caller.scheme, caller.header(b"host") or ""):
        raise WrongOrigin


def _is_same(origin: str, scheme: str, host: str) -> bool:
    try:
        theirs, ours = urlsplit(origin), urlsplit(f"{scheme}://{host}")
        same_host = theirs.hostname == ours.hostname and theirs.hostname is not None
        same_port = (theirs.port or PORTS.get(theirs.scheme)) == (ours.port or PORTS[theirs.scheme])
    except (ValueError, KeyError):
        return False
    # A proxy that we do not trust may have taken HTTPS off; a page of plain HTTP never speaks for one of HTTPS.
    return same_host and same_port and theirs.scheme in {scheme, "https"}
