"""Rows to JSON inside PostgreSQL: what is hidden on a row is absent, what is masked shows its mask and stands in ``_masked``."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier, Literal

from kedang.core.schema import Field, Object

from .build import TRUE, Build
from .conditions import linked
from .model import Path
from .scope import Level, covers, is_shown

LINKS = 20  #: of a to-many relation shown in a record


@dataclass(frozen=True)
class Shown:
    """One field of a record in JSON."""

    key: str
    value: Composable  #: anything that ``to_json`` understands
    present: Composable | None  #: on which rows it stands at all; none: on all
    masked: Composable | None  #: on which rows it is masked; none: on none


def record_json(build: Build, alias: str, object: Object, keys: tuple[str, ...] | None, expand: tuple[Path, ...] = (), *, can: bool = True) -> Composable:
    """A record as JSON text. ``keys``: the fields wanted, none for all. Raises ``UnknownField``."""
    all_keys = [key for key, field in object.fields.items() if is_shown(build.catalog, build.scope, object, field)]
    wanted = all_keys if keys is None else list(dict.fromkeys(("id", "version", *keys)))
    shown = [shown_field(build, alias, object, build.show(object, key)) for key in wanted]
    shown += [Shown(".".join(path), beyond(build, alias, object, path, path), None, None) for path in expand]
    always = SQL(", ").join([SQL("{} as {}").format(one.value, Identifier(one.key)) for one in shown if one.present is None])
    parts: list[Composable] = [SQL("(select left(row_to_json(j)::text, -1) from (select {}) j)").format(always)]
    parts += [
        SQL("coalesce(case when {} then {} || coalesce(to_json({})::text, 'null') end, '')").format(one.present, Literal(f',"{one.key}":'), one.value)
        for one in shown
        if one.present is not None
    ]
    parts += _marks(build, alias, object, shown, can=can)
    return SQL("({} || '}}')").format(SQL(" || ").join(parts))


def _marks(build: Build, alias: str, object: Object, shown: list[Shown], *, can: bool) -> list[Composable]:
    """``_masked``, ``_read_only`` and ``_can``, where they say anything."""
    parts: list[Composable] = []
    masked = [(one.key, one.masked) for one in shown if one.masked is not None]
    if masked:
        parts.append(_list_mark("_masked", masked))
    if not can:
        return parts
    scope, rows = build.scope.of(object), build.rows(alias, object)
    locked = [
        (one.key, SQL("({}) and ({}) is not true").format(_readable(build, alias, object, one.key), build.on(alias, object, scope.where(one.key, Level.EDIT))))
        for one in shown
        if scope.best(one.key) == Level.EDIT and not covers(scope.where(one.key, Level.EDIT), rows)
    ]
    if locked:
        parts.append(_list_mark("_read_only", [(key, part) for key, part in locked]))
    denied = [
        (action, build.on(alias, object, branches))
        for action, branches in scope.actions.items()
        if branches and not covers(branches, rows) and action in {"update", "delete"}
    ]
    if denied:
        pairs = SQL(" || ").join(
            [SQL("case when ({}) is not true then {} else '' end").format(guard, Literal(f',"{action}":false')) for action, guard in denied]
        )
        parts.append(SQL("coalesce(',\"_can\":{{' || nullif(substr({}, 2), '') || '}}', '')").format(pairs))
    return parts


def _readable(build: Build, alias: str, object: Object, key: str) -> Composable:
    """Whether a field may be read on a row; masked fields are told of by their own mark."""
    return build.guard(alias, object, key, Level.READ) or TRUE


def _list_mark(name: str, parts: list[tuple[str, Composable]]) -> Composable:
    words = SQL(" || ").join([SQL("case when {} then {} else '' end").format(guard, Literal(f',"{key}"')) for key, guard in parts])
    return SQL("coalesce({} || nullif(substr({}, 2), '') || ']', '')").format(Literal(f',"{name}":['), words)


def shown_field(build: Build, alias: str, object: Object, field: Field) -> Shown:
    """One field of a row: in the clear where it may be read, masked where it may only be seen masked, else absent."""
    scope = build.scope.of(object)
    clear, seen = scope.where(field.key, Level.READ), scope.where(field.key, Level.MASKED)
    present = None if covers(seen, build.rows(alias, object)) else build.on(alias, object, seen)
    if not clear:
        return Shown(field.key, mask_of(build, alias, object, field), present, present or TRUE)
    value = value_of(build, alias, object, field)
    if covers(clear, seen):
        return Shown(field.key, value, present, None)
    guard = build.on(alias, object, clear) or TRUE
    both = SQL("case when {} then to_json({}) else to_json({}) end").format(guard, value, mask_of(build, alias, object, field))
    masked = SQL("({}) and ({}) is not true").format(present or TRUE, guard)
    return Shown(field.key, both, present, masked)


def value_of(build: Build, alias: str, object: Object, field: Field) -> Composable:
    """The JSON form of a field in the clear."""
    columns = build.stored(alias, field)
    match field.kind.name:
        case "person" | "department":
            return _named(build, field.kind.name, columns[0])
        case "relation" if field.key != "id":
            return _target(build, field, columns[0])
        case "relations":
            return _targets(build, alias, object, field)
        case _:
            return field.kind.show(field.spec, columns)


def _named(build: Build, table: str, column: Composable) -> Composable:
    other = build.alias()
    return SQL("(select json_build_object('id', {0}, 'title', {1}) from {2} {3} where {0} = {4})").format(
        Identifier(other, "id"), Identifier(other, "name"), build.table(table), Identifier(other), column
    )


def title_of(build: Build, alias: str, object: Object) -> Composable:
    """A record's title for this caller: masked or null as the field that it is made of."""
    shown = shown_field(build, alias, object, object.fields["title"]) if build.scope.of(object).best("title") else None
    if shown is None:
        return SQL("null")
    return shown.value if shown.present is None else SQL("case when {} then {} end").format(shown.present, shown.value)


def _target(build: Build, field: Field, column: Composable) -> Composable:
    target, other = build.catalog.object(field.target or ""), build.alias()
    return SQL("(select json_build_object('id', {0}, 'title', {1}) from {2} {3} where {0} = {4} and {5})").format(
        Identifier(other, "id"), title_of(build, other, target), build.table(target.table), Identifier(other), column, build.visible(other, target)
    )


def _targets(build: Build, alias: str, object: Object, field: Field) -> Composable:
    other = build.alias()
    target, source = linked(build, alias, object, field, other)
    return SQL(
        "(select json_build_object('items', coalesce(json_agg(json_build_object('id', x.id, 'title', x.title) order by x.n) filter (where x.n <= {most}),"
        " '[]'::json), 'more', count(*) > {most}) from (select {id} as id, {title} as title, row_number() over (order by {id}) as n {source}"
        " order by {id} limit {most} + 1) x)"
    ).format(id=Identifier(other, "id"), title=title_of(build, other, target), source=source, most=Literal(LINKS))


def mask_of(build: Build, alias: str, object: Object, field: Field) -> Composable:
    """The masked form. A link to what the caller may not see shows nothing, as everywhere."""
    if field.kind.name == "relations":
        other = build.alias()
        _, source = linked(build, alias, object, field, other, Level.MASKED)
        return SQL("case when exists (select 1 {}) then '***' end").format(source)
    columns = build.stored(alias, field)
    if field.kind.name == "relation":
        target, other = build.catalog.object(field.target or ""), build.alias()
        return SQL("(select '***' from {} {} where {} = {} and {})").format(
            build.table(target.table), Identifier(other), Identifier(other, "id"), columns[0], build.visible(other, target)
        )
    kind = object.title_field.kind if field.key == "title" else field.kind
    return kind.mask(field.spec, columns)


def beyond(build: Build, alias: str, object: Object, path: Path, whole: Path) -> Composable:
    """What a path shows of a record beyond relations: one value, or a list over a to-many relation."""
    field = build.show(object, path[0], whole)
    if len(path) == 1:
        shown = shown_field(build, alias, object, field)
        value = SQL("to_json({})").format(shown.value)
        return value if shown.present is None else SQL("case when {} then {} end").format(shown.present, value)
    build.use(object, path[0], whole)
    other = build.alias()
    if field.kind.name == "relations":
        target, source = linked(build, alias, object, field, other)
        inner = beyond(build, other, target, path[1:], whole)
        return SQL("(select coalesce(json_agg(x.v order by x.id), '[]'::json) from (select {} as v, {} as id {} order by {} limit {}) x)").format(
            inner, Identifier(other, "id"), source, Identifier(other, "id"), Literal(LINKS)
        )
    target = build.catalog.object(field.target or "")
    return SQL("(select {} from {} {} where {} = {} and {})").format(
        beyond(build, other, target, path[1:], whole), build.table(target.table), Identifier(other), Identifier(other, "id"),
        build.columns(alias, object, field)[0], build.visible(other, target),
    )  # fmt: skip
