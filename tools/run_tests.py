"""Runs every kind of test, one after the other, and goes on after a failure. Run it within the environment: ``make test``.

    python tools/run_tests.py [part …]          parts: checks python browser vitest

It prints the minutes of each part, writes them into ``build/test-times.json``, and merges the requirement marks of all parts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import environment
import interface
import requirements

ROOT = Path(__file__).resolve().parents[1]
TIMES = ROOT / "build" / "test-times.json"
NO_TESTS = 5  #: pytest's exit code
Outcome = str  #: passed, failed or skipped


def checks() -> Outcome:
    """ruff, basedpyright, eslint and tsc; all of them, even if one complains."""
    codes = [_run([_tool("ruff"), "check", "--quiet"]), _run([_tool("basedpyright"), "--level", "error"])]
    if _has_ui():
        codes.append(_npm("run", "--silent", "check"))
    return "failed" if any(codes) else "passed"


def python() -> Outcome:
    """Everything in Python but the browser's tests, in two processes."""
    # Each process begins with a half in order, so what the tests of a file share is mostly made once.
    return _pytest("python", ["-n", "2", "--dist", "worksteal", "-m", "not browser", "tests"])


def browser() -> Outcome:
    """The tests that drive a browser against a running server."""
    if shutil.which("chromium") is None:
        return "skipped"
    # Journeys of one file share what they make: each file stays in one process, with a server of its own. Their conftest says which come first.
    return _pytest("browser", ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "browser", "tests"])


def vitest() -> Outcome:
    """The interface's own tests."""
    if not _has_ui():
        return "skipped"
    file = requirements.FOUND / "vitest.json"
    code = _npm("exec", "--", "vitest", "run", "--passWithNoTests", "--reporter=default", "--reporter=json", f"--outputFile.json={file}")
    return "failed" if code else "passed"


PARTS: dict[str, Callable[[], Outcome]] = {"checks": checks, "python": python, "browser": browser, "vitest": vitest}


def main(arguments: list[str]) -> int:
    """Run the parts; 0 if none failed."""
    unknown = [name for name in arguments if name not in PARTS]
    if unknown:
        print(f"'{unknown[0]}' is none of {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    # Hundreds of processes start: what is compiled once serves them all.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not arguments:
        shutil.rmtree(requirements.FOUND, ignore_errors=True)
    requirements.FOUND.mkdir(parents=True, exist_ok=True)
    rows: dict[str, tuple[Outcome, float]] = {}
    for name in arguments or PARTS:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        outcome = PARTS[name]()
        rows[name] = (outcome, (time.monotonic() - started) / 60)
    _report(rows)
    return 1 if any(outcome == "failed" for outcome, _ in rows.values()) else 0


def _report(rows: dict[str, tuple[Outcome, float]]) -> None:
    print(f"\n{'part':10}{'outcome':10}minutes")
    for name, (outcome, minutes) in rows.items():
        print(f"{name:10}{outcome:10}{minutes:7.1f}")
    print(f"{'all':20}{sum(minutes for _, minutes in rows.values()):7.1f}")
    known: dict[str, object] = json.loads(TIMES.read_text("utf-8")) if TIMES.is_file() else {}
    known |= {name: {"outcome": outcome, "minutes": round(minutes, 2)} for name, (outcome, minutes) in rows.items()}
    TIMES.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    states = requirements.merge()
    print(f"{list(states.values()).count('pass')} requirements proved; 'make requirements' shows which.", flush=True)


def _pytest(name: str, arguments: list[str]) -> Outcome:
    file = requirements.FOUND / f"{name}.json"
    code = _run([sys.executable, "-m", "pytest", "-q", "--durations=25", "--durations-min=5", "--requirements", str(file), *arguments])
    return "skipped" if code == NO_TESTS else "failed" if code else "passed"


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _has_ui() -> bool:
    return (interface.UI / "node_modules").is_dir()


def _npm(*arguments: str) -> int:
    node = interface.machine_node() or interface.wheel_node(environment.packages())
    if node is None:
        print("There is no Node; run 'make env' first.", file=sys.stderr)
        return 1
    return subprocess.run([*node.npm, *arguments], cwd=interface.UI, env=node.environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
