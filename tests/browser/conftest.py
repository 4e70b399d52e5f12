"""One server and one browser for all journeys; a window of its own for each, as wide as a desk and as narrow as a phone."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.cli.serving import ROOT, Serving
from tests.db.folders import open_folder

from .site import AXE, COLLEAGUE, FIRST, LOGIN, PASSWORD, Site, check

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    here = Path(__file__).parent
    built = (ROOT / "kedang" / "web" / "static" / "index.html").exists() and AXE.exists() and Path(CHROMIUM).exists()
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not built:
                item.add_marker(pytest.mark.skip(reason="Chromium or the built interface is missing"))


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    with open_folder() as folder, Serving(folder.with_name("data")) as running:
        yield running


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def site(serving: Serving, browser: Browser) -> Site:
    """The installation after its first run, which goes through the page of the one-time link; with some customers."""
    assert "address" in serving.said, serving.said
    site = Site(address=serving.said["address"], setup=serving.said["setup_link"])
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(site.setup)
    await page.get_by_label("公司名称").fill("晨光科技有限公司")
    await page.get_by_label("管理员姓名").fill("王芳")
    await page.get_by_label("登录账号").fill(LOGIN)
    await page.get_by_label("密码").first.fill("short")
    await page.get_by_role("button", name="开始使用").click()
    await expect(page.get_by_role("alert")).to_have_text("密码还不满足下面的要求")
    await expect(page.get_by_label("密码").first).to_be_focused()
    await page.get_by_label("密码").first.fill(PASSWORD)
    await check(page)
    await page.get_by_role("button", name="开始使用").click()
    await page.locator("#start-title").wait_for()
    await check(page)
    await page.get_by_role("link", name="从空白开始").click()
    await page.locator("#home-title").wait_for()
    for at in range(30):
        name = FIRST if at == 0 else f"第 {at + 1} 号客户有限公司"
        await site.call(page, "POST", "/objects/customer/records", {"name": name, "level": "ABC"[at % 3], "phone": f"021-6184{at:04d}"})
    await context.close()
    return site


@pytest.fixture(params=SIZES)
async def page(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Page]:
    """A window of both sizes."""
    size: str = request.param
    broken: list[str] = []
    async with window(browser, size) as opened:
        opened.on("pageerror", lambda error: broken.append(str(error)))
        yield opened
    assert broken == []


@asynccontextmanager
async def window(browser: Browser, size: str) -> AsyncGenerator[Page]:
    """A window of a person of its own."""
    width, height = SIZES[size]
    touch = size == "phone"
    context = await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, locale="zh-CN", reduced_motion="reduce",
    )  # fmt: skip
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def desk(browser: Browser, site: Site) -> AsyncIterator[Page]:
    """A window on a desk, signed in."""
    async with window(browser, "desk") as page:
        await site.enter(page, "/sign-in")
        yield page


async def _invited(desk: Page, site: Site) -> None:
    if (await site.call(desk, "GET", "/people?q=李强"))["items"]:
        return
    person = await site.call(desk, "POST", "/people", {"name": "李强", "mobile": COLLEAGUE, "roles": ["administrator"]})
    link: str = (await site.call(desk, "POST", f"/people/{person['id']}/invite"))["link"]
    async with httpx.AsyncClient(base_url=f"{site.address}/api/v1", headers={"Origin": site.address}) as client:
        assert (await client.post(f"/invite/{link.rsplit('/', maxsplit=1)[1]}", json={"password": PASSWORD})).status_code == 200


@pytest.fixture
async def colleague(browser: Browser, site: Site, desk: Page) -> AsyncIterator[Page]:
    """Another person at another desk, who may do everything too."""
    await _invited(desk, site)
    async with window(browser, "desk") as page:
        await site.enter(page, "/sign-in", login=COLLEAGUE)
        yield page


@pytest.fixture
async def hand(browser: Browser, site: Site, desk: Page) -> AsyncIterator[Page]:
    """The other person's phone."""
    await _invited(desk, site)
    async with window(browser, "phone") as page:
        await site.enter(page, "/sign-in", login=COLLEAGUE)
        yield page


def is_phone(page: Page) -> bool:
    return (page.viewport_size or {"width": 0})["width"] < 768


@pytest.fixture
def phone(page: Page) -> bool:
    """Whether the window is a phone's."""
    return is_phone(page)
