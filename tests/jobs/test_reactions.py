from itertools import pairwise

import pytest
from psycopg.rows import DictRow

from kedang.core import jobs
from kedang.core.base import Conflict, new_id
from kedang.core.db import Database, WorkspaceTx
from kedang.core.jobs import NoDeadLetter, Plan, Work, deliver_waiting, find_dead_letters, job, reaction, revive
from kedang.core.jobs.runner import deliver, pause_before, run_events
from tests.jobs.parts import FIRST, Happened, announce, leave_trace, traces


class Taken(Conflict):
    """It is taken."""

    zh = "已被占用。"


async def fails(tx: WorkspaceTx, event: Happened) -> None:
    await leave_trace(tx, event)
    raise Taken


async def other(tx: WorkspaceTx, event: Happened) -> None:
    await leave_trace(tx, event)


async def event_ids(database: Database) -> list[DictRow]:
    async with database.workspace(FIRST) as tx:
        return await tx.all("select id, done_at, remaining, error from outbox order by id")


async def test_everybody_who_reacts_is_called_once(database: Database) -> None:
    plan = Plan(reactions=[reaction(Happened, leave_trace), reaction(Happened, other)])
    ids = await announce(database, 3)
    assert await deliver_waiting(database, plan, FIRST) == 3
    assert await deliver_waiting(database, plan, FIRST) == 0
    assert await traces(database) == sorted(ids * 2)
    assert all(row["done_at"] is not None and row["remaining"] == 0 for row in await event_ids(database))


async def test_a_delivery_that_comes_again_does_nothing(database: Database) -> None:
    known = reaction(Happened, leave_trace)
    ids = await announce(database)
    await deliver_waiting(database, Plan(reactions=[known]), FIRST)
    [row] = await event_ids(database)
    await deliver(database, known, FIRST, row["id"])
    await deliver(database, known, FIRST, new_id())  # an event that is long gone
    assert await traces(database) == ids


async def test_a_failure_leaves_no_effect_is_tried_again_and_given_up_in_the_end(database: Database) -> None:
    plan = Plan(reactions=[reaction(Happened, fails, name="test.fails", attempts=3), reaction(Happened, other)])
    await announce(database)
    await deliver_waiting(database, plan, FIRST)
    [row] = await event_ids(database)
    assert row["done_at"] is None
    assert len(await traces(database)) == 1, "only the reaction that went well has left its trace"
    for _ in range(2):
        await run_events(database, plan, FIRST, "test.fails", [row["id"]])
    async with database.workspace(FIRST) as tx:
        [letter] = await find_dead_letters(tx)
    assert (letter.reaction, letter.attempts, letter.kind) == ("test.fails", 3, "test.happened")
    assert "已被占用" in letter.error
    [row] = await event_ids(database)
    assert row["done_at"] is not None


async def test_a_dead_letter_can_be_tried_again(database: Database) -> None:
    failing = Plan(reactions=[reaction(Happened, fails, name="test.one", attempts=1)])
    healed = Plan(reactions=[reaction(Happened, leave_trace, name="test.one")])
    ids = await announce(database)
    await deliver_waiting(database, failing, FIRST)
    [row] = await event_ids(database)
    async with database.workspace(FIRST) as tx:
        await revive(tx, healed, row["id"], "test.one")
    await run_events(database, healed, FIRST, "test.one", [row["id"]])
    assert await traces(database) == ids
    async with database.workspace(FIRST) as tx:
        assert await find_dead_letters(tx) == []
        with pytest.raises(NoDeadLetter):
            await revive(tx, healed, row["id"], "test.one")


async def test_one_bad_event_does_not_hold_up_the_others(database: Database) -> None:
    async def picky(tx: WorkspaceTx, event: Happened) -> None:
        await leave_trace(tx, event)
        if str(event.id) == bad:
            raise ValueError("personal data of somebody\nand more")

    ids = await announce(database, 5)
    bad = ids[2]
    await deliver_waiting(database, Plan(reactions=[reaction(Happened, picky, name="test.picky")]), FIRST)
    assert await traces(database) == [one for one in ids if one != bad]


async def test_a_job_opens_its_own_transactions_and_is_done_once_it_returns(database: Database) -> None:
    async def long(work: Work, event: Happened) -> None:
        for _ in range(3):
            async with work.transaction() as tx:
                await leave_trace(tx, event)

    known = job(Happened, long, name="test.long")
    ids = await announce(database)
    await deliver_waiting(database, Plan(reactions=[known]), FIRST)
    [row] = await event_ids(database)
    await deliver(database, known, FIRST, row["id"])
    assert await traces(database) == ids * 3
    assert row["done_at"] is not None


async def test_an_event_that_kills_its_workers_is_given_up(database: Database) -> None:
    plan = Plan(reactions=[reaction(Happened, leave_trace, name="test.killer")])
    await announce(database)
    [row] = await event_ids(database)
    await run_events(database, plan, FIRST, "test.killer", [row["id"]], deaths=6)
    async with database.workspace(FIRST) as tx:
        [letter] = await find_dead_letters(tx)
    assert "WorkerLost" in letter.error
    assert await traces(database) == []


async def test_events_of_a_reaction_that_is_no_more_are_dropped(database: Database) -> None:
    await announce(database)
    [row] = await event_ids(database)
    await run_events(database, Plan(), FIRST, "test.unknown", [row["id"]])


def test_each_pause_is_longer_than_the_last_up_to_six_hours() -> None:
    pauses = [pause_before(attempt) for attempt in range(2, 12)]
    assert 4 <= pauses[0] <= 6
    assert all(later > earlier for earlier, later in pairwise(pauses[:6]))
    assert pauses[-1] <= 6 * 3600 * 1.2


def test_two_reactions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Plan(reactions=[reaction(Happened, leave_trace), reaction(Happened, leave_trace)])


def test_a_name_is_made_of_slice_and_function() -> None:
    assert jobs.HOUSEKEEPING.reactions[0].name == "jobs.tidy"
