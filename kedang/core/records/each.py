"""Changes of many records, each by itself: what one may not have or cannot take stays as it is, with the reason, and the others are changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from kedang.core.access import Rights
from kedang.core.base import KedangError
from kedang.core.db import WorkspaceTx

from . import references
from .deleting import delete_many, restore_many
from .errors import MayNotRecord, NoSuchRecord
from .model import Origin, Values, Written
from .updating import Edit, lock, refusal, update_many
from .values import parse

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What became of one record: changed, left as it was already, or refused with the reason."""

    id: UUID
    error: KedangError | None = None
    is_changed: bool = False


async def check_values(tx: WorkspaceTx, rights: Rights, object_key: str, values: Values) -> None:
    """Whether values could stand in some record. Raises ``NoSuchObject``, ``UnknownField``, ``MayNotEdit``, ``Rejected``."""
    one = rights.catalog.object(object_key)
    parsed = parse(one, rights.of(object_key), values, is_new=False)
    await references.check(tx, rights, one, [parsed])


async def held_of(tx: WorkspaceTx, rights: Rights, object_key: str, ids: Sequence[UUID], key: str) -> dict[UUID, object]:
    """What a field holds in those of some records that the actor may see, locked by this: to compute new values from, not to show."""
    one = rights.catalog.object(object_key)
    present = await lock(tx, rights, one, ids, [key])
    return {id: found.plain(one, key) for id, found in present.items()}


async def update_each(tx: WorkspaceTx, rights: Rights, object_key: str, edits: Sequence[Edit], *, origin: Origin) -> list[Outcome]:
    """Change those that can be changed; outcomes in the order of the edits. Raises ``NoSuchObject``."""
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    present = await lock(tx, rights, one, [edit.id for edit in edits], sorted({key for edit in edits for key in edit.values if key in one.fields}))
    before = {id: cast("int", found.row["version"]) for id, found in present.items()}
    told: dict[UUID, Outcome] = {}
    for edit in edits:
        if why := refusal(rights, one, present.get(edit.id), edit.values, is_former=origin.is_former):
            told[edit.id] = Outcome(edit.id, why)

    async def write(some: Sequence[Edit]) -> list[Outcome]:
        written = await update_many(tx, rights, object_key, some, origin=origin)
        return [Outcome(w.id, is_changed=w.version > before[w.id]) for w in written]

    told |= await _halves(tx, [edit for edit in edits if edit.id not in told], write, lambda edit: edit.id)
    return [told[edit.id] for edit in edits]


async def delete_each(tx: WorkspaceTx, rights: Rights, object_key: str, ids: Sequence[UUID], *, origin: Origin) -> list[Outcome]:
    """Into the recycle bin with those that may go there; outcomes in the order of the ids. Raises ``NoSuchObject``."""
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    present = await lock(tx, rights, one, ids, [])
    told = {id: Outcome(id, NoSuchRecord()) for id in ids if id not in present}
    told |= {id: Outcome(id, MayNotRecord(action="delete")) for id, found in present.items() if found.row.get("may_delete") is False}

    async def write(some: Sequence[UUID]) -> list[Outcome]:
        return _changed(await delete_many(tx, rights, object_key, dict.fromkeys(some), origin=origin))

    told |= await _halves(tx, [id for id in ids if id not in told], write, lambda one_id: one_id)
    return [told[id] for id in ids]


async def restore_each(tx: WorkspaceTx, rights: Rights, object_key: str, ids: Sequence[UUID], *, origin: Origin) -> list[Outcome]:
    """Out of the recycle bin with those that are there and fit; outcomes in the order of the ids. Raises ``NoSuchObject``."""
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    present = await lock(tx, rights, one, ids, [], deleted=True)
    told = {id: Outcome(id, NoSuchRecord()) for id in ids if id not in present}

    async def write(some: Sequence[UUID]) -> list[Outcome]:
        return _changed(await restore_many(tx, rights, object_key, some, origin=origin))

    told |= await _halves(tx, [id for id in ids if id in present], write, lambda one_id: one_id)
    return [told[id] for id in ids]


def _changed(written: Sequence[Written]) -> list[Outcome]:
    return [Outcome(w.id, is_changed=True) for w in written]


async def _halves(
    tx: WorkspaceTx, some: Sequence[T], write: Callable[[Sequence[T]], Awaitable[list[Outcome]]], id_of: Callable[[T], UUID]
) -> dict[UUID, Outcome]:
    """All at once, and if that fails, halves by themselves, down to the single ones that are at fault."""
    if not some:
        return {}
    try:
        async with tx.connection.transaction():
            return {one.id: one for one in await write(some)}
    except KedangError as error:
        if len(some) == 1:
            return {id_of(some[0]): Outcome(id_of(some[0]), error)}
        half = len(some) // 2
        return {**await _halves(tx, some[:half], write, id_of), **await _halves(tx, some[half:], write, id_of)}
