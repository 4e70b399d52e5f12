"""What an importer says about sheets and columns: the body of ``PATCH /imports/{id}`` and the file of ``--mapping``, in one form.

    sheets:
      - sheet: 客户清单
        file: book.xlsx                 # only where several files have a sheet of that name
        object: customer                # null leaves the sheet out
        columns:
          客户名称: name                # a field of the object
          电话: [phone, contact.mobile] # two fields; an object's key before the point, where it is another that its rows also write
          内部编码: null                # leave it out
          备注2: {treatment: note}
          毛利率: {treatment: new_field, kind: percent, label: {zh: 毛利率, en: Margin}}
          "#7": {field: signed_on, day_first: true}   # a column by its place from 0, where headers are empty or the same

What is given for a column replaces all that was planned for it; what is not given stays. A field that is given to one column is taken from any other, which
then goes into the note, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from kedang.core.access import Rights
from kedang.core.query import Level
from kedang.core.schema import WRITABLE_SYSTEM, Catalog, Field, Object, is_key

from .errors import (
    AmbiguousSheet,
    BadColumn,
    FieldTwice,
    NoSuchColumn,
    NoSuchFieldHere,
    NoSuchSheet,
    NotTied,
)
from .fields import KINDS
from .leftovers import key_of
from .mapping import propose_for
from .model import Column, Mapping_, Table, Treatment
from .people import PERSON
from .returning import MARKS
from .staged import Conflicts, Duplicates
from .values import order_of, percent_of

PEOPLE_FIELDS = ("name", "manager", "department")


class ColumnWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a column shall be."""

    treatment: Treatment = "field"
    field: str | None = None  #: a field's key, or object.key; of a new field its key, made from the header unless given
    kind: str | None = None  #: of a new field
    label: dict[str, str] | None = None  #: of a new field; its header unless given
    percent_of: Literal["fraction", "hundred"] | None = None
    day_first: bool | None = None


Said = str | None | ColumnWish | list[str | ColumnWish]


class SheetWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a sheet shall be."""

    sheet: str
    file: str | None = None
    object: str | msgspec.UnsetType | None = msgspec.UNSET  #: none: leave it out
    columns: dict[str, Said] = {}


class ChoicesWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Choices that shall be others."""

    duplicates: Duplicates | msgspec.UnsetType = msgspec.UNSET
    people: bool | msgspec.UnsetType = msgspec.UNSET
    options: bool | msgspec.UnsetType = msgspec.UNSET
    departments: bool | msgspec.UnsetType = msgspec.UNSET
    fields: bool | msgspec.UnsetType = msgspec.UNSET
    conflicts: Conflicts | msgspec.UnsetType = msgspec.UNSET


class Wishes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an importer says about a plan."""

    choices: ChoicesWish = ChoicesWish()
    sheets: list[SheetWish] = []


class Change(Wishes, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an importer says about a plan that she looks at."""

    plan: int | None = None  #: the number of that plan; where it is another by now, nothing is changed


Found = tuple[Table, Mapping_ | None]


def apply(found: Sequence[Found], wishes: Wishes, rights: Rights) -> list[Found]:
    """The sheets as they are wished. Raises the errors named above, each with the path of the wish in ``field``."""
    made = list(found)
    for number, wish in enumerate(wishes.sheets):
        at = _find(made, wish, f"sheets[{number}]")
        table, mapping = made[at]
        made[at] = table, _Wished(table, rights, f"sheets[{number}]").mapping(mapping, wish)
    return made


def _find(found: Sequence[Found], wish: SheetWish, path: str) -> int:
    known = [at for at, (table, _) in enumerate(found) if table.sheet.name == wish.sheet and wish.file in {None, table.sheet.file}]
    if not known:
        raise NoSuchSheet(field=f"{path}.sheet", sheet=wish.sheet, known=", ".join(dict.fromkeys(table.sheet.name for table, _ in found)))
    if len(known) > 1:
        raise AmbiguousSheet(field=f"{path}.file", sheet=wish.sheet, files=", ".join(found[at][0].sheet.file for at in known))
    return known[0]


@dataclass(frozen=True)
class _Wished:
    """One sheet under the hands of its importer."""

    table: Table
    rights: Rights
    path: str

    @property
    def catalog(self) -> Catalog:
        """The model."""
        return self.rights.catalog

    def mapping(self, mapping: Mapping_ | None, wish: SheetWish) -> Mapping_ | None:
        """The mapping as it is wished; none: the sheet is left out."""
        if wish.object is None:
            return None
        key = mapping.object if wish.object is msgspec.UNSET and mapping is not None else wish.object
        if key is msgspec.UNSET:
            raise BadColumn(field=f"{self.path}.object", problem="the sheet is left out so far; name its object", problem_zh="该工作表目前未导入，请指定对象")
        if mapping is None or mapping.object != key:
            self._check_object(str(key))
            mapping = replace(propose_for(self.table, self.catalog, str(key)), by="told")
        return self._columns(mapping, wish.columns)

    def _check_object(self, key: str) -> None:
        if key != PERSON:
            self.rights.of(key)

    def _columns(self, mapping: Mapping_, said: Mapping[str, Said]) -> Mapping_:
        taken = {field.key for field in self.catalog.object(mapping.object).fields.values()} if mapping.object != PERSON else set[str]()
        taken |= {column.field for column in mapping.columns if column.treatment == "new_field" and column.field}
        wished: dict[int, list[Column]] = {}
        for name, one in said.items():
            index = self._index(name)
            path = f"{self.path}.columns.{name}"
            if index in wished:
                raise BadColumn(field=path, problem="this column is named twice", problem_zh="该列被指定了两次")
            wished[index] = [self._column(index, mapping.object, wish, path, taken) for wish in _list(one)]
        told = self._once(wished)
        kept = [_displaced(column, told, mapping.object) for column in mapping.columns if column.index not in wished]
        kept = [column for at, column in enumerate(kept) if column.treatment == "field" or column.index not in {one.index for one in kept[:at]}]
        columns = sorted([*kept, *(column for some in wished.values() for column in some)], key=lambda column: column.index)
        also = tuple(dict.fromkeys(c.object for c in columns if c.treatment == "field" and c.object not in {None, mapping.object}))
        return replace(mapping, columns=columns, also=tuple(key for key in also if key is not None))

    def _once(self, wished: Mapping[int, Sequence[Column]]) -> set[tuple[str | None, str | None]]:
        told: set[tuple[str | None, str | None]] = set()
        for column in (column for some in wished.values() for column in some):
            if column.treatment in {"field", "new_field"}:
                if (column.object, column.field) in told:
                    raise FieldTwice(field=f"{self.path}.columns.{column.header}", key=column.field)
                told.add((column.object, column.field))
        return told

    def _index(self, name: str) -> int:
        headers, path = self.table.headers, f"{self.path}.columns.{name}"
        if name.startswith("#") and name[1:].isascii() and name[1:].isdigit() and int(name[1:]) < len(headers):
            return int(name[1:])
        places = [at for at, header in enumerate(headers) if header == name]
        if not places:
            known = ", ".join(header for header in headers if header)[:500]
            raise NoSuchColumn(field=path, column=name, known=known)
        if len(places) > 1:
            listed = ", ".join(f"#{at}" for at in places)
            raise BadColumn(
                field=path, problem=f"several columns are called so; name one by its place: {listed}", problem_zh=f"有多列同名，请用位置指定：{listed}"
            )
        return places[0]

    def _column(self, index: int, own: str, wish: ColumnWish, path: str, taken: set[str]) -> Column:
        header = self.table.headers[index]
        column = Column(index=index, header=header, treatment=wish.treatment, object=own, by="told", score=1.0)
        if wish.treatment in {"leave", "note"}:
            return column
        if own == PERSON:
            return self._of_person(column, wish, path)
        if wish.treatment == "new_field":
            return self._new(column, own, wish, path, taken)
        object_key, _, key = (wish.field or "").rpartition(".")
        one = self._object(object_key or own, own, path)
        field = self._field(one, key, path)
        cells = [row.cells[index] for row in self.table.rows]
        kind = field.kind.name
        return replace(
            column, object=one.key, field=field.key, percent_of=(wish.percent_of or percent_of(cells)) if kind == "percent" else None,
            day_first=(wish.day_first if wish.day_first is not None else order_of(cells)) if kind in {"date", "datetime"} else None,
        )  # fmt: skip

    def _of_person(self, column: Column, wish: ColumnWish, path: str) -> Column:
        if wish.treatment != "field" or wish.field not in PEOPLE_FIELDS:
            raise NoSuchFieldHere(field=path, key=wish.field or wish.treatment, object=PERSON)
        return replace(column, object=PERSON, field=wish.field)

    def _new(self, column: Column, own: str, wish: ColumnWish, path: str, taken: set[str]) -> Column:
        kind = wish.kind or "text"
        if kind not in KINDS:
            raise BadColumn(field=f"{path}.kind", problem=f"must be one of {', '.join(KINDS)}", problem_zh=f"应为以下之一：{'、'.join(KINDS)}")
        if not column.header and not wish.label:
            raise BadColumn(field=f"{path}.label", problem="the column has no header; give a label", problem_zh="该列没有表头，请给出名称")
        label = wish.label or {self.catalog.language: column.header}
        key = wish.field or key_of(next(iter(label.values()), ""), taken)
        if not is_key(key) or key in self.catalog.object(own).fields:
            raise BadColumn(field=f"{path}.field", problem=f"{key} is no free key; give another one", problem_zh=f"{key} 不是可用的字段标识，请另取一个")
        taken.add(key)
        return replace(column, object=own, field=key, kind=kind, label=wish.label, percent_of=wish.percent_of, day_first=wish.day_first)

    def _object(self, key: str, own: str, path: str) -> Object:
        one = self.catalog.objects.get(key)
        if one is None or not self.rights.scope.of(one).rows:
            raise NoSuchFieldHere(field=path, key=key, object=own)
        if key != own and not any(field.kind.name == "relation" and field.target == own for field in one.own_fields):
            raise NotTied(field=path, object=key, own=own)
        return one

    def _field(self, one: Object, key: str, path: str) -> Field:
        field = one.fields.get(key)
        if field is None or not may_fill(self.rights, one, field):
            raise NoSuchFieldHere(field=path, key=key, object=one.key)
        return field


def may_fill(rights: Rights, one: Object, field: Field) -> bool:
    """Whether values of the caller may come into a field; to give records to others is asked when they are written."""
    return field.key in {*WRITABLE_SYSTEM, *MARKS} if field.is_system else rights.scope.of(one).best(field.key) >= Level.EDIT


def within(mapping: Mapping_, rights: Rights) -> Mapping_:
    """A guessed mapping without fields that the caller may not fill: such columns go into the note."""
    is_back = any(column.by == "id" for column in mapping.columns)

    def column_of(column: Column) -> Column:
        one = rights.catalog.objects.get(column.object or mapping.object)
        field = one.fields.get(column.field or "") if one is not None and column.treatment == "field" else None
        if one is None or field is None or may_fill(rights, one, field):
            return column
        # What came back is on the record already: it goes into no note.
        return Column(index=column.index, header=column.header, treatment="leave" if is_back else "note", object=mapping.object, by="no_right")

    return mapping if rights.actor.is_system else replace(mapping, columns=[column_of(column) for column in mapping.columns])


def _list(said: Said) -> list[ColumnWish]:
    if said is None:
        return [ColumnWish(treatment="leave")]
    if isinstance(said, list):
        return [ColumnWish(field=one) if isinstance(one, str) else one for one in said] or [ColumnWish(treatment="leave")]
    return [ColumnWish(field=said) if isinstance(said, str) else said]


def _displaced(column: Column, told: set[tuple[str | None, str | None]], own: str) -> Column:
    """A column whose field another got."""
    if column.treatment not in {"field", "new_field"} or (column.object, column.field) not in told:
        return column
    return Column(index=column.index, header=column.header, treatment="note", object=own, by="displaced")
