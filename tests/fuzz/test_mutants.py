"""The fuzz can fail: it finds every leak that was put into a copy of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import Cluster

from .run_mutants import MUTANTS, judge, known_worlds

WORLDS = known_worlds()  #: the way to them was gone when they were found; `python -m tests.fuzz.run_mutants` goes it again


@pytest.mark.parametrize("patch", MUTANTS, ids=[patch.stem for patch in MUTANTS])
async def test_the_seeded_leak_is_found(cluster: Cluster, patch: Path) -> None:
    verdict = await judge(cluster, patch, world=WORLDS.get(patch.stem))
    assert verdict.found, str(verdict)


async def test_nothing_is_found_in_a_faithful_copy(cluster: Cluster) -> None:
    verdict = await judge(cluster, None, 300)
    assert not verdict.found, str(verdict.found)
    assert not verdict.trouble, verdict.trouble
