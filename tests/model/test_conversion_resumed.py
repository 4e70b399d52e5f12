"""A change of kind whose process dies is gone on with by a job, once nobody has given a sign of life for a while."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from kedang.core import schema
from kedang.core.jobs import Plan, deliver_waiting
from kedang.core.schema import FieldDefinition, conversion
from kedang.core.schema.jobs import JOBS
from tests.support.world import HOME, SYSTEM, Client, World

NUMBER = FieldDefinition(key="note", kind="number", label={"zh": "备注"})


async def states(world: World) -> list[str]:
    """How the conversions stand, oldest first."""
    async with world.database.workspace(HOME) as tx:
        return [row["state"] for row in await tx.all("select state from model_change order by started_at")]


@pytest.mark.commits
async def test_a_conversion_whose_process_died_is_gone_on_with(world: World, boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [(await boss.make("customer", name=f"客户{n}", note=str(n)))["id"] for n in range(30)]
    monkeypatch.setattr(conversion, "CHUNK", 1)
    converting = asyncio.create_task(schema.convert_field(world.database, HOME, SYSTEM, "customer", NUMBER))
    while not await states(world):  # noqa: ASYNC110  the database is asked
        await asyncio.sleep(0)
    converting.cancel()
    with suppress(asyncio.CancelledError):
        await converting
    assert await states(world) == ["running"]
    assert (await boss.record("customer", made[7]))["note"] == "7", "the old field is in use"
    assert (await boss.patch("/objects/customer/fields/note", {"kind": "number"})).json()["code"] == "already_changing"
    async with world.database.workspace(HOME) as tx:
        await tx.run("update model_change set progress = jsonb_build_object('seen', clock_timestamp() - interval '1 minute')")
    await deliver_waiting(world.database, Plan(reactions=JOBS), HOME)
    assert await states(world) == ["done"]
    assert [(await boss.record("customer", id))["note"] for id in made] == list(range(30))
