"""Which requirements the last ``make test`` proved. Standard library only.

``merge`` puts what every kind of test wrote together into ``build/requirements.json``: ``pass`` if a test of the whole requirement passed, ``partial`` if only
tests of parts did, ``fail`` if any test of it failed. What no test names is absent.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "requirements.csv"
FOUND = ROOT / "build" / "requirements"
MERGED = ROOT / "build" / "requirements.json"
IN_TITLE = re.compile(r"\[(R\d{3})(?:: ([^\]]+))?\]")  # 'saves a draft [R033: autosave]'


@dataclass(frozen=True)
class Proof:
    """One test of one requirement, or of a part of it."""

    number: str
    part: str | None
    outcome: str  #: passed, failed or skipped


def judge(proofs: Iterable[Proof]) -> dict[str, str]:
    """The state of every requirement that a test names."""
    by_number: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        by_number[proof.number].append(proof)
    states: dict[str, str] = {}
    for number, of_it in sorted(by_number.items()):
        passed = [proof for proof in of_it if proof.outcome == "passed"]
        if any(proof.outcome == "failed" for proof in of_it):
            states[number] = "fail"
        elif any(proof.part is None for proof in passed):
            states[number] = "pass"
        elif passed:
            states[number] = "partial"
    return states


def from_pytest(file: Path) -> Iterator[Proof]:
    """What the pytest plugin wrote."""
    for row in json.loads(file.read_text("utf-8")):
        yield Proof(row["id"], row["part"], row["outcome"])


def from_vitest(file: Path) -> Iterator[Proof]:
    """What vitest's JSON reporter wrote; the numbers stand in the titles."""
    for suite in json.loads(file.read_text("utf-8"))["testResults"]:
        for test in suite["assertionResults"]:
            outcome = test["status"] if test["status"] in {"passed", "failed"} else "skipped"
            for number, part in IN_TITLE.findall(test["fullName"]):
                yield Proof(number, part or None, outcome)


def merge() -> dict[str, str]:
    """Put everything together and write it."""
    proofs = [proof for file in sorted(FOUND.glob("*.json")) for proof in (from_vitest if file.stem == "vitest" else from_pytest)(file)]
    states = judge(proofs)
    MERGED.parent.mkdir(exist_ok=True)
    MERGED.write_text(json.dumps(states, indent=1) + "\n", "utf-8")
    return states


def shown(states: dict[str, str], rows: list[dict[str, str]]) -> Iterator[str]:
    """The lines of the overview, by area."""
    areas: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        areas[row["area"]].append(row)
    for area, of_it in areas.items():
        count = Counter(states.get(row["id"], "open") for row in of_it)
        yield f"{area}: {count['pass']} of {len(of_it)}" + "".join(f", {count[state]} {state}" for state in ("partial", "fail") if count[state])
        yield from (f"  {states[row['id']]:8}{row['id']}  {row['requirement'][:110]}" for row in of_it if row["id"] in states)
    total = Counter(states.get(row["id"], "open") for row in rows)
    yield f"\nAll: {total['pass']} pass, {total['partial']} partial, {total['fail']} fail, {total['open']} open, of {len(rows)}"


def main(arguments: list[str]) -> int:
    """Print the overview of the last run; ``merge`` makes it anew from what the tests wrote."""
    if arguments == ["merge"]:
        merge()
    if not MERGED.is_file():
        print("Nothing is known yet; run 'make test' first.", file=sys.stderr)
        return 1
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print("\n".join(shown(json.loads(MERGED.read_text("utf-8")), rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
