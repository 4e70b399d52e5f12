"""What identity does in the background; each may be done twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from kedang.core import identity
from kedang.core.base import system_actor
from kedang.core.db import Database
from kedang.core.identity import jobs
from kedang.core.identity.events import PersonUpdated
from kedang.core.jobs import Work
from tests.support import StillClock
from tests.support.browser import Browser

from .conftest import HOME, PASSWORD


async def test_logins_follow_a_change_that_was_cut_off_after_its_commit(app: Any, admin: Browser, mara: Browser, database: Database) -> None:
    person = UUID(mara.me["person"]["id"])

    async def always(*_: object) -> bool:
        return True

    async with database.workspace(HOME) as tx:
        change = identity.PersonChange(email="new@example.com")
        await identity.update_person(tx, system_actor(HOME, name="test"), person, may_manage=always, change=change)
    body = {"login": "new@example.com", "password": PASSWORD}
    assert (await Browser(app).post("/session", body)).status_code == 401
    work = Work(database=database, workspace=HOME, event=uuid4(), name="identity.follow")
    for _ in range(2):
        await jobs.follow(work, PersonUpdated(person=person, what=("logins",)))
    assert (await Browser(app).post("/session", body)).status_code == 200
    assert (await Browser(app).post("/session", {**body, "login": "mara@example.com"})).status_code == 401


async def test_what_ended_long_ago_is_removed(app: Any, mara: Browser, database: Database, clock: StillClock) -> None:
    async def credentials() -> int:
        async with database.workspace(HOME) as tx:
            await jobs.sweep_credentials(tx, jobs.CredentialsDue())
            return (await tx.one("select count(*) as n from credential"))["n"]

    async def throttled() -> int:
        await jobs.sweep_installation(database)
        async with database.installation() as tx:
            return (await tx.one("select count(*) as n from throttle"))["n"]

    await Browser(app).post("/session", {"login": "nobody@example.com", "password": "x"})
    assert (await credentials(), await throttled()) == (2, 3)
    clock.forward(days=2)
    assert (await credentials(), await throttled()) == (2, 0)
    clock.forward(days=100)
    assert (await credentials(), await throttled()) == (0, 0)


async def test_a_known_address_stays_known_while_it_matters(app: Any, mara: Browser, database: Database, clock: StillClock) -> None:
    await Browser(app).post("/session", {"login": "mara@example.com", "password": PASSWORD})
    clock.forward(days=30)
    await jobs.sweep_installation(database)
    async with database.installation() as tx:
        rows = await tx.all("select subject from throttle")
    assert [row["subject"].split(":")[0] for row in rows] == ["known"]
