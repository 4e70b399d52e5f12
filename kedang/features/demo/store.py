"""SQL of the one row that says how the demonstration stands."""

from __future__ import annotations

import msgspec
from psycopg.types.json import Jsonb

from kedang.core.db import InstallationTx

from .model import Demo, Persona, State


async def load(tx: InstallationTx, *, for_update: bool = False) -> Demo:
    """How it stands."""
    if for_update:
        await tx.run("select 1 from demo for update")
    row = await tx.maybe("select state, workspace, newest, people, done, total from demo")
    return msgspec.convert(row, Demo) if row else Demo()


async def put_state(tx: InstallationTx, state: State) -> None:
    """Say what is wished, or that it is done."""
    await tx.run(
        """
        insert into demo (state, changed_at) values (%(state)s, %(now)s)
        on conflict (id) do update set state = excluded.state, done = 0, total = 0, changed_at = excluded.changed_at
        """,
        state=state, now=tx.now,
    )  # fmt: skip


async def put_workspace(tx: InstallationTx, workspace: int | None) -> None:
    """Where it lies; none if it is gone."""
    await tx.run(
        "update demo set workspace = %(workspace)s, people = '[]', newest = greatest(newest, coalesce(%(workspace)s, 0))",
        workspace=workspace,
    )


async def put_people(tx: InstallationTx, people: list[Persona]) -> None:
    """As whom one can look at it."""
    await tx.run("update demo set people = %(people)s", people=Jsonb(msgspec.to_builtins(people)))


async def put_progress(tx: InstallationTx, done: int, total: int) -> None:
    """How far it is."""
    await tx.run("update demo set done = %(done)s, total = %(total)s, changed_at = %(now)s", done=done, total=total, now=tx.now)
