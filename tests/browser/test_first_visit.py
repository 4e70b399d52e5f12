"""A first visit to a list: what is asked for until its rows stand there, and what one sees meanwhile."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, Request, Route, expect

from .conftest import window
from .site import Site, check

ROWS = ".grid-tr a[data-go], .rec-card[data-go]"
FILES, QUESTIONS = 12, 3  #: until there are rows: files of the build; who is here, what the workspace has, and the rows


async def test_few_requests_lead_to_the_rows(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).path)

    context = page.context
    fresh = await context.new_page()  # the browser keeps the files of the page before, which are counted all the same
    fresh.on("request", note)
    await fresh.goto(site.address + "/o/customer")
    await fresh.locator(ROWS).first.wait_for()
    at = asked.index("/api/v1/objects/customer/query")
    questions = [path for path in asked[: at + 1] if path.startswith("/api/")]
    files = [path for path in asked[:at] if path.startswith("/assets/") and path.endswith((".js", ".css"))]
    assert sorted(questions) == ["/api/v1/me", "/api/v1/objects", "/api/v1/objects/customer/query"]
    assert len(questions) == QUESTIONS
    assert len(files) <= FILES, files
    assert len(set(files)) == len(files)
    assert [path for path in files if "/texts-" in path] == [path for path in files if "/texts-zh-CN-" in path] != []
    assert asked.count("/api/v1/objects/customer/query") == 1


async def test_the_frame_stands_until_the_page_does(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    free = asyncio.Event()

    async def hold(route: Route) -> None:
        await free.wait()
        await route.continue_()

    await page.route("**/api/v1/me", hold)
    await page.goto(site.address + "/o/customer", wait_until="commit")
    frame = page.locator(".frame")
    await expect(frame).to_be_visible()
    await expect(page.locator(".frame-rows")).to_be_visible()
    assert await frame.inner_text() == ""
    search = await page.locator(".frame-quick").bounding_box()
    await check(page)
    free.set()
    await page.locator(ROWS).first.wait_for()
    await expect(frame).to_be_hidden()
    there = await page.locator(".list-bar .quick").bounding_box()
    assert search
    assert there
    assert (search["x"], search["y"], search["height"]) == (there["x"], there["y"], there["height"])


async def test_a_stranger_sees_no_frame(browser: Browser, site: Site) -> None:
    async with window(browser, "desk") as page:
        seen: list[bool] = []

        async def look(route: Route) -> None:
            seen.append(await page.locator(".frame").is_visible())
            await route.continue_()

        await page.route("**/api/v1/me", look)
        await page.goto(site.address + "/o/customer")
        await page.get_by_label("账号").wait_for()
        assert seen == [False]


async def test_the_look_that_was_chosen_is_there_from_the_first_moment(browser: Browser, site: Site) -> None:
    async with window(browser, "desk") as page:
        await site.enter(page, "/sign-in")
        await page.evaluate("localStorage.setItem('kedang.theme', 'dark'); localStorage.setItem('kedang.language', 'en')")
        await page.route("**/assets/index-*.js", lambda route: route.abort())
        await page.goto(site.address + "/o/customer")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        await expect(page.locator(".frame")).to_have_css("background-color", "rgb(26, 29, 35)")
