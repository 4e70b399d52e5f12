"""From a credential to an ``Actor``: who she is, and what her rights depend on."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from kedang.core.base import Actor, CredentialId, NotFound, PersonId, Unauthenticated
from kedang.core.db import Entered, WorkspaceTx

from . import store
from .model import Standing

CACHED = 10_000  #: persons whose standing one process remembers


# Keyed by what the transaction's first statement says at this moment; every change of roles, departments or their members raises the revision.
_standings: OrderedDict[tuple[str, int, UUID, int], Standing] = OrderedDict()


async def standing_of(tx: WorkspaceTx, person: UUID) -> Standing:
    """Roles and departments of a person."""
    key = (tx.connection.info.dbname, tx.workspace, person, tx.policy_revision)
    known = _standings.get(key)
    if known is not None:
        return known
    standing, revision = await store.people.load_standing(tx, person)
    # A transaction that has itself raised the revision must not leave behind what may yet be rolled back.
    if revision == tx.policy_revision:
        _standings[key] = standing
        while len(_standings) > CACHED:
            _standings.popitem(last=False)
    return standing


def forget_standings() -> None:
    """Forget what is remembered: for tests that roll back, and after a restore, where a revision may come a second time."""
    _standings.clear()


async def actor_of(tx: WorkspaceTx, *, request: str = "", ip: str | None = None) -> Actor:
    """The person behind the credential that this transaction was entered with. Raises ``Unauthenticated`` without a valid one."""
    entered = tx.entered
    if entered is None:
        raise Unauthenticated
    standing = await standing_of(tx, entered.person)
    return _actor(tx, entered, standing, request, ip)


async def requester(tx: WorkspaceTx, person: UUID, *, via: str, language: str, request: str) -> Actor:
    """Who asked for work that is done later, with the rights that she has today: none once she has been disabled. Raises ``NotFound``."""
    found = await store.people.load(tx, person)
    if found is None:
        raise NotFound
    standing = await standing_of(tx, person)
    return Actor(
        workspace=tx.workspace, person=PersonId(person), name=found.name, roles=standing.roles if found.status == "active" else (),
        departments=standing.departments, departments_below=standing.departments_below, via=via, language=language, zone=found.zone, request=request,
    )  # fmt: skip


def _actor(tx: WorkspaceTx, entered: Entered, standing: Standing, request: str, ip: str | None) -> Actor:
    return Actor(
        workspace=tx.workspace,
        person=PersonId(entered.person),
        name=entered.name,
        roles=standing.roles,
        departments=standing.departments,
        departments_below=standing.departments_below,
        via=entered.kind,
        credential=CredentialId(entered.credential),
        language=entered.language,
        zone=entered.zone,
        request=request,
        ip=ip,
    )
