"""The slow twin gives every answer of ``tests/conditions.json``: the one meaning of conditions."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.fuzz.twin.conditions import OPERATORS, holds, read
from tests.fuzz.twin.denied import Denied, unknown_field
from tests.fuzz.twin.values import Context, from_json

FILE = json.loads((Path(__file__).parents[1] / "conditions.json").read_text(encoding="utf-8"))
CASES = FILE["cases"]


def answer_of(case: dict[str, Any]) -> bool | str:  # Any: JSON
    """What the twin says about a case."""
    now = datetime.fromisoformat(case.get("now", FILE["now"]))
    context = Context(zone=FILE["zone"], now=now, me=UUID(FILE["me"]), my_department=UUID(FILE["my_department"]), currency=FILE["currency"])
    kinds = case.get("kinds") or {"f": case["kind"]}
    values = case.get("values") or {"f": case["value"]}

    def kind_of(path: str) -> str:
        if path not in kinds:
            raise unknown_field()
        return kinds[path]

    try:
        node = read(case["where"], kind_of, context)
    except Denied:
        return "invalid"
    return holds(node, lambda path: [from_json(kinds[path], values[path])], context)


def test_the_twin_gives_the_answer_of_every_case() -> None:
    """All at once, with every difference listed."""
    wrong = [(number, case) for number, case in enumerate(CASES) if answer_of(case) is not case["answer"] and answer_of(case) != case["answer"]]
    assert not wrong, "\n".join(f"{number}: {json.dumps(case, ensure_ascii=False)}" for number, case in wrong)


def test_there_are_cases_for_every_operator_of_every_kind_and_both_answers() -> None:
    """A kind or operator that is added later needs its cases."""
    seen = Counter((c["kind"], c["where"].get("op"), c["answer"]) for c in CASES if "kind" in c and isinstance(c["where"], dict))
    missing = [(kind, op, answer) for kind, ops in OPERATORS.items() for op in ops for answer in (True, False) if not seen[kind, op, answer]]
    assert len(CASES) >= 500
    assert not missing


@pytest.mark.parametrize("kind", sorted(OPERATORS))
def test_every_operator_that_a_kind_lacks_is_refused_by_a_case(kind: str) -> None:
    """The table of the documentation, from the other side."""
    every = frozenset().union(*OPERATORS.values())
    refused = {c["where"].get("op") for c in CASES if c.get("kind") == kind and isinstance(c["where"], dict) and c["answer"] == "invalid"}
    assert every - OPERATORS[kind] <= refused


def test_no_case_contradicts_another() -> None:
    """One question has one answer."""
    answers: dict[str, object] = {}
    for case in CASES:
        question = json.dumps({k: v for k, v in case.items() if k != "answer"}, sort_keys=True)
        assert answers.setdefault(question, case["answer"]) == case["answer"], case
