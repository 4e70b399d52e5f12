"""Cursors: a position in an order, encrypted (AES-SIV) and bound to the query and the caller."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from .errors import InvalidCursor
from .model import Query


@dataclass(frozen=True)
class Position:
    """The keys of a row, as texts, and which way to go on from it."""

    values: list[str | None]
    backwards: bool


def _binding(query: Query, caller: str) -> bytes:
    plain = msgspec.json.encode((query.object, query.fields, repr(query.where), repr(query.sort), query.search, repr(query.expand), query.deleted, caller))
    return hashlib.sha256(plain).digest()


def seal(key: bytes, query: Query, caller: str, values: list[str | None], *, backwards: bool) -> str:
    """A cursor for a position."""
    box = AESSIV(key).encrypt(msgspec.json.encode((values, backwards)), [_binding(query, caller)])
    return base64.urlsafe_b64encode(box).decode().rstrip("=")


def unseal(key: bytes, query: Query, caller: str, *, width: int) -> Position | None:
    """The position of a query's cursor; none without one. Raises ``InvalidCursor``."""
    if query.cursor is None:
        return None
    try:
        box = base64.urlsafe_b64decode(query.cursor + "=" * (-len(query.cursor) % 4))
        values, backwards = msgspec.json.decode(AESSIV(key).decrypt(box, [_binding(query, caller)]), type=tuple[list[str | None], bool])
    except (ValueError, InvalidTag, msgspec.DecodeError):
        raise InvalidCursor(field="cursor") from None
    if len(values) != width:
        raise InvalidCursor(field="cursor")
    return Position(values, backwards)
