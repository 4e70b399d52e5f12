"""What a table means: which object its rows are, and which column fills which field.

A row may write two objects. Where a table of one object also names people who have a card of their own (an object whose records belong to it and whose titles
are names of people), those cards are written beside it. A number or an address of mail in such a row reaches that person and is how the firm is known, so the
column fills both fields: it stands twice among the columns, first for the table's own object. No column fills two fields of one object, and no field
has two columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kedang.core.schema import Catalog, Object

from .assigning import ENOUGH, Assignment, Pair, assign, best_pairs, score_of, targets_of
from .cells import squeezed
from .colleagues import PERSON, SHEETS, propose_people
from .header_words import Words, words
from .leftovers import left_over
from .model import Cell, Column, Mapping_, Sheet, Table
from .shapes import Shapes, shapes_of
from .tables import find_table
from .values import order_of, percent_of

ABOUT = 0.42  #: below this a table is about no object
SURE_WORDS = 0.85
DICTIONARY_FIELDS = frozenset({"字段", "字段名", "字段名称", "列名", "数据项", "field", "fields", "fieldname", "column", "columnname", "attribute", "variable"})
DICTIONARY_TEXTS = frozenset(
    {"说明", "描述", "含义", "解释", "类型", "数据类型", "备注", "description", "definition", "meaning", "type", "datatype", "notes", "comment"}
)


def propose(table: Table, catalog: Catalog) -> Mapping_ | None:
    """The mapping of a table; none: it is about no object, or describes other tables."""
    if _is_dictionary(table.headers) or not table.rows:
        return None
    columns = [[row.cells[index] for row in table.rows] for index in range(len(table.headers))]
    shapes = [shapes_of(cells) for cells in columns]
    names = _names_of(table)
    assignments = [assign(one, table.headers, shapes, _named(one, names)) for one in catalog.objects.values()]
    best = max(assignments, key=lambda a: a.score, default=None)
    people = propose_people(table.headers, shapes, max((SHEETS.match(name)[0] for name in names), default=0.0))
    if people is not None and (best is None or people.score > best.score):
        return people
    if best is None or best.score < ABOUT or not best.pairs:
        return None
    return _mapping(table, best, catalog, columns, shapes)


def propose_all(tables: Iterable[Sheet | Table], catalog: Catalog) -> list[tuple[Table, Mapping_ | None]]:
    """Mappings of several sheets and files that belong together; what describes the others or holds no records has none.

    Sheets without a table are left out.
    """
    found = [table for one in tables if (table := find_table(one) if isinstance(one, Sheet) else one) is not None]
    proposed = [(table, None if _describes(table, found) else propose(table, catalog)) for table in found]
    titles = _titles(proposed, catalog)
    return [(table, None if mapping is None else _related(table, mapping, catalog, titles)) for table, mapping in proposed]


def _names_of(table: Table) -> list[str]:
    """What the sheet is called, from the nearest name to the farthest."""
    titles = [one.text for one in table.ignored if one.why == "title"][:2]
    return [name for name in (table.sheet.name, *titles, table.sheet.file.rpartition(".")[0]) if name]


def _named(one: Object, names: Sequence[str]) -> float:
    definition = one.definition
    known: Words = words([*definition.label.values(), *(definition.plural or {}).values()], [one.key], definition.aka)
    scores = [known.match(name)[0] * (1.0 if at == 0 else 0.6) for at, name in enumerate(names)]
    return max(scores, default=0.0)


def _is_dictionary(headers: Sequence[str]) -> bool:
    """Whether the headers are those of a table that explains fields."""
    said = {squeezed(header) for header in headers}
    return len(headers) <= 8 and bool(said & DICTIONARY_FIELDS) and bool(said & DICTIONARY_TEXTS)


def _describes(table: Table, others: Sequence[Table]) -> bool:
    """Whether a column of the table lists the headers of the others."""
    headers = {squeezed(header) for other in others if other is not table for header in other.headers if header}
    for index in range(min(len(table.headers), 10)):
        texts = {squeezed(str(row.cells[index])) for row in table.rows[:500] if isinstance(row.cells[index], str)}
        if len(texts) >= 4 and len(texts & headers) >= 0.6 * len(texts):
            return True
    return False


def _mapping(table: Table, best: Assignment, catalog: Catalog, columns: Sequence[Sequence[Cell]], shapes: Sequence[Shapes]) -> Mapping_:
    beside, shared = _beside(table, best, catalog, shapes)
    only = {pair.index: pair for pair in beside if pair.index not in shared}
    taken = {field.key for field in best.object.fields.values()}
    found: list[Column] = []
    for index, header in enumerate(table.headers):
        own = next((pair for pair in best.pairs if pair.index == index), None)
        if not shapes[index].texts:
            found.append(Column(index=index, header=header, treatment="leave", by="empty"))
        elif own is not None:
            found.append(_column(own, header, best.object, columns[index]))
        elif index in only:
            found.append(_column(only[index], header, _object_of(catalog, best, beside), columns[index]))
        else:
            found.append(left_over(index, header, shapes[index], best.object.key, taken))
    also: tuple[str, ...] = ()
    if beside:
        other = _object_of(catalog, best, beside)
        also = (other.key,)
        found += [replace(_column(pair, table.headers[pair.index], other, columns[pair.index]), by="also") for pair in beside if pair.index in shared]
    filled = sum(1 for shape in shapes if shape.texts)
    matched = sum(1 for column in found[: len(table.headers)] if column.treatment == "field")
    return Mapping_(object=best.object.key, columns=found, by=f"columns: {matched}/{filled}", score=round(min(1.0, best.score), 3), also=also)


def _column(pair: Pair, header: str, one: Object, cells: Sequence[Cell]) -> Column:
    kind = pair.field.kind.name
    return Column(
        index=pair.index,
        header=header,
        treatment="field",
        object=one.key,
        field=pair.field.key,
        by=pair.by,
        score=round(pair.score, 3),
        percent_of=percent_of(list(cells)) if kind == "percent" else None,
        day_first=order_of(list(cells)) if kind in {"date", "datetime"} else None,
    )


def _object_of(catalog: Catalog, best: Assignment, beside: Sequence[Pair]) -> Object:
    """The object whose fields the pairs beside are."""
    fields = {id(pair.field) for pair in beside}
    return next(one for one, _ in catalog.incoming[best.object.key] if fields <= {id(field) for field in one.fields.values()})


def _beside(table: Table, best: Assignment, catalog: Catalog, shapes: Sequence[Shapes]) -> tuple[list[Pair], set[int]]:
    """The pairs of the object that the rows also write, and which of their columns the table's own object has as well."""
    for other in dict.fromkeys(one.key for one, field in catalog.incoming[best.object.key] if field.kind.name == "relation"):
        if other == best.object.key:
            continue
        one = catalog.object(other)
        title = _title_of_people(table, best, one, shapes)
        if title is not None:
            rest, shared = _reach(table, best, one, title, shapes)
            return rest, shared
    return [], set()


def _title_of_people(table: Table, best: Assignment, one: Object, shapes: Sequence[Shapes]) -> Pair | None:
    known = next((w for field, w, _ in targets_of(one) if field.key == one.definition.title), None)
    found: list[Pair] = []
    for index, header in enumerate(table.headers):
        own = best.field_of(index)
        score, by = known.match(header) if known else (0.0, "")
        is_free = own is None or (own.kind.name == "text" and own.key != best.object.definition.title and not own.is_system)
        if is_free and score >= SURE_WORDS and shapes[index].share("person") >= 0.6:
            found.append(Pair(index, one.title_field, score, by))
    return max(found, key=lambda pair: pair.score, default=None)


def _reach(table: Table, best: Assignment, one: Object, title: Pair, shapes: Sequence[Shapes]) -> tuple[list[Pair], set[int]]:
    """Further fields of the person: columns of her own, and numbers and mail that she shares with the firm."""
    own = {pair.index: pair.field for pair in best.pairs}
    found: list[Pair] = []
    for index, header in enumerate(table.headers):
        if index == title.index or not shapes[index].texts or (index in own and own[index].kind.name not in {"phone", "email"}):
            continue
        for field, known, weight in targets_of(one):
            if field.is_system or field.key == title.field.key or field.target == best.object.key:
                continue
            if index in own and field.kind.name != own[index].kind.name:
                continue
            score, by = score_of(field, known, weight, header, shapes[index])
            if score >= (SURE_WORDS if index in own else 0.7) and by != "values":
                found.append(Pair(index, field, score, by))
    pairs = [title, *best_pairs(found)]
    return pairs, {pair.index for pair in pairs if pair.index in own}


def _titles(proposed: Sequence[tuple[Table, Mapping_ | None]], catalog: Catalog) -> dict[str, set[str]]:
    """The titles that the tables bring for each object."""
    found: dict[str, set[str]] = {}
    for table, mapping in proposed:
        if mapping is None or mapping.object == PERSON:
            continue
        title = catalog.object(mapping.object).definition.title
        column = next((c for c in mapping.columns if c.treatment == "field" and c.object == mapping.object and c.field == title), None)
        if column is not None:
            found.setdefault(mapping.object, set()).update(squeezed(str(row.cells[column.index])) for row in table.rows if row.cells[column.index])
    return found


def _related(table: Table, mapping: Mapping_, catalog: Catalog, titles: dict[str, set[str]]) -> Mapping_:
    """A column that no word explained, but whose values are titles of another table, fills the free relation to it."""
    if mapping.object == PERSON:
        return mapping
    used = {column.field for column in mapping.columns if column.treatment == "field" and column.object == mapping.object}
    free = [f for f in catalog.object(mapping.object).own_fields if f.kind.name == "relation" and f.key not in used and f.target in titles]
    columns = list(mapping.columns)
    for at, column in enumerate(columns):
        if column.treatment not in {"new_field", "note"} or not free:
            continue
        texts = {squeezed(str(row.cells[column.index])) for row in table.rows[:3000] if isinstance(row.cells[column.index], str)}
        for field in free:
            known = titles[field.target or ""]
            if len(texts) >= 2 and len(texts & known) >= 0.6 * len(texts):
                columns[at] = Column(
                    index=column.index, header=column.header, treatment="field", object=mapping.object, field=field.key, by="values", score=ENOUGH + 0.1
                )  # fmt: skip
                free.remove(field)
                break
    return replace(mapping, columns=columns)
