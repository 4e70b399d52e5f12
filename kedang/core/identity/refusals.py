"""Attempts to sign in that failed, as the log tells of them: when, from where, and at whose account.

The throttle bounds how often an account can be tried. Logins that nobody has are without number, so of these the log of the first workspace gets the
first few of each hour, and from then on one entry for each doubling. What was typed is never written: it may be a password in the wrong box.
"""

from __future__ import annotations

from kedang.core import audit
from kedang.core.base import Actor, WorkspaceId
from kedang.core.db import Database, WorkspaceTx

from . import store, throttle
from .model import Account


async def log_refusal(database: Database, account: Account | None, action: str, *, reason: str, ip: str | None) -> None:
    """Write that somebody was refused: into the log of every workspace of the account, or of the first one where nobody has the login."""
    if account is None:
        await _log_stranger(database, action, ip)
        return
    async with database.installation() as tx:
        memberships = await store.accounts.load_memberships(tx, account.id)
    for one in memberships:
        async with database.workspace(one.workspace) as tx:
            await append(tx, action, person=str(one.person), reason=reason, ip=ip)


async def append(tx: WorkspaceTx, action: str, *, person: str, reason: str, ip: str | None) -> None:
    """One entry about a person of this workspace; who tried it is not known, so nobody is named as the actor."""
    await audit.append(tx, _somebody(tx.workspace, ip), action, outcome="denied", reason=reason, body={"person": person})


async def _log_stranger(database: Database, action: str, ip: str | None) -> None:
    async with database.installation() as tx:
        attempts = await throttle.count_stranger(tx)
        workspace = await store.accounts.load_first_workspace(tx) if attempts is not None else None
    if workspace is not None:
        async with database.workspace(workspace) as tx:
            await audit.append(tx, _somebody(workspace, ip), action, outcome="denied", reason="unknown login", body={"attempts": attempts})


def _somebody(workspace: WorkspaceId, ip: str | None) -> Actor:
    return Actor(workspace=workspace, person=None, name="sign-in", roles=(), via="session", ip=ip, is_system=True)
