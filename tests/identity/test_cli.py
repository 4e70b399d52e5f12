"""The commands ``user`` and ``token``, run as an operator runs them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kedang.__main__ import root
from kedang.app import build
from kedang.cli import Opened, Task
from kedang.core.base import system_clock
from kedang.core.db import Addresses, open_database
from tests.support.browser import Browser
from tests.support.settings import settings

from .conftest import PASSWORD

pytestmark = pytest.mark.commits

Run = Callable[..., Result]


@pytest.fixture
def kedang(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command over the test's own database."""

    @contextmanager
    def opened(task: Task) -> Generator[Opened]:
        yield Opened(settings=task.settings, addresses=addresses)

    monkeypatch.setattr(Task, "open", opened)
    runner = CliRunner()
    return lambda *line: runner.invoke(root, list(line))


def over_http(addresses: Addresses, work: Callable[[Any], Any]) -> Any:
    """Do something at the application over the same database."""

    async def inside() -> Any:
        async with open_database(addresses.app, clock=system_clock, size=2, statement_timeout=15) as database:
            return await work(build(database, settings()))

    return asyncio.run(inside())


def accepted(addresses: Addresses, link: str) -> int:
    async def work(app: Any) -> int:
        return (await Browser(app).post(f"/invite/{link.rsplit('/', 1)[1]}", {"password": PASSWORD})).status_code

    return over_http(addresses, work)


def test_an_operator_adds_invites_resets_and_disables(kedang: Run, addresses: Addresses) -> None:
    added = kedang("user", "add", "王建国", "--login", "wang@example.com", "--login", "138 0013 8000", "--role", "administrator", "--json")
    assert added.exit_code == 0, added.output
    assert accepted(addresses, json.loads(added.output)["link"]) == 200

    listed = json.loads(kedang("user", "list", "--json").output)
    assert [(one["name"], one["logins"], one["roles"], one["account"], one["status"]) for one in listed] == [
        ("王建国", "wang@example.com, 13800138000", "administrator", True, "active")
    ]
    reset = json.loads(kedang("user", "reset", "13800138000", "--json").output)
    assert reset["purpose"] == "reset"
    assert accepted(addresses, reset["link"]) == 200

    kedang("user", "add", "赵敏", "--login", "zhao@example.com")
    early = kedang("user", "reset", "赵敏")
    assert (early.exit_code, "邀请" in early.output) == (1, True), "who never had a password is invited"

    unknown = kedang("user", "add", "韩梅梅", "--role", "direktor")
    assert (unknown.exit_code, "direktor" in unknown.output) == (1, True)

    last = kedang("user", "disable", "王建国")
    assert last.exit_code == 1
    assert "管理员" in last.output
    kedang("user", "add", "李雷", "--login", "lilei@example.com", "--role", "administrator")
    invited = json.loads(kedang("user", "invite", "李雷", "--json", "--address", "https://crm.example.com/").output)
    assert invited["link"].startswith("https://crm.example.com/invite/")
    assert accepted(addresses, invited["link"]) == 200
    assert kedang("user", "disable", "王建国").exit_code == 0


def test_a_token_works_and_has_its_scopes(kedang: Run, addresses: Addresses) -> None:
    kedang("user", "add", "王建国", "--login", "wang@example.com", "--role", "administrator")
    made = kedang("token", "create", "wang@example.com", "--scope", "read", "--days", "3")
    assert made.exit_code == 0, made.output

    async def work(app: Any) -> tuple[int, int]:
        browser = Browser(app)
        browser.client.headers["Authorization"] = f"Bearer {made.output.strip()}"
        return (await browser.get("/people")).status_code, (await browser.post("/people", {"name": "x"})).status_code

    assert over_http(addresses, work) == (200, 403)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("user", "disable", "nobody"), 1),
        (("user", "add", "王建国", "--login", "not@valid"), 1),
        (("user", "add"), 2),
        (("token", "create", "x", "--scope", "everything"), 2),
        (("token", "create", "x", "--days", "0"), 2),
        (("user", "dissable", "x"), 2),
    ],
)
def test_exit_codes(kedang: Run, line: tuple[str, ...], code: int) -> None:
    assert kedang(*line).exit_code == code


def test_two_of_the_same_name_must_be_told_apart(kedang: Run) -> None:
    for login in ("a@example.com", "b@example.com"):
        kedang("user", "add", "王芳", "--login", login)
    refused = kedang("user", "invite", "王芳")
    assert refused.exit_code == 1
    assert "多人" in refused.output
    assert kedang("user", "invite", "b@example.com").exit_code == 0
