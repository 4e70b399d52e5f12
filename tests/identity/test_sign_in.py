"""Signing in: the same answer for every mistake, a throttle that locks nobody out, sessions that end when they must."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kedang.core.db import Database
from kedang.core.identity import passwords
from tests.support import StillClock
from tests.support.browser import Browser

from .conftest import HOME, PASSWORD, Join

WRONG = {"password": "wrong horse 9 battery"}


async def test_me_says_who_one_is(mara: Browser) -> None:
    found = (await mara.get("/me")).json()
    assert found["person"]["title"] == "Mara"
    assert found["account"] == {"login": "mara@example.com"}
    assert found["workspace"] == {"id": 1, "name": "华兴装饰", "language": "zh", "zone": "Asia/Shanghai"}
    assert (found["roles"], found["manage"], found["language"]) == ([{"key": "sales", "label": "销售"}], [], "zh")
    assert found["workspaces"] == [{"id": 1, "name": "华兴装饰"}]
    assert len(found["csrf"]) >= 32


@pytest.mark.parametrize("login", ["mara@example.com", " MARA@Example.COM ", "ｍａｒａ@example.com"])
async def test_a_login_is_folded(app: Any, mara: Browser, login: str) -> None:
    answer = await Browser(app).post("/session", {"login": login, "password": PASSWORD})
    assert answer.status_code == 200


async def test_mobile_and_staff_number_are_logins(app: Any, admin: Browser, mara: Browser) -> None:
    path = f"/people/{mara.me['person']['id']}"
    assert (await admin.patch(path, {"mobile": "+86 138-0013-8000", "staff_number": "HX-0042"})).status_code == 200
    for login in ("13800138000", "0086 138 0013 8000", "hx-0042"):
        assert (await Browser(app).post("/session", {"login": login, "password": PASSWORD})).status_code == 200, login


async def test_a_wrong_password_and_an_unknown_login_are_the_same(app: Any, mara: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answer after the same work: each verifies one Argon2id hash of the same parameters."""
    verified: list[str] = []
    real = passwords._verify

    def counted(stored: str, password: str) -> bool:
        verified.append(stored)
        return real(stored, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    browser = Browser(app)
    answers = [await browser.post("/session", {"login": login, **WRONG}) for login in ("mara@example.com", "nobody@example.com")]
    bodies = [{key: value for key, value in answer.json().items() if key != "instance"} for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert bodies[0] == bodies[1]
    assert len(verified) == 2
    assert {stored.rsplit("$", 2)[0] for stored in verified} == {"$argon2id$v=19$m=19456,t=2,p=1"}


async def test_a_disabled_account_answers_like_a_wrong_password(app: Any, admin: Browser, mara: Browser) -> None:
    await admin.patch(f"/people/{mara.me['person']['id']}", {"status": "disabled"})
    answer = await Browser(app).post("/session", {"login": "mara@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


async def test_guessing_is_slowed_down_and_says_honestly_for_how_long(app: Any, mara: Browser, clock: StillClock) -> None:
    stranger = Browser(app, address="198.51.100.9")
    waits: list[int] = []
    for _ in range(12):
        answer = await stranger.post("/session", {"login": "mara@example.com", **WRONG})
        if answer.status_code == 429:
            assert answer.json()["code"] == "too_many_attempts"
            waits.append(int(answer.headers["Retry-After"]))
            clock.forward(seconds=waits[-1])
    assert waits == [1, 2, 4]  # five are free, then each failure doubles the wait
    answer = await stranger.post("/session", {"login": "mara@example.com", "password": PASSWORD})
    assert answer.status_code == 429
    clock.forward(seconds=int(answer.headers["Retry-After"]) - 1)
    assert (await stranger.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 429
    clock.forward(seconds=1)
    assert (await stranger.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 200


async def test_strangers_who_guess_do_not_keep_the_owner_or_others_out(app: Any, join: Join, mara: Browser) -> None:
    await join("Jon", "jon@example.com", "sales")
    home = Browser(app, address="192.0.2.1")
    assert (await home.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 200
    answers = [await Browser(app, address=f"198.51.100.{n}").post("/session", {"login": "mara@example.com", **WRONG}) for n in range(12)]
    assert answers[-1].status_code == 429
    assert (await home.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 200  # a known address
    other = Browser(app, address="198.51.100.200")
    assert (await other.post("/session", {"login": "jon@example.com", "password": PASSWORD})).status_code == 200  # another account


async def test_one_address_cannot_guess_at_many_accounts(app: Any, admin: Browser) -> None:
    stranger = Browser(app, address="198.51.100.9")
    answers = [await stranger.post("/session", {"login": f"n{n}@example.com", **WRONG}) for n in range(32)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


async def test_forwarded_headers_of_strangers_change_neither_address_nor_scheme(app: Any, mara: Browser, database: Database) -> None:
    stranger = Browser(app, address="198.51.100.9")
    for n in range(7):
        headers = {"X-Forwarded-For": f"192.0.2.{n}", "X-Forwarded-Proto": "http", "X-Real-IP": f"192.0.2.{n}"}
        await stranger.post("/session", {"login": f"n{n}@example.com", **WRONG}, headers=headers)
    async with database.installation() as tx:
        rows = await tx.all("select failures from throttle where subject like 'address:%%' order by failures")
    assert [row["failures"] for row in rows] == [7]
    assert "strict-transport-security" in (await stranger.get("/health", headers={"X-Forwarded-Proto": "http"})).headers


async def test_the_secret_is_stored_as_a_hash_and_changes_with_each_sign_in(app: Any, mara: Browser, database: Database) -> None:
    before = mara.cookie
    assert (await mara.post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 200
    after = mara.cookie
    assert before
    assert after
    assert before != after
    assert re.fullmatch(r"1\.[A-Za-z0-9_-]{43}", after)  # 256 bits
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select * from credential")
    secret = after.split(".")[1]
    assert all(len(row["hash"]) == 32 and secret not in str(row) and secret.encode() not in bytes(row["hash"]) for row in rows)


async def test_only_phc_strings_are_stored(mara: Browser, database: Database) -> None:
    async with database.installation() as tx:
        rows = await tx.all("select password from account")
    assert len(rows) == 2
    assert all(row["password"].startswith("$argon2id$v=19$m=19456,t=2,p=1$") for row in rows)


async def test_a_session_ends_after_idle_time_and_after_its_absolute_time(mara: Browser, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.core.identity.sessions.TOUCH_EVERY", 0)
    for _ in range(14):  # 28 days, never idle for 72 hours
        clock.forward(hours=48)
        assert (await mara.get("/me")).status_code == 200
    clock.forward(hours=49)
    assert (await mara.get("/me")).status_code == 401  # 30 days are over


async def test_an_idle_session_ends(mara: Browser, clock: StillClock) -> None:
    clock.forward(hours=73)
    assert (await mara.get("/me")).status_code == 401


async def test_signing_out_ends_the_session_on_the_server(app: Any, mara: Browser) -> None:
    cookie = mara.cookie
    answer = await mara.delete("/session")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    again = Browser(app)
    again.client.cookies.set("__Host-kedang", cookie or "")
    assert (await again.get("/me")).status_code == 401


async def test_every_credential_dies_with_disabling_roles_and_password(app: Any, admin: Browser, join: Join) -> None:
    """Each kind of credential, after each kind of event."""
    for n, event in enumerate(("disable", "roles", "password", "reset")):
        login = f"person{n}@example.com"
        person = await join(f"Person {n}", login, "sales")
        token = (await person.post("/tokens", {"name": "t"})).json()["token"]
        other = Browser(app)
        await other.post("/session", {"login": login, "password": PASSWORD})
        path = f"/people/{person.me['person']['id']}"
        match event:
            case "disable":
                assert (await admin.patch(path, {"status": "disabled"})).status_code == 200
            case "roles":
                assert (await admin.patch(path, {"roles": ["manager"]})).status_code == 200
            case "password":
                assert (await person.post("/password", {"present": PASSWORD, "password": "another long passphrase"})).status_code == 200
            case _:
                link = (await admin.post(f"{path}/reset")).json()
                assert link["purpose"] == "reset"
                answer = await Browser(app).post(f"/invite/{link['link'].rsplit('/', 1)[1]}", {"password": "another long passphrase"})
                assert answer.status_code == 200
        assert (await other.get("/me")).status_code == 401, event
        bearer = {"Authorization": f"Bearer {token}"}
        assert (await Browser(app).get("/people", headers=bearer)).status_code == 401, event
        assert (await person.get("/me")).status_code == (200 if event == "password" else 401), event


async def test_plain_http_signs_in_from_this_machine_only(app: Any, mara: Browser) -> None:
    body = {"login": "mara@example.com", "password": PASSWORD}
    far = await Browser(app, base="http://test", address="192.0.2.44").post("/session", body)
    assert (far.status_code, far.json()["code"]) == (403, "https_required")
    near = Browser(app, base="http://localhost", address="127.0.0.1")
    answer = await near.post("/session", body)
    assert answer.status_code == 200
    assert re.fullmatch(r"kedang=1\.[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax", answer.headers["Set-Cookie"])
    assert (await near.get("/me")).status_code == 200


async def test_the_cookie_over_https_is_bound_to_the_host(app: Any, mara: Browser) -> None:
    answer = await Browser(app).post("/session", {"login": "mara@example.com", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert re.fullmatch(r"__Host-kedang=1\.[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure", cookie)
    assert len(answer.headers.get_list("Set-Cookie")) == 1


async def test_use_is_noted_at_most_once_a_minute(mara: Browser, database: Database, clock: StillClock) -> None:
    async def last_used() -> list[Any]:
        async with database.workspace(HOME) as tx:
            return await tx.all("select id, last_used_at, expires_at from credential order by id")

    await mara.get("/me")
    before = await last_used()
    clock.forward(seconds=30)
    await mara.get("/me")
    assert await last_used() == before
