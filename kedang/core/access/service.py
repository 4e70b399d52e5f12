"""Verbs of roles."""

from __future__ import annotations

from kedang.core import audit
from kedang.core.base import Actor, PersonId, Reason
from kedang.core.db import WorkspaceTx
from kedang.core.identity import find_bearers
from kedang.core.schema import is_key

from . import store
from .errors import BadRole
from .policy import rights_of
from .roles import BUILT_IN, RoleDefinition


async def save_role(tx: WorkspaceTx, actor: Actor, role: RoleDefinition) -> None:
    """Make a role, or change it, if the actor manages roles. Effective with the next transaction of everybody."""
    (await rights_of(tx, actor)).require_manage("roles")
    if not is_key(role.key):
        raise BadRole(reason=Reason("role_key", f"{role.key!r} cannot be a key", f"{role.key!r} 不能作为标识"))
    revision = await store.insert_role(tx, role, by=actor.person)
    await audit.append(tx, actor, "role.saved", body={"key": role.key, "revision": revision})


async def install_roles(tx: WorkspaceTx, actor: Actor) -> None:
    """The roles that every workspace begins with; those it has already stay as they are."""
    present = await store.load_roles(tx)
    for role in BUILT_IN:
        if role.key not in present:
            await store.insert_role(tx, role, by=actor.person)
            await audit.append(tx, actor, "role.saved", body={"key": role.key, "revision": 1})


async def find_managers(tx: WorkspaceTx, what: str) -> list[PersonId]:
    """Active people whose roles let them manage something of the workspace: whom to tell about it."""
    return await find_bearers(tx, [one.key for one in await find_roles(tx) if what in one.manage or "*" in one.manage])


async def find_roles(tx: WorkspaceTx) -> list[RoleDefinition]:
    """Every role of the workspace, by key."""
    return sorted((await store.load_roles(tx)).values(), key=lambda one: one.key)
