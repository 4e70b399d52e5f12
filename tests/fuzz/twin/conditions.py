"""Conditions: whether they are valid, and whether they hold of one row. Two values, no third."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .denied import Denied, invalid
from .spans import place, read_span
from .values import ADDRESS, NUMBERS, TEXTS, Context, Value, clean_day, clean_id, clean_moment, clean_money, clean_number, clean_text, fold

_EVERY = frozenset({"is_empty", "not_empty"})
_EQUAL = frozenset({"eq", "ne", "in", "not_in"})
_ORDER = frozenset({"lt", "le", "gt", "ge", "between"})
_TIMES = frozenset({"within", "before", "after"})
_SETS = frozenset({"has_any", "has_all", "has_none"})
_PARTS = frozenset({"contains", "starts_with"})
OPERATORS: dict[str, frozenset[str]] = {
    **dict.fromkeys(sorted(TEXTS), _EVERY | _EQUAL | _PARTS),
    **dict.fromkeys((*sorted(NUMBERS), "money"), _EVERY | _EQUAL | _ORDER),
    **dict.fromkeys(("date", "datetime"), _EVERY | _EQUAL | _ORDER | _TIMES),
    "boolean": _EVERY | {"eq", "ne"},
    **dict.fromkeys(("choice", "person", "department", "relation"), _EVERY | _EQUAL),
    **dict.fromkeys(("choices", "tags", "relations"), _EVERY | _SETS),
    "long_text": _EVERY | _PARTS,
    "address": _EVERY | _PARTS,
}
_NEGATIVE = {"ne": "eq", "not_in": "in", "has_none": "has_any", "not_empty": "is_empty"}
MOST_NODES, MOST_DEPTH, MOST_HOPS = 200, 8, 5


@dataclass(frozen=True)
class Test:
    """One comparison, read."""

    path: str
    kind: str
    op: str
    operand: Value

    __test__ = False


@dataclass(frozen=True)
class Group:
    """``and``, ``or`` or ``not`` of others."""

    word: str
    parts: tuple[Node, ...]


Node = Test | Group
KindOf = Callable[[str], str]
Values = Callable[[str], Iterable[object]]


def read(where: object, kind_of: KindOf, context: Context) -> Node:
    """A condition, checked as a whole; ``kind_of`` says the kind of a field's path or refuses it."""
    counted = [0]
    return _read(where, kind_of, context, 1, counted)


def _read(where: object, kind_of: KindOf, context: Context, depth: int, counted: list[int]) -> Node:
    counted[0] += 1
    if counted[0] > MOST_NODES or depth > MOST_DEPTH:
        raise Denied(422, "query_too_costly")
    if not isinstance(where, dict):
        raise invalid()
    if set(where) in ({"and"}, {"or"}):
        ((word, parts),) = where.items()
        if not isinstance(parts, list):
            raise invalid()
        return Group(word, tuple(_read(part, kind_of, context, depth + 1, counted) for part in parts))
    if set(where) == {"not"}:
        return Group("not", (_read(where["not"], kind_of, context, depth + 1, counted),))
    return _read_test(where, kind_of, context)


def _read_test(where: dict[str, object], kind_of: KindOf, context: Context) -> Test:
    if not {"field", "op"} <= set(where) <= {"field", "op", "value"}:
        raise invalid()
    path, op = where["field"], where["op"]
    if not isinstance(path, str) or not isinstance(op, str):
        raise invalid()
    kind = kind_of(path)
    if op not in OPERATORS[kind]:
        raise invalid()
    if op in _EVERY:
        if where.get("value") is not None:
            raise invalid()
        return Test(path, kind, op, None)
    return Test(path, kind, op, _operand(kind, op, where.get("value"), context))


def _operand(kind: str, op: str, value: object, context: Context) -> object:
    if op in _TIMES:
        return read_span(value, kind, context)
    if op in ("in", "not_in", "between") or op in _SETS:
        if not isinstance(value, list) or (op == "between" and len(value) != 2):
            raise invalid()
        return [_single(kind, item, context) for item in value]
    return _single(kind, value, context)


def _single(kind: str, value: object, context: Context) -> object:
    if value is None:
        raise invalid()
    if kind in TEXTS or kind == "address":
        return fold(clean_text(value))
    if kind in NUMBERS:
        return clean_number(value)
    if kind == "boolean":
        if not isinstance(value, bool):
            raise invalid()
        return value
    if kind == "money":
        return clean_money(value, context.currency)
    if kind in ("date", "datetime"):
        return (clean_day if kind == "date" else clean_moment)(value, context)
    if kind in ("choice", "choices", "tags"):
        return clean_text(value)
    if (kind, value) == ("person", "$me"):
        return context.me
    if (kind, value) == ("department", "$my_department"):
        return context.my_department
    return clean_id(value)


def holds(node: Node, values: Values, context: Context) -> bool:
    """Whether a condition holds; ``values`` gives what a path reads: one value over to-one relations, any number over a to-many one."""
    if isinstance(node, Group):
        if node.word == "not":
            return not holds(node.parts[0], values, context)
        return (all if node.word == "and" else any)([holds(part, values, context) for part in node.parts])
    return any(test(node, value, context) for value in values(node.path))


def test(node: Test, value: Value, context: Context) -> bool:
    """Whether one comparison holds of one value, ``None`` being an empty one."""
    if node.op in _NEGATIVE:
        return not test(Test(node.path, node.kind, _NEGATIVE[node.op], node.operand), value, context)
    if node.op == "is_empty":
        return value is None
    return value is not None and _compare(node, value, context)


setattr(test, "__test__", False)  # noqa: B010 - a function has no such attribute by its type


def _compare(node: Test, value: Value, context: Context) -> bool:
    op, operand = node.op, node.operand
    if op in _TIMES:
        return place(operand, value, context) == op
    if op in _SETS:
        return (any if op == "has_any" else all)([item in value for item in operand])
    if op == "in":
        return any(_equal(node.kind, value, item) for item in operand)
    if op == "between":
        return _ordered("ge", node.kind, value, operand[0]) and _ordered("le", node.kind, value, operand[1])
    if op == "eq":
        return _equal(node.kind, value, operand)
    if op in _PARTS:
        text = as_text(node.kind, value)
        return operand != "" and (operand in text if op == "contains" else text.startswith(operand))
    return _ordered(op, node.kind, value, operand)


def as_text(kind: str, value: Value) -> str:
    """A value as folded text; an address is its parts without anything between."""
    return fold("".join(value[part] or "" for part in ADDRESS)) if kind == "address" else fold(value)


def _equal(kind: str, value: Value, operand: Value) -> bool:
    if kind in TEXTS:
        return operand != "" and fold(value) == operand
    return operand is not None and value == operand


def _ordered(op: str, kind: str, value: Value, operand: Value) -> bool:
    if kind == "money":
        if value[1] != operand[1]:
            return False
        value, operand = value[0], operand[0]
    return {"lt": value < operand, "le": value <= operand, "gt": value > operand, "ge": value >= operand}[op]
