"""Conditions to SQL. Two values only: whatever is null counts as false, and ``not`` is ``is not true``."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.base import Reason
from kedang.core.schema import Field, Object, Refused

from . import reasons
from .build import FALSE, TRUE, Build
from .errors import InvalidCondition
from .leaves import NEGATED, leaf, list_operand, reference_operand
from .model import And, Compare, Condition, Not, Or, Path
from .scope import Level


def where(build: Build, alias: str, object: Object, condition: Condition) -> Composable:
    """A condition on a visible row. Every field that it uses is checked before anything is looked at."""
    match condition:
        case And(parts=parts):
            return _joined(" and ", [where(build, alias, object, one) for one in parts], TRUE)
        case Or(parts=parts):
            return _joined(" or ", [where(build, alias, object, one) for one in parts], FALSE)
        case Not(part=part):
            return SQL("(({}) is not true)").format(where(build, alias, object, part))
        case Compare():
            return _compare(build, alias, object, condition.path, condition)
        case _:
            assert_never(condition)


def _joined(word: str, parts: list[Composable], empty: Composable) -> Composable:
    if not parts:
        return empty
    return SQL("({})").format(SQL(" and " if word == " and " else " or ").join(parts))


def _compare(build: Build, alias: str, object: Object, rest: Path, whole: Compare) -> Composable:
    field = build.use(object, rest[0], whole.path)
    if len(rest) > 1:
        return _hop(build, alias, object, field, rest[1:], whole)
    if whole.op not in field.kind.ops:
        raise InvalidCondition(field=".".join(whole.path), reason=reasons.not_for_kind(whole.op, field.kind.label))
    if whole.op in {"is_empty", "not_empty"} and whole.value is not None:
        raise InvalidCondition(field=".".join(whole.path), reason=reasons.no_value(whole.op))
    positive = NEGATED.get(whole.op, whole.op)
    try:
        found = _positive(build, alias, object, field, positive, whole.value)
    except Refused as refused:
        raise InvalidCondition(field=".".join(whole.path), reason=Reason("value", refused.reason, refused.zh)) from None
    return SQL("(({}) is not true)").format(found) if whole.op in NEGATED else SQL("({})").format(found)


def _positive(build: Build, alias: str, object: Object, field: Field, op: str, value: object) -> Composable:
    columns = build.columns(alias, object, field)
    if field.key == "id":
        return leaf(build, field, columns, op, value)
    if field.kind.name == "relation":
        return _relation(build, columns[0], build.catalog.object(field.target or ""), field, op, value)
    if field.kind.name == "relations":
        return _relations(build, alias, object, field, op, value)
    return leaf(build, field, columns, op, value)


def _relation(build: Build, column: Composable, target: Object, field: Field, op: str, value: object) -> Composable:
    """A link to what the caller may not see is no link."""
    other = build.alias()
    seen = SQL("exists (select 1 from {} {} where {} = {} and {})").format(
        build.table(target.table), Identifier(other), Identifier(other, "id"), column, build.visible(other, target)
    )
    if op == "not_empty":
        return seen
    return SQL("{} and {}").format(leaf(build, field, [column], op, value), seen)


def linked(build: Build, alias: str, object: Object, field: Field, other: str, level: Level = Level.READ) -> tuple[Object, Composable]:
    """The target of a to-many relation, and ``from … where …`` of its visible records under an alias, of rows where the field has a level."""
    target = build.catalog.object(field.target or "")
    links = build.alias()
    guard = build.guard(alias, object, field.key, level)
    parts = [SQL("{} = {}").format(Identifier(links, "source"), Identifier(alias, "id")), build.visible(other, target)]
    if guard is not None:
        parts.append(guard)
    source = SQL("from {} {} join {} {} on {} = {} where {}").format(
        build.table(field.link_table), Identifier(links), build.table(target.table), Identifier(other),
        Identifier(other, "id"), Identifier(links, "target"), SQL(" and ").join(parts),
    )  # fmt: skip
    return target, source


def _relations(build: Build, alias: str, object: Object, field: Field, op: str, value: object) -> Composable:
    other = build.alias()
    _, source = linked(build, alias, object, field, other)
    if op == "not_empty":
        return SQL("exists (select 1 {})").format(source)
    ids: list[UUID] = list(dict.fromkeys(one for one in list_operand(value, lambda v: reference_operand(build, field, v)) if one))
    if not ids:
        return FALSE if op == "has_any" else SQL("exists (select 1 {})").format(source)
    chosen = SQL("{} = any({})").format(Identifier(other, "id"), build.param(ids))
    if op == "has_any":
        return SQL("exists (select 1 {} and {})").format(source, chosen)
    return SQL("(select count(*) {} and {}) = {}").format(source, chosen, build.param(len(ids)))


def _hop(build: Build, alias: str, object: Object, field: Field, rest: Path, whole: Compare) -> Composable:
    """A condition on related records: *some* of a to-many relation; of a to-one relation without visible target the field is empty."""
    other = build.alias()
    if field.kind.name == "relations":
        target, source = linked(build, alias, object, field, other)
        return SQL("exists (select 1 {} and {})").format(source, _compare(build, other, target, rest, whole))
    if field.kind.name != "relation" or field.key == "id":
        raise InvalidCondition(field=".".join(whole.path), reason=reasons.no_relation(field.key))
    target = build.catalog.object(field.target or "")
    inner = _compare(build, other, target, rest, whole)
    true_of_empty = whole.op in NEGATED and not _passes_many(build, target, rest)
    chosen = SQL("({}) is not true" if true_of_empty else "{}").format(inner)
    found = SQL("{} in (select {} from {} {} where {} and {})").format(
        build.columns(alias, object, field)[0], Identifier(other, "id"), build.table(target.table), Identifier(other), build.visible(other, target), chosen
    )
    return SQL("(({}) is not true)").format(found) if true_of_empty else SQL("({})").format(found)


def _passes_many(build: Build, object: Object, rest: Path) -> bool:
    """Whether a path goes on over a to-many relation."""
    for key in rest[:-1]:
        field = object.fields[key]
        if field.kind.name == "relations":
            return True
        object = build.catalog.object(field.target or "")
    return False
