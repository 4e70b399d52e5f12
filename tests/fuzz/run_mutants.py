"""Puts seeded leaks into a copy of the tree and shows that the fuzz finds each.

Every file of ``mutants`` is one leak: a sentence that says what it is, then a patch against the real code. They were written after the twin was finished,
from the code that it judges; the twin was not changed to find them. ``python -m tests.fuzz.run_mutants [both] [name …]`` prints, for each, which oracle found
it at which request. ``learn`` writes the worlds in which they were found into ``mutants/worlds.json``: the tests look there first.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.support.cluster import Cluster, Run, open_cluster

ROOT = Path(__file__).parents[2]
MUTANTS = sorted((Path(__file__).parent / "mutants").glob("*.patch"))
WORLDS = Path(__file__).parent / "mutants" / "worlds.json"
FIRST_SEED = 5000
REQUESTS = 3000  #: after so many a mutant counts as not found
AT_ONCE = 2


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant."""

    name: str
    leak: str
    found: dict[str, dict[str, object]]
    trouble: str = ""

    def __str__(self) -> str:
        """One line."""
        by = ", ".join(f"{oracle} at request {what['asked']}" for oracle, what in self.found.items()) or self.trouble or "NOT FOUND"
        return f"{self.name}: {by}. {self.leak}"


def copy_with(patch: Path | None, folder: Path) -> str:
    """A copy of the code with a patch in it; what went wrong, if it does not apply. What is compiled goes along: only the patched files are compiled anew."""
    for part in ("kedang", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("static"))
    if patch is None:
        return ""
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(["git", "apply", "-C1", str(patch)], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"the patch does not apply: {done.stderr.strip()[:300]}"


def named(patch: Path) -> tuple[str, str]:
    """The name of a mutant, and the sentence that its file begins with."""
    return patch.stem, patch.read_text(encoding="utf-8").split("\n", 1)[0]


async def judge(cluster: Cluster, patch: Path | None, most: int = REQUESTS, *, both: bool = False, world: int | None = None) -> Verdict:
    """Hunt in a copy with a leak (or, with none, in a faithful one), first in a world that is named, then in all others from the first on."""
    name, leak = named(patch) if patch else ("no mutant", "")
    with tempfile.TemporaryDirectory(prefix="kedang-mutant-") as place:
        trouble = copy_with(patch, Path(place))
        if trouble:
            return Verdict(name, leak, {}, trouble)
        addresses = cluster.clone()
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.hunt",
            addresses.app,
            addresses.admin,
            str(addresses.bin),
            str(FIRST_SEED) if world is None else f"{world},{FIRST_SEED}",
            str(most),
            *(["both"] if both else []),
        ]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=place, env={**os.environ, "PYTHONPATH": place}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )  # fmt: skip
        out, errors = await process.communicate()
        cluster.drop(addresses)
        if process.returncode:
            return Verdict(name, leak, {}, f"it does not run: {errors.decode().strip().splitlines()[-1]}")
        return Verdict(name, leak, json.loads(out))


def known_worlds() -> dict[str, int]:
    """Where mutants were found that are not found in the first world."""
    return json.loads(WORLDS.read_text(encoding="utf-8"))


def _learn(verdicts: list[Verdict]) -> None:
    seeds = {verdict.name: int(str(next(iter(verdict.found.values()))["seed"])) for verdict in verdicts if verdict.found}
    kept = {name: seed for name, seed in (known_worlds() | seeds).items() if seed != FIRST_SEED}
    WORLDS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


async def judge_all(cluster: Cluster, patches: list[Path], *, both: bool = False) -> list[Verdict]:
    """Some at once."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(patch: Path) -> Verdict:
        async with free:
            verdict = await judge(cluster, patch, both=both)
            print(verdict, flush=True)
            return verdict

    return list(await asyncio.gather(*(one(patch) for patch in patches)))


def main() -> None:
    """All mutants, or those named."""
    wanted = [word for word in sys.argv[1:] if word not in ("both", "learn")]
    patches = [patch for patch in MUTANTS if not wanted or any(word in patch.stem for word in wanted)]
    run = Run()
    try:
        with open_cluster(run.folder) as cluster:
            verdicts = asyncio.run(judge_all(cluster, patches, both="both" in sys.argv))
    finally:
        run.end()
    if "learn" in sys.argv:
        _learn(verdicts)
    missed = [verdict.name for verdict in verdicts if not verdict.found]
    print(f"{len(verdicts) - len(missed)} of {len(verdicts)} found; missed: {', '.join(missed) or 'none'}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
