"""Verbs of notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.rows import DictRow

from kedang.core import outbox, records
from kedang.core.access import Rights
from kedang.core.base import NotFound, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.identity import NoticesChanged
from kedang.core.query import is_readable_object
from kedang.core.records import NoSuchRecord

from . import store
from .model import COUNTED, Kind, Notice


async def tell(
    tx: WorkspaceTx,
    people: Sequence[UUID | None],
    kind: Kind,
    *,
    actor: UUID | None = None,
    object: int | None = None,
    record: UUID | None = None,
    body: Mapping[str, Any] | None = None,  # Any: JSON
) -> None:
    """Tell some people something; not the one who did it, nor who has muted the record."""
    wanted = sorted({one for one in people if one is not None and one != actor})
    told = await store.insert(tx, wanted, kind, object=object, record=record, actor=actor, body=body or {}) if wanted else []
    if told:
        await outbox.emit(tx, NoticesChanged(people=tuple(told)))


async def tell_once(tx: WorkspaceTx, people: Sequence[UUID], kind: Kind, *, body: Mapping[str, Any]) -> None:  # Any: JSON
    """Tell some people something, unless a notice of this kind says the same already."""
    if not await store.is_told(tx, kind, body):
        await tell(tx, people, kind, body=body)


async def find(tx: WorkspaceTx, rights: Rights, *, before: UUID | None = None, limit: int = 50) -> tuple[list[Notice], UUID | None]:
    """A page of the caller's notices in sight, the latest first, and from which the next page goes on."""
    rows = await store.load(tx, _person(rights), before=before, limit=limit + 1)
    return await _shown(tx, rights, rows[:limit]), rows[limit - 1]["id"] if len(rows) > limit else None


async def unread(tx: WorkspaceTx, rights: Rights) -> int:
    """How many of the caller's notices in sight are unread, counted up to ``COUNTED``."""
    return len(await _shown(tx, rights, await store.load(tx, _person(rights), before=None, limit=COUNTED, only_unread=True)))


async def _shown(tx: WorkspaceTx, rights: Rights, rows: Sequence[DictRow]) -> list[Notice]:
    known = rights.catalog.by_number
    refs = {row["id"]: RecordRef(object=known[row["object"]].key, id=row["record"]) for row in rows if row["record"] and row["object"] in known}
    titles = await records.titles_of(tx, rights, refs.values())
    found: list[Notice] = []
    for row in rows:
        one, ref = known.get(row["object"]), refs.get(row["id"])
        is_gone = row["object"] is not None and (one is None or not is_readable_object(rights.catalog, rights.scope, one.key))
        if is_gone or (ref and ref not in titles):
            continue
        found.append(
            Notice(
                id=row["id"], kind=row["kind"], object=one.key if one else None, ref=ref, title=titles[ref] if ref else None, actor=row["actor"],
                name=row["name"], body=row["body"], at=row["at"], is_read=row["is_read"],
            )
        )  # fmt: skip
    return found


async def read(tx: WorkspaceTx, rights: Rights, ids: Sequence[UUID] | None) -> None:
    """Mark notices of the caller's as read: those given, or all."""
    if await store.set_read(tx, _person(rights), ids):
        await outbox.emit(tx, NoticesChanged(people=(_person(rights),)))  # her other windows count anew


async def mute(tx: WorkspaceTx, rights: Rights, ref: RecordRef) -> None:
    """Tell the caller nothing more about a record that she sees. Raises ``NoSuchObject``, ``NoSuchRecord``."""
    rights.of(ref.object)
    if not await records.titles_of(tx, rights, [ref]):
        raise NoSuchRecord
    await store.insert_mute(tx, _person(rights), rights.catalog.object(ref.object).number, ref.id)


async def unmute(tx: WorkspaceTx, rights: Rights, ref: RecordRef) -> None:
    """Tell the caller about a record again."""
    await store.delete_mute(tx, _person(rights), ref.id)


def _person(rights: Rights) -> UUID:
    if rights.actor.person is None:
        raise NotFound
    return rights.actor.person
