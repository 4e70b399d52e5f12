"""A running installation as a person meets it: its address, and how she comes in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import APIResponse, Locator, Page, expect

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COLLEAGUE = "13900000077"  #: login of 李强, who may do everything too
LOGIN, PASSWORD = "13800000001", "a long walk to town"
FIRST = "上海晨光智能装备有限公司"


#: What comes and goes has come or gone, and the page has nothing to do.
REST = """async () => {
  const ends = each => Number.isFinite(Number(each.effect?.getComputedTiming().endTime))
  const moving = document.getAnimations().filter(each => each.playState === 'running' && ends(each))
  const pause = new Promise(done => setTimeout(done, 1000))
  await Promise.race([Promise.allSettled(moving.map(each => each.finished)), pause])
  await new Promise(done => requestIdleCallback(done, {timeout: 250}))
}"""


@dataclass(frozen=True)
class Site:
    """Where the installation is."""

    address: str
    setup: str

    async def sign_in(self, page: Page, path: str = "/") -> None:
        """Come in by the sign-in page, and be at a path."""
        await page.goto(self.address + path)
        await page.get_by_label("账号").fill(LOGIN)
        await page.get_by_label("密码", exact=False).first.fill(PASSWORD)
        await page.get_by_role("button", name="登录").click()
        await page.locator(".list-head h1, .rhead h1").first.wait_for()

    async def enter(self, page: Page, path: str, *, login: str = LOGIN) -> None:
        """Be at a path, signed in without the page for it."""
        answer = await page.request.post(f"{self.address}/api/v1/session", data={"login": login, "password": PASSWORD}, headers={"Origin": self.address})
        assert answer.ok, await answer.text()
        await page.goto(self.address + path)

    async def make(self, page: Page, object: str, **values: object) -> Any:  # Any: JSON
        """A new record."""
        return await self.call(page, "POST", f"/objects/{object}/records", values)

    async def call(self, page: Page, method: str, path: str, body: Any = None) -> Any:  # Any: JSON
        """A request in the name of who is signed in in this browser."""
        me = await (await page.request.get(f"{self.address}/api/v1/me")).json()
        headers = {"X-CSRF": me["csrf"], "Idempotency-Key": str(uuid.uuid4()), "Origin": self.address}
        answer: APIResponse = await page.request.fetch(f"{self.address}/api/v1{path}", method=method, headers=headers, data=body)
        assert answer.ok, await answer.text()
        text = await answer.text()
        return json.loads(text) if text else None


FORGET = "Object.keys(localStorage).filter(key => /^kedang[.](tour|steps)/.test(key)).forEach(key => localStorage.removeItem(key))"


async def begin_anew(page: Page, site: Site) -> None:
    """Be on the home page as somebody who has not done all of the first steps: she has written nothing, and put neither them nor the tour away."""
    for one in (await site.call(page, "POST", "/objects/interaction/query", {"limit": 200, "fields": ["title"]}))["items"]:
        await site.call(page, "DELETE", f"/objects/interaction/records/{one['id']}")
    await page.evaluate(FORGET)
    await page.goto(site.address)


async def saved(page: Page) -> None:
    """What is shown at once has reached the server: no cell and no field is on its way any more."""
    await expect(page.locator(".cell-saving, [data-saving]")).to_have_count(0)


async def open_page(page: Page, row: Locator) -> None:
    """Open the page of a row: on a desk its preview comes first, and Ctrl-Enter leads on."""
    await row.evaluate("link => { link.click() }")
    await page.locator(".peek-head h2, .rhead h1").first.wait_for()
    if await page.locator(".peek").count():
        await page.locator(".peek .fields dl").first.wait_for()
        await page.keyboard.press("Control+Enter")
    await page.locator(".rhead h1").wait_for()


async def check(page: Page) -> None:
    """The page is accessible (WCAG A and AA), and does not scroll sideways."""
    await expect(page.locator(".skel")).to_have_count(0)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    told = await _violations(page)
    for _ in range(2):
        if not told:
            break
        await page.wait_for_timeout(300)  # a colour that began to change just after the page had come to rest
        told = await _violations(page)
    assert told == [], told
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def _violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds once the page is at rest: the rule, and the first element that breaks it."""
    await page.evaluate(REST)
    found = await page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
