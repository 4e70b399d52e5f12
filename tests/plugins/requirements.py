"""Collects which requirement each test proves, and how it went: ``@req("R089")``, or ``@req("R028", part="import")`` for a part of one.

``pytest --requirements FILE`` writes ``[{"id", "part", "outcome", "test"}]``; ``tools/requirements.py`` puts the files of all kinds of tests together.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

NUMBER = re.compile(r"R\d{3}")
WORST_LAST = ("passed", "skipped", "failed")


def req(number: str, *, part: str | None = None) -> pytest.MarkDecorator:
    """The mark that says which requirement a test proves."""
    if NUMBER.fullmatch(number) is None:
        raise ValueError(f"{number!r} is not the number of a requirement")
    return pytest.mark.req(number, part=part)


class Collector:
    """Gathers the outcomes; under xdist it works in the controller."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: dict[tuple[str, str | None, str], str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst outcome of a test's set-up, call and tear-down; one that never came to its call has not passed."""
        for name, value in report.user_properties:
            if name == "req":
                number, _, part = str(value).partition(" ")
                key = (number, part or None, report.nodeid)
                self._found[key] = max(self._found.get(key, "passed"), str(report.outcome), key=WORST_LAST.index)

    def pytest_sessionfinish(self) -> None:
        """Write the file."""
        rows = [{"id": number, "part": part, "outcome": outcome, "test": test} for (number, part, test), outcome in sorted(self._found.items(), key=str)]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names the file."""
    parser.addoption("--requirements", type=Path, default=None, help="write which requirements the tests prove into this file")


def pytest_configure(config: pytest.Config) -> None:
    """Collect in the process that sees every report."""
    file = config.getoption("--requirements")
    if file is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(file), "requirements-collector")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the mark travel with the test's reports."""
    for item in items:
        for mark in item.iter_markers("req"):
            part = mark.kwargs.get("part")
            item.user_properties.append(("req", f"{mark.args[0]} {part}" if part else str(mark.args[0])))
