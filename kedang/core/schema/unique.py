"""Making a field unique: the index, or a clear word why there cannot be one."""

from __future__ import annotations

from psycopg.errors import ProgramLimitExceeded, QueryCanceled, UniqueViolation
from psycopg.sql import SQL, Composable, Identifier

from kedang.core.db import WorkspaceTx

from . import store
from .catalog import Field
from .errors import NotUnique, TooLongToBeUnique, TooManyRecords


async def make_unique(tx: WorkspaceTx, object: int, field: Field) -> None:
    """Refuse equal values in two live records from now on. Raises ``NotUnique``, ``TooLongToBeUnique``, ``TooManyRecords``."""
    try:
        async with tx.connection.transaction(), store.as_model_owner(tx):
            await tx.run("select set_config('statement_timeout', '60s', true)")
            await store.add_unique(tx, object, field)
    except UniqueViolation:
        raise NotUnique(field=field.key, values=await _count_repeated(tx, object, field)) from None
    except ProgramLimitExceeded:
        raise TooLongToBeUnique(field=field.key) from None
    except QueryCanceled:
        raise TooManyRecords(field=field.key) from None


async def _count_repeated(tx: WorkspaceTx, object: int, field: Field) -> int:
    """How many values stand in more than one live record."""
    column: Composable = Identifier(field.columns[0])
    value = SQL("kd.fold({})").format(column) if field.kind.columns[0] == "text" else column
    row = await tx.one(
        SQL("select count(*) as n from (select 1 from {} where deleted_at is null and {} is not null group by {} having count(*) > 1) repeated").format(
            Identifier(tx.schema, f"o_{object}"), column, value
        )
    )
    return int(row["n"])
