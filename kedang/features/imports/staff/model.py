"""What becomes of the rows of a list of staff."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kedang.core.base import Reason
from kedang.core.identity import Person

State = Literal["new", "update", "unchanged", "duplicate", "refused"]
Counts = dict[State, int]
STATES: tuple[State, ...] = ("new", "update", "unchanged", "duplicate", "refused")


@dataclass(kw_only=True)
class ListRow:
    """One row: what it says, whom it means, and what is wrong with it."""

    sheet: str
    number: int  #: as the spreadsheet counts, from 1
    cells: list[str]  #: as they stand, for the workbook of refused rows
    says: dict[str, str]  #: by field: name, mobile, email, staff_number, departments, roles
    reasons: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])  #: by field
    is_duplicate: bool = False  #: an earlier row of the file means the same person
    before: Person | None = None
    after: Person | None = None
    missing: list[str] = field(default_factory=list[str])  #: paths of departments that are still to be made

    def refuse(self, name: str, reason: Reason) -> None:
        """Note what is wrong, and with which field."""
        self.reasons.append((name, reason))

    @property
    def state(self) -> State:
        """What becomes of it."""
        if self.is_duplicate:
            return "duplicate"
        if self.reasons or self.after is None:
            return "refused"
        if self.before is None:
            return "new"
        return "update" if self.missing or self.before != self.after else "unchanged"


@dataclass(frozen=True, kw_only=True)
class ListPlan:
    """All rows of a list, in order."""

    rows: list[ListRow]

    @property
    def counts(self) -> Counts:
        """How many rows of each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    @property
    def missing(self) -> list[str]:
        """Departments that rows to be written name and that are not there yet."""
        return list(dict.fromkeys(path for row in self.rows if row.state in ("new", "update") for path in row.missing))
