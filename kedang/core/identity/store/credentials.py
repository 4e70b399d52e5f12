"""SQL of sessions and API tokens, in a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kedang.core.base import CredentialId
from kedang.core.db import WorkspaceTx
from kedang.core.identity.model import Credential


async def insert(
    tx: WorkspaceTx,
    *,
    id: UUID,
    hash: bytes,
    person: UUID,
    kind: str,
    expires_at: datetime,
    name: str = "",
    scopes: Sequence[str] | None = None,
    csrf: str | None = None,
    ip: str | None = None,
    agent: str | None = None,
) -> bool:
    """Add a credential of an active person, of her present epoch; false if she is not active."""
    touched = await tx.run(
        """
        insert into credential (id, hash, person, kind, name, scopes, epoch, csrf, ip, agent, created_at, last_used_at, expires_at)
        select %(id)s, %(hash)s, p.id, %(kind)s, %(name)s, %(scopes)s, p.epoch, %(csrf)s, %(ip)s, %(agent)s, %(now)s, %(now)s, %(expires_at)s
        from person p where p.id = %(person)s and p.status = 'active'
        """,
        id=id, hash=hash, person=person, kind=kind, name=name, scopes=list(scopes) if scopes is not None else None,
        csrf=csrf, ip=ip, agent=agent, now=tx.now, expires_at=expires_at,
    )  # fmt: skip
    return touched == 1


async def touch(tx: WorkspaceTx, credential: UUID, *, idle: timedelta, absolute: timedelta) -> None:
    """Note that a credential is in use, and let a session live on; a row that another request is writing is left to that one."""
    await tx.run(
        """
        update credential set last_used_at = %(now)s,
            expires_at = case kind when 'session' then least(created_at + %(absolute)s, %(now)s + %(idle)s) else expires_at end
        where id = (select id from credential where id = %(id)s and (last_used_at is null or last_used_at < %(stale)s) for update skip locked)
        """,
        id=credential, now=tx.now, stale=tx.now - timedelta(minutes=1), idle=idle, absolute=absolute,
    )  # fmt: skip


async def load_tokens(tx: WorkspaceTx, person: UUID, *, limit: int) -> list[Credential]:
    """API tokens of a person that still work, newest first."""
    rows = await tx.all(
        """
        select c.id, c.kind, c.name, c.scopes, c.created_at, c.last_used_at, c.expires_at
        from credential c join person p on p.id = c.person and p.epoch = c.epoch
        where c.person = %(person)s and c.kind = 'api_token' and c.revoked_at is null and c.expires_at > %(now)s
        order by c.created_at desc, c.id desc
        limit %(limit)s
        """,
        person=person, now=tx.now, limit=limit,
    )  # fmt: skip
    return [_credential(row) for row in rows]


async def load_sessions(tx: WorkspaceTx, person: UUID, *, limit: int) -> list[Credential]:
    """Sessions of a person that still live, the latest used first."""
    rows = await tx.all(
        """
        select c.id, c.kind, c.name, c.scopes, c.created_at, c.last_used_at, c.expires_at, c.ip, c.agent
        from credential c join person p on p.id = c.person and p.epoch = c.epoch
        where c.person = %(person)s and c.kind = 'session' and c.revoked_at is null and c.expires_at > %(now)s
        order by c.last_used_at desc nulls last, c.id desc
        limit %(limit)s
        """,
        person=person, now=tx.now, limit=limit,
    )  # fmt: skip
    return [replace(_credential(row), ip=str(row["ip"]) if row["ip"] else None, agent=row["agent"]) for row in rows]


async def load_hashes(tx: WorkspaceTx, person: UUID, sessions: Sequence[UUID]) -> list[bytes]:
    """The hashes of a person's sessions that live."""
    rows = await tx.all(
        """
        select hash from credential
        where id = any(%(sessions)s) and person = %(person)s and kind = 'session' and revoked_at is null and expires_at > %(now)s
        order by id
        """,
        sessions=list(sessions), person=person, now=tx.now,
    )  # fmt: skip
    return [bytes(row["hash"]) for row in rows]


async def load(tx: WorkspaceTx, credential: UUID) -> Credential | None:
    """A credential, whether it still works or not."""
    row = await tx.maybe("select id, kind, name, scopes, created_at, last_used_at, expires_at from credential where id = %(id)s", id=credential)
    return _credential(row) if row else None


def _credential(row: dict[str, Any]) -> Credential:  # Any: a row
    return Credential(
        id=CredentialId(row["id"]),
        kind=row["kind"],
        name=row["name"],
        scopes=tuple(row["scopes"]) if row["scopes"] is not None else None,
        created_at=row["created_at"],
        last_used_at=row["last_used_at"],
        expires_at=row["expires_at"],
    )


async def revoke_token(tx: WorkspaceTx, person: UUID, credential: UUID) -> bool:
    """End a person's token; false if she has no such one."""
    touched = await tx.run(
        """
        update credential set revoked_at = %(now)s
        where id = %(id)s and person = %(person)s and kind = 'api_token' and revoked_at is null
        """,
        id=credential, person=person, now=tx.now,
    )  # fmt: skip
    return touched == 1


async def revoke_hash(tx: WorkspaceTx, hash: bytes) -> bool:
    """End the session with this secret; false if it has ended already."""
    return await tx.run("update credential set revoked_at = %(now)s where hash = %(hash)s and revoked_at is null", hash=hash, now=tx.now) == 1


async def revoke_hashes(tx: WorkspaceTx, hashes: Sequence[bytes]) -> list[UUID]:
    """End the sessions with these secrets; returns those that had not ended yet."""
    rows = await tx.all(
        "update credential set revoked_at = %(now)s where hash = any(%(hashes)s) and kind = 'session' and revoked_at is null returning id",
        hashes=list(hashes), now=tx.now,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def delete_hash(tx: WorkspaceTx, hash: bytes) -> None:
    """Take the credential with this secret away."""
    await tx.run("delete from credential where hash = %(hash)s", hash=hash)


async def delete_ended(tx: WorkspaceTx) -> int:
    """Delete what ended more than 90 days ago; returns how many."""
    return await tx.run("delete from credential where least(expires_at, revoked_at) < %(oldest)s", oldest=tx.now - timedelta(days=90))
