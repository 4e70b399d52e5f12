"""Changes that become one statement, and plans that are kept."""

from __future__ import annotations

import pytest
from psycopg.errors import UniqueViolation

from kedang.core.base import WorkspaceId, new_id
from kedang.core.db import Database, WorkspaceTx

FIRST = WorkspaceId(1)
INSERT = "insert into merged (record, into_record, batch) values (%(record)s, %(into)s, %(batch)s)"


async def merged(tx: WorkspaceTx) -> set[tuple[object, object]]:
    return {(row["record"], row["into_record"]) for row in await tx.all("select record, into_record from merged")}


async def test_collected_changes_run_at_the_end_each_with_its_own_values(database: Database) -> None:
    a, b, c = new_id(), new_id(), new_id()
    async with database.workspace(FIRST) as tx:
        async with tx.together():
            assert await tx.run(INSERT, record=a, into=c, batch=c) == 0
            await tx.write(b"insert into merged (into_record, record, batch) select $2, $1, $2", [b, c])
            assert tx.is_together
            assert await merged(tx) == set()
        assert not tx.is_together
        assert await merged(tx) == {(a, c), (b, c)}


async def test_after_an_error_inside_nothing_is_sent(database: Database) -> None:
    async with database.workspace(FIRST) as tx:
        with pytest.raises(LookupError):  # noqa: PT012  what was collected before is meant
            async with tx.together():
                await tx.run(INSERT, record=new_id(), into=new_id(), batch=new_id())
                raise LookupError
        assert await merged(tx) == set()
        assert await tx.run(INSERT, record=new_id(), into=new_id(), batch=new_id()) == 1


async def test_what_one_change_breaks_takes_the_others_with_it(database: Database) -> None:
    a, other = new_id(), new_id()
    async with database.workspace(FIRST) as tx:
        await tx.run(INSERT, record=a, into=other, batch=other)
        with pytest.raises(UniqueViolation):  # noqa: PT012  the statement runs at the end of the block
            async with tx.connection.transaction(), tx.together():
                await tx.run(INSERT, record=other, into=a, batch=a)
                await tx.run(INSERT, record=a, into=other, batch=other)
        assert await merged(tx) == {(a, other)}


async def test_plans_are_kept_only_where_rows_are_reached_by_their_keys(database: Database) -> None:
    async with database.workspace(FIRST) as tx:
        assert await tx.one("show plan_cache_mode") == {"plan_cache_mode": "force_custom_plan"}
    async with database.workspace(FIRST, keeps_plans=True) as tx:
        assert await tx.one("show plan_cache_mode") == {"plan_cache_mode": "auto"}
