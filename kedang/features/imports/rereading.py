"""Rows whose field has got another kind between the plan and the run: their cells are read again, as a plan made now would read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from kedang.core.schema import Catalog, Field

from .model import Cell, Column, Mapping_
from .planning import Proposals, as_text, list_left_words, note_of, take
from .staged import Staged
from .values import read_cell


def kinds_of(mapping: Mapping_, catalog: Catalog) -> dict[str, str]:
    """The kinds of the fields that a table fills, by ``object.field``."""
    found: dict[str, str] = {}
    for column in mapping.columns:
        field = _field(column, mapping.object, catalog)
        if field is not None:
            found[_key(column, mapping.object)] = field.kind.name
    return found


def _key(column: Column, object: str) -> str:
    return f"{column.object or object}.{column.field}"


def _field(column: Column, object: str, catalog: Catalog) -> Field | None:
    one = catalog.objects.get(column.object or object)
    return one.fields.get(column.field or "") if one is not None and column.treatment == "field" else None


def changed_columns(table: Mapping[str, Any], catalog: Catalog) -> list[tuple[Column, Field]]:  # Any: a tree of JSON
    """The columns of a table whose fields have got another kind since the plan."""
    kinds: Mapping[str, str] = table.get("kinds", {})
    found = [(column, _field(column, table["object"], catalog)) for column in msgspec.convert(table["columns"], list[Column])]
    return [
        (column, field) for column, field in found
        if field is not None and kinds.get(_key(column, table["object"]), field.kind.name) != field.kind.name
    ]  # fmt: skip


def read_again(table: Mapping[str, Any], rows: Sequence[Staged], catalog: Catalog) -> None:  # Any: a tree of JSON
    """Read what was planned for fields that had another kind then, in place. ``table`` is the rows' own, with ``kinds`` as ``kinds_of`` found them."""
    for column, field in changed_columns(table, catalog):
        for row in rows:
            if (column.object or row.object) == row.object:
                _own(row, column, field, catalog)
            else:
                _beside(row, column, field, catalog)


def _own(row: Staged, column: Column, field: Field, catalog: Catalog) -> None:
    key = field.key
    planned = row.values.pop(key, None), row.names.pop(key, None), row.words.pop(key, None)
    for text in _texts(row, column, next((one for one in planned if one is not None), None)):
        take(row, field, read_cell(text, field, column, catalog.zone), Proposals())
        if row.state == "refused" or key in row.values or key in row.names or key in row.words:
            break
    list_left_words([row], catalog)


def _beside(row: Staged, column: Column, field: Field, catalog: Catalog) -> None:
    for also in row.also:
        if also.object != column.object or field.key not in also.values:
            continue
        for text in _texts(row, column, also.values.pop(field.key)):
            read = read_cell(text, field, column, catalog.zone)
            if read.reason is not None:
                row.refuse(note_of(read.reason))
                return
            if read.value is not None:
                also.values[field.key] = read.value
                break


def _texts(row: Staged, column: Column, planned: object) -> list[str]:
    """The cell, and what was planned: a row may have got it from another one that is the same."""
    cell = row.cells[column.index] if column.index < len(row.cells) else ""
    return [text for text in dict.fromkeys((cell, _text(planned))) if text]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):  # money or an address
        parts = [str(part) for part in cast("Mapping[str, object]", value).values() if part]
        return (" " if "currency" in value else "").join(parts)
    if isinstance(value, list):
        return "、".join(str(one) for one in cast("list[object]", value))
    return as_text(cast("Cell", value))
