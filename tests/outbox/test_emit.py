import pytest

from kedang.core import outbox
from kedang.core.base import Event, new_id
from kedang.core.db import Database
from tests.outbox.events import FIRST, Happened


async def test_an_event_is_a_row_of_the_transaction_it_happened_in(database: Database) -> None:
    one = new_id()
    async with database.workspace(FIRST) as tx:
        await outbox.emit(tx, Happened(id=one))
    async with database.workspace(FIRST) as tx:
        assert await tx.all("select kind, body, at from outbox") == [{"kind": "test.happened", "body": {"id": str(one)}, "at": tx.now}]


async def test_what_is_rolled_back_has_not_happened(database: Database) -> None:
    with pytest.raises(RuntimeError):  # noqa: PT012  the whole transaction is meant
        async with database.workspace(FIRST) as tx:
            await outbox.emit(tx, Happened(id=new_id()))
            raise RuntimeError
    async with database.workspace(FIRST) as tx:
        assert await tx.all("select from outbox") == []


async def test_many_events_keep_their_order(database: Database) -> None:
    ids = [new_id() for _ in range(50)]
    async with database.workspace(FIRST) as tx:
        await outbox.emit_many(tx, [Happened(id=one) for one in ids])
        await outbox.emit_many(tx, [])
        rows = await tx.all("select body ->> 'id' as body_id from outbox order by outbox.id")
    assert [row["body_id"] for row in rows] == [str(one) for one in ids]


async def test_an_event_without_a_kind_is_refused(database: Database) -> None:
    async with database.workspace(FIRST) as tx:
        with pytest.raises(TypeError):
            await outbox.emit(tx, Event())
