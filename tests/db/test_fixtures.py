"""The fixtures keep their promises."""

import psycopg
import pytest

from kedang.core.base import WorkspaceId
from kedang.core.db import Addresses, Database

FIRST = WorkspaceId(1)


@pytest.mark.parametrize("_", [1, 2])
async def test_what_a_test_writes_is_rolled_back(database: Database, _: int) -> None:
    async with database.installation() as tx:
        assert await tx.all("select 1 from login where login = 'mara'") == []
        await tx.run("insert into account (id, created_at) values (gen_random_uuid(), %(now)s)", now=tx.now)
        await tx.run("insert into login (login, account) select 'mara', id from account")
    async with database.installation() as tx:
        assert len(await tx.all("select 1 from login where login = 'mara'")) == 1


@pytest.mark.parametrize("_", [1, 2])
@pytest.mark.commits
async def test_what_a_test_commits_is_its_own(database: Database, addresses: Addresses, _: int) -> None:
    async with database.installation() as tx:
        await tx.run("insert into account (id, created_at) values (gen_random_uuid(), %(now)s)", now=tx.now)
    with psycopg.connect(addresses.admin) as other:
        assert other.execute("select count(*) from kedang.account").fetchone() == (1,)


async def test_a_role_does_not_leak_into_the_next_transaction(database: Database) -> None:
    async with database.workspace(FIRST) as tx:
        assert (await tx.one("select current_user as me"))["me"] == "ws_1"
    async with database.installation() as tx:
        assert (await tx.one("select current_user as me"))["me"] == "kd_base"
