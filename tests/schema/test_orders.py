"""The indexes of the orders of saved views."""

from __future__ import annotations

import msgspec

from kedang.core import schema
from kedang.core.base import WorkspaceId, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.schema import AddObject, ChangeObject, FieldDefinition, ObjectDefinition, RetireField

ACTOR = system_actor(WorkspaceId(1), name="test")
DEAL = ObjectDefinition(
    key="deal",
    label={"zh": "商机"},
    orders=("-amount", "name", "day", "note"),
    fields=tuple(
        FieldDefinition(key=key, kind=kind, label={"zh": key}) for key, kind in (("name", "text"), ("amount", "money"), ("day", "date"), ("note", "long_text"))
    ),
)


async def indexes(tx: WorkspaceTx) -> dict[str, str]:
    rows = await tx.all("select indexname as name, indexdef as text from pg_indexes where schemaname = 'ws_1' and indexname like 'o\\_%%\\_order'")
    return {row["name"]: row["text"] for row in rows}


async def test_an_order_has_an_index_for_each_owner_each_department_and_all_rows(database: Database) -> None:
    async with database.workspace(WorkspaceId(1)) as tx:
        catalog = await schema.run(tx, ACTOR, [AddObject(definition=DEAL)])
        found = await indexes(tx)
        table, money = catalog.object("deal").table, catalog.object("deal").field("amount").columns
        key = f"{money[0]} DESC NULLS LAST, {money[1]} DESC NULLS LAST, id"
        assert f"(owner, {key}) WHERE (deleted_at IS NULL)" in found[f"{table}_{money[0]}_desc_owner_order"]
        assert f"(department, {key}) WHERE" in found[f"{table}_{money[0]}_desc_department_order"]
        assert f"({key}) INCLUDE (owner, department) WHERE" in found[f"{table}_{money[0]}_desc_all_order"]
        assert len(found) == 6  # two orders: a third would make more than eight indexes
        assert [schema.is_ordered(catalog.object("deal"), one) for one in ("-amount", "name", "day", "note", "-created_at")] == [True, True, False, False, True]


async def test_an_index_goes_with_its_order_and_with_its_field(database: Database) -> None:
    async with database.workspace(WorkspaceId(1)) as tx:
        await schema.run(tx, ACTOR, [AddObject(definition=DEAL)])
        catalog = await schema.run(tx, ACTOR, [ChangeObject(definition=msgspec.structs.replace(DEAL, orders=("day", "-amount")))])
        column = catalog.object("deal").field("day").columns[0]
        assert sorted(await indexes(tx)) == sorted(
            f"{catalog.object('deal').table}_{name}_{lead}_order"
            for name in (f"{column}_asc", f"{catalog.object('deal').field('amount').columns[0]}_desc")
            for lead in ("owner", "department", "all")
        )
        await schema.run(tx, ACTOR, [RetireField(object="deal", field="day")])
        assert all("_desc_" in name for name in await indexes(tx))
