"""Two or more records become one: values by choice, everything that pointed to any of them points to the one that stays; undo for 30 days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from kedang.core import audit, outbox
from kedang.core.access import Rights
from kedang.core.base import BatchId, RecordRef, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level, is_readable_object, title_of
from kedang.core.schema import Field, Object, Refused, UnknownField, id_of

from . import history, store, titles
from .batching import begin
from .checks import duplicate
from .errors import MayNotEdit, MayNotRecord, NoSuchRecord, NothingToUndo, NotMergeable
from .events import RecordChanged
from .levels import levels_of
from .model import Origin, Values, Written
from .undoing import KEPT, part_of, put_back
from .updating import Present, lock, update
from .values import called

MOST = 20


@dataclass(frozen=True)
class Merged:
    """The record that stays, the batch by which it can be undone, and how many references were moved, by object."""

    written: Written
    batch: BatchId
    moved: Mapping[str, int]


async def merge(tx: WorkspaceTx, rights: Rights, object_key: str, into: UUID, others: Sequence[UUID], *, values: Values, version: int | None = None) -> Merged:
    """Merge ``others`` into a record, which then gets ``values``. The others go into the recycle bin; their history stands with the one that stays.

    Raises ``NoSuchRecord``, ``MayNotRecord``, ``NotMergeable``, and as ``update``.
    """
    one = rights.catalog.object(object_key)
    rights.require(object_key, "merge")
    ids = [into, *others]
    if len(set(ids)) != len(ids) or not 2 <= len(ids) <= MOST:
        raise NotMergeable(most=MOST)
    present = await lock(tx, rights, one, ids, [])
    for id in ids:
        _may(present.get(id))
    batch = BatchId(new_id())
    origin = Origin(batch=batch, reason="merge", is_silent=True, is_former=True)
    await begin(tx, rights, batch, "merge", one.number)
    # First away with the others: their unique values may be chosen for the one that stays. References last: moving them is no edit that could conflict.
    await _retire(tx, rights, one, into, [present[id] for id in others], origin)
    ref = RecordRef(object=object_key, id=into)
    await update(tx, rights, ref, _without(one, values, set(others)), version=version, origin=origin)
    moved = await _move_references(tx, rights, one, into, others, origin)
    written = Written(id=into, version=await store.version_of(tx, one, into))
    summary = {"into": str(into), "others": [str(id) for id in others], "moved": moved}
    await tx.run("update batch set summary = %(summary)s where id = %(id)s", summary=Jsonb(summary), id=batch)
    await audit.append(tx, rights.actor, "record.merged", object=one.number, record=into, version=written.version, body={"batch": str(batch)})
    await outbox.emit_many(tx, [RecordChanged(object=one.key, record=id, version=0, what="merged") for id in ids])
    return Merged(written, batch, {key: len(rows) for key, rows in moved.items()})


@dataclass(frozen=True, kw_only=True)
class PastMerge:
    """A merge into a record, as it is told of later."""

    batch: BatchId
    at: datetime
    until: datetime  #: until when it can be undone
    actor: Mapping[str, object] | None
    number: int  #: how many records went into it
    titles: list[str]  #: of those that the reader could see in the recycle bin


def _without(one: Object, values: Values, gone: set[UUID]) -> Values:
    """The values, without references to records that are merged away: these would lead from the one that stays to itself."""
    return {key: _left(value, gone) if key in one.fields and one.fields[key].target == one.key else value for key, value in values.items()}


def _left(value: object, gone: set[UUID]) -> object:
    if isinstance(value, list):
        return [each for each in cast("list[object]", value) if _left(each, gone) is not None]
    try:
        return None if id_of(value) in gone else value
    except Refused:
        return value  # what is no id is refused where every value is read


def _may(present: Present | None) -> None:
    if present is None:
        raise NoSuchRecord
    for action in ("merge", "update"):
        if present.row.get(f"may_{action}") is False:
            raise MayNotRecord(action=action)


async def _retire(tx: WorkspaceTx, rights: Rights, one: Object, into: UUID, others: Sequence[Present], origin: Origin) -> None:
    ids = [other.row["id"] for other in others]
    await store.mark_deleted(tx, one, ids, at=tx.now, by=rights.actor.person, batch=origin.batch)
    await titles.delete(tx, ids)
    changes = [history.Change(other.row["id"], other.row["version"] + 1, "merged") for other in others]
    await history.append(tx, rights.actor, one, changes, origin, "record.merged_away")
    await tx.run(
        "insert into merged (record, into_record, batch) select r, %(into)s, %(batch)s from unnest(%(ids)s::uuid[]) r", into=into, batch=origin.batch, ids=ids
    )


async def _move_references(tx: WorkspaceTx, rights: Rights, one: Object, into: UUID, others: Sequence[UUID], origin: Origin) -> dict[str, list[str]]:
    """Whatever pointed to the others points to the one that stays, in sight of the actor or not."""
    moved: dict[str, list[str]] = {}
    for other, field in rights.catalog.incoming[one.key]:
        move = _move_links if field.kind.name == "relations" else _move_column
        if rows := await move(tx, rights, other, field, into, others, origin):
            moved[f"{other.key}.{field.key}"] = rows
    return moved


async def _move_column(tx: WorkspaceTx, rights: Rights, other: Object, field: Field, into: UUID, others: Sequence[UUID], origin: Origin) -> list[str]:
    column, table = Identifier(field.columns[0]), Identifier(tx.schema, other.table)
    rows = await tx.all(
        SQL(
            "with old as (select id, {column} as former from {table} where {column} = any(%(others)s::uuid[]) order by id for no key update)"
            " update {table} t set {column} = case when t.id = %(into)s then null else %(into)s end, version = t.version + 1, updated_at = %(now)s,"
            " updated_by = %(by)s from old where old.id = t.id returning t.id, t.version, old.former, t.{column} as present"
        ).format(column=column, table=table),
        others=list(others), into=into, now=tx.now, by=rights.actor.person,
    )  # fmt: skip
    changes = [
        history.Change(r["id"], r["version"], "updated", {field.history_key: (str(r["former"]), str(r["present"]) if r["present"] else None)}) for r in rows
    ]
    if changes:
        await history.append(tx, rights.actor, other, changes, origin, "record.updated")
    return [str(r["id"]) for r in rows]


async def _move_links(tx: WorkspaceTx, rights: Rights, other: Object, field: Field, into: UUID, others: Sequence[UUID], origin: Origin) -> list[str]:
    links = Identifier(tx.schema, field.link_table)
    rows = await tx.all(SQL("select distinct source from {} where target = any(%(others)s::uuid[]) order by source").format(links), others=list(others))
    sources = [row["source"] for row in rows]
    if not sources:
        return []
    before = await store.links(tx, field, sources)
    gone = set(others)
    changes: list[history.Change] = []
    versions = await tx.all(
        SQL("update {} set version = version + 1, updated_at = %(now)s, updated_by = %(by)s where id = any(%(ids)s::uuid[]) returning id, version").format(
            Identifier(tx.schema, other.table)
        ),
        now=tx.now, by=rights.actor.person, ids=sources,
    )  # fmt: skip
    for row in versions:
        old = before[row["id"]]
        new = list(dict.fromkeys(into if target in gone else target for target in old))
        new = [target for target in new if target != row["id"]]
        await store.replace_links(tx, field, row["id"], new)
        changes.append(history.Change(row["id"], row["version"], "updated", {field.history_key: ([str(t) for t in old], [str(t) for t in new] or None)}))
    await history.append(tx, rights.actor, other, changes, origin, "record.updated")
    return [str(id) for id in sources]


async def unmerge(tx: WorkspaceTx, rights: Rights, batch: BatchId) -> RecordRef:
    """Undo a merge: the others come back, what was moved and not touched since points to them again, the one that stayed gets its former values.

    Raises ``NoSuchRecord``, ``NothingToUndo``, ``MayNotRecord``.
    """
    row = await tx.maybe("select object, at, undone_at, summary from batch where id = %(id)s and kind = 'merge' for update", id=batch)
    one = rights.catalog.by_number.get(row["object"]) if row else None
    if row is None or one is None or not is_readable_object(rights.catalog, rights.scope, one.key):
        raise NoSuchRecord
    summary = cast("dict[str, object]", row["summary"])
    into, others = UUID(str(summary["into"])), [UUID(one_) for one_ in cast("list[str]", summary["others"])]
    present = await lock(tx, rights, one, [into], [])
    _may(present.get(into))
    if row["undone_at"] is not None or row["at"] < tx.now - KEPT:
        raise NothingToUndo
    origin = Origin(reason=f"unmerge {batch}", is_silent=True, is_former=True)
    deltas = await _deltas(tx, batch)
    # First the values of the one that stayed (the others may need what is unique), then the others, then what points to them.
    own = [cast("list[dict[str, list[object]]]", d["deltas"]) for d in deltas if d["record"] == into]
    await _put_back_all(tx, rights, [{"object": one.number, "record": into, "deltas": part_of(one, d, references=False)} for d in own], origin)
    await _bring_back(tx, rights, one, others, origin)
    await _put_back_all(tx, rights, [{"object": one.number, "record": into, "deltas": part_of(one, d, references=True)} for d in own], origin)
    await _put_back_all(tx, rights, [d for d in deltas if d["record"] != into], origin)
    await tx.run("delete from merged where batch = %(batch)s", batch=batch)
    await tx.run("update batch set undone_at = %(now)s, undone_by = %(by)s where id = %(id)s", now=tx.now, by=rights.actor.person, id=batch)
    await audit.append(tx, rights.actor, "record.unmerged", object=one.number, record=into, body={"batch": str(batch)})
    await outbox.emit_many(tx, [RecordChanged(object=one.key, record=id, version=0, what="restored") for id in [into, *others]])
    return RecordRef(object=one.key, id=into)


async def _deltas(tx: WorkspaceTx, batch: BatchId) -> list[dict[str, object]]:
    """What the merge changed in records that nobody has touched since, the latest first."""
    return await tx.all(
        """
        select c.object, c.record, array_agg(c.delta order by c.version) as deltas from change c
        where c.batch = %(batch)s and c.delta is not null
            and not exists (select 1 from change later where later.object = c.object and later.record = c.record and later.version > c.version
                and later.batch is distinct from c.batch and later.delta ?| array(select jsonb_object_keys(c.delta)))
        group by c.object, c.record
        """,
        batch=batch,
    )  # fmt: skip


async def _put_back_all(tx: WorkspaceTx, rights: Rights, rows: Sequence[Mapping[str, object]], origin: Origin) -> None:
    """The rights to merge carry this: references were moved in sight or not, and so they go back."""
    whole = rights.unlimited(because="unmerge")
    for row in rows:
        one = rights.catalog.by_number.get(cast("int", row["object"]))
        if one is not None:
            ref = RecordRef(object=one.key, id=cast("UUID", row["record"]))
            await put_back(tx, whole, one, ref, cast("list[dict[str, list[object]]]", row["deltas"]), origin)


async def _bring_back(tx: WorkspaceTx, rights: Rights, one: Object, others: Sequence[UUID], origin: Origin) -> None:
    """The others out of the recycle bin. Raises ``Duplicate`` if somebody else has one of their unique values now."""
    try:
        async with store.savepoint(tx, is_needed=any(f.definition.unique for f in one.own_fields)):
            await store.mark_deleted(tx, one, others, at=None, by=rights.actor.person, batch=None)
    except UniqueViolation as broken:
        raise await duplicate(tx, rights, one, broken, []) from None
    rows = await tx.all(
        SQL("select id, version, title, owner, department from {} where id = any(%(ids)s::uuid[])").format(Identifier(tx.schema, one.table)), ids=list(others)
    )
    await titles.upsert(tx, one, [titles.Title(r["id"], r["title"], r["owner"], r["department"]) for r in rows if r["title"]])
    await history.append(tx, rights.actor, one, [history.Change(r["id"], r["version"], "unmerged") for r in rows], origin, "record.unmerged")


async def merges_of(tx: WorkspaceTx, rights: Rights, ref: RecordRef) -> list[PastMerge]:
    """The merges into a record that can still be undone, newest first. Raises ``NoSuchObject``, ``NoSuchRecord``."""
    one = rights.catalog.object(ref.object)
    await levels_of(tx, rights, one, ref.id)
    rows = await tx.all(
        """
        select b.id, b.at, b.actor, p.name as actor_name, array_agg(m.record) as records
        from merged m join batch b on b.id = m.batch left join person p on p.id = b.actor
        where m.into_record = %(id)s and b.undone_at is null and b.at >= %(since)s group by b.id, b.at, b.actor, p.name order by b.at desc, b.id limit 100
        """,
        id=ref.id, since=tx.now - KEPT,
    )  # fmt: skip
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone), deleted=True)
    ids = [id for row in rows for id in row["records"]]
    sql = SQL("select t.id, {} as title from {} t where t.id = any({}::uuid[]) and {}").format(
        title_of(build, "t", one), Identifier(tx.schema, one.table), build.param(ids), build.visible("t", one)
    )
    titles = {row["id"]: row["title"] for row in (await tx.all(sql, **build.params) if ids else [])}
    return [
        PastMerge(
            batch=BatchId(row["id"]), at=row["at"], until=row["at"] + KEPT, number=len(row["records"]),
            actor={"id": str(row["actor"]), "title": row["actor_name"]} if row["actor"] else None,
            titles=[titles[id] for id in row["records"] if titles.get(id)],
        )
        for row in rows
    ]  # fmt: skip


async def is_merge(tx: WorkspaceTx, batch: BatchId) -> bool:
    """Whether a batch is a merge."""
    return await tx.maybe("select 1 from batch where id = %(id)s and kind = 'merge'", id=batch) is not None


async def chosen(tx: WorkspaceTx, rights: Rights, object_key: str, choices: Mapping[str, UUID], among: set[UUID]) -> Values:
    """The values that fields have on the records chosen for them; the actor must be able to read each in the clear.

    Raises ``NoSuchRecord``, ``NotMergeable``, ``UnknownField``, ``MayNotEdit``.
    """
    one = rights.catalog.object(object_key)
    rights.of(object_key)
    if not set(choices.values()) <= among:
        raise NotMergeable(most=MOST)
    for key in choices:
        if key not in one.fields or rights.scope.of(one).best(key) == Level.HIDDEN:
            raise UnknownField(field=key)
    present = await lock(tx, rights, one, sorted(set(choices.values())), list(choices))
    values: dict[str, object] = {}
    for key, id in choices.items():
        found = present.get(id)
        if found is None:
            raise NoSuchRecord
        if found.row.get(f"edit_{key}") is False:
            raise MayNotEdit(field=key, label=called(one, key))
        values[key] = found.plain(one, key)
    return values
