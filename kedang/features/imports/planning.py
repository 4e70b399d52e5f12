"""From tables with a mapping to staged rows: every cell read, required fields checked, words and names collected."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from kedang.core.base import fold, label_in
from kedang.core.schema import DYNAMIC, Catalog, Field, Object

from .fields import Offer
from .model import Cell, Column, Mapping_, Read, Reason, Row, Table
from .people import PERSON, form
from .returning import ID, MARKS, VERSION, as_id, as_version
from .staged import Also, Came, Match, Note, Staged
from .values import explain, read_cell

NOTES = frozenset({"note", "notes", "备注"})


@dataclass
class Proposals:
    """What is not there yet: asked about, never invented in silence."""

    options: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])  #: "object.field" → word → rows
    people: Counter[str] = field(default_factory=Counter[str])
    departments: Counter[str] = field(default_factory=Counter[str])  #: named by rows; those that are not there are made only on consent
    fields: list[Offer] = field(default_factory=list[Offer])

    def shown(self) -> dict[str, object]:
        """As JSON."""
        return {
            "options": {key: dict(words) for key, words in self.options.items()}, "people": dict(self.people),
            "departments": dict(self.departments),
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
    reading = Reading(place, mapping, catalog, proposals)
    return [reading.row(row) for row in table.rows]


class Reader:
    """A column of a table with what is done to its cells. Equal cells are read once: most columns hold few different words."""

    KEPT = 10_000  #: different cells that are kept

    def __init__(self, column: Column, one: Object, catalog: Catalog) -> None:
        """``one`` is the object that the table is about."""
        self.column, self.index, self.zone = column, column.index, catalog.zone
        self.target = catalog.object(column.object or one.key) if column.treatment == "field" and column.field is not None else None
        self.field = self.target.field(column.field) if self.target is not None and column.field is not None else None
        self.is_own = self.target is not None and self.target.key == one.key
        self.empty = empty_note(one, column)
        self._known: dict[tuple[type, Cell], Read] = {}

    def read(self, cell: Cell, field: Field) -> Read:
        """A cell as the value of the column's field."""
        key = (type(cell), cell)  # 1 and True are equal
        found = self._known.get(key)
        if found is None:
            found = read_cell(cell, field, self.column, self.zone)
            if len(self._known) < self.KEPT:
                self._known[key] = found
        return found


class Reading:
    """Rows of one table being read: what they have in common is worked out once."""

    def __init__(self, place: int, mapping: Mapping_, catalog: Catalog, proposals: Proposals) -> None:
        """``proposals`` collects what the rows name and is not there yet."""
        self.place, self.proposals = place, proposals
        self.one = one = catalog.object(mapping.object)
        self.marks = [column for column in mapping.columns if column.field in MARKS]
        self.readers = [Reader(column, one, catalog) for column in mapping.columns if column.treatment != "leave" and column.field not in MARKS]
        self.note, self.required = note_field(one), required_notes(one)
        others = {reader.target.key: reader.target for reader in self.readers if reader.target is not None and not reader.is_own}
        self.titles = {key: other.definition.title for key, other in others.items()}
        self.relations = {key: relation_to(other, one) for key, other in others.items()}

    def row(self, row: Row) -> Staged:
        """A row as it is staged."""
        staged = Staged(place=self.place, number=row.number, object=self.one.key, cells=[c if type(c) is str else as_text(c) for c in row.cells])
        if self.marks:
            _mark(staged, row, self.marks)
        extra = self._came(staged, row) if staged.came is not None else self._cells(staged, row)
        _note(self.one, staged, extra, self.note)
        if staged.came is None:
            for key, note in self.required.items():
                if not _has(staged, key):
                    staged.refuse(note)
        return staged

    def _came(self, staged: Staged, row: Row) -> list[str]:
        width = len(row.cells)
        for reader in self.readers:
            _came(staged, reader, row.cells[reader.index] if reader.index < width else None)
        return []

    def _cells(self, staged: Staged, row: Row) -> list[str]:
        """Reads the cells of a row; returns what no field takes."""
        cells, width = row.cells, len(row.cells)
        also: dict[str, Also] = {}
        extra: list[str] = []
        wrong: set[int] = set()
        for reader in self.readers:
            index = reader.index
            cell = cells[index] if index < width else None
            if cell is None or cell == "":
                if reader.empty is not None:
                    staged.reasons.append(reader.empty)
                continue
            target, field = reader.target, reader.field
            if target is None or field is None:
                extra.append(f"{reader.column.header}：{as_text(cell)}")
                continue
            read = reader.read(cell, field)
            if read.reason is not None:
                if index in wrong:
                    continue  # a cell that fills two fields is wrong once
                wrong.add(index)
            if reader.is_own:
                take(staged, field, read, self.proposals)
            else:
                self._take_also(staged, also, target.key, field, read)
        if also:
            staged.also = [one for one in also.values() if one.values.get(self.titles[one.object])]
        return extra

    def _take_also(self, staged: Staged, also: dict[str, Also], target: str, field: Field, read: Read) -> None:
        if read.reason is not None:
            staged.refuse(note_of(read.reason))
            return
        found = also.get(target)
        if found is None:
            found = also[target] = Also(object=target, values={}, names={}, relation=self.relations[target])
        if read.value is not None:
            found.values[field.key] = read.value


def relation_to(other: Object, one: Object) -> str | None:
    """The field by which records of another object belong to records of this one."""
    return next((f.key for f in other.own_fields if f.kind.name == "relation" and f.target == one.key), None)


def _mark(staged: Staged, row: Row, columns: Sequence[Column]) -> None:
    """Which record the row is, if it names one by its id."""
    marks = {column.field: row.cells[column.index] for column in columns if column.index < len(row.cells)}
    if marks.get(ID) in {None, ""}:
        return
    id = as_id(marks[ID])
    if id is None:
        text = as_text(marks[ID])
        en = f"'{text[:80]}' is no id; leave the cell as it was exported, or empty for a new record."
        zh = f"“{text[:80]}”不是有效的 ID；请保持导出时的值，新记录请留空。"
        staged.refuse(Note(field=ID, code="bad_id", value=text[:200], en=en, zh=zh))
        return
    staged.came = Came(id=id, version=as_version(marks.get(VERSION)))


def _came(staged: Staged, reader: Reader, cell: Cell) -> None:
    """A cell of a row that came back; a column without a field cannot be taken in, and is listed."""
    if reader.field is not None and reader.is_own and staged.came is not None:
        staged.came.cells[reader.field.key] = (reader.column, cell)
    elif cell not in {None, ""} and reader.target is None:
        header = reader.column.header
        en, zh = f"{header}: no field takes this column; left out.", f"{header}：没有对应的字段，未导入。"
        staged.reasons.append(Note(field=None, code="no_field", value=as_text(cell)[:200], en=en, zh=zh))


def empty_note(one: Object, column: Column) -> Note | None:
    """What is said of a row that names nothing where its table names something: it is kept, and listed."""
    known = one.fields.get(column.field or "") if column.treatment == "field" and column.object in {None, one.key} else None
    if known is None or known.kind.name != "relation":
        return None
    label = known.definition.label
    en, zh = f"{label_in(label, 'en')} is empty; the row is kept without it.", f"{label_in(label, 'zh')}为空，该行照常保留。"
    return Note(field=known.key, code="empty_reference", en=en, zh=zh)


def take(staged: Staged, known: Field, read: Read, proposals: Proposals) -> None:
    """What a cell says of a field of the row's own object."""
    if read.reason is not None:
        staged.refuse(note_of(read.reason))
    elif read.unknown_option is not None:
        staged.words[known.key] = read.unknown_option
        proposals.options.setdefault(f"{staged.object}.{known.key}", Counter())[read.unknown_option] += 1
    elif read.name is not None:
        staged.names[known.key] = "\n".join(read.names) or read.name
        if known.kind.name == "person":
            proposals.people[read.name] += 1
        elif known.kind.name == "department":
            proposals.departments[read.name] += 1
    elif read.value is not None:
        staged.values[known.key] = read.value
        if read.rule:
            staged.reasons.append(rule_note(known.key, read.rule))


@lru_cache(maxsize=4_096)
def rule_note(key: str, rule: str) -> Note:
    """By what rule a value was read."""
    return Note(field=key, code="read_by_rule", en=explain(rule, "en"), zh=explain(rule, "zh"), value="")


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


def _note(one: Object, staged: Staged, extra: Sequence[str], known: Field | None) -> None:
    """Columns without a field end in the note: nothing is dropped in silence."""
    if not extra:
        return
    if known is None:
        en, zh = f"{one.key} has no note for: {'; '.join(extra)[:300]}", f"没有可记入备注的字段，未导入：{'；'.join(extra)[:300]}"
        staged.reasons.append(Note(field=None, code="no_note", en=en, zh=zh))
        return
    present = staged.values.get(known.key)
    staged.values[known.key] = "\n".join([*([str(present)] if present else []), *extra])


def note_field(one: Object) -> Field | None:
    """The field that takes what no other does: the long text that is called a note, else the first that is no title."""
    texts = [field for field in one.own_fields if field.kind.name == "long_text" and field.key != one.definition.title]
    called = [field for field in texts if NOTES & {fold(word) for word in (field.key, *field.definition.label.values())}]
    return next(iter([*called, *texts]), None)


def required_notes(one: Object) -> dict[str, Note]:
    """What is said of a row that leaves a field empty which it must fill, by field."""
    found: dict[str, Note] = {}
    for known in one.own_fields:
        # A default of the moment, as today, is none for an import: see ``records.defaults``.
        has_default = known.definition.default is not None and known.definition.default not in tuple(DYNAMIC)
        if known.definition.required and not known.kind.is_made_by_us and not has_default:
            label = known.definition.label
            en, zh = f"{label_in(label, 'en')} must not be empty.", f"{label_in(label, 'zh')}不能为空。"
            found[known.key] = Note(field=known.key, code="value_required", en=en, zh=zh)
    return found


def _has(staged: Staged, key: str) -> bool:
    return staged.values.get(key) is not None or key in staged.names or key in staged.words


def as_text(cell: Cell) -> str:
    """A cell as it is shown back to people."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat(sep=" ") if isinstance(cell, dt.datetime) else str(cell)
