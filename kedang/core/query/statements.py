"""Statements ready to run. The text of a statement is compiled once for its shape; what differs from request to request are values, put in anew each time.

The texts lie in the catalog, so they end with the revision of the model. Within it, a text is found by everything that it depends on: the policy (roles, and on
which objects there are shares), the parts of the query that are no values, and the text of its conditions, which is compiled every time. Who asks, her
departments, the time, a cursor's position and the operands of conditions are parameters of the statement and never part of a text that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from psycopg.sql import SQL, Composable, Composed, Placeholder

from kedang.core.base import KedangError
from kedang.core.schema import Catalog, Object

from . import aggregates, pages
from .build import Build
from .cursors import Position
from .model import Aggregate, Path, Query
from .pages import MERGED_DEPARTMENTS, Compiled
from .scope import Scope
from .spans import Clock

KEPT = 1_000  #: texts of one catalog, the oldest go first


@dataclass(frozen=True)
class Text:
    """SQL with numbered parameters, and the names of their values in order."""

    sql: bytes
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """A statement with its values."""

    sql: bytes
    values: list[object]


def numbered(sql: Composed) -> Text:
    """A statement as one text with ``$n`` in the place of named parameters: the driver need not read it again."""
    parts: list[bytes] = []
    places: dict[str, int] = {}
    left: list[Composable] = [sql]
    while left:
        part = left.pop()
        if isinstance(part, Composed):
            left.extend(reversed(list(part)))
        elif isinstance(part, Placeholder):
            parts.append(b"$%d" % places.setdefault(part.as_string(None)[2:-2], len(places) + 1))  # %(name)s
        else:
            parts.append(part.as_bytes(None))
    return Text(b"".join(parts), tuple(places))


def ready(compiled: Compiled) -> Ready:
    """A statement that is not kept."""
    text = numbered(compiled.sql)
    return Ready(text.sql, [compiled.params[name] for name in text.names])


def one(catalog: Catalog, scope: Scope, clock: Clock, object_key: str, id: object, *, deleted: bool = False, expand: tuple[Path, ...] = ()) -> Ready:
    """As ``pages.one``."""
    shape = ("one", object_key, deleted, expand)
    compile = lambda: pages.one(catalog, scope, clock, object_key, id, deleted=deleted, expand=expand)  # noqa: E731 (named for what it does)
    return _Kept(catalog, scope, clock).find(shape, {"id": id}, compile)


def some(catalog: Catalog, scope: Scope, clock: Clock, object_key: str, ids: Sequence[object], fields: tuple[str, ...]) -> Ready:
    """As ``pages.some``."""
    compile = lambda: pages.some(catalog, scope, clock, object_key, ids, fields)  # noqa: E731 (as above)
    return _Kept(catalog, scope, clock).find(("some", object_key, fields), {"ids": list(ids)}, compile)


def page(
    catalog: Catalog,
    scope: Scope,
    clock: Clock,
    query: Query,
    position: Position | None,
    *,
    limit: int,
    offset: int = 0,
    backwards: bool = False,
    arm: int | None = None,
) -> Ready:
    """As ``pages.page``."""
    values = position.values if position is not None else []
    known: dict[str, object] = {"offset": offset}
    known.update((f"after_{at}", value) for at, value in enumerate(values))
    way = None if position is None else (position.backwards, tuple(value is None for value in values))
    shape = ("page", query.object, query.fields, query.sort, query.expand, query.deleted, way, limit, offset > 0, backwards, arm)
    compile = lambda: pages.page(catalog, scope, clock, query, position, limit=limit, offset=offset, backwards=backwards, arm=arm)  # noqa: E731 (as above)
    return _Kept(catalog, scope, clock).find(shape, known, compile, query)


def count(catalog: Catalog, scope: Scope, clock: Clock, query: Query, *, capped: bool) -> Ready:
    """As ``pages.count``."""
    shape = ("count", query.object, query.deleted, capped)
    return _Kept(catalog, scope, clock).find(shape, {}, lambda: pages.count(catalog, scope, clock, query, capped=capped), query)


def aggregate(catalog: Catalog, scope: Scope, clock: Clock, query: Aggregate) -> Ready:
    """As ``aggregates.aggregate``."""
    if query.having:
        return ready(aggregates.aggregate(catalog, scope, clock, query))
    shape = ("aggregate", query.object, query.group, query.measures, query.sort, query.limit)
    return _Kept(catalog, scope, clock).find(shape, {"offset": query.offset}, lambda: aggregates.aggregate(catalog, scope, clock, query), query)


def kept(
    catalog: Catalog, scope: Scope, clock: Clock, shape: tuple[Hashable, ...], known: Mapping[str, object], make: Callable[[Build], Composed],
    *, deleted: bool = False,
) -> Ready:  # fmt: skip
    """A statement of a verb's own. Its text depends on the shape and the policy only; every value in it is a slot of the build: ``known``, or the caller's."""

    def compile() -> Compiled:
        build = Build(catalog, scope, clock, deleted=deleted)
        return Compiled(make(build), {**build.params, **known})

    return _Kept(catalog, scope, clock).find((*shape, deleted), known, compile)


class _Kept:
    """The texts of a catalog, as one actor finds them."""

    def __init__(self, catalog: Catalog, scope: Scope, clock: Clock) -> None:
        self._catalog, self._scope, self._clock = catalog, scope, clock
        self._texts = cast("dict[Hashable, Text]", catalog.texts)

    def find(self, shape: tuple[Hashable, ...], known: Mapping[str, object], compile: Callable[[], Compiled], query: Query | Aggregate | None = None) -> Ready:
        """The statement of a shape with these values; compiled if it is the first."""
        scope = self._scope
        if not scope.policy:
            return ready(compile())
        try:
            conditions, operands = self._conditions(query)
        except KedangError:
            compile()  # raises what is first in its order
            raise
        widths = (scope.person is None, len(scope.departments) > MERGED_DEPARTMENTS, len(scope.departments_below) > MERGED_DEPARTMENTS)
        key = (scope.policy, self._clock.zone, widths, shape, conditions)
        text = self._texts.get(key)
        if text is None:
            text = numbered(compile().sql)
            while len(self._texts) >= KEPT:
                del self._texts[next(iter(self._texts))]
            self._texts[key] = text
        return Ready(text.sql, [self._value(name, known, operands) for name in text.names])

    def _conditions(self, query: Query | Aggregate | None) -> tuple[bytes, dict[str, object]]:
        """The text of what rows must satisfy beside being visible, and its values."""
        if query is None or (query.where is None and not query.search):
            return b"", {}
        object: Object = self._catalog.object(query.object)
        build = Build(self._catalog, self._scope, self._clock, deleted=isinstance(query, Query) and query.deleted)
        return SQL(" and ").join(pages.conditions_of(build, object, query)).as_bytes(None), build.params

    def _value(self, name: str, known: Mapping[str, object], operands: Mapping[str, object]) -> object:
        """The value of a parameter: of this caller, at this moment, of this query."""
        match name:
            case "person":
                return self._scope.person
            case "departments":
                return list(self._scope.departments)
            case "departments_below":
                return list(self._scope.departments_below)
            case "now":
                return self._clock.now
            case _:
                return known[name] if name in known else operands[name]
