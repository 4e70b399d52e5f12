"""Definitions of objects and fields: what YAML holds, what is stored with revisions."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

SYSTEM_KEYS = ("id", "version", "title", "owner", "department", "state", "created_at", "created_by", "updated_at", "updated_by")

DYNAMIC = {"$today": "date", "$now": "datetime", "$me": "person"}  #: defaults that mean something else each time, and the kind that each is for

Sensitivity = Literal["public", "internal", "personal", "sensitive"]


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a controlled list. Records hold its key; the label may change."""

    key: str
    label: dict[str, str]
    color: str | None = None
    aka: tuple[str, ...] = ()  #: other spellings that mean this option when data come in
    is_retired: bool = False


class FieldDefinition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of an object. The key and the id never change; everything else may."""

    key: str
    kind: str
    label: dict[str, str]
    required: bool = False
    unique: bool = False
    options: tuple[Option, ...] = ()
    target: str | None = None  #: of a relation: the key of the other object
    section: str | None = None
    help: dict[str, str] | None = None
    search: bool = False  #: its text is found by search
    sensitivity: Sensitivity | None = None  #: none: what its kind says
    aka: tuple[str, ...] = ()  #: other words that head a column of such values
    decimals: int | None = None  #: of numbers, money and percent: digits kept behind the point
    currency: str | None = None  #: of money: the only currency, else the workspace's
    format: str | None = None  #: of a text: what it must be, ``credit_code``; checked when it is written, never in conditions
    pattern: str | None = None  #: of a serial number (always unique), for example ``C-{YYYY}-{000000}``
    default: object = None  #: the value of a new record that does not give one; for a date, a date-time, a person also a word of ``DYNAMIC``
    off: bool = False  #: out of use: nobody fills it in, what it holds can be read


class Latest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The newest day, up to today, on which records of another object that lead here happened; only of those that the reader may see."""

    key: str
    label: dict[str, str]
    object: str  #: whose records count
    relation: str  #: their relation that leads here
    date: str  #: their date field
    only: dict[str, tuple[str, ...]] = {}  #: choice fields, and the options of which a record must have one to count


class StagePath(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The way that records go: the options of a choice field, in order."""

    field: str
    aside: tuple[str, ...] = ()  #: options that are no step of it: where it rests or breaks off


class Due(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a record asks for something by a day: it stands among the to-dos of a person until it is done. All are keys of fields."""

    date: str  #: by when, a date or date-time; a record without a value asks for nothing
    done: str  #: the boolean that says it is done
    text: str | None = None  #: what is to be done; none, or empty: the record's title says it
    person: str | None = None  #: whose it is; none, or empty: the owner's


class ObjectDefinition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An object: a table of records that share fields."""

    key: str
    label: dict[str, str]
    plural: dict[str, str] | None = None
    icon: str = "box"
    place: int = 1000  #: where it stands among the objects, smallest first; equal places in the order in which they were made
    title: str = "name"  #: the field whose text is the record's title
    timeline: tuple[str, ...] = ()  #: relations through which its records stand on another record's timeline
    timeline_date: str | None = None  #: the date field that says when it happened, there; none: when it was created
    due: Due | None = None  #: its records are to-dos
    sections: tuple[Option, ...] = ()  #: groups of fields on the page, in order
    tags: tuple[str, ...] = ()  #: choice fields shown beside the title
    aka: tuple[str, ...] = ()  #: other words that name a sheet of such records
    identity: tuple[str, ...] = ()  #: fields whose equal values mean the same thing in the world (duplicates)
    path: StagePath | None = None  #: shown as steps at the top of a record
    latest: tuple[Latest, ...] = ()  #: days computed from records that lead here, as 最近联系; read-only fields of the object
    orders: tuple[str, ...] = ()  #: orders that have indexes, as ``-amount``: those of saved views
    fields: tuple[FieldDefinition, ...] = ()
    off: bool = False  #: out of use: nobody meets it or its records, which stay stored


def is_key(text: str) -> bool:
    """Whether a text may be the key of an object or a field."""
    return KEY.fullmatch(text) is not None and text not in SYSTEM_KEYS
