"""The search of a list knows pinyin, as the search of everything does; and finds by no title that may not be read."""

from __future__ import annotations

import pytest

from tests.support.world import Client, World


async def names(person: Client, text: str) -> set[str]:
    found = await person.find("customer", search=text, fields=["name"], count="exact")
    assert found["count"]["value"] == len(found["items"])
    return {one.get("name", "?") for one in found["items"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cghxkj", {"晨光华星科技"}), ("CGHX", {"晨光华星科技"}), ("hx", {"晨光华星科技", "华兴装饰"}), ("huaxing", {"晨光华星科技", "华兴装饰"}),
        ("cq", {"重庆长安"}), ("zhongqing", {"重庆长安"}), ("chongqing", {"重庆长安"}), ("ca", {"重庆长安"}), ("acme", {"Acme 中国"}), ("zg", {"Acme 中国"}),
        ("晨光", {"晨光华星科技"}), ("h", {"Acme 中国"}), ("hx kj", set()), ("%", set()), ("zzz", set()),
    ],
)  # fmt: skip
async def test_a_list_is_searched_by_characters_pinyin_and_initials(boss: Client, text: str, found: set[str]) -> None:
    for name in ("晨光华星科技", "华兴装饰", "重庆长安", "Acme 中国"):
        await boss.make("customer", name=name, note="h" if name.startswith("Acme") else "")
    assert await names(boss, text) == found


async def test_nobody_finds_by_the_pinyin_of_a_title_that_she_may_not_read(world: World, boss: Client) -> None:
    await world.role("own", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    await world.role("veiled", {"customer": {"read": "all", "fields": {"*": "read", "name": "masked"}}})
    mara, veiled, both = await world.person("Mara", "own"), await world.person("Vera", "veiled"), await world.person("Bo", "own", "veiled")
    await boss.make("customer", name="华兴装饰")
    await mara.make("customer", name="华星科技")
    await both.make("customer", name="花信传媒")
    for person, count in [(boss, 3), (mara, 1), (veiled, 0), (both, 1)]:
        found = await person.find("customer", search="hx", count="exact")
        assert found["count"]["value"] == count, person.name
        numbers = (await person.post("/objects/customer/aggregate", {"search": "hx"})).json()
        assert numbers["groups"][0]["measures"] == [count], person.name
