"""A firm that has imported its files: the messy workbook whole, and of the CRM tables all but most of the deals. And what plainly stands in those files."""

from __future__ import annotations

import csv
import time
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import openpyxl
from playwright.async_api import Page

from tests.cli.serving import Serving

from .site import LOGIN, PASSWORD, Site

DATA = Path(__file__).parents[1] / "data"
BOOK, CRM = DATA / "messy-customers.xlsx", DATA / "crm-sales-opportunities"
DEALS = 600  #: rows of 8,800: enough for every agent to have some
SELLER, SELLER_LOGIN = "张敏", "13900000002"
AGENT, AGENT_LOGIN = "Anna Snelling", "13900000003"

Json = dict[str, Any]  # Any: parsed JSON
Row = dict[str, Any]  # Any: cells of a spreadsheet


def plain(text: object) -> str:
    """A name as it is compared: one kind of width, no blanks around."""
    return unicodedata.normalize("NFKC", str(text or "")).strip()


def sheet(name: str, header: int) -> dict[int, Row]:
    """The rows of a sheet of the workbook by their numbers; ``header`` is the number of the header's row."""
    book = openpyxl.load_workbook(BOOK, read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    book.close()
    heads = [str(cell) for cell in rows[header - 1]]
    return {at: dict(zip(heads, row, strict=False)) for at, row in enumerate(rows[header:], header + 1)}


def deals() -> list[dict[str, str]]:
    """The imported rows of the table of deals."""
    with (CRM / "sales_pipeline.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))[:DEALS]


@dataclass(frozen=True)
class Firm:
    """The installation, and what the files say."""

    site: Site
    written: frozenset[int]  #: numbers of the customers' rows that became records of their own: not refused, not merged into another
    customers: dict[int, Row]
    follow_ups: dict[int, Row]
    projects: dict[int, Row]
    deals: list[dict[str, str]]

    def names(self, owner: str | None = None) -> list[str]:
        """The names of customers of the workbook, of one owner or all."""
        return [plain(row["客户名称"]) for at, row in self.customers.items() if at in self.written and owner in (None, row["负责人"])]

    def told_of(self, customer: str) -> list[Row]:
        """What the workbook tells of a customer, where it uses the whole name."""
        return [row for row in self.follow_ups.values() if plain(row["客户"]) == customer]

    def deals_of(self, agent: str) -> list[dict[str, str]]:
        """The deals of one agent."""
        return [row for row in self.deals if row["sales_agent"] == agent]

    def won_by(self, agent: str) -> Decimal:
        """What an agent's deals brought."""
        return sum((Decimal(row["close_value"]) for row in self.deals_of(agent) if row["deal_stage"] == "Won"), Decimal())

    async def enter(self, page: Page, path: str, *, login: str = LOGIN) -> None:
        """Be at a path, signed in."""
        answer = await page.request.post(
            f"{self.site.address}/api/v1/session", data={"login": login, "password": PASSWORD}, headers={"Origin": self.site.address}
        )
        assert answer.ok, await answer.text()
        await page.goto(self.site.address + path)

    async def id_of(self, page: Page, object: str, title: str) -> str:
        """The record with a title, as who is signed in finds it."""
        where = {"field": "title", "op": "eq", "value": title}
        found = await self.site.call(page, "POST", f"/objects/{object}/query", {"where": where, "fields": ["title"], "limit": 1})
        return found["items"][0]["id"]


@contextmanager
def _signed_in(address: str, path: str, body: Json) -> Generator[httpx.Client]:
    with httpx.Client(base_url=f"{address}/api/v1", headers={"Origin": address}, timeout=120) as client:
        answer = client.post(path, json=body)
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF"] = answer.json()["csrf"]
        yield client


def _import(client: httpx.Client, *files: tuple[str, bytes]) -> str:
    planned = client.post("/imports", files=[("files", file) for file in files])
    assert planned.status_code == 201, planned.text
    path = f"/imports/{planned.json()['id']}"
    assert client.post(f"{path}/run").status_code == 202
    deadline = time.monotonic() + 300
    while (state := client.get(path).json()["state"]) == "running":
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert state == "done", state
    return path


def _invite(client: httpx.Client, address: str, name: str, mobile: str) -> None:
    """Somebody whom an import has made known gets a login and the role of sales, and chooses a password by the link."""
    (person,) = [one for one in client.get("/people", params={"q": name}).json()["items"] if one["title"] == name]
    changed = client.patch(f"/people/{person['id']}", json={"mobile": mobile, "roles": ["sales"]})
    assert changed.status_code == 200, changed.text
    link = client.post(f"/people/{person['id']}/invite").json()["link"]
    with _signed_in(address, f"/invite/{link.rsplit('/', maxsplit=1)[1]}", {"password": PASSWORD}):
        pass


def open_firm(serving: Serving) -> Firm:
    """Set the installation up, import, and invite."""
    site = Site(address=serving.said["address"], setup=serving.said["setup_link"])
    first = {"company": "晨光科技有限公司", "name": "王芳", "login": LOGIN, "password": PASSWORD}
    with _signed_in(site.address, f"/setup/{site.setup.rsplit('/', maxsplit=1)[1]}", first) as client:
        book = _import(client, (BOOK.name, BOOK.read_bytes()))
        rows = client.get(f"{book}/rows", params={"status": "new", "limit": 1000}).json()["items"]
        lines = (CRM / "sales_pipeline.csv").read_bytes().splitlines(keepends=True)[: DEALS + 1]
        others = [(name, (CRM / name).read_bytes()) for name in ("accounts.csv", "products.csv", "sales_teams.csv")]
        _import(client, *others, ("sales_pipeline.csv", b"".join(lines)))
        _invite(client, site.address, SELLER, SELLER_LOGIN)
        _invite(client, site.address, AGENT, AGENT_LOGIN)
    written = frozenset(one["number"] for one in rows if one["object"] == "customer")
    return Firm(site, written, sheet("客户台账", 2), sheet("沟通记录", 1), sheet("项目", 1), deals())
