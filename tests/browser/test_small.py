"""The smallest phone that counts: every core page within 375 px, and a table uploaded from it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, FilePayload, Page

from .site import Site

PATHS = (
    "/",
    "/o/customer",
    "/o/contact",
    "/o/opportunity",
    "/o/project",
    "/o/customer/bin",
    "/search?q=%E6%99%A8",
    "/notices",
    "/settings",
    "/settings/profile",
    "/help?chapter=list",
)


async def fits(page: Page) -> None:
    """Nothing to scroll sideways, of the page or of what it holds."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert await page.evaluate("document.querySelector('main').scrollWidth <= innerWidth"), page.url


@pytest.mark.req("R310", part="core pages, and an upload, at 375 px")
async def test_core_pages_fit_and_a_table_is_uploaded_on_a_small_phone(browser: Browser, site: Site) -> None:
    context = await browser.new_context(viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True, locale="zh-CN", reduced_motion="reduce")
    page = await context.new_page()
    await site.sign_in(page)
    await fits(page)
    for path in PATHS:
        await page.goto(site.address + path)
        await page.locator("main h1, main h2").first.wait_for()
        await page.locator("main .skel").first.wait_for(state="detached")
        await fits(page)
    await page.goto(f"{site.address}/import")
    table = FilePayload(name="客户清单.csv", mimeType="text/csv", buffer="客户名称,联系电话\n小屏上传有限公司,021-61849999\n".encode())
    await page.locator("input[type=file]").set_input_files(table)
    await fits(page)
    await page.get_by_role("button", name="上传并识别").tap()
    await page.get_by_role("button", name="下一步：检查").tap()
    await fits(page)
    await page.get_by_role("button", name="导入 1 行").tap()
    await page.locator(".imp-made").wait_for()
    await fits(page)
    found = await site.call(page, "POST", "/objects/customer/query", {"where": {"field": "name", "op": "eq", "value": "小屏上传有限公司"}})
    assert len(found["items"]) == 1
    await site.call(page, "DELETE", f"/objects/customer/records/{found['items'][0]['id']}")
    await context.close()
