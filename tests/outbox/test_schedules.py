from datetime import UTC, datetime

import pytest

from kedang.core import outbox
from kedang.core.db import Database
from kedang.core.outbox import BadCronLine, next_run
from tests.outbox.events import FIRST, Due
from tests.support.clock import StillClock


@pytest.mark.parametrize(
    ("every", "zone", "after", "next_at"),
    [
        ("30 2 * * *", "Asia/Shanghai", datetime(2026, 11, 24, 2, 30, tzinfo=UTC), datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
        ("0 9 * * 1", "Asia/Shanghai", datetime(2026, 11, 24, 2, 30, tzinfo=UTC), datetime(2026, 11, 30, 1, 0, tzinfo=UTC)),
        ("0 0 29 2 *", "UTC", datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)),
        # Where the clock is put forward, the skipped hour's run comes at the next hour; where it is put back, it comes once.
        ("30 3 * * *", "Europe/Berlin", datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("30 2 * * *", "Europe/Berlin", datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("30 2 * * *", "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
        ("30 * * * *", "Europe/Berlin", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # Of several lines the first that is due.
        ("0 2 30 1,3-12 *|0 2 L 2 *", "UTC", datetime(2027, 1, 30, 12, tzinfo=UTC), datetime(2027, 2, 28, 2, tzinfo=UTC)),
        ("0 2 30 1,3-12 *|0 2 L 2 *", "UTC", datetime(2027, 2, 28, 2, tzinfo=UTC), datetime(2027, 3, 30, 2, tzinfo=UTC)),
    ],
)
def test_a_cron_line_is_read_in_its_zone(every: str, zone: str, after: datetime, next_at: datetime) -> None:
    assert next_run(every, zone, after) == next_at


@pytest.mark.parametrize(
    ("every", "zone"),
    [("nonsense", "UTC"), ("* * * *", "UTC"), ("* * * * * *", "UTC"), ("61 * * * *", "UTC"), ("0 0 * * *|", "UTC"), ("0 0 * * *", "Mars/Base")],
)
def test_a_line_that_cannot_be_read_is_refused(every: str, zone: str) -> None:
    with pytest.raises(BadCronLine):
        next_run(every, zone, datetime(2026, 1, 1, tzinfo=UTC))


async def test_a_schedule_emits_its_event_when_it_is_due_and_once_if_it_was_missed(database: Database, clock: StillClock) -> None:
    async with database.workspace(FIRST) as tx:
        await outbox.put_schedule(tx, "nightly", every="0 3 * * *", event=Due(what="x"))
        assert await outbox.emit_due(tx) == 0
    clock.forward(days=3)
    async with database.workspace(FIRST) as tx:
        assert await outbox.emit_due(tx) == 1
        assert await outbox.emit_due(tx) == 0
        assert [row["body"] for row in await tx.all("select body from outbox")] == [{"what": "x"}]


async def test_writing_the_same_schedule_again_does_not_put_it_off(database: Database, clock: StillClock) -> None:
    async with database.workspace(FIRST) as tx:
        await outbox.put_schedule(tx, "nightly", every="0 3 * * *", event=Due())
    clock.forward(days=3)
    async with database.workspace(FIRST) as tx:
        await outbox.put_schedule(tx, "nightly", every="0 3 * * *", event=Due(what="changed"))
        assert await outbox.emit_due(tx) == 1


async def test_a_cancelled_schedule_is_silent(database: Database, clock: StillClock) -> None:
    async with database.workspace(FIRST) as tx:
        await outbox.put_schedule(tx, "nightly", every="0 3 * * *", event=Due())
        await outbox.cancel_schedule(tx, "nightly")
    clock.forward(days=3)
    async with database.workspace(FIRST) as tx:
        assert await outbox.emit_due(tx) == 0
