"""Several firms in one installation: what belongs to one does not exist for the other, and an account may belong to both."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import pytest

from kedang.app import build
from kedang.core import identity
from kedang.core.base import WorkspaceId
from kedang.core.db import Addresses, Database, migrate
from tests.support import StillClock
from tests.support.browser import Browser
from tests.support.settings import settings

from .conftest import PASSWORD

pytestmark = pytest.mark.commits


@pytest.fixture
async def app(database: Database, addresses: Addresses, clock: StillClock) -> AsyncGenerator[Any]:
    """Two firms."""
    migrate.create_workspace(addresses.admin, name="乙方", now=clock())
    return build(database, settings())


async def found(app: Any, database: Database, number: int, login: str) -> Browser:
    link = await identity.make_setup_link(database, WorkspaceId(number))
    browser = Browser(app)
    company = {"company": f"公司{number}", "name": f"Boss {number}", "login": login, "password": PASSWORD}
    answer = await browser.post(f"/setup/{link}", company)
    assert answer.status_code == 200, answer.text
    return browser


async def joined(app: Any, boss: Browser, name: str, login: str, password: str = PASSWORD) -> tuple[str, Browser, Any]:
    person = (await boss.post("/people", {"name": name, "email": login})).json()["id"]
    link = (await boss.post(f"/people/{person}/invite")).json()["link"].rsplit("/", 1)[1]
    browser = Browser(app)
    return person, browser, await browser.post(f"/invite/{link}", {"password": password})


async def test_ids_of_another_firm_are_like_ids_that_do_not_exist(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    person = (await first.post("/people", {"name": "Jon"})).json()["id"]
    department = (await first.post("/departments", {"title": "销售部"})).json()["id"]
    token = (await first.post("/tokens", {"name": "t"})).json()["id"]

    def calls(people: str, departments: str, tokens: str) -> list[tuple[str, str, Any]]:
        return [
            ("GET", f"/people/{people}", None),
            ("PATCH", f"/people/{people}", {"name": "x"}),
            ("POST", f"/people/{people}/invite", None),
            ("PATCH", f"/departments/{departments}", {"title": "x"}),
            ("DELETE", f"/tokens/{tokens}", None),
            ("GET", f"/people?cursor={people}", None),
            ("GET", f"/people?department={departments}", None),
            ("POST", "/people", {"name": "x", "departments": [departments]}),
            ("POST", "/departments", {"title": "x", "parent": departments}),
        ]

    random = calls(str(uuid4()), str(uuid4()), str(uuid4()))
    for (method, path, body), (_, other, otherwise) in zip(calls(person, department, token), random, strict=True):
        theirs, absent = await second.request(method, path, json=body), await second.request(method, other, json=otherwise)
        shown = [(answer.status_code, {**answer.json(), "instance": ""}) for answer in (theirs, absent)]
        assert shown[0] == shown[1], path
        assert path.split("?")[0] == "/people" or theirs.status_code in (404, 422), path
    assert (await first.get(f"/people/{person}")).json()["title"] == "Jon"
    assert [one["title"] for one in (await second.get("/people")).json()["items"]] == ["Boss 2"]


async def test_credentials_of_one_firm_open_no_other(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    token = (await first.post("/tokens", {"name": "t"})).json()["token"]
    assert (await first.get("/w/2/people")).status_code == 401
    assert (await first.post("/w/2/people", {"name": "x"})).status_code == 401
    for text in (token, token.replace("kd_1_", "kd_2_")):
        browser = Browser(app)
        browser.client.headers["Authorization"] = f"Bearer {text}"
        assert (await browser.get("/w/2/people")).status_code == 401
    assert (await second.get("/w/2/me")).status_code == 200


async def test_an_account_joins_another_firm_by_its_own_password_only(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    _, mara, answer = await joined(app, first, "Mara", "mara@example.com")
    assert answer.status_code == 200
    person, taken, refused = await joined(app, second, "Not Mara", "mara@example.com", "a password of the other boss")
    assert (refused.status_code, refused.json()["code"]) == (401, "password_of_account")
    assert taken.cookie is None
    assert (await mara.get("/me")).json()["workspaces"] == [{"id": 1, "name": "公司1"}]
    link = (await second.post(f"/people/{person}/invite")).json()["link"].rsplit("/", 1)[1]
    both = Browser(app)
    assert (await both.post(f"/invite/{link}", {"password": PASSWORD})).status_code == 200
    assert (await both.get("/w/1/me")).json()["person"]["title"] == "Mara"
    assert (await both.get("/w/2/me")).json()["person"]["title"] == "Not Mara"
    assert [one["id"] for one in (await both.get("/me")).json()["workspaces"]] == [1, 2]


async def test_one_sign_out_ends_the_session_everywhere_and_one_firm_cannot_take_over_an_account(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    await joined(app, first, "Mara", "mara@example.com")
    person, both, _ = await joined(app, second, "Mara", "mara@example.com")
    refused = await second.post(f"/people/{person}/invite")
    assert (refused.status_code, refused.json()["code"]) == (403, "account_shared")
    copy = Browser(app)
    copy.client.cookies.set("__Host-kedang", both.cookie or "")
    assert [(await copy.get(f"/w/{n}/me")).status_code for n in (1, 2)] == [200, 200]
    assert (await both.delete("/session")).status_code == 204
    assert [(await copy.get(f"/w/{n}/me")).status_code for n in (1, 2)] == [401, 401]


async def test_disabled_in_one_firm_she_still_enters_the_other(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    person, _, _ = await joined(app, first, "Mara", "mara@example.com")
    _, both, _ = await joined(app, second, "Mara", "mara@example.com")
    await first.patch(f"/people/{person}", {"status": "disabled"})
    assert [(await both.get(f"/w/{n}/me")).status_code for n in (1, 2)] == [401, 200]
    again = Browser(app)
    assert (await again.post("/session", {"login": "mara@example.com", "password": PASSWORD})).json()["workspace"]["id"] == 2


async def test_logins_follow_the_people_of_all_firms(app: Any, database: Database) -> None:
    first, second = await found(app, database, 1, "one@example.com"), await found(app, database, 2, "two@example.com")
    person, _, _ = await joined(app, first, "Mara", "mara@example.com")
    await joined(app, second, "Mara", "mara@example.com")

    async def signs_in(login: str) -> bool:
        return (await Browser(app).post("/session", {"login": login, "password": PASSWORD})).status_code == 200

    assert (await first.patch(f"/people/{person}", {"email": "new@example.com"})).status_code == 200
    assert await signs_in("new@example.com")
    assert await signs_in("mara@example.com")  # the other firm still knows her by it
    assert (await first.patch(f"/people/{person}", {"email": "two@example.com"})).status_code == 200  # somebody else's
    assert not await signs_in("new@example.com")
    assert (await Browser(app).post("/session", {"login": "two@example.com", "password": PASSWORD})).json()["person"]["title"] == "Boss 2"
