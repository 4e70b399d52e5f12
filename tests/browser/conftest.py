"""One browser for all journeys, a server for those of each file, and a window of its own for each: as wide as a desk and as narrow as a phone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from kedang.core.db.locks import FileLock
from tests.cli.serving import ROOT, Serving
from tests.db.folders import open_folder
from tests.plugins.database import RUN

from .site import AXE, COLLEAGUE, FIRST, LOGIN, PASSWORD, Site, check

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
#: The files that take longest, so that none of them begins when the others are nearly done.
LONGEST = (
    "test_imported",
    "test_importing",
    "test_archive",
    "test_network",
    "test_first_hour",
    "test_model",
    "test_views",
    "test_demo",
    "test_together",
    "test_help",
)
LINK = "setup-link"  #: the file with the path of the link by which the first run went
SLOWNESS = float(os.environ.get("KEDANG_BROWSER_SLOWNESS", "1"))  #: how many times slower than this machine the windows' processors are

# What is right comes when it comes: a passing test waits no longer for it, and a busy machine is no failure.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; the longest files come first."""
    here = Path(__file__).parent
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.parent == here and item.path.stem in LONGEST else len(LONGEST))
    built = (ROOT / "kedang" / "web" / "static" / "index.html").exists() and AXE.exists() and Path(CHROMIUM).exists()
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not built:
                item.add_marker(pytest.mark.skip(reason="Chromium or the built interface is missing"))


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
async def prepared(pytestconfig: pytest.Config, browser: Browser) -> Path:
    """The folder of an installation after its first run, at rest; the first process that needs it makes it for all."""
    told = getattr(pytestconfig, "workerinput", None)
    folder = Path(told["kedang_run"]) if told else pytestconfig.stash[RUN].folder
    with FileLock(folder / "prepared.lock").alone(lambda: None):
        if not (folder / LINK).exists():
            with Serving(folder / "data") as running:
                await first_run(browser, running)
            (folder / LINK).write_text(running.said["setup_link"].removeprefix(running.said["address"]))
    return folder


@pytest.fixture(scope="session")
def ending() -> Iterator[Callable[[ExitStack], None]]:
    """Closes what a file leaves behind while the next one goes on; what goes wrong then is told at the end."""
    with ThreadPoolExecutor(1) as aside:
        closed: list[Future[None]] = []
        yield lambda left: closed.append(aside.submit(left.close))
    for one in closed:
        one.result()


@pytest.fixture(scope="module")
def site(prepared: Path, ending: Callable[[ExitStack], None]) -> Iterator[Site]:
    """An installation of the file's own, after its first run, with some customers: no other file changes what it finds."""
    left = ExitStack()
    folder = left.enter_context(open_folder()).with_name("data")
    subprocess.run(["cp", "-a", "--reflink=auto", prepared / "data", folder], check=True)
    running = left.enter_context(Serving(folder))
    yield Site(address=running.said["address"], setup=running.said["address"] + (prepared / LINK).read_text())
    ending(left)


async def first_run(browser: Browser, serving: Serving) -> None:
    """Go through the page of the one-time link, and make some customers."""
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
    """A window of a person of its own. Without the service worker, which would fetch the whole application for each: test_network and the first hour have it."""
    width, height = SIZES[size]
    touch = size == "phone"
    context = await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, locale="zh-CN", reduced_motion="reduce",
        service_workers="block",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    if SLOWNESS > 1:
        context.on("page", _slow_down)
    yield await context.new_page()
    await context.close()


async def _slow_down(page: Page) -> None:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})


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
