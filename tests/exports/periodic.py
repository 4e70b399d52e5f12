"""Setting the schedule of periodic exports, and letting their time come."""

from __future__ import annotations

from typing import Any

from kedang.core import jobs, outbox
from kedang.core.db import Database
from kedang.reactions import plan
from kedang.settings import Settings
from tests.support.clock import StillClock
from tests.support.world import HOME, Client, Json


async def schedule(person: Client, **change: Any) -> Json:
    """The schedule; with changes, it is set first."""
    if change:
        version = (await schedule(person))["version"]
        answer = await person.request("PUT", "/exports/schedule", {"version": version, **change})
    else:
        answer = await person.get("/exports/schedule")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def make_due(database: Database, settings: Settings) -> int:
    """Do what is due by now; returns how many schedules were."""
    async with database.workspace(HOME) as tx:
        due = await outbox.emit_due(tx)
    await jobs.deliver_waiting(database, plan(settings), HOME)
    return due


async def days_later(clock: StillClock, database: Database, settings: Settings, days: int = 1) -> int:
    """Some days later, do what is due."""
    clock.forward(days=days)
    return await make_due(database, settings)


def zips(settings: Settings) -> list[str]:
    """Names of the files that lie in the folder, the lock aside."""
    return sorted(path.name for path in (settings.data_dir / "exports" / "ws_1" / "periodic").iterdir() if path.name != "lock")
