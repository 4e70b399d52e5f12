"""SQL of plans: which one is the present one, what is not planned yet, and what became of what was planned."""

from __future__ import annotations

from uuid import UUID

from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx


async def count_plan(tx: WorkspaceTx, id: UUID) -> None:
    """Its plan is another one now, though it was not made again as a whole."""
    await tx.run("update import set plan = plan + 1 where id = %(id)s", id=id)


async def is_outdated(tx: WorkspaceTx, id: UUID) -> bool:
    """Whether other imports have written, or are writing, since this one was planned."""
    row = await tx.one(
        """
        select exists (
            select from import o where o.id <> i.id and o.started_at is not null and coalesce(o.ended_at, %(now)s) > coalesce(i.planned_at, i.at)
        ) as is_outdated from import i where i.id = %(id)s
        """,
        id=id, now=tx.now,
    )  # fmt: skip
    return bool(row["is_outdated"])


async def set_draft(tx: WorkspaceTx, id: UUID, draft: object) -> None:
    """What is said about a plan and not planned yet; none: nothing."""
    await tx.run("update import set draft = %(draft)s where id = %(id)s", id=id, draft=None if draft is None else Jsonb(draft))


async def set_taken_back(tx: WorkspaceTx, id: UUID, taken_back: object) -> None:
    """What its undo did."""
    await tx.run("update import set taken_back = %(taken_back)s where id = %(id)s", id=id, taken_back=Jsonb(taken_back))


async def has_sheets(tx: WorkspaceTx, id: UUID) -> bool:
    """Whether sheets are kept."""
    return bool((await tx.one("select exists (select from import_sheet where import = %(id)s) as has", id=id))["has"])
