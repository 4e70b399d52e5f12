"""Secrets that callers carry. Only their SHA-256 is stored; 256 random bits need no slow hash.

A browser's cookie is ``<workspace>.<secret>``, an API token ``kd_<workspace>_<secret>``, a one-time link ``<secret>``.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from kedang.core.base import WorkspaceId

_COOKIE = re.compile(r"([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})")
_TOKEN = re.compile(r"kd_([1-9][0-9]{0,8})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, kw_only=True)
class Presented:
    """A credential as a caller presents it; whether it is valid only the workspace knows."""

    kind: Literal["session", "api_token"]
    workspace: WorkspaceId  #: the workspace it names
    hash: bytes


def new_secret() -> str:
    """256 random bits as 43 characters that need no escaping."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """What is stored in place of a secret."""
    return sha256(secret.encode()).digest()


def cookie_of(workspace: WorkspaceId, secret: str) -> str:
    """The value of a browser's cookie."""
    return f"{int(workspace)}.{secret}"


def token_of(workspace: WorkspaceId, secret: str) -> str:
    """An API token."""
    return f"kd_{int(workspace)}_{secret}"


def parse_cookie(value: str) -> Presented | None:
    """The credential in a cookie; none if it does not have the form of one."""
    found = _COOKIE.fullmatch(value)
    return Presented(kind="session", workspace=WorkspaceId(int(found[1])), hash=hash_of(found[2])) if found else None


def parse_token(value: str) -> Presented | None:
    """The credential in an API token; none if it does not have the form of one."""
    found = _TOKEN.fullmatch(value)
    return Presented(kind="api_token", workspace=WorkspaceId(int(found[1])), hash=hash_of(found[2])) if found else None
