"""Who may manage people. What a role allows is defined above this package, so the answer is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from kedang.core.base import Actor, Forbidden
from kedang.core.db import WorkspaceTx

from .errors import OwnRoles
from .model import Person

STRONG = ("*", "roles", "people")  #: rights by which one could give oneself any other


class MayManage(Protocol):
    """Says whether the roles of an actor let her manage something: ``people``, ``roles``, ``model`` …, or ``*``, everything."""

    async def __call__(self, tx: WorkspaceTx, actor: Actor, what: str, /) -> bool:
        """Whether she may."""
        ...


async def check_people(tx: WorkspaceTx, actor: Actor, may_manage: MayManage) -> None:
    """Raise ``Forbidden`` unless the actor manages people."""
    if not (actor.is_system or await may_manage(tx, actor, "people")):
        raise Forbidden


async def check_over(tx: WorkspaceTx, actor: Actor, person: Person, may_manage: MayManage) -> None:
    """Raise ``Forbidden`` unless the actor may manage this person: who manages people is herself managed by those who manage everything only."""
    await check_people(tx, actor, may_manage)
    if actor.is_system or actor.person == person.id:
        return
    if await _is_strong(tx, actor, person.roles, may_manage) and not await may_manage(tx, actor, "*"):
        raise Forbidden


async def check_roles(tx: WorkspaceTx, actor: Actor, person: Person, roles: tuple[str, ...], may_manage: MayManage) -> None:
    """Raise ``Forbidden`` unless the actor may give a person these roles."""
    if actor.is_system or await may_manage(tx, actor, "*"):
        return
    if actor.person == person.id:
        raise OwnRoles
    if await _is_strong(tx, actor, roles, may_manage):
        raise Forbidden


async def roles_out_of_reach(tx: WorkspaceTx, actor: Actor, roles: Iterable[str], may_manage: MayManage) -> set[str]:
    """Of some roles those that the actor may not give, and whose holders she may not change."""
    if actor.is_system or await may_manage(tx, actor, "*"):
        return set()
    return {role for role in set(roles) if await _is_strong(tx, actor, (role,), may_manage)}


async def _is_strong(tx: WorkspaceTx, actor: Actor, roles: tuple[str, ...], may_manage: MayManage) -> bool:
    other = replace(actor, roles=roles, is_system=False)
    return any([await may_manage(tx, other, what) for what in STRONG])
