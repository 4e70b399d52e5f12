"""Objects and fields as they are told to one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from kedang.core.access import Rights
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx


class ViewsOf(Protocol):
    """Knows the saved views of objects: by key, those that an actor meets, and the one that she begins with."""

    async def __call__(
        self, tx: WorkspaceTx, actor: Actor, rights: Rights, objects: Sequence[str], /
    ) -> Mapping[str, tuple[Sequence[Any], str]]:  # Any: theirs
        """The views of objects that she may see."""
        ...


class OptionShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An option of a choice."""

    key: str
    label: dict[str, str]
    color: str | None = None
    retired: bool = False


class FieldShown(msgspec.Struct, frozen=True, kw_only=True):
    """A field, with the highest level that the caller has on any record."""

    key: str
    kind: str
    label: dict[str, str]
    level: str
    required: bool
    unique: bool
    system: bool
    sortable: bool
    groupable: bool
    ops: list[str]
    options: list[OptionShown]
    sensitivity: str
    target: str | None = None
    section: str | None = None
    help: dict[str, str] | None = None
    currency: str | None = None
    decimals: int | None = None
    pattern: str | None = None
    format: str | None = None
    default: Any = None  # Any: a JSON value of the field's kind
    search: bool = False
    off: bool = False  #: out of use: it is read and not filled in
    computed_from: str | None = None  #: the object of whose records the value is made whenever it is read


class PathShown(msgspec.Struct, frozen=True, kw_only=True):
    """The way of the records: a choice field, and those of its options that are no step."""

    field: str
    aside: list[str]


class DueShown(msgspec.Struct, frozen=True, kw_only=True):
    """Which fields make to-dos of records, as far as the caller may use them."""

    date: str
    done: str
    text: str | None
    person: str | None


class ObjectShown(msgspec.Struct, frozen=True, kw_only=True):
    """An object with what the caller can do."""

    key: str
    revision: int
    label: dict[str, str]
    plural: dict[str, str]
    icon: str
    place: int
    title: str
    timeline: list[str]
    timeline_date: str | None
    path: PathShown | None
    due: DueShown | None
    tags: list[str]
    sections: list[OptionShown]
    can: dict[str, bool]
    fields: list[FieldShown]
    views: list[object] | msgspec.UnsetType = msgspec.UNSET  #: the caller's saved views; absent from the answer to a change
    default_view: str | msgspec.UnsetType = msgspec.UNSET  #: with which of them she begins; ``all``: with none
