"""Doubtful rows beside what they may be the same as, as far as the caller may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import msgspec

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.query import Level, parse_query
from kedang.core.schema import Object

from . import store
from .duplicates import REASONS, find_stored, identity_of, roles_of
from .errors import BadChoice
from .names import is_company_object
from .ownership import mine
from .people import PERSON, form, namesakes
from .staged import Match, Staged

Json = dict[str, Any]  # Any: a tree of JSON
MOST = 30  #: rows of a page; with five candidates each, their records fit into one page of records
CANDIDATES = 5
Rows = Mapping[tuple[int, int], Staged]
Records = Mapping[tuple[str, UUID], Json]


async def doubtful(tx: WorkspaceTx, rights: Rights, id: UUID, *, cursor: str | None = None, limit: int = MOST) -> Json:
    """A page of doubtful rows, each with its candidates, the likeliest first. Raises ``NoSuchImport``."""
    found = await mine(tx, rights, id)
    rows = await store.load_rows(tx, id, state="doubtful", after=_after(cursor), limit=limit + 1)
    page, more = rows[:limit], len(rows) > limit
    is_own = found["actor"] == rights.actor.person or rights.actor.is_system
    matches = {(row.place, row.number): row.matches if is_own else await _seen(tx, rights, row) for row in page}
    others = await _others(tx, id, page, matches)
    shown = await _records(tx, rights, page, matches, others)
    items = [_item(found["tables"][row.place], row, _candidates(row, matches[row.place, row.number], others, shown)) for row in page if row.object != PERSON]
    items += await _people(tx, found["tables"], [row for row in page if row.object == PERSON], others)
    items.sort(key=lambda item: (item["place"], item["row"]))
    return {"items": items, "next": f"{page[-1].place}:{page[-1].number}" if more else None}


def _after(cursor: str | None) -> tuple[int, int]:
    place, _, number = (cursor or "-1:0").partition(":")
    try:
        return int(place), int(number)
    except ValueError:
        raise BadChoice(field="cursor", expected="what 'next' said") from None


async def _seen(tx: WorkspaceTx, rights: Rights, row: Staged) -> list[Match]:
    """What a row of somebody else may be the same as, judged by what the caller sees: reasons tell of values."""
    one = rights.catalog.objects.get(row.object)
    if one is None or not rights.scope.of(one).rows:
        return [match for match in row.matches if match.row is not None]
    rows = [match for match in row.matches if match.row is not None]
    if is_company_object(one):
        stored = await find_stored(tx, rights, one.key, [identity_of(roles_of(one), "row", row.values)])
        found = stored.get("row", [])
        return [*rows, *(Match(score=round(candidate.score, 3), reasons=list(candidate.reasons), record=record) for record, candidate in found)]
    reads_all = all(rights.scope.of(one).best(key) >= Level.READ for key in one.definition.identity)
    return row.matches if reads_all else rows


async def _others(tx: WorkspaceTx, id: UUID, page: Sequence[Staged], matches: Mapping[tuple[int, int], Sequence[Match]]) -> Rows:
    """The other rows that are meant, and the rows that these are the same as."""
    wanted = [(_place(row, match), match.row) for row in page for match in matches[row.place, row.number] if match.row is not None]
    found = await store.load_many(tx, id, wanted)
    leaders = [(row.into_place, row.into) for row in found.values() if row.state == "merged" and row.into is not None]
    return {**found, **await store.load_many(tx, id, leaders)}


def _place(row: Staged, match: Match) -> int:
    return match.place if match.place is not None else row.place


def _meant(row: Staged, match: Match, others: Rows) -> Staged | None:
    other = others.get((_place(row, match), match.row)) if match.row is not None else None
    if other is not None and other.state == "merged" and other.into is not None:
        return others.get((other.into_place, other.into), other)
    return other


async def _records(tx: WorkspaceTx, rights: Rights, page: Sequence[Staged], matches: Mapping[tuple[int, int], Sequence[Match]], others: Rows) -> Records:
    """The candidates that are records and that the caller sees, with the fields that the rows speak of, and those by which duplicates are known."""
    wanted: dict[str, set[UUID]] = {}
    keys: dict[str, set[str]] = {}
    for row in page:
        for match in matches[row.place, row.number][:CANDIDATES]:
            other = _meant(row, match, others)
            record = match.record or (other.record if other is not None else None)
            if record is not None and row.object != PERSON:
                wanted.setdefault(row.object, set()).add(record)
                keys.setdefault(row.object, set()).update(row.values, row.names, row.words)
    shown: dict[tuple[str, UUID], Json] = {}
    for key, ids in wanted.items():
        one = rights.catalog.objects.get(key)
        if one is not None and rights.scope.of(one).rows:
            shown |= {(key, UUID(item["id"])): item for item in await _find(tx, rights, one, ids, keys[key])}
    return shown


async def _find(tx: WorkspaceTx, rights: Rights, one: Object, ids: set[UUID], keys: set[str]) -> list[Json]:
    scope = rights.scope.of(one)
    telling = {field.key for field in roles_of(one).fields} if is_company_object(one) else set(one.definition.identity)
    fields = sorted(key for key in {*keys, *telling, "title", "owner"} if key in one.fields and scope.best(key) > Level.HIDDEN)
    where = {"or": [{"field": "id", "op": "eq", "value": str(id)} for id in sorted(ids)]}
    query = parse_query(one.key, {"fields": fields, "where": where, "limit": 200})
    return cast("list[Json]", msgspec.json.decode(await records.find(tx, rights, query))["items"])


def _candidates(row: Staged, matches: Sequence[Match], others: Rows, shown: Records) -> list[Json]:
    found: list[Json] = []
    for match in matches[:CANDIDATES]:
        other = _meant(row, match, others)
        id = match.record or (other.record if other is not None else None)
        record = shown.get((row.object, id)) if id is not None else None
        if other is None and record is None:
            continue  # out of the caller's sight, or gone
        found.append({
            "score": match.score,
            "reasons": [{"code": code, **REASONS.get(code, {"zh": code, "en": code})} for code in match.reasons],
            "record": record,
            "row": {"place": other.place, "row": other.number, "values": _values(other)} if other is not None else None,
        })  # fmt: skip
    return found


def _values(row: Staged) -> Json:
    return {**row.values, **{key: name.replace("\n", "、") for key, name in row.names.items()}, **row.words}


def _item(table: Json, row: Staged, candidates: list[Json]) -> Json:
    return {
        "place": row.place, "sheet": table["sheet"], "file": table["file"], "row": row.number, "object": row.object, "headers": table["headers"],
        "cells": row.cells, "values": _values(row), "candidates": candidates,
    }  # fmt: skip


async def _people(tx: WorkspaceTx, tables: Sequence[Json], rows: Sequence[Staged], others: Rows) -> list[Json]:
    """Rows of colleagues whose name others have; everyone who works here may know who works here."""
    if not rows:
        return []
    known = await namesakes(tx, [str(row.values.get("name")) for row in rows])
    items: list[Json] = []
    for row in rows:
        ids = known.get(form(str(row.values.get("name"))), [])
        reason = [{"code": "name", **REASONS["name"]}]
        people: list[Json] = [{"score": 1.0, "reasons": reason, "record": {"id": str(id), "title": row.values.get("name")}, "row": None} for id in ids]
        items.append(_item(tables[row.place], row, [*people, *_candidates(row, row.matches if not ids else [], others, {})]))
    return items
