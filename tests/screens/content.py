"""A server with data to look at: the demonstration, seen as its administrator."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx
from playwright.async_api import Browser, BrowserContext

from tests.browser.site import LOGIN, PASSWORD

from .places import Place

PATIENCE = 600  #: seconds for the demonstration to be built
DAY = {"light": "light", "dark": "dark"}


@dataclass(frozen=True)
class Data:
    """Where the pages are, who looks, and which records there are."""

    address: str
    before: str  #: of paths: the workspace
    cookie: str
    records: dict[str, str]
    names: list[str]  #: of people and firms: Chinese in every language

    def address_of(self, place: Place) -> str:
        """The whole address of a page."""
        return self.address + ("" if place.is_open else self.before) + place.path.format(**self.records)

    async def window(self, browser: Browser, *, language: str, width: int, height: int, theme: str, is_open: bool = False) -> BrowserContext:
        """A window of somebody who is signed in, unless ``is_open``."""
        touch = width < 768
        context = await browser.new_context(
            viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, locale=language, reduced_motion="reduce",
            color_scheme="dark" if theme == "dark" else "light",
        )  # fmt: skip
        await context.add_init_script(f"localStorage.setItem('kedang.language', '{language}'); localStorage.setItem('kedang.theme', '{theme}')")
        if not is_open:
            await context.add_cookies([{"name": "kedang", "value": self.cookie, "url": self.address}])
        return context


def prepare(address: str, setup: str) -> Data:
    """Set the firm up, wait for the demonstration, go in."""
    with httpx.Client(base_url=f"{address}/api/v1", headers={"Origin": address}, timeout=60) as client:
        first = {"company": "晨光科技有限公司", "name": "王芳", "login": LOGIN, "password": PASSWORD}
        answer = client.post(f"/setup/{setup.rsplit('/', maxsplit=1)[1]}", json=first)
        answer.raise_for_status()
        client.headers["X-CSRF"] = answer.json()["csrf"]
        deadline = time.monotonic() + PATIENCE
        while (demo := client.get("/demo").json())["state"] != "ready":
            if time.monotonic() > deadline or demo["state"] == "failed":
                raise TimeoutError(demo)
            time.sleep(1)
        before = f"/w/{client.post('/demo/enter', json={}).json()['workspace']}"
        client.delete(f"{before}/objects/customer/records/{_first(client, before, 'customer', 'number', 9)}").raise_for_status()
        records = {"customer": _first(client, before, "customer", "deal_total", 0), "other": _first(client, before, "customer", "deal_total", 1)}
        records["opportunity"] = _first(client, before, "opportunity", "close_date", 0)
        names = [one["title"] for one in client.get(f"{before}/people", params={"limit": 50}).json()["items"]]
        departments = [one["title"] for one in client.get(f"{before}/departments").json()["items"]]
        return Data(address, before, client.cookies["kedang"], records, [*names, *departments, "澜桥智造（演示）", "晨光科技有限公司", "王芳", "简体中文"])


def _first(client: httpx.Client, before: str, object: str, field: str, at: int) -> str:
    query = {"sort": [f"-{field}"], "limit": at + 1, "fields": ["title"]}
    answer = client.post(f"{before}/objects/{object}/query", json=query)
    answer.raise_for_status()
    return answer.json()["items"][at]["id"]
