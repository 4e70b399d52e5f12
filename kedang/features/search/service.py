"""Searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.query import AllRows, Branch, Clock, DepartmentRows, Level, OwnRows, SharedRows, some
from kedang.core.records import searchable
from kedang.core.schema import Catalog, Field, Object

from . import store
from .indexing import indexed_fields, text_of
from .model import Found, Hit, Proposal, Term
from .store import Arm, Asker
from .terms import WORST, fit_title, fits_text, snippet, terms_of

PREFIX = re.compile(r"\s*([^:：\s]+)\s*[:：](.*)", re.DOTALL)
ENOUGH = 50  #: proposals among the newest texts, beyond which older ones are not looked for
SPARE = 10  #: proposals that are looked at again beyond what is wanted, since some may fit no more
TEXT_RANK, SPREAD_RANK = 7, 8  #: every term in one text beside the title; each in some text
Json = Mapping[str, Any]  # Any: a record as JSON


async def search(tx: WorkspaceTx, rights: Rights, q: str, *, limit: int = 20, object: str | None = None) -> Found:
    """Records that fit what was typed, best first. ``object``, or a prefix as in ``客户:晨光``, asks for one object. Raises ``NoSuchObject``."""
    if object is not None:
        rights.of(object)
    chosen, rest = (object, q) if object is not None else prefix_of(rights, q)
    terms = terms_of(rest)
    objects = [one for one in rights.catalog.objects.values() if chosen in (None, one.key) and rights.scope.of(one).rows]
    if not terms or not objects:
        return Found(items=[])
    proposals = await _propose(tx, rights, objects, terms)
    return Found(items=await _look(tx, rights, terms, _ranked(terms, proposals), limit=limit))


def prefix_of(rights: Rights, q: str) -> tuple[str | None, str]:
    """The object that a query's prefix names, if it names one that the caller works with, and the rest."""
    found = PREFIX.fullmatch(q)
    if found is None:
        return None, q
    word = fold(found[1])
    for one in rights.catalog.objects.values():
        names = [one.key, *one.definition.label.values(), *(one.definition.plural or {}).values()]
        if rights.scope.of(one).rows and word in map(fold, names):
            return one.key, found[2]
    return None, q


async def _propose(tx: WorkspaceTx, rights: Rights, objects: Sequence[Object], terms: Sequence[Term]) -> list[Proposal]:
    scope = rights.scope
    departments = {"department": list(scope.departments), "department_tree": list(scope.departments_below)}
    arms = list(_arms(rights, objects))
    if any(arm.branch == "shared" for arm in arms):
        departments["shared"] = await store.load_shared(tx, scope.person, scope.departments, [one.number for one in objects])
    asker = Asker(scope.person, departments)
    found: list[Proposal] = []
    for arm in arms:
        found += await _of_arm(tx, arm, asker, terms)
    if arms and len(terms) > 1 and len(found) < ENOUGH:
        for driver in range(len(terms)):
            found += await store.load_spread(tx, arms, asker, terms, driver)
    found.sort(key=lambda one: one.at, reverse=True)
    return found[: store.MOST]


async def _of_arm(tx: WorkspaceTx, arm: Arm, asker: Asker, terms: Sequence[Term]) -> list[Proposal]:
    """A frequent word is found at once among the newest texts, a rare one by the index; the first texts show which it is."""
    walk = store.NEAR if arm.branch == "all" else store.WALK  # of all texts a rare word would be looked for one by one
    recent = await store.load_recent(tx, arm, asker, terms, walk=walk)
    if len(recent) >= ENOUGH:
        return recent
    is_small = await store.is_small(tx, arm, asker)
    if walk < store.WALK and (is_small or len(recent) * store.WALK >= ENOUGH * walk):
        recent = await store.load_recent(tx, arm, asker, terms, walk=store.WALK)
    if is_small or len(recent) >= ENOUGH:
        return recent
    return await store.load_indexed(tx, arm, asker, terms)


def _arms(rights: Rights, objects: Sequence[Object]) -> Iterable[Arm]:
    """By which rights what may be found."""
    titles: dict[str, list[int]] = {}
    fields: dict[str, list[int]] = {}
    for one in objects:
        scope = rights.scope.of(one)
        for branch in scope.where("title", Level.READ):
            titles.setdefault(_name(branch), []).append(one.number)
        for field in indexed_fields(one):
            for branch in scope.where(field.key, Level.READ):
                fields.setdefault(_name(branch), []).append(field.id)
    for name in sorted({*titles, *fields}):
        yield Arm(name, titles.get(name, []), fields.get(name, []))


def _name(branch: Branch) -> str:
    match branch:
        case AllRows():
            return "all"
        case OwnRows():
            return "own"
        case DepartmentRows(tree=tree):
            return "department_tree" if tree else "department"
        case SharedRows():
            return "shared"


def _ranked(terms: Sequence[Term], proposals: Sequence[Proposal]) -> list[Proposal]:
    """One proposal for each record, best first, newest first among equals."""
    best: dict[UUID, tuple[int, int, Proposal]] = {}
    for at, one in enumerate(proposals):
        fit = fit_title(terms, one.text, (one.pinyin, one.initials)) if one.field == 0 else (TEXT_RANK, "text")
        rank = fit[0] if fit else WORST
        known = best.get(one.record)
        if known is None or known[0] > rank:
            best[one.record] = (rank, at, one)
    return [one for *_, one in sorted(best.values(), key=lambda entry: entry[:2])]


async def _look(tx: WorkspaceTx, rights: Rights, terms: Sequence[Term], proposals: Sequence[Proposal], *, limit: int) -> list[Hit]:
    """Look at proposals again, live and under the caller's scope, until there are enough."""
    hits: list[Hit] = []
    at, step = 0, limit + SPARE
    while at < len(proposals) and len(hits) < limit:
        some = proposals[at : at + step]
        live = await _live(tx, rights, some)
        ranked = [fit for n, one in enumerate(some) if one.record in live and (fit := _hit(rights.catalog, terms, one, live[one.record], n))]
        hits += [hit for _, hit in sorted(ranked, key=lambda entry: entry[0])]
        at += step
    return hits[:limit]


async def _live(tx: WorkspaceTx, rights: Rights, proposals: Sequence[Proposal]) -> dict[UUID, Json]:
    found: dict[UUID, Json] = {}
    for number in sorted({one.object for one in proposals}):
        one = rights.catalog.by_number.get(number)
        if one is None or not rights.scope.of(one).rows:
            continue
        ids = [p.record for p in proposals if p.object == number]
        keys = tuple(key for key in ("title", *(f.key for f in _searched(one))) if rights.scope.of(one).best(key) > Level.HIDDEN)
        for row in await records.rows_of(tx, some(rights.catalog, rights.scope, Clock(tx.now, tx.zone), one.key, ids, keys)):
            record = msgspec.json.decode(row["j"])
            found[UUID(record["id"])] = record
    return found


def _searched(one: Object) -> list[Field]:
    return indexed_fields(one)


def _hit(catalog: Catalog, terms: Sequence[Term], proposal: Proposal, record: Json, place: int) -> tuple[tuple[int, int], Hit] | None:
    """A hit with its rank, if the record as it is fits in what the caller may read of it."""
    one, masked = catalog.by_number[proposal.object], record.get("_masked", ())
    title = record.get("title")
    fit = fit_title(terms, searchable(title)) if isinstance(title, str) and "title" not in masked else None
    if fit is not None:
        return (fit[0], place), Hit(object=one.key, id=str(proposal.record), title=title, matched=fit[1])
    texts = [text_of(record.get(field.key)) for field in _searched(one) if field.key not in masked]
    for text in texts:
        if text and fits_text(terms, searchable(text)):
            return (TEXT_RANK, place), Hit(object=one.key, id=str(proposal.record), title=title, matched="text", snippet=snippet(text, terms))
    known = searchable(title) if isinstance(title, str) and "title" not in masked else None
    elsewhere = [term for term in terms if known is None or fit_title([term], known) is None]
    places = [next((text for text in texts if text and fits_text([term], searchable(text))), None) for term in elsewhere]
    if not places or places[0] is None or None in places:
        return None
    return (SPREAD_RANK, place), Hit(object=one.key, id=str(proposal.record), title=title, matched="text", snippet=snippet(places[0], elsewhere))
