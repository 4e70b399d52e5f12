"""Whose an import is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx

from . import store
from .errors import NoSuchImport, PlanChanged


async def mine(tx: WorkspaceTx, rights: Rights, id: UUID, *, lock: bool = False) -> dict[str, Any]:  # Any: a row
    """An import that the caller made, or anybody's if she manages imports. Raises ``NoSuchImport``."""
    row = await store.load(tx, id, lock=lock)
    if row is None or not (row["actor"] == rights.actor.person or rights.may_manage("imports")):
        raise NoSuchImport
    return row


def check_plan(row: dict[str, Any], seen: int | None) -> None:  # Any: a row
    """Whether the plan is still the one that the caller has seen; none: she does not say. Raises ``PlanChanged``."""
    if seen is not None and seen != row["plan"]:
        raise PlanChanged
