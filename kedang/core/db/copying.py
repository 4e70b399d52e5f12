"""Several rows at once: as one parameter of a statement, or by COPY, which takes a tenth of the time of as many inserts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from psycopg.sql import SQL, Identifier

from .tx import WorkspaceTx

MANY = 50  #: rows from which COPY is faster


def is_copied(tx: WorkspaceTx, number: int) -> bool:
    """Whether so many rows are rather copied. Inside ``together`` none can be."""
    return number >= MANY and not tx.is_together


def json_of(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as the parameter of ``json_to_recordset``, whatever their number. An array for each column takes the driver ten times as long."""
    return msgspec.json.encode(rows).decode()


async def copy(tx: WorkspaceTx, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows to a table of the workspace. Every value must have the Python type that an insert would take: nothing is cast."""
    statement = SQL("copy {} ({}) from stdin").format(Identifier(tx.schema, table), SQL(", ").join(map(Identifier, columns)))
    async with tx.connection.cursor() as cursor, cursor.copy(statement) as lines:
        for row in rows:
            await lines.write_row(row)
