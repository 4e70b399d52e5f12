"""What others lean on is not taken back: no record is left with a gap where it refers to one that a batch made."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import pytest

from kedang.core import records
from kedang.core.base import BatchId, RecordRef, new_id
from kedang.core.records import Origin
from tests.support.world import HOME, Client, World

Step = tuple[str, dict[str, Any]]  #: a new record's object and values; ``@name`` stands for an earlier one of that name


async def batch(world: World, who: Client, *steps: Step) -> tuple[str, dict[str, UUID]]:
    """A batch over several objects, as an import makes them: its id, and its records by name."""
    made: dict[str, UUID] = {}

    def meant(value: Any) -> Any:
        if isinstance(value, list):
            return [meant(one) for one in cast("list[Any]", value)]
        return str(made[value[1:]]) if isinstance(value, str) and value.startswith("@") else value

    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, who)
        id = BatchId(new_id())
        await records.begin(tx, rights, id, "import", None)
        for object, values in steps:
            filled = {key: meant(value) for key, value in values.items()}
            made[values["name"]] = (await records.create(tx, rights, object, filled, origin=Origin(batch=id))).id
    return str(id), made


async def undo(who: Client, id: str) -> dict[str, Any]:
    """Take it back."""
    answer = await who.post(f"/batches/{id}/undo")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(who: Client, object: str = "customer") -> set[str]:
    """Who is there."""
    return {one["name"] for one in (await who.find(object))["items"]}


CHAIN: list[Step] = [
    ("customer", {"name": "祖"}),
    ("customer", {"name": "根", "parent": "@祖"}),
    ("customer", {"name": "叶", "parent": "@根", "friends": ["@祖"]}),
    ("customer", {"name": "独"}),
    ("deal", {"name": "单", "customer": "@叶", "partners": ["@独"]}),
]


async def test_what_only_the_batch_leans_on_goes_with_it(world: World, boss: Client) -> None:
    id, _ = await batch(world, boss, *CHAIN)
    assert await undo(boss, id) == {"deleted": 5, "reverted": 0, "restored": 0, "left": []}
    assert (await names(boss), await names(boss, "deal")) == (set(), set())


@pytest.mark.parametrize("tie", ["customer", "partners"])
async def test_what_a_later_record_leans_on_stays_with_all_that_it_leans_on_itself(world: World, boss: Client, tie: str) -> None:
    id, made = await batch(world, boss, *CHAIN)
    held = str(made["根"])
    await boss.make("deal", name="后来", **{tie: [held] if tie == "partners" else held})
    undone = await undo(boss, id)
    assert undone["deleted"] == 3
    assert {(one["object"], one["id"]) for one in undone["left"]} == {("customer", str(made[name])) for name in ("祖", "根")}
    assert (await names(boss), await names(boss, "deal")) == ({"祖", "根"}, {"后来"})
    assert (await boss.record("customer", held))["parent"]["title"] == "祖"


async def test_a_touched_record_of_the_batch_holds_what_it_leans_on(world: World, boss: Client) -> None:
    id, made = await batch(world, boss, *CHAIN)
    deal = await boss.record("deal", made["单"])
    assert (await boss.patch(f"/objects/deal/records/{deal['id']}", {"version": deal["version"], "sum": "7.00"})).status_code == 200
    undone = await undo(boss, id)
    assert undone["deleted"] == 0
    assert {one["id"] for one in undone["left"]} == {str(one) for one in made.values()}
    assert len({one["id"] for one in undone["left"]}) == len(undone["left"]), "each is listed once"
    assert await names(boss) == {"祖", "根", "叶", "独"}


async def test_a_record_in_the_recycle_bin_holds_nothing(world: World, boss: Client) -> None:
    id, made = await batch(world, boss, ("customer", {"name": "甲"}))
    for tie in ({"customer": str(made["甲"])}, {"partners": [str(made["甲"])]}):
        deal = await boss.make("deal", name="单", **tie)
        assert (await boss.delete(f"/objects/deal/records/{deal['id']}")).is_success
    assert (await undo(boss, id))["deleted"] == 1


async def test_what_gets_its_former_reference_back_holds_nothing(world: World, boss: Client) -> None:
    old = await boss.make("customer", name="旧")
    deal = await boss.make("deal", name="单", customer=old["id"])
    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, boss)
        id = BatchId(new_id())
        await records.begin(tx, rights, id, "import", None)
        new = await records.create(tx, rights, "customer", {"name": "新"}, origin=Origin(batch=id))
        ref = RecordRef(object="deal", id=UUID(deal["id"]))
        await records.update(tx, rights, ref, {"customer": str(new.id)}, version=None, origin=Origin(batch=id))
    assert await undo(boss, str(id)) == {"deleted": 1, "reverted": 1, "restored": 0, "left": []}
    assert (await boss.record("deal", deal["id"]))["customer"]["title"] == "旧"
    assert await names(boss) == {"旧"}


async def test_what_cannot_get_its_former_values_keeps_what_it_leans_on(world: World, boss: Client) -> None:
    """The former code of a customer was given to another since, so the batch's change of it stays, and with it the parent that it names."""
    old = await boss.make("customer", name="旧", code="K-1")
    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, boss)
        id = BatchId(new_id())
        await records.begin(tx, rights, id, "import", None)
        made = [await records.create(tx, rights, "customer", {"name": name}, origin=Origin(batch=id)) for name in ("母", "独")]
        ref = RecordRef(object="customer", id=UUID(old["id"]))
        await records.update(tx, rights, ref, {"code": "K-2", "parent": str(made[0].id)}, version=None, origin=Origin(batch=id))
    await boss.make("customer", name="占", code="K-1")
    undone = await undo(boss, str(id))
    assert (undone["deleted"], undone["reverted"]) == (1, 0)
    assert {one["id"] for one in undone["left"]} == {old["id"], str(made[0].id)}
    assert (await boss.record("customer", old["id"]))["parent"]["title"] == "母"
    assert await names(boss) == {"旧", "母", "占"}


async def test_what_is_out_of_sight_holds_too(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    mara = await world.person("Mara", "seller")
    answer = await mara.post("/objects/customer/batch", {"rows": [{"create": {"name": "甲"}}, {"create": {"name": "乙"}}]})
    first, _ = [one["id"] for one in answer.json()["results"]]
    deal = await boss.make("deal", name="看不见", customer=first)
    undone = await undo(mara, answer.json()["batch"])
    assert (undone["deleted"], [one["id"] for one in undone["left"]]) == (1, [first])
    assert (await boss.record("deal", deal["id"]))["customer"]["title"] == "甲"
