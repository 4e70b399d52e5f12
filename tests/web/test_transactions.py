"""One transaction for each request: committed before the answer, tried once more after a deadlock, and once only for the same key."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import psycopg
import pytest
from litestar.handlers import HTTPRouteHandler

from kedang.core.base import Actor, NotFound, WorkspaceId, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.identity import create_department, get_department
from kedang.web import Body, Caller, Once, post
from tests.support import StillClock
from tests.support.browser import Browser

from .conftest import PASSWORD, same_session, small

HOME = WorkspaceId(1)


async def always(*_: object) -> bool:
    return True


class Title(Body, frozen=True):
    """A body."""

    title: str


@pytest.fixture
def failures() -> list[Exception]:
    """What the handler raises, one after the other, after it has written."""
    return []


@pytest.fixture
def make(failures: list[Exception]) -> HTTPRouteHandler:
    @post("/make", policy="signed_in", status=201)
    async def make(tx: WorkspaceTx, actor: Actor, data: Title, once: Once) -> dict[str, str]:
        """Write, then perhaps fail."""
        if (earlier := await once.earlier()) and earlier.record:
            found = await get_department(tx, actor, earlier.record)
            return {"id": str(found.id), "title": found.name}
        made = await create_department(tx, system_actor(HOME, name="test"), may_manage=always, name=data.title)
        if failures:
            raise failures.pop(0)
        await once.keep(status=201, record=made.id)
        return {"id": str(made.id), "title": made.name}

    return make


@pytest.fixture
def browser(database: Database, admin: Browser, make: HTTPRouteHandler) -> Browser:
    return same_session(small(database, make), admin)


async def titles(database: Database) -> list[str]:
    async with database.workspace(HOME) as tx:
        return [row["name"] for row in await tx.all("select name from department order by name")]


CACHED_PLAN = psycopg.errors.FeatureNotSupported("cached plan must not change result type")


@pytest.mark.parametrize(
    "broken", [psycopg.errors.DeadlockDetected("x"), psycopg.errors.SerializationFailure("x"), CACHED_PLAN], ids=["deadlock", "serialization", "plan"]
)
async def test_what_goes_away_by_itself_is_tried_once_more(browser: Browser, database: Database, failures: list[Exception], broken: Exception) -> None:
    failures[:] = [broken]
    answer = await browser.post("/make", {"title": "a"})
    assert answer.status_code == 201, answer.text
    assert await titles(database) == ["a"]  # what the first attempt wrote is gone
    failures[:] = [broken, broken]
    answer = await browser.post("/make", {"title": "b"})
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert await titles(database) == ["a"]


@pytest.mark.parametrize(
    "broken",
    [NotFound(), ValueError("x"), psycopg.errors.FeatureNotSupported("x"), psycopg.errors.UniqueViolation("x"), psycopg.errors.QueryCanceled("x")],
)
async def test_everything_else_is_not(browser: Browser, database: Database, failures: list[Exception], broken: Exception) -> None:
    failures[:] = [broken]
    answer = await browser.post("/make", {"title": "a"})
    assert answer.status_code >= 400
    assert (failures, await titles(database)) == ([], [])


async def test_an_answer_that_cannot_be_written_rolls_back(database: Database, admin: Browser) -> None:
    @post("/bad", policy="signed_in")
    async def bad(tx: WorkspaceTx) -> object:
        await create_department(tx, system_actor(HOME, name="test"), may_manage=always, name="a")
        return object()

    assert (await same_session(small(database, bad), admin).post("/bad")).status_code == 500
    assert await titles(database) == []


async def test_work_after_the_commit_runs_once_and_only_after_it(database: Database, admin: Browser, failures: list[Exception]) -> None:
    ran: list[list[str]] = []

    @post("/after", policy="signed_in")
    async def after(tx: WorkspaceTx, caller: Caller) -> None:
        await create_department(tx, system_actor(HOME, name="test"), may_manage=always, name="a")

        async def work() -> None:
            ran.append(await titles(database))

        caller.after_commit(work)
        if failures:
            raise failures.pop(0)

    browser = same_session(small(database, after), admin)
    failures[:] = [psycopg.errors.DeadlockDetected("x")]
    assert (await browser.post("/after")).status_code == 204
    assert ran == [["a"]]
    failures[:] = [ValueError("x")]
    assert (await browser.post("/after")).status_code == 500
    assert len(ran) == 1


async def test_the_same_key_makes_one_thing(browser: Browser, database: Database) -> None:
    key = {"Idempotency-Key": "k1"}
    answers = [await browser.post("/make", {"title": "a"}, headers=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.text for answer in answers}) == 1
    assert await titles(database) == ["a"]
    assert (await browser.post("/make", {"title": "a"})).status_code == 201  # without a key it is another
    assert await titles(database) == ["a", "a"]


async def test_a_key_belongs_to_one_body_one_route_and_one_person(app: Any, browser: Browser, admin: Browser, database: Database) -> None:
    key = {"Idempotency-Key": "k1"}
    assert (await browser.post("/make", {"title": "a"}, headers=key)).status_code == 201
    other = await browser.post("/make", {"title": "b"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
    route = await admin.request("POST", "/departments", json={"title": "a"}, headers=key)
    assert (route.status_code, route.json()["code"]) == (409, "idempotency_mismatch")
    person = (await admin.post("/people", {"name": "Jon", "email": "jon@example.com"})).json()["id"]
    link = (await admin.post(f"/people/{person}/invite")).json()["link"].rsplit("/", 1)[1]
    jon = Browser(app)
    await jon.post(f"/invite/{link}", {"password": PASSWORD})
    theirs = same_session(browser.client._transport.app, jon)  # type: ignore[attr-defined]  # the application of the other browser
    assert (await theirs.post("/make", {"title": "a"}, headers=key)).status_code == 201
    assert await titles(database) == ["a", "a"]


async def test_a_request_that_failed_keeps_no_key(browser: Browser, database: Database, failures: list[Exception]) -> None:
    key = {"Idempotency-Key": "k1"}
    failures[:] = [NotFound()]
    assert (await browser.post("/make", {"title": "a"}, headers=key)).status_code == 404
    assert (await browser.post("/make", {"title": "b"}, headers=key)).status_code == 201
    assert await titles(database) == ["b"]


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "schl\u00fcssel"])
async def test_a_key_is_short_and_printable(browser: Browser, key: str) -> None:
    answer = await browser.post("/make", {"title": "a"}, headers={b"Idempotency-Key": key.encode("latin-1")})  # type: ignore[arg-type]  # httpx takes bytes
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


async def test_keys_are_forgotten_after_two_days(browser: Browser, database: Database, clock: StillClock) -> None:
    key = {"Idempotency-Key": "k1"}
    await browser.post("/make", {"title": "a"}, headers=key)
    clock.forward(hours=47)
    await browser.post("/make", {"title": "a"}, headers=key)
    assert await titles(database) == ["a"]
    clock.forward(hours=1, seconds=1)
    assert (await browser.post("/make", {"title": "b"}, headers=key)).status_code == 201
    assert await titles(database) == ["a", "b"]


@pytest.mark.commits
async def test_of_many_with_one_key_at_once_one_makes_it(browser: Browser, database: Database) -> None:
    key = {"Idempotency-Key": "k1"}
    answers = await asyncio.gather(*(browser.post("/make", {"title": "a"}, headers=key) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({UUID(answer.json()["id"]) for answer in answers}) == 1
    assert await titles(database) == ["a"]


async def test_what_a_key_keeps_is_ids_only(browser: Browser, database: Database) -> None:
    await browser.post("/make", {"title": "canary"}, headers={"Idempotency-Key": "k1"})
    async with database.workspace(HOME) as tx:
        row = await tx.one("select * from idempotency")
    assert "canary" not in str(row)
    assert len(bytes(row["digest"])) == 32
