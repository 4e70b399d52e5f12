"""The solutions that were applied, as they were shipped then: definitions of the kind ``solution``."""

from __future__ import annotations

import msgspec

from kedang.core.base import PersonId
from kedang.core.db import WorkspaceTx
from kedang.core.schema import insert_definition, load_definitions

from .model import Solution

KIND = "solution"


async def load_applied(tx: WorkspaceTx) -> dict[str, tuple[int, Solution]]:
    """What was applied last, by key, with its revision."""
    return {row["key"]: (int(row["revision"]), msgspec.convert(row["body"], Solution)) for row in await load_definitions(tx, KIND)}


async def insert_applied(tx: WorkspaceTx, solution: Solution, *, by: PersonId | None, is_retired: bool = False) -> int:
    """Keep what was applied; returns its revision."""
    return await insert_definition(tx, KIND, solution.key, solution, by=by, is_retired=is_retired)
