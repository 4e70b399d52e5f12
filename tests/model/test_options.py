"""Options that leave a list: what the plan says, and what records, history and conversions go on showing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import HOME, Client, World, field, options

PATH, RECORDS = "/objects/customer", "/objects/customer/records"


async def options_now(client: Client, key: str) -> list[tuple[str, str, bool]]:
    """Key, Chinese label and retirement of every option, in order."""
    shown = next(one for one in (await client.get(PATH)).json()["fields"] if one["key"] == key)
    return [(one["key"], one["label"]["zh"], one.get("retired", False)) for one in shown["options"]]


async def planned(client: Client, key: str, change: dict[str, Any]) -> dict[str, int]:
    """The options that a change would retire, with the number of records of each."""
    (effect,) = (await client.patch(f"{PATH}/fields/{key}?plan=true", change)).json()["plan"]["effects"]
    return {one["key"]: one["records"] for one in effect.get("options", [])}


async def test_an_option_left_out_of_the_list_retires_where_it_stood_and_the_plan_counts_its_records(boss: Client) -> None:
    made = [await boss.make("customer", name=f"客户{n}", level=level, areas=areas) for n, (level, areas) in enumerate([
        ("B", ["north", "south"]), ("B", ["south"]), ("A", None), (None, ["east", "south"]),
    ])]  # fmt: skip
    await boss.delete(f"{RECORDS}/{made[1]['id']}")
    assert await planned(boss, "level", {"options": options("C", "A")}) == {"B": 2}
    assert await planned(boss, "level", {"options": options("A", "C", retired=["B", "X"])}) == {"B": 2}
    assert await planned(boss, "areas", {"options": options("north")}) == {"south": 3, "east": 1}
    assert await planned(boss, "level", {"label": {"zh": "等级"}}) == {}
    assert (await boss.patch(f"{PATH}/fields/level", {"options": options("A", "C")})).status_code == 200
    assert (await boss.patch(f"{PATH}/fields/areas", {"options": options("north")})).status_code == 200
    assert await options_now(boss, "level") == [("A", "A类", False), ("B", "B类", True), ("C", "C类", False), ("X", "X类", True)]
    assert await options_now(boss, "areas") == [("north", "north类", False), ("south", "south类", True), ("east", "east类", True)]
    assert (await boss.record("customer", made[0]["id"]))["level"] == "B"
    assert (await boss.post(RECORDS, {"name": "新", "level": "B"})).status_code == 422
    ordered = [one["level"] for one in (await boss.find("customer", sort=["level"]))["items"]]
    assert ordered == ["A", "B", None]


async def test_an_option_that_only_the_history_holds_keeps_its_label(boss: Client) -> None:
    made = await boss.make("customer", name="甲", level="B")
    await boss.patch(f"{RECORDS}/{made['id']}", {"version": 1, "level": "A"})
    assert await planned(boss, "level", {"options": options("A", "C")}) == {"B": 0}
    await boss.patch(f"{PATH}/fields/level", {"options": options("A", "C")})
    (change,) = (await boss.get(f"{RECORDS}/{made['id']}/history")).json()["items"][0]["changes"]
    assert (change["old"], ("B", "B类", True) in await options_now(boss, "level")) == ("B", True)


async def test_the_default_cannot_be_an_option_that_leaves(boss: Client) -> None:
    assert (await boss.patch(f"{PATH}/fields/level", {"default": "B"})).status_code == 200
    answer = await boss.patch(f"{PATH}/fields/level", {"options": options("A", "C")})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_definition")
    assert (await boss.patch(f"{PATH}/fields/level", {"options": options("A", "C"), "default": None})).status_code == 200


async def test_the_options_of_the_state_have_labels(boss: Client) -> None:
    assert await options_now(boss, "state") == [("active", "在用", False), ("archived", "已归档", False)]


@pytest.mark.commits
async def test_a_choice_becomes_a_multiple_choice_with_its_retired_options(boss: Client) -> None:
    ids = [(await boss.make("customer", name="甲", level=level))["id"] for level in ("A", "B", "C")]
    await boss.patch(f"{PATH}/fields/level", {"options": options("A", "C")})
    change = {"kind": "choices", "options": options("A")}
    assert await planned(boss, "level", change) == {"C": 1}
    (effect,) = (await boss.patch(f"{PATH}/fields/level?plan=true", change)).json()["plan"]["effects"]
    assert effect["lost"] == 0
    assert (await boss.patch(f"{PATH}/fields/level", change)).status_code == 200
    assert [(await boss.record("customer", id))["level"] for id in ids] == [["A"], ["B"], ["C"]]
    assert [(key, retired) for key, _, retired in await options_now(boss, "level")] == [("A", False), ("B", True), ("C", True), ("X", True)]


@pytest.mark.commits
@pytest.mark.parametrize(("language", "one", "several", "vip"), [("zh", "A类", "A类、B类", "是"), ("en", "Grade A", "Grade A, Grade B", "Yes")])
async def test_values_become_text_in_the_language_of_the_workspace(world: World, boss: Client, language: str, one: str, several: str, vip: str) -> None:
    async with world.database.workspace(HOME) as tx:
        await tx.run("update revision set language = %(language)s", language=language)
    await boss.post(f"{PATH}/fields", field("many", "choices", options=options("A", "B")))
    made = await boss.make("customer", name="甲", level="A", many=["A", "B"], vip=True)
    for key in ("level", "many", "vip"):
        answer = await boss.patch(f"{PATH}/fields/{key}", {"kind": "text", "options": []})
        assert answer.status_code == 200, answer.text
    record = await boss.record("customer", made["id"])
    assert [record[key] for key in ("level", "many", "vip")] == [one, several, vip]
    assert (await boss.patch(f"{PATH}/fields/vip", {"kind": "boolean"})).status_code == 200
    assert (await boss.record("customer", made["id"]))["vip"] is True
