"""Deals: how they go from stage to stage, slip, are won or lost, and what is delivered then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from .calendar import Calendar
from .colleagues import DELIVERY
from .firms import Firm
from .model import Ref, Story, When, Who
from .speaking import Speaker
from .talks import CARE, DEAL, FIRST, LOST, NEED, OFFER, WON, WORK
from .words import GOALS, PAINS, PRODUCTS, RIVALS, SOLD

Outcome = Literal["won", "lost", "open"]
STAGES = ("prospecting", "engaging", "proposal", "negotiation")
SHARE = (0.0, 0.15, 0.45, 0.75)  #: of the way at which a stage begins
CHANCE = {"prospecting": 0.1, "engaging": 0.3, "proposal": 0.5, "negotiation": 0.8, "won": 1, "lost": 0}
SAID = {"prospecting": FIRST, "engaging": NEED, "proposal": OFFER, "negotiation": DEAL}
REASONS = ("price", "competition", "budget", "timing", "product", "relationship", "service")
REASON_SHARES = (28, 20, 16, 13, 9, 8, 6)
TYPES = {"软件": "implementation", "硬件": "engineering", "工程": "engineering", "服务": "maintenance"}
BEST = ((600_000, "A"), (250_000, "B"), (1, "C"))  #: grades by what was won in all


def level_of(won: int) -> str:
    """The grade of a customer by what her deals brought, in yuan."""
    return next((level for least, level in BEST if won >= least), "D")


def money(yuan: int) -> dict[str, str]:
    """An amount as the records' door takes it."""
    return {"amount": f"{yuan}.00", "currency": "CNY"}


@dataclass
class Deals:
    """Tells deals into a story."""

    story: Story
    rng: Random
    calendar: Calendar
    speaker: Speaker

    def tell(self, firm: Firm, start: date, outcome: Outcome) -> date:
        """One deal from its beginning; returns the day until which it has been told."""
        rng, today = self.rng, self.calendar.today
        product = rng.choice(SOLD)
        amount = max(12_000, round(PRODUCTS[product][3] * rng.uniform(0.75, 1.25) * firm.size / 1000) * 1000)
        days = int(rng.uniform(35, 70) + min(110, amount / 12_000))
        end = start + timedelta(days=days)
        if outcome != "open" and end >= today:
            outcome = "open"
        reached = self._reached(outcome, start, days)
        ref = self._open(firm, start, product, amount, days, outcome)
        told = self._stages(firm, ref, start, days, amount, product, reached, outcome)
        if outcome == "open":
            return told
        end = self.calendar.past(end)
        if outcome == "won":
            self._win(firm, ref, end, amount, product)
        else:
            self._lose(firm, ref, end, amount, product)
        return end

    def _reached(self, outcome: Outcome, start: date, days: int) -> int:
        """The last stage before the end."""
        if outcome == "won":
            return 3
        if outcome == "lost":
            return self.rng.choices((1, 2, 3), (25, 45, 30))[0]
        gone = (self.calendar.today - start).days / days
        return max(at for at, share in enumerate(SHARE) if share <= min(gone, 0.99))

    def _open(self, firm: Firm, start: date, product: int, amount: int, days: int, outcome: Outcome) -> Ref:
        rng = self.rng
        contact = rng.choice(firm.known(start))[0]
        hoped = start + timedelta(days=int(days * rng.uniform(0.6, 1.0)))
        guess = max(10_000, round(amount * rng.uniform(0.8, 1.2) / 10_000) * 10_000)
        first = not firm.won
        values: dict[str, object] = {
            "name": f"{firm.name.split('有限')[0].split('股份')[0].split('集团')[0]} {PRODUCTS[product][0].removeprefix('澜桥 ')}",
            "customer": firm.ref, "contact": contact, "product": Ref("product", product), "stage": "prospecting", "amount": money(guess),
            "probability": CHANCE["prospecting"], "engage_date": start.isoformat(), "close_date": hoped.isoformat(),
            "source": rng.choice(("referral", "exhibition", "cold_call", "inbound", "tender")) if first else "existing",
            "goal": rng.choice(GOALS), "pain_points": rng.choice(PAINS),
            "budget": money(round(amount * rng.uniform(0.9, 1.3) / 50_000 + 1) * 50_000) if rng.random() < 0.45 else None,
            "competitors": rng.choice(RIVALS) if rng.random() < 0.5 else None, "owner": Who(firm.owner),
        }  # fmt: skip
        return self.story.add("opportunity", values, self._when(firm, start))

    def _stages(self, firm: Firm, ref: Ref, start: date, days: int, amount: int, product: int, reached: int, outcome: Outcome) -> date:
        """Walk through the stages; a date that was hoped for slips as it comes near."""
        told, close = start, date.fromisoformat(str(self.story.rows["opportunity"][ref.number].values["close_date"]))
        end = start + timedelta(days=days)
        for at in range(reached + 1):
            day = self.calendar.past(start + timedelta(days=int(days * SHARE[at])))
            stage = STAGES[at]
            if at:
                more: dict[str, object] = {"amount": money(amount)} if stage == "proposal" else {}
                self.story.move(ref, self._when(firm, day), stage=stage, probability=CHANCE[stage], **more)
            for n in range(1 if at == 0 else self.rng.choice((0, 1, 1, 1, 2) if at < reached else (1,))):
                told = self.speaker.say(firm, self.calendar.past(day + timedelta(days=n * 6)), SAID[stage], deal=ref, product=product, amount=amount)
            if at >= 1 and close < end and self.rng.random() < 0.6 and (outcome != "open" or close < self.calendar.today):
                close = min(end, close + timedelta(days=self.rng.randrange(14, 45)))
                self.story.move(ref, self._when(firm, day, hour=1), close_date=close.isoformat())
        return told

    def _win(self, firm: Firm, ref: Ref, end: date, amount: int, product: int) -> None:
        when = self._when(firm, end)
        reason = self.rng.choice(("product", "service", "relationship"))
        self.story.move(ref, when, stage="won", probability=1, amount=money(amount), close_date=end.isoformat(), reason=reason)
        self.speaker.say(firm, end, WON, deal=ref, product=product, amount=amount)
        firm.won += amount
        firm.status, firm.level = "active", level_of(firm.won)
        told: dict[str, object] = {"deal_total": money(firm.won), "status": "active", "level": firm.level}
        if firm.won == amount:
            told |= {"cooperation": "service" if PRODUCTS[product][2] == "服务" else "standard", "credit": "good", "invoice_title": firm.name}
        self.story.move(firm.ref, When(when.at + timedelta(minutes=20), firm.owner), **told)
        self._deliver(firm, ref, end, amount, product)

    def _lose(self, firm: Firm, ref: Ref, end: date, amount: int, product: int) -> None:
        reason = self.rng.choices(REASONS, REASON_SHARES)[0]
        self.story.move(ref, self._when(firm, end), stage="lost", probability=0, close_date=end.isoformat(), reason=reason)
        self.speaker.say(firm, end, LOST[reason], deal=ref, product=product, amount=amount)

    def _deliver(self, firm: Firm, deal: Ref, signed: date, amount: int, product: int) -> None:
        """The project that a won deal becomes: planned, started, late perhaps, accepted, and paid by and by."""
        rng, today, manager = self.rng, self.calendar.today, self.rng.choice(DELIVERY)
        start = self.calendar.workday(signed + timedelta(days=rng.randrange(6, 20)))
        days = int(rng.uniform(35, 60) + min(200, amount / 6_000))
        planned = start + timedelta(days=days)
        late = rng.choices((0, rng.randrange(5, 20), rng.randrange(20, 75)), (52, 30, 18))[0]
        finished = self.calendar.workday(planned + timedelta(days=late))
        name = str(self.story.rows["opportunity"][deal.number].values["name"])
        first: dict[str, object] = {
            "name": f"{name}项目", "customer": firm.ref, "contact": firm.contacts[0][0], "opportunity": deal, "status": "planned",
            "type": TYPES[PRODUCTS[product][2]], "manager": Who(manager), "start_date": start.isoformat(), "planned_end": planned.isoformat(), "progress": 0,
            "amount": money(amount), "signed_on": signed.isoformat(), "received": money(0), "owner": Who(manager),
        }  # fmt: skip
        when = When(self.calendar.moment(rng, self.calendar.past(signed)), manager)
        won = self.story.moves[-1].when.at
        ref = self.story.add("project", first, When(max(when.at, won + timedelta(minutes=30)), manager))
        self._carry_out(firm, ref, start, finished, amount, product, manager, today)

    def _carry_out(self, firm: Firm, ref: Ref, start: date, finished: date, amount: int, product: int, manager: int, today: date) -> None:
        if start >= today:
            return
        self._go_on(ref, start, manager, status="active", progress=0.1, received=money(_part(amount, 30)))
        span = (finished - start).days
        for share in (0.6,) if span < 90 else (0.3, 0.8):
            if (day := start + timedelta(days=int(span * share))) < today:
                self.speaker.say(firm, self.calendar.past(day), WORK, project=ref, product=product, amount=amount, by=manager)
        half = start + timedelta(days=span // 2)
        if half < today and span > 60:
            is_stuck = finished >= today and self.rng.random() < 0.07
            now = {"status": "paused"} if is_stuck else {}
            self._go_on(ref, half, manager, progress=0.5, received=money(_part(amount, 60)), **now)
        if finished >= today:
            return
        self._go_on(ref, finished, manager, status="completed", progress=1, actual_end=finished.isoformat(), received=money(_part(amount, 90)))
        accepted = finished + timedelta(days=self.rng.randrange(10, 40))
        if accepted < today:
            self._go_on(ref, accepted, manager, status="accepted", received=money(_part(amount, 95)))
        if (over := accepted + timedelta(days=365)) < today:
            self._go_on(ref, over, manager, status="closed", received=money(amount))

    def _go_on(self, ref: Ref, day: date, by: int, **values: object) -> None:
        self.story.move(ref, When(self.calendar.moment(self.rng, self.calendar.past(day)), by), **values)

    def care(self, firm: Firm, since: date, until: date) -> None:
        """Visits and calls while nothing is for sale, every few months."""
        day = since + timedelta(days=self.rng.randrange(60, 130))
        while day < until:
            self.speaker.say(firm, self.calendar.past(day), CARE)
            day += timedelta(days=self.rng.randrange(120, 280))

    def _when(self, firm: Firm, day: date, *, hour: int = 0) -> When:
        at = self.calendar.moment(self.rng, self.calendar.past(day)) + timedelta(hours=hour)
        return When(max(at, self.story.rows["customer"][firm.ref.number].when.at + timedelta(minutes=5)), firm.owner)


def _part(amount: int, percent: int) -> int:
    return amount * percent // 100
