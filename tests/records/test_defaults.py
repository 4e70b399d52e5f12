"""Defaults that mean something else each time: today, now, and whoever makes the record."""

from __future__ import annotations

from kedang import solutions
from kedang.core import access, records
from kedang.core.base import system_actor
from tests.support.clock import StillClock
from tests.support.world import HOME, SYSTEM, Client, World, field

RECORDS, FIELDS = "/objects/customer/records", "/objects/customer/fields"
DEFAULTS = {"since": "$today", "seen": "$now", "keeper": "$me"}


async def set_defaults(boss: Client) -> None:
    for key, default in DEFAULTS.items():
        answer = await boss.patch(f"{FIELDS}/{key}", {"default": default})
        assert answer.status_code == 200, answer.text


async def test_a_new_record_gets_the_day_the_moment_and_its_maker_where_nobody_says_otherwise(boss: Client, clock: StillClock) -> None:
    await set_defaults(boss)
    made = await boss.make("customer", name="甲")
    assert (made["since"], made["seen"], made["keeper"]) == ("2026-11-24", made["created_at"], {"id": str(boss.id), "title": "陈静"})
    clock.forward(days=1)
    later = await boss.make("customer", name="乙", keeper=None, seen="2020-01-01T00:00:00Z")
    assert (later["since"], later["seen"], later["keeper"]) == ("2026-11-25", "2020-01-01T00:00:00Z", None)
    assert (await boss.patch(f"{RECORDS}/{made['id']}", {"version": 1, "note": "x"})).json()["since"] == "2026-11-24"


async def test_the_form_of_a_new_record_shows_them(world: World, boss: Client) -> None:
    await set_defaults(boss)
    shown = {one["key"]: one["default"] for one in (await boss.get("/objects/customer")).json()["fields"]}
    assert {key: shown[key] for key in DEFAULTS} == DEFAULTS
    draft = (await boss.post(f"{RECORDS}/draft", {"name": "甲"})).json()
    assert (draft["values"]["since"], draft["values"]["keeper"]) == ("2026-11-24", {"id": str(boss.id), "title": "陈静"})
    assert draft["values"]["seen"].endswith("Z")
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "since": "hidden", "keeper": "read"}}})
    mara = await world.person("Mara", "seller")
    made = await mara.make("customer", name="乙")
    assert ("since" in made, made["keeper"]["id"]) == (False, str(mara.id))


async def test_an_import_makes_up_neither_a_day_nor_a_person(world: World, boss: Client) -> None:
    await set_defaults(boss)
    await boss.patch(f"{FIELDS}/level", {"default": "C"})
    async with world.database.workspace(HOME) as tx:
        rights = await access.rights_now(tx, system_actor(HOME, name="import", via="import"))
        await records.create_many(tx, rights, "customer", [{"name": "入"}])
    (made,) = (await boss.find("customer"))["items"]
    assert (made["since"], made["seen"], made["keeper"], made["level"]) == (None, None, None, "C")


async def test_each_word_is_for_its_kind_only(boss: Client) -> None:
    for kind, default in [("text", "$today"), ("datetime", "$today"), ("date", "$now"), ("date", "$me"), ("department", "$me"), ("number", "$now")]:
        answer = await boss.post(FIELDS, field("x", kind, default=default))
        assert (answer.status_code, answer.json()["reason_code"]) == (422, "dynamic_default"), (kind, default)
    assert (await boss.post(FIELDS, field("x", "text", default="$tomorrow"))).status_code == 201


async def test_an_interaction_is_of_today_unless_it_says_otherwise(bare: World) -> None:
    async with bare.database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    boss = await bare.person("陈静", "administrator")
    assert (await boss.make("interaction", summary="电话沟通", kind="call"))["date"] == "2026-11-24"
