"""The timeline of a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import Compare, InvalidCursor, Query, seal, unseal

from . import streams
from .model import KIND_OF_CHANGES, Item, Ref, Timeline, Wanted
from .places import CHANGES, FIRST_ID, LAST_ID, Place, moment, place_from, zone_of

EVERYTHING = Wanted()


async def of_record(
    tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, wanted: Wanted = EVERYTHING, limit: int = 50, cursor: str | None = None
) -> Timeline:  # fmt: skip
    """A page of what happened around a record that the reader may see. Raises ``NoSuchObject``, ``NoSuchRecord``, ``InvalidCursor``."""
    own: Mapping[str, object] = msgspec.json.decode(await records.get(tx, rights, ref))
    after = _opened(rights, ref, wanted, cursor)
    found: list[tuple[Place, Item]] = []
    if wanted.kind in (None, KIND_OF_CHANGES):
        found += await _changes(tx, rights, ref, own, after, wanted, limit=limit + 1)
    for stream in streams.streams_to(rights, ref, wanted, zone_of(tx, rights)):
        found += await streams.load(tx, rights, stream, after, limit=limit + 1)
    found.sort(key=lambda entry: entry[0].before())
    items, more = found[:limit], len(found) > limit
    return Timeline(items=[item for _, item in items], next=_sealed(rights, ref, wanted, items[-1][0]) if more else None)


async def _changes(
    tx: WorkspaceTx, rights: Rights, ref: RecordRef, own: Mapping[str, object], after: Place | None, wanted: Wanted, *, limit: int
) -> list[tuple[Place, Item]]:
    """The record's own changes that show anything to the reader."""
    found: list[tuple[Place, Item]] = []
    before = _before(after, zone_of(tx, rights)) if after else None
    title = own.get("title")
    shown = Ref(id=str(ref.id), title=title if isinstance(title, str) else None)
    while len(found) < limit:
        entries = await records.of_record(tx, rights, ref, before=before, limit=limit)
        made = [_change(one, ref, shown, zone_of(tx, rights)) for one in entries if one.changes or one.kind != "updated"]
        found += [entry for entry in made if _is_wanted(entry, wanted)]
        if len(entries) < limit or (wanted.since is not None and made and made[-1][0].day < wanted.since):
            break
        before = entries[-1].place
    return found[:limit]


def _is_wanted(entry: tuple[Place, Item], wanted: Wanted) -> bool:
    """Whether a change was done by that person, on one of those days."""
    place, item = entry
    if wanted.person is not None and (item.actor is None or item.actor.id != str(wanted.person)):
        return False
    return (wanted.since is None or place.day >= wanted.since) and (wanted.until is None or place.day <= wanted.until)


def _before(after: Place, zone: str) -> tuple[datetime, UUID]:
    """Where the changes go on. Their ids fall, those of other streams rise."""
    at, id = moment(after, CHANGES, zone)
    if after.stream == CHANGES and at == after.at:
        return at, id
    return at, {FIRST_ID: LAST_ID, LAST_ID: FIRST_ID}[id]


def _change(one: records.Entry, ref: RecordRef, shown: Ref, zone: str) -> tuple[Place, Item]:
    at, id = one.place
    place = Place(day=at.astimezone(ZoneInfo(zone)).date(), at=at, stream=CHANGES, id=id)
    actor = msgspec.convert(one.actor, Ref) if one.actor else None
    return place, Item(type="change", at=one.at, actor=actor, object=ref.object, record=shown, via=one.via, what=one.kind, changes=one.changes)


def _query(ref: RecordRef, wanted: Wanted, cursor: str | None) -> Query:
    """What a cursor is bound to."""
    return Query(object=ref.object, fields=("timeline", *wanted.texts()), where=Compare(("id",), "eq", str(ref.id)), cursor=cursor)


def _sealed(rights: Rights, ref: RecordRef, wanted: Wanted, place: Place) -> str:
    return seal(rights.catalog.cursor_key, _query(ref, wanted, None), rights.scope.fingerprint, place.texts(), backwards=False)


def _opened(rights: Rights, ref: RecordRef, wanted: Wanted, cursor: str | None) -> Place | None:
    position = unseal(rights.catalog.cursor_key, _query(ref, wanted, cursor), rights.scope.fingerprint, width=4)
    if position is None:
        return None
    try:
        return place_from(position.values)
    except (ValueError, TypeError):
        raise InvalidCursor(field="cursor") from None
