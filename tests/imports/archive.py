"""The shipped customer archive as a catalog, without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kedang.core.base import WorkspaceId
from kedang.core.schema import Catalog, Field, FieldDefinition
from kedang.core.schema.catalog import field_of, object_of
from kedang.features.imports.model import Cell, Column, Read, Row, Sheet, Table
from kedang.features.imports.values import read_cell
from kedang.solutions.files import read_shipped

DATA = Path(__file__).parent.parent / "data"
BOOK = DATA / "messy-customers.xlsx"
ZONE = "Asia/Shanghai"


@cache
def catalog() -> Catalog:
    """The objects of the archive."""
    objects = {}
    for number, one in enumerate(read_shipped("customer-archive").objects, 1):
        places = {field.key: (number * 1000 + at, (1, 2, 3, 4)) for at, field in enumerate(one.fields)}
        objects[one.key] = object_of(one, number=number, places=places, currency="CNY")
    return Catalog(workspace=WorkspaceId(1), revision=1, currency="CNY", language="zh", zone=ZONE, objects=objects, cursor_key=bytes(32))


def field(kind: str, *, zh: str = "字段", en: str = "Field", **more: Any) -> Field:  # Any: parts of a definition
    """A field of a kind."""
    definition = FieldDefinition(key="f", kind=kind, label={"zh": zh, "en": en}, **more)
    return field_of(definition, id=1, columns=("f_1",), currency="CNY")


def read(cell: Cell, wanted: Field | str, **of_column: object) -> Read:
    """A cell read as the value of a field, or of a field of a kind."""
    column = Column(index=0, header=str(of_column.pop("header", "")), treatment="field", **of_column)  # type: ignore[arg-type]  # fields by name
    return read_cell(cell, field(wanted) if isinstance(wanted, str) else wanted, column, ZONE)


def table(headers: list[str], *rows: list[Cell], name: str = "Sheet1") -> Table:
    """A table as it is found."""
    sheet = Sheet(file=f"{name}.xlsx", name=name, rows=[list(headers), *rows])
    return Table(sheet=sheet, headers=headers, header_rows=(1,), rows=[Row(number=n, cells=row) for n, row in enumerate(rows, 2)], ignored=[])
