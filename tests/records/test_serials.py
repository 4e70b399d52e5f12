"""Numbers that we give: none stands twice, whatever becomes of the pattern, of imports and of the recycle bin."""

from __future__ import annotations

import asyncio

import pytest

from kedang.core import access, records
from kedang.core.base import system_actor
from tests.support.world import HOME, Client, World, field

FIELD, RECORDS = "/objects/customer/fields/number", "/objects/customer/records"
IMPORT = system_actor(HOME, name="import", via="import")


async def bring(world: World, *numbers: str | None) -> None:
    """Customers as an import brings them: some with numbers of their own."""
    async with world.database.workspace(HOME) as tx:
        rights = await access.rights_now(tx, IMPORT)
        await records.create_many(tx, rights, "customer", [{"name": "入", **({"number": n} if n else {})} for n in numbers])


async def pattern(boss: Client, text: str) -> None:
    answer = await boss.patch(FIELD, {"pattern": text})
    assert answer.status_code == 200, answer.text


async def made(boss: Client, count: int = 1) -> list[str]:
    return [(await boss.make("customer", name="甲"))["number"] for _ in range(count)]


async def all_numbers(boss: Client) -> list[str]:
    """Of every record, live or in the recycle bin."""
    pages = [await boss.find("customer", fields=["number"], limit=200, deleted=deleted) for deleted in (False, True)]
    return [one["number"] for page in pages for one in page["items"]]


async def test_patterns_that_spell_the_same_numbers_go_back_and_forth_without_a_repetition(boss: Client) -> None:
    await pattern(boss, "A1{000}")
    assert await made(boss, 3) == ["A1001", "A1002", "A1003"]
    await boss.delete(f"{RECORDS}/{(await boss.find('customer', sort=['number']))['items'][1]['id']}")
    await pattern(boss, "A{0}")
    assert await made(boss, 2) == ["A1", "A2"]
    await pattern(boss, "a1{000}")
    assert await made(boss, 2) == ["a1004", "a1005"], "case does not make another number, and the recycle bin counts"
    await pattern(boss, "A1{000}")
    assert await made(boss, 1) == ["A1006"]
    assert len({one.casefold() for one in await all_numbers(boss)}) == 8


async def test_numbers_that_imports_bring_are_passed_over(world: World, boss: Client) -> None:
    await pattern(boss, "N{000}")
    await bring(world, "N001", None, "N003", "n004")
    assert sorted(await all_numbers(boss)) == ["N001", "N002", "N003", "n004"]
    assert await made(boss, 2) == ["N005", "N006"]
    await bring(world, *[f"N{n:03}" for n in range(7, 400)])
    assert await made(boss, 2) == ["N400", "N401"], "a long run that is taken leaves no gap behind it"


async def test_a_file_can_be_imported_again_after_its_records_were_taken_back(world: World, boss: Client) -> None:
    await pattern(boss, "N{000}")
    await bring(world, "N001")
    (first,) = (await boss.find("customer"))["items"]
    await boss.delete(f"{RECORDS}/{first['id']}")
    await bring(world, "N001")
    answer = await boss.post(f"{RECORDS}/{first['id']}/restore")
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate")


async def test_no_import_brings_a_number_twice(world: World) -> None:
    with pytest.raises(records.Duplicate):
        await bring(world, "N001", "ｎ００１")


async def test_a_number_stays_unique_whatever_the_definition_says(boss: Client) -> None:
    assert (await boss.patch(FIELD, {"unique": False})).status_code == 200
    assert (await boss.post("/objects/customer/fields", field("other", "serial", pattern="X{0}"))).status_code == 201
    shown = {one["key"]: one["unique"] for one in (await boss.get("/objects/customer")).json()["fields"]}
    assert (shown["number"], shown["other"]) == (True, True)


@pytest.mark.req("R062")
@pytest.mark.commits
async def test_50_creates_at_once_repeat_no_number_while_the_pattern_changes_and_an_import_brings_its_own(world: World, boss: Client) -> None:
    await pattern(boss, "N{000}")
    there = boss.at(world.second())

    async def change() -> None:
        for text in ("N0{00}", "N{000}", "N00{0}", "N{000}"):
            await pattern(there, text)

    creates = [one.post(RECORDS, {"name": f"项目{n}"}) for n, one in enumerate([boss, there] * 25)]
    *answers, _, brought = await asyncio.gather(*creates, change(), bring(world, "N150", None, "N151"), return_exceptions=True)
    assert {getattr(answer, "status_code", answer) for answer in answers} == {201}
    assert brought is None
    numbers = await all_numbers(boss)
    assert (len(numbers), len(set(numbers))) == (53, 53)
