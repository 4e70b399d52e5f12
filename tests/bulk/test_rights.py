"""Changes of many obey the rights on each record, at the moment it is changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bulk.asking import bulk, counts, customers, undo, values
from tests.support.world import Client, World

SELLER: dict[str, Any] = {"create": True, "read": "all", "update": "own", "delete": "own", "fields": {"*": "edit", "note": "read", "score": "hidden"}}


@pytest.fixture
async def mara(world: World) -> Client:
    """She reads everything, and changes what is hers."""
    await world.role("seller", {"customer": SELLER})
    return await world.person("Mara", "seller")


async def test_each_record_is_changed_only_by_who_may(world: World, boss: Client, mara: Client) -> None:
    theirs, own = await customers(boss, 3), [(await mara.make("customer", name=f"我的{at}"))["id"] for at in range(2)]
    body: dict[str, Any] = {"ids": [*theirs, *own], "action": "set", "values": {"level": "A"}}
    assert (await mara.post("/objects/customer/bulk?plan=true", body)).json() == {"total": 5, "allowed": 2}
    done = await bulk(mara, **body)
    assert counts(done) == ("done", 5, 2, 0, 3)
    assert {name for name, level in await values(boss, "name", "level") if level} == {"我的0", "我的1"}
    gone = await bulk(mara, query={}, action="delete")
    assert counts(gone) == ("done", 5, 2, 0, 3)
    refused: list[tuple[dict[str, Any], int]] = [
        ({"query": {}, "action": "set", "values": {"owner": str(boss.id)}}, 403),
        ({"query": {}, "action": "set", "values": {"department": None}}, 403),
        ({"query": {}, "action": "set", "values": {"note": "x"}}, 403),
        ({"query": {}, "action": "set", "values": {"score": 1}}, 422),
        ({"query": {"where": {"field": "score", "op": "eq", "value": 1}}, "action": "set", "values": {"level": "A"}}, 422),
    ]
    for body, status in refused:
        assert (await mara.post("/objects/customer/bulk", body)).status_code == status, body


async def test_what_is_out_of_sight_is_neither_picked_nor_told_of(world: World, boss: Client) -> None:
    await world.role("closed", {"customer": {**SELLER, "read": "own"}})
    jon = await world.person("Jon", "closed")
    hidden = await customers(boss, 2)
    own = (await jon.make("customer", name="他的"))["id"]
    assert counts(await bulk(jon, query={}, action="set", values={"level": "A"})) == ("done", 1, 1, 0, 0)
    named = await bulk(jon, ids=[*hidden, own], action="set", values={"level": "B"})
    assert counts(named) == ("done", 3, 1, 0, 2)
    rows = (await jon.get(f"/bulks/{named['id']}/rows")).json()["items"]
    assert [(row["id"], row["title"], row["code"]) for row in rows] == [(id, None, "not_found") for id in hidden]
    assert [level for name, level in await values(boss, "name", "level") if name != "他的"] == [None, None]


async def test_who_may_transfer_gives_away_and_may_take_back_only_what_she_still_reaches(world: World, boss: Client) -> None:
    await world.role("giver", {"customer": {**SELLER, "read": "own", "transfer": "own"}})
    eva = await world.person("Eva", "giver")
    await eva.make("customer", name="给人")
    body: dict[str, Any] = {"query": {}, "action": "set", "values": {"owner": str(boss.id)}}
    assert (await eva.post("/objects/customer/bulk?plan=true", body)).json() == {"total": 1, "allowed": 1}
    given = await bulk(eva, **body)
    assert counts(given) == ("done", 1, 1, 0, 0)
    assert (await eva.find("customer"))["items"] == []
    undone = await undo(eva, given)
    assert (undone["state"], undone["reverted"], undone["kept"]) == ("undone", 0, 1), "it is out of her sight by now"


async def test_only_who_asked_sees_and_undoes_it(boss: Client, mara: Client) -> None:
    await customers(boss, 1)
    done = await bulk(boss, query={}, action="set", values={"level": "A"})
    assert (await mara.get("/bulks")).json()["items"] == []
    for method, path in (("GET", ""), ("GET", "/rows"), ("GET", "/refused"), ("POST", "/cancel"), ("POST", "/undo")):
        assert (await mara.request(method, f"/bulks/{done['id']}{path}")).status_code == 404, path
