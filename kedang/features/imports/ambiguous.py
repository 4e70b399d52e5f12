"""Cells of a plan that can be read in two ways, so that the importer sees both readings: 03/04/2025, and a bare 0.8 beside 80."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from kedang.core.schema import Catalog

from .model import Cell, Column, Mapping_, Table
from .people import PERSON
from .planning import as_text
from .values import find_amount, find_day, order_of, percent_of

EXAMPLES, LOOK = 3, 5_000  #: cells that are shown, and different cells that are looked at
SHORT = re.compile(r"\s*\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*(?:\d{4}|\d{2})\b")
Kind = Literal["day_first", "percent_of"]
Percents = Literal["fraction", "hundred"] | None  #: none: each number by itself


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a column: what is said to the plan, and what its cells are then."""

    value: bool | Percents
    examples: list[tuple[str, str]]


class Ambiguity(msgspec.Struct, frozen=True, kw_only=True):
    """A column whose cells can be read in several ways."""

    index: int
    kind: Kind
    value: bool | Percents  #: the way that is planned
    cells: int  #: different cells that it makes a difference for
    ways: list[Way]


def ambiguities(table: Table, mapping: Mapping_, catalog: Catalog) -> list[Ambiguity]:
    """The columns of a table that can be read in several ways, each once."""
    found: dict[int, Ambiguity] = {}
    for column in mapping.columns:
        kind = _kind(column, mapping.object, catalog)
        if kind is None or column.index in found:
            continue
        cells = list(dict.fromkeys(row.cells[column.index] for row in table.rows))[:LOOK]
        one = _of_days(column, cells) if kind in {"date", "datetime"} else _of_percents(column, cells) if kind == "percent" else None
        if one is not None:
            found[column.index] = one
    return list(found.values())


def _kind(column: Column, own: str, catalog: Catalog) -> str | None:
    if column.treatment == "new_field":
        return column.kind
    one = catalog.objects.get(column.object or own)
    field = one.fields.get(column.field or "") if one is not None and own != PERSON and column.treatment == "field" else None
    return field.kind.name if field is not None else None


def _of_days(column: Column, cells: Sequence[Cell]) -> Ambiguity | None:
    """Nothing is asked where other values of the column tell which comes first, unless the importer has said something else."""

    def day(cell: Cell, first: bool) -> str | None:
        found = find_day(cell, day_first=first).day
        return found.isoformat() if found is not None else None

    told = order_of(list(cells))
    if told is not None and column.day_first in {None, told}:
        return None
    both = [(cell, day(cell, True), day(cell, False)) for cell in cells if isinstance(cell, str) and SHORT.match(cell)]
    differing = [(as_text(cell), one, other) for cell, one, other in both if one is not None and other is not None and one != other]
    if not differing:
        return None
    ways = [Way(value=value, examples=[(one[0], str(one[1 if value else 2])) for one in differing[:EXAMPLES]]) for value in (False, True)]
    return Ambiguity(index=column.index, kind="day_first", value=bool(column.day_first), cells=len(differing), ways=ways)


def _of_percents(column: Column, cells: Sequence[Cell]) -> Ambiguity | None:
    told = percent_of(list(cells))
    if told is not None and column.percent_of in {None, told}:
        return None
    numbers = [found.number for cell in cells if not _says(cell) and (found := find_amount(cell)).number and not found.rest]
    bare = sorted({number for number in numbers if number is not None}, key=abs)
    if not bare:
        return None
    shown = list(dict.fromkeys([bare[0], bare[-1]]))  # the smallest and the largest show the difference best
    wanted: tuple[Percents, ...] = (None, "hundred", "fraction")
    ways = [Way(value=way, examples=[(_plain(number), _percent(number, way)) for number in shown]) for way in wanted]
    return Ambiguity(index=column.index, kind="percent_of", value=column.percent_of, cells=len(bare), ways=ways)


def _says(cell: Cell) -> bool:
    """Whether a cell says itself what its number means."""
    return isinstance(cell, str) and re.search(r"[%％成百]|percent|per cent", cell.lower()) is not None


def _percent(number: Decimal, way: Percents) -> str:
    is_fraction = way == "fraction" or (way is None and abs(number) <= 1)
    return f"{_plain(number * 100 if is_fraction else number)}%"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
