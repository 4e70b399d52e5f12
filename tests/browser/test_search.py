import re

import pytest
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
    await expect(page.locator("#main")).to_be_focused()


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


@pytest.mark.req("R243", part="favourites and the last records in the search")
async def test_what_is_not_there_is_made_and_what_was_opened_stands_first(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    opener = page.get_by_role("button", name="搜索", exact=True)
    await (opener.click() if phone else page.keyboard.press("Control+k"))
    box = page.get_by_role("combobox", name="搜索")
    await box.fill("晨光")
    await expect(page.locator(".search-item mark").first).to_have_text("晨光")
    name = f"查无此家{'手机' if phone else '桌面'}有限公司"
    await box.fill(name)
    await expect(page.get_by_role("option", name=f"没有找到，新建客户“{name}”")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("客户名称")).to_have_value(name)
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".rhead h1")).to_have_text(name)
    await page.get_by_role("button", name="收藏", exact=True).click()
    await page.get_by_role("button", name="取消收藏").wait_for()  # it is given before one leaves
    await page.goto(site.address)
    await page.locator("#home-title").wait_for()
    await (opener.click() if phone else page.keyboard.press("Control+k"))
    await expect(page.get_by_role("option").first).to_contain_text(name)
    await expect(page.get_by_role("option").filter(has_text=name)).to_have_count(2)
    await check(page)
    await page.keyboard.press("Escape")
    id = (await site.call(page, "GET", "/favourites"))["items"][0]["record"]["id"]
    await site.call(page, "DELETE", f"/objects/customer/records/{id}")


async def test_a_half_written_word_is_not_asked_for(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/search" in request.url else None)
    await (page.get_by_role("button", name="搜索", exact=True).click() if phone else page.keyboard.press("Control+k"))
    await expect(page.get_by_role("combobox", name="搜索")).to_be_focused()
    session = await page.context.new_cdp_session(page)
    await session.send("Input.imeSetComposition", {"text": "chen guang", "selectionStart": 10, "selectionEnd": 10})
    await expect(page.get_by_role("combobox", name="搜索")).to_have_value("chen guang")
    await page.wait_for_timeout(300)
    assert asked == []
    await session.send("Input.insertText", {"text": "晨光"})
    await expect(page.locator(".search-item mark").first).to_have_text("晨光")
    assert len(asked) == 1


async def test_the_page_of_results_shows_one_object_alone(page: Page, site: Site) -> None:
    await site.sign_in(page, "/search?q=客户")
    only = page.get_by_role("group", name="只看")
    await expect(page.locator(".search-group h2").first).to_be_visible()
    await only.get_by_role("button", name="联系人").click()
    await expect(page).to_have_url(re.compile("object=contact"))
    await expect(page.locator(".search-group")).to_have_count(0)
    await only.get_by_role("button", name="联系人").click()
    await expect(page.locator(".search-group h2", has_text=re.compile("^客户$"))).to_be_visible()
    await check(page)
