"""An import is taken back while another one leans on its records."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from psycopg.sql import SQL, Identifier

from kedang import solutions
from kedang.core.access import rights_of
from kedang.core.base import WorkspaceId, system_actor
from kedang.core.db import Database
from kedang.features.imports import service
from kedang.features.imports.manage import may_manage
from kedang.features.imports.staged import Choices

HOME = WorkspaceId(1)
SYSTEM = system_actor(HOME, name="importer", via="cli")
FIRMS = ["青禾机电有限公司", "望川物流有限公司", "白石建材有限公司"]
FIRST = [f"{firm},{name},1380013800{n}" for n, (firm, name) in enumerate(zip(FIRMS, ["张建国", "李秀英", "王海涛"], strict=True))]
pytestmark = pytest.mark.commits


async def imported(database: Database, folder: Path, name: str, *lines: str) -> UUID:
    """A table, planned and run."""
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    async with database.workspace(HOME, timeout=120) as tx:
        id = await service.plan(tx, await rights_of(tx, SYSTEM), [path], choices=Choices())
    await service.run(database, HOME, SYSTEM, id, may_manage=may_manage)
    return id


async def titles(database: Database, key: str) -> list[str]:
    """What records of an object are called."""
    async with database.workspace(HOME) as tx:
        table = (await rights_of(tx, SYSTEM)).catalog.object(key).table
        return [row["title"] for row in await tx.all(SQL('select title from {} where deleted_at is null order by title collate "C"').format(Identifier(table)))]


async def test_customers_with_later_follow_ups_outlive_the_undo_of_their_import(database: Database, tmp_path: Path) -> None:
    async with database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    first = await imported(database, tmp_path, "客户.csv", "客户名称,联系人,电话", *FIRST)
    await imported(
        database, tmp_path, "沟通记录.csv", "日期,客户名称,沟通方式,内容", f"2026-03-01,{FIRMS[0]},电话,确认报价", f"2026-03-02,{FIRMS[2]},拜访,看现场"
    )
    assert await titles(database, "customer") == sorted(FIRMS)
    assert len(await titles(database, "contact")) == 3

    async with database.workspace(HOME) as tx:
        undone = await service.undo(tx, await rights_of(tx, SYSTEM), first)
    assert await titles(database, "customer") == sorted([FIRMS[0], FIRMS[2]])
    assert await titles(database, "contact") == [], "nothing leans on the contacts"
    assert [ref.object for ref in undone.left] == ["customer", "customer"]
    assert undone.deleted == 4
    async with database.workspace(HOME) as tx:
        catalog = (await rights_of(tx, SYSTEM)).catalog
        follow_up, customer = catalog.object("interaction"), catalog.object("customer")
        sql = SQL("select count(*) as n from {} i join {} c on c.id = i.{} where i.deleted_at is null and c.deleted_at is not null")
        tie = Identifier(follow_up.field("customer").columns[0])
        gaps = await tx.one(sql.format(Identifier(follow_up.table), Identifier(customer.table), tie))
    assert gaps["n"] == 0
