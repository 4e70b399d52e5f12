"""Verbs of favourites and visits. What is out of sight today is left out, and comes back with the right to see it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg.rows import DictRow

from kedang.core import audit, records
from kedang.core.access import Rights
from kedang.core.base import RecordRef, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import is_readable_object
from kedang.core.records import NoSuchRecord

from . import store
from .errors import NoSuchFavourite, TooManyFavourites
from .model import KEPT, MOST, SHOWN, Favourite, Visit


async def find(tx: WorkspaceTx, rights: Rights) -> list[Favourite]:
    """The caller's favourites in sight, in the order in which she chose them."""
    return await _shown(tx, rights, await store.load(tx, _person(rights)))


async def _shown(tx: WorkspaceTx, rights: Rights, rows: Sequence[DictRow]) -> list[Favourite]:
    known = rights.catalog.by_number
    refs = {row["id"]: RecordRef(object=known[row["object"]].key, id=row["record"]) for row in rows if row["record"] and row["object"] in known}
    titles = await records.titles_of(tx, rights, refs.values())
    found: list[Favourite] = []
    for row in rows:
        one, ref = known.get(row["object"]), refs.get(row["id"])
        if one is None or (ref and ref not in titles) or not is_readable_object(rights.catalog, rights.scope, one.key):
            continue
        title = titles[ref] if ref else None
        found.append(Favourite(id=row["id"], object=one.key, ref=ref, title=title, search=row["search"], name=row["name"]))
    return found


async def get(tx: WorkspaceTx, rights: Rights, id: UUID) -> Favourite:
    """One favourite of the caller's. Raises ``NoSuchFavourite``."""
    row = await store.load_one(tx, _person(rights), id)
    shown = await _shown(tx, rights, [row] if row else [])
    if not shown:
        raise NoSuchFavourite
    return shown[0]


async def add(tx: WorkspaceTx, rights: Rights, object: str, *, record: UUID | None, search: str, name: str) -> Favourite:
    """Put a star on a record that the caller sees, or on a list. Raises ``NoSuchObject``, ``NoSuchRecord``, ``TooManyFavourites``."""
    rights.of(object)
    person, one = _person(rights), rights.catalog.object(object)
    if record is not None:
        await _seen(tx, rights, RecordRef(object=object, id=record))
        search = name = ""
    before = await store.load(tx, person)
    is_new = not any((row["object"], row["record"], row["search"]) == (one.number, record, search) for row in before)
    if is_new and len(before) >= MOST:
        raise TooManyFavourites(most=MOST)
    id = await store.insert(tx, id=new_id(), person=person, object=one.number, record=record, search=search, name=name)
    if is_new:
        await audit.append(tx, rights.actor, "favourite.added", object=one.number, record=record, body={"search": search} if search else None)
    return await get(tx, rights, id)


async def remove(tx: WorkspaceTx, rights: Rights, id: UUID) -> None:
    """Take a star away. Raises ``NoSuchFavourite``."""
    row = await store.load_one(tx, _person(rights), id)
    if row is None or not await store.delete(tx, _person(rights), id):
        raise NoSuchFavourite
    await audit.append(tx, rights.actor, "favourite.removed", object=row["object"], record=row["record"])


async def visit(tx: WorkspaceTx, rights: Rights, ref: RecordRef) -> None:
    """Remember that the caller looks at a record that she sees. Nobody else ever learns of it, so it is not in the log. Raises ``NoSuchRecord``."""
    await _seen(tx, rights, ref)
    await store.upsert_visit(tx, person=_person(rights), object=rights.catalog.object(ref.object).number, record=ref.id, most=KEPT)


async def recent(tx: WorkspaceTx, rights: Rights) -> list[Visit]:
    """The records in sight that the caller looked at last, the latest first."""
    rows = [row for row in await store.load_visits(tx, _person(rights)) if row["object"] in rights.catalog.by_number]
    refs = [RecordRef(object=rights.catalog.by_number[row["object"]].key, id=row["record"]) for row in rows]
    titles = await records.titles_of(tx, rights, refs)
    return [Visit(ref=ref, title=titles[ref], at=row["at"]) for ref, row in zip(refs, rows, strict=True) if ref in titles][:SHOWN]


async def _seen(tx: WorkspaceTx, rights: Rights, ref: RecordRef) -> None:
    rights.of(ref.object)
    if not await records.titles_of(tx, rights, [ref]):
        raise NoSuchRecord


def _person(rights: Rights) -> UUID:
    """Whose it is; the system has none."""
    if rights.actor.person is None:
        raise NoSuchFavourite
    return rights.actor.person
