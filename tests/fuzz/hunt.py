"""Plays worlds until something is wrong: what is run on a mutant, in a process of its own.

``python -m tests.fuzz.hunt APP ADMIN PROGRAMS SEEDS REQUESTS [both]`` prints one JSON object: for each oracle the number of the request at which it found
something, and the seed of its world. ``SEEDS`` are the first worlds, with commas between them; those after the last follow.
"""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import chain, count
from pathlib import Path

from kedang.core.db import Addresses

from .generate import world
from .harness import PER_PERSON, Arena, open_arena, requests_of
from .model import World

Finds = dict[str, dict[str, object]]


async def hunt(arena: Arena, seeds: list[int], most: int, *, both: bool) -> Finds:
    """Play until one oracle (or both) found something, or so many requests were made."""
    found: Finds = {}
    asked = 0
    for seed in chain(seeds, count(seeds[-1] + 1)):
        if asked >= most or len(found) == (2 if both else 1):
            break
        made = world(seed)
        await arena.put(made)
        asked = await _play(arena, made, asked, found, both=both)
    return found


async def _play(arena: Arena, made: World, asked: int, found: Finds, *, both: bool) -> int:
    raws: list[list[object]] = []
    start = asked
    for person in made.people.values():
        raws.append([])
        for request in requests_of(made, person, PER_PERSON):
            detail, raw = await arena.differs(made, person, request)
            asked += 1
            raws[-1].append(raw)
            if detail and "differential" not in found:
                found["differential"] = {"seed": made.seed, "asked": asked, "request": repr(request)[:400], "detail": detail[:400]}
                if not both:
                    return asked
    if "non-interference" not in found:
        await _disturb(arena, made, raws, start, found)
    return asked


async def _disturb(arena: Arena, made: World, raws: list[list[object]], asked: int, found: Finds) -> None:
    for place, person in enumerate(made.people.values()):
        for failure in await arena.interference(made, place, person, raws[place], 1):
            number = asked + place * PER_PERSON + failure.number + 1
            found["non-interference"] = {"seed": made.seed, "asked": number, "request": repr(failure.request)[:400], "detail": failure.detail[:400]}
            return


async def main() -> None:
    """Hunt in the database that the arguments name."""
    app, admin, programs, seeds, most = sys.argv[1:6]
    async with open_arena(Addresses(app=app, admin=admin, bin=Path(programs))) as arena:
        print(json.dumps(await hunt(arena, [int(seed) for seed in seeds.split(",")], int(most), both="both" in sys.argv)))


if __name__ == "__main__":
    asyncio.run(main())
