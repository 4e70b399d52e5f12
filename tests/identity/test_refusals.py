"""What the log tells of attempts to sign in that failed, and that it cannot be flooded with them."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core.db import Database
from tests.support import StillClock
from tests.support.browser import Browser

from .conftest import HOME, PASSWORD, Join

WRONG = "wrong horse 9 battery"


async def refused(database: Database) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    """Action, reason, address and body of every refusal in the log, in order."""
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select * from audit_event where outcome = 'denied' order by at, id")
    assert all(PASSWORD not in str(row) and WRONG not in str(row) for row in rows)
    assert all((row["actor"], row["via"]) == (None, "session") for row in rows)
    return [(row["action"], row["reason"], row["ip"], {key: value for key, value in row["body"].items() if key != "by"}) for row in rows]


async def test_a_failed_sign_in_is_logged_with_account_and_address_and_without_what_was_typed(
    app: Any, admin: Browser, mara: Browser, database: Database
) -> None:
    person = {"person": mara.me["person"]["id"]}
    stranger = Browser(app, address="198.51.100.9")
    for login in ("mara@example.com", WRONG):
        assert (await stranger.post("/session", {"login": login, "password": WRONG})).status_code == 401
    assert (await mara.post("/password", {"present": WRONG, "password": "another horse 8 staple"})).status_code == 422
    await admin.patch(f"/people/{person['person']}", {"status": "disabled"})
    assert (await stranger.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 401
    assert await refused(database) == [
        ("session.refused", "wrong password", "198.51.100.9", person),
        ("session.refused", "unknown login", "198.51.100.9", {"attempts": 1}),
        ("password.refused", "wrong password", "203.0.113.7", person),
        ("session.refused", "disabled", "198.51.100.9", person),
    ]


async def test_a_sign_in_that_succeeds_and_one_that_must_wait_are_no_refusals(app: Any, mara: Browser, database: Database) -> None:
    stranger = Browser(app, address="198.51.100.9")
    answers = [(await stranger.post("/session", {"login": "mara@example.com", "password": WRONG})).status_code for _ in range(12)]
    assert answers == [401] * 6 + [429] * 6
    assert len(await refused(database)) == 6


async def test_many_addresses_that_try_logins_of_nobody_leave_a_few_entries_an_hour(
    app: Any, join: Join, database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def quick(stored: str | None, password: str) -> bool:
        return False

    monkeypatch.setattr("kedang.core.identity.passwords.verify_password", quick)  # 130 real ones take half a minute
    for n in range(130):
        assert (await Browser(app, address=f"198.51.{n}.9").post("/session", {"login": f"n{n}@example.com", "password": WRONG})).status_code == 401
    told = [body["attempts"] for *_, body in await refused(database)]
    assert told == [*range(1, 21), 32, 64, 128]
    clock.forward(minutes=61)
    await Browser(app).post("/session", {"login": "n@example.com", "password": WRONG})
    assert (await refused(database))[-1][3] == {"attempts": 1}
