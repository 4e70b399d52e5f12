"""Passwords: Argon2id in threads, and which passwords are refused.

A login that nobody has is checked against a dummy hash of the same parameters, so that the answer takes as long as for one that somebody has.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from kedang.core.base import Busy, fold

from .errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

T = TypeVar("T")

SHORTEST, LONGEST = 12, 256
WAITING = 64  #: sign-ins that may wait for a thread; more are told to try again
THREADS = 2

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="argon2")
_waiting = [0]


async def hash_password(password: str) -> str:
    """The PHC string of a password."""
    return await _in_thread(_hash, _normal(password))


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether a password is the one whose PHC string is stored; false without one, after the same work."""
    is_right = await _in_thread(_verify, stored or dummy(), _normal(password))
    return is_right and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a PHC string was made under other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def dummy() -> str:
    """The PHC string of a password that nobody has."""
    return _hasher.hash("\x00 nobody has this password")


def _normal(password: str) -> str:
    # NFKC, as NIST SP 800-63B advises: the same keys on another keyboard must open the same door.
    return unicodedata.normalize("NFKC", password)[: LONGEST * 4]


def _hash(password: str) -> str:
    return _hasher.hash(password)


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


async def _in_thread(work: Callable[..., T], *values: str) -> T:
    if _waiting[0] >= WAITING:
        raise Busy(retry_after=5)
    _waiting[0] += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *values)
    finally:
        _waiting[0] -= 1


def check_password(password: str, context: Iterable[str] = ()) -> None:
    """Raise if a new password is too short, too long, or easy to guess by those who know the context: names and logins."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise PasswordTooShort(field="password", limit=SHORTEST)
    if len(normal) > LONGEST:
        raise PasswordTooLong(field="password", limit=LONGEST)
    folded = fold(normal)
    if folded in _common() or len(set(folded)) < 5 or _is_repeated(folded) or _is_made_of(folded, context):
        raise PasswordTooCommon(field="password")


@cache
def _common() -> frozenset[str]:
    text = (files("kedang.core.identity") / "common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _is_repeated(password: str) -> bool:
    """One short piece again and again."""
    return re.fullmatch(r"(.{1,6})\1+.{0,2}", password) is not None


def _is_made_of(password: str, context: Iterable[str]) -> bool:
    """Common words and names that others know, with little besides."""
    rest = password
    words = {fold(word).strip() for word in context} | {"kedang", "客档", "password", "admin", "qwerty", "123456", "20"}
    for word in sorted((w for w in words if len(w) >= 2), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 6 and len(rest) < len(password)
