"""One-time links: setting up, invitations, resets. And which passwords they take."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kedang.app import build
from kedang.core import identity
from kedang.core.db import Database
from tests.support import StillClock
from tests.support.browser import Browser
from tests.support.settings import settings

from .conftest import HOME, PASSWORD, Join

COMPANY = {"company": "华兴装饰", "name": "陈静", "login": "admin@example.com", "password": PASSWORD, "language": "zh"}


async def test_nobody_gets_in_before_the_set_up(app: Any, database: Database) -> None:
    """There are no default credentials."""
    assert not await identity.is_set_up(database, HOME)
    for login in ("admin", "administrator", "root", "kedang"):
        assert (await Browser(app).post("/session", {"login": login, "password": login})).status_code == 401


async def test_a_set_up_link_makes_the_administrator_once(app: Any, database: Database) -> None:
    link = await identity.make_setup_link(database, HOME)
    browser = Browser(app)
    offer = await browser.get(f"/setup/{link}")
    assert offer.json()["workspace"] == {"id": 1, "name": "测试公司", "language": "zh", "zone": "Asia/Shanghai"}
    answer = await browser.post(f"/setup/{link}", COMPANY)
    assert answer.status_code == 200
    assert answer.json()["manage"] == ["*"]
    assert answer.json()["workspace"]["name"] == "华兴装饰"
    for method in ("GET", "POST"):
        again = await Browser(app).request(method, f"/setup/{link}", json=COMPANY if method == "POST" else None)
        unknown = await Browser(app).request(method, f"/setup/{'x' * 43}", json=COMPANY if method == "POST" else None)
        assert [again.status_code, unknown.status_code] == [404, 404]
        assert {**again.json(), "instance": ""} == {**unknown.json(), "instance": ""}


async def test_links_expire_and_a_later_one_ends_an_earlier_one(app: Any, database: Database, clock: StillClock) -> None:
    first = await identity.make_setup_link(database, HOME)
    second = await identity.make_setup_link(database, HOME)
    assert (await Browser(app).get(f"/setup/{first}")).status_code == 404
    assert (await Browser(app).get(f"/setup/{second}")).status_code == 200
    clock.forward(days=7, seconds=1)
    assert (await Browser(app).post(f"/setup/{second}", COMPANY)).status_code == 404


async def test_a_link_is_stored_as_a_hash(app: Any, database: Database) -> None:
    link = await identity.make_setup_link(database, HOME)
    async with database.installation() as tx:
        rows = await tx.all("select hash from one_time_link")
    assert len(link) == 43
    assert all(link.encode() not in bytes(row["hash"]) and len(row["hash"]) == 32 for row in rows)


@pytest.mark.commits
async def test_of_many_who_use_a_link_at_once_one_gets_in(database: Database) -> None:
    app = build(database, settings())
    link = await identity.make_setup_link(database, HOME)
    bodies = [{**COMPANY, "login": f"admin{n}@example.com"} for n in range(8)]
    answers = await asyncio.gather(*(Browser(app).post(f"/setup/{link}", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, *[404] * 7]
    async with database.installation() as tx:
        counts = await tx.one("select (select count(*) from account) as accounts, (select count(*) from membership) as members")
    assert (counts["accounts"], counts["members"]) == (1, 1)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("password1234", "password_too_common"),
        ("aaaaaaaaaaaaaa", "password_too_common"),
        ("abcabcabcabcabc", "password_too_common"),
        ("Admin@example.com", "password_too_common"),
        ("华兴装饰华兴装饰2026!", "password_too_common"),
        ("Kedang2026陈静!!", "password_too_common"),
        ("x" * 8 + "y" * 300, "password_too_long"),
        ("字" * 3 + "一二三四五六七八", "password_too_short"),
    ],
)
async def test_passwords_that_are_refused(app: Any, database: Database, password: str, code: str) -> None:
    link = await identity.make_setup_link(database, HOME)
    answer = await Browser(app).post(f"/setup/{link}", {**COMPANY, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["fields"][0]["field"] == "password"
    assert password not in answer.text
    assert (await Browser(app).get(f"/setup/{link}")).status_code == 200  # not used up


@pytest.mark.parametrize("login", ["not a login", "chen jing@example"])
async def test_a_login_that_is_none_is_told_at_its_field(app: Any, database: Database, login: str) -> None:
    link = await identity.make_setup_link(database, HOME)
    answer = await Browser(app).post(f"/setup/{link}", {**COMPANY, "login": login})
    assert (answer.status_code, [one["field"] for one in answer.json()["fields"]]) == (422, ["login"])
    assert (await Browser(app).get(f"/setup/{link}")).status_code == 200  # not used up


@pytest.mark.parametrize("password", ["长城万里春秋冬夏日月星辰", "tr0ub4dor &3 ünïcödé", "a long sentence without any digit", "Zx9" + "qw er ty " * 9])
async def test_passwords_that_are_taken_as_they_are(app: Any, database: Database, password: str) -> None:
    """No rule about their composition; at least 64 characters; nothing is cut off."""
    link = await identity.make_setup_link(database, HOME)
    assert (await Browser(app).post(f"/setup/{link}", {**COMPANY, "password": password})).status_code == 200
    assert (await Browser(app).post("/session", {"login": COMPANY["login"], "password": password})).status_code == 200
    assert (await Browser(app).post("/session", {"login": COMPANY["login"], "password": password[:-1]})).status_code == 401


async def test_an_invitation_of_a_disabled_person_is_worth_nothing(app: Any, admin: Browser) -> None:
    person = (await admin.post("/people", {"name": "Jon", "email": "jon@example.com"})).json()["id"]
    link = (await admin.post(f"/people/{person}/invite")).json()["link"].rsplit("/", 1)[1]
    await admin.patch(f"/people/{person}", {"status": "disabled"})
    assert (await Browser(app).post(f"/invite/{link}", {"password": PASSWORD})).status_code == 404
    await admin.patch(f"/people/{person}", {"status": "active"})
    assert (await Browser(app).post(f"/invite/{link}", {"password": PASSWORD})).status_code == 404  # it ended with her


async def test_a_person_without_any_login_cannot_be_invited(admin: Browser) -> None:
    person = (await admin.post("/people", {"name": "Jon"})).json()["id"]
    answer = await admin.post(f"/people/{person}/invite")
    assert (answer.status_code, answer.json()["code"]) == (422, "no_login")


async def test_a_reset_is_for_who_has_a_password_and_ends_the_earlier_link(app: Any, admin: Browser, mara: Browser) -> None:
    person = mara.me["person"]["id"]
    first = (await admin.post(f"/people/{person}/reset")).json()
    second = (await admin.post(f"/people/{person}/reset")).json()
    assert (first["purpose"], second["purpose"]) == ("reset", "reset")
    former, present = (one["link"].rsplit("/", 1)[1] for one in (first, second))
    assert (await Browser(app).get(f"/invite/{former}")).status_code == 404
    offer = (await Browser(app).get(f"/invite/{present}")).json()
    assert (offer["purpose"], offer["person"]["title"], offer["logins"]) == ("reset", "Mara", ["mara@example.com"])
    assert (await mara.get("/me")).status_code == 200, "a link that was made ends nothing; somebody may have asked for it by mistake"
    newcomer = (await admin.post("/people", {"name": "Jon", "email": "jon@example.com"})).json()["id"]
    refused = await admin.post(f"/people/{newcomer}/reset")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_account")


async def test_who_may_make_a_reset(app: Any, admin: Browser, mara: Browser, join: Join) -> None:
    jon = await join("Jon", "jon@example.com", "sales")
    chief = admin.me["person"]["id"]
    for asking, person, status in ((admin, mara, 200), (jon, mara, 403), (Browser(app), mara, 401)):
        answer = await asking.post(f"/people/{person.me['person']['id']}/reset")
        assert answer.status_code == status
    assert (await jon.post(f"/people/{chief}/reset")).status_code == 403


async def test_a_reset_stands_in_the_log_with_who_made_it_and_who_used_it(app: Any, database: Database, admin: Browser, mara: Browser) -> None:
    person = mara.me["person"]["id"]
    link = (await admin.post(f"/people/{person}/reset")).json()["link"].rsplit("/", 1)[1]
    await Browser(app).post(f"/invite/{link}", {"password": "another long passphrase"})
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select action, actor::text as actor from audit_event where action in ('reset.made', 'password.reset') order by at, id")
    assert [(row["action"], row["actor"]) for row in rows] == [("reset.made", admin.me["person"]["id"]), ("password.reset", person)]
