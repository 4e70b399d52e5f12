import re

import pytest
from playwright.async_api import Page, expect

from .site import FIRST, Site, check, open_page, saved

ROW = ".grid-link, .rec-card[href]"
ON_A_DESK = pytest.mark.parametrize("page", ["desk"], indirect=True)  # a phone has cards


async def test_a_list_shows_the_true_number_and_finds(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".list-count")).to_have_text(re.compile(r"^\d+ 条$"))
    await check(page)
    await page.get_by_role("search").get_by_role("textbox").fill("晨光智能")
    await expect(page.locator(".list-count")).to_have_text("1 条")
    await expect(page.locator(ROW).first).to_contain_text(FIRST)
    await expect(page).to_have_url(re.compile("q="))
    await page.get_by_role("search").get_by_role("textbox").fill("没有这样的客户")
    await expect(page.get_by_role("heading", name="没有符合条件的记录")).to_be_visible()
    await check(page)


async def test_a_filter_counts_while_it_is_written_and_stands_in_the_address(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await page.locator(ROW).first.wait_for()
    await page.locator("#list-filter").click()
    await page.locator(".rule-value input").fill("晨光智能")
    await expect(page.locator(".filter-count")).to_have_text("符合 1 条")
    await check(page)
    await page.get_by_role("button", name="应用").click()
    await expect(page.locator(".list-count")).to_have_text("1 条")
    await page.reload()
    await expect(page.locator(".list-count")).to_have_text("1 条")
    await page.get_by_role("button", name="清除筛选").click()
    await expect(page.locator(".list-count")).not_to_have_text("1 条")


async def test_back_leads_to_the_same_place(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    await page.locator(ROW).first.wait_for()
    box = page.locator(".grid, .cards")
    await box.evaluate("box => { box.scrollTop = 400 }")
    await page.wait_for_timeout(300)
    place = await box.evaluate("box => box.scrollTop")
    assert place > 100
    await open_page(page, page.locator(ROW).last)
    await page.locator(".rhead h1").wait_for()
    await page.go_back()
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".peek")).to_have_count(0 if phone else 1)
    assert abs(await box.evaluate("box => box.scrollTop") - place) <= 2


@ON_A_DESK
async def test_a_cell_is_edited_with_the_keyboard_alone(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer?sort=number")
    await page.locator('[data-row="2"] .grid-link').wait_for()
    await page.locator('[data-row="2"] [data-column="3"]').click()
    await page.keyboard.type("简称三")
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-row="2"] [data-column="3"]')).to_have_text("简称三")
    await saved(page)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("F2")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("不要")
    await page.keyboard.press("Escape")
    await expect(page.locator('[data-row="2"] [data-column="3"]')).to_have_text("简称三")
    await page.reload()
    await expect(page.locator('[data-row="2"] [data-column="3"]')).to_have_text("简称三")


@ON_A_DESK
async def test_an_input_method_composes_from_the_first_key(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer?sort=number")
    await page.locator('[data-row="4"] .grid-link').wait_for()
    await page.locator('[data-row="4"] [data-column="3"]').click()
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Input.imeSetComposition", {"text": "jian", "selectionStart": 4, "selectionEnd": 4})
    await page.locator(".grid-ghost").dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": True})
    await expect(page.locator(".is-editing")).to_be_visible()
    await devtools.send("Input.insertText", {"text": "简"})
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-row="4"] [data-column="3"]')).to_have_text("简")


@ON_A_DESK
async def test_the_same_field_changed_by_two_is_asked_about(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer?sort=number")
    await page.locator('[data-row="6"] .grid-link').wait_for()
    href = await page.locator('[data-row="6"] .grid-link').get_attribute("href") or ""
    id = href.split("?", maxsplit=1)[0].rsplit("/", maxsplit=1)[1]
    record = await site.call(page, "GET", f"/objects/customer/records/{id}")
    await site.call(page, "PATCH", f"/objects/customer/records/{id}", {"version": record["version"], "short_name": "别人的"})
    await page.locator('[data-row="6"] [data-column="3"]').dblclick()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("我的")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("别人的")
    await check(page)
    await page.get_by_role("button", name="用我的").click()
    await expect(page.locator('[data-row="6"] [data-column="3"]')).to_have_text("我的")


@ON_A_DESK
async def test_what_is_deleted_can_be_brought_back(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer?sort=-number")
    await page.locator('[data-row="1"] .grid-link').wait_for()
    before = await page.locator(".list-count").inner_text()
    await page.locator('[data-row="1"] .grid-tick').hover()
    await page.locator('[data-row="1"] .check').click()
    await page.get_by_role("toolbar").get_by_role("button", name="删除").click()
    await expect(page.locator(".list-count")).not_to_have_text(before)
    await page.get_by_role("button", name="撤销").click()
    await expect(page.locator(".list-count")).to_have_text(before)
