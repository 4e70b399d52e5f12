"""The customer archive with its people: Mara sells in the south, Jon in the north, the boss administers, an auditor only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from kedang import solutions

from .clock import StillClock
from .world import HOME, SYSTEM, Client, World


@dataclass
class Archive:
    """The archive and its people."""

    world: World
    clock: StillClock
    boss: Client
    mara: Client
    jon: Client
    auditor: Client

    @classmethod
    async def begin(cls, bare: World, clock: StillClock) -> Self:
        """A workspace as it begins."""
        async with bare.database.workspace(HOME) as tx:
            await solutions.begin(tx, SYSTEM)
        south, north = await bare.department("华南"), await bare.department("华北")
        return cls(
            world=bare,
            clock=clock,
            boss=await bare.person("陈静", "administrator"),
            mara=await bare.person("Mara", "sales", departments=[south]),
            jon=await bare.person("Jon", "sales", departments=[north]),
            auditor=await bare.person("审计", "read_only"),
        )
