"""The story of the demonstration holds together: every number is the sum of its parts, nothing happens before its cause or after today."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kedang.core.schema.kinds.credit_code import is_credit_code
from kedang.core.schema.kinds.phone import normal_phone
from kedang.features.demo.story import Ref, Story, Who, tell

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
DIVISIONS = json.loads((Path(__file__).parents[2] / "ui/src/fields/address/divisions.json").read_text())
Values = dict[str, Any]  # Any: JSON, references


@dataclass(frozen=True)
class Told:
    """The story, and how every record stands at its end."""

    story: Story
    final: dict[Ref, Values]

    def of(self, object: str) -> dict[Ref, Values]:
        return {ref: values for ref, values in self.final.items() if ref.object == object}


@pytest.fixture(scope="module")
def told() -> Told:
    story = tell(TODAY, ZONE)
    final = {row.ref: dict(row.values) for rows in story.rows.values() for row in rows}
    for move in story.moves:
        final[move.ref].update(move.values)
    return Told(story, final)


def yuan(value: Values | None) -> int:
    return int(float(value["amount"])) if value else 0


def test_the_same_seed_and_day_tell_the_same_story_and_another_day_ends_on_that_day() -> None:
    one, same = tell(TODAY, ZONE, customers=80), tell(TODAY, ZONE, customers=80)
    assert (one.rows, one.moves) == (same.rows, same.moves)
    later = tell(date(2027, 3, 1), ZONE, customers=80)
    days = [date.fromisoformat(str(row.values["date"])) for row in later.rows["interaction"]]
    assert max(days) > date(2027, 2, 1)
    assert max(days) < date(2027, 3, 1)


@pytest.mark.req("R365", part="data")
def test_there_are_some_two_thousand_customers_and_everything_around_them(told: Told) -> None:
    numbers = {object: len(rows) for object, rows in told.story.rows.items()}
    assert 1_990 <= numbers["customer"] <= 2_060
    assert numbers["contact"] > numbers["customer"]
    assert numbers["opportunity"] > 1_000
    assert numbers["project"] > 500
    assert numbers["interaction"] > 8_000
    assert 8 <= len(told.story.colleagues) <= 12
    assert {one.role for one in told.story.colleagues} == {"administrator", "manager", "sales", "read_only"}
    statuses = Counter(one["status"] for one in told.of("customer").values())
    assert min(statuses.values()) > 20, statuses
    owners = Counter(one["owner"] for one in told.of("customer").values())
    assert max(owners.values()) > 3 * min(owners.values())


def test_nothing_happens_before_its_cause_or_after_today(told: Told) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=ZONE)
    written = {row.ref: row.when.at for rows in told.story.rows.values() for row in rows}
    assert max([*written.values(), *(one.when.at for one in told.story.moves)]) < now
    for rows in told.story.rows.values():
        for row in rows:
            for key, value in row.values.items():
                if isinstance(value, Ref):
                    assert written[value] <= row.when.at, (row.ref, key)
    last = dict(written)
    for move in told.story.moves:
        assert last[move.ref] < move.when.at, move
        last[move.ref] = move.when.at


def test_sums_and_grades_fit_the_deals(told: Told) -> None:
    won: dict[Ref, int] = defaultdict(int)
    projects = {one["opportunity"]: one for one in told.of("project").values()}
    for ref, deal in told.of("opportunity").items():
        if deal["stage"] == "won":
            won[deal["customer"]] += yuan(deal["amount"])
            assert yuan(projects[ref]["amount"]) == yuan(deal["amount"])
            assert projects[ref]["signed_on"] == deal["close_date"]
    assert len(projects) == sum(deal["stage"] == "won" for deal in told.of("opportunity").values())
    for ref, customer in told.of("customer").items():
        assert yuan(customer.get("deal_total")) == won[ref], customer["name"]
        grade = "A" if won[ref] >= 600_000 else "B" if won[ref] >= 250_000 else "C" if won[ref] else "D"
        assert customer["level"] == grade, customer["name"]
        if customer["status"] in {"active", "dormant"}:
            assert won[ref] > 0, customer["name"]
        if customer["status"] in {"potential", "invalid"}:
            assert won[ref] == 0, customer["name"]


def test_stages_fit_dates_and_reasons(told: Told) -> None:
    chances = {"prospecting": 0.1, "engaging": 0.3, "proposal": 0.5, "negotiation": 0.8, "won": 1, "lost": 0}
    for deal in told.of("opportunity").values():
        assert deal["probability"] == chances[deal["stage"]]
        assert ("reason" in deal) is (deal["stage"] in {"won", "lost"})
        assert deal["engage_date"] <= deal["close_date"]
        if deal["stage"] in {"won", "lost"}:
            assert deal["close_date"] < TODAY.isoformat()
    for one in told.of("project").values():
        assert 0 <= yuan(one["received"]) <= yuan(one["amount"])
        assert ("actual_end" in one) is (one["status"] in {"completed", "accepted", "closed"})
        assert (one["progress"] == 1) is (one["status"] in {"completed", "accepted", "closed"})
        assert one["signed_on"] < one["start_date"] < one["planned_end"]
        assert (one["status"] == "planned") is (one["start_date"] >= TODAY.isoformat())
    for one in told.of("customer").values():
        if one["status"] in {"dormant", "lost", "invalid"}:
            assert one["note"]


def test_dates_slip_and_something_is_due_around_today(told: Told) -> None:
    slips = [one for one in told.story.moves if one.ref.object == "opportunity" and set(one.values) == {"close_date"}]
    assert len(slips) > 200
    due = Counter(one["next_date"] for one in told.of("interaction").values() if "next_date" in one)
    assert due[TODAY.isoformat()] > 3
    assert sum(number for day, number in due.items() if day > TODAY.isoformat()) > 50


def test_the_firm_grows_and_rests_at_the_spring_festival(told: Told) -> None:
    days = [date.fromisoformat(str(row.values["date"])) for row in told.story.rows["interaction"]]
    months = Counter((day.year, day.month) for day in days)
    assert sum(months[2026, month] for month in (4, 5, 6)) > 1.3 * sum(months[2024, month] for month in (4, 5, 6))
    assert not [day for day in days if day.weekday() > 4 or date(2026, 2, 16) <= day <= date(2026, 2, 23)]


def test_names_numbers_and_places_are_made_up_but_well_formed(told: Told) -> None:
    for one in told.of("customer").values():
        if code := one.get("credit_code"):
            assert is_credit_code(code), code
            assert code[8:11] == "DEM"
        place = one["address"]
        assert place["district"] in DIVISIONS[place["province"]][place["city"]], place
        assert normal_phone(one["phone"]) == one["phone"]
        assert re.match(r"141|0\d{2,3}-0", one["phone"]), one["phone"]
        assert ".example" in one.get("email", ".example") + one.get("website", "")
    for one in told.of("contact").values():
        assert one["mobile"].startswith("141")
    names = Counter(one["credit_code"] for one in told.of("customer").values() if "credit_code" in one)
    assert 5 < sum(number > 1 for number in names.values()) < 25, "some customers stand there twice"


def test_numbers_follow_time_and_are_unique(told: Told) -> None:
    for object in ("customer", "opportunity", "project"):
        rows = sorted(told.story.rows[object], key=lambda row: (row.when.at, row.ref.number))
        numbers = [str(row.values["number"]) for row in rows]
        assert len(set(numbers)) == len(numbers)
        assert numbers == sorted(numbers)


def test_every_sentence_is_whole(told: Told) -> None:
    for rows in told.story.rows.values():
        for row in rows:
            for value in row.values.values():
                assert not (isinstance(value, str) and re.search(r"[{}]|None", value)), row
                assert isinstance(value, str | int | float | dict | Ref | Who), value
