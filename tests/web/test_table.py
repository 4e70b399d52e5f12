"""One table over everything that answers: each route, each of its refusals, each file. Nothing is left out because somebody forgot to write it here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from kedang import app as composition
from kedang.core.db import Database
from kedang.web.static import Files
from tests.support.browser import Browser
from tests.support.settings import settings

CSP = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
    "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAFE = ("GET", "HEAD", "OPTIONS")
STREAMS = {"/api/v1/events"}  #: it ends with its listener; ``tests/live`` looks at its headers


def routes(app: Any) -> Iterator[tuple[str, str, str]]:
    """Method, path and policy of every route, the parts of its path filled in."""
    framework: Litestar = app._routes
    for route in framework.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler) and "policy" in handler.opt:
                path = re.sub(r"\{\w+:(\w+)\}", lambda found: {"uuid": str(uuid4()), "int": "1"}.get(found[1], "x"), route.path)
                yield from ((method, path, handler.opt["policy"]) for method in sorted(handler.http_methods))


def check(answer: httpx.Response, *, is_https: bool = True) -> None:
    """What each answer must carry, and must not."""
    where = f"{answer.request.method} {answer.request.url.path} → {answer.status_code}"
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == CSP, where
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, where
    assert answer.headers.get("Strict-Transport-Security") == ("max-age=31536000" if is_https else None), where
    assert "Access-Control-Allow-Origin" not in answer.headers, where
    assert len(answer.headers["X-Request-Id"]) == 24, where
    if answer.request.url.path.startswith("/api/"):
        assert answer.headers["Cache-Control"] == "no-store", where
    for cookie in answer.headers.get_list("set-cookie"):
        parts = {part.strip() for part in cookie.split(";")}
        assert cookie.startswith("__Host-kedang=" if is_https else "kedang="), where
        assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= parts, where
        assert (("Secure" in parts), any(part.startswith("Domain") for part in parts)) == (is_https, False), where


async def test_every_route_carries_the_headers_whatever_it_answers(app: Any, admin: Browser) -> None:
    seen: set[int] = set()
    for method, path, policy in routes(app):
        if path in STREAMS:
            continue
        stranger = await Browser(app).request(method, f"{path}?q=x", json={} if method not in SAFE else None)
        check(stranger)
        assert policy == "public" or stranger.status_code == 401, f"{method} {path}"
        mine = await admin.request(method, path) if method in SAFE else await admin.request("TRACE", path)
        check(mine)
        seen |= {stranger.status_code, mine.status_code}
    assert {200, 401, 404, 405, 422} <= seen, "the table has seen answers and refusals"


async def test_over_allowed_plain_http_the_same_but_for_what_binds_to_https(database: Database, admin: Browser) -> None:
    app = composition.build(database, settings(allow_http="all"))
    visitor = Browser(app, base="http://kedang.test:8600", address="192.168.1.7")
    signed = await visitor.post(
        "/session", {"login": "admin@example.com", "password": "correct horse 9 battery"}, headers={"Origin": "http://kedang.test:8600"}
    )
    assert signed.status_code == 200
    for answer in (signed, await visitor.get("/me"), await visitor.get("/objects/nothing"), await visitor.client.get("/"), await visitor.delete("/session")):
        check(answer, is_https=False)
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


async def test_every_change_by_cookie_wants_the_proof_and_none_comes_from_another_site(app: Any, admin: Browser) -> None:
    proof, cookie = admin.csrf, admin.cookie
    for method, path, policy in routes(app):
        if method in SAFE:
            continue
        visitor = Browser(app)
        visitor.client.cookies.set("__Host-kedang", cookie or "")
        where = f"{method} {path}"
        if policy != "public":
            assert (await visitor.request(method, path, json={})).json()["code"] == "csrf_failed", where
        foreign = {"Origin": "https://evil.example", "X-CSRF": proof or ""}
        assert (await visitor.request(method, path, json={}, headers=foreign)).json()["code"] == "wrong_origin", where
        assert (await visitor.request(method, path, json={}, headers={**foreign, "Origin": "null"})).json()["code"] == "wrong_origin", where


async def test_where_plain_http_is_not_allowed_nothing_is_served_and_people_are_led_to_https(app: Any, admin: Browser) -> None:
    far = Browser(app, base="http://kedang.test:8600", address="192.168.1.7")
    far.client.headers["Cookie"] = f"kedang={admin.cookie}"
    for method, path, _ in routes(app):
        answer = await far.request(method, path)
        check(answer, is_https=False)
        open_to_all = path.endswith("/health")
        assert open_to_all or (answer.status_code, answer.json()["code"]) == (403, "https_required"), f"{method} {path}"
    for path, language, said in (("/", "zh", "请使用 HTTPS 访问"), ("/o/customer?x=1", "en", "Please use HTTPS"), ("/assets/a.js", "en", "Please use HTTPS")):
        page = await far.client.get(path, headers={"Accept-Language": language})
        check(page, is_https=False)
        assert (page.status_code, page.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
        assert said in page.text
        assert '<a href="https://kedang.test:8600/">' in page.text
    lied = await far.client.get("/", headers={"Host": '"><script>alert(1)</script>'})
    assert "<script>" not in lied.text


async def test_every_file_of_the_interface_carries_the_headers(app: Any, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "icon.svg", "icon.png", "assets/main-abc.js"):
        (tmp_path / name).write_text("x" * 2_000)
    app._files = Files(tmp_path)
    client = Browser(app).client
    for path in ("/", "/o/customer", "/sw.js", "/manifest.webmanifest", "/icon.svg", "/icon.png", "/assets/main-abc.js"):
        answer = await client.get(path)
        assert answer.status_code == 200
        check(answer)
        check(await client.head(path))
        check(await client.get(path, headers={"If-None-Match": answer.headers["ETag"]}))
    for method, path, status in (("GET", "/assets/gone.js", 404), ("GET", "/.env", 404), ("POST", "/", 405), ("GET", "/x%00y", 422)):
        answer = await client.request(method, path)
        assert answer.status_code == status, path
        check(answer)


@pytest.mark.parametrize(("host", "link"), [("kedang.test:8600", "https://kedang.test:8600/"), ("127.0.0.1:8600", "https://10.1.2.3:8600/"), ("localhost", "https://10.1.2.3:8600/"), ("[::1]:8600", "https://10.1.2.3:8600/")])  # fmt: skip
async def test_links_for_others_never_lead_to_this_machine_alone(
    database: Database, admin: Browser, monkeypatch: pytest.MonkeyPatch, host: str, link: str
) -> None:
    monkeypatch.setattr("kedang.web.caller.lan_address", lambda: "10.1.2.3")
    app = composition.build(database, replace(settings(), lan=True, port=8600))
    asking = Browser(app, base=f"https://{host}")
    asking.client.headers["Cookie"] = f"__Host-kedang={admin.cookie}"
    asking.csrf = admin.csrf
    person = (await asking.post("/people", {"name": "Jon", "email": "jon@example.com"})).json()["id"]
    made = (await asking.post(f"/people/{person}/invite")).json()["link"]
    assert made.startswith(link + "invite/")
    fixed = Browser(composition.build(database, replace(settings(), address="https://crm.example.cn/")), base=f"https://{host}")
    fixed.client.headers["Cookie"] = f"__Host-kedang={admin.cookie}"
    fixed.csrf = admin.csrf
    assert (await fixed.post(f"/people/{person}/invite")).json()["link"].startswith("https://crm.example.cn/invite/")
