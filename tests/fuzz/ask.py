"""Random requests of one person, weighted to rare shapes. Most use only what may be used; the others hold one use that must be refused."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .catalogue import ORDERS
from .model import SYSTEM, Aggregate, Field, Get, Grouping, Having, History, Measure, Model, Query, Request, Sort, Timeline, Update
from .operands import a_leaf, a_search, as_sent
from .pools import a_value
from .twin.aggregate import BUCKETS, NOT_GROUPED, ORDERED, SUMMED
from .twin.forms import show
from .twin.query import NOT_SORTED
from .twin.scopes import RANK, READ, View

_UNKNOWN = Field("nosuch", "text")


_QUERY_SPOILS = ("where", "where", "hop", "hop", "sort", "sort", "sort", "expand", "expand", "show")
_AGGREGATE_SPOILS = ("where", "hop", "group", "group", "group", "measure", "measure", "measure")


@dataclass
class Asker:
    """Makes requests for one person. ``spoil`` is the surface on which the next request uses a field that it must not."""

    rng: Random
    view: View
    spoil: str | None = None

    def request(self) -> Request:
        """A random request."""
        key = self._object()
        kind = self.rng.choices(("query", "aggregate", "get", "history", "timeline", "update", "model"), (50, 35, 4, 2, 2, 5, 2))[0]
        if kind == "update":
            return self.update(key)
        if kind in ("get", "history", "timeline"):
            rows = list(self.view.world.rows[key])
            return {"get": Get, "history": History, "timeline": Timeline}[kind](key, self.rng.choice(rows))
        if kind == "model":
            return Model(key)
        surfaces = _QUERY_SPOILS if kind == "query" else _AGGREGATE_SPOILS
        self.spoil = self.rng.choice(surfaces) if self.rng.random() < 0.52 else None
        return self.query(key) if kind == "query" else self.aggregate(key)

    def _object(self) -> str:
        keys = list(self.view.world.objects)
        seen = [key for key in keys if self.view.is_open(key)]
        return self.rng.choice(seen) if seen and self.rng.random() < 0.97 else self.rng.choice(keys)

    def _spoils(self, surface: str) -> bool:
        """Whether this is the use to spoil; it is done once."""
        if self.spoil != surface:
            return False
        self.spoil = None
        return True

    def update(self, key: str) -> Update:
        """A change of one field, of a record in sight most times."""
        rng, world = self.rng, self.view.world
        rows = self.view.visible(key) if self.view.is_open(key) and rng.random() < 0.85 else []
        row = rng.choice(rows or list(world.rows[key].values()))
        if rng.random() < 0.15:
            return Update(key, row.id, "owner", str(rng.choice(list(world.people))), row.version)
        simple = ("number", "percent", "date", "datetime", "boolean", "choice", "phone", "email", "person", "department", "money", "long_text")
        field = rng.choice([f for f in world.objects[key].fields if f.kind in simple])
        value = a_value(rng, field, list(world.people), list(world.departments), [], empty=0)
        shown = str(value) if field.kind in ("person", "department") else show(self.view, field, value)
        return Update(key, row.id, field.key, as_sent(shown), row.version)

    def query(self, key: str) -> Query:
        """A list."""
        rng = self.rng
        size = rng.choice((1, 2, 3, 5, 10, 50, 200))
        paging = rng.choices(("first", "walk", "offset", "around"), (4, 3, 2, 1))[0]
        rows = self.view.visible(key) if rng.random() < 0.8 else list(self.view.world.rows[key].values())
        return Query(
            key,
            fields=self._projection(key),
            where=self.where(key) if rng.random() < 0.65 or self.spoil in ("where", "hop") else None,
            sort=self._order(key),
            search=a_search(rng, self.view, key) if rng.random() < 0.2 else None,
            expand=tuple(path for path in (self._expand(key) for _ in range(rng.choice((0, 0, 0, 1, 2)) or (self.spoil == "expand"))) if "." in path),
            limit=max(size, 2) if paging == "walk" else size,
            offset=rng.choice((0, 1, 2, 5, 40)) if paging == "offset" else None,
            around=rng.choice(rows).id if paging == "around" and rows else None,
            walk=paging == "walk",
            count=rng.choice(("none", "none", "capped", "exact")),
            deleted=rng.random() < 0.1,
        )

    def _projection(self, key: str) -> tuple[str, ...] | None:
        if self.rng.random() < 0.6 and self.spoil != "show":
            return None
        keys = [self.field(key, use=False, spoil=self._spoils("show")).key for _ in range(self.rng.randint(1, 5))]
        return tuple(dict.fromkeys(keys))

    def _order(self, key: str) -> tuple[Sort, ...]:
        """Any order, and often one that has an index, for which the engine goes another way."""
        if self.rng.random() < 0.2 and self.spoil != "sort":
            orders = [Sort(k.lstrip("-"), k.startswith("-")) for k in ("-created_at", "-created_at", *ORDERS[key])]
            return (self.rng.choice([one for one in orders if RANK[self.view.best_level(key, one.path)] >= READ]),)
        return tuple(self._sort(key) for _ in range(self.rng.choice((0, 1, 1, 2)) or (self.spoil == "sort")))

    def _sort(self, key: str) -> Sort:
        path = self._path(key, deep=0.2, lacking=NOT_SORTED, many=False, spoil=self._spoils("sort"))
        return Sort(path, self.rng.random() < 0.5)

    def _expand(self, key: str) -> str:
        return self._path(key, use=False, deep=1.0, spoil=self._spoils("expand"))

    def aggregate(self, key: str) -> Aggregate:
        """Numbers."""
        rng = self.rng
        group = tuple(self._grouping(key) for _ in range(rng.choice((0, 1, 1, 1, 2)) or (self.spoil == "group")))
        measures = (Measure("count"), *(self._measure(key) for _ in range(rng.choice((0, 1, 2)) or (self.spoil == "measure"))))
        having = (Having(rng.randrange(len(measures)), rng.choice(("gt", "ge", "lt", "le", "eq")), rng.choice((0, 1, 2, 3))),) if rng.random() < 0.3 else ()
        where = self.where(key) if rng.random() < 0.5 or self.spoil in ("where", "hop") else None
        search = a_search(rng, self.view, key) if rng.random() < 0.1 else None
        sort = (("measure", 0, rng.random() < 0.5),) if rng.random() < 0.3 else ()
        return Aggregate(key, group, measures, where=where, search=search, having=having, sort=sort)

    def _grouping(self, key: str) -> Grouping:
        path = self._path(key, deep=0.2, lacking=NOT_GROUPED, many=False, spoil=self._spoils("group"))
        kind = self._end(key, path)[1].kind
        dated = kind in ("date", "datetime")
        return Grouping(path, self.rng.choice(BUCKETS) if dated and self.rng.random() < 0.9 else "day" if kind == "datetime" else None)

    def _measure(self, key: str) -> Measure:
        op = self.rng.choice(("count", "count_distinct", "sum", "avg", "min", "max"))
        every = {*SYSTEM.values(), *(f.kind for o in self.view.world.objects.values() for f in o.fields)}
        allowed = {"sum": SUMMED, "avg": SUMMED, "min": ORDERED, "max": ORDERED}.get(op, every - NOT_GROUPED)
        return Measure(op, self._path(key, deep=0.15, lacking=frozenset(every - allowed), many=False, spoil=self._spoils("measure")))

    def where(self, key: str, depth: int = 0) -> dict[str, object]:
        """A condition: often an ``or`` at the root, nested, negated, over relations."""
        rng = self.rng
        shape = rng.random()
        if depth < 3 and shape < 0.28:
            return {"or": [self.where(key, depth + 1) for _ in range(rng.randint(2, 3))]}
        if depth < 3 and shape < 0.5:
            return {"and": [self.where(key, depth + 1) for _ in range(rng.randint(2, 3))]}
        if depth < 4 and shape < 0.62:
            return {"not": self.where(key, depth + 1)}
        beyond = self._spoils("hop")
        path = self._path(key, deep=1.0 if beyond else 0.35, spoil=beyond or self._spoils("where"))
        return a_leaf(rng, self.view, *self._end(key, path), path)

    def field(self, key: str, *, use: bool = True, lacking: frozenset[str] = frozenset(), spoil: bool = False) -> Field:
        """A field of an object that may be used (or shown), or with ``spoil`` one that may not."""
        rng = self.rng
        fields = [f for f in self.view.world.objects[key].fields if f.kind not in lacking]
        if spoil:
            return self._unusable(key, fields, use=use)
        if rng.random() < 0.1:
            fields = [Field(k, kind) for k, kind in SYSTEM.items() if k != "id" and kind not in lacking]
        good = [f for f in fields if RANK[self.view.best_level(key, f.key)] >= (READ if use else RANK["masked"])]
        partly = [f for f in good if RANK[self.view.worst_level(key, f.key)] < READ]
        if partly and rng.random() < 0.4:
            return rng.choice(partly)
        spare = [Field(k, kind) for k, kind in SYSTEM.items() if k not in ("id", "title") and kind not in lacking]
        return rng.choice(good or spare or [_UNKNOWN])

    def _unusable(self, key: str, fields: list[Field], *, use: bool) -> Field:
        """A hidden field or, where it counts as well, a masked one."""
        levels = [["hidden", "masked"], ["masked", "hidden"]][self.rng.random() < 0.47] if use else ["hidden"]
        found = [[f for f in fields if self.view.best_level(key, f.key) == level] for level in levels]
        bad = next((some for some in found if some), [])
        return self.rng.choice(bad) if bad and self.rng.random() < 0.97 else _UNKNOWN

    def _hop(self, key: str, *, many: bool) -> Field | None:
        """A relation that may be used, to an object that may be read, if there is one."""
        kinds = ("relation", "relations") if many else ("relation",)
        fields = [f for f in self.view.world.objects[key].fields if f.kind in kinds]
        good = [f for f in fields if RANK[self.view.best_level(key, f.key)] >= READ and f.target and self.view.is_open(f.target)]
        return self.rng.choice(good) if good else None

    def _path(self, key: str, *, use: bool = True, deep: float, lacking: frozenset[str] = frozenset(), many: bool = True, spoil: bool = False) -> str:
        keys: list[str] = []
        while len(keys) < 3 and self.rng.random() < deep / (len(keys) + 1):
            hop = self._hop(key, many=many)
            if hop is None or hop.target is None:
                break
            keys.append(hop.key)
            key = hop.target
        return ".".join([*keys, self.field(key, use=use, lacking=lacking, spoil=spoil).key])

    def _end(self, key: str, path: str) -> tuple[str, Field]:
        *hops, last = path.split(".")
        for hop in hops:
            found = self.view.world.objects[key].field(hop)
            key = found.target or key if found else key
        return key, Field(last, SYSTEM[last]) if last in SYSTEM else self.view.world.objects[key].field(last) or _UNKNOWN
