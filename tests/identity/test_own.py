"""What everybody may do about herself: her sessions, her logins, her password, her tokens."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core.db import Database
from tests.support.browser import Browser

from .conftest import HOME, PASSWORD, Join


async def signed_in(app: Any, login: str, password: str = PASSWORD) -> Browser:
    browser = Browser(app)
    answer = await browser.post("/session", {"login": login, "password": password})
    assert answer.status_code == 200, answer.text
    return browser


async def sessions(browser: Browser) -> list[dict[str, Any]]:
    return (await browser.get("/sessions")).json()["items"]


async def test_one_sees_and_ends_ones_own_sessions_only(app: Any, admin: Browser, mara: Browser) -> None:
    other = await signed_in(app, "mara@example.com")
    found = await sessions(mara)
    assert [one["present"] for one in sorted(found, key=lambda one: one["present"])] == [False, True]
    assert {one["ip"] for one in found} == {"203.0.113.7"}
    theirs = next(one["id"] for one in found if not one["present"])
    assert theirs not in [one["id"] for one in await sessions(admin)]
    assert (await admin.delete(f"/sessions/{theirs}")).status_code == 404
    assert (await other.get("/me")).status_code == 200
    assert (await mara.delete(f"/sessions/{theirs}")).status_code == 204
    assert (await other.get("/me")).status_code == 401
    assert (await mara.delete(f"/sessions/{theirs}")).status_code == 404
    assert len(await sessions(mara)) == 1


async def test_signing_out_elsewhere_leaves_this_session(app: Any, mara: Browser, database: Database) -> None:
    others = [await signed_in(app, "mara@example.com") for _ in range(2)]
    assert (await mara.delete("/sessions")).status_code == 204
    assert [(await one.get("/me")).status_code for one in [mara, *others]] == [200, 401, 401]
    async with database.workspace(HOME) as tx:
        row = await tx.one("select count(*) as n from audit_event where action = 'session.ended' and actor = %(who)s", who=mara.me["person"]["id"])
    assert row["n"] == 2


async def test_another_password_needs_the_present_one_and_ends_other_sessions(app: Any, mara: Browser) -> None:
    other = await signed_in(app, "mara@example.com")
    wrong = await mara.post("/password", {"present": "not my password", "password": "another long passphrase"})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["fields"][0]["field"]) == (422, "wrong_password", "present")
    assert (await other.get("/me")).status_code == 200
    assert (await mara.post("/password", {"present": PASSWORD, "password": "another long passphrase"})).status_code == 200
    assert [(await one.get("/me")).status_code for one in (mara, other)] == [200, 401]
    await signed_in(app, "mara@example.com", "another long passphrase")


async def test_mobile_and_mail_are_ones_own_to_change_with_the_password(app: Any, admin: Browser, mara: Browser, database: Database) -> None:
    refused = [
        await mara.patch("/me", {"mobile": "13900001111"}),
        await mara.patch("/me", {"mobile": "13900001111", "present": "not my password"}),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [(422, "wrong_password")] * 2
    assert (await mara.patch("/me", {"mobile": "139 0000 1111", "present": PASSWORD})).status_code == 204
    await signed_in(app, "13900001111")
    assert (await mara.patch("/me", {"email": None, "present": PASSWORD})).status_code == 204
    assert (await Browser(app).post("/session", {"login": "mara@example.com", "password": PASSWORD})).status_code == 401
    for body, code in [({"mobile": None}, "login_needed"), ({"email": "admin@example.com"}, "login_taken"), ({"mobile": "12"}, "bad_mobile")]:
        assert (await mara.patch("/me", {**body, "present": PASSWORD})).json()["code"] == code, body
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select body from audit_event where action = 'person.updated' and actor = %(who)s order by at, id", who=mara.me["person"]["id"])
    assert [row["body"]["what"] for row in rows] == [["logins"], ["logins"]]
    assert (await admin.get(f"/people/{mara.me['person']['id']}")).json()["mobile"] == "13900001111"


@pytest.mark.parametrize("body", [{"name": "Mary"}, {"staff_number": "7"}, {"roles": ["administrator"]}, {"departments": []}, {"status": "active"}])
async def test_the_rest_of_a_profile_is_the_administrators(mara: Browser, body: dict[str, Any]) -> None:
    assert (await mara.patch("/me", {**body, "present": PASSWORD})).json()["fields"][0]["code"] == "unknown_field"


async def test_tokens_are_ones_own(app: Any, admin: Browser, join: Join, database: Database) -> None:
    mara = await join("Mara", "mara@example.com", "sales")
    token = (await mara.post("/tokens", {"name": "report", "scopes": ["read"], "days": 30})).json()
    assert [one["name"] for one in (await mara.get("/tokens")).json()["items"]] == ["report"]
    assert (await admin.get("/tokens")).json()["items"] == []
    assert (await admin.delete(f"/tokens/{token['id']}")).status_code == 404
    bearer = {"Authorization": f"Bearer {token['token']}"}
    program = Browser(app)
    assert (await program.get("/me", headers=bearer)).status_code == 200
    assert (await program.delete("/sessions", headers=bearer)).status_code == 403
    assert (await program.patch("/me", {"mobile": "13900001111", "present": PASSWORD}, headers=bearer)).status_code == 403
    assert (await mara.delete(f"/tokens/{token['id']}")).status_code == 204
    assert (await program.get("/me", headers=bearer)).status_code == 401
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select action from audit_event where action like 'token.%%' and actor = %(who)s order by at, id", who=mara.me["person"]["id"])
    assert [row["action"] for row in rows] == ["token.created", "token.revoked"]
