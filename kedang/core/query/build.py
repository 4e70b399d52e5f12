"""``Build``: what a statement under construction shares: parameters, aliases, and the guards that a scope puts around rows and fields."""

from __future__ import annotations

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal, Placeholder

from kedang.core.db import schema_of
from kedang.core.schema import Catalog, Field, Latest, Object, UnknownField

from . import reasons
from .errors import FieldNotUsable, QueryTooCostly
from .model import Path
from .scope import AllRows, Branch, Branches, DepartmentRows, Level, OwnRows, Scope, SharedRows, covers, is_shown
from .spans import Clock

TRUE = SQL("true")
FALSE = SQL("false")
ROOT = "t"  #: the alias of the table that a statement is about


class Build:
    """One statement under construction, for one actor. Every table that it names is guarded by her scope."""

    def __init__(self, catalog: Catalog, scope: Scope, clock: Clock, *, deleted: bool = False) -> None:
        """Begin a statement; with ``deleted`` its rows (not those that they refer to) are taken from the recycle bin."""
        self.catalog, self.scope, self.clock, self.deleted = catalog, scope, clock, deleted
        self.params: dict[str, object] = {}
        self._aliases = 0

    def param(self, value: object) -> Placeholder:
        """A parameter with this value."""
        name = f"p{len(self.params)}"
        self.params[name] = value
        return Placeholder(name)

    def slot(self, name: str, value: object = None) -> Placeholder:
        """A parameter that every statement of this shape has under this name, whoever asks, and whose value may be known later: see ``statements``."""
        self.params[name] = value
        return Placeholder(name)

    def alias(self) -> str:
        """A new name for a table."""
        self._aliases += 1
        if self._aliases > 400:
            raise QueryTooCostly(reason=reasons.RELATED)
        return f"r{self._aliases}"

    def table(self, name: str) -> Identifier:
        """A table of the workspace."""
        return Identifier(schema_of(self.catalog.workspace), name)

    def visible(self, alias: str, object: Object) -> Composable:
        """Which rows of a table the actor may see."""
        live = SQL("{} is not null" if self.is_bin(alias) else "{} is null").format(Identifier(alias, "deleted_at"))
        guard = self.on(alias, object, self.rows(alias, object))
        return live if guard is None else SQL("{} and {}").format(live, guard)

    def is_bin(self, alias: str) -> bool:
        """Whether a table's rows are taken from the recycle bin."""
        return self.deleted and alias == ROOT

    def rows(self, alias: str, object: Object) -> Branches:
        """On which branches a table's rows may lie: those that one may see; in the recycle bin those that one may delete."""
        scope = self.scope.of(object)
        return scope.actions.get("delete", frozenset()) if self.is_bin(alias) else scope.rows

    def on(self, alias: str, object: Object, branches: Branches) -> Composable | None:
        """Whether a row lies on one of the branches; none: it always does."""
        if AllRows() in branches:
            return None
        if not branches:
            return FALSE
        parts = [self.branch(alias, object, one) for one in sorted(branches, key=repr)]
        return parts[0] if len(parts) == 1 else SQL("({})").format(SQL(" or ").join(parts))

    def branch(self, alias: str, object: Object, branch: Branch) -> Composable:
        """Whether a row lies on one branch."""
        match branch:
            case AllRows():
                return TRUE
            case OwnRows():
                return SQL("{} = {}").format(Identifier(alias, "owner"), self.slot("person", self.scope.person))
            case DepartmentRows(tree=tree):
                return SQL("{} = any({}::uuid[])").format(Identifier(alias, "department"), self.of_departments(tree=tree))
            case SharedRows(to_edit=to_edit):
                return SQL("{} = any(array({}))").format(Identifier(alias, "id"), self.shared(object, to_edit=to_edit))

    def departments(self, *, tree: bool) -> list[object]:
        """The actor's departments, or those and all below."""
        return list(self.scope.departments_below if tree else self.scope.departments)

    def of_departments(self, *, tree: bool) -> Placeholder:
        """The parameter that holds them."""
        return self.slot("departments_below" if tree else "departments", self.departments(tree=tree))

    def shared(self, object: Object, *, to_edit: bool) -> Composed:
        """The ids of the object's records that were shared with the actor and still are."""
        return SQL(
            "select s.record from {share} s where s.object = {number} and (s.person = {person} or s.department = any({departments}::uuid[])){level}"
            " and (s.until is null or s.until > {now})"
        ).format(
            share=self.table("share"),
            number=Literal(object.number),
            person=self.slot("person", self.scope.person),
            departments=self.of_departments(tree=False),
            level=SQL(" and s.level = 'edit'" if to_edit else ""),
            now=self.slot("now", self.clock.now),
        )

    def use(self, object: Object, key: str, path: Path | None = None) -> Field:
        """A field that the actor may use in conditions, orders, groups and measures. Raises ``UnknownField`` and ``FieldNotUsable``."""
        field = self.show(object, key, path)
        if self.scope.of(object).best(key) < Level.READ:
            raise FieldNotUsable(field=".".join(path or (key,)))
        return field

    def show(self, object: Object, key: str, path: Path | None = None) -> Field:
        """A field that the actor may be shown, perhaps masked. Hidden and unknown are the same. Raises ``UnknownField``."""
        name = ".".join(path or (key,))
        field = object.fields.get(key)
        if field is None or not is_shown(self.catalog, self.scope, object, field):
            raise UnknownField(field=name)
        return field

    def guard(self, alias: str, object: Object, key: str, level: Level) -> Composable | None:
        """Whether a field of a visible row has at least a level; none: it always has."""
        branches = self.scope.of(object).where(key, level)
        return None if covers(branches, self.rows(alias, object)) else self.on(alias, object, branches)

    def stored(self, alias: str, field: Field) -> list[Composable]:
        """A field's columns of a row, whatever their level; or the value that is computed for this actor."""
        return field.at(alias) if field.latest is None else [self._latest(alias, field.latest)]

    def _latest(self, alias: str, latest: Latest) -> Composable:
        """The newest day up to today of what the actor may see among the records that lead to a row."""
        source, other = self.catalog.object(latest.object), self.alias()
        day, tie = (self.columns(other, source, source.fields[key])[0] for key in (latest.date, latest.relation))
        today = SQL("({}::timestamptz at time zone {})::date").format(self.slot("now", self.clock.now), Literal(self.clock.zone))
        parts = [SQL("{} = {}").format(tie, Identifier(alias, "id")), self.visible(other, source), SQL("{} <= {}").format(day, today)]
        for key, options in latest.only.items():
            held = self.columns(other, source, source.fields[key])[0]
            parts.append(SQL("{} in ({})").format(held, SQL(", ").join([Literal(one) for one in options])) if options else FALSE)
        return SQL("(select max({}) from {} {} where {})").format(day, self.table(source.table), Identifier(other), SQL(" and ").join(parts))

    def columns(self, alias: str, object: Object, field: Field) -> list[Composable]:
        """The columns of a used field: empty on rows where it may not be read."""
        guard = self.guard(alias, object, field.key, Level.READ)
        if guard is None:
            return self.stored(alias, field)
        return [SQL("case when {} then {} end").format(guard, column) for column in self.stored(alias, field)]
