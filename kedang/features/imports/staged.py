"""Rows on their way from a sheet to records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from .model import Cell, Column

Value = object  #: a value in JSON form
State = Literal["new", "updated", "unchanged", "merged", "doubtful", "refused"]
Duplicates = Literal["skip", "fill", "update", "create"]
Conflicts = Literal["refuse", "overwrite"]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A reason, as it is stored and shown."""

    field: str | None
    code: str
    en: str
    zh: str
    value: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a row may be the same as: another row of its table, or a record."""

    score: float
    reasons: list[str]
    row: int | None = None
    place: int | None = None  #: the table of that row, where it is another
    record: UUID | None = None
    version: int | None = None  #: of a record that is named by its id: the version that was exported


class Also(msgspec.Struct, frozen=True, kw_only=True):
    """Another record that the row writes, tied to the row's own by a relation."""

    object: str
    values: dict[str, Value]
    names: dict[str, str]
    relation: str | None  #: the field that leads to the row's own record
    record: UUID | None = None
    is_new: bool | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person said about a doubtful row."""

    decision: Literal["merge", "create", "skip"]
    record: UUID | None = None  #: merge: into this record …
    into: int | None = None  #: … or into this row …
    into_place: int | None = None  #: … of this table, where it is another
    by: UUID | None = None
    at: datetime | None = None


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the importer has decided."""

    duplicates: Duplicates = "fill"
    people: bool = True  #: make people who are not there yet, without accounts
    options: bool = True  #: add options that are not there yet
    departments: bool = False  #: make departments that are not there yet
    fields: bool = False  #: add the fields that were proposed; without, such columns go into the note
    conflicts: Conflicts = "refuse"  #: rows that came back, where others have changed the same fields since the export


OTHER_SHEET = ["other_sheet"]  #: the reason of the match by which a row knows the table of the row that it is the same as


@dataclass(kw_only=True)
class Came:
    """What a row that came back says of its record; not stored, but settled into the plan by ``returning``."""

    id: UUID
    version: int | None
    cells: dict[str, tuple[Column, Cell]] = field(default_factory=dict[str, tuple[Column, Cell]])  #: field → its column and its cell


@dataclass(kw_only=True)
class Staged:
    """One data row."""

    place: int
    number: int
    object: str
    cells: list[str]
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    names: dict[str, str] = field(default_factory=dict[str, str])  #: of a relation to many all names, a line each
    words: dict[str, str] = field(default_factory=dict[str, str])
    also: list[Also] = field(default_factory=list[Also])
    state: State = "new"
    into: int | None = None
    matches: list[Match] = field(default_factory=list[Match])
    reasons: list[Note] = field(default_factory=list[Note])
    unmatched: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    record: UUID | None = None
    decision: Decision | None = None
    came: Came | None = None

    @property
    def into_place(self) -> int:
        """The table of the row that it is the same as: another one where sheets have rows in common."""
        other = (match.place for match in self.matches if match.reasons == OTHER_SHEET and match.row == self.into)
        return next((place for place in other if place is not None), self.place)

    def join(self, first: Staged) -> None:
        """It is the same as another row, which stands for it."""
        if self.place != first.place:
            # Sheets are counted by themselves: the row of the other sheet fills the record that this one makes.
            self.matches.append(Match(score=1.0, reasons=[*OTHER_SHEET], row=first.number, place=first.place))
        self.state, self.into = "merged", first.number

    def refuse(self, note: Note) -> None:
        """It cannot be written."""
        self.state = "refused"
        self.reasons.append(note)

    def fill(self, other: Mapping[str, object], names: Mapping[str, str], words: Mapping[str, str]) -> None:
        """Take what this row does not have yet from another that is the same."""
        for key, value in other.items():
            if self.values.get(key) is None and key not in self.names and key not in self.words:
                self.values[key] = value
        for mine, theirs in ((self.names, names), (self.words, words)):
            for key, text in theirs.items():
                if self.values.get(key) is None:
                    mine.setdefault(key, text)
