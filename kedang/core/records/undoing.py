"""Taking back a batch: what it created goes into the recycle bin, what it changed gets its former values, what it deleted comes back.

A record that was only changed gets its fields back unless somebody has changed one of them since; then it is left as it is and listed, as is a record that was
made or moved and touched since. So is what others lean on: a record that was made later may refer to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from psycopg.rows import DictRow

from kedang.core import audit
from kedang.core.access import Rights
from kedang.core.base import BatchId, KedangError, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object

from .deleting import delete, delete_many, restore, restore_many
from .each import Outcome, delete_each, restore_each, update_each
from .errors import NoSuchRecord, NothingToUndo, Stale, Touched
from .model import Origin, Written
from .referring import leaned_on
from .updating import Edit, update

KEPT = timedelta(days=30)
CHUNK = 1_000


@dataclass(frozen=True)
class Undone:
    """What taking back a batch did, and which records it left: somebody has touched them since, others refer to them, or they may not be changed."""

    deleted: int = 0
    reverted: int = 0
    restored: int = 0
    left: list[RecordRef] = field(default_factory=list[RecordRef])


async def undo(tx: WorkspaceTx, rights: Rights, batch: BatchId) -> Undone:
    """Take back a batch of one's own, or anybody's if one manages imports. Raises ``NoSuchRecord``, ``NothingToUndo``."""
    kind = await claim(tx, rights, batch)
    changes = await _changes(tx, batch)
    origin = Origin(batch=None, reason=f"undo {batch}", is_former=True)
    made = _by_object(rights, [change for change in changes if _is_new(change)])
    others = [change for change in changes if not _is_new(change)]
    held = await leaned_on(tx, rights.catalog, made, besides=_by_object(rights, [change for change in others if _is_untouched(change) or _is_written(change)]))
    made = {key: ids - held.get(key, set()) for key, ids in made.items()}
    await _remove(tx, rights, made, origin)
    counts = Counter(deleted=0, reverted=0, restored=0)
    left: list[RecordRef] = []
    # Backwards: a record that points to another was made after it.
    for change in others:
        one = rights.catalog.by_number.get(change["object"])
        if one is None:
            continue
        done = await _one(tx, rights, one, change, origin)
        if done:
            counts[done] += 1
        else:
            left.append(RecordRef(object=one.key, id=change["record"]))
    needed = await _return_needed(tx, rights, made, origin) if left else {}
    counts["deleted"] += sum(len(ids) for ids in made.values()) - sum(len(ids) for ids in needed.values())
    left += [RecordRef(object=key, id=id) for some in (held, needed) for key, ids in some.items() for id in sorted(ids)]
    await audit.append(tx, rights.actor, f"{kind}.undone", body={"batch": str(batch), **counts, "left": len(left)})
    return Undone(**counts, left=left)


async def claim(tx: WorkspaceTx, rights: Rights, batch: BatchId) -> str:
    """Note that a batch of one's own, or anybody's if one manages imports, is taken back by this transaction; returns its kind.

    Raises ``NoSuchRecord``, ``NothingToUndo``.
    """
    row = await tx.maybe("select kind, actor, at, undone_at from batch where id = %(id)s for update", id=batch)
    if row is None or (row["actor"] != rights.actor.person and not rights.may_manage("imports")):
        raise NoSuchRecord
    if row["undone_at"] is not None or row["at"] < tx.now - KEPT:
        raise NothingToUndo
    await tx.run("update batch set undone_at = %(now)s, undone_by = %(by)s where id = %(id)s", now=tx.now, by=rights.actor.person, id=batch)
    return str(row["kind"])


async def undo_some(tx: WorkspaceTx, rights: Rights, batch: BatchId, object_key: str, ids: Sequence[UUID], *, origin: Origin) -> list[Outcome]:
    """Take back what a claimed batch, which made no records, did to some records of one object; outcomes in the order of the ids.

    Fields that somebody has changed since leave their record as it is, other fields do not. Raises ``NoSuchObject``.
    """
    one = rights.catalog.object(object_key)
    changes = {change["record"]: change for change in await _changes(tx, batch, ids)}
    moved = {id: change for id, change in changes.items() if change["final"] in {"deleted", "restored"}}
    told = {id: Outcome(id, Touched()) for id in ids if id not in changes or (id in moved and not _is_untouched(moved[id]))}
    back = [id for id in ids if id not in told and id in moved and moved[id]["final"] == "deleted"]
    away = [id for id in ids if id not in told and id in moved and moved[id]["final"] == "restored"]
    written = [changes[id] for id in ids if id not in told and id not in moved]
    edits = [Edit(change["record"], former(one, change["deltas"] or []), change["last"]) for change in written]
    some = [
        *await restore_each(tx, rights, object_key, back, origin=origin),
        *await delete_each(tx, rights, object_key, away, origin=origin),
        *await update_each(tx, rights, object_key, edits, origin=origin),
    ]
    told |= {one.id: Outcome(one.id, Touched()) if isinstance(one.error, Stale) else one for one in some}
    return [told[id] for id in ids]


async def _changes(tx: WorkspaceTx, batch: BatchId, ids: Sequence[UUID] | None = None) -> Sequence[DictRow]:
    """For each record of the batch, or of some of them: its first and last version in it, what was done first, and the values before."""
    return await tx.all(
        """
        select b.*, (select max(c.version) from change c where c.object = b.object and c.record = b.record) as present from (
            select object, record, min(version) as first, max(version) as last, count(*) as times, (array_agg(kind order by version))[1] as kind, max(at) as at,
                max(id::text) as id, (array_agg(kind order by version desc))[1] as final,
                array_agg(delta order by version) filter (where delta is not null) as deltas
            from change where batch = %(batch)s and (%(ids)s::uuid[] is null or record = any(%(ids)s::uuid[])) group by object, record
        ) b order by at desc, id desc
        """,
        batch=batch, ids=None if ids is None else list(ids),
    )  # fmt: skip


def _is_new(change: DictRow) -> bool:
    """Whether the batch made a record that nobody has touched since."""
    return change["kind"] == "created" and change["final"] != "deleted" and _is_untouched(change)


def _is_untouched(change: DictRow) -> bool:
    """Whether only the batch has changed the record since the batch first did, not even between two changes of its own."""
    return change["last"] == change["present"] and change["times"] == change["last"] - change["first"] + 1


def _is_written(change: DictRow) -> bool:
    """Whether the batch only changed values of the record, with nobody between two changes of its own: the fields that nobody has changed since go back."""
    is_whole = change["times"] == change["last"] - change["first"] + 1
    return is_whole and change["kind"] not in {"created", "restored", "deleted"} and change["final"] not in {"restored", "deleted"}


def _by_object(rights: Rights, changes: Sequence[DictRow]) -> dict[str, set[UUID]]:
    """The records of some changes; those of objects that are gone are gone, too."""
    found: dict[str, set[UUID]] = {}
    for change in changes:
        one = rights.catalog.by_number.get(change["object"])
        if one is not None:
            found.setdefault(one.key, set()).add(change["record"])
    return found


async def _remove(tx: WorkspaceTx, rights: Rights, made: Mapping[str, Set[UUID]], origin: Origin) -> None:
    """Into the recycle bin, by sets. Whoever made records may take them back as long as nobody has touched them, even without the right to delete."""
    whole = rights.unlimited(because="undo of an own batch")
    for key, ids in made.items():
        some = sorted(ids)
        for at in range(0, len(some), CHUNK):
            await delete_many(tx, whole, key, dict.fromkeys(some[at : at + CHUNK]), origin=origin)


async def _return_needed(tx: WorkspaceTx, rights: Rights, made: Mapping[str, Set[UUID]], origin: Origin) -> dict[str, set[UUID]]:
    """Out of the recycle bin again with what a record refers to that should have got its former values, and could not."""
    needed = await leaned_on(tx, rights.catalog, made, besides={})
    whole = rights.unlimited(because="undo of an own batch")
    for key, ids in needed.items():
        await restore_many(tx, whole, key, sorted(ids), origin=origin)
    return needed


async def _one(tx: WorkspaceTx, rights: Rights, one: Object, change: DictRow, origin: Origin) -> str | None:
    """Which count it belongs to; none if the record was left as it is."""
    ref = RecordRef(object=one.key, id=change["record"])
    if not _is_untouched(change) and not _is_written(change):
        return None
    try:
        async with tx.connection.transaction():
            return await _revert(tx, rights, one, ref, change, origin)
    except KedangError:
        return None


async def _revert(tx: WorkspaceTx, rights: Rights, one: Object, ref: RecordRef, change: DictRow, origin: Origin) -> str:
    if change["kind"] == "created":
        if change["final"] != "deleted":
            await delete(tx, rights, ref, origin=origin)
        return "deleted"
    if change["kind"] == change["final"] == "restored":
        await delete(tx, rights, ref, origin=origin)
        return "reverted"
    if change["final"] == "deleted":
        await restore(tx, rights, ref, origin=origin)
        if not change["deltas"]:
            return "restored"
    # As in ``undo_some``: by the version, so that a field that somebody has changed since keeps the record as it is.
    await put_back(tx, rights, one, ref, change["deltas"] or [], origin, since=change["last"] if _is_written(change) else None)
    return "restored" if change["final"] == "deleted" else "reverted"


def part_of(one: Object, deltas: Sequence[dict[str, list[object]]], *, references: bool) -> list[dict[str, list[object]]]:
    """The references among some changes, or all but them."""
    keys = {f.history_key for f in one.fields.values() if f.kind.family in {"reference", "references"}}
    return [{name: pair for name, pair in delta.items() if (name in keys) is references} for delta in deltas]


async def put_back(
    tx: WorkspaceTx, rights: Rights, one: Object, ref: RecordRef, deltas: Sequence[dict[str, list[object]]], origin: Origin, *, since: int | None = None
) -> Written | None:  # fmt: skip
    """Give fields the values that they had before the first of some changes. Raises ``Stale`` if others have changed them after version ``since``."""
    values = former(one, deltas)
    return await update(tx, rights, ref, values, version=since, origin=origin) if values else None


def former(one: Object, deltas: Sequence[Mapping[str, list[object]]]) -> dict[str, object]:
    """The values that fields had before the first of some changes."""
    found: dict[str, object] = {}
    for delta in deltas:
        for name, pair in delta.items():
            known = one.field_by_history_key.get(name)
            if known is not None:
                found.setdefault(known.key, pair[0])
    return found
