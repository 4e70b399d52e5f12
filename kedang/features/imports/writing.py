"""Staged rows become records, chunk by chunk: each chunk is one transaction that also notes what it wrote, so that a run that died goes on behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from msgspec.structs import replace

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import KedangError, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import AllRows
from kedang.core.records import Edit, Origin, Written
from kedang.core.schema import Object

from . import store
from .names import Found, Names, names_of
from .people import AMBIGUOUS, People
from .returning import is_returned, version_of
from .staged import Also, Duplicates, Note, Staged

CHUNK = 1_000
RULES = {"marks": ("taken without blanks and marks", "忽略空格和标点后匹配"), "company": ("taken by the firm's brand", "按企业字号匹配")}


@dataclass(frozen=True)
class Writer:
    """What a chunk needs."""

    import_id: UUID
    rights: Rights
    origin: Origin
    duplicates: Duplicates
    people: People
    later: frozenset[str]  #: objects whose rows are written after this one's, or are this one's: references to them are tied at the end
    known: dict[str, Names] = field(default_factory=dict[str, Names])  #: what rows of this import are called, kept from chunk to chunk


async def write_chunk(tx: WorkspaceTx, writer: Writer, one: Object, rows: Sequence[Staged]) -> None:
    """Write rows of one table."""
    names = await _names(tx, writer, one, rows)
    for row in rows:
        _refer(writer, one, row, row.names, row.values, names)
    new = [row for row in rows if row.state == "new"]
    _own(writer, one, new)
    await _create(tx, writer, one, new)
    for row in rows:
        if row.state == "updated":
            await _update(tx, writer, one, row)
    await _write_also(tx, writer, rows)
    await store.mark_written(tx, writer.import_id, rows)


async def _names(tx: WorkspaceTx, writer: Writer, one: Object, rows: Sequence[Staged]) -> dict[str, Names]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for key, name in row.names.items():
            target = one.fields[key].target
            if target is not None and target not in writer.later:
                wanted.setdefault(target, set()).update(name.split("\n"))
    found: dict[str, Names] = {}
    for target, some in wanted.items():
        found[target] = await names_of(tx, writer.rights, writer.import_id, writer.rights.catalog.object(target), some, known=writer.known)
    return found


def _refer(writer: Writer, one: Object, row: Staged, named: Mapping[str, str], values: dict[str, object], names: Mapping[str, Names]) -> None:
    """Put ids in the place of names; what leads nowhere stays empty and is listed."""
    for key, name in named.items():
        field = one.fields[key]
        if field.kind.name == "person":
            person = writer.people.find(name)
            if person is not None:
                values[key] = str(person)
            else:
                row.unmatched.append({"field": key, "name": name, "code": AMBIGUOUS if writer.people.is_ambiguous(name) else "no_such_person"})
        elif field.target is not None and field.target in names:
            if field.kind.name == "relations":
                _tie_many(row, key, name.split("\n"), names[field.target], values)
            else:
                _tie(row, key, name, names[field.target].find(name), values)


def _own(writer: Writer, one: Object, rows: Sequence[Staged]) -> None:
    """What has no owner's column belongs to the first person that its row names, who also stands in the timeline; else to the importer."""
    if AllRows() not in writer.rights.of(one.key).actions["transfer"]:
        return
    people = [field.key for field in one.own_fields if field.kind.name == "person"]
    for row in rows:
        named = next((row.values[key] for key in people if row.values.get(key) is not None), None)
        if named is not None and "owner" not in row.names:
            row.values.setdefault("owner", named)


def _tie(row: Staged, key: str, name: str, found: Found, values: dict[str, object]) -> None:
    if found.record is None:
        row.unmatched.append({"field": key, "name": name, "code": found.outcome})
        return
    values[key] = str(found.record)
    if found.rule != "whole":
        text = RULES[found.rule]
        row.reasons.append(Note(field=key, code="reference_by_rule", en=f"{name}: {text[0]}", zh=f"{name}：{text[1]}", value=name))


def _tie_many(row: Staged, key: str, named: Sequence[str], names: Names, values: dict[str, object]) -> None:
    """Each that is found. A record that came back keeps its links unless all of its names are found: what is not would be cut."""
    found: dict[str, object] = {}
    for name in named:
        one: dict[str, object] = {}
        _tie(row, key, name, names.find(name), one)
        found |= {str(one[key]): one[key]} if key in one else {}
    is_whole = not any(entry["field"] == key for entry in row.unmatched)
    if found and (is_whole or not is_returned(row)):
        values[key] = list(found)


async def _create(tx: WorkspaceTx, writer: Writer, one: Object, rows: Sequence[Staged]) -> None:
    """All at once; those that the database or a rule refuses fall out."""
    for row, written in zip(rows, await _create_many(tx, writer, one, [row.values for row in rows]), strict=True):
        if isinstance(written, KedangError):
            _refused(row, written)
        else:
            row.record = written.id


async def _create_many(tx: WorkspaceTx, writer: Writer, one: Object, rows: Sequence[records.Values]) -> list[Written | KedangError]:
    """What became of each: all are written at once, and if that fails, halves by themselves, down to the single ones that are at fault."""
    if not rows:
        return []
    try:
        async with tx.connection.transaction():
            return [*await records.create_many(tx, writer.rights, one.key, rows, origin=writer.origin)]
    except KedangError as error:
        if len(rows) == 1:
            return [error]
        half = len(rows) // 2
        return [*await _create_many(tx, writer, one, rows[:half]), *await _create_many(tx, writer, one, rows[half:])]


def _refused(row: Staged, error: KedangError) -> None:
    for inner in error.errors or [error]:
        row.refuse(Note(field=str(inner.fields.get("field") or "") or None, code=inner.code, en=inner.text("en"), zh=inner.text("zh")))


async def _update(tx: WorkspaceTx, writer: Writer, one: Object, row: Staged) -> None:
    if row.record is None:
        return
    values = {key: value for key, value in row.values.items() if not one.fields[key].kind.is_made_by_us}
    came = is_returned(row)
    if not came and writer.duplicates in {"fill", "create"}:  # with create, only what a person has merged comes here
        values = await _gaps(tx, writer, one, row.record, values)
    if (writer.duplicates == "skip" and not came) or not values:
        return
    try:
        async with tx.connection.transaction():
            await records.update_many(tx, writer.rights, one.key, [Edit(row.record, values, version_of(row))], origin=writer.origin)
    except KedangError as error:
        _refused(row, error)


async def _gaps(tx: WorkspaceTx, writer: Writer, one: Object, record: UUID, values: Mapping[str, object]) -> dict[str, object]:
    """Only what the record does not have yet."""
    present = await records.values_of(tx, writer.rights, RecordRef(object=one.key, id=record), sorted(values))
    return {key: value for key, value in values.items() if present.get(key) is None and key not in {"owner", "department"}}


async def _write_also(tx: WorkspaceTx, writer: Writer, rows: Sequence[Staged]) -> None:
    """The contacts beside the customers: one that is there already under the same record gets what it lacks."""
    by_object: dict[str, list[Entry]] = {}
    for row in rows:
        for at, also in enumerate(row.also):
            if row.record is not None and row.state in {"new", "updated", "merged"}:
                by_object.setdefault(also.object, []).append((row, at, also))
    for key, entries in by_object.items():
        await _write_beside(tx, writer, writer.rights.catalog.object(key), entries)


Entry = tuple[Staged, int, Also]  #: a row, a place among what it also writes, and what stands there
Present = dict[tuple[UUID | None, str], UUID]  #: (record that it is tied to, title) → record


async def _write_beside(tx: WorkspaceTx, writer: Writer, one: Object, entries: Sequence[Entry]) -> None:
    """New ones first and all at once, the first of each title under a record; then what is there fills up its gaps."""
    present = await _present(tx, writer, one, entries)
    new: dict[tuple[UUID | None, str], Entry] = {}
    known: list[Entry] = []
    for entry in entries:
        key = (entry[0].record, _title(one, entry[2]))
        if key in present or key in new:
            known.append(entry)
        else:
            new[key] = entry
    made = await _create_many(tx, writer, one, [_values(row, also) for row, _, also in new.values()])
    for (key, (row, at, also)), written in zip(new.items(), made, strict=True):
        if isinstance(written, KedangError):
            row.reasons.append(_why(one, written))
        else:
            present[key] = written.id
            row.also[at] = replace(also, record=written.id, is_new=True)
    for row, at, also in known:
        row.also[at] = await _fill(tx, writer, one, row, also, present.get((row.record, _title(one, also))))


async def _present(tx: WorkspaceTx, writer: Writer, one: Object, entries: Sequence[Entry]) -> Present:
    relation = entries[0][2].relation
    if relation is None:
        return {}
    parents = sorted({row.record for row, _, _ in entries if row.record is not None})
    return {**await records.titles_under(tx, writer.rights, one.key, relation, parents)}


def _title(one: Object, also: Also) -> str:
    return str(also.values.get(one.definition.title) or "")


def _values(row: Staged, also: Also) -> dict[str, object]:
    """Its own values, tied to the row's record and with its owner."""
    values = dict(also.values)
    if also.relation is not None:
        values[also.relation] = str(row.record)
    if row.values.get("owner") is not None:
        values.setdefault("owner", row.values["owner"])
    return values


def _why(one: Object, error: KedangError) -> Note:
    return Note(field=one.key, code=error.code, en=error.text("en"), zh=error.text("zh"))


async def _fill(tx: WorkspaceTx, writer: Writer, one: Object, row: Staged, also: Also, known: UUID | None) -> Also:
    """Give one that is there what it lacks; none is there if the first of its title could not be written, and then this one is tried."""
    values = _values(row, also)
    try:
        async with tx.connection.transaction():
            if known is None:
                written = await records.create(tx, writer.rights, one.key, values, origin=writer.origin)
                return replace(also, record=written.id, is_new=True)
            gaps = await _gaps(tx, writer, one, known, values)
            if gaps and writer.duplicates != "skip":
                await records.update_many(tx, writer.rights, one.key, [Edit(known, gaps)], origin=writer.origin)
            return replace(also, record=known, is_new=False)
    except KedangError as error:
        row.reasons.append(_why(one, error))
        return also
