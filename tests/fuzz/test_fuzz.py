"""The engine before both oracles, over random worlds, people and requests.

``KEDANG_FUZZ_QUERIES`` says about how many requests are made (default: those that the coverage test of ``test_twin.py`` counts). A failure prints the seed of
its world; seeds of failures that were found are kept in ``seeds.json`` and played first, for ever.

Some parts are played with two processes that answer, all of them when ``KEDANG_FUZZ_QUERIES`` is set: what one process remembers, it must forget with the
commit that another makes.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.support import Cluster

from .harness import MOVES, PER_MOVE, PER_PERSON, Arena, open_arena

FIRST_SEED = 1000
WORLDS = 112  #: with some six people each and 28 requests a person: 18,000
PARTS = 12
WANTED = os.environ.get("KEDANG_FUZZ_QUERIES")
PARTS_OF_TWO = PARTS if WANTED else 3  #: the first parts, which two processes answer
KEPT = json.loads((Path(__file__).parent / "seeds.json").read_text(encoding="utf-8"))


def worlds() -> int:
    """How many worlds to play."""
    return max(PARTS, int(WANTED) // (6 * (PER_PERSON + MOVES * PER_MOVE))) if WANTED else WORLDS


@pytest.fixture(scope="module")
async def arena(cluster: Cluster) -> AsyncGenerator[Arena]:
    """A workspace of this process's own."""
    addresses = cluster.clone()
    async with open_arena(addresses) as made:
        yield made
    cluster.drop(addresses)


@pytest.fixture(scope="module")
async def arena_of_two(cluster: Cluster) -> AsyncGenerator[Arena]:
    """A workspace for which two other processes answer."""
    addresses = cluster.clone()
    async with open_arena(addresses, processes=2) as made:
        yield made
    cluster.drop(addresses)


async def play(arena: Arena, seeds: list[int]) -> None:
    """Play worlds, and say everything that is wrong."""
    failures = [str(failure) for seed in seeds for failure in await arena.play(seed)]
    assert not failures, f"{len(failures)} failures:\n" + "\n\n".join(failures[:20])


async def test_seeds_that_failed_once_do_not_fail_again(arena: Arena) -> None:
    await play(arena, [kept["seed"] for kept in KEPT])


def seeds_of(part: int) -> list[int]:
    """The worlds of a part."""
    return list(range(FIRST_SEED + part, FIRST_SEED + worlds(), PARTS))


@pytest.mark.parametrize("part", range(PARTS_OF_TWO, PARTS))
async def test_every_answer_is_the_expected_one_and_tells_nothing_of_the_unseen(arena: Arena, part: int) -> None:
    await play(arena, seeds_of(part))


@pytest.mark.parametrize("part", range(PARTS_OF_TWO))
async def test_two_processes_answer_as_one_right_after_every_change(arena_of_two: Arena, part: int) -> None:
    await play(arena_of_two, seeds_of(part))
