"""Where a request may come from, what it must carry, and that reading changes nothing."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier

from kedang.app import build
from kedang.core.base import WorkspaceId
from kedang.core.db import Database
from kedang.web import Caller, delete, get, patch, post, put
from kedang.web.policies import RouteWithoutPolicy
from kedang.web.proxies import Proxies
from tests.support.browser import Browser
from tests.support.settings import settings

from .conftest import PASSWORD, same_session, small

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-CSRF": "wrong"}, 403),
        ({"X-CSRF": ""}, 403),
        ({"X-CSRF": "right"}, 201),
        ({"X-CSRF": "right", "Origin": "https://test"}, 201),
        ({"X-CSRF": "right", "Origin": "https://test:443"}, 201),
        ({"X-CSRF": "right", "Origin": "https://TEST"}, 201),
        ({"X-CSRF": "right", "Origin": "http://test"}, 403),
        ({"X-CSRF": "right", "Origin": "https://test.evil.example"}, 403),
        ({"X-CSRF": "right", "Origin": "https://eviltest"}, 403),
        ({"X-CSRF": "right", "Origin": "https://test:8443"}, 403),
        ({"X-CSRF": "right", "Origin": "null"}, 403),
        ({"X-CSRF": "right", "Origin": "https://[broken"}, 403),
        ({"X-CSRF": "right", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-CSRF": "right", "Sec-Fetch-Site": "same-site"}, 403),
        ({"X-CSRF": "right", "Sec-Fetch-Site": "same-origin"}, 201),
        ({"Content-Type": "text/plain"}, 403),
        ({"X-CSRF": "right", "Content-Type": "text/plain"}, 415),
        ({"X-CSRF": "right", "Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
async def test_a_change_by_cookie_needs_the_sessions_own_proof(admin: Browser, headers: dict[str, str], status: int) -> None:
    given = {name: (admin.csrf or "") if value == "right" else value for name, value in headers.items()}
    answer = await admin.client.post("/api/v1/people", content=b'{"name": "Jon"}', headers={**JSON, **given})
    assert answer.status_code == status, answer.text
    people = (await admin.get("/people")).json()["items"]
    assert len(people) == (2 if status == 201 else 1)


async def test_another_sessions_proof_does_not_count(app: Any, admin: Browser) -> None:
    other = Browser(app)
    await other.post("/session", {"login": "admin@example.com", "password": PASSWORD})
    assert other.csrf != admin.csrf
    answer = await admin.post("/people", {"name": "Jon"}, headers={"X-CSRF": other.csrf or ""})
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


async def test_another_site_cannot_sign_somebody_in(app: Any, admin: Browser) -> None:
    body = {"login": "admin@example.com", "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await Browser(app).post("/session", body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
        assert "set-cookie" not in answer.headers


async def test_no_origin_is_ever_allowed_to_read_across(app: Any, admin: Browser) -> None:
    for origin in ("https://evil.example", "null", "https://test.evil.example", "https://test"):
        for method in ("GET", "OPTIONS"):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = await admin.client.request(method, "/api/v1/people", headers=headers)
            assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_a_token_needs_no_csrf_and_a_cookie_beside_it_counts_for_nothing(app: Any, admin: Browser) -> None:
    token = (await admin.post("/tokens", {"name": "t"})).json()["token"]
    assert re.fullmatch(r"kd_1_[\w-]{43}", token)
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await Browser(app).post("/people", {"name": "Jon"}, headers=bearer)).status_code == 201
    for bad in ("Bearer kd_1_" + "x" * 43, "Bearer x", "Basic YTpi", "Bearer kd_2_" + token[5:], f"Bearer {token} "[:-2]):
        answer = await admin.client.get("/api/v1/people", headers={"Authorization": bad})
        assert answer.status_code == 401, bad


@pytest.mark.req("R296", part="tokens with scopes")
async def test_a_token_does_no_more_than_its_scopes(app: Any, admin: Browser) -> None:
    rows = [(["read"], (200, 403, 403)), (["write"], (200, 201, 403)), (["manage", "read"], (200, 403, 201)), (None, (200, 403, 201))]
    for scopes, expected in rows:
        made = await admin.post("/tokens", {"name": "t", "scopes": scopes})
        token = Browser(app)
        token.client.headers["Authorization"] = f"Bearer {made.json()['token']}"
        reads = await token.get("/people")
        writes = await token.patch("/me", {"language": "zh"})
        manages = await token.post("/people", {"name": "Jon"})
        wanted = (200, 204 if scopes is None or "write" in scopes else 403, expected[2])
        assert (reads.status_code, writes.status_code, manages.status_code) == wanted, scopes
    again = Browser(app)
    again.client.headers["Authorization"] = f"Bearer {(await admin.post('/tokens', {'name': 't'})).json()['token']}"
    assert (await again.post("/tokens", {"name": "more"})).json()["code"] == "session_needed"
    assert (await again.post("/password", {"present": PASSWORD, "password": "another long passphrase"})).json()["code"] == "session_needed"


async def test_reading_changes_nothing(app: Any, admin: Browser, database: Database) -> None:
    """Every GET that there is, and the number of rows of every table before and after."""

    async def counts() -> dict[str, int]:
        found: dict[str, int] = {}
        async with database.workspace(WorkspaceId(1)) as tx:
            query = (
                "select relname from pg_class where relnamespace = 'ws_1'::regnamespace and relkind in ('r', 'p') and not relispartition"
                " and has_table_privilege(oid, 'select')"
            )
            for row in await tx.all(query):
                counted = await tx.one(SQL("select count(*) as n from {}").format(Identifier(row["relname"])))
                found[row["relname"]] = counted["n"]
        return found

    document = (await admin.get("/openapi.json")).json()
    paths = [path for path, item in document["paths"].items() if "get" in item]
    assert "/api/v1/people" in paths
    before = await counts()
    assert {"person", "credential", "audit_event", "outbox", "idempotency"} <= before.keys()
    stopping = asyncio.Event()
    stopping.set()  # a stream ends at once
    reader = same_session(build(database, settings(), stopping=stopping), admin)
    for path in paths:
        await reader.client.get(re.sub(r"\{\w+\}", "019a0000-0000-7000-8000-000000000000", path))
    assert await counts() == before


def test_a_route_without_a_policy_does_not_start() -> None:
    import litestar

    @litestar.get("/naked")
    async def naked() -> str:
        return "here I am"

    @litestar.get("/claims", policy="signed_in")
    async def claims() -> str:
        return "not made by the toolkit, so nothing enforces it"

    @get("/vague", policy="whoever")
    async def vague(caller: Caller) -> None: ...

    @get("/good", policy="public")
    async def good(caller: Caller) -> None: ...

    for bad in (naked, claims, vague):
        with pytest.raises(RouteWithoutPolicy):
            small(None, good, bad)  # type: ignore[arg-type]  # nothing asks for the database
    small(None, good)  # type: ignore[arg-type]  # as above


async def test_nothing_runs_without_a_credential_where_the_policy_wants_one(database: Database) -> None:
    ran: list[str] = []

    @get("/a", policy="signed_in")
    async def a(caller: Caller) -> None:
        ran.append("a")

    @post("/b", policy="manage:people")
    async def b(body: bytes) -> None:
        ran.append("b")

    @put("/c", policy="signed_in")
    async def c(caller: Caller) -> None:
        ran.append("c")

    @patch("/d", policy="signed_in")
    async def d(caller: Caller) -> None:
        ran.append("d")

    @delete("/e", policy="signed_in")
    async def e(caller: Caller) -> None:
        ran.append("e")

    browser = Browser(small(database, a, b, c, d, e))
    browser.client.cookies.set("__Host-kedang", "1." + "x" * 43)
    for method, path in [("GET", "/a"), ("POST", "/b"), ("PUT", "/c"), ("PATCH", "/d"), ("DELETE", "/e")]:
        assert (await browser.request(method, path)).status_code == 401
    assert ran == []


async def test_forwarded_headers_count_from_trusted_proxies_only() -> None:
    def read(trusted: str, client: str, **headers: str) -> tuple[str | None, str]:
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return Proxies(trusted).read({"client": (client, 1), "scheme": "http", "headers": raw})

    spoofed = {"x_forwarded_for": "192.0.2.1, 10.0.0.9", "x_forwarded_proto": "https"}
    assert read("", "10.0.0.5", **spoofed) == ("10.0.0.5", "http")
    assert read("10.9.0.0/16", "10.0.0.5", **spoofed) == ("10.0.0.5", "http")
    assert read("10.0.0.0/24", "10.0.0.5", **spoofed) == ("192.0.2.1", "https")
    assert read("10.0.0.5", "10.0.0.5", **spoofed) == ("10.0.0.9", "https")  # whoever is left of an address we do not trust may be made up
    assert read("10.0.0.5", "10.0.0.5", x_forwarded_proto="gopher") == ("10.0.0.5", "http")


async def test_a_workspace_that_is_not_ones_own_answers_like_one_that_does_not_exist(app: Any, admin: Browser) -> None:
    assert (await admin.get("/w/1/me")).status_code == 200
    for number in ("2", "99", "999999999"):
        assert (await admin.get(f"/w/{number}/me")).json()["code"] == "unauthenticated", number
    for bad in ("0", "x", "1234567890", "1'"):
        assert (await admin.get(f"/w/{bad}/me")).status_code == 404, bad
    tampered = Browser(app)
    tampered.client.cookies.set("__Host-kedang", "2." + (admin.cookie or "").split(".")[1])
    assert (await tampered.get("/me")).status_code == 401


async def test_settings_decide_about_plain_http(database: Database, admin: Browser) -> None:
    @get("/x", policy="signed_in")
    async def x(caller: Caller) -> None: ...

    for allowed, status in (("loopback", 403), ("all", 204)):
        app = small(database, x, settings=settings(allow_http=allowed))
        browser = Browser(app, base="http://test", address="192.0.2.5")
        browser.client.headers["Cookie"] = f"kedang={admin.cookie}"
        assert (await browser.get("/x")).status_code == status


async def test_the_cookies_name_belongs_to_the_scheme(database: Database, admin: Browser) -> None:
    @get("/x", policy="signed_in")
    async def x(caller: Caller) -> None: ...

    app = small(database, x)
    secure, plain = Browser(app), Browser(app, base="http://localhost", address="127.0.0.1")
    secure.client.headers["Cookie"] = f"kedang={admin.cookie}"  # what a page of plain HTTP on this host could have set
    plain.client.headers["Cookie"] = f"__Host-kedang={admin.cookie}"
    assert [(await one.get("/x")).status_code for one in (secure, plain)] == [401, 401]
    assert (await same_session(app, admin).get("/x")).status_code == 204
