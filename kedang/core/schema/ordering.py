"""Indexes of orders: those of saved views, which the object's definition names (``orders: [-amount]``).

An order has three: of each owner's rows, of each department's rows, and of all rows; the last holds owner and department besides, so that a page by position is
found in the index alone. They are partial (``deleted_at is null``) and built exactly as the compiler orders: empties last, then the id.
"""

from __future__ import annotations

from psycopg.sql import SQL, Composed, Identifier

from kedang.core.db import WorkspaceTx

from . import store
from .catalog import Field, Object

MOST = 8  #: indexes of orders of one table: each of them makes writing slower
NEVER_EMPTY = frozenset({"created_at", "updated_at", "version"})
FIRST = frozenset({"number", "percent", "date", "datetime", "boolean", "phone", "email", "serial"})
LEADS = ("owner", "department", "all")


def is_ordered(one: Object, word: str) -> bool:
    """Whether an order, as ``-amount``, has its indexes."""
    return word == "-created_at" or word in ordered(one)


def ordered(one: Object) -> tuple[str, ...]:
    """The orders of a definition that have indexes: those of one field of a kind that an index can hold, as long as there is room."""
    found = [word for word in dict.fromkeys(one.definition.orders) if word != "-created_at" and _keys(one, word)]
    return tuple(found[: MOST // len(LEADS)])


def _keys(one: Object, word: str) -> tuple[str, ...]:
    """The columns of an order; none if it cannot be indexed."""
    field = one.fields.get(word.removeprefix("-"))
    return columns_of(field) if field is not None else ()


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns that a field is ordered by, where these are columns and short enough for an index."""
    if field.kind.name in FIRST:
        return field.columns[:1]
    if field.kind.name == "text":
        return field.columns[1:]
    return field.columns if field.kind.name == "money" else ()


def indexes_of(one: Object | None) -> dict[str, Composed]:
    """Every index of its orders: its name, and what follows the table's name."""
    found: dict[str, Composed] = {}
    if one is None:
        return found
    for word in ordered(one):
        columns, way = _keys(one, word), "desc" if word.startswith("-") else "asc"
        key = SQL(", ").join([_key(one, word, column) for column in columns])
        for lead in LEADS:
            parts = SQL("({}, id) include (owner, department)").format(key) if lead == "all" else SQL("({}, {}, id)").format(Identifier(lead), key)
            found[f"{one.table}_{columns[0]}_{way}_{lead}_order"] = SQL("{} where deleted_at is null").format(parts)
    return found


def _key(one: Object, word: str, column: str) -> Composed:
    falls = word.startswith("-")
    if word.removeprefix("-") in NEVER_EMPTY and one.fields[word.removeprefix("-")].is_system:
        return SQL("{} desc" if falls else "{}").format(Identifier(column))
    return SQL("{} desc nulls last" if falls else "{} asc nulls last").format(Identifier(column))


async def follow(tx: WorkspaceTx, before: Object | None, after: Object | None) -> None:
    """Drop the indexes of orders that are gone, and build those that are new, under the lock of the change."""
    old, new = indexes_of(before), indexes_of(after)
    if old.keys() == new.keys():
        return
    async with store.as_model_owner(tx):
        for name in old.keys() - new.keys():
            await tx.run(SQL("drop index if exists {}").format(Identifier(tx.schema, name)))
        for name in sorted(new.keys() - old.keys()):
            table = Identifier(tx.schema, after.table if after else "")
            await tx.run(SQL("create index if not exists {} on {} {}").format(Identifier(name), table, new[name]))
