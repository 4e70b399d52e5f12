"""Pages of records: which ids in which order, then the rows as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from kedang.core.base import fold
from kedang.core.schema import Catalog, Object, is_ordered

from .build import Build
from .conditions import where
from .cursors import Position
from .model import Aggregate, Path, Query
from .orders import NEVER_EMPTY, Key, beyond_cursor, cursor_values, order_of, texts
from .scope import AllRows, Branch, DepartmentRows, Level, OwnRows, Scope, SharedRows
from .shapes import record_json
from .spans import Clock

CAPPED = 10_001
MERGED_DEPARTMENTS = 50  #: with more, the order's index is walked with the scope as a filter
SPELLED = re.compile(r"[a-z][a-z0-9]{1,59}")
SEARCHED = frozenset({"text", "long_text", "phone", "email", "url", "serial", "address"})


@dataclass(frozen=True)
class Compiled:
    """A statement and its parameters."""

    sql: Composed
    params: dict[str, object]


def conditions_of(build: Build, object: Object, query_where: Query | Aggregate) -> list[Composable]:
    """What a row must satisfy beside being visible."""
    parts: list[Composable] = []
    if query_where.where is not None:
        parts.append(where(build, "t", object, query_where.where))
    if query_where.search:
        parts.append(found(build, "t", object, query_where.search))
    return parts


def found(build: Build, alias: str, object: Object, text: str) -> Composable:
    """Whether a text stands in the title or in a searched field that may be read on the row, or is a way to spell the title in pinyin."""
    word = build.param(fold(text))
    scope = build.scope.of(object)
    ors: list[Composable] = []
    for field in object.fields.values():
        if (field.key == "title" or field.spec.search) and field.kind.name in SEARCHED and scope.best(field.key) >= Level.READ:
            columns = build.columns(alias, object, field)
            value = SQL("concat({})").format(SQL(", ").join(columns)) if field.kind.name == "address" else columns[0]
            ors.append(SQL("strpos(kd.fold({}), {}) > 0").format(value, word))
    if spelling := _spelled(build, alias, object, fold(text)):
        ors.append(spelling)
    return SQL("({})").format(SQL(" or ").join(ors)) if ors else SQL("false")


def _spelled(build: Build, alias: str, object: Object, word: str) -> Composable | None:
    """Whether Latin letters are pinyin of the title, or its initials; none where they cannot be. What is in the recycle bin has no spelling."""
    if not SPELLED.fullmatch(word) or build.is_bin(alias) or build.scope.of(object).best("title") < Level.READ:
        return None
    if len(word) == 2:
        fits = SQL("s.grams && {}::text[]").format(build.param([f"~{word}", f"={word}"]))
    else:
        like = build.param(f"%{word}%")
        fits = SQL("(s.initials like {} or s.pinyin like {})").format(like, like)
    spelled = SQL("{} in (select s.record from {} s where s.object = {} and s.class = 0 and {})").format(
        Identifier(alias, "id"), build.table("search_text"), Literal(object.number), fits
    )
    guard = build.guard(alias, object, "title", Level.READ)
    return spelled if guard is None else SQL("({} and {})").format(guard, spelled)


def arms_behind(object: Object, query: Query, position: Position) -> int:
    """In how many parts the rows behind a position come: those without a value of the order's first key are a part of their own."""
    if not query.sort or (position.values[0] is None) != position.backwards:
        return 1
    path = query.sort[0].path
    field = object.fields.get(path[0])
    return 1 if len(path) == 1 and field is not None and field.is_system and field.key in NEVER_EMPTY else 2


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
) -> Compiled:
    """The rows of a page: columns ``j`` (JSON text) and ``k`` (the keys of its position), in order.

    ``limit`` is one more than the page, to see whether there is more. ``backwards`` walks the order from its end. ``arm``: only that part of the rows
    behind the position (see ``arms_behind``), of which the first comes before the second; none: all.
    """
    object = catalog.object(query.object)
    order_of(Build(catalog, scope, clock, deleted=query.deleted), "t", object, query.sort)  # what is wrong with the order is said first
    build = Build(catalog, scope, clock, deleted=query.deleted)
    base = conditions_of(build, object, query)  # the first part of every statement: ``statements`` compiles it alone
    keys = order_of(build, "t", object, query.sort)
    backwards = backwards or (position is not None and position.backwards)
    ids = _ids(build, object, query, keys, base, position, limit=limit, offset=offset, backwards=backwards, arm=arm)
    shape = record_json(build, "t", object, query.fields, query.expand)
    sql = SQL("select {shape} as j, p.k from ({ids}) p join {table} t on t.id = p.id order by p.n").format(
        shape=shape, ids=ids, table=build.table(object.table)
    )
    return Compiled(sql, build.params)


def _ids(
    build: Build,
    object: Object,
    query: Query,
    keys: list[Key],
    base: list[Composable],
    position: Position | None,
    *,
    limit: int,
    offset: int,
    backwards: bool,
    arm: int | None,
) -> Composable:
    """The page's ids with their place and their keys."""
    cursor: list[list[Composable]] = [[]]
    if position is not None:
        values = cursor_values(build, keys, position.values)
        cursor = [[one] for at, one in enumerate(beyond_cursor(keys, values, backwards=backwards)) if arm in (None, at)]
    branches = _merged(build, object, query) if offset == 0 else None
    order = SQL(", ").join([key.sql(backwards=backwards) for key in keys])
    columns = SQL(", ").join([SQL("{} as {}").format(key.value, Identifier(f"k{at}")) for at, key in enumerate(keys)])
    outer = [Key(Identifier("u", f"k{at}"), key.type, key.is_descending, key.may_be_empty) for at, key in enumerate(keys)]
    outer_order = SQL(", ").join([key.sql(backwards=backwards) for key in outer])
    most, passed = (limit + offset, 0) if len(cursor) > 1 else (limit, offset)
    arms = [
        _arm(build, object, branch, [*base, *extra], columns, order, limit=most, offset=passed, deleted=query.deleted)
        for branch in (branches or [None])
        for extra in cursor
    ]
    rows = arms[0] if len(arms) == 1 else SQL("select distinct * from ({}) d").format(SQL(" union all ").join([SQL("({})").format(a) for a in arms]))
    return SQL("select u.id, {texts} as k, row_number() over (order by {order}) as n from ({rows}) u order by n limit {limit}").format(
        texts=texts(outer), order=outer_order, rows=rows, limit=Literal(limit)
    )


def is_walked(catalog: Catalog, scope: Scope, clock: Clock, query: Query) -> bool:
    """Whether a page is the front of its order's indexes, or what follows a cursor there: its plan is the same whatever the values in it are."""
    if query.where is not None or query.search or query.offset is not None or query.around is not None:
        return False
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock, deleted=query.deleted)
    if AllRows() in build.rows("t", object):
        return _is_in_order(build, object, query)
    return _merged(build, object, query) is not None


def _is_in_order(build: Build, object: Object, query: Query) -> bool:
    """Whether the rows' order is one that indexes hold, not that of an expression."""
    return not query.deleted and is_indexed(object, query) and build.guard("t", object, query.sort[0].path[0], Level.READ) is None


def _merged(build: Build, object: Object, query: Query) -> list[Branch] | None:
    """Branches to take the top of each and merge, where the order has an index for each; none: the scope is a filter."""
    rows = build.rows("t", object)
    if not rows or not _is_in_order(build, object, query):
        return None
    if any(not isinstance(one, OwnRows | DepartmentRows | SharedRows) for one in rows):
        return None
    if any(isinstance(one, DepartmentRows) and len(build.departments(tree=one.tree)) > MERGED_DEPARTMENTS for one in rows):
        return None
    return sorted(rows, key=repr)


def is_indexed(object: Object, query: Query) -> bool:
    """Whether the order has indexes of its own: the creation's, and those of saved views."""
    if len(query.sort) != 1 or len(query.sort[0].path) != 1:
        return False
    return is_ordered(object, ("-" if query.sort[0].is_descending else "") + query.sort[0].path[0])


def _arm(
    build: Build,
    object: Object,
    branch: Branch | None,
    parts: list[Composable],
    columns: Composable,
    order: Composable,
    *,
    limit: int,
    offset: int,
    deleted: bool,
) -> Composable:
    table = build.table(object.table)
    tail = SQL("order by {} limit {}").format(order, Literal(limit))
    if offset:
        tail = SQL("{} offset {}").format(tail, build.slot("offset", offset))
    if isinstance(branch, DepartmentRows):
        inner = SQL(" and ").join([SQL("t.department = d.id and t.deleted_at is null"), *parts])
        return SQL("select x.* from unnest({}::uuid[]) as d(id) cross join lateral (select t.id, {} from {} t where {} {}) x").format(
            build.of_departments(tree=branch.tree), columns, table, inner, tail
        )
    guard = build.visible("t", object) if branch is None else SQL("t.deleted_at is null and {}").format(build.branch("t", object, branch))
    return SQL("select t.id, {} from {} t where {} {}").format(columns, table, SQL(" and ").join([guard, *parts]), tail)


def count(catalog: Catalog, scope: Scope, clock: Clock, query: Query, *, capped: bool) -> Compiled:
    """How many rows there are: column ``n``."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock, deleted=query.deleted)
    base = conditions_of(build, object, query)
    parts = SQL(" and ").join([build.visible("t", object), *base])
    if capped:
        sql = SQL("select count(*) as n from (select 1 from {} t where {} limit {}) c").format(build.table(object.table), parts, Literal(CAPPED))
    else:
        sql = SQL("select count(*) as n from {} t where {}").format(build.table(object.table), parts)
    return Compiled(sql, build.params)


def keys_of(catalog: Catalog, scope: Scope, clock: Clock, query: Query, id: object) -> Compiled:
    """The keys of one record's position, if it is among the rows: column ``k``."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock, deleted=query.deleted)
    keys = order_of(build, "t", object, query.sort)
    parts = SQL(" and ").join([SQL("t.id = {}").format(build.slot("id", id)), build.visible("t", object), *conditions_of(build, object, query)])
    return Compiled(SQL("select {} as k from {} t where {}").format(texts(keys), build.table(object.table), parts), build.params)


def before(catalog: Catalog, scope: Scope, clock: Clock, query: Query, position: Position) -> Compiled:
    """How many rows come before a position: column ``n``."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock, deleted=query.deleted)
    keys = order_of(build, "t", object, query.sort)
    values = cursor_values(build, keys, position.values)
    arms = SQL(" or ").join([SQL("({})").format(arm) for arm in beyond_cursor(keys, values, backwards=True)])
    parts = SQL(" and ").join([build.visible("t", object), *conditions_of(build, object, query), SQL("({})").format(arms)])
    return Compiled(SQL("select count(*) as n from {} t where {}").format(build.table(object.table), parts), build.params)


def one(catalog: Catalog, scope: Scope, clock: Clock, object_key: str, id: object, *, deleted: bool = False, expand: tuple[Path, ...] = ()) -> Compiled:
    """One record with everything: column ``j``."""
    object = catalog.object(object_key)
    build = Build(catalog, scope, clock, deleted=deleted)
    shape = record_json(build, "t", object, None, expand)
    sql = SQL("select {} as j from {} t where t.id = {} and {}").format(shape, build.table(object.table), build.slot("id", id), build.visible("t", object))
    return Compiled(sql, build.params)


def some(catalog: Catalog, scope: Scope, clock: Clock, object_key: str, ids: Sequence[object], fields: tuple[str, ...]) -> Compiled:
    """Those of several records that may be seen, in any order, with these fields and no more than their masks beside them: column ``j``."""
    object = catalog.object(object_key)
    build = Build(catalog, scope, clock)
    shape = record_json(build, "t", object, fields, can=False)
    wanted = SQL("t.id = any({}::uuid[])").format(build.slot("ids", list(ids)))
    return Compiled(SQL("select {} as j from {} t where {} and {}").format(shape, build.table(object.table), wanted, build.visible("t", object)), build.params)
