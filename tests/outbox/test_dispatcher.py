import asyncio

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from kedang.core import outbox
from kedang.core.base import WorkspaceId, new_id
from kedang.core.db import Addresses, Database, migrate
from kedang.core.outbox import Dispatcher, Route
from tests.outbox.events import FIRST, Happened, Ignored
from tests.support.clock import START

ROUTES = {"test.happened": [Route(reaction="a", queue="quick"), Route(reaction="b", queue="slow")]}


def jobs_in(addresses: Addresses) -> list[tuple[str, int, str, int]]:
    with psycopg.connect(addresses.admin) as admin:
        return admin.execute(
            "select queue_name, (args->>'workspace')::int, args->>'reaction', jsonb_array_length(args->'events') from jobs.procrastinate_jobs order by id"
        ).fetchall()


@pytest.mark.commits
async def test_an_event_goes_once_to_everybody_who_reacts_to_it(database: Database, addresses: Addresses) -> None:
    async with database.workspace(FIRST) as tx:
        await outbox.emit_many(tx, [Happened(id=new_id()) for _ in range(3)])
    dispatchers = [Dispatcher(database, ROUTES) for _ in range(2)]
    moved = await asyncio.gather(*(one.round() for one in dispatchers), *(one.round() for one in dispatchers))
    assert sum(moved) == 3
    number: dict[str, int] = {}
    for _, _, reaction, events in jobs_in(addresses):
        number[reaction] = number.get(reaction, 0) + events
    assert number == {"a": 3, "b": 3}


@pytest.mark.commits
async def test_an_event_that_nobody_reacts_to_is_done_at_once(database: Database, addresses: Addresses) -> None:
    async with database.workspace(FIRST) as tx:
        await outbox.emit(tx, Ignored())
    assert await Dispatcher(database, ROUTES).round() == 1
    assert jobs_in(addresses) == []
    async with database.workspace(FIRST) as tx:
        assert (await tx.one("select done_at from outbox"))["done_at"] is not None


@pytest.mark.commits
async def test_a_firm_with_a_thousand_events_does_not_stand_before_a_firm_with_one(database: Database, addresses: Addresses) -> None:
    second = migrate.create_workspace(addresses.admin, name="第二家", now=START)
    async with database.workspace(FIRST) as tx:
        await outbox.emit_many(tx, [Happened(id=new_id()) for _ in range(1000)])
    async with database.workspace(second) as tx:
        await outbox.emit(tx, Happened(id=new_id()))
    dispatcher = Dispatcher(database, ROUTES)
    await dispatcher.round()
    by_workspace: dict[int, int] = {1: 0, 2: 0}
    for _, workspace, _, events in jobs_in(addresses):
        by_workspace[workspace] += events
    assert by_workspace == {1: 200, 2: 2}  # two reactions each: a share of 100 events, and the other's only one
    for _ in range(10):
        await dispatcher.round()
    assert sum(events for _, workspace, _, events in jobs_in(addresses) if workspace == 1) == 800, "at most 400 of a firm's events are in the queue at a time"


@pytest.mark.commits
async def test_only_a_workspace_may_give_events_to_the_queue_and_only_its_own(database: Database, addresses: Addresses) -> None:
    with pytest.raises(InsufficientPrivilege):
        async with database.installation() as tx:
            await tx.run("select jobs.relay('[]')")
    with pytest.raises(InsufficientPrivilege):
        async with database.workspace(FIRST) as tx:
            await tx.run("select from jobs.procrastinate_jobs")
    async with database.workspace(FIRST) as tx:
        await tx.run("""select jobs.relay('[{"queue": "quick", "reaction": "a", "workspace": 2, "events": []}]')""")
    assert jobs_in(addresses) == [("quick", 1, "a", 0)]


@pytest.mark.commits
async def test_a_workspace_that_is_being_upgraded_waits_alone(database: Database, addresses: Addresses) -> None:
    second = migrate.create_workspace(addresses.admin, name="第二家", now=START)
    for workspace in (FIRST, WorkspaceId(second)):
        async with database.workspace(workspace) as tx:
            await outbox.emit(tx, Happened(id=new_id()))
    with psycopg.connect(addresses.admin) as admin:
        admin.execute("update ws_1.revision set state = 'upgrading'")
    assert await Dispatcher(database, ROUTES).round() == 1
    with psycopg.connect(addresses.admin) as admin:
        admin.execute("update ws_1.revision set state = 'active'")
    assert await Dispatcher(database, ROUTES).round() == 1
