"""What has changed, gathered until somebody can be told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kedang.core import outbox
from kedang.core.identity import NoticesChanged
from kedang.core.records import RecordChanged, RecordsChanged
from kedang.core.schema import ModelChanged

KINDS = (RecordChanged.kind, RecordsChanged.kind, ModelChanged.kind, NoticesChanged.kind)


@dataclass(kw_only=True)
class News:
    """What is to be told: records by object, each with the first version that is news; batches with their object; people whose notices changed."""

    records: dict[str, dict[UUID, int]] = field(default_factory=dict[str, dict[UUID, int]])
    batches: dict[UUID, str] = field(default_factory=dict[UUID, str])
    people: set[UUID] = field(default_factory=set[UUID])
    has_new_model: bool = False
    is_unknown: bool = False

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.records or self.batches or self.people or self.has_new_model or self.is_unknown)

    def add(self, other: News) -> None:
        """Take in later news."""
        for key, changed in other.records.items():
            known = self.records.setdefault(key, {})
            for id, version in changed.items():
                known.setdefault(id, version)
        self.batches.update(other.batches)
        self.people |= other.people
        self.has_new_model = self.has_new_model or other.has_new_model
        self.is_unknown = self.is_unknown or other.is_unknown


def news_of(events: Iterable[outbox.Happened]) -> News:
    """What events say."""
    found = News()
    for event in events:
        if event.kind == RecordChanged.kind:
            found.records.setdefault(event.body["object"], {}).setdefault(UUID(event.body["record"]), event.body["version"])
        elif event.kind == RecordsChanged.kind:
            found.batches[UUID(event.body["batch"])] = event.body["object"]
        elif event.kind == NoticesChanged.kind:
            found.people.update(UUID(one) for one in event.body["people"])
        else:
            found.has_new_model = True
    return found


class Mailbox:
    """Where one stream finds its news. It cannot overflow: what nobody takes is gathered."""

    def __init__(self) -> None:
        """Empty."""
        self._news = News()
        self.has_news = asyncio.Event()

    def put(self, news: News) -> None:
        """Add news, and wake whoever waits."""
        self._news.add(news)
        self.has_news.set()

    def take(self) -> News:
        """All that came since the last time."""
        found, self._news = self._news, News()
        self.has_news.clear()
        return found
