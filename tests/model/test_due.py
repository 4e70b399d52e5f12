"""Which fields make to-dos of an object's records."""

from __future__ import annotations

import pytest

from tests.support.world import ALL, CUSTOMER, Client, World, field, problem

DUE = {"date": "since", "done": "vip", "text": "note", "person": "keeper"}


@pytest.mark.req("R371", part="a definition says what is a to-do")
async def test_the_object_tells_as_much_of_it_as_one_may_use(world: World, boss: Client) -> None:
    assert (await boss.patch("/objects/customer", {"due": DUE})).status_code == 200
    for key, hidden, told in [
        ("all", {}, DUE),
        ("no_words", {"note": "hidden", "keeper": "masked"}, {**DUE, "text": None, "person": None}),
        ("no_day", {"since": "hidden"}, None),
        ("no_end", {"vip": "masked"}, None),
    ]:
        await world.role(key, {"customer": {**ALL, "fields": {"*": "edit", **hidden}}})
        who = await world.person(key, key)
        assert (await who.get("/objects/customer")).json()["due"] == told, key
    assert (await boss.get("/objects/deal")).json()["due"] is None


@pytest.mark.parametrize(("part", "key"), [("date", "name"), ("date", "gone"), ("done", "level"), ("text", "since"), ("person", "team")])
async def test_only_fields_of_the_right_kind_will_do(boss: Client, part: str, key: str) -> None:
    status, body, _ = problem(await boss.patch("/objects/customer", {"due": {**DUE, part: key}}))
    assert status == 422
    assert f"due.{part} names {key}" in str(body)


async def test_a_field_that_makes_to_dos_cannot_go(world: World, boss: Client) -> None:
    await world.model(
        {
            **CUSTOMER,
            "key": "visit",
            "label": {"zh": "拜访"},
            "fields": [*CUSTOMER["fields"][:1], field("again", "date"), field("done", "boolean")],
            "identity": [],
        }
    )
    await boss.patch("/objects/visit", {"due": {"date": "again", "done": "done"}})
    assert (await boss.delete("/objects/visit/fields/done")).status_code == 409
    await boss.patch("/objects/visit", {"due": None})
    assert (await boss.delete("/objects/visit/fields/done")).status_code == 200
