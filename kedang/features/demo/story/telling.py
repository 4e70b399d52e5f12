"""The story as a whole: decided by a seed and the day on which it is told, so that it always ends today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .calendar import Calendar, spring_of
from .colleagues import COLLEAGUES, DEPARTMENTS, HEAD, REGIONS
from .deals import Deals, money
from .firms import Firm, Maker
from .model import Row, Story, When, Who
from .speaking import Speaker
from .talks import DEAD, FIRST, GREETING, LEFT, SLEEP
from .words import PRODUCTS

CUSTOMERS, TWINS = 2_000, 24
MOONS = {2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12)}


def tell(today: date, zone: ZoneInfo, *, seed: int = 20_000, customers: int = CUSTOMERS) -> Story:
    """The same story for the same seed and day."""
    return Teller(today, zone, seed).tell(customers)


class Teller:
    """Tells one story."""

    def __init__(self, today: date, zone: ZoneInfo, seed: int) -> None:
        """Nothing is told yet."""
        self.rng = Random(seed)
        self.calendar = Calendar(today, zone)
        self.story = Story(colleagues=COLLEAGUES, departments=DEPARTMENTS)
        self.maker = Maker(self.story, self.rng, self.calendar)
        self.speaker = Speaker(self.story, self.rng, self.calendar)
        self.deals = Deals(self.story, self.rng, self.calendar, self.speaker)

    def tell(self, customers: int) -> Story:
        """Products first, then each customer from the first day to the last."""
        self._products()
        days = self.calendar.some(self.rng, customers)
        for day in days:
            firm = self.maker.make(day)
            self._life(firm)
            self._hand_over(firm)
        known = [one for one in self.maker.firms if (self.calendar.today - one.day).days > 60]
        for firm in self.rng.sample(known, min(TWINS * customers // CUSTOMERS + 1, len(known))):
            self.maker.twin(firm, self.calendar.past(firm.day + timedelta(days=self.rng.randrange(20, (self.calendar.today - firm.day).days))))
        self._number()
        return self.story

    def _products(self) -> None:
        at = self.calendar.moment(self.rng, self.calendar.days[0]) - timedelta(days=1)
        for name, code, series, price, unit, on_sale in PRODUCTS:
            status = "on_sale" if on_sale else "discontinued"
            told: dict[str, object] = {"name": name, "code": code, "series": series, "price": money(price), "unit": unit}
            values = told | {"status": status, "owner": Who(HEAD)}
            self.story.add("product", values, When(at, HEAD))

    def _life(self, firm: Firm) -> None:
        """What becomes of a customer; the older she is, the more can have become."""
        age = (self.calendar.today - firm.day).days
        young, old = age < 90, age > 420
        fates = {
            "potential": 42 if young else 22, "following": 50 if young else 16, "active": 6 if young else 33,
            "dormant": 12 if old else 0, "lost": 0 if young else 11, "invalid": 2 if young else 3,
        }  # fmt: skip
        fate = self.rng.choices(list(fates), list(fates.values()))[0]
        match fate:
            case "following":
                self._follow(firm, age)
            case "active":
                self._work_with(firm, self.calendar.today)
            case "dormant":
                self._fall_asleep(firm)
            case "lost":
                self._leave(firm)
            case _:
                self._look_at(firm, is_dead=fate == "invalid")

    def _look_at(self, firm: Firm, *, is_dead: bool) -> None:
        """No deal comes of it, or not yet."""
        day = firm.day
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            told = self.speaker.say(firm, day, FIRST)
            day = told + timedelta(days=self.rng.randrange(7, 40))
            if day >= self.calendar.today:
                break
        if is_dead:
            self._become(firm, self.calendar.past(day), "invalid", note=self.rng.choice(DEAD))

    def _follow(self, firm: Firm, age: int) -> None:
        start = firm.day if age < 150 else self.calendar.past(self.calendar.today - timedelta(days=self.rng.randrange(8, 110)))
        if age >= 150:
            self.speaker.say(firm, firm.day, FIRST)
        if age > 300 and self.rng.random() < 0.4:
            self.deals.tell(firm, self.calendar.past(firm.day + timedelta(days=20)), "lost")
        self._become(firm, start, "following")
        told = self.deals.tell(firm, start, "open")
        self._due(firm, told)

    def _work_with(self, firm: Firm, until: date) -> None:
        """Deals one after another, some lost, with care in between."""
        rng, day = self.rng, firm.day + timedelta(days=self.rng.randrange(2, 15))
        self._become(firm, self.calendar.past(firm.day), "following")
        is_first = True
        while day < until - timedelta(days=20):
            outcome = "won" if rng.random() < (0.72 if is_first else 0.55) else "lost"
            told = self.deals.tell(firm, self.calendar.past(day), outcome)
            is_first = is_first and not firm.won
            if is_first:
                day = told + timedelta(days=rng.randrange(20, 60))
                continue
            pause = rng.randrange(330, 700)
            self.deals.care(firm, told, min(until, told + timedelta(days=pause)))
            day = told + timedelta(days=pause)
        if until == self.calendar.today:
            self._greetings(firm)
            if rng.random() < 0.35 and firm.last:
                self._due(firm, firm.last)

    def _fall_asleep(self, firm: Firm) -> None:
        """Deals once, and then nothing for the better part of a year."""
        quiet = self.calendar.today - timedelta(days=self.rng.randrange(250, 330))
        self._work_with(firm, max(firm.day + timedelta(days=60), quiet))
        last = firm.last or firm.day
        if firm.status != "active" or (self.calendar.today - last).days < 200:
            return
        told = self.speaker.say(firm, last + timedelta(days=self.rng.randrange(30, 60)), SLEEP)
        self._become(firm, self.calendar.past(told + timedelta(days=120)), "dormant", note="对接人变动后没有新的需求，连续四个月没有往来。")

    def _leave(self, firm: Firm) -> None:
        """A customer that left, or one that never became one."""
        if self.rng.random() < 0.55:
            self._work_with(firm, self.calendar.today - timedelta(days=self.rng.randrange(90, 240)))
            if firm.status == "active" and firm.last and (self.calendar.today - firm.last).days > 45:
                self._become(firm, self.calendar.past(firm.last + timedelta(days=40)), "lost", note=self.rng.choice(LEFT), credit="fair")
            return
        self._become(firm, firm.day, "following")
        told = self.deals.tell(firm, firm.day, "lost")
        if self.story.moves[-1].values.get("stage") == "lost":
            self._become(firm, told, "lost", note="商机丢失后不再往来。")

    def _become(self, firm: Firm, day: date, status: str, **more: object) -> None:
        firm.status = status
        last = max((one.when.at for one in self.story.moves[-3:] if one.ref == firm.ref), default=None)
        at = self.calendar.moment(self.rng, day)
        first = self.story.rows["customer"][firm.ref.number].when.at + timedelta(minutes=9)
        self.story.move(firm.ref, When(max(at, first, last or at), firm.owner), status=status, **more)

    def _due(self, firm: Firm, told: date) -> None:
        """What is to be done next, around today: some of it overdue."""
        if (self.calendar.today - told).days < 60:
            day = self.calendar.past(max(told, self.calendar.today - timedelta(days=self.rng.randrange(2, 12))))
            after = self.rng.choice((-6, -3, -1, 0, 0, 1, 2, 3, 5, 7, 9, 12))
            self.speaker.say(firm, min(day, self.calendar.past(self.calendar.today + timedelta(days=after - 1))), FIRST[:1] + SLEEP[:1], after=after)

    def _greetings(self, firm: Firm) -> None:
        if firm.level not in {"A", "B"}:
            return
        for year in range(firm.day.year, self.calendar.today.year + 1):
            for name, day in (("spring", spring_of(year) - timedelta(days=8)), ("autumn", date(year, *MOONS.get(year, (9, 20))) - timedelta(days=5))):
                sent = self.calendar.workday(day)
                if firm.day < sent < self.calendar.today and self.rng.random() < 0.7:
                    self.speaker.greet(firm, sent, GREETING[name])

    def _hand_over(self, firm: Firm) -> None:
        """Some customers have been given to another colleague of the region."""
        region = next(one for one in REGIONS.values() if firm.owner in one)
        others = [one for one in region if one != firm.owner]
        if not others or self.rng.random() > 0.04 or (self.calendar.today - firm.day).days < 30:
            return
        rows = [one.when.at for one in self.story.moves[-40:] if one.ref == firm.ref]
        at = max([*rows, self.calendar.moment(self.rng, self.calendar.days[-1])])
        self.story.move(firm.ref, When(at, HEAD), owner=Who(self.rng.choice(others)))

    def _number(self) -> None:
        """Numbers in the order of time, as the system would have given them."""
        for at, row in enumerate(sorted(self.story.rows["customer"], key=_moment), 1):
            row.values["number"] = f"C-{at:06}"
        by_year: dict[int, int] = defaultdict(int)
        for row in sorted(self.story.rows["opportunity"], key=_moment):
            by_year[row.when.at.year] += 1
            row.values["number"] = f"OPP-{row.when.at.year}-{by_year[row.when.at.year]:04}"
        by_day: dict[str, int] = defaultdict(int)
        for at, row in enumerate(sorted(self.story.rows["project"], key=_moment), 1):
            day = f"{row.when.at:%Y%m%d}"
            by_day[day] += 1
            row.values["number"] = f"PROJ-{day}-{by_day[day]:03}"
            row.values["contract_number"] = f"LQ-HT-{row.when.at.year}-{at:04}"


def _moment(row: Row) -> tuple[object, int]:
    return row.when.at, row.ref.number
