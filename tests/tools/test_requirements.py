"""How marks become the list of what is proved."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, example
from tests.plugins.requirements import req

sys.path.insert(0, str(ROOT / "tools"))
import requirements

Proof = requirements.Proof


@pytest.mark.parametrize(
    ("proofs", "state"),
    [
        ([("passed", None)], {"R001": "pass"}),
        ([("passed", "import")], {"R001": "partial"}),
        ([("passed", "import"), ("passed", None)], {"R001": "pass"}),
        ([("passed", None), ("failed", "import")], {"R001": "fail"}),
        ([("passed", None), ("skipped", "import")], {"R001": "pass"}),
        ([("skipped", None), ("passed", "import")], {"R001": "partial"}),
        ([("skipped", None)], {}),
        ([], {}),
    ],
)
def test_the_state_of_a_requirement_is_that_of_its_tests(proofs: list[tuple[str, str | None]], state: dict[str, str]) -> None:
    assert requirements.judge(Proof("R001", part, outcome) for outcome, part in proofs) == state


def test_titles_of_the_interfaces_tests_carry_numbers(tmp_path: Path) -> None:
    file = tmp_path / "vitest.json"
    tests = [
        {"status": "passed", "fullName": "draft survives [R033: autosave] [R009]"},
        {"status": "pending", "fullName": "draft [R033]"},
        {"status": "failed", "fullName": "R010"},
    ]
    file.write_text(json.dumps({"testResults": [{"assertionResults": tests}]}))
    assert list(requirements.from_vitest(file)) == [Proof("R033", "autosave", "passed"), Proof("R009", None, "passed"), Proof("R033", None, "skipped")]


def test_the_list_holds_every_requirement_once() -> None:
    with requirements.LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [f"R{n:03}" for n in range(1, 376)]
    assert all(row["area"] and row["requirement"] for row in rows)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="R1"):
        req("R1")


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_writes_what_its_tests_prove(tmp_path: Path, workers: str) -> None:
    """Under workers too, and a test that broke in its set-up counts as failed."""
    code = example(
        "m",
        """
        import pytest
        from tests.plugins.requirements import req

        @req("R001")
        def test_a(): pass

        @req("R002", part="import, API")
        @req("R003")
        def test_b(): assert False

        @pytest.fixture
        def broken(): raise OSError

        @req("R004")
        def test_c(broken): pass

        @req("R005")
        @pytest.mark.skip
        def test_d(): pass
        """,
    ).text
    (tmp_path / "test_m.py").write_text(code)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = req\naddopts = -p no:schemathesis\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.plugins.requirements", "-p", "no:cacheprovider", "-n", workers]
    command += ["--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), "--requirements", str(tmp_path / "out" / "m.json"), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    rows = json.loads((tmp_path / "out" / "m.json").read_text())
    assert [(row["id"], row["part"], row["outcome"]) for row in rows] == [
        ("R001", None, "passed"),
        ("R002", "import, API", "failed"),
        ("R003", None, "failed"),
        ("R004", None, "failed"),
        ("R005", None, "skipped"),
    ]
