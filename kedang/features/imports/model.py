"""Values of an import, from the bytes of a file to what becomes of each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | None  #: what a spreadsheet holds; numbers of spreadsheets are floats


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of one file, as it is."""

    file: str  #: the file's name, for people
    name: str  #: the sheet's name; of a text file the file's name without its ending
    rows: list[list[Cell]]  #: ragged; merged cells have their value in the first cell only
    encoding: str | None = None  #: of a text file
    delimiter: str | None = None
    is_hidden: bool = False  #: hidden sheets are read like the others
    merged: tuple[tuple[int, int, int, int], ...] = ()  #: merged cells as top, left, bottom, right, from 0


Why = Literal["title", "header", "blank", "total", "instruction", "note", "repeated_header"]


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """A row that is no data, and why."""

    number: int  #: as the spreadsheet counts, from 1
    why: Why
    text: str  #: the beginning of it


@dataclass(frozen=True, kw_only=True)
class Row:
    """One data row."""

    number: int  #: as the spreadsheet counts, from 1
    cells: list[Cell]  #: one for each header


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet with its header found."""

    sheet: Sheet
    headers: list[str]  #: without line breaks and marks such as * or （必填）; doubled ones keep their text
    header_rows: tuple[int, ...]  #: numbers of the rows that the header was made of
    rows: list[Row]
    ignored: list[Ignored]


Treatment = Literal["field", "note", "new_field", "leave"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a column of a table means."""

    index: int
    header: str
    treatment: Treatment
    object: str | None = None  #: the object whose field it fills: the table's own, or another that its rows also write (contact beside customer)
    field: str | None = None  #: key of the field; of a new field the key proposed
    kind: str | None = None  #: of a new field: the kind guessed
    label: dict[str, str] | None = None  #: of a new field: its name, where it is not the header
    by: str = ""  #: the rule that decided, for people: label, synonym, pinyin, values …
    score: float = 0.0  #: 0 to 1
    percent_of: Literal["fraction", "hundred"] | None = None  #: of a percent field: what a bare number in it means
    day_first: bool | None = None  #: of a date field: how 03/04/2025 is read, from the other values


@dataclass(frozen=True, kw_only=True)
class Mapping_:  # noqa: N801  typing's Mapping stands beside it
    """What a table means."""

    object: str
    columns: list[Column]
    by: str  #: why this object
    score: float
    also: tuple[str, ...] = ()  #: other objects that its rows write


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a row is refused, or what was noticed about it."""

    field: str | None
    code: str
    en: str
    zh: str
    value: str = ""


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A cell read as the value of a field: the JSON form that records take, or a reason why it cannot be; or it names what must be looked up."""

    value: object = None  #: JSON form; none: empty
    reason: Reason | None = None  #: it cannot be read
    name: str | None = None  #: of person, department, relation: the name that must be found
    rule: str | None = None  #: what was done to it, if a person might want to know ("重点客户" → A by synonym)
    unknown_option: str | None = None  #: of choices: a word that is no option yet
    proposal: object = None  #: what it probably means (a typo, 0 for O): a person decides
    names: tuple[str, ...] = ()  #: of a relation to many: all the names that must be found


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Two things that may be the same in the world."""

    score: float  #: 0 to 1
    verdict: Literal["same", "doubtful"]
    reasons: tuple[str, ...]  #: codes: credit_code, phone, email, name, short_name …


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What duplicates are looked for by: already normalised values of one row or one record."""

    key: str  #: row number or record id
    name: str | None = None
    short_name: str | None = None
    credit_code: str | None = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    address: str | None = None
    region: str | None = None
    other: Mapping[str, str] = field(default_factory=dict[str, str])  #: further identity fields by key
