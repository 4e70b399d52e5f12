"""Rows that come back: exported with id and version, edited in a spreadsheet. Only cells that somebody has edited count, against the record as it was exported.

A cell is edited if it is read otherwise than what an export would write into it now. Where the record's field has changed since the export, the value that it
had then says who has changed it: if only others, the cell is old and left alone; if both, it is a conflict, and the row is refused unless the importer wants
what the file says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import cast
from uuid import UUID

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import fold, label_in
from kedang.core.db import WorkspaceTx
from kedang.core.records import Beside
from kedang.core.schema import Field, Object

from .model import Cell, Read
from .staged import Came, Choices, Match, Note, Staged
from .values import read_cell

ID, VERSION = "id", "version"
BY_ID = ["id"]  #: the reason of the match by which a row knows its record
MARKS = (ID, VERSION)
CHUNK = 1_000
ADDED = {"zh": ("原因", "行号"), "en": ("Reason", "Row")}  #: what a workbook of refused rows has before its own columns
NOTHING: tuple[object, ...] = (None, "", [], {})
CUT = "…（已截断 cut）"  #: how an export ends a cell that was too long for a workbook


def mark_columns(headers: Sequence[str], cells: Sequence[Sequence[Cell]], one: Object) -> dict[int, str]:
    """Which columns hold the ids and the versions of an object's records: the header says so, and so does every cell; empty without ids."""
    found: dict[int, str] = {}
    for key, is_one in ((ID, as_id), (VERSION, as_version)):
        called = {fold(key), *(fold(label) for label in one.fields[key].definition.label.values())}
        for index, header in enumerate(headers):
            said = [cell for cell in cells[index] if cell not in {None, ""}]
            if fold(header) in called and said and all(is_one(cell) is not None for cell in said) and key not in found.values():
                found[index] = key
    return found if ID in found.values() else {}


def added_columns(headers: Sequence[str]) -> frozenset[int]:
    """The columns that a workbook of refused rows has got from us: they say nothing about its records."""
    return frozenset({0, 1}) if tuple(headers[:2]) in ADDED.values() and len(headers) > 2 else frozenset()


def is_made_by_us(header: str, one: Object) -> bool:
    """Whether an export calls a column so that nobody can write: when a record was made, by whom …"""
    said = fold(header)
    return any(
        said in {fold(label) for label in known.definition.label.values()}
        for known in one.fields.values()
        if known.kind.is_made_by_us or (known.is_system and known.key not in {"owner", "department"})
    )


def as_id(cell: Cell) -> UUID | None:
    """A cell as an id; none: it is none."""
    try:
        return UUID(cell.strip()) if isinstance(cell, str) and len(cell.strip()) == 36 else None
    except ValueError:
        return None


def as_version(cell: Cell) -> int | None:
    """A cell as a version; none: it is none."""
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation:
        return None
    return int(number) if number == number.to_integral_value() and 0 < number < 2**31 else None


async def settle(tx: WorkspaceTx, rights: Rights, one: Object, rows: Sequence[Staged], choices: Choices) -> list[tuple[Staged, Field, Read]]:
    """Decide on rows that came back, in place: unchanged, updated or refused. Returns what their edited cells say, to be taken into the rows."""
    firsts = _firsts([row for row in rows if row.came is not None and row.state != "refused"])
    edited: list[tuple[Staged, Field, Read]] = []
    for at in range(0, len(firsts), CHUNK):
        edited += await _settle(tx, rights, one, firsts[at : at + CHUNK], choices)
    return edited


def _firsts(rows: Sequence[Staged]) -> list[Staged]:
    """Each record once: of two rows of one record nobody can say which is meant."""
    seen: dict[UUID, int] = {}
    for row in rows:
        first = seen.setdefault(_came(row).id, row.number)
        if first != row.number:
            row.refuse(
                Note(
                    field=ID, code="record_twice", value=str(_came(row).id), en=f"Row {first} has the same id; one record can be changed by one row only.",
                    zh=f"与第 {first} 行的 ID 相同；一条记录只能由一行修改。",
                )
            )  # fmt: skip
    return [row for row in rows if row.state != "refused"]


def _came(row: Staged) -> Came:
    return cast("Came", row.came)


async def _settle(tx: WorkspaceTx, rights: Rights, one: Object, rows: Sequence[Staged], choices: Choices) -> list[tuple[Staged, Field, Read]]:
    keys = sorted({key for row in rows for key in _came(row).cells})
    known = await records.beside(tx, rights, one.key, [_came(row).id for row in rows], keys)
    behind = {
        came.id: came.version
        for came in map(_came, rows)
        if came.version is not None and came.id in known and came.version < known[came.id].version
    }  # fmt: skip
    former = await records.former(tx, rights, one.key, behind) if behind else {}
    is_overwritten, zone = choices.conflicts == "overwrite", rights.catalog.zone

    def compare() -> list[tuple[Staged, Field, Read]]:
        edited: list[tuple[Staged, Field, Read]] = []
        for row in rows:
            now = known.get(_came(row).id)
            if now is None:
                row.refuse(_GONE)
                continue
            edited += _row(row, one, now, former.get(_came(row).id, {}), zone, overwrite=is_overwritten)
        return edited

    return await asyncio.to_thread(compare)


_GONE = Note(
    field=ID, code="no_such_record", en="There is no such record, or it is out of your sight. Empty the cell of the id to make a new one.",
    zh="没有这条记录，或您无权查看。清空该行的 ID 可作为新记录导入。",
)  # fmt: skip


def _row(row: Staged, one: Object, now: Beside, former: Mapping[str, object], zone: str, *, overwrite: bool) -> list[tuple[Staged, Field, Read]]:
    """What the row's edited cells say; the row is updated, unchanged or refused."""
    edited: list[tuple[Staged, Field, Read]] = []
    conflicts: list[Note] = []
    for key, (column, cell) in _came(row).cells.items():
        known, text = one.fields[key], now.texts[key]
        read, present = read_cell(cell, known, column, zone), read_cell(text, known, replace(column, header=""), zone)  # ours is in no other zone
        if _is_same(read, present) or (isinstance(cell, str) and cell.endswith(CUT)):
            continue
        if key in former and _is_former(read, former[key]):
            continue  # others have changed it, this file has not
        if key not in now.open or not now.may_update:
            row.reasons.append(_locked(known))
        elif key in former and not overwrite:
            conflicts.append(_conflict(known, cell, text))
        elif _is_empty(read):
            row.values[key] = None
        else:
            edited.append((row, known, read))
    for note in conflicts:
        row.refuse(note)
    if conflicts:
        return []
    row.record = _came(row).id
    row.matches = [Match(score=1.0, reasons=[*BY_ID], record=row.record, version=None if overwrite else _came(row).version)]
    row.state = "updated" if edited or row.values else "unchanged"
    return edited


def _is_empty(read: Read) -> bool:
    return read.reason is None and read.value is None and read.name is None and read.unknown_option is None


def _is_same(one: Read, other: Read) -> bool:
    """Whether two cells say the same, be it nothing or something that cannot be read."""
    if one.reason is not None or other.reason is not None:
        return one.reason is not None and other.reason is not None and one.reason.value == other.reason.value
    if one.names or other.names:
        return sorted(map(fold, one.names)) == sorted(map(fold, other.names))
    said = [fold(text or "") for text in (one.name, one.unknown_option, other.name, other.unknown_option)]
    return said[:2] == said[2:] and is_alike(one.value, other.value)


def _is_former(read: Read, former: object) -> bool:
    """Whether a cell says what the field held when it was exported."""
    if read.reason is not None or read.unknown_option is not None:
        return False
    told: Mapping[str, object] = cast("Mapping[str, object]", former) if isinstance(former, Mapping) else {}
    if {"items", "title"} & set(told):
        items = cast("list[Mapping[str, object]]", told["items"]) if "items" in told else [told]
        titles = [str(item["title"]) for item in items]
        return sorted(map(fold, read.names or ((read.name,) if read.name else ()))) == sorted(map(fold, titles))
    return read.name is None and is_alike(read.value, cast("object", former))


def is_alike(one: object, other: object) -> bool:
    """Whether two values in JSON form are the same to people: numbers by amount, lists in any order, nothing and emptiness alike."""
    texts = str(one), str(other)
    if one in NOTHING or other in NOTHING:
        return one in NOTHING and other in NOTHING
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        first, second = cast("Mapping[str, object]", one), cast("Mapping[str, object]", other)
        return all(is_alike(first.get(key), second.get(key)) for key in {*first, *second})
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, cast("list[object]", one))) == sorted(map(str, cast("list[object]", other)))
    return one is other if isinstance(one, bool) or isinstance(other, bool) else _number(texts[0]) == _number(texts[1])


def _number(text: str) -> Decimal | str:
    """A number by its amount; a text as it is."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _conflict(known: Field, cell: Cell, text: str | None) -> Note:
    label, mine = known.definition.label, str(cell or "")
    return Note(
        field=known.key, code="conflict", value=mine[:200],
        en=f"{label_in(label, 'en')} was changed by somebody else after the export: now '{(text or '')[:80]}', in the file '{mine[:80]}'.",
        zh=f"{label_in(label, 'zh')}在导出之后被他人改过：现为“{(text or '')[:80]}”，文件中为“{mine[:80]}”。",
    )  # fmt: skip


def _locked(known: Field) -> Note:
    return _left(known, "may_not_edit", en="you may not change it on this record; left as it is.", zh="您无权修改这条记录的该字段，保持原值。")


def _left(known: Field, code: str, *, en: str, zh: str) -> Note:
    label = known.definition.label
    return Note(field=known.key, code=code, en=f"{label_in(label, 'en')}: {en}", zh=f"{label_in(label, 'zh')}：{zh}")


def is_returned(row: Staged) -> bool:
    """Whether a stored row knows its record by its id."""
    return any(match.reasons == BY_ID for match in row.matches)


def version_of(row: Staged) -> int | None:
    """The version that such a row was exported at; none: it counts whatever others have done since."""
    return next((match.version for match in row.matches if match.reasons == BY_ID), None)
