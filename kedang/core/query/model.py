"""Queries as values, read from JSON once, at the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Op = str
Path = tuple[str, ...]


@dataclass(frozen=True)
class And:
    """All of them; true if there are none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """Any of them; false if there are none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """True where the other is not."""

    part: Condition


@dataclass(frozen=True)
class Compare:
    """A field, perhaps of a related record, compared with a value."""

    path: Path
    op: Op
    value: object


Condition = And | Or | Not | Compare


@dataclass(frozen=True)
class Sort:
    """One part of an order."""

    path: Path
    is_descending: bool = False


@dataclass(frozen=True, kw_only=True)
class Query:
    """A list of records."""

    object: str
    fields: tuple[str, ...] | None = None
    where: Condition | None = None
    sort: tuple[Sort, ...] = ()
    search: str | None = None
    expand: tuple[Path, ...] = ()
    limit: int = 50
    cursor: str | None = None
    offset: int | None = None
    around: UUID | None = None
    count: Literal["none", "capped", "exact"] = "none"
    deleted: bool = False  #: the recycle bin instead of what is live


@dataclass(frozen=True)
class Grouping:
    """A field by which rows are put together."""

    path: Path
    bucket: str | None = None


@dataclass(frozen=True)
class Measure:
    """A number about each group."""

    op: str
    path: Path | None = None


@dataclass(frozen=True)
class Having:
    """A condition on a measure, named by its place."""

    measure: int
    op: str
    value: object


@dataclass(frozen=True)
class GroupSort:
    """One part of the order of groups: a group's or a measure's place."""

    part: Literal["group", "measure"]
    place: int
    is_descending: bool


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """Numbers about records."""

    object: str
    group: tuple[Grouping, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)
    where: Condition | None = None
    search: str | None = None
    having: tuple[Having, ...] = ()
    sort: tuple[GroupSort, ...] = ()
    limit: int = 1000
    offset: int = 0
