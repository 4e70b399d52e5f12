"""Another kind for a field: what converts, what is kept as lost, and what writers notice of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kedang.core import schema
from tests.support.world import HOME, SYSTEM, Client, World, field, fields_of, options

PATH, RECORDS = "/objects/customer", "/objects/customer/records"

#: a field with its values before, the other definition, and the values after; those that are lost become empty
TABLE: list[tuple[dict[str, Any], list[Any], dict[str, Any], list[Any]]] = [
    (field("x", "text"), ["1", "１２.5", "x", "¥1,000"], {"kind": "number"}, [1, 12.5, None, 1000]),
    (field("x", "text"), ["2026年1月2日", "昨天"], {"kind": "date"}, ["2026-01-02", None]),
    (field("x", "text"), ["是", "no", "也许"], {"kind": "boolean"}, [True, False, None]),
    (field("x", "text"), ["Grade A", "b类", "Z"], {"kind": "choice", "options": options("A", "B")}, ["A", "B", None]),
    (field("x", "text"), ["北京市海淀区"], {"kind": "address"}, [{"province": None, "city": None, "district": None, "detail": "北京市海淀区"}]),
    (field("x", "address"), [{"detail": "仓库"}, {"province": "浙江", "city": "杭州"}], {"kind": "text"}, ["仓库", "浙江杭州"]),
    (field("x", "number"), [5, "1234567890123456"], {"kind": "text"}, ["5", "1234567890123456"]),
    (field("x", "money"), [{"amount": "5.50", "currency": "USD"}], {"kind": "number"}, [5.5]),
    (field("x", "choices", options=options("A", "B")), [["B", "A"]], {"kind": "text", "options": []}, ["B类、A类"]),
    (field("x", "tags"), [["A", "C"]], {"kind": "choices", "options": options("A", "B")}, [None]),
    (field("x", "date"), ["2026-01-02"], {"kind": "datetime"}, ["2026-01-01T16:00:00Z"]),
    (field("x", "text"), ["13800138000", "1"], {"kind": "phone"}, ["13800138000", None]),
]  # fmt: skip


@pytest.mark.commits
async def test_values_convert_or_are_kept_as_lost_and_the_plan_says_so(world: World, boss: Client) -> None:
    for number, (before, given, change, after) in enumerate(TABLE):
        key = f"x{number}"
        assert (await boss.post(f"{PATH}/fields", {**before, "key": key})).status_code == 201
        ids = [(await boss.make("customer", name="甲", **{key: value}))["id"] for value in given]
        lost = sum(value is None for value in after)
        (effect,) = (await boss.patch(f"{PATH}/fields/{key}?plan=true", change)).json()["plan"]["effects"]
        assert (effect["values"], effect["lost"], len(effect.get("samples", []))) == (len(given), lost, lost), (before, effect)
        answer = await boss.patch(f"{PATH}/fields/{key}", change)
        assert answer.status_code == 200, (before, answer.text)
        assert [(await boss.record("customer", id))[key] for id in ids] == after, before
        async with world.database.workspace(HOME) as tx:
            number_ = (await schema.read_catalog(tx)).object("customer").field(key).id
            kept = await tx.all("select record, value from conversion_loss where field = %(field)s", field=number_)
        assert {str(row["record"]) for row in kept} == {id for id, value in zip(ids, after, strict=True) if value is None}, before


@pytest.mark.commits
async def test_many_addresses_arrive(world: World, boss: Client) -> None:
    rows = [{"create": {"name": "甲", "tax_number": f"路{n}号"}} for n in range(520)]
    assert (await boss.post(f"{PATH}/batch", {"rows": rows})).status_code == 200
    await boss.patch(PATH, {"identity": []})
    answer = await boss.patch(f"{PATH}/fields/tax_number", {"kind": "address"})
    assert answer.status_code == 200, answer.text
    where = {"field": "tax_number", "op": "not_empty"}
    assert (await boss.find("customer", where=where, count="exact", limit=1))["count"]["value"] == 520


@pytest.mark.commits
async def test_a_conversion_that_makes_values_equal_leaves_the_field_as_it_was(world: World, boss: Client) -> None:
    for code in ("1", "1.0", "x"):
        await boss.make("customer", name="甲", code=code)
    answer = await boss.patch(f"{PATH}/fields/code", {"kind": "number"})
    assert (answer.status_code, answer.json()["code"], answer.json()["values"], list(fields_of(answer))) == (409, "not_unique", 1, ["code"])
    assert sorted(one["code"] for one in (await boss.find("customer"))["items"]) == ["1", "1.0", "x"]
    assert (await boss.patch(f"{PATH}/fields/code", {"kind": "number", "unique": False})).status_code == 200


@pytest.mark.commits
async def test_what_four_writers_write_during_a_conversion_arrives_or_is_listed(world: World, boss: Client) -> None:
    """Each writes numbers and words into records of her own, old and new ones, on another server, while the kind changes."""
    made = [(await boss.make("customer", name=f"客户{n}", note=str(n)))["id"] for n in range(12)]
    last: dict[str, str] = dict(zip(made, map(str, range(12)), strict=True))
    is_done = asyncio.Event()

    async def write(who: int) -> None:
        client, mine, turn = boss.at(world.second()), made[who::4], 0
        while not is_done.is_set() or turn < 3:
            turn += 1
            for id in mine:
                text = f"{who}{turn}" if turn % 3 else f"词{turn}"
                version = (await client.record("customer", id))["version"]
                answer = await client.patch(f"{RECORDS}/{id}", {"version": version, "note": text})
                if answer.status_code == 200:
                    last[id] = text
                else:
                    assert (answer.status_code, list(fields_of(answer))) == (422, ["note"]), answer.text
            new = await client.post(RECORDS, {"name": "新", "note": str(turn)})
            assert new.status_code == 201, new.text
            last[new.json()["id"]] = str(turn)

    async def convert() -> None:
        try:
            async with world.database.workspace(HOME) as tx:
                present = (await schema.read_catalog(tx)).object("customer").field("note").definition
            wanted = type(present)(key="note", kind="number", label=present.label)
            await schema.convert_field(world.database, HOME, SYSTEM, "customer", wanted)
        finally:
            is_done.set()

    async with asyncio.timeout(30):
        await asyncio.gather(convert(), *[write(who) for who in range(4)])
    rows = {one["id"]: one["note"] for one in await everything(boss)}
    async with world.database.workspace(HOME) as tx:
        kept = {str(row["record"]): row["value"] for row in await tx.all("select record, value from conversion_loss")}
    assert rows.keys() == last.keys()
    for id, text in last.items():
        assert rows[id] == (int(text) if text.isdigit() else None), (id, text)
        assert kept.get(id) == (None if text.isdigit() else text), (id, text)


async def everything(client: Client) -> list[dict[str, Any]]:
    """All customers."""
    page = await client.find("customer", fields=["note"], limit=200)
    found = page["items"]
    while page["next"]:
        page = await client.find("customer", fields=["note"], limit=200, cursor=page["next"])
        found += page["items"]
    return found
