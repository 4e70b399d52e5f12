"""Rows to texts, one column for each field: what an export holds. The same conditions, order, scope and levels as a page of a list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal as Value, Placeholder

from kedang.core.base import label_in
from kedang.core.schema import PARTS, Catalog, Field, Object

from . import reasons
from .build import ROOT, TRUE, Build
from .conditions import linked
from .errors import InvalidQuery
from .model import Query
from .orders import order_of
from .pages import Compiled, conditions_of
from .scope import AllRows, Level, Scope, covers
from .shapes import mask_of
from .spans import Clock

Style = Literal["workbook", "csv", "plain"]
#: ``workbook``: for typed cells; ``csv``: as people read it; ``plain``: for programs, options by key, references with their ids.
Form = Literal["text", "number", "percent", "money", "date", "datetime", "mark"]
#: what a column's texts are; a ``mark`` is made by us and needs no guard

RISKY = "=+-@\t\r\n'＝＋－＠"
"""A text that begins with one of these gets an apostrophe before it in CSV: spreadsheets would take it for a formula. (The apostrophe itself is
among them, so that one which stood there can be told from one that was added.)"""
SYSTEM = ("owner", "department", "state", "created_at", "created_by", "updated_at", "updated_by")  #: columns behind the fields, where none are named
STATES = {"active": {"zh": "正常", "en": "Active"}, "archived": {"zh": "已归档", "en": "Archived"}}
ANSWERS = {"zh": ("是", "否"), "en": ("Yes", "No")}
REFERENCES = frozenset({"person", "department", "relation"})


@dataclass(frozen=True)
class Column:
    """One column."""

    field: Field
    form: Form
    part: str = ""  #: of what is spread over several: ``id``, ``currency``, ``city`` …


@dataclass(frozen=True)
class Sheet:
    """A statement without parameters, each row of which is a list of texts, and what they are."""

    sql: Composed
    columns: tuple[Column, ...]


def sheet(
    catalog: Catalog, scope: Scope, clock: Clock, query: Query, *, style: Style, language: str, zone: str | None = None, with_ids: bool = False,
    is_export: bool = True,
) -> Sheet:  # fmt: skip
    """Every row of a list that the actor may export, in order; ``with_ids`` puts id and version before the fields.

    ``zone``: in which moments are written; none: that of the clock, by which the conditions count.

    ``is_export``: false for rows that leave in no file, as when they are compared with one that came back; then the actor need only see them.

    Raises ``UnknownField``, ``FieldNotUsable``, ``InvalidQuery`` … as a page does.
    """
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock)
    base = conditions_of(build, object, query)
    keys = order_of(build, ROOT, object, query.sort)
    made = _Columns(build, object, style, language, zone or clock.zone)
    wanted = _wanted(build, object, query)
    for key in dict.fromkeys(["id", "version", *wanted] if with_ids else wanted):
        made.add(build.show(object, key))
    if not made.columns:
        raise InvalidQuery(field="fields", reason=reasons.NO_FIELDS)
    # An order keeps the inner query from being dissolved in the outer one, so that what is costly is worked out once for each cell.
    sql = SQL("select {} from (select {} from {} t{} where {} order by {}) x").format(
        SQL(", ").join([made.shown(at) for at in range(len(made.values))]),
        SQL(", ").join([SQL("{} as {}").format(value, Identifier(f"c{at}")) for at, value in enumerate(made.values)]),
        build.table(object.table),
        SQL("").join(made.joins),
        SQL(" and ").join([build.visible(ROOT, object), *([_exported(build, object)] if is_export else []), *base]),
        SQL(", ").join([key.sql() for key in keys]),
    )
    return Sheet(_settled(sql, build.params), tuple(made.columns))


def exported(catalog: Catalog, scope: Scope, clock: Clock, query: Query) -> Compiled:
    """How many rows the list has, and how many of them the actor may export: columns ``seen`` and ``n``."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock)
    parts = [build.visible(ROOT, object), *conditions_of(build, object, query)]
    sql = SQL("select count(*) as seen, count(*) filter (where {}) as n from {} t where {}").format(
        _exported(build, object), build.table(object.table), SQL(" and ").join(parts)
    )
    return Compiled(sql, build.params)


def changes(catalog: Catalog, scope: Scope, clock: Clock, key: str) -> Sheet:
    """The history of the records of an object that the actor may export, in the columns ``CHANGES``.

    Of each change only what she may read on every row, and no links to objects of which she does not see every row.
    """
    object = catalog.object(key)
    build = Build(catalog, scope, clock)
    mine, rows = scope.of(object), build.rows(ROOT, object)
    open_ = {
        field.history_key: field.key
        for field in object.fields.values()
        if covers(mine.where(field.key, Level.READ), rows) and (field.target is None or AllRows() in scope.of(catalog.object(field.target)).rows)
    }
    values = [
        SQL("c.at::text"), SQL("c.record::text"), SQL("c.version::text"), SQL("c.kind"), _guarded(SQL("p.name")), SQL("c.actor::text"),
        SQL("c.via"), _guarded(SQL("c.reason")),
        SQL("c.batch::text"),
        SQL("(select jsonb_object_agg(m.value, d.value) from jsonb_each(c.delta) d join jsonb_each_text({}::jsonb) m on m.key = d.key)::text").format(
            Value(json.dumps(open_))
        ),
    ]  # fmt: skip
    sql = SQL(
        "select {} from {} c join {} t on t.id = c.record left join {} p on p.id = c.actor where c.object = {} and {} and {} order by c.record, c.version, c.id"
    ).format(
        SQL(", ").join(values), build.table("change"), build.table(object.table), build.table("person"), Value(object.number),
        build.visible(ROOT, object), _exported(build, object),
    )  # fmt: skip
    return Sheet(_settled(sql, build.params), ())


CHANGES = ("at", "record", "version", "kind", "actor", "actor.id", "via", "reason", "batch", "values")  #: the columns of ``changes``


def _exported(build: Build, object: Object) -> Composable:
    """On which rows the actor has the right of export."""
    return build.on(ROOT, object, build.scope.of(object).actions.get("export", frozenset())) or TRUE


def _wanted(build: Build, object: Object, query: Query) -> list[str]:
    if query.fields is not None:
        return list(query.fields)
    scope = build.scope.of(object)
    return [key for key in (*(one.key for one in object.own_fields), *SYSTEM) if scope.best(key) > Level.HIDDEN]


def _settled(sql: Composed, params: dict[str, object]) -> Composed:
    """The statement with its values in it: neither COPY nor a cursor of the server takes parameters."""
    return Composed([_settle(part, params) for part in sql])


def _settle(part: Composable, params: dict[str, object]) -> Composable:
    if isinstance(part, Composed):
        return _settled(part, params)
    if isinstance(part, Placeholder):
        return Value(params[part.as_string(None)[2:-2]])  # %(name)s
    return part


class _Columns:
    """The columns of one statement under construction, and the tables that they are joined with."""

    def __init__(self, build: Build, object: Object, style: Style, language: str, zone: str) -> None:
        self.build, self.object, self.style, self.language, self.zone = build, object, style, language, zone
        self.columns: list[Column] = []
        self.values: list[Composable] = []
        self.joins: list[Composable] = []
        self.joint = "、" if language.startswith("zh") and style != "plain" else "; "

    def add(self, field: Field) -> None:
        """The columns of a field."""
        name = field.kind.name
        if name in REFERENCES and field.key != "id":
            self._reference(field)
        elif self.style == "plain" and name == "money":
            self._put(field, "number", SQL("({})::text").format(field.at(ROOT)[0]), part="amount")
            self._put(field, "mark", field.at(ROOT)[1], part="currency", is_masked=False)
        elif self.style == "plain" and name == "address":
            for at, part in enumerate(PARTS):
                self._put(field, "text", field.at(ROOT)[at], part=part, is_masked=at == 0)
        elif name == "relations":
            self._relations(field)
        else:
            form, value = self._value(field)
            self._put(field, form, value)

    def _put(self, field: Field, form: Form, value: Composable, *, part: str = "", is_masked: bool = True) -> None:
        """A column: in the clear where the field may be read, masked where it may only be seen so (in the first of its columns), else empty."""
        self.columns.append(Column(field, form, part))
        self.values.append(_levelled(self.build, ROOT, self.object, field, value, is_masked=is_masked))

    def shown(self, place: int) -> Composable:
        """A column of the outer query."""
        value = Identifier("x", f"c{place}")
        return _guarded(value) if self.columns[place].form == "text" and self.style != "workbook" else value

    def _value(self, field: Field) -> tuple[Form, Composable]:
        """A field that lies in the row itself."""
        column = self.build.stored(ROOT, field)[0]
        match field.kind.name:
            case "number":
                return "number", SQL("({})::text").format(column)
            case "percent" if self.style == "csv":
                return "percent", SQL("(trim_scale({} * 100)::text || '%')").format(column)
            case "percent":
                return "percent", SQL("({})::text").format(column)
            case "money":
                return "money", self._money(field)
            case "date":
                return "date", SQL("({})::text").format(column)
            case "datetime":
                return "datetime", self._moment(column)
            case "boolean":
                return "mark", self._boolean(column)
            case "choice":
                return "mark", self._option(field, column)
            case "choices":
                one = self._option(field, SQL("x.v"))
                joined = SQL("(select string_agg({}, {} order by x.n) from unnest({}) with ordinality x(v, n))")
                return "mark", joined.format(one, Value(self.joint), column)
            case "tags":
                return "text", SQL("array_to_string({}, {})").format(column, Value(self.joint))
            case "address":
                return "text", field.kind.text(field.at(ROOT))
            case _:
                return ("mark" if field.key == "id" else "text"), SQL("({})::text").format(column)

    def _money(self, field: Field) -> Composable:
        """The amount; with its currency before it where that is another than the field's."""
        amount, currency = field.at(ROOT)
        return SQL("case when {1} = {2} then ({0})::text else {1} || ' ' || ({0})::text end").format(amount, currency, Value(field.spec.currency))

    def _moment(self, column: Composable) -> Composable:
        if self.style == "plain":
            return SQL("kd.shown_moment({})").format(column)
        return SQL("date_trunc('second', {} at time zone {})::text").format(column, Value(self.zone))

    def _boolean(self, column: Composable) -> Composable:
        if self.style == "plain":
            return SQL("({})::text").format(column)
        yes, no = ANSWERS["zh" if self.language.startswith("zh") else "en"]
        return SQL("case when {0} then {1} when not {0} then {2} end").format(column, Value(yes), Value(no))

    def _option(self, field: Field, column: Composable) -> Composable:
        """An option as people call it."""
        labels = {one.key: one.label for one in field.definition.options} if field.key != "state" else STATES
        if self.style == "plain" or not labels:
            return column
        whens = [
            SQL("when {} then {}").format(Value(key), Value(self._safe(label_in(label, self.language, self.build.catalog.language) or key)))
            for key, label in labels.items()
        ]
        return SQL("case {0} {1} else {0} end").format(column, SQL(" ").join(whens))

    def _safe(self, text: str) -> str:
        return f"'{text}" if self.style == "csv" and text[:1] in RISKY else text

    def _reference(self, field: Field) -> None:
        """A person, a department or a record: its name; for programs its id as well."""
        other, column = self.build.alias(), field.at(ROOT)[0]
        if field.kind.name == "relation":
            target = self.build.catalog.object(field.target or "")
            table, seen, name = target.table, self.build.visible(other, target), _title(self.build, other, target)
        else:
            table, seen, name = field.kind.name, TRUE, Identifier(other, "name")
        self.joins.append(SQL(" left join {} {} on {} = {} and {}").format(self.build.table(table), Identifier(other), Identifier(other, "id"), column, seen))
        self._put(field, "text", name)
        if self.style == "plain":
            self._put(field, "mark", SQL("({})::text").format(Identifier(other, "id")), part="id", is_masked=False)

    def _relations(self, field: Field) -> None:
        """The titles of all; for programs their ids as well."""
        for part in ("", "id")[: 2 if self.style == "plain" else 1]:
            other = self.build.alias()
            target, source = linked(self.build, ROOT, self.object, field, other)
            id = Identifier(other, "id")
            one = SQL("({})::text").format(id) if part else _title(self.build, other, target)
            joined = SQL("(select string_agg({}, {} order by {}) {})").format(one, Value(self.joint), id, source)
            self._put(field, "mark" if part else "text", joined, part=part, is_masked=not part)


def _title(build: Build, alias: str, object: Object) -> Composable:
    """A record's title for this caller: masked or empty as the field that it is made of."""
    if build.scope.of(object).best("title") == Level.HIDDEN:
        return SQL("null::text")
    field = object.fields["title"]
    return _levelled(build, alias, object, field, field.at(alias)[0])


def _levelled(build: Build, alias: str, object: Object, field: Field, value: Composable, *, is_masked: bool = True) -> Composable:
    """A value in the clear where it may be read; its mask where it may be seen masked; else nothing."""
    scope = build.scope.of(object)
    clear, seen = scope.where(field.key, Level.READ), scope.where(field.key, Level.MASKED)
    mask = mask_of(build, alias, object, field) if is_masked else SQL("null::text")
    if not clear:
        value = mask
    elif not covers(clear, seen):
        value = SQL("case when {} then {} else {} end").format(build.on(alias, object, clear) or TRUE, value, mask)
    if covers(seen, build.rows(alias, object)):
        return value
    return SQL("case when {} then {} end").format(build.on(alias, object, seen) or TRUE, value)


def _guarded(text: Composable) -> Composable:
    """A text that no spreadsheet takes for a formula."""
    return SQL("case when ascii({0}) = any({1}::integer[]) then '''' || {0} else {0} end").format(text, Value([ord(one) for one in RISKY]))
