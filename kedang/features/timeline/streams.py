"""Streams of a timeline: records of one object that lead here, by their day or by their creation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import And, Clock, Compare, Condition, Level, Or, Position, Query, Sort, page
from kedang.core.schema import Object

from .model import Item, Ref, Wanted
from .places import Place, moment, tie, zone_of


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Records of one object that lead to a record."""

    name: str
    object: Object
    where: Condition
    dated: str | None  #: the date field by which they stand; none: their creation

    @property
    def is_by_day(self) -> bool:
        """Whether their date is a day without a time."""
        return self.dated is not None and self.object.fields[self.dated].kind.name == "date"

    @property
    def sort(self) -> tuple[Sort, ...]:
        """Newest first."""
        if self.dated is None:
            return (Sort(("created_at",), is_descending=True),)
        first = Sort((self.dated,), is_descending=True)
        return (first, Sort(("created_at",), is_descending=True)) if self.is_by_day else (first,)


def streams_to(rights: Rights, ref: RecordRef, wanted: Wanted, zone: str) -> Iterable[Stream]:
    """The streams that lead to a record and that the reader may follow, with what is wanted of them."""
    for one in rights.catalog.objects.values():
        if wanted.kind not in (None, one.key):
            continue
        scope = rights.scope.of(one)
        relations = [key for key in one.definition.timeline if key in one.fields and one.fields[key].target == ref.object and scope.best(key) >= Level.READ]
        if not scope.rows or not relations:
            continue
        leads: Condition = Or(tuple(Compare((key,), "eq", str(ref.id)) for key in relations))
        if wanted.person is not None:
            leads = And((leads, _done_by(rights, one, wanted.person)))
        dated = one.definition.timeline_date
        if dated is None or dated not in one.fields or scope.best(dated) < Level.READ:
            yield Stream(name=one.key, object=one, where=And((leads, *_days("created_at", wanted, zone))), dated=None)
            continue
        days = _days(dated, wanted, None if one.fields[dated].kind.name == "date" else zone)
        yield Stream(name=f"{one.key} dated", object=one, where=And((leads, Compare((dated,), "not_empty", None), *days)), dated=dated)
        yield Stream(name=one.key, object=one, where=And((leads, Compare((dated,), "is_empty", None), *_days("created_at", wanted, zone))), dated=None)


def _done_by(rights: Rights, one: Object, person: UUID) -> Condition:
    """Whether a record says that she did it, just as ``_actor`` reads it."""
    people = [field.key for field in one.own_fields if field.kind.name == "person" and rights.scope.of(one).best(field.key) >= Level.READ]
    arms: list[Condition] = []
    empty: list[Condition] = []
    for key in (*people, "created_by"):
        arms.append(And((*empty, Compare((key,), "eq", str(person)))))
        empty.append(Compare((key,), "is_empty", None))
    return Or(tuple(arms))


def _days(key: str, wanted: Wanted, zone: str | None) -> list[Condition]:
    """From the first to the last day that is wanted; ``zone`` for moments, none for days."""
    found: list[Condition] = []
    if wanted.since is not None:
        found.append(Compare((key,), "ge", _bound(wanted.since, zone)))
    if wanted.until is not None and zone is None:
        found.append(Compare((key,), "le", _bound(wanted.until, zone)))
    elif wanted.until is not None and wanted.until < date.max:
        found.append(Compare((key,), "lt", _bound(wanted.until + timedelta(days=1), zone)))
    return found


def _bound(day: date, zone: str | None) -> str:
    if zone is None:
        return day.isoformat()
    start = datetime.combine(day, time(), ZoneInfo(zone))
    return start.astimezone(UTC).isoformat() if date.min < day < date.max else datetime.combine(day, time(), UTC).isoformat()


async def load(tx: WorkspaceTx, rights: Rights, stream: Stream, after: Place | None, *, limit: int) -> list[tuple[Place, Item]]:
    """The top of a stream behind a place."""
    query = Query(object=stream.object.key, where=stream.where, sort=stream.sort, limit=limit)
    position = Position(_keys(stream, after, zone_of(tx, rights)), backwards=False) if after else None
    rows = await records.rows_of(tx, page(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query, position, limit=limit))
    return [_entry(stream, row["k"], msgspec.json.decode(row["j"]), zone_of(tx, rights)) for row in rows]


def _keys(stream: Stream, after: Place, zone: str) -> list[str | None]:
    if stream.is_by_day:
        return [after.day.isoformat(), after.at.isoformat(), str(tie(after, stream.name))]
    at, id = moment(after, stream.name, zone)
    return [at.isoformat(), str(id)]


def _entry(stream: Stream, keys: list[str], fields: dict[str, object], zone: str) -> tuple[Place, Item]:
    id = UUID(keys[-1])
    at = datetime.fromisoformat(keys[-2])
    day = date.fromisoformat(keys[0]) if stream.is_by_day else at.astimezone(ZoneInfo(zone)).date()
    shown = str(fields.get(stream.dated or "created_at"))
    item = Item(type="record", at=shown, actor=_actor(stream.object, fields), object=stream.object.key, record=_ref(id, fields), fields=fields)
    return Place(day=day, at=at, stream=stream.name, id=id), item


def _ref(id: UUID, fields: dict[str, object]) -> Ref:
    title = fields.get("title")
    return Ref(id=str(id), title=title if isinstance(title, str) else None)


def _actor(one: Object, fields: dict[str, object]) -> Ref | None:
    """Who did it: the first person that the record names, else who wrote it."""
    people = [field.key for field in one.own_fields if field.kind.name == "person"]
    for key in (*people, "created_by"):
        value = fields.get(key)
        if isinstance(value, dict) and "id" in value:
            return msgspec.convert(value, Ref)
    return None
