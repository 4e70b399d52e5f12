"""Records that may mean the same as an unsaved one: equal in a unique field, or in a field of the object's identity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Composable, Identifier

from kedang.core.access import Rights
from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level, title_of
from kedang.core.schema import Columns, Field, Object

from .model import Values

MOST = 10
COMPARED = frozenset({"text", "number", "date", "datetime", "reference", "choice"})  #: families in which equality means something


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A record that may be the same; the score goes from 0 to 1."""

    id: UUID
    title: str | None
    score: float
    reasons: tuple[str, ...]  #: keys of the fields that say so


class Alike(Protocol):
    """Finds records whose names are like those of an unsaved one, among those that the actor sees. ``app.py`` connects who can."""

    async def __call__(self, tx: WorkspaceTx, rights: Rights, object_key: str, values: Values, but: UUID | None, /) -> Sequence[Candidate]:
        """The likeliest first; never the record ``but``."""
        ...


async def nobody_alike(tx: WorkspaceTx, rights: Rights, object_key: str, values: Values, but: UUID | None, /) -> Sequence[Candidate]:
    """Only equal values count."""
    return ()


async def find_equal(tx: WorkspaceTx, rights: Rights, one: Object, given: Mapping[str, Columns | None], *, but: UUID | None) -> list[Candidate]:
    """Records in sight with an equal value that the actor may read there."""
    found: dict[UUID, tuple[str | None, list[str]]] = {}
    for field in _compared(rights, one, given):
        columns = given[field.key]
        if columns is None:
            continue
        for row in await _equal(tx, rights, one, field, columns[0], but):
            found.setdefault(row["id"], (row["title"], []))[1].append(field.key)
    return [Candidate(id=id, title=title, score=1.0, reasons=tuple(keys)) for id, (title, keys) in found.items()][:MOST]


def _compared(rights: Rights, one: Object, given: Iterable[str]) -> list[Field]:
    scope = rights.scope.of(one)
    return [
        field
        for field in one.own_fields
        if (field.definition.unique or field.key in one.definition.identity)
        and field.key in given
        and field.kind.family in COMPARED
        and scope.best(field.key) >= Level.READ
    ]


async def _equal(tx: WorkspaceTx, rights: Rights, one: Object, field: Field, value: object, but: UUID | None) -> list[DictRow]:
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    column: Composable = Identifier("t", field.columns[0])
    if isinstance(value, str):
        column, value = SQL("kd.fold({})").format(column), fold(value)
    sql = SQL("select t.id, {} as title from {} t where {} = {} and {} and {} and t.id is distinct from {}::uuid order by t.id limit {}").format(
        title_of(build, "t", one), build.table(one.table), column, build.param(value), build.visible("t", one),
        build.guard("t", one, field.key, Level.READ) or SQL("true"), build.param(but), build.param(MOST),
    )  # fmt: skip
    return await tx.all(sql, **build.params)
