"""Measures: numbers about the rows of a group."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier, Literal

from kedang.core.schema import Object

from .build import Build
from .errors import InvalidMeasure
from .model import Measure, Path
from .used import Used, follow, seen

OPS = {"sum": SQL("sum"), "avg": SQL("avg"), "min": SQL("min"), "max": SQL("max")}


@dataclass(frozen=True)
class Measured:
    """A measure with its input of each row."""

    op: str
    path: Path | None
    input: Composable | None
    currency: Composable | None  #: of money: each currency is measured by itself
    used: Used | None

    @property
    def is_number(self) -> bool:
        """Whether it can be compared with a number."""
        return self.op in {"count", "count_distinct"} or (self.used is not None and self.used.field.kind.family == "number")

    def shown(self, at: int) -> Composable:
        """The measure as JSON."""
        value = Identifier("x", f"m{at}")
        if self.currency is not None or self.used is None or self.op in {"count", "count_distinct"}:
            return value
        return self.used.field.kind.show(self.used.field.spec, [value])


def measure_of(build: Build, object: Object, one: Measure) -> Measured:
    """Check a measure against its field. Raises ``InvalidMeasure``, ``UnknownField``, ``FieldNotUsable``."""
    if one.path is None:
        if one.op != "count":
            raise InvalidMeasure(field="", op=one.op)
        return Measured(one.op, None, None, None, None)
    used = follow(build, "t", object, one.path, one.path)
    if one.op not in used.field.kind.measures or not used.columns:
        raise InvalidMeasure(field=".".join(one.path), op=one.op)
    value = used.columns[0]
    if used.field.kind.name == "relation" and used.field.key != "id":
        value = seen(build, used, value)
    elif used.field.kind.family == "address":
        value = used.field.kind.text(used.columns)
    if used.field.kind.name != "money":
        return Measured(one.op, one.path, used.value(value), None, used)
    if one.op == "count_distinct":
        value = SQL("case when {0} is not null then row({0}, {1}) end").format(*used.columns)
        return Measured(one.op, one.path, used.value(value), None, used)
    currency = None if one.op == "count" else used.value(used.columns[1])
    return Measured(one.op, one.path, used.value(value), currency, used)


Names = list[tuple[str, str]]


def grouped(names: Names, measures: list[Measured], rows: Composable) -> Composable:
    """One row for each group: the keys, what they are ordered by, the measures."""
    money = {m.path for m in measures if m.currency is not None}
    if len(money) == 1 and all(m.op != "count_distinct" for m in measures):
        return _twice(names, measures, rows)
    return _once(names, measures, rows)


def _once(names: Names, measures: list[Measured], rows: Composable) -> Composable:
    columns = _keys(names)
    columns += [SQL("{} as {}").format(_number(at, one), Identifier(f"m{at}")) for at, one in enumerate(measures)]
    return SQL("select {} from ({}) r{}").format(SQL(", ").join(columns), rows, _tail(names))


def _keys(names: Names) -> list[Composable]:
    keys: list[Composable] = [SQL("{} as {}").format(Identifier("r", g), Identifier(g)) for g, _ in names]
    return keys + [SQL("min({}) as {}").format(Identifier("r", o), Identifier(o)) for _, o in names]


def _tail(names: Names, *more: Composable) -> Composable:
    keys = [*(Identifier("r", g) for g, _ in names), *more]
    return SQL(" group by {}").format(SQL(", ").join(keys)) if keys else SQL("")


def _number(at: int, one: Measured) -> Composable:
    value = Identifier("r", f"v{at}")
    if one.input is None:
        return SQL("count(*)")
    if one.currency is not None:
        return SQL("kd.by_currency({}, {}, {})").format(Literal(one.op), value, Identifier("r", f"c{at}"))
    if one.op == "count":
        return SQL("count({})").format(value)
    if one.op == "count_distinct":
        return SQL("count(distinct {})").format(value)
    return SQL("{}({})").format(OPS[one.op], value)


def _twice(names: Names, measures: list[Measured], rows: Composable) -> Composable:
    """The same by two steps, the first within each currency: one pass over the rows, without a function call for each."""
    first = next(at for at, one in enumerate(measures) if one.currency is not None)
    inner = [*_keys(names), SQL("{} as cc").format(Identifier("r", f"c{first}"))]
    outer = _keys(names)
    for at, one in enumerate(measures):
        part, whole = _steps(at, one)
        inner += part
        outer.append(SQL("{} as {}").format(whole, Identifier(f"m{at}")))
    within = SQL("select {} from ({}) r{}").format(SQL(", ").join(inner), rows, _tail(names, Identifier("r", f"c{first}")))
    return SQL("select {} from ({}) r{}").format(SQL(", ").join(outer), within, _tail(names))


def _steps(at: int, one: Measured) -> tuple[list[Composable], Composable]:
    value, part, number = Identifier("r", f"v{at}"), Identifier(f"v{at}"), Identifier(f"n{at}")
    if one.input is None or one.op == "count":
        counted = SQL("count({})").format(value) if one.input is not None else SQL("count(*)")
        return [SQL("{} as {}").format(counted, part)], SQL("coalesce(sum({}), 0)::bigint").format(value)
    if one.currency is not None:
        whole = SQL("coalesce(json_object_agg(r.cc, {}::text order by r.cc) filter (where r.cc is not null), '{{}}')").format(value)
        return [SQL("{}({}) as {}").format(OPS[one.op], value, part)], whole
    if one.op == "avg":
        parts: list[Composable] = [SQL("sum({}) as {}").format(value, part), SQL("count({}) as {}").format(value, number)]
        return parts, SQL("sum({}) / nullif(sum({}), 0)").format(value, Identifier("r", f"n{at}"))
    return [SQL("{}({}) as {}").format(OPS[one.op], value, part)], SQL("{}({})").format(OPS[one.op], value)
