"""One server and one browser for all journeys; a window of its own for each, as wide as a desk and as narrow as a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.cli.serving import ROOT, Serving
from tests.db.folders import open_folder

from .site import AXE, FIRST, LOGIN, PASSWORD, Site, check

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
    assert await page.get_by_role("button", name="开始使用").is_disabled()
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
    width, height = SIZES[size]
    touch = size == "phone"
    context = await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, locale="zh-CN", reduced_motion="reduce",
    )  # fmt: skip
    opened = await context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    await context.close()
    assert broken == []


def is_phone(page: Page) -> bool:
    return (page.viewport_size or {"width": 0})["width"] < 768


@pytest.fixture
def phone(page: Page) -> bool:
    """Whether the window is a phone's."""
    return is_phone(page)
