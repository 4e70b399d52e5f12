"""An option becomes another in more records than one request should change: the list is right at once, the records follow in the background."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.features.bulk import running
from kedang.features.model import options as merging
from kedang.reactions import plan
from tests.bulk.asking import customers, undo, values
from tests.support.settings import settings
from tests.support.world import ALL, HOME, Client, World

pytestmark = pytest.mark.commits
PATH = "/objects/customer"
WISH = {"source": "A", "into": "B"}


async def work(database: Database) -> None:
    """Do what waits."""
    await jobs.deliver_waiting(database, plan(settings()), HOME)


async def merge(boss: Client, key: str = "level", **wish: str) -> dict[str, Any]:
    """A merge that is taken."""
    answer = await boss.post(f"{PATH}/fields/{key}/merge", wish or WISH)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def is_retired(boss: Client, key: str, option: str) -> bool:
    found = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == key)
    return next(one for one in found["options"] if one["key"] == option).get("retired", False)


@pytest.mark.req("R007", part="API: merge of more records than one request changes, with progress, and back")
async def test_more_records_than_one_request_changes_follow_in_the_background(
    world: World, boss: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 200)
    await world.role("clerk", {"*": {**ALL, "read": "own", "update": "own"}})
    clerk = await world.person("Mara", "clerk")
    await clerk.make("customer", name="她自己的", level="A")
    await customers(boss, merging.AT_ONCE, level="A", areas=["north"])
    done = await merge(boss)
    assert (done["records"], done["state"]) == (merging.AT_ONCE + 1, "waiting")
    assert await is_retired(boss, "level", "A"), "nobody chooses it any more"
    shown = (await boss.get(f"/bulks/{done['batch']}")).json()
    assert (shown["state"], shown["action"], shown["fields"], shown["total"]) == ("waiting", "merge_options", ["level"], merging.AT_ONCE + 1)
    await work(database)
    shown = (await boss.get(f"/bulks/{done['batch']}")).json()
    assert (shown["state"], shown["changed"], shown["refused"]) == ("done", merging.AT_ONCE + 1, 0)
    assert {level for (level,) in await values(boss, "level")} == {"B"}
    await undo(boss, {"id": done["batch"]})
    await work(database)
    assert {level for (level,) in await values(boss, "level")} == {"A"}, "also that of a colleague, and though the option is out of choice"
    assert (await clerk.post("/objects/customer/bulk", {"query": {}, "action": "merge_options"})).status_code == 422, "no other way to ask for it"


async def test_who_chose_another_meanwhile_keeps_it_and_lists_lose_only_the_one(boss: Client, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 2)
    (first, second, third) = await customers(boss, 3, level="A", areas=["north", "east"])
    done = await merge(boss)
    assert (await boss.patch(f"{PATH}/records/{second}", {"version": 1, "level": "C"})).status_code == 200
    await work(database)
    assert [(await boss.record("customer", one))["level"] for one in (first, second, third)] == ["B", "C", "B"]
    shown = (await boss.get(f"/bulks/{done['batch']}")).json()
    assert (shown["changed"], shown["unchanged"], shown["refused"]) == (2, 1, 0)
    await merge(boss, "areas", source="north", into="south")
    await work(database)
    assert (await boss.record("customer", first))["areas"] == ["south", "east"]


async def test_who_manages_the_model_no_longer_ends_it(world: World, boss: Client, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 0)
    await world.role("modeller", {"*": ALL}, "model")
    eva = await world.person("Eva", "modeller")
    (one,) = await customers(boss, 1, level="A")
    done = await merge(eva)
    await world.role("modeller", {"*": ALL})
    await work(database)
    assert (await eva.get(f"/bulks/{done['batch']}")).json()["state"] == "failed"
    assert (await boss.record("customer", one))["level"] == "A"


@pytest.mark.parametrize("most", [500, 0], ids=["at once", "in the background"])
async def test_who_does_not_see_the_field_does_not_learn_of_its_options(
    world: World, boss: Client, database: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", most)
    await world.role("clerk", {"customer": {**ALL, "fields": {"*": "edit", "level": "hidden"}}})
    clerk = await world.person("Mara", "clerk")
    (one,) = await customers(boss, 1, level="A")
    await merge(boss)
    await work(database)
    assert (await boss.record("customer", one))["level"] == "B"
    newest = (await clerk.get(f"{PATH}/records/{one}/history")).json()["items"][0]
    assert (newest["version"], newest["changes"], newest["reason"]) == (2, [], None)
