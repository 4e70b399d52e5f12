"""Where records come from: every record says by which way, when and by whom it was entered, and the list of sources counts them."""

from __future__ import annotations

import pytest
from psycopg.sql import SQL, Identifier

from kedang.core import records
from kedang.core.schema import read_catalog
from tests.support.world import HOME, Client, World

RECORDS = "/objects/customer/records"


async def sources(client: Client) -> dict[tuple[str, str], int]:
    """How many of each object came by which way."""
    answer = await client.get("/sources")
    assert answer.status_code == 200, answer.text
    return {(one["object"], one["way"]): one["records"] for one in answer.json()["items"]}


@pytest.mark.req("R029", part="API")
async def test_the_list_counts_by_way_and_no_record_is_without_one(world: World, boss: Client) -> None:
    ids = [(await boss.make("customer", name=name))["id"] for name in ("甲", "乙", "丙")]
    await boss.post("/objects/customer/batch", {"rows": [{"create": {"name": "丁"}}, {"create": {"name": "戊"}}]})
    await boss.make("deal", name="商机", customer=ids[0])
    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, boss)
        await records.create(tx, rights, "customer", {"name": "导入的"}, origin=records.Origin(source="import"))
    await boss.delete(f"{RECORDS}/{ids[1]}")
    assert await sources(boss) == {("customer", "api_token"): 4, ("customer", "import"): 1, ("deal", "api_token"): 1}
    last = next(one["last_at"] for one in (await boss.get("/sources")).json()["items"])
    assert last == (await boss.record("customer", ids[0]))["created_at"]
    async with world.database.workspace(HOME) as tx:
        for one in (await read_catalog(tx)).objects.values():
            query = SQL("select count(*) as n from {} where source is null or created_at is null or created_by is null").format(Identifier(one.table))
            assert (await tx.one(query))["n"] == 0, one.key


async def test_each_counts_only_what_she_sees(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    mara = await world.person("Mara", "seller")
    await boss.make("customer", name="老板的")
    await mara.make("customer", name="她的")
    assert await sources(mara) == {("customer", "api_token"): 1}
    assert (await mara.find("customer", count="exact"))["count"]["value"] == 1
    assert await sources(await world.person("Jon")) == {}
