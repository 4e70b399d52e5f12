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
from .model import Item, Ref, Timeline
from .places import CHANGES, FIRST_ID, LAST_ID, Place, moment, place_from


async def of_record(tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, limit: int = 50, cursor: str | None = None) -> Timeline:
    """A page of what happened around a record that the reader may see. Raises ``NoSuchObject``, ``NoSuchRecord``, ``InvalidCursor``."""
    own: Mapping[str, object] = msgspec.json.decode(await records.get(tx, rights, ref))
    after = _opened(rights, ref, cursor)
    found = await _changes(tx, rights, ref, own, after, limit=limit + 1)
    for stream in streams.streams_to(rights, ref):
        found += await streams.load(tx, rights, stream, after, limit=limit + 1)
    found.sort(key=lambda entry: entry[0].before())
    items, more = found[:limit], len(found) > limit
    return Timeline(items=[item for _, item in items], next=_sealed(rights, ref, items[-1][0]) if more else None)


async def _changes(tx: WorkspaceTx, rights: Rights, ref: RecordRef, own: Mapping[str, object], after: Place | None, *, limit: int) -> list[tuple[Place, Item]]:
    """The record's own changes that show anything to the reader."""
    found: list[tuple[Place, Item]] = []
    before = _before(after, tx.zone) if after else None
    title = own.get("title")
    shown = Ref(id=str(ref.id), title=title if isinstance(title, str) else None)
    while len(found) < limit:
        entries = await records.of_record(tx, rights, ref, before=before, limit=limit)
        found += [_change(one, ref, shown, tx.zone) for one in entries if one.changes or one.kind != "updated"]
        if len(entries) < limit:
            break
        before = entries[-1].place
    return found[:limit]


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


def _query(ref: RecordRef, cursor: str | None) -> Query:
    """What a cursor is bound to."""
    return Query(object=ref.object, fields=("timeline",), where=Compare(("id",), "eq", str(ref.id)), cursor=cursor)


def _sealed(rights: Rights, ref: RecordRef, place: Place) -> str:
    return seal(rights.catalog.cursor_key, _query(ref, None), rights.scope.fingerprint, place.texts(), backwards=False)


def _opened(rights: Rights, ref: RecordRef, cursor: str | None) -> Place | None:
    position = unseal(rights.catalog.cursor_key, _query(ref, cursor), rights.scope.fingerprint, width=4)
    if position is None:
        return None
    try:
        return place_from(position.values)
    except (ValueError, TypeError):
        raise InvalidCursor(field="cursor") from None
