"""Values of exports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, assert_never
from uuid import UUID

import msgspec

Json = dict[str, Any]  # Any: a tree of JSON
Format = Literal["xlsx", "csv", "pdf", "zip"]
State = Literal["waiting", "running", "done", "failed"]
Every = Literal["off", "daily", "weekly", "monthly"]
Say = Callable[[int], Awaitable[None]]  #: is told now and then how many rows are written


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be exported."""

    object: str | None = None  #: its key; none: the whole workspace
    query: Json = {}  #: fields, where, sort, search: as ``query`` takes them
    format: Format = "xlsx"
    with_ids: bool = False  #: two more columns, id and version, by which the rows can be brought back
    with_history: bool = False  #: of the whole workspace: every change of every record
    said: str = ""  #: of a PDF: what the list is filtered by, in the words of who asks; it stands below the title


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export, as it stands."""

    id: UUID
    actor: UUID | None  #: who asked; none: the workspace's schedule
    is_periodic: bool
    at: datetime
    state: State
    format: Format
    object: str | None
    query: Json
    with_ids: bool
    with_history: bool
    said: str
    language: str
    name: str
    total: int
    rows: int
    left_out: int
    cut: int
    bytes: int | None
    error: str | None  #: in the maker's language; of a periodic one a code of ``FAILURES``
    ended_at: datetime | None
    expires_at: datetime | None  #: none: it stays until newer ones take its place

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        return Wanted(object=self.object, query=self.query, format=self.format, with_ids=self.with_ids, with_history=self.with_history, said=self.said)


class ExportSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """When the whole workspace is exported by itself, and how many of the files stay."""

    every: Every = "off"
    weekday: int = 1  #: of a weekly one; Monday is 1, Sunday 7
    day: int = 1  #: of a monthly one; a shorter month has its last day instead
    time: str = "03:00"  #: in the workspace's zone
    keep: int = 4  #: the newest that stay
    with_history: bool = False
    version: int = 0  #: 0: nobody has set it yet
    changed_at: datetime | None = None
    changed_by: UUID | None = None  #: none: the operator

    @property
    def line(self) -> str:
        """The cron line, or the two lines of a day that February may not have; empty while it is off."""
        hour, minute = (int(part) for part in self.time.split(":"))
        match self.every:
            case "off":
                return ""
            case "daily":
                return f"{minute} {hour} * * *"
            case "weekly":
                return f"{minute} {hour} * * {self.weekday % 7}"
            case "monthly" if self.day <= 28:
                return f"{minute} {hour} {self.day} * *"
            case "monthly" if self.day == 31:
                return f"{minute} {hour} L * *"
            case "monthly":
                return f"{minute} {hour} {self.day} 1,3-12 *|{minute} {hour} L 2 *"
            case _:
                assert_never(self.every)


@dataclass(frozen=True, kw_only=True)
class Periodic:
    """What there is to know of periodic exports."""

    schedule: ExportSchedule
    next_at: datetime | None  #: none while it is off
    last: Export | None  #: the newest one, whatever became of it
    kept: list[Export]  #: those whose files are there, newest first
    can_take: bool  #: whether who asks may see all that is in them


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was written."""

    rows: int
    cut: int = 0  #: cells that were too long for a workbook


async def quiet(rows: int) -> None:
    """Say nothing."""
    del rows
