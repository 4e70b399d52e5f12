"""The twin by itself: what must hold of any right answer, whoever computes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from .coverage import CELLS, Cell, could_raise, count
from .disturb import disturbed
from .generate import world
from .harness import requests_of
from .model import Person, Query, Rights, Role, Update, World
from .test_fuzz import FIRST_SEED, WORLDS
from .twin.query import Page
from .twin.requests import Refusal, respond
from .twin.scopes import View

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_changing_what_a_person_may_not_see_changes_no_answer(seed: int) -> None:
    made = world(seed)
    for person in made.people.values():
        other = disturbed(made, person, seed)
        for request in requests_of(made, person, 25):
            assert respond(made, person, request) == respond(other, person, request), (seed, person, request)


def test_disturbing_does_change_what_others_see() -> None:
    made = world(3)
    changed = 0
    for person in made.people.values():
        other = disturbed(made, person, 3)
        others = [p for p in made.people.values() if p is not person]
        changed += any(respond(made, p, Query(key)) != respond(other, p, Query(key)) for p in others for key in made.objects)
    assert changed >= len(made.people) // 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wider_scope_shows_no_less(seed: int) -> None:
    made = world(seed)
    for key in made.objects:
        for person in made.people.values():
            ids = [set(_visible(made, person, key, scope)) for scope in ("none", "own", "all")]
            tree = [set(_visible(made, person, key, scope)) for scope in ("none", "department", "department_tree", "all")]
            assert ids == sorted(ids, key=len)
            assert ids[0] <= ids[1] <= ids[2]
            assert tree[0] <= tree[1] <= tree[2] <= tree[3]


def _visible(made: World, person: Person, key: str, scope: str) -> list[UUID]:
    role = Role("only", {key: Rights(read=scope, fields={"*": "read"})})
    alone = replace(person, roles=("only",))
    found = respond(replace(made, roles={"only": role}, shares=[]), alone, Query(key))
    return found.ids if isinstance(found, Page) else []


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_by_offset_are_slices_of_the_whole(seed: int) -> None:
    made = world(seed)
    for person in made.people.values():
        for request in [r for r in requests_of(made, person, 30) if isinstance(r, Query)]:
            whole = respond(made, person, replace(request, offset=None, around=None, walk=True))
            part = respond(made, person, replace(request, offset=2, around=None, walk=False, limit=3))
            if isinstance(whole, Page):
                assert part.items == whole.items[2:5]
                assert len(whole.ids) == len(set(whole.ids))


def test_a_field_that_is_hidden_is_as_unknown_as_one_that_is_not_there() -> None:
    for seed in SEEDS:
        made = world(seed)
        for person in made.people.values():
            view = View(made, person)
            for key, obj in made.objects.items():
                hidden = next((f.key for f in obj.fields if view.best_level(key, f.key) == "hidden"), None)
                if hidden and view.is_open(key):
                    leaf: dict[str, object] = {"field": hidden, "op": "is_empty"}
                    absent: dict[str, object] = {"field": "nosuch", "op": "is_empty"}
                    assert respond(made, person, Query(key, where=leaf)) == respond(made, person, Query(key, where=absent)) == Refusal(422, "unknown_field")


def test_ten_thousand_requests_reach_every_surface_level_and_scope() -> None:
    """Changes of records have one oracle: asked again, they would change what the next one sees. They are not among the ten thousand."""
    counted: Counter[Cell] = Counter()
    before_both, dangerous = 0, 0
    for seed in range(FIRST_SEED, FIRST_SEED + WORLDS):
        made = world(seed)
        for person in made.people.values():
            view = View(made, person)
            for request in requests_of(made, person):
                count(counted, view, request)
                before_both += not isinstance(request, Update)
                dangerous += could_raise(view, request)
    thin = {cell: counted[cell] for cell in CELLS if counted[cell] < 50}
    assert not thin
    assert before_both >= 10_000
    assert dangerous >= 1_000


def test_most_requests_are_answered_and_some_of_each_refusal_occur() -> None:
    answers = Counter()
    for seed in SEEDS:
        made = world(seed)
        for person in made.people.values():
            for request in requests_of(made, person, 20):
                found = respond(made, person, request)
                answers[(found.status, found.code) if isinstance(found, Refusal) else "answered"] += 1
    total = sum(answers.values())
    assert answers["answered"] > total * 0.42, answers
    assert answers[422, "unknown_field"] > total * 0.03, answers
    assert answers[422, "field_not_usable"] > total * 0.02, answers
    assert answers[404, "not_found"] > total * 0.02, answers
    assert set(answers) <= {"answered", (422, "unknown_field"), (422, "field_not_usable"), (404, "not_found"), (422, "invalid_query"), (403, "")}, answers
