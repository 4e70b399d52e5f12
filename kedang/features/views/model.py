"""Views as stored, and as they are told to one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

ViewKind = Literal["personal", "team"]
RowHeight = Literal["small", "medium", "large"]
ALL = "all"  #: in the place of a view's id: the list without any


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a list: a field by key, and its width in pixels where it is not the usual one."""

    field: str
    width: int | None = None


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a list is looked at. Nothing of it says who may see what."""

    where: dict[str, Any] | None = None  #: as in a query  # Any: a condition is a tree of JSON
    sort: list[str] = []  #: as in a query: ``-amount`` is the largest first
    search: str | None = None
    columns: list[Column] | None = None  #: in order; none: the usual ones
    frozen: int = 1  #: how many columns, 1 to 4, stay in sight when the list is moved sideways
    row_height: RowHeight = "medium"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A saved view."""

    id: UUID
    object: int  #: the number of its object
    kind: ViewKind
    person: UUID | None  #: whose it is; none: the team's
    roles: list[str]  #: of a team view: who sees it; none: everybody
    label: dict[str, str]
    look: Look
    is_locked: bool
    version: int
    changed_at: datetime


class ViewShown(msgspec.Struct, frozen=True, kw_only=True):
    """A view as one person meets it: without what she may not use."""

    id: UUID
    kind: ViewKind
    roles: list[str]
    label: dict[str, str]
    locked: bool
    version: int
    changed_at: datetime
    where: dict[str, Any] | None  # Any: a condition
    sort: list[str]
    search: str | None
    columns: list[Column] | None
    frozen: int
    row_height: RowHeight
    names: dict[str, str]  #: titles, by id, of what the condition refers to and she may see
    dropped: int  #: how many columns and orders she may not use, and does not get
    problem: str | None  #: ``field_not_usable``: its condition uses what she may not; then it shows no rows
    default_of: list[str]  #: roles that begin with it, for who manages views
    can: dict[str, bool]  #: update, delete


class Tabs(msgspec.Struct, frozen=True, kw_only=True):
    """The views of an object in the order of one person, and the one that she begins with: an id, or ``all``."""

    items: list[ViewShown]
    default: str
    can_manage: bool  #: whether she may make views for the team
