"""Sheets that are kept beside a plan: every type of cell comes back as it was."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

from hypothesis import given, settings, strategies as st

from kedang.features.imports.files import read_file
from kedang.features.imports.kept import pack, unpack
from kedang.features.imports.model import Cell, Ignored, Row, Sheet, Table
from kedang.features.imports.tables import find_table

BOOK = Path(__file__).parent.parent / "data" / "messy-customers.xlsx"
CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.floats(allow_nan=False),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@settings(deadline=None)
@given(cells=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_a_cell_comes_back_with_its_type(cells: list[list[Cell]]) -> None:
    rows = [Row(number=at * 3, cells=row) for at, row in enumerate(cells, 2)]
    ignored = [Ignored(number=1, why="title", text="一月")]
    sheet = Sheet(file="a.csv", name="a", rows=[["never", "kept"]], encoding="gbk", delimiter=";", is_hidden=True)
    found = unpack(pack(Table(sheet=sheet, headers=["甲", "", "甲"], header_rows=(1, 2), rows=rows, ignored=ignored)))
    assert [[(type(cell), cell) for cell in row.cells] for row in found.rows] == [[(type(cell), cell) for cell in row] for row in cells]
    assert [row.number for row in found.rows] == [row.number for row in rows]
    assert (found.headers, found.header_rows, found.ignored) == (["甲", "", "甲"], (1, 2), ignored)
    assert (found.sheet.file, found.sheet.encoding, found.sheet.delimiter, found.sheet.is_hidden, found.sheet.rows) == ("a.csv", "gbk", ";", True, [])


def test_what_is_no_number_stays_none() -> None:
    table = Table(sheet=Sheet(file="a", name="a", rows=[]), headers=["甲"], header_rows=(), rows=[Row(number=1, cells=[math.nan])], ignored=[])
    (row,) = unpack(pack(table)).rows
    assert isinstance(row.cells[0], float)
    assert math.isnan(row.cells[0])


def test_a_real_workbook_comes_back_as_it_was() -> None:
    for sheet in read_file(BOOK):
        table = find_table(sheet)
        assert table is not None
        found = unpack(pack(table))
        assert found.rows == table.rows
        assert any(isinstance(cell, dt.date | float) for row in found.rows for cell in row.cells)
        assert len(pack(table)) < 200_000
