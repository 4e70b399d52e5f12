"""People beside firms: rows of one object that also name people who have cards of their own.

Where a table of one object also names people, and there is an object whose records belong to it and whose titles are names of people, those cards are written
as well. A number or an address of mail in such a row reaches that person and is how the firm is known, so its column fills both fields: it stands twice among
the columns, first for the table's own object. No column fills two fields of one object, and no field has two columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from kedang.core.schema import Catalog, Field, Object

from .assigning import Assignment, Pair, best_pairs, score_of, targets_of
from .cells import squeezed
from .header_words import words_of
from .shapes import Shapes

SURE = 0.85
LINKED = 0.88  #: where the two fields share a name, whatever the header says
PEOPLE = 0.6  #: as many values must be names of people


def find_beside(headers: Sequence[str], best: Assignment, catalog: Catalog, shapes: Sequence[Shapes]) -> tuple[Object | None, list[Pair], set[int]]:
    """The object that the rows also write, its pairs, and which of their columns the table's own object has as well."""
    for one, relation in catalog.incoming[best.object.key]:
        if relation.kind.name != "relation" or one.key == best.object.key:
            continue
        title = _title(headers, best, one, shapes)
        if title is not None:
            pairs = [title, *_reach(headers, best, one, title, shapes)]
            return one, pairs, {pair.index for pair in pairs if best.field_of(pair.index) is not None}
    return None, [], set()


def _title(headers: Sequence[str], best: Assignment, one: Object, shapes: Sequence[Shapes]) -> Pair | None:
    """The column of the people's names: its header says so, or the table's own field for it bears the name of the object."""
    known = words_of(one.title_field)
    called = {squeezed(label) for label in one.definition.label.values()}
    found: list[Pair] = []
    for index, header in enumerate(headers):
        own = best.field_of(index)
        if own is not None and (own.kind.name != "text" or own.key == best.object.definition.title):
            continue
        score, by = known.match(header)
        if own is not None and score < SURE and called & set(words_of(own).scores):
            score, by = LINKED, "also"
        if score >= SURE and shapes[index].share("person") >= PEOPLE:
            found.append(Pair(index, one.title_field, score, by))
    return max(found, key=lambda pair: pair.score, default=None)


def _reach(headers: Sequence[str], best: Assignment, one: Object, title: Pair, shapes: Sequence[Shapes]) -> tuple[Pair, ...]:
    """Further fields of the person: columns of her own, and numbers and mail that she shares with the firm."""
    found: list[Pair] = []
    for index, header in enumerate(headers):
        own = best.field_of(index)
        if index == title.index or not shapes[index].texts or (own is not None and own.kind.name not in {"phone", "email"}):
            continue
        for field, known, weight in targets_of(one):
            if field.is_system or field.key == title.field.key or field.target == best.object.key:
                continue
            score, by = score_of(field, known, weight, header, shapes[index])
            if own is not None:
                score = max(score, LINKED) if _is_linked(own, field) else 0.0
            if score >= (SURE if own is not None else 0.7) and by != "values":
                found.append(Pair(index, field, score, by))
    return best_pairs(found)


def _is_linked(own: Field, other: Field) -> bool:
    """Whether two fields of one kind share a name: 联系电话 is one, 开票电话 is another matter."""
    return own.kind.name == other.kind.name and bool(set(words_of(own).scores) & set(words_of(other).scores))
