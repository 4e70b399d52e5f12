import re

from playwright.async_api import Page, expect

from .site import FIRST, Site, check, open_page


async def _first(page: Page, site: Site) -> str:
    found = await site.call(page, "POST", "/objects/customer/query", {"search": "晨光智能", "limit": 1})
    return found["items"][0]["id"]


async def test_a_customer_is_created_with_what_is_required_only(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    await page.get_by_role("button", name="新建客户").first.click()
    await page.locator(".form-grid").first.wait_for()
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert").first).to_have_text("请填写客户名称")
    await check(page)
    name = f"新客户{'手机' if phone else '桌面'}有限公司"
    await page.get_by_label("客户名称").fill(name)
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".rhead h1")).to_have_text(name)
    await check(page)


async def test_a_draft_survives_a_closed_window(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/contact?new=1")
    await page.get_by_label("姓名").fill("陈志远")
    await page.reload()
    await expect(page.get_by_label("姓名")).to_have_value("陈志远")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="放弃").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_field_is_edited_by_one_click_and_stands_in_the_history(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    id = await _first(page, site)
    await page.goto(f"{site.address}/o/customer/{id}{'?tab=fields' if phone else ''}")
    await page.get_by_role("button", name="编辑员工人数").click()
    await page.get_by_label("员工人数").fill("一百")
    await page.get_by_label("员工人数").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("请输入数字")
    count = "1.2万" if phone else "3,400"
    await page.get_by_label("员工人数").fill(count)
    await page.get_by_label("员工人数").press("Enter")
    shown = "12,000" if phone else "3,400"
    await expect(page.locator(".frow", has_text="员工人数").locator(".frow-text")).to_have_text(shown)
    await check(page)
    await page.get_by_role("tab", name="历史").click()
    await expect(page.locator(".hist").first).to_contain_text(shown)
    await check(page)


async def test_a_call_is_logged_on_the_timeline(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    id = await _first(page, site)
    await page.goto(f"{site.address}/o/customer/{id}")
    said = f"客户确认下周签约（{'手机' if phone else '桌面'}）"
    await page.get_by_label("跟进内容").fill(said)
    await page.get_by_role("button", name="3 天后").click()
    await page.locator(".composer").get_by_role("button", name="保存").click()
    await expect(page.locator(".ev-text").first).to_have_text(said)
    await expect(page.get_by_label("跟进内容")).to_have_value("")
    await check(page)
    await page.get_by_role("tab", name=re.compile("跟进记录")).click()
    await expect(page.locator(".rel")).to_contain_text(said)
    await check(page)


async def test_the_neighbours_of_the_list_are_one_key_away(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer?sort=number")
    await open_page(page, page.locator(".grid-link, .rec-card[href]").first)
    await expect(page.locator(".rhead h1")).to_have_text(FIRST)
    if phone:
        return
    await expect(page.locator(".near")).to_contain_text(re.compile(r"^1 / \d+$"))
    await page.keyboard.press("j")
    await expect(page.locator(".near")).to_contain_text(re.compile(r"^2 / \d+$"))
    await expect(page.locator(".rhead h1")).not_to_have_text(FIRST)
