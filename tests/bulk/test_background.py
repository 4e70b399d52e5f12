"""Long changes of many: in chunks, with the rights of the moment, cancelled, killed in the middle, undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from kedang.core import jobs
from kedang.core.base import Actor
from kedang.core.db import Addresses, Database, WorkspaceTx
from kedang.features.bulk import running, service
from kedang.features.bulk.model import Bulk
from kedang.reactions import plan
from tests.bulk.asking import Json, bulk, counts, customers, undo, values
from tests.jobs.parts import until, working
from tests.support.killing import killed_when_busy
from tests.support.settings import settings
from tests.support.world import ALL, HOME, Client, World

pytestmark = pytest.mark.commits


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is done by a job, 100 records at a time."""
    monkeypatch.setattr(service, "AT_ONCE", -1)
    monkeypatch.setattr(running, "CHUNK", 100)


async def work(database: Database) -> None:
    """Do what waits."""
    await jobs.deliver_waiting(database, plan(settings()), HOME)


async def shown(person: Client, made: Json) -> Json:
    """How it stands."""
    return (await person.get(f"/bulks/{made['id']}")).json()


async def levels(boss: Client) -> dict[str | None, int]:
    """How many customers have each grade."""
    found: dict[str | None, int] = {}
    for (level,) in await values(boss, "level"):
        found[level] = found.get(level, 0) + 1
    return found


async def test_a_long_change_runs_in_chunks_and_is_undone_in_chunks(boss: Client, database: Database) -> None:
    await customers(boss, 250)
    made = await bulk(boss, query={}, action="set", values={"level": "A"})
    assert counts(made) == ("waiting", 250, 0, 0, 0)
    early = await boss.post(f"/bulks/{made['id']}/undo")
    assert (early.status_code, early.json()["code"]) == (409, "still_running")
    await work(database)
    assert counts(await shown(boss, made)) == ("done", 250, 250, 0, 0)
    assert await levels(boss) == {"A": 250}
    async with database.workspace(HOME) as tx:
        assert len(await tx.all("select distinct xmin::text from change where batch = %(id)s", id=made["id"])) == 3, "one transaction for each chunk"
    assert (await undo(boss, made))["state"] == "undoing"
    await work(database)
    undone = await shown(boss, made)
    assert (undone["state"], undone["reverted"], undone["kept"]) == ("undone", 250, 0)
    assert await levels(boss) == {None: 250}


async def test_it_is_about_the_records_that_were_there_when_it_was_asked_for(boss: Client, database: Database) -> None:
    ids = await customers(boss, 30, level="A")
    made = await bulk(boss, query={"where": {"field": "level", "op": "eq", "value": "A"}}, action="set", values={"level": "B"})
    await boss.make("customer", name="后来", level="A")
    await boss.patch(f"/objects/customer/records/{ids[0]}", {"version": 1, "level": "C"})
    await work(database)
    assert counts(await shown(boss, made)) == ("done", 30, 30, 0, 0)
    assert await levels(boss) == {"A": 1, "B": 30}


Do = Callable[[], Awaitable[object]]


def around_chunks(monkeypatch: pytest.MonkeyPatch, *, behind_first: Do | None = None, before_second: Do | None = None) -> None:
    """Do something while chunks are written: when the first one is, or when the second begins."""
    step, number = running.step, [0]

    async def watched(tx: WorkspaceTx, actor: Actor, one: Bulk) -> bool:
        number[0] += 1
        if number[0] == 2 and before_second:
            await before_second()
        more = await step(tx, actor, one)
        if number[0] == 1 and behind_first:
            await behind_first()
        return more

    monkeypatch.setattr(running, "step", watched)


async def test_rights_that_end_in_the_middle_end_the_change_there(boss: Client, world: World, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.role("seller", {"customer": ALL})
    mara = await world.person("Mara", "seller")
    await customers(boss, 150)
    made = await bulk(mara, query={}, action="set", values={"level": "A"})
    around_chunks(monkeypatch, behind_first=lambda: world.role("seller", {"customer": {**ALL, "update": "none"}}))
    await work(database)
    mara = await world.client("Mara", mara.id)
    assert counts(await shown(mara, made)) == ("done", 150, 100, 0, 50)
    assert await levels(boss) == {"A": 100, None: 50}


async def test_who_was_disabled_meanwhile_changes_nothing(boss: Client, world: World, database: Database) -> None:
    mara = await world.person("Mara", "administrator")
    await customers(boss, 3)
    made = await bulk(mara, query={}, action="set", values={"level": "A"})
    await world.change(mara.id, status="disabled")
    await work(database)
    async with database.workspace(HOME) as tx:
        row = await tx.one("select state, changed from bulk where id = %(id)s", id=made["id"])
    assert (row["state"], row["changed"], await levels(boss)) == ("failed", 0, {None: 3})


async def test_what_is_cancelled_stops_behind_the_chunk_and_can_be_undone(boss: Client, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await customers(boss, 250)
    made = await bulk(boss, query={}, action="set", values={"level": "A"})

    async def cancel() -> None:
        assert (await boss.post(f"/bulks/{made['id']}/cancel")).json()["state"] == "cancelling"

    around_chunks(monkeypatch, before_second=cancel)
    await work(database)
    assert counts(await shown(boss, made)) == ("cancelled", 250, 100, 0, 0)
    assert await levels(boss) == {"A": 100, None: 150}
    assert (await boss.post(f"/bulks/{made['id']}/cancel")).json()["code"] == "not_running"
    await undo(boss, made)
    await work(database)
    assert ((await shown(boss, made))["reverted"], await levels(boss)) == (100, {None: 250})


async def test_one_may_not_have_too_many_under_way(boss: Client) -> None:
    await customers(boss, 1)
    for _ in range(service.OPEN):
        await bulk(boss, query={}, action="set", values={"level": "A"})
    more = await boss.post("/objects/customer/bulk", {"query": {}, "action": "delete"})
    assert (more.status_code, more.json()["code"]) == (503, "too_many_bulks")


async def number_of(database: Database, id: str) -> dict[str, int]:
    """What the history says of the batch: records, and changes."""
    async with database.workspace(HOME) as tx:
        row = await tx.one("select count(distinct record) as records, count(*) as changes from change where batch = %(id)s", id=UUID(id))
    return {"records": row["records"], "changes": row["changes"]}


@pytest.mark.req("R032", part="killed in the middle")
async def test_a_worker_killed_in_the_middle_is_followed_by_another_that_goes_on(
    boss: Client, database: Database, addresses: Addresses, tmp_path: Path
) -> None:
    async def is_done() -> bool:
        return (await shown(boss, made))["state"] == "done"

    async def is_undone() -> bool:
        return (await shown(boss, made))["state"] == "undone"

    await customers(boss, 350)
    made = await bulk(boss, query={}, action="set", values={"level": "A"})
    await killed_when_busy("tests.bulk.program", addresses.app, "update", marker=tmp_path / "busy")
    assert counts(await shown(boss, made)) == ("running", 350, 100, 0, 0), "the chunk that was cut off left nothing"
    assert await levels(boss) == {"A": 100, None: 250}
    async with working(addresses, plan(settings()), lease=2):
        await until(is_done, seconds=90)
    assert counts(await shown(boss, made)) == ("done", 350, 350, 0, 0)
    assert await number_of(database, made["id"]) == {"records": 350, "changes": 350}, "no record was changed twice"
    await undo(boss, made)
    await killed_when_busy("tests.bulk.program", addresses.app, "undo", marker=tmp_path / "undoing")
    assert (await shown(boss, made))["reverted"] == 100
    async with working(addresses, plan(settings()), lease=2):
        await until(is_undone, seconds=90)
    assert ((await shown(boss, made))["reverted"], await levels(boss)) == (350, {None: 350})
