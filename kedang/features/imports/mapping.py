"""What a table means: which object its rows are, and which column fills which field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kedang.core.schema import Catalog, Object

from .assigning import ENOUGH, Assignment, Pair, assign
from .beside import find_beside
from .cells import squeezed
from .colleagues import PERSON, SHEETS, no_people, propose_people
from .header_words import Words, words
from .leftovers import left_over
from .model import Cell, Column, Mapping_, Sheet, Table
from .returning import added_columns, is_made_by_us, mark_columns
from .shapes import Shapes, shapes_of
from .tables import find_table
from .values import order_of, percent_of

ABOUT = 0.42  #: below this a table is about no object
SURE = 0.9
DICTIONARY_FIELDS = frozenset({"字段", "字段名", "字段名称", "列名", "数据项", "field", "fields", "fieldname", "column", "columnname", "attribute", "variable"})
DICTIONARY_TEXTS = frozenset(
    {"说明", "描述", "含义", "解释", "类型", "数据类型", "备注", "description", "definition", "meaning", "type", "datatype", "notes", "comment"}
)


def propose(table: Table, catalog: Catalog) -> Mapping_ | None:
    """The mapping of a table; none: it is about no object, or describes other tables."""
    if _is_dictionary(table.headers) or not table.rows:
        return None
    headers, columns, shapes = _looked_at(table)
    names = _names_of(table)
    assignments = [assign(one, headers, shapes, _named(one, names)) for one in catalog.objects.values() if not one.is_off]
    best = max(assignments, key=lambda a: _explained(a, headers, catalog, shapes), default=None)
    people = propose_people(headers, shapes, max((SHEETS.match(name)[0] for name in names), default=0.0))
    if people is not None and (best is None or people.score > best.score):
        return people
    if best is None or not best.pairs or (best.score < ABOUT and not _names_records(best, shapes)):
        return None
    return _mapping(table, best, catalog, columns, shapes)


def propose_for(table: Table, catalog: Catalog, key: str) -> Mapping_:
    """The mapping of a table that is known to be about an object, whatever it looks like. Raises ``NoSuchObject``."""
    headers, columns, shapes = _looked_at(table)
    if key == PERSON:
        return propose_people(headers, shapes, 1.0) or no_people(table.headers)
    return _mapping(table, assign(catalog.object(key), headers, shapes, 1.0), catalog, columns, shapes)


def _looked_at(table: Table) -> tuple[list[str], list[list[Cell]], list[Shapes]]:
    """Headers, cells and what the cells look like, by column; what we added to a workbook of refused rows is as if it were empty."""
    ours = added_columns(table.headers)
    headers = ["" if index in ours else header for index, header in enumerate(table.headers)]
    columns: list[list[Cell]] = [[] if index in ours else [row.cells[index] for row in table.rows] for index in range(len(headers))]
    return headers, columns, [shapes_of(cells) for cells in columns]


def propose_all(tables: Iterable[Sheet | Table], catalog: Catalog) -> list[tuple[Table, Mapping_ | None]]:
    """Mappings of several sheets and files that belong together; what describes the others or holds no records has none.

    Sheets without a table are left out.
    """
    found = [table for one in tables if (table := find_table(one) if isinstance(one, Sheet) else one) is not None]
    proposed = [(table, None if _describes(table, found) else propose(table, catalog)) for table in found]
    titles = _titles(proposed, catalog)
    return [(table, None if mapping is None else _related(table, mapping, catalog, titles)) for table, mapping in proposed]


def _explained(one: Assignment, headers: Sequence[str], catalog: Catalog, shapes: Sequence[Shapes]) -> float:
    """How much of a table an object explains together with the people beside it."""
    _, beside, shared = find_beside(headers, one, catalog, shapes)
    filled = sum(1 for shape in shapes if shape.texts)
    return one.score + 0.8 * sum(pair.score for pair in beside if pair.index not in shared) / (filled + 0.6)


def _names_records(one: Assignment, shapes: Sequence[Shapes]) -> bool:
    """Whether a column bears the very label of the title and hardly repeats: such a table may have any number of columns of its own."""
    title = next((pair for pair in one.pairs if pair.field.key == one.object.definition.title), None)
    return title is not None and title.by == "label" and title.score >= SURE and shapes[title.index].distinct >= SURE


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


def describes_others(table: Table, others: Sequence[Table]) -> bool:
    """Whether the table explains the columns of others."""
    return _is_dictionary(table.headers) or _describes(table, others)


def _describes(table: Table, others: Sequence[Table]) -> bool:
    """Whether a column of the table lists the headers of the others."""
    headers = {squeezed(header) for other in others if other is not table for header in other.headers if header}
    for index in range(min(len(table.headers), 10)):
        texts = {squeezed(str(row.cells[index])) for row in table.rows[:500] if isinstance(row.cells[index], str)}
        if len(texts) >= 4 and len(texts & headers) >= 0.6 * len(texts):
            return True
    return False


def _mapping(table: Table, best: Assignment, catalog: Catalog, columns: Sequence[Sequence[Cell]], shapes: Sequence[Shapes]) -> Mapping_:
    marks = mark_columns(table.headers, columns, best.object)
    other, beside, shared = (None, [], set[int]()) if marks else find_beside(table.headers, best, catalog, shapes)
    only = {pair.index: pair for pair in beside if pair.index not in shared}
    taken = {field.key for field in best.object.fields.values()}
    found: list[Column] = []
    ours = added_columns(table.headers)
    for index, header in enumerate(table.headers):
        own = next((pair for pair in best.pairs if pair.index == index), None)
        if index in ours:
            found.append(Column(index=index, header=header, treatment="leave", by="made_by_us"))
        elif index in marks:
            found.append(Column(index=index, header=header, treatment="field", object=best.object.key, field=marks[index], by="id", score=1.0))
        elif marks and own is None and is_made_by_us(header, best.object):
            found.append(Column(index=index, header=header, treatment="leave", by="made_by_us"))
        elif not shapes[index].texts and not (marks and own is not None):
            found.append(Column(index=index, header=header, treatment="leave", by="empty"))
        elif own is not None:
            found.append(_column(own, header, best.object, columns[index]))
        elif index in only:
            found.append(_column(only[index], header, other or best.object, columns[index]))
        else:
            found.append(left_over(index, header, shapes[index], best.object.key, taken))
    also: tuple[str, ...] = ()
    if other is not None:
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
