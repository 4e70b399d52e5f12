"""The cookie of a session: bound to the host and to HTTPS, out of reach for scripts."""

from __future__ import annotations

from kedang.core.base import WorkspaceId
from kedang.core.identity import cookie_of

from .answers import Header
from .caller import Caller


def session_cookie(caller: Caller, workspace: WorkspaceId, secret: str, *, days: int) -> Header:
    """The header that opens a session in the browser."""
    return _header(caller, cookie_of(workspace, secret), age=days * 86_400)


def no_cookie(caller: Caller) -> Header:
    """The header that takes the session away."""
    return _header(caller, "", age=0)


def _header(caller: Caller, value: str, *, age: int) -> Header:
    secure = "; Secure" if caller.scheme == "https" else ""
    return b"set-cookie", f"{caller.cookie_name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}".encode()
