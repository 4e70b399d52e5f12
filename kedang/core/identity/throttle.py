"""The throttle of sign-in: it slows guessing down per account and per address, and locks nobody out for good.

An attempt is counted before its password is looked at and taken back when it was right, so many attempts at once gain nothing. After some free failures each
further one doubles the wait, up to 15 minutes. An address from which an account has signed in before has a count of its own, so that strangers who guess
from elsewhere cannot keep the owner out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from kedang.core.db import InstallationTx

from . import store
from .errors import TooManyAttempts
from .store.accounts import Throttled

FREE = {"account": 5, "pair": 5, "address": 30}  #: failures without a wait
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=1)  #: without an attempt, after which the count begins anew
STRANGERS = "log:strangers"
TOLD = 20  #: attempts at logins that nobody has, of which the log tells in an hour; then one for each doubling
KNOWN = timedelta(days=90)  #: how long an address stays known to an account


@dataclass(frozen=True, kw_only=True)
class Charge:
    """An attempt that was counted."""

    login: str
    address: str
    own: str  #: the subject that counts for the account
    shared: str  #: the subject that counts for the address


def delay(failures: int, free: int) -> timedelta:
    """How long to wait after so many failures."""
    if failures <= free:
        return timedelta()
    return min(LONGEST, timedelta(seconds=2 ** min(failures - free - 1, 20)))


async def charge(tx: InstallationTx, login: str, ip: str | None) -> Charge:
    """Count an attempt. Raises ``TooManyAttempts`` while its account or address must wait."""
    address = _bucket(ip)
    is_known = await store.accounts.is_known(tx, _subject("known", login, address))
    own = _subject("pair", login, address) if is_known else _subject("account", login)
    counted = Charge(login=login, address=address, own=own, shared=_subject("address", address))
    found = await store.accounts.lock_throttled(tx, [counted.own, counted.shared])
    until = max(one.until for one in found.values())
    if until > tx.now:
        raise TooManyAttempts(retry_after=math.ceil((until - tx.now).total_seconds()))
    for one in found.values():
        failures = 1 if tx.now - one.at > FORGOTTEN else one.failures + 1
        wait = delay(failures, FREE[one.subject.split(":")[0]])
        await store.accounts.put_throttled(tx, Throttled(subject=one.subject, failures=failures, until=tx.now + wait, at=tx.now))
    return counted


async def take_back(tx: InstallationTx, counted: Charge) -> None:
    """The password was right: the account starts anew, and the address becomes known to it."""
    shared = (await store.accounts.lock_throttled(tx, [counted.shared]))[counted.shared]
    await store.accounts.put_throttled(tx, replace(shared, failures=max(0, shared.failures - 1), until=tx.now))
    await store.accounts.forget_throttled(tx, [counted.own])
    known = _subject("known", counted.login, counted.address)
    await store.accounts.put_throttled(tx, Throttled(subject=known, failures=0, until=tx.now + KNOWN, at=tx.now))


async def count_stranger(tx: InstallationTx) -> int | None:
    """Count an attempt at a login that nobody has; returns how many there were in this hour if the log shall tell of this one."""
    found = (await store.accounts.lock_throttled(tx, [STRANGERS]))[STRANGERS]
    is_new = found.until <= tx.now
    attempts = 1 if is_new else found.failures + 1
    await store.accounts.put_throttled(tx, Throttled(subject=STRANGERS, failures=attempts, until=tx.now + FORGOTTEN if is_new else found.until, at=tx.now))
    return attempts if attempts <= TOLD or attempts & (attempts - 1) == 0 else None


def _subject(kind: str, *parts: str) -> str:
    return f"{kind}:{sha256('|'.join(parts).encode()).hexdigest()[:32]}"


def _bucket(ip: str | None) -> str:
    """An address; of IPv6 the network that one customer has."""
    try:
        found = ip_address(ip or "")
    except ValueError:
        return "unknown"
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
