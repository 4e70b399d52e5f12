"""Likely duplicates among what is stored, under the caller's rights: a record or a value that she does not see plays no part.

Where few records are stored, all of them are read once and looked up in an ``Index``. Where many are, one statement for thousands of identities finds who
may be meant: by equal values of the fields that identify, and by titles that hold the same brand. Either way ``weigh`` decides, as it does within a file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Literal

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import RecordId
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Compiled, ready
from kedang.core.schema import Object
from kedang.features.imports.model import Candidate, Identity

from .compare import remind, weigh
from .index import Index
from .roles import Roles, identity_of, roles_of
from .searching import Search, column_of
from .subject import Subject, subject_of

CHUNK = 5_000  #: identities that one statement looks for
READ = 20  #: so many records for each identity are rather read as a whole: reading one costs less than a tenth of looking for one …
READ_AT_LEAST = 500
READ_AT_MOST = 200_000  #: … but not more than these
MOST = 10  #: candidates of one identity


@dataclass(frozen=True)
class Found:
    """A stored record that may be meant by something."""

    id: RecordId
    title: str | None
    subject: Subject


Ranked = list[tuple[Found, Candidate]]
Judge = Callable[[Subject, Subject], Candidate | None]


async def find_stored(tx: WorkspaceTx, rights: Rights, object_key: str, identities: Sequence[Identity]) -> dict[str, list[tuple[RecordId, Candidate]]]:
    """For each identity with any: the records in sight that may be the same, the likeliest first. Raises ``NoSuchObject``."""
    rights.of(object_key)
    one = rights.catalog.object(object_key)
    ranked = await _likely(tx, rights, one, identities)
    return {key: [(found.id, candidate) for found, candidate in candidates] for key, candidates in ranked.items()}


async def like_one(tx: WorkspaceTx, rights: Rights, one: Object, identity: Identity, *, but: UUID | None = None) -> Ranked:
    """Records in sight that may be the same as the one thing that somebody is writing, also where only the brand says so; never the record ``but``."""
    found = await _by_search(tx, rights, one, roles_of(one), [subject_of(identity)], but=but, judge=remind)
    return found.get(identity.key, [])


async def _likely(tx: WorkspaceTx, rights: Rights, one: Object, identities: Sequence[Identity]) -> dict[str, Ranked]:
    if not identities:
        return {}
    roles = roles_of(one)
    most = min(max(READ * len(identities), READ_AT_LEAST), READ_AT_MOST)
    if len(identities) > 1 and await _is_small(tx, rights, one, most):
        return await _by_reading(tx, rights, one, roles, identities)
    answer: dict[str, Ranked] = {}
    rest = iter(identities)
    while chunk := list(islice(rest, CHUNK)):
        subjects = await asyncio.to_thread(_subjects, chunk)
        answer |= await _by_search(tx, rights, one, roles, subjects)
    return answer


async def _is_small(tx: WorkspaceTx, rights: Rights, one: Object, most: int) -> bool:
    """Whether no more than so many records are in sight."""
    build = _build(tx, rights)
    sql = SQL("select count(*) as n from (select 1 from {} t where {} limit {}) c").format(build.table(one.table), build.visible("t", one), Literal(most + 1))
    return int((await records.rows_of(tx, ready(Compiled(sql, build.params))))[0]["n"]) <= most


async def _by_reading(tx: WorkspaceTx, rights: Rights, one: Object, roles: Roles, identities: Sequence[Identity]) -> dict[str, Ranked]:
    """Every record in sight, once, and an index of them."""
    build = _build(tx, rights)
    search = Search(build, one, roles)
    sql = SQL("select t.id, {} from {} t where {} order by t.id").format(search.shown(), build.table(one.table), build.visible("t", one))
    rows = await records.rows_of(tx, ready(Compiled(sql, build.params)))
    return await asyncio.to_thread(_by_index, roles, rows, identities) if rows else {}


def _by_index(roles: Roles, rows: Sequence[DictRow], identities: Sequence[Identity]) -> dict[str, Ranked]:
    found = {str(row["id"]): _found(roles, row) for row in rows}
    index = Index()
    for record in found.values():
        index.put(record.subject)
    answer: dict[str, Ranked] = {}
    for identity in identities:
        if candidates := index.like(subject_of(identity)):
            answer[identity.key] = [(found[key], candidate) for key, candidate in candidates[:MOST]]
    return answer


def _subjects(identities: Sequence[Identity]) -> list[Subject]:
    return [subject_of(identity) for identity in identities]


async def _by_search(
    tx: WorkspaceTx, rights: Rights, one: Object, roles: Roles, subjects: Sequence[Subject], *, but: UUID | None = None, judge: Judge = weigh
) -> dict[str, Ranked]:
    """Whom the values and titles of one chunk may mean."""
    build = _build(tx, rights)
    sql = Search(build, one, roles).statement(subjects, but=but)
    if sql is None:
        return {}
    rows = await records.rows_of(tx, ready(Compiled(sql, build.params)))
    return await asyncio.to_thread(_meant, roles, rows, subjects, judge)


def _meant(roles: Roles, rows: Sequence[DictRow], subjects: Sequence[Subject], judge: Judge) -> dict[str, Ranked]:
    seen: dict[UUID, Found] = {}
    meant: dict[int, list[Found]] = {}
    for row in rows:
        if row["id"] not in seen:
            seen[row["id"]] = _found(roles, row)
        meant.setdefault(row["n"], []).append(seen[row["id"]])
    return {subjects[at].key: ranked for at, found in sorted(meant.items()) if (ranked := _ranked(subjects[at], found, judge))}


def _build(tx: WorkspaceTx, rights: Rights) -> Build:
    return Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))


def _ranked(subject: Subject, meant: Sequence[Found], judge: Judge) -> Ranked:
    weighed = [(found, candidate) for found in meant if (candidate := judge(subject, found.subject)) is not None]
    return sorted(weighed, key=lambda one: (-one[1].score, one[0].id))[:MOST]


def _found(roles: Roles, row: DictRow) -> Found:
    values = dict(_values(roles, row))
    return Found(RecordId(row["id"]), row["title"], subject_of(identity_of(roles, str(row["id"]), values)))


def _values(roles: Roles, row: DictRow) -> Iterator[tuple[str, object]]:
    for at, field in enumerate(roles.fields):
        if column_of(at) in row:
            yield field.key, row[column_of(at)]
