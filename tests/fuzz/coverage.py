"""Which rules the requests have met: surface × level of the field × widest scope of the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .model import SCOPES, SYSTEM, Aggregate, Get, Query, Request, Row
from .twin.scopes import RANK, READ, View

Cell = tuple[str, str, str]
SURFACES = ("show", "where", "where over a relation", "sort", "group", "measure", "search", "expand", "get")
LEVELS = ("hidden", "masked", "partly", "read", "edit")
WIDEST = ("own", "department", "department_tree", "all", "shared")
CELLS: list[Cell] = [(surface, level, scope) for surface in SURFACES for level in LEVELS for scope in WIDEST if scope != "shared" or level in ("read", "edit")]
CELLS.extend((surface, "hidden", "none") for surface in ("show", "get"))  # a share gives every field, and without a scope nothing is seen


def widest(view: View, object_key: str) -> str:
    """The widest scope in which a person reads or updates an object."""
    scopes = [scope for rights in view.rights(object_key) for scope in (rights.read, rights.update)]
    best = max(scopes, key=SCOPES.index, default="none")
    return best if best != "none" else "shared" if view.shares(object_key) else "none"


def level(view: View, object_key: str, key: str) -> str:
    """How a person stands to a field."""
    best = view.best_level(object_key, key)
    return "partly" if RANK[best] >= READ > RANK[view.worst_level(object_key, key)] else best


def uses(request: Request) -> Iterator[tuple[str, str]]:
    """Every use of a field by a path, with the surface."""
    if not isinstance(request, Query | Aggregate):
        return
    for path in _paths(request.where):
        yield ("where over a relation" if "." in path else "where"), path
    if isinstance(request, Aggregate):
        yield from (("group", part.path) for part in request.group)
        yield from (("measure", part.path) for part in request.measures if part.path)
        return
    yield from (("show", key) for key in request.fields or ())
    yield from (("sort", part.path) for part in request.sort)
    yield from (("expand", path) for path in request.expand)


def _paths(where: object) -> Iterator[str]:
    if isinstance(where, dict):
        if isinstance(where.get("field"), str):
            yield where["field"]
        for part in where.values():
            yield from _paths(part)
    elif isinstance(where, list):
        for part in where:
            yield from _paths(part)


def count(counter: Counter[Cell], view: View, request: Request) -> None:
    """Note what a request meets."""
    world = view.world
    for surface, path in uses(request):
        key: str | None = request.object
        *hops, last = path.split(".")
        for hop in hops:
            found = world.objects[key].field(hop) if key else None
            key = found.target if found else None
        if key and last not in SYSTEM:
            counter[surface, level(view, key, last), widest(view, key)] += 1
    obj = world.objects[request.object]
    if isinstance(request, Get) or (isinstance(request, Query) and request.fields is None):
        counter.update(("get" if isinstance(request, Get) else "show", level(view, obj.key, f.key), widest(view, obj.key)) for f in obj.fields)
    if isinstance(request, Query) and request.search:
        counter.update(("search", level(view, obj.key, f.key), widest(view, obj.key)) for f in obj.fields if f.search or f.key == obj.title)


def could_raise(view: View, request: Request) -> bool:
    """Whether a request computes something that has no result at the ends of its range, on an object with such a value in a row out of sight."""
    if not isinstance(request, Query | Aggregate) or not any(_is_poison(row) for row in view.world.rows[request.object].values() if not view.sees(row)):
        return False
    spans = any(isinstance(leaf.get("value"), dict) or leaf.get("op") in ("within", "before", "after") for leaf in _leaves(request.where))
    if isinstance(request, Query):
        return spans
    return spans or any(part.bucket for part in request.group) or any(measure.op in ("sum", "avg") for measure in request.measures)


def _is_poison(row: Row) -> bool:
    """Whether a row holds a value at the end of its range: a day of the first or last year, a number of thirty digits."""
    return any((isinstance(value, date) and value.year in (1, 9999)) or (isinstance(value, Decimal) and abs(value) > 10**27) for value in row.values.values())


def _leaves(where: object) -> Iterator[dict[str, object]]:
    if isinstance(where, dict):
        if "op" in where:
            yield where
        for part in where.values():
            yield from _leaves(part)
    elif isinstance(where, list):
        for part in where:
            yield from _leaves(part)
