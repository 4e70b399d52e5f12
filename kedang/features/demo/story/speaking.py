"""Interactions: who spoke with whom, about what, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .calendar import Calendar
from .firms import Firm
from .model import Ref, Story, When, Who
from .talks import Talk
from .words import PAINS, PRODUCTS


@dataclass
class Speaker:
    """Tells interactions into a story."""

    story: Story
    rng: Random
    calendar: Calendar

    def say(
        self,
        firm: Firm,
        day: date,
        talks: Sequence[Talk],
        *,
        deal: Ref | None = None,
        project: Ref | None = None,
        product: int = 0,
        amount: int = 0,
        by: int | None = None,
        after: int | None = None,
    ) -> date:
        """One interaction; ``after`` how many days from today the next one is due. Returns its day."""
        rng = self.rng
        day = self.calendar.past(max(day, firm.day))
        kind, text, mood, step = rng.choice(list(talks))
        contact, who = rng.choice(firm.known(day))
        speaker = firm.owner if by is None else by
        due = self.calendar.today + timedelta(days=after) if after is not None else day + timedelta(days=rng.randrange(4, 22))
        is_due = after is not None or rng.random() < 0.6
        values: dict[str, object] = {
            "summary": text.format(who=who, what=PRODUCTS[product][0], sum=f"{amount / 10_000:g}", pain=rng.choice(PAINS)),
            "kind": kind, "date": day.isoformat(), "customer": firm.ref, "contact": contact, "opportunity": deal, "project": project,
            "follower": Who(speaker), "mood": mood, "next_step": step if is_due else None, "next_date": due.isoformat() if is_due else None,
            "owner": Who(speaker),
        }  # fmt: skip
        earliest = self.story.rows["customer"][firm.ref.number].when.at + timedelta(minutes=10)
        self.story.add("interaction", values, When(max(self.calendar.moment(rng, day), earliest), speaker))
        firm.last = max(firm.last or day, day)
        return day

    def greet(self, firm: Firm, day: date, text: str) -> None:
        """A greeting at a feast."""
        contact, who = firm.contacts[0][:2]
        values: dict[str, object] = {
            "summary": text.format(who=who), "kind": "touch", "date": day.isoformat(), "customer": firm.ref, "contact": contact,
            "follower": Who(firm.owner), "mood": "positive", "owner": Who(firm.owner),
        }  # fmt: skip
        self.story.add("interaction", values, When(self.calendar.moment(self.rng, day), firm.owner))
        firm.last = max(firm.last or day, day)
