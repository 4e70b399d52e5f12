"""Values of exports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

Json = dict[str, Any]  # Any: a tree of JSON
Format = Literal["xlsx", "csv", "zip"]
State = Literal["waiting", "running", "done", "failed"]
Say = Callable[[int], Awaitable[None]]  #: is told now and then how many rows are written


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be exported."""

    object: str | None = None  #: its key; none: the whole workspace
    query: Json = {}  #: fields, where, sort, search: as ``query`` takes them
    format: Format = "xlsx"
    with_ids: bool = False  #: two more columns, id and version, by which the rows can be brought back
    with_history: bool = False  #: of the whole workspace: every change of every record


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export, as it stands."""

    id: UUID
    actor: UUID
    at: datetime
    state: State
    format: Format
    object: str | None
    query: Json
    with_ids: bool
    with_history: bool
    language: str
    name: str
    total: int
    rows: int
    left_out: int
    cut: int
    bytes: int | None
    error: str | None
    ended_at: datetime | None
    expires_at: datetime

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        return Wanted(object=self.object, query=self.query, format=self.format, with_ids=self.with_ids, with_history=self.with_history)


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was written."""

    rows: int
    cut: int = 0  #: cells that were too long for a workbook


async def quiet(rows: int) -> None:
    """Say nothing."""
    del rows
