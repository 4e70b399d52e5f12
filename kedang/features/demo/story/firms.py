"""Customers and their contacts: who they are, where they sit, who looks after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .calendar import Calendar
from .colleagues import COLLEAGUES, REGIONS
from .model import Ref, Story, When, Who
from .words import (
    BRAND_FIRST,
    BRAND_LAST,
    ENDS,
    GIVEN_FEMALE,
    GIVEN_MALE,
    INDUSTRIES,
    PARKS,
    PLACES,
    POSITIONS,
    ROADS,
    SURNAMES,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SOURCES = ("referral", "exhibition", "cold_call", "website", "search", "social", "tender", "partner")
SHARES = (22, 24, 14, 12, 8, 6, 8, 6)
REGION_SHARES = {"east": 1.0, "south": 0.8, "north": 0.75}


@dataclass
class Firm:
    """A customer while its story is told."""

    ref: Ref
    name: str
    brand: str
    owner: int
    day: date  #: on which it was written down
    size: float  #: 1 is an ordinary one
    contacts: list[tuple[Ref, str, date]] = field(default_factory=list[tuple[Ref, str, date]])  #: how one speaks to them, and since when they are known
    won: int = 0  #: yuan, of all deals
    status: str = "potential"
    level: str = "D"
    last: date | None = None  #: when they were last spoken to

    def known(self, day: date) -> list[tuple[Ref, str]]:
        """Whom one could speak with on a day."""
        return [(ref, who) for ref, who, since in self.contacts if since <= day] or [self.contacts[0][:2]]


def credit_code(rng: Random, place: str) -> str:
    """A code of 18 characters with the right check character (GB 32100-2015); ``DEM`` stands where a real organisation's begins."""
    body = f"91{place}DEM" + "".join(rng.choice(ALPHABET[:10]) for _ in range(6))
    total = sum(ALPHABET.index(letter) * (3**at % 31) for at, letter in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


class Maker:
    """Makes firms, no two of the same name."""

    def __init__(self, story: Story, rng: Random, calendar: Calendar) -> None:
        """Writes into a story."""
        self._story, self._rng, self._calendar = story, rng, calendar
        self._names: set[str] = set()
        self._phones = 0
        self.firms: list[Firm] = []

    def make(self, day: date) -> Firm:
        """One more firm, with its contacts."""
        rng = self._rng
        place = rng.choices(PLACES, [REGION_SHARES[one[0]] for one in PLACES])[0]
        industry = rng.choices(INDUSTRIES, [one[1] for one in INDUSTRIES])[0]
        parent = rng.choice(self.firms) if len(self.firms) > 50 and rng.random() < 0.04 else None
        name, brand, short = self._name(place[2], industry, parent)
        owner = self._owner(place[0])
        employees = int(min(6000, max(12, rng.lognormvariate(5.1, 1.0))))
        when = When(self._calendar.moment(rng, day), owner)
        is_public = industry[0] == "education"
        people = [self._person() for _ in range(rng.choices((1, 2, 3, 4), (30, 38, 22, 10))[0])]
        phone = self._mobile() if rng.random() < 0.6 else self._landline(place)
        values: dict[str, object] = {
            "name": name, "short_name": short, "type": "public" if is_public else "company", "level": "D", "status": "potential",
            "industry": industry[0], "source": rng.choices(SOURCES, SHARES)[0], "contact_name": people[0][0], "phone": phone,
            "email": f"info@{_slug(len(self.firms))}.example" if rng.random() < 0.5 else None,
            "address": {"province": place[1], "city": place[2], "district": rng.choice(place[6]), "detail": self._street()},
            "website": f"https://www.{_slug(len(self.firms))}.example" if rng.random() < 0.35 else None,
            "credit_code": credit_code(rng, place[4]) if rng.random() < 0.85 else None,
            "legal_person": self._person()[0] if rng.random() < 0.7 and not is_public else None,
            "founded": rng.randrange(1985, day.year), "employees": employees,
            "registered_capital": _money(rng.choice((100, 200, 300, 500, 800, 1000, 2000, 3000, 5000)) * 10_000) if not is_public else None,
            "revenue": _money(round(employees * rng.uniform(0.35, 1.3)) * 1_000_000) if rng.random() < 0.6 else None,
            "it_maturity": rng.choices(("low", "medium", "high"), (45, 42, 13))[0],
            "first_contact": (day - timedelta(days=rng.randrange(0, 6))).isoformat(), "archived_on": day.isoformat(),
            "owner": Who(owner),
        }  # fmt: skip
        ref = self._story.add("customer", values, when)
        firm = Firm(ref=ref, name=name, brand=brand, owner=owner, day=day, size=min(2.6, max(0.5, (employees / 180) ** 0.4)))
        if parent is not None:
            self._story.move(ref, When(when.at + timedelta(minutes=7), owner), parent=parent.ref)
        for at, (person, gender) in enumerate(people):
            self._contact(firm, person, gender, at, phone if at == 0 else None)
        self.firms.append(firm)
        return firm

    def _name(self, city: str, industry: tuple[str, float, tuple[str, ...]], parent: Firm | None) -> tuple[str, str, str]:
        rng = self._rng
        while True:
            brand = parent.brand if parent else rng.choice(BRAND_FIRST) + rng.choice(BRAND_LAST)
            word = rng.choice(industry[2])
            end = "" if word.endswith("学院") else rng.choice(ENDS)
            place = city.removesuffix("市")
            name = f"{place}{brand}{word}{end}"
            if name not in self._names:
                self._names.add(name)
                return name, brand, brand + word[:2] if end else f"{place}{brand}{word[-2:]}"

    def _owner(self, region: str) -> int:
        sellers = REGIONS[region]
        return self._rng.choices(sellers, [COLLEAGUES[one].weight for one in sellers])[0]

    def _person(self) -> tuple[str, str]:
        gender = "female" if self._rng.random() < 0.38 else "male"
        return self._rng.choice(SURNAMES) + self._rng.choice(GIVEN_FEMALE if gender == "female" else GIVEN_MALE), gender

    def _mobile(self) -> str:
        # 141 is given to machines with thirteen digits only: eleven digits of it never ring.
        self._phones += 1
        return f"141{(self._phones * 7_919) % 100_000_000:08}"

    def _landline(self, place: tuple[str, str, str, str, str, int, tuple[str, ...]]) -> str:
        # A subscriber's number begins with 2 to 8: one with 0 cannot be dialled.
        self._phones += 1
        return f"{place[3]}-0{self._phones:0{place[5] - 1}}"

    def _street(self) -> str:
        rng = self._rng
        return f"{rng.choice(ROADS)} {rng.randrange(1, 999)} 号" + (f"{rng.choice(PARKS)} {rng.randrange(1, 20)} 号楼" if rng.random() < 0.6 else "")

    def _contact(self, firm: Firm, name: str, gender: str, at: int, phone: str | None) -> None:
        rng = self._rng
        position, unit, address, part = rng.choice(POSITIONS if at else POSITIONS[:9])
        later = self._calendar.past(firm.day + timedelta(days=at * rng.randrange(3, 40)))
        day = max(firm.day, later)
        base = self._calendar.moment(rng, day)
        values: dict[str, object] = {
            "name": name, "customer": firm.ref, "salutation": f"{name[0]}{address}", "gender": gender, "position": position, "unit": unit,
            "mobile": phone if phone and phone.startswith("141") else self._mobile(),
            "wechat": f"wx_{_slug(firm.ref.number)}_{at}" if rng.random() < 0.4 else None,
            "role": part, "status": rng.choices(("present", "moved", "left"), (92, 3, 5))[0] if at else "present",
            "preferences": rng.choice(("喜欢喝茶，约上午拜访", "不喜欢电话，微信联系", "周一例会，别约周一", "爱好乒乓球")) if rng.random() < 0.12 else None,
            "owner": Who(firm.owner),
        }  # fmt: skip
        ref = self._story.add("contact", values, When(max(base, self._story.rows["customer"][firm.ref.number].when.at + timedelta(minutes=2)), firm.owner))
        firm.contacts.append((ref, f"{name[0]}{address}", day))

    def twin(self, firm: Firm, day: date) -> None:
        """The same firm once more, written down by somebody else who did not look: what the demonstration of merging is about."""
        rng, story = self._rng, self._story
        first = story.rows["customer"][firm.ref.number].values
        others = [one for one in range(3, 9) if one != firm.owner]
        by = rng.choice(others)
        name = rng.choice((f"{firm.name} ", firm.name.replace("有限公司", "有限责任公司"), firm.name.replace("股份有限公司", "有限公司"), firm.name)).strip()
        values: dict[str, object] = {
            "name": name, "type": first.get("type"), "level": "D", "status": "potential", "industry": first.get("industry"), "source": rng.choice(SOURCES),
            "contact_name": first.get("contact_name"), "phone": first.get("phone"), "address": first.get("address"),
            "credit_code": first.get("credit_code") if rng.random() < 0.6 else None, "first_contact": day.isoformat(), "archived_on": day.isoformat(),
            "note": rng.choice(("展会名片录入。", "官网留言转来。", "代理商推荐。")), "owner": Who(by),
        }  # fmt: skip
        story.add("customer", values, When(self._calendar.moment(rng, day), by))


def _money(yuan: int) -> dict[str, str]:
    return {"amount": f"{yuan}.00", "currency": "CNY"}


def _slug(number: int) -> str:
    return f"demo-{number:04}"
