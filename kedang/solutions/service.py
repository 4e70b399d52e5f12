"""Verbs of solutions."""

from __future__ import annotations

from typing import assert_never

import msgspec

from kedang.core import access, audit, records
from kedang.core.base import Actor, label_in
from kedang.core.db import WorkspaceTx
from kedang.core.query import Query
from kedang.core.schema import (
    AddField,
    AddObject,
    Change,
    ChangeField,
    ChangeObject,
    FieldInUse,
    OrderFields,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
    load_catalog,
    read_catalog,
    run,
)

from . import store
from .errors import NotApplied, StillInUse
from .files import CUSTOMER_ARCHIVE, find_shipped, in_order, read_shipped
from .merging import changes_of
from .model import Solution, SolutionPlan, Step, Wanted


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A solution that we ship, as it stands to this workspace."""

    key: str
    label: dict[str, str]
    description: dict[str, str] | None
    objects: list[str]
    applied: bool
    current: bool  #: nothing that is shipped waits to be applied


async def find(tx: WorkspaceTx, actor: Actor) -> list[Shown]:
    """The solutions that we ship. Raises ``MayNotManage``."""
    (await access.rights_of(tx, actor)).require_manage("model")
    applied = await store.load_applied(tx)
    found: list[Shown] = []
    for one in map(read_shipped, find_shipped()):
        is_applied = one.key in applied
        found.append(
            Shown(
                key=one.key,
                label=one.label,
                description=one.description,
                objects=[each.key for each in one.objects],
                applied=is_applied,
                current=is_applied and applied[one.key][1] == one,
            )
        )
    return found


async def shipped_of(tx: WorkspaceTx) -> dict[str, frozenset[str]]:
    """The objects that came with a solution that was applied, with the keys of those fields that came with it."""
    applied = [solution for _, solution in (await store.load_applied(tx)).values()]
    return {one.key: frozenset(field.key for field in one.fields) for solution in applied for one in solution.objects}


async def plan(tx: WorkspaceTx, actor: Actor, solution: Solution, *, is_own: bool = False) -> SolutionPlan:
    """What applying would do. Raises ``MayNotManage``."""
    (await access.rights_of(tx, actor)).require_manage("model")
    wanted = await _wanted(tx, solution, is_own=is_own)
    return _shown(solution, wanted)


async def apply(tx: WorkspaceTx, actor: Actor, solution: Solution, *, is_own: bool = False) -> SolutionPlan:
    """Add what is missing and bring what is shipped up to date, leaving what the firm has changed.

    ``is_own``: the files are the firm's own; what they say counts against what the workspace has, and nothing is taken away.
    Raises ``MayNotManage``, ``BadDefinition``, ``BadKey``, ``KeyTaken``.
    """
    (await access.rights_of(tx, actor)).require_manage("model")
    wanted = await _wanted(tx, solution, is_own=is_own)
    if wanted.changes:
        await run(tx, actor, list(wanted.changes))
    before = (await store.load_applied(tx)).get(solution.key)
    is_new = not is_own and (before is None or before[1] != solution)
    revision = await store.insert_applied(tx, solution, by=actor.person) if is_new else before[0] if before else None
    if wanted.changes or is_new:
        await audit.append(tx, actor, "solution.applied", body={"key": solution.key, "revision": revision, "own": is_own, "changes": len(wanted.changes)})
    return _shown(solution, wanted)


async def begin(tx: WorkspaceTx, actor: Actor) -> None:
    """What every workspace begins with: the built-in roles and the customer archive. Safe to repeat; one that the firm removed stays away."""
    await access.install_roles(tx, actor)
    if not (await load_catalog(tx)).objects and not await store.load_applied(tx):
        await apply(tx, actor, read_shipped(CUSTOMER_ARCHIVE))


async def remove(tx: WorkspaceTx, actor: Actor, name: str) -> list[str]:
    """Take the objects of a solution out of use, if none has records; returns their keys.

    Raises ``MayNotManage``, ``NotApplied``, ``StillInUse``, and ``FieldInUse`` where an object of the firm's own leads to one of them.
    """
    rights = await access.rights_now(tx, actor)
    rights.require_manage("model")
    applied = (await store.load_applied(tx)).get(name)
    if applied is None:
        raise NotApplied(name=name)
    catalog = rights.catalog
    present = [catalog.objects[one.key] for one in applied[1].objects if one.key in catalog.objects]
    mine = {one.key for one in present}
    everything = rights.unlimited(because="a solution is removed only while it is empty")
    for one in present:
        for other, field in catalog.incoming[one.key]:
            if other.key not in mine:
                raise FieldInUse(field=one.key, user=f"{other.key}.{field.key}")
        for deleted in (False, True):
            found = msgspec.json.decode(await records.find(tx, everything, Query(object=one.key, limit=1, deleted=deleted)))
            if found["items"]:
                raise StillInUse(object=label_in(one.definition.label, actor.language, tx.language))
    keys = [one.key for one in reversed(in_order(one.definition for one in present))]
    if keys:
        await run(tx, actor, [RetireObject(object=key) for key in keys])
    await store.insert_applied(tx, applied[1], by=actor.person, is_retired=True)
    await audit.append(tx, actor, "solution.removed", body={"key": name})
    return keys


async def _wanted(tx: WorkspaceTx, solution: Solution, *, is_own: bool) -> Wanted:
    present = {key: one.definition for key, one in (await read_catalog(tx)).objects.items()}
    if is_own:
        return changes_of(msgspec.structs.replace(solution, objects=tuple(d for d in present.values() if d.key in _keys(solution))), solution, present)
    before = (await store.load_applied(tx)).get(solution.key)
    return changes_of(before[1] if before else None, solution, present)


def _keys(solution: Solution) -> set[str]:
    return {one.key for one in solution.objects}


def _shown(solution: Solution, wanted: Wanted) -> SolutionPlan:
    return SolutionPlan(solution=solution.key, steps=tuple(_step(change) for change in wanted.changes), kept=wanted.kept)


def _step(change: Change) -> Step:
    match change:
        case AddObject(definition=one):
            return Step(change="add_object", object=one.key)
        case ChangeObject(definition=one):
            return Step(change="change_object", object=one.key)
        case RetireObject(object=key):
            return Step(change="retire_object", object=key)
        case RestoreObject(object=key):
            return Step(change="restore_object", object=key)
        case RestoreField(object=key, field=name):
            return Step(change="restore_field", object=key, field=name)
        case OrderFields(object=key):
            return Step(change="order_fields", object=key)
        case AddField(object=key, definition=field):
            return Step(change="add_field", object=key, field=field.key)
        case ChangeField(object=key, definition=field):
            return Step(change="change_field", object=key, field=field.key)
        case RetireField(object=key, field=name):
            return Step(change="retire_field", object=key, field=name)
        case _:
            assert_never(change)
