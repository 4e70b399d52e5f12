"""Updating records: edits of different fields at the same time are merged, edits of the same field conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow
from psycopg.sql import Composed

from kedang.core import outbox
from kedang.core.access import Rights
from kedang.core.base import KedangError, RecordRef, sort_key
from kedang.core.db import MANY, WorkspaceTx
from kedang.core.query import Build, Clock, Level, Ready, kept
from kedang.core.schema import Columns, Object

from . import history, past, references, store, titles
from .checks import action_of, duplicate, flags_of, rows_of
from .errors import MayNotEdit, MayNotRecord, NoSuchRecord, OutOfReach, Stale
from .events import RecordChanged, RecordsChanged
from .model import HAND, Origin, Past, Values, Written
from .values import Parsed, Reader, called, parse, plain, title_text

TRANSFERS = ("owner", "department")
FEW = 10  #: changes that become one statement
TITLED = {"title", "owner", "department"}  #: columns that search knows


@dataclass(frozen=True)
class Edit:
    """New values for one record; ``version`` is the one that the editor saw, none to write over whatever is there."""

    id: UUID
    values: Values
    version: int | None = None


@dataclass(frozen=True)
class Present:
    """A locked record: its row, and the targets of its to-many relations that are concerned."""

    row: DictRow
    links: Mapping[str, list[UUID]]

    def plain(self, one: Object, key: str) -> object:
        """A field's value in JSON form, references as ids."""
        field = one.fields[key]
        if field.kind.name == "relations":
            return [str(id) for id in self.links[key]] or None
        return plain(field, store.value_of(self.row, field))


async def update(tx: WorkspaceTx, rights: Rights, ref: RecordRef, values: Values, *, version: int | None, origin: Origin = HAND) -> Written:
    """Change fields of a record. Raises as ``update_many``."""
    (written,) = await update_many(tx, rights, ref.object, [Edit(ref.id, values, version)], origin=origin)
    return written


async def update_many(tx: WorkspaceTx, rights: Rights, object_key: str, edits: Sequence[Edit], *, origin: Origin = HAND) -> list[Written]:
    """Change many records, all or none.

    Raises ``NoSuchObject``, ``NoSuchRecord``, ``UnknownField``, ``MayNotRecord``, ``MayNotEdit``, ``Rejected``, ``Stale``, ``Duplicate``, ``OutOfReach``.
    """
    one = rights.catalog.object(object_key)
    scope = rights.of(object_key)
    actor, is_former = rights.actor, origin.is_former
    reader = Reader(one, scope, is_new=False, by_system=actor.via == "import", is_former=is_former)
    parsed = {edit.id: reader.parse(edit.values) for edit in edits}
    present = await lock(tx, rights, one, [edit.id for edit in edits], sorted({key for p in parsed.values() for key in p.columns}))
    for edit in edits:
        _may(one, present.get(edit.id), parsed[edit.id])
    whole = {edit.id: await _with_unseen(tx, rights, one, present[edit.id], parsed[edit.id]) for edit in edits}
    changed = {edit.id: _changed(one, present[edit.id], whole[edit.id]) for edit in edits}
    for edit in edits:
        await _fresh(tx, rights, one, edit, present[edit.id], changed[edit.id])
    await references.check(tx, rights, one, [Parsed({k: v for k, v in parsed[e.id].columns.items() if k in changed[e.id]}) for e in edits])
    pasts = {edit.id: past for edit, past in zip(edits, origin.past, strict=False) if changed[edit.id]}
    origin = replace(origin, past=tuple(pasts.values()))
    changes = {
        edit.id: _columns_of(tx, rights, one, present[edit.id], whole[edit.id], changed[edit.id], origin, pasts.get(edit.id))
        for edit in edits
        if changed[edit.id]
    }
    alone = [id for id in changes if len(changes) > FEW or _is_answered(rights, one, changed[id])]
    for id in alone:
        await _write_alone(tx, rights, one, id, whole[id], changed[id], changes[id])
    written = [Written(id=id, version=present[id].row["version"] + (id in changes)) for id in (edit.id for edit in edits)]
    rows = [history.Change(w.id, w.version, "updated", {one.fields[k].history_key: v for k, v in changed[w.id].items()}) for w in written if w.id in changes]
    if rows:
        async with tx.together() if len(rows) < MANY else nullcontext():
            for id, columns in changes.items():
                if id not in alone:
                    statement = _statement(tx, rights, one, id, columns)
                    await tx.write(statement.sql, statement.values)
            await _retitle(tx, one, [{**present[id].row, **columns} for id, columns in changes.items() if TITLED & set(columns)])
            await history.append(tx, rights.actor, one, rows, origin, "record.updated")
            await _announce(tx, one, [w for w in written if w.id in changes], origin)
    return written


async def _announce(tx: WorkspaceTx, one: Object, written: Sequence[Written], origin: Origin) -> None:
    if origin.is_silent:
        return
    if origin.batch is not None and len(written) > 1:
        await outbox.emit(tx, RecordsChanged(object=one.key, batch=origin.batch, number=len(written)))
        return
    await outbox.emit_many(tx, [RecordChanged(object=one.key, record=w.id, version=w.version, what="updated") for w in written])


async def lock(tx: WorkspaceTx, rights: Rights, one: Object, ids: Sequence[UUID], keys: Sequence[str], *, deleted: bool = False) -> dict[UUID, Present]:
    """Lock those records that the actor may see, with what she may do to each."""
    shape = ("lock", one.key, tuple(keys))
    statement = kept(
        rights.catalog, rights.scope, Clock(tx.now, tx.zone), shape, {"ids_": list(ids)}, lambda build: _locking(build, one, keys), deleted=deleted
    )
    rows = await tx.rows(statement.sql, statement.values)
    many = {k: await store.links(tx, one.fields[k], [r["id"] for r in rows]) for k in keys if one.fields[k].kind.name == "relations"}
    return {row["id"]: Present(row, {k: found[row["id"]] for k, found in many.items()}) for row in rows}


def _locking(build: Build, one: Object, keys: Sequence[str]) -> Composed:
    flags = {**action_of(build, one, "update"), **action_of(build, one, "transfer"), **action_of(build, one, "delete"), **action_of(build, one, "merge")}
    flags |= flags_of(build, one, [k for k in keys if not one.fields[k].is_system], Level.EDIT)
    return store.locking(build, one, flags, build.visible("t", one))


def _may(one: Object, present: Present | None, parsed: Parsed) -> None:
    if present is None:
        raise NoSuchRecord
    if present.row.get("may_update") is False:
        raise MayNotRecord(action="update")
    for key in parsed.columns:
        if present.row.get(f"edit_{key}") is False:
            raise MayNotEdit(field=key, label=called(one, key))


def refusal(rights: Rights, one: Object, present: Present | None, values: Values, *, is_former: bool) -> KedangError | None:
    """Why a locked record cannot have new values, as far as its own row tells; none: nothing speaks against it yet."""
    try:
        parsed = parse(one, rights.of(one.key), values, is_new=False, is_former=is_former)
        _may(one, present, parsed)
        if present is not None:
            _changed(one, present, parsed)
    except KedangError as why:
        return why
    return None


async def _with_unseen(tx: WorkspaceTx, rights: Rights, one: Object, present: Present, parsed: Parsed) -> Parsed:
    """To-many relations as they will be: what was given, and what the actor could not see and so could not give."""
    columns = dict(parsed.columns)
    for key, given in parsed.lists(one).items():
        kept = await references.unseen(tx, rights, one, key, set(present.links[key]) - set(given))
        columns[key] = ([*given, *(id for id in present.links[key] if id in kept)],)
    return Parsed(columns)


def _changed(one: Object, present: Present, parsed: Parsed) -> dict[str, tuple[object, object]]:
    """Old and new of the fields that really change."""
    found: dict[str, tuple[object, object]] = {}
    for key, columns in parsed.columns.items():
        old, new = present.plain(one, key), plain(one.fields[key], columns)
        new = None if new == [] else new
        if old != new:
            found[key] = (old, new)
    if any(key in found for key in TRANSFERS) and present.row.get("may_transfer") is False:
        raise MayNotRecord(action="transfer")
    return found


async def _fresh(tx: WorkspaceTx, rights: Rights, one: Object, edit: Edit, present: Present, changed: Mapping[str, tuple[object, object]]) -> None:
    """Nobody else may have changed the same fields since the editor read them."""
    version = cast("int", present.row["version"])
    if edit.version is None or edit.version == version or not changed:
        return
    touched = await history.touched_since(tx, one, edit.id, edit.version) if edit.version < version else {one.fields[k].history_key for k in changed}
    both = {key: pair for key, pair in changed.items() if one.fields[key].history_key in touched}
    if both:
        names = await past.names_of(
            tx, rights, one, [{"delta": {one.fields[key].history_key: pair for key, pair in both.items()}}], dict.fromkeys(both, Level.EDIT)
        )
        shown = {key: [past.named(one.fields[key], value, names) for value in pair] for key, pair in both.items()}
        raise Stale(version=version, conflicts=[{"field": key, "yours": new, "theirs": old} for key, (old, new) in shown.items()])


def _columns_of(
    tx: WorkspaceTx,
    rights: Rights,
    one: Object,
    present: Present,
    parsed: Parsed,
    changed: Mapping[str, tuple[object, object]],
    origin: Origin,
    past: Past | None,
) -> dict[str, object]:
    """The new values of a changed record's columns."""
    columns = store.columns_of(one, {key: parsed.columns[key] for key in changed})
    columns |= _title(tx, one, present.row["id"], parsed.columns.get(one.definition.title)) if one.definition.title in changed else {}
    now, by = (past.at, past.by) if past else (tx.now, rights.actor.person)
    columns |= {"version": present.row["version"] + 1, "updated_at": now, "updated_by": by}
    if origin.batch is not None:
        columns["batch"] = origin.batch
    return columns


def _is_answered(rights: Rights, one: Object, changed: Mapping[str, tuple[object, object]]) -> bool:
    """Whether the database has something to say to a change: a unique value, links to write, a record that is given away."""
    if any(one.fields[k].definition.unique or one.fields[k].kind.name == "relations" for k in changed):
        return True
    return _is_given_away(rights, one, changed)


def _is_given_away(rights: Rights, one: Object, changed: Mapping[str, object]) -> bool:
    return not rights.scope.of(one).actions["transfer"] and any(key in changed for key in TRANSFERS)


def _statement(tx: WorkspaceTx, rights: Rights, one: Object, id: UUID, columns: Mapping[str, object], *, is_given_away: bool = False) -> Ready:
    names = tuple(columns)
    return kept(
        rights.catalog, rights.scope, Clock(tx.now, tx.zone), ("update", one.key, names, is_given_away), {"id_": id, **store.values_of(columns)},
        lambda build: store.change(build, one, names, rows_of(build, one) if is_given_away else {}),
    )  # fmt: skip


async def _write_alone(
    tx: WorkspaceTx, rights: Rights, one: Object, id: UUID, parsed: Parsed, changed: Mapping[str, tuple[object, object]], columns: Mapping[str, object]
) -> None:
    """Change a row, and hear what the database says to it. Raises ``Duplicate``, ``OutOfReach``."""
    statement = _statement(tx, rights, one, id, columns, is_given_away=_is_given_away(rights, one, changed))
    try:
        async with store.savepoint(tx, is_needed=any(one.fields[k].definition.unique for k in changed)):
            after = await tx.rows(statement.sql, statement.values)
    except UniqueViolation as broken:
        raise await duplicate(tx, rights, one, broken, [dict(parsed.columns)]) from None
    if after and after[0].get("visible") is False:
        raise OutOfReach
    for key, targets in parsed.lists(one).items():
        if key in changed:
            await store.replace_links(tx, one.fields[key], id, targets)


def _title(tx: WorkspaceTx, one: Object, id: UUID, columns: Columns | None) -> dict[str, object]:
    title = title_text(one, columns, id, tx.language)
    return {"title": title, "title_sort": sort_key(title)}


async def _retitle(tx: WorkspaceTx, one: Object, rows: Sequence[DictRow]) -> None:
    """Search knows the title, the owner and the department."""
    if named := [titles.Title(row["id"], row["title"], row["owner"], row["department"]) for row in rows if row["title"]]:
        await titles.upsert(tx, one, named)
    if nameless := [row["id"] for row in rows if not row["title"]]:
        await titles.delete(tx, nameless)
