"""A record without a name is called by its object and the end of its id, on every surface."""

from __future__ import annotations

from tests.support.world import ALL, Client, World, field

THING = {"key": "thing", "label": {"zh": "物品", "en": "Thing"}, "fields": [field("name", "text"), field("of", "relation", target="thing")]}
RECORDS = "/objects/thing/records"


async def test_a_record_without_a_name_has_a_title_wherever_it_is_named(world: World, boss: Client) -> None:
    await world.model(THING)
    made = await boss.make("thing")
    title = f"物品 {made['id'].replace('-', '')[-8:]}"
    other = await boss.make("thing", name="甲", of=made["id"])
    assert (made["title"], made["name"], other["of"]) == (title, None, {"id": made["id"], "title": title})
    assert [one["title"] for one in (await boss.find("thing", sort=["title"]))["items"]] == ["甲", title]
    assert [one["title"] for one in (await boss.get("/search", params={"q": title})).json()["items"]] == [title]
    await boss.patch(f"{RECORDS}/{other['id']}", {"version": 1, "of": None})
    (change,) = (await boss.get(f"{RECORDS}/{other['id']}/history")).json()["items"][0]["changes"]
    assert change["old"] == {"id": made["id"], "title": title}


async def test_the_title_follows_the_name_and_comes_back_when_it_is_emptied(world: World, boss: Client) -> None:
    await world.model(THING)
    made = await boss.make("thing", name="甲")
    path = f"{RECORDS}/{made['id']}"
    emptied = (await boss.patch(path, {"version": 1, "name": None})).json()
    assert emptied["title"] == f"物品 {made['id'].replace('-', '')[-8:]}"
    assert (await boss.patch(path, {"version": 2, "name": "乙"})).json()["title"] == "乙"


async def test_who_may_not_read_the_name_reads_no_title(world: World, boss: Client) -> None:
    await world.model(THING)
    await world.role("narrow", {"thing": {**ALL, "fields": {"*": "read", "name": "hidden"}}})
    lena = await world.person("Lena", "narrow")
    made = await boss.make("thing")
    assert "title" not in await lena.record("thing", made["id"])
