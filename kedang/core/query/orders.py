"""Total orders: the wanted fields, empties last whichever way, then the id."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.schema import Field, Object

from .build import Build
from .errors import FieldNotUsable
from .model import Path, Sort
from .scope import Level

NEVER_EMPTY = frozenset({"id", "created_at", "updated_at", "version", "state"})


@dataclass(frozen=True)
class Key:
    """One part of an order."""

    value: Composable
    type: str  #: SQL type, for cursors
    is_descending: bool
    may_be_empty: bool

    def sql(self, *, backwards: bool = False) -> Composable:
        """Its part of ``order by``."""
        falling = self.is_descending != backwards
        if not self.may_be_empty:
            return SQL("{} desc" if falling else "{}").format(self.value)
        return SQL("{} {} {}").format(self.value, SQL("desc" if falling else "asc"), SQL("nulls first" if backwards else "nulls last"))


def order_of(build: Build, alias: str, object: Object, sorts: tuple[Sort, ...]) -> list[Key]:
    """The keys of a wanted order, the id last. Raises ``UnknownField``, ``FieldNotUsable``."""
    keys: list[Key] = []
    for sort in sorts:
        keys += _keys(build, alias, object, sort.path, sort)
    if sorts and sorts[-1].path == ("id",):
        return keys
    return [*keys, Key(Identifier(alias, "id"), "uuid", is_descending=False, may_be_empty=False)]


def _keys(build: Build, alias: str, object: Object, rest: Path, sort: Sort) -> list[Key]:
    field = build.use(object, rest[0], sort.path)
    if len(rest) > 1:
        return _beyond(build, alias, object, field, rest, sort)
    if not field.kind.is_sortable:
        raise FieldNotUsable(field=".".join(sort.path))
    columns = build.columns(alias, object, field)
    may_be_empty = field.key not in NEVER_EMPTY or not field.is_system
    if field.kind.name == "money":
        return [Key(columns[0], "numeric", sort.is_descending, True), Key(columns[1], "text", sort.is_descending, True)]
    value = ordered_value(build, field, columns)
    return [Key(value, _type(field), sort.is_descending, may_be_empty)]


def ordered_value(build: Build, field: Field, columns: list[Composable]) -> Composable:
    """What a field is ordered by; names by their pinyin."""
    other = build.alias()
    if field.kind.name in {"person", "department"}:
        return SQL("(select {} from {} {} where {} = {})").format(
            Identifier(other, "name_sort"), build.table(field.kind.name), Identifier(other), Identifier(other, "id"), columns[0]
        )
    if field.kind.name == "relation" and field.key != "id":
        target = build.catalog.object(field.target or "")
        if not build.scope.of(target).rows or build.scope.of(target).best("title") < Level.READ:
            return SQL("null::text")
        title = build.columns(other, target, target.fields["title"])[1]
        return SQL("(select {} from {} {} where {} = {} and {})").format(
            title, build.table(target.table), Identifier(other), Identifier(other, "id"), columns[0], build.visible(other, target)
        )
    return field.kind.order(field.spec, columns)


def _type(field: Field) -> str:
    if field.kind.name in {"person", "department", "relation"}:
        return "uuid" if field.key == "id" else "text"
    if field.kind.name == "choice":
        return "integer"
    return field.kind.columns[-1]


def _beyond(build: Build, alias: str, object: Object, field: Field, rest: Path, sort: Sort) -> list[Key]:
    """An order by a field of a related record; to-many relations have no one value."""
    if field.kind.name != "relation" or field.key == "id":
        raise FieldNotUsable(field=".".join(sort.path))
    target, other = build.catalog.object(field.target or ""), build.alias()
    inner = _keys(build, other, target, rest[1:], sort)
    source = SQL("from {} {} where {} = {} and {}").format(
        build.table(target.table), Identifier(other), Identifier(other, "id"), build.columns(alias, object, field)[0], build.visible(other, target)
    )
    return [Key(SQL("(select {} {})").format(key.value, source), key.type, key.is_descending, True) for key in inner]


def beyond_cursor(keys: list[Key], values: list[Composable | None], *, backwards: bool) -> list[Composable]:
    """Conditions for rows behind a position, as arms in order: no arm mixes rows with and without a value of the first key.

    ``values`` are those of the position, none where empty. With an arm for each, an index on the first key bounds the scan.
    """
    first, value = keys[0], values[0]
    chain = _chain(keys, values, backwards=backwards)
    if value is None:
        behind = SQL("{} is null and {}").format(first.value, chain)
        return [behind, SQL("{} is not null").format(first.value)] if backwards else [behind]
    falling = first.is_descending != backwards
    bound = SQL("{} {} {} and {}").format(first.value, SQL("<=" if falling else ">="), value, chain)
    return [bound, SQL("{} is null").format(first.value)] if first.may_be_empty and not backwards else [bound]


def _chain(keys: list[Key], values: list[Composable | None], *, backwards: bool) -> Composable:
    """Strictly behind: equal in the first so many keys, and behind in the next."""
    ors: list[Composable] = []
    for at, (key, value) in enumerate(zip(keys, values, strict=True)):
        behind = _behind(key, value, backwards=backwards)
        if behind is None:
            continue
        equal = [SQL("{} is null").format(k.value) if v is None else SQL("{} = {}").format(k.value, v) for k, v in zip(keys[:at], values[:at], strict=True)]
        ors.append(SQL(" and ").join([*equal, behind]))
    return SQL("({})").format(SQL(" or ").join([SQL("({})").format(one) for one in ors])) if ors else SQL("false")


def _behind(key: Key, value: Composable | None, *, backwards: bool) -> Composable | None:
    falling = key.is_descending != backwards
    if value is None:
        return SQL("{} is not null").format(key.value) if backwards else None
    compared = SQL("{} {} {}").format(key.value, SQL("<" if falling else ">"), value)
    return SQL("({} or {} is null)").format(compared, key.value) if key.may_be_empty and not backwards else compared


CASTS = {
    "uuid": SQL("uuid"), "text": SQL("text"), "numeric": SQL("numeric"), "date": SQL("date"), "timestamptz": SQL("timestamptz"),
    "boolean": SQL("boolean"), "integer": SQL("integer"),
}  # fmt: skip


def cursor_values(build: Build, keys: list[Key], values: list[str | None]) -> list[Composable | None]:
    """The values of a cursor, back as the types of the keys; none where empty."""
    return [
        None if text is None else SQL("{}::{}").format(build.slot(f"after_{at}", text), CASTS[key.type])
        for at, (key, text) in enumerate(zip(keys, values, strict=True))
    ]


def texts(keys: list[Key]) -> Composable:
    """The keys of a row as a list of texts, for its cursor."""
    return SQL("array[{}]").format(SQL(", ").join([SQL("({})::text").format(key.value) for key in keys]))
