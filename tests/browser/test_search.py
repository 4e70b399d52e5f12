import re

from playwright.async_api import Page, expect

from .site import Site, check


async def test_everything_is_reached_from_the_search(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    await page.locator(".grid-link, .rec-card[href]").first.wait_for()
    if phone:
        await page.get_by_role("button", name="搜索").click()
    else:
        await page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="搜索")
    await expect(box).to_be_focused()
    await check(page)
    await box.fill("打开联系人")
    await expect(page.get_by_role("option", name="打开联系人", exact=True)).to_be_visible()
    while "打开联系人" not in await page.locator('.search-item[data-active="true"]').inner_text():
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/o/contact$"))
    await expect(page.locator("#list-title")).to_have_text("联系人")


async def test_english_is_one_click_away(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    if phone:
        await page.get_by_role("button", name="我的").click()
    else:
        await page.locator(".side-me").click()
    await page.get_by_role("menuitemradio", name="English").click()
    await expect(page.locator("#list-title")).to_have_text("Customers")
    await check(page)
    await page.evaluate("localStorage.clear()")
    await site.call(page, "PATCH", "/me", {"language": "zh"})
