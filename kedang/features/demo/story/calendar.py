"""Days on which people work, and how busy they are: the Spring Festival, the week of October, the end of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

SPRING = {
    2021: date(2021, 2, 12), 2022: date(2022, 2, 1), 2023: date(2023, 1, 22), 2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17),
    2027: date(2027, 2, 6), 2028: date(2028, 1, 26), 2029: date(2029, 2, 13), 2030: date(2030, 2, 3), 2031: date(2031, 1, 23), 2032: date(2032, 2, 11),
    2033: date(2033, 1, 31), 2034: date(2034, 2, 19), 2035: date(2035, 2, 8), 2036: date(2036, 1, 28), 2037: date(2037, 2, 15), 2038: date(2038, 2, 4),
}  # fmt: skip
MONTHS = (0.8, 0.6, 1.25, 1.1, 1.05, 1.1, 0.9, 0.85, 1.1, 0.9, 1.3, 1.55)  #: how busy each month is
YEARS = 3
GROWTH = 2.4  #: how much busier the last day is than the first


def spring_of(year: int) -> date:
    """The first day of the Spring Festival; for years that the table does not know, about then."""
    return SPRING.get(year, date(year, 2, 5))


def is_workday(day: date) -> bool:
    """Whether people are at work: no weekend, not the days around the Spring Festival, not the first days of May and October."""
    spring = (day - spring_of(day.year)).days
    off = -1 <= spring <= 6 or (day.month == 10 and day.day <= 7) or (day.month == 5 and day.day <= 3)
    return day.weekday() < 5 and not off


def busy(day: date) -> float:
    """How much happens on a day, beside growth."""
    spring = (day - spring_of(day.year)).days
    quiet = 0.4 if -12 <= spring < -1 else 0.6 if 6 < spring <= 14 else 1.0
    return MONTHS[day.month - 1] * quiet


@dataclass
class Calendar:
    """The three years before a day."""

    today: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        """Work days, the oldest first, each with its weight."""
        self.first = self.today - timedelta(days=365 * YEARS)
        days = (self.first + timedelta(days=n) for n in range((self.today - self.first).days))
        self.days = [day for day in days if is_workday(day)]
        whole = (self.today - self.first).days
        self._weights = [busy(day) * (1 + (GROWTH - 1) * (day - self.first).days / whole) for day in self.days]

    def some(self, rng: Random, number: int) -> list[date]:
        """Days on which something began, in order; more of them where people are busy, and more every year."""
        return sorted(rng.choices(self.days, self._weights, k=number))

    def workday(self, day: date) -> date:
        """The day itself, or the next on which people work."""
        while not is_workday(day):
            day += timedelta(days=1)
        return day

    def past(self, day: date) -> date:
        """The day itself, or the last work day before today where it lies beyond."""
        day = self.workday(day)
        return day if day < self.today else self.days[-1]

    def moment(self, rng: Random, day: date) -> datetime:
        """A moment of a working day."""
        minute = int(rng.triangular(9 * 60, 18 * 60, 10.5 * 60 if rng.random() < 0.5 else 16 * 60))
        return datetime.combine(day, time(minute // 60, minute % 60, rng.randrange(60)), self.zone)
