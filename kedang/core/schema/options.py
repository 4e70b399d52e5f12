"""Options that leave a list: they retire instead, so that records and the history that hold one go on showing its label."""

from __future__ import annotations

import msgspec
from psycopg.sql import SQL, Identifier

from kedang.core.db import WorkspaceTx

from .catalog import Field, Object
from .definitions import FieldDefinition
from .model import OptionRetired

KINDS_WITH_OPTIONS = frozenset({"choice", "choices"})


def with_dropped(present: FieldDefinition, wanted: FieldDefinition) -> FieldDefinition:
    """The wanted definition, and at their former places, retired, the options that it has dropped."""
    if not {present.kind, wanted.kind} <= KINDS_WITH_OPTIONS:
        return wanted
    found = list(wanted.options)
    named = {option.key for option in wanted.options}
    for at, option in enumerate(present.options):
        if option.key not in named:
            before = {one.key for one in present.options[:at]}
            place = max((n + 1 for n, one in enumerate(found) if one.key in before), default=0)
            found.insert(place, msgspec.structs.replace(option, is_retired=True))
    return msgspec.structs.replace(wanted, options=tuple(found))


async def retired_by(tx: WorkspaceTx, one: Object, field: Field, wanted: FieldDefinition) -> tuple[OptionRetired, ...]:
    """The options that a change takes out of choice, each with the number of records that hold it, the recycle bin included."""
    live = {option.key for option in wanted.options if not option.is_retired}
    gone = [option for option in field.definition.options if option.key in field.spec.live_options and option.key not in live]
    if not gone or wanted.kind not in KINDS_WITH_OPTIONS:
        return ()
    counts = await _count(tx, one, field, [option.key for option in gone])
    return tuple(OptionRetired(key=option.key, label=option.label, records=counts.get(option.key, 0)) for option in gone)


async def count_options(tx: WorkspaceTx, one: Object, field: Field) -> dict[str, int]:
    """How many records hold each option of a field, the recycle bin included; none for one that nobody holds."""
    return await _count(tx, one, field, [option.key for option in field.definition.options])


async def _count(tx: WorkspaceTx, one: Object, field: Field, keys: list[str]) -> dict[str, int]:
    column, table = Identifier(field.columns[0]), Identifier(tx.schema, one.table)
    if field.kind.name == "choices":
        sql = SQL("select k as key, count(*) as n from {}, unnest({}) k where {} && %(keys)s::text[] and k = any(%(keys)s::text[]) group by k")
        rows = await tx.all(sql.format(table, column, column), keys=keys)
    else:
        rows = await tx.all(SQL("select {0} as key, count(*) as n from {1} where {0} = any(%(keys)s::text[]) group by {0}").format(column, table), keys=keys)
    return {str(row["key"]): int(row["n"]) for row in rows}
