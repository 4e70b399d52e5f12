"""What every answer carries, and how errors look."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
import psycopg
import pytest
import structlog
from litestar.params import FromPath
from psycopg_pool import PoolTimeout

from kedang.core.base import Busy, Conflict, FieldError, Forbidden, Invalid, KedangError, NotFound, Unauthenticated
from kedang.core.db import Database
from kedang.web import Answer, Body, Caller, Limit, Name, Page, as_json, get, post
from kedang.web.log import set_up
from kedang.web.static import Files
from tests.support.browser import Browser

from .conftest import same_session, small

CSP = ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")


class Thing(Body, frozen=True):
    """A body."""

    name: Name
    number: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    parts: tuple[Name, ...] = ()


class Clash(Conflict):
    """Version {version} came first."""

    zh = "已有第 {version} 版。"


@post("/things/{id:uuid}", policy="public", status=201)
async def make(id: FromPath[UUID], data: Thing, limit: Limit = 50) -> Page[Thing]:
    """Answer what came in."""
    return Page(items=[data] * min(limit, 1))


@get("/raise/{what:str}", policy="public")
async def fail(what: FromPath[str]) -> None:
    """Raise it."""
    raise ERRORS[what]


@post("/raise/{what:str}", policy="public")
async def fail_writing(what: FromPath[str]) -> None:
    """Raise it."""
    raise ERRORS[what]


SECRET = "Key (phone)=(13900001111) already exists"
ERRORS: dict[str, Exception] = {
    "not_found": NotFound(),
    "forbidden": Forbidden(),
    "invalid": Invalid(errors=[Invalid(field="name", row=3)]),
    "conflict": Clash(version=7),
    "busy": Busy(retry_after=9),
    "unauthenticated": Unauthenticated(),
    "crash": ValueError(SECRET),
    "unique": psycopg.errors.UniqueViolation(SECRET),
    "division": psycopg.errors.DivisionByZero(SECRET),
    "overflow": psycopg.errors.NumericValueOutOfRange(SECRET),
    "cancelled": psycopg.errors.QueryCanceled(SECRET),
    "syntax": psycopg.errors.SyntaxError(SECRET),
    "gone": psycopg.errors.AdminShutdown(SECRET),
    "lock": psycopg.errors.LockNotAvailable(SECRET),
    "pool": PoolTimeout(SECRET),
}
ROWS = [
    ("GET", "not_found", 404, "not_found"),
    ("GET", "forbidden", 403, "forbidden"),
    ("GET", "invalid", 422, "invalid"),
    ("GET", "conflict", 409, "clash"),
    ("GET", "busy", 503, "busy"),
    ("GET", "unauthenticated", 401, "unauthenticated"),
    ("GET", "crash", 500, "internal_error"),
    ("POST", "unique", 409, "conflict"),
    ("GET", "division", 503, "query_failed"),
    ("POST", "overflow", 422, "invalid"),
    ("GET", "overflow", 503, "query_failed"),
    ("GET", "cancelled", 503, "query_failed"),
    ("GET", "syntax", 503, "query_failed"),
    ("GET", "gone", 503, "busy"),
    ("POST", "lock", 503, "busy"),
    ("GET", "pool", 503, "busy"),
]


@pytest.fixture
def browser() -> Browser:
    """At an application that asks no database."""
    return Browser(small(None, make, fail, fail_writing))  # type: ignore[arg-type]  # nothing asks for it


@pytest.mark.parametrize(("method", "what", "status", "code"), ROWS)
async def test_every_error_is_a_problem(browser: Browser, method: str, what: str, status: int, code: str) -> None:
    answer = await browser.request(method, f"/raise/{what}")
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:kedang:problem:{code}"
    assert problem["instance"] == f"urn:kedang:request:{answer.headers['X-Request-Id']}"
    assert problem["title"]
    assert problem["detail"]
    assert "13900001111" not in answer.text
    assert ("Retry-After" in answer.headers) is (status == 503)


async def test_an_error_carries_its_fields(browser: Browser) -> None:
    assert (await browser.get("/raise/conflict")).json()["version"] == 7
    assert (await browser.get("/raise/busy")).headers["Retry-After"] == "9"
    shown = (await browser.get("/raise/invalid")).json()["fields"]
    assert shown == [{"field": "name", "code": "invalid", "message": "输入有误。", "row": 3}]
    assert FieldError(field="a", code="b", message="c").row is None


@pytest.mark.parametrize(
    ("accept", "detail"),
    [
        ("", "已有第 7 版。"),
        ("en", "Version 7 came first."),
        ("en-GB,zh;q=0.5", "Version 7 came first."),
        ("zh-CN,en", "已有第 7 版。"),
        ("fr", "已有第 7 版。"),
    ],
)
async def test_a_stranger_is_told_in_the_language_of_the_browser(browser: Browser, accept: str, detail: str) -> None:
    assert (await browser.get("/raise/conflict", headers={"Accept-Language": accept})).json()["detail"] == detail


async def test_a_person_is_told_in_her_own_language(admin: Browser) -> None:
    await admin.patch("/me", {"language": "en"})
    answer = await admin.post("/people", {"name": ""}, headers={"Accept-Language": "zh"})
    assert answer.json()["fields"][0]["message"] == "A name has 1 to 100 characters."


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "required"),
        ({"name": ""}, "name", "too_short"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"name": 1}, "name", "wrong_type"),
        ({"name": "a", "number": "1"}, "number", "wrong_type"),
        ({"name": "a", "number": 2**70}, "number", "out_of_range"),
        ({"name": "a", "parts": ["x", ""]}, "parts[1]", "too_short"),
        ({"name": "a", "nmae": "b"}, "nmae", "unknown_field"),
        ([], "", "wrong_type"),
        (None, "", "wrong_type"),
    ],
)
async def test_a_wrong_body_names_the_field_and_not_the_value(browser: Browser, body: Any, field: str, code: str) -> None:
    answer = await browser.request("POST", f"/things/{UUID(int=7)}", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["fields"]] == [(field, code)]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 422, "malformed_body"),
        (b"", 422, "malformed_body"),
        (b"\xff\xfe", 422, "malformed_body"),
        (b'{"name": "a\\u0000b"}', 422, "nul_character"),
        (b'{"name": "a\\\\u0000b"}', 201, None),
        (b'{"name": "a\\\\\\u0000b"}', 422, "nul_character"),
        (b'{"name": "a\x00b"}', 422, "malformed_body"),
        (b'"' + b"a" * 10_000_001 + b'"', 413, "body_too_large"),
    ],
)
async def test_what_no_text_may_hold_is_refused(browser: Browser, content: bytes, status: int, code: str | None) -> None:
    answer = await browser.request("POST", f"/things/{UUID(int=7)}", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json().get("code")) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v1/nothing", 404),
        ("POST", "/api/v1/things/not-an-id", 404),
        ("GET", f"/api/v1/things/{UUID(int=7)}", 405),
        ("TRACE", f"/api/v1/things/{UUID(int=7)}", 405),
        ("POST", f"/api/v1/things/{UUID(int=7)}?limit=0", 422),
        ("POST", f"/api/v1/things/{UUID(int=7)}?limit=1000000000", 422),
        ("POST", f"/api/v1/things/{UUID(int=7)}?limit=x", 422),
        ("GET", "/api/v1/things/%00", 422),
        ("GET", "/?q=%00", 422),
        ("GET", "/nothing.js", 404),
        ("POST", "/", 405),
        ("GET", "/api/v1/schema", 404),
        ("GET", "/schema/openapi.json", 404),
        ("GET", "/docs/x.json", 404),
        ("GET", "/metrics.txt", 404),
    ],
)
async def test_refusals_of_the_framework_are_problems_too(browser: Browser, method: str, path: str, status: int) -> None:
    answer = await browser.client.request(method, path, json={"name": "a"} if method == "POST" else None)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status


async def test_every_answer_carries_the_security_headers(browser: Browser, admin: Browser) -> None:
    answers = [await browser.request(method, f"/raise/{what}") for method, what, *_ in ROWS]
    answers += [await browser.client.get(path) for path in ("/", "/x.js", "/api/v1/nothing", "/?q=%00")]
    answers += [await browser.client.options(f"/api/v1/things/{UUID(int=7)}"), await browser.client.put("/api/v1/raise/x")]
    answers += [await admin.get(path) for path in ("/me", "/people", "/openapi.json", "/health")]
    for answer in answers:
        headers = answer.headers
        assert all(part in headers["Content-Security-Policy"] for part in CSP), answer.url
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert len(headers["X-Request-Id"]) == 24
        assert all(len(headers.get_list(name)) == 1 for name in headers)
        assert "server" not in headers
        assert "x-powered-by" not in headers


async def test_plain_http_is_not_told_to_use_https_for_ever(browser: Browser) -> None:
    near = Browser(small(None, fail), base="http://localhost", address="127.0.0.1")  # type: ignore[arg-type]  # nothing asks for the database
    assert "Strict-Transport-Security" not in (await near.get("/raise/busy")).headers


async def test_bytes_go_out_untouched(database: Database, admin: Browser) -> None:
    body = '{"items": [1,  2] , "名": "a\\u00e9"}'.encode()

    @get("/raw", policy="signed_in")
    async def raw(caller: Caller) -> Answer:
        return as_json(body, headers=[(b"x-more", b"1")])

    @post("/echo", policy="signed_in")
    async def echo(body: bytes) -> Answer:
        return as_json(body)

    browser = same_session(small(database, raw, echo), admin)
    answer = await browser.get("/raw")
    assert (answer.content, answer.headers["Content-Type"], answer.headers["X-More"]) == (body, "application/json", "1")
    assert (await browser.request("POST", "/echo", content=body)).content == body


async def test_log_lines_are_json_without_secrets_or_persons(app: Any, admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()

    class Stderr:
        buffer = stream

    configuration = structlog.get_config()
    monkeypatch.setattr("kedang.web.log.sys.stderr", Stderr)
    set_up("info")
    try:
        lines = structlog.get_logger("test")
        monkeypatch.setattr("kedang.web.shell.log", lines)
        monkeypatch.setattr("kedang.web.problems.log", lines)
        person = (await admin.post("/people", {"name": "李雷", "email": "canary@example.com"})).json()["id"]
        link = (await admin.post(f"/people/{person}/invite")).json()["link"].rsplit("/", 1)[1]
        await Browser(app).get(f"/invite/{link}", headers={"User-Agent": "canary-agent"})
        await Browser(app).post("/session", {"login": "canary@example.com\n{", "password": "canary password"})
        await admin.get("/people?q=李雷&cursor=x")
        await admin.client.get("/canary-page")
        await Browser(small(None, fail)).get("/raise/crash")  # type: ignore[arg-type]  # nothing asks for the database
    finally:
        structlog.configure(**configuration)
    text = stream.getvalue().decode()
    entries = [json.loads(line) for line in text.splitlines()]
    for canary in ("canary", "李雷", "203.0.113.7", link, person, "13900001111", admin.cookie or "-", admin.csrf or "-"):
        assert canary not in text
    routes = [entry.get("route") for entry in entries]
    assert "/api/v1/invite/{secret}" in routes
    assert "/api/v1/people" in routes
    assert {"request", "method", "route", "status", "ms", "level", "timestamp", "event"} == set(entries[0])
    crash = next(entry for entry in entries if entry["event"] == "request failed")
    assert crash["error"] == "ValueError"
    assert any("test_answers" in place for place in crash["places"])


@pytest.fixture
def interface(tmp_path: Path) -> Path:
    """A built user interface."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>客档</title>", "utf-8")
    (tmp_path / "assets" / "main-abc.js").write_text("export const a = 1;\n" * 100)
    (tmp_path / "assets" / "font.woff2").write_bytes(b"wOF2")
    return tmp_path


async def test_the_interface_and_its_files(interface: Path) -> None:
    from kedang.web.shell import Shell

    shell: Shell = small(None, fail)  # type: ignore[arg-type]  # nothing asks for the database
    shell._files = Files(interface)
    client = Browser(shell).client
    for page in ("/", "/customers", "/customers/019a/files", "/setup/abc", "/index.html"):
        answer = await client.get(page)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), page
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "客档" in answer.text
    script = await client.get("/assets/main-abc.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script.headers["Content-Encoding"] == "gzip"
    assert script.text.startswith("export const a")
    plain = await client.get("/assets/main-abc.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert (await client.get("/assets/font.woff2")).headers["Content-Type"] == "font/woff2"
    assert (await client.get("/assets/main-abc.js", headers={"If-None-Match": script.headers["ETag"]})).status_code == 304
    head = await client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    for missing in ("/assets/other.js", "/favicon.ico", "/api/v1/nothing", "/api/", "/../pyproject.toml", "/assets/../../secret.txt", "/.env"):
        assert (await client.get(missing)).status_code == 404, missing


async def test_health_tells_whether_the_database_answers(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/health", "/api/v1/health"):
        answer = await admin.client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"name": "kedang", "status": "ok", "database": "ok", "migrations": "current"})
    monkeypatch.setattr("kedang.web.health.newest_number", lambda _: 10_000)
    behind = await admin.client.get("/health")
    assert (behind.status_code, behind.json()["migrations"]) == (503, "behind")


async def test_health_without_a_database() -> None:
    class Away:
        def installation(self) -> Any:
            raise PoolTimeout

    answer = await Browser(small(Away())).get("/health")  # type: ignore[arg-type]  # the outside world is away
    assert (answer.status_code, answer.json()["database"]) == (503, "failing")


@pytest.mark.req("R296", part="OpenAPI document")
async def test_the_document_describes_every_route(admin: Browser) -> None:
    document = (await admin.get("/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    create = document["paths"]["/api/v1/people"]["post"]
    assert create["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/NewPerson"}
    assert create["responses"]["201"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/PersonShown"}
    assert document["components"]["schemas"]["NewPerson"]["additionalProperties"] is False
    find = {one["name"]: one for one in document["paths"]["/api/v1/people"]["get"]["parameters"]}
    assert find["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}
    assert {"q", "cursor"} <= find.keys()
    patched = document["paths"]["/api/v1/people/{id}"]["patch"]
    assert patched["parameters"] == [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}]
    for path, item in document["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert operation["responses"]["4XX"]["content"]["application/problem+json"]
    text = json.dumps(document)
    names = set(document["components"]["schemas"])
    assert {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]} <= names


async def test_errors_of_the_toolkit_speak_both_languages() -> None:
    from kedang.web import errors, invalid

    for module in (errors, invalid):
        for error in vars(module).values():
            if isinstance(error, type) and issubclass(error, KedangError) and error.__module__ == module.__name__:
                assert error.__doc__, error
                assert error.zh != KedangError.zh, error
