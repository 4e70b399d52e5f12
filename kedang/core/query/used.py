"""Fields at the end of a path over to-one relations, where one value is wanted: groups and measures."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.schema import Field, Object

from .build import Build
from .errors import FieldNotUsable
from .model import Path


@dataclass(frozen=True)
class Used:
    """A field at the end of a path over to-one relations, as columns that are empty where it may not be read."""

    object: Object
    field: Field
    alias: str
    columns: list[Composable]
    source: Composable | None  #: ``from … where …`` of the related record; none: the row itself

    def value(self, inner: Composable) -> Composable:
        """An expression over its columns, of the row."""
        return inner if self.source is None else SQL("(select {} {})").format(inner, self.source)


def follow(build: Build, alias: str, object: Object, path: Path, whole: Path) -> Used:
    """A path that ends in one value. Raises ``UnknownField``, ``FieldNotUsable``."""
    field = build.use(object, path[0], whole)
    if len(path) == 1:
        return Used(object, field, alias, build.columns(alias, object, field), None)
    if field.kind.name != "relation" or field.key == "id":
        raise FieldNotUsable(field=".".join(whole))
    target, other = build.catalog.object(field.target or ""), build.alias()
    used = follow(build, other, target, path[1:], whole)
    near = SQL("from {} {} where {} = {} and {}").format(
        build.table(target.table), Identifier(other), Identifier(other, "id"), build.columns(alias, object, field)[0], build.visible(other, target)
    )
    if used.source is None:
        return Used(used.object, used.field, used.alias, used.columns, near)
    return Used(used.object, used.field, used.alias, [used.value(c) for c in used.columns], near)


def seen(build: Build, used: Used, value: Composable) -> Composable:
    """A link to what the caller may not see is no link."""
    target, other = build.catalog.object(used.field.target or ""), build.alias()
    return SQL("(select {0} from {1} {2} where {0} = {3} and {4})").format(
        Identifier(other, "id"), build.table(target.table), Identifier(other), value, build.visible(other, target)
    )
