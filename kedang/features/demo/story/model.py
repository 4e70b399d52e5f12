"""The story as values: rows as the records' door takes them, with references to each other by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Ref:
    """A row of the story: the object, and its number among the rows of that object."""

    object: str
    number: int


@dataclass(frozen=True)
class Who:
    """A colleague, by her number."""

    number: int


@dataclass(frozen=True)
class When:
    """When something was written, and by which colleague."""

    at: datetime
    by: int


@dataclass(frozen=True)
class Row:
    """A record as it was written first; values in JSON form, but for ``Ref`` and ``Who``."""

    ref: Ref
    values: dict[str, object]
    when: When


@dataclass(frozen=True)
class Moved:
    """A later change of a record."""

    ref: Ref
    values: dict[str, object]
    when: When


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One who works at the firm of the demonstration."""

    name: str
    position: str
    position_en: str
    department: str
    role: str
    weight: float = 0.0  #: her share of the customers; none for who does not sell
    is_shown: bool = False  #: among those as whom one can look at the demonstration


@dataclass
class Story:
    """Everything that is told: rows by object in the order in which they were written, and what became of them."""

    colleagues: list[Colleague]
    departments: dict[str, str | None]  #: name → the one above
    rows: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    moves: list[Moved] = field(default_factory=list[Moved])
    _last: dict[Ref, datetime] = field(default_factory=dict[Ref, datetime])

    def add(self, object: str, values: dict[str, object], when: When) -> Ref:
        """One more row, written after what it names; what is empty is left out."""
        named = [self.rows[one.object][one.number].when.at for one in values.values() if isinstance(one, Ref)]
        when = When(max([when.at, *(at + timedelta(minutes=2) for at in named)]), when.by)
        rows = self.rows.setdefault(object, [])
        ref = Ref(object, len(rows))
        rows.append(Row(ref, {key: value for key, value in values.items() if value is not None}, when))
        self._last[ref] = when.at
        return ref

    def move(self, ref: Ref, when: When, **values: object) -> None:
        """A change of a row, after those told before."""
        at = self._last[ref] = max(when.at, self._last[ref] + timedelta(minutes=1))
        self.moves.append(Moved(ref, values, When(at, when.by)))

    @property
    def size(self) -> int:
        """How many rows and changes there are."""
        return sum(map(len, self.rows.values())) + len(self.moves)
