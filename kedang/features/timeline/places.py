"""``Place``: where an entry stands among all others, the same for every kind of entry, so that pages can go on from it.

Days fall; within a day the time of writing falls; entries of the same moment stand by stream and id. A stream is a list of its own order (the
records of one object, or the changes), from which a page takes the top; a place tells each stream where to go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx

CHANGES = ""  #: the name of the stream of changes: before all others at the same moment; its ids fall
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The place of an entry."""

    day: date
    at: datetime  #: when it was written
    stream: str
    id: UUID

    def before(self) -> tuple[int, int, str, int]:
        """What places are sorted by."""
        id = -self.id.int if self.stream == CHANGES else self.id.int
        return (-self.day.toordinal(), -(self.at - EPOCH) // MICROSECOND, self.stream, id)

    def texts(self) -> list[str | None]:
        """The place as it stands in a cursor."""
        return [self.day.isoformat(), self.at.isoformat(), self.stream, str(self.id)]


def place_from(values: list[str | None]) -> Place:
    """The place of a cursor. Raises ``ValueError`` and ``TypeError``."""
    day, at, stream, id = values
    return Place(day=date.fromisoformat(day or ""), at=datetime.fromisoformat(at or ""), stream=stream or "", id=UUID(id))


def tie(place: Place, stream: str) -> UUID:
    """After which id a stream of rising ids goes on among entries of the very moment of a place."""
    if stream == place.stream:
        return place.id
    return FIRST_ID if stream > place.stream else LAST_ID


def zone_of(tx: WorkspaceTx, rights: Rights) -> str:
    """The zone by whose days the reader counts."""
    return rights.actor.zone or tx.zone


def moment(place: Place, stream: str, zone: str) -> tuple[datetime, UUID]:
    """Where a stream goes on that has no day of its own: the place's time, but within the place's day."""
    begin = _midnight(place.day, zone)
    end = _midnight(place.day + timedelta(days=1), zone) if place.day < date.max else datetime.max.replace(tzinfo=place.at.tzinfo)
    if begin <= place.at < end:
        return place.at, tie(place, stream)
    return (begin if place.at < begin else end), LAST_ID


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
