import psycopg
import pytest

from kedang.core.base import new_id
from kedang.core.db import Addresses, Database
from kedang.core.jobs.housekeeping import HousekeepingDue, tidy
from tests.jobs.parts import FIRST
from tests.support.clock import StillClock


async def test_the_partitions_of_the_coming_months_are_made(database: Database, clock: StillClock) -> None:
    clock.forward(days=200)
    async with database.workspace(FIRST) as tx:
        await tidy(tx, HousekeepingDue())
        rows = await tx.all("select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit_event'::regclass")
    names = {row["name"] for row in rows}
    assert {"audit_event_202706", "audit_event_202709", "audit_event_rest"} <= names


@pytest.mark.commits
async def test_rows_of_a_month_without_partition_move_into_it_and_stay_closed_to_changes(database: Database, addresses: Addresses, clock: StillClock) -> None:
    clock.forward(days=200)
    insert = "insert into audit_event (id, at, actor_kind, via, action) values (%(id)s, %(at)s, 'system', 'test', 'test')"
    async with database.workspace(FIRST) as tx:
        await tx.run(insert, id=new_id(), at=tx.now)
    async with database.workspace(FIRST) as tx:
        await tidy(tx, HousekeepingDue())
        assert await tx.all("select tableoid::regclass::text as part from audit_event") == [{"part": "audit_event_202706"}]
        await tx.run(insert, id=new_id(), at=tx.now)
    with psycopg.connect(addresses.admin) as admin:
        rights = admin.execute("select has_table_privilege('ws_1', 'ws_1.audit_event_202706', 'delete, update, select, insert')").fetchone()
    assert rights == (False,)


async def test_keys_of_repeated_requests_go_after_48_hours_and_events_after_a_week(database: Database, clock: StillClock) -> None:
    async with database.workspace(FIRST) as tx:
        for key, hours in [("old", 49), ("young", 47)]:
            await tx.run(
                "insert into idempotency (actor, key, route, digest, status, at)"
                " values (%(id)s, %(key)s, '', '', 200, %(now)s - make_interval(hours => %(hours)s))",
                id=new_id(), key=key, hours=hours, now=tx.now,
            )  # fmt: skip
        for days, done in [(8, True), (6, True), (8, False)]:
            await tx.run(
                "insert into outbox (id, at, kind, body, done_at)"
                " values (%(id)s, %(now)s, %(kind)s, '{}', case when %(done)s then %(now)s - make_interval(days => %(days)s) end)",
                id=new_id(), now=tx.now, kind=f"{days} {done}", done=done, days=days,
            )  # fmt: skip
        await tidy(tx, HousekeepingDue())
        assert await tx.all("select key from idempotency") == [{"key": "young"}]
        assert {row["kind"] for row in await tx.all("select kind from outbox")} == {"6 True", "8 False"}
