"""Numbers about the visible rows: groups, measures, conditions on them. Amounts of different currencies are never added."""

from __future__ import annotations

from dataclasses import dataclass, replace

from psycopg.sql import SQL, Composable, Identifier, Literal

from kedang.core.base import Reason
from kedang.core.schema import KINDS, Catalog, Field, Object, Refused

from . import reasons
from .build import Build
from .errors import FieldNotUsable, InvalidBucket, InvalidQuery
from .leaves import SIGNS, number_operand
from .measures import Measured, grouped, measure_of
from .model import Aggregate, Grouping
from .orders import ordered_value
from .pages import Compiled, conditions_of
from .scope import Level, Scope
from .spans import Clock
from .used import Used, follow, seen

BUCKETS = frozenset({"year", "quarter", "month", "week", "day"})


def aggregate(catalog: Catalog, scope: Scope, clock: Clock, query: Aggregate) -> Compiled:
    """Column ``j``: ``{"key": […], "measures": […]}`` for each group, in order; ``limit`` one more than asked."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock)
    _parts(Build(catalog, scope, clock), object, query)  # what is wrong with groups and measures is said first
    base = conditions_of(build, object, query)
    groups, measures = _parts(build, object, query)
    parts = [build.visible("t", object), *base]
    names = [(f"g{at}", f"o{at}") for at in range(len(groups))]
    columns = [SQL("{} as {}").format(group.value, Identifier(g)) for group, (g, _) in zip(groups, names, strict=True)]
    columns += [
        SQL("{} as {}").format(SQL("null::integer") if group.is_placed_late else group.order, Identifier(o))
        for group, (_, o) in zip(groups, names, strict=True)
    ]
    columns += [SQL("{} as {}").format(measure.input, Identifier(f"v{at}")) for at, measure in enumerate(measures) if measure.input is not None]
    columns += [SQL("{} as {}").format(measure.currency, Identifier(f"c{at}")) for at, measure in enumerate(measures) if measure.currency is not None]
    rows = SQL("select {} from {} t where {}").format(SQL(", ").join(columns or [SQL("1 as one")]), build.table(object.table), SQL(" and ").join(parts))
    inner = grouped(names, measures, rows)
    orders = [group.place(at) for at, group in enumerate(groups)]
    shown = [group.show(SQL("{}").format(Identifier("x", g))) for group, (g, _) in zip(groups, names, strict=True)]
    key = SQL("json_build_array({})").format(SQL(", ").join(shown))
    values = SQL("json_build_array({})").format(SQL(", ").join([m.shown(at) for at, m in enumerate(measures)]))
    sql = SQL("select json_build_object('key', {}, 'measures', {})::text as j from ({}) x{} order by {} limit {} offset {}").format(
        key, values, inner, _having(build, query, measures), _order(query, names, orders), Literal(query.limit + 1), build.slot("offset", query.offset)
    )
    return Compiled(sql, build.params)


def _parts(build: Build, object: Object, query: Aggregate) -> tuple[list[_Group], list[Measured]]:
    return [_group(build, object, one) for one in query.group], [measure_of(build, object, one) for one in query.measures]


@dataclass(frozen=True)
class _Group:
    value: Composable
    order: Composable
    used: Used
    build: Build
    bucket: str | None

    @property
    def is_placed_late(self) -> bool:
        """Whether a group's place follows from its key: then it is found once for each group, not for each row."""
        return self.used.field.kind.name == "choice"

    def place(self, at: int) -> Composable:
        """What the groups are ordered by."""
        field = self.used.field
        return field.kind.order(field.spec, [Identifier("x", f"g{at}")]) if self.is_placed_late else Identifier("x", f"o{at}")

    def show(self, value: Composable) -> Composable:
        """A group's key as JSON."""
        field = self.used.field
        if field.kind.name in {"person", "department"}:
            return SQL("(select json_build_object('id', n.id, 'title', n.name) from {} n where n.id = {})").format(self.build.table(field.kind.name), value)
        if field.kind.name == "relation" and field.key != "id":
            return SQL("case when {0} is not null then json_build_object('id', {0}, 'title', {1}) end").format(value, self._title(field, value))
        return field.kind.show(field.spec, [value])

    def _title(self, field: Field, value: Composable) -> Composable:
        from_object = self.build.catalog.object(field.target or "")
        if self.build.scope.of(from_object).best("title") < Level.READ:
            return SQL("null::text")
        alias = self.build.alias()
        return SQL("(select {} from {} {} where {} = {})").format(
            self.build.columns(alias, from_object, from_object.fields["title"])[0],
            self.build.table(from_object.table), Identifier(alias), Identifier(alias, "id"), value,
        )  # fmt: skip


def _group(build: Build, object: Object, one: Grouping) -> _Group:
    used = follow(build, "t", object, one.path, one.path)
    name = ".".join(one.path)
    if not used.field.kind.is_groupable:
        raise FieldNotUsable(field=name)
    family = used.field.kind.family
    if one.bucket is not None and (one.bucket not in BUCKETS or family not in {"date", "datetime"}):
        raise InvalidBucket(field=name, bucket=one.bucket)
    value = used.columns[0]
    if used.field.kind.name == "relation" and used.field.key != "id":
        value = seen(build, used, value)
    if family in {"date", "datetime"} and (one.bucket or family == "datetime"):
        local = SQL("({} at time zone {})").format(value, Literal(build.clock.zone)) if family == "datetime" else SQL("{}::timestamp").format(value)
        value = SQL("date_trunc({}, {})::date").format(Literal(one.bucket), local) if one.bucket else value
    order = value if one.bucket else ordered_value(build, used.field, [value, *used.columns[1:]])
    if used.field.kind.family == "boolean":
        order = SQL("({})::integer").format(order)  # there is no least of two booleans
    elif used.field.key == "id":
        order = SQL("({})::text").format(order)
    return _Group(used.value(value), used.value(order), _shown_as(used, one.bucket), build, one.bucket)


def _shown_as(used: Used, bucket: str | None) -> Used:
    """A bucket is a day, whatever it was cut from."""
    if bucket is None or used.field.kind.family == "date":
        return used
    return replace(used, field=replace(used.field, kind=KINDS["date"]))


def _having(build: Build, query: Aggregate, measures: list[Measured]) -> Composable:
    parts: list[Composable] = []
    for one in query.having:
        if not measures[one.measure].is_number:
            raise InvalidQuery(field="having", reason=reasons.NOT_A_NUMBER)
        measure = Identifier("x", f"m{one.measure}")
        try:
            operand = number_operand(one.value)
        except Refused as refused:
            raise InvalidQuery(field="having", reason=Reason("value", refused.reason, refused.zh)) from None
        number = build.param(operand)
        if one.op == "ne":
            parts.append(SQL("(({} = {}) is not true)").format(measure, number))
        else:
            parts.append(SQL("{} {} {}").format(measure, SIGNS[one.op], number))
    return SQL(" where {}").format(SQL(" and ").join(parts)) if parts else SQL("")


def _order(query: Aggregate, names: list[tuple[str, str]], orders: list[Composable]) -> Composable:
    parts: list[Composable] = [
        SQL("{} {} nulls last").format(
            orders[one.place] if one.part == "group" else Identifier("x", f"m{one.place}"), SQL("desc" if one.is_descending else "asc")
        )
        for one in query.sort
    ]
    parts += [SQL("{} nulls last").format(order) for order in orders] + [SQL("{} nulls last").format(Identifier("x", g)) for g, _ in names]
    return SQL(", ").join(parts) if parts else SQL("1")
