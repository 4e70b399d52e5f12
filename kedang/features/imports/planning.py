"""From tables with a mapping to staged rows: every cell read, required fields checked, words and names collected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

import msgspec

from kedang.core.base import label_in
from kedang.core.schema import Catalog, Field, Object

from .fields import Offer
from .model import Cell, Column, Mapping_, Read, Reason, Row, Table
from .people import PERSON, form
from .staged import Also, Match, Note, Staged
from .values import explain, read_cell


@dataclass
class Proposals:
    """What is not there yet: asked about, never invented in silence."""

    options: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])  #: "object.field" → word → rows
    people: Counter[str] = field(default_factory=Counter[str])
    fields: list[Offer] = field(default_factory=list[Offer])

    def shown(self) -> dict[str, object]:
        """As JSON."""
        return {
            "options": {key: dict(words) for key, words in self.options.items()}, "people": dict(self.people),
            "fields": msgspec.to_builtins(self.fields),
        }  # fmt: skip


def stage_people(place: int, table: Table, mapping: Mapping_, proposals: Proposals) -> list[Staged]:
    """The rows of a table of colleagues: names of people and of their managers."""
    rows: list[Staged] = []
    first: dict[str, int] = {}
    for row in table.rows:
        staged = Staged(place=place, number=row.number, object=PERSON, cells=[as_text(cell) for cell in row.cells])
        for column in mapping.columns:
            text = " ".join(as_text(row.cells[column.index] if column.index < len(row.cells) else None).split())
            if column.treatment == "field" and column.field is not None and text:
                staged.values[column.field] = text
        if not staged.values.get("name"):
            staged.refuse(Note(field="name", code="value_required", en="Name must not be empty.", zh="姓名不能为空。"))
        for key in ("name", "manager"):
            if staged.values.get(key) and staged.state != "refused":
                proposals.people[str(staged.values[key])] += 1
        namesake = first.setdefault(form(str(staged.values.get("name") or "")), row.number)
        if staged.state == "new" and namesake != row.number:
            staged.state = "doubtful"
            staged.matches.append(Match(score=1.0, reasons=["name"], row=namesake))
        rows.append(staged)
    return rows


def stage(place: int, table: Table, mapping: Mapping_, catalog: Catalog, proposals: Proposals) -> list[Staged]:
    """The rows of a table."""
    one = catalog.object(mapping.object)
    return [_row(place, row, one, mapping, catalog, proposals) for row in table.rows]


def _row(place: int, row: Row, one: Object, mapping: Mapping_, catalog: Catalog, proposals: Proposals) -> Staged:
    staged = Staged(place=place, number=row.number, object=one.key, cells=[as_text(cell) for cell in row.cells])
    also: dict[str, Also] = {}
    extra: list[str] = []
    wrong: set[int] = set()
    for column in mapping.columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if column.treatment == "leave" or cell is None or cell == "":
            _list_empty(staged, one, column)
            continue
        if column.treatment != "field" or column.field is None:
            extra.append(f"{column.header}：{as_text(cell)}")
            continue
        target = catalog.object(column.object or one.key)
        read = read_cell(cell, target.field(column.field), column, catalog.zone)
        if read.reason is not None and column.index in wrong:
            continue  # a cell that fills two fields is wrong once
        if read.reason is not None:
            wrong.add(column.index)
        if target.key == one.key:
            _take(staged, target.field(column.field), read, proposals)
        else:
            _take_also(staged, also, target, one, column, read)
    _note(one, staged, extra)
    staged.also = [a for a in also.values() if a.values.get(catalog.object(a.object).definition.title)]
    _require(one, staged)
    return staged


def _list_empty(staged: Staged, one: Object, column: Column) -> None:
    """A row that names nothing where its table names something is kept, and listed."""
    known = one.fields.get(column.field or "") if column.treatment == "field" and column.object in {None, one.key} else None
    if known is not None and known.kind.name == "relation":
        label = known.definition.label
        en, zh = f"{label_in(label, 'en')} is empty; the row is kept without it.", f"{label_in(label, 'zh')}为空，该行照常保留。"
        staged.reasons.append(Note(field=known.key, code="empty_reference", en=en, zh=zh))


def _take(staged: Staged, known: Field, read: Read, proposals: Proposals) -> None:
    if read.reason is not None:
        staged.refuse(note_of(read.reason))
    elif read.unknown_option is not None:
        staged.words[known.key] = read.unknown_option
        proposals.options.setdefault(f"{staged.object}.{known.key}", Counter())[read.unknown_option] += 1
    elif read.name is not None:
        staged.names[known.key] = read.name
        if known.kind.name == "person":
            proposals.people[read.name] += 1
    elif read.value is not None:
        staged.values[known.key] = read.value
        if read.rule:
            staged.reasons.append(Note(field=known.key, code="read_by_rule", en=explain(read.rule, "en"), zh=explain(read.rule, "zh"), value=""))


def _take_also(staged: Staged, also: dict[str, Also], target: Object, one: Object, column: Column, read: Read) -> None:
    if read.reason is not None:
        staged.refuse(note_of(read.reason))
        return
    if target.key not in also:
        relation = next((f.key for f in target.own_fields if f.kind.name == "relation" and f.target == one.key), None)
        also[target.key] = Also(object=target.key, values={}, names={}, relation=relation)
    if read.value is not None:
        also[target.key].values[cast("str", column.field)] = read.value


def list_left_words(rows: Iterable[Staged], catalog: Catalog) -> None:
    """Words that are no options and shall not become any are left out, and listed."""
    for row in rows:
        for key, word in row.words.items():
            label = catalog.object(row.object).field(key).definition.label
            row.reasons.append(
                Note(
                    field=key, code="option_left_out", value=word[:200], en=f"{label_in(label, 'en')}: '{word[:80]}' is no option; left out.",
                    zh=f"{label_in(label, 'zh')}：“{word[:80]}”不是已有选项，未导入。",
                )
            )  # fmt: skip
        row.words.clear()


def note_of(reason: Reason) -> Note:
    """A reason as it is stored."""
    return Note(field=reason.field, code=reason.code, en=reason.en, zh=reason.zh, value=reason.value[:200])


def _note(one: Object, staged: Staged, extra: Iterable[str]) -> None:
    """Columns without a field end in the first long text that is no title: nothing is dropped."""
    texts = list(extra)
    known = next((f for f in one.own_fields if f.kind.name == "long_text" and f.key != one.definition.title), None)
    if not texts or known is None:
        return
    present = staged.values.get(known.key)
    staged.values[known.key] = "\n".join([*([str(present)] if present else []), *texts])


def _require(one: Object, staged: Staged) -> None:
    for known in one.own_fields:
        if known.definition.required and not known.kind.is_made_by_us and known.definition.default is None and not _has(staged, known.key):
            label = known.definition.label
            staged.refuse(
                Note(
                    field=known.key,
                    code="value_required",
                    en=f"{label_in(label, 'en')} must not be empty.",
                    zh=f"{label_in(label, 'zh')}不能为空。",
                )
            )


def _has(staged: Staged, key: str) -> bool:
    return staged.values.get(key) is not None or key in staged.names or key in staged.words


def as_text(cell: Cell) -> str:
    """A cell as it is shown back to people."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else str(cell)
