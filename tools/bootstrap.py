"""``make run`` and ``make test`` from a fresh checkout: needs Python 3.11 or newer and its standard library, nothing else.

Every step prints what it does, is skipped if its result is there, and resumes after a cut. Package indexes, proxies and certificates are those that pip and npm
are configured with.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import environment
import interface
import machine

LEAST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
WRONG_USE, FAILED, NEEDS_ATTENTION = 2, 1, 3


def main(arguments: list[str]) -> int:
    """Set up, then run what was asked for."""
    if sys.version_info < LEAST_PYTHON:
        return _with_newer_python(arguments)
    what, *rest = arguments or ["env"]
    steps = {"run": run, "env": set_up_development, "test": test}
    if what not in steps:
        print(f"'{what}' is none of {', '.join(steps)}.", file=sys.stderr)
        return WRONG_USE
    os.chdir(ROOT)
    try:
        return steps[what](rest)
    except environment.Stop as stop:
        print(stop, file=sys.stderr)
        return FAILED
    except subprocess.CalledProcessError as broken:
        print(f"'{' '.join(map(str, broken.cmd[:4]))}' ended with {broken.returncode}. Run the same command again to go on where it stopped.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def run(rest: list[str]) -> int:
    """The server, with a demo workspace of its own."""
    if not environment.python().exists():
        _check(memory=700, disk=1500)
    environment.ensure_environment()
    if not (environment.MARKS / "requirements-dev.lock.done").is_file():  # which holds everything of the other
        environment.install(ROOT / "requirements.lock")
    environment.install_kedang()
    if not interface.is_built():
        interface.build(node())
    sys.stdout.flush()
    command = [str(environment.python()), "-m", "kedang", "serve", "--demo", *rest]
    if sys.platform != "win32":
        os.execv(command[0], command)  # so that Ctrl-C and the exit code are the server's own
    return subprocess.run(command, check=False).returncode


def set_up_development(rest: list[str]) -> int:
    """Everything that development needs, the interface built."""
    if not environment.python().exists():
        _check(memory=700, disk=3000)
    environment.ensure_environment()
    environment.install(ROOT / "requirements-dev.lock")
    environment.install_kedang()
    if (interface.UI / "package-lock.json").is_file():
        found = node()
        interface.install_everything(found)
        if not interface.is_built():
            interface.build(found)
    return 0


def test(rest: list[str]) -> int:
    """Every test. Ends with 3 if all went well but some could not run for want of system packages."""
    missing = machine.install_packages(machine.missing_packages())
    set_up_development([])
    code = subprocess.run([str(environment.python()), "-u", "tools/run_tests.py", *rest], check=False).returncode
    if missing:
        print(f"\nNot installed, and tests that need it did not run: {', '.join(missing)}. As root:\n  {machine.install_command(missing)}", flush=True)
        return code or NEEDS_ATTENTION
    return code


def node() -> interface.Node:
    """The machine's Node, else that of the wheel, installed now."""
    found = interface.machine_node() or interface.wheel_node(environment.packages())
    if found is None:
        environment.install(ROOT / "requirements-node.lock")
        found = interface.wheel_node(environment.packages())
    if found is None:
        raise environment.Stop("There is no Node 20.19 or newer, and its package did not bring one. Install Node and run the same command again.")
    return found


def _check(*, memory: int, disk: int) -> None:
    short = machine.shortage(ROOT, memory=memory, disk=disk)
    if short:
        raise environment.Stop(short)


def _with_newer_python(arguments: list[str]) -> int:
    for minor in range(15, LEAST_PYTHON[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            program = Path(folder) / f"python3.{minor}"
            if os.access(program, os.X_OK):
                os.execv(program, [str(program), __file__, *arguments])
    print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
