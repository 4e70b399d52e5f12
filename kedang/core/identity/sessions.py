"""Sessions and API tokens: rows of the workspace, known by the hash of a secret, ended all at once by the person's epoch."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from kedang.core import audit
from kedang.core.base import Actor, CredentialId, NotFound, PersonId, new_id
from kedang.core.db import WorkspaceTx

from . import store
from .errors import SessionNeeded
from .model import Credential
from .secret import hash_of, new_secret, token_of

Scope = Literal["read", "write", "manage"]
TOUCH_EVERY = 60.0  #: seconds
REMEMBERED = 10_000  #: credentials


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """How long a session lives."""

    idle: timedelta  #: without use
    absolute: timedelta  #: in any case


_touched: OrderedDict[UUID, float] = OrderedDict()


async def touch(tx: WorkspaceTx, lifetime: Lifetime) -> None:
    """Note that the caller's credential is in use, at most once a minute."""
    if tx.entered is None:
        return
    credential, now = tx.entered.credential, time.monotonic()
    if now - _touched.get(credential, -TOUCH_EVERY) < TOUCH_EVERY:
        return
    _touched[credential] = now
    _touched.move_to_end(credential)
    while len(_touched) > REMEMBERED:
        _touched.popitem(last=False)
    await store.credentials.touch(tx, credential, idle=lifetime.idle, absolute=lifetime.absolute)


async def create_token(tx: WorkspaceTx, actor: Actor, *, name: str, scopes: Sequence[Scope] | None, days: int) -> tuple[Credential, str]:
    """An API token of the actor herself, and the secret text that is shown once. A token cannot make tokens."""
    if actor.via == "api_token" or actor.person is None:
        raise SessionNeeded
    return await create_token_for(tx, actor, actor.person, name=name, scopes=scopes, days=days)


async def create_token_for(tx: WorkspaceTx, actor: Actor, person: PersonId, *, name: str, scopes: Sequence[Scope] | None, days: int) -> tuple[Credential, str]:
    """An API token of a person, made by the operator of the installation or by herself. Raises ``NotFound`` for one who is not active."""
    secret, number = new_secret(), CredentialId(new_id())
    expires = tx.now + timedelta(days=days)
    made = await store.credentials.insert(tx, id=number, hash=hash_of(secret), person=person, kind="api_token", name=name, scopes=scopes, expires_at=expires)
    if not made:
        raise NotFound
    await audit.append(tx, actor, "token.created", body={"token": str(number), "person": str(person)})
    token = Credential(
        id=number, kind="api_token", name=name, scopes=tuple(scopes) if scopes is not None else None, created_at=tx.now, last_used_at=None, expires_at=expires
    )
    return token, token_of(tx.workspace, secret)


async def find_tokens(tx: WorkspaceTx, actor: Actor, *, limit: int = 200) -> list[Credential]:
    """The actor's own tokens that still work, newest first."""
    return await store.credentials.load_tokens(tx, actor.person, limit=limit) if actor.person else []


async def get_token(tx: WorkspaceTx, actor: Actor, token: UUID) -> Credential:
    """One of the actor's own tokens. Raises ``NotFound``."""
    found = next((one for one in await find_tokens(tx, actor) if one.id == token), None)
    if found is None:
        raise NotFound
    return found


async def revoke_token(tx: WorkspaceTx, actor: Actor, token: UUID) -> None:
    """End one of the actor's own tokens. Raises ``NotFound``."""
    if actor.person is None or not await store.credentials.revoke_token(tx, actor.person, token):
        raise NotFound
    await audit.append(tx, actor, "token.revoked", body={"token": str(token)})


async def open_session(
    tx: WorkspaceTx, person: PersonId, *, hash: bytes, csrf: str, lifetime: Lifetime, ip: str | None, agent: str | None
) -> CredentialId | None:
    """Write a session into a workspace; none if the person is not active there."""
    number = CredentialId(new_id())
    expires = tx.now + min(lifetime.idle, lifetime.absolute)
    made = await store.credentials.insert(
        tx, id=number, hash=hash, person=person, kind="session", csrf=csrf, expires_at=expires, ip=ip, agent=(agent or "")[:200]
    )
    return number if made else None
