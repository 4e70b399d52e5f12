"""What each row is: new, the same as another row, the same as a record, or doubtful. By keys and likeness for firms, by equal identity fields for the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.access import Rights
from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level
from kedang.core.schema import Field, Object

from .duplicates import Clusters, clusters, find_stored, identity_of, roles_of
from .model import Candidate, Identity
from .names import is_company_object
from .staged import Duplicates, Match, Staged

Key = str  #: "place:number", the name of a row among the rows of an object


async def decide(tx: WorkspaceTx, rights: Rights, one: Object, rows: Sequence[Staged], duplicates: Duplicates) -> None:
    """Decide on the rows of one object, in place. Rows are given in the order of the files; the first of equal ones stays."""
    by_key = {key_of(row): row for row in rows}
    if is_company_object(one):
        await _firms(tx, rights, one, by_key, duplicates)
    elif one.definition.identity:
        await _equals(tx, rights, one, by_key, duplicates)


def key_of(row: Staged) -> Key:
    """The name of a row."""
    return f"{row.place}:{row.number}"


async def _firms(tx: WorkspaceTx, rights: Rights, one: Object, by_key: dict[Key, Staged], duplicates: Duplicates) -> None:
    identities, found = await asyncio.to_thread(_compared, one, by_key)
    for group in found.groups:
        merge([by_key[key] for key in group])
    for pair in found.doubtful:
        _doubt(leader(by_key, pair.second), leader(by_key, pair.first), pair.candidate)
    if duplicates == "create":
        return
    leaders = {key: row for key, row in by_key.items() if row.state == "new"}
    stored = await find_stored(tx, rights, one.key, [identity for identity in identities if identity.key in leaders])
    for key, candidates in stored.items():
        _known(leaders[key], [(cast("UUID", record), candidate) for record, candidate in candidates])


def _compared(one: Object, by_key: Mapping[Key, Staged]) -> tuple[list[Identity], Clusters]:
    roles = roles_of(one)
    identities = [identity_of(roles, key, row.values) for key, row in by_key.items()]
    return identities, clusters(identities)


def leader(by_key: dict[Key, Staged], key: Key) -> Staged:
    """The row that stands for a row."""
    row = by_key[key]
    while row.state == "merged" and (first := by_key.get(f"{row.into_place}:{row.into}")) is not None:
        row = first
    return row


def merge(rows: Sequence[Staged]) -> None:
    """Rows that are the same become one: the first, which gets what it lacks from the others."""
    first, *others = rows
    for row in others:
        row.join(first)
        first.fill(row.values, row.names, row.words)
        first.also += [also for also in row.also if also.values not in [mine.values for mine in first.also]]


def _doubt(row: Staged, other: Staged, candidate: Candidate) -> None:
    """The later row waits for a person."""
    if row is other or row.state not in {"new", "doubtful"}:
        return
    row.state = "doubtful"
    place = other.place if other.place != row.place else None
    if any(match.row == other.number and match.place == place for match in row.matches):
        return  # two rows of its pairs are one by now
    row.matches.append(Match(score=round(candidate.score, 3), reasons=list(candidate.reasons), row=other.number, place=place))


def _known(row: Staged, candidates: Sequence[tuple[UUID, Candidate]]) -> None:
    same = [(record, candidate) for record, candidate in candidates if candidate.verdict == "same"]
    if len(same) == 1:
        row.state, row.record = "updated", same[0][0]
        row.matches = [Match(score=round(same[0][1].score, 3), reasons=list(same[0][1].reasons), record=same[0][0])]
    elif candidates:
        row.state = "doubtful"
        row.matches += [Match(score=round(c.score, 3), reasons=list(c.reasons), record=record) for record, c in candidates[:5]]


async def _equals(tx: WorkspaceTx, rights: Rights, one: Object, by_key: dict[Key, Staged], duplicates: Duplicates) -> None:
    """Equal in any identity field: the same thing. Equal to one by this field and to another by that one: doubtful."""
    fields = [one.fields[key] for key in one.definition.identity if key in one.fields and one.fields[key].kind.family == "text"]
    seen: dict[tuple[str, str], Staged] = {}
    for row in by_key.values():
        values = _identifying(fields, row)
        firsts = {key_of(first): first for value in values if value in seen for first in [leader(by_key, key_of(seen[value]))]}
        if len(firsts) == 1:
            (first,) = firsts.values()
            merge([first, row])
        elif firsts:
            row.state = "doubtful"
            row.matches += [
                Match(score=1.0, reasons=["identity"], row=first.number, place=first.place if first.place != row.place else None) for first in firsts.values()
            ]
        for value in values:
            seen.setdefault(value, row)
    if duplicates != "create":
        await _equal_stored(tx, rights, one, fields, [row for row in by_key.values() if row.state == "new"])


def _identifying(fields: Sequence[Field], row: Staged) -> list[tuple[str, str]]:
    return [(f.key, fold(str(row.values[f.key]))) for f in fields if row.values.get(f.key) is not None]


async def _equal_stored(tx: WorkspaceTx, rights: Rights, one: Object, fields: Sequence[Field], rows: Sequence[Staged]) -> None:
    build, scope = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone)), rights.scope.of(one)
    usable = [f for f in fields if scope.best(f.key) >= Level.READ]
    wanted = {f.key: sorted({value for row in rows for _, value in _identifying([f], row)}) for f in usable}
    columns = {f.key: SQL("kd.fold({})").format(build.columns("t", one, f)[0]) for f in usable if wanted[f.key]}
    if not columns:
        return
    parts: list[Composable] = [SQL("{} = any({}::text[])").format(column, build.param(wanted[key])) for key, column in columns.items()]
    shown = SQL(", ").join([SQL("{} as {}").format(column, Identifier(key)) for key, column in columns.items()])
    sql = SQL("select t.id, {} from {} t where {} and ({})").format(shown, build.table(one.table), build.visible("t", one), SQL(" or ").join(parts))
    records: dict[tuple[str, str], set[UUID]] = {}
    for found in await tx.all(sql, **build.params):
        for key in columns:
            if found[key] is not None:
                records.setdefault((key, found[key]), set()).add(found["id"])
    for row in rows:
        ids = set[UUID]().union(*(records.get(value, set()) for value in _identifying(usable, row)))
        if len(ids) == 1:
            row.state, row.record = "updated", ids.pop()
        elif ids:
            row.state = "doubtful"
            row.matches += [Match(score=1.0, reasons=["identity"], record=id) for id in sorted(ids)]
