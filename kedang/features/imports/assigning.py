"""Which column fills which field of one object: the best pairs first, no field twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.core.schema import Field, Object

from .header_words import Words, words, words_of
from .shapes import Shapes, by_values, fit_of

ENOUGH = 0.5
OWNERS = (
    "业务员", "销售", "销售员", "销售人员", "销售代表", "销售经理", "客户经理", "跟进人", "跟进人员", "归属人", "归属销售", "所有人", "维护人",
    "专员", "责任人", "经办人", "对接销售", "业务经理",
    "owner", "record owner", "account owner", "sales agent", "sales rep", "sales representative", "salesperson", "sales person", "sales", "agent", "rep",
    "account manager", "account executive", "responsible", "assigned to", "assignee", "handled by",
)  # fmt: skip
DEPARTMENTS = (
    "部门", "归属部门", "所在部门", "团队", "销售团队", "小组", "事业部", "分公司", "办事处", "大区", "department", "team", "sales team",
    "business unit", "office", "regional office",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A column that fills a field."""

    index: int
    field: Field
    score: float
    by: str


@dataclass(frozen=True)
class Assignment:
    """How a table's columns fill an object."""

    object: Object
    pairs: tuple[Pair, ...]
    score: float  #: how well the table is about the object

    def field_of(self, index: int) -> Field | None:
        """The field that a column fills."""
        return next((pair.field for pair in self.pairs if pair.index == index), None)


def targets_of(one: Object) -> list[tuple[Field, Words, float]]:
    """The fields that data may come in for, with their words and a weight: an own field goes before the system's at equal words."""
    found = [(field, words_of(field), 1.0) for field in one.own_fields if not field.is_off and not field.is_absent]
    for key, synonyms in (("owner", OWNERS), ("department", DEPARTMENTS)):
        field = one.fields[key]
        found.append((field, words(field.definition.label.values(), [key], synonyms), 0.92))
    return found


def score_of(field: Field, known: Words, weight: float, header: str, shapes: Shapes) -> tuple[float, str]:
    """How well a column fills a field."""
    said, by = known.match(header)
    if not shapes.filled or not shapes.texts:
        return said * 0.9 * weight, by
    fit = fit_of(field, shapes)
    alone = by_values(field, shapes) + (0.1 if not header else 0.0)
    if said == 0.0:
        return (alone if by_values(field, shapes) else 0.0), "values"
    score = said * (0.7 + 0.3 * fit) if said >= 0.9 else said * (0.55 + 0.45 * fit)
    if fit < 0.1 and shapes.filled >= 3:
        score *= 0.5
    if field.is_system and fit < 0.4 and field.kind.name == "person":
        score = 0.0
    return max((score * weight, by), (alone if by_values(field, shapes) else 0.0, "values"))


def assign(one: Object, headers: Sequence[str], shapes: Sequence[Shapes], named: float) -> Assignment:
    """The best pairs. ``named`` says how well the sheet's name is the object's: 0 to 1."""
    targets = targets_of(one)
    found: list[Pair] = []
    for index, (header, shape) in enumerate(zip(headers, shapes, strict=True)):
        for field, known, weight in targets:
            score, by = score_of(field, known, weight, header, shape)
            if score >= ENOUGH:
                found.append(Pair(index, field, score, by))
    pairs = best_pairs(found)
    return Assignment(one, pairs, _about(one, pairs, shapes, named))


def best_pairs(found: list[Pair]) -> tuple[Pair, ...]:
    """No column and no field twice; the better pair goes first."""
    used_columns: set[int] = set()
    used_fields: set[str] = set()
    kept: list[Pair] = []
    for pair in sorted(found, key=lambda p: (-p.score, p.index)):
        if pair.index not in used_columns and pair.field.key not in used_fields:
            used_columns.add(pair.index)
            used_fields.add(pair.field.key)
            kept.append(pair)
    return tuple(sorted(kept, key=lambda p: p.index))


def _about(one: Object, pairs: Sequence[Pair], shapes: Sequence[Shapes], named: float) -> float:
    """How much of a table the object explains. A title that repeats in every other row names something else."""
    filled = [index for index, shape in enumerate(shapes) if shape.texts]
    total = 0.0
    title = one.definition.title
    for pair in pairs:
        if not shapes[pair.index].texts:
            continue
        weight = 0.6 if pair.field.is_system else 1.0
        if pair.field.key == title:
            repeats = title in one.definition.identity and shapes[pair.index].distinct < 0.6
            weight = 0.5 if repeats else 1.6
        total += pair.score * weight
    has_title = any(pair.field.key == title for pair in pairs)
    is_required = one.fields[title].definition.required
    score = total / (len(filled) + 0.6) if filled else 0.0
    return score * (0.6 if is_required and not has_title else 1.0) + 0.3 * named
