"""Many records are changed in one action: picked, previewed, carried out, listed, taken back."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from .conftest import is_phone
from .site import Site, check

ROW = ".grid-link, .rec-card[href]"
ON_A_DESK = pytest.mark.parametrize("page", ["desk"], indirect=True)  # a phone has cards


async def make(site: Site, page: Page, word: str, number: int, **values: Any) -> None:  # Any: JSON
    """So many customers with a word in their names."""
    rows = [{"create": {"name": f"{word}{at:03}号公司", **values}} for at in range(number)]
    await site.call(page, "POST", "/objects/customer/batch", {"rows": rows})


async def values(site: Site, page: Page, word: str, field: str) -> list[Any]:  # Any: JSON
    """A field of the customers with a word in their names."""
    where = {"field": "name", "op": "starts_with", "value": word}
    found = await site.call(page, "POST", "/objects/customer/query", {"where": where, "fields": ["name", field], "sort": ["name"], "limit": 200})
    return [one[field] for one in found["items"]]


async def drop(site: Site, page: Page, word: str) -> None:
    """The customers are gone again: other journeys count."""
    await site.call(page, "POST", "/objects/customer/bulk", {"query": {"where": {"field": "name", "op": "starts_with", "value": word}}, "action": "delete"})


async def pick(page: Page, at: int) -> None:
    """Tick a row, as one does on this screen."""
    if is_phone(page):
        card = page.locator(f'[data-card="{at}"]')
        if await page.locator(".picked").count():
            await card.tap()
            return
        box = await card.bounding_box()
        assert box
        touch = await page.context.new_cdp_session(page)
        point = {"x": box["x"] + 80, "y": box["y"] + 30}
        await touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        await page.locator(".rec-card.is-ticked").wait_for()
        await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return
    await page.locator(f'[data-row="{at}"] .grid-tick').hover()
    await page.locator(f'[data-row="{at}"] .check').click()


@pytest.mark.req("R032", part="screen: handed over, undone")
async def test_all_that_match_are_handed_over_and_come_back(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await site.call(page, "POST", "/people", {"name": "李强"})
    await make(site, page, "移交", 12)
    await page.goto(f"{site.address}/o/customer?q=移交&sort=name")
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".list-count")).to_have_text("12 条")
    await pick(page, 0)
    await pick(page, 1)
    bar = page.get_by_role("toolbar", name="批量操作")
    await expect(bar).to_contain_text("已选 2 条")
    await check(page)
    await bar.get_by_role("button", name="选择全部 12 条").click()
    await expect(bar).to_contain_text("已选全部 12 条")
    await pick(page, 3)
    await expect(bar).to_contain_text("已选 11 条")
    await bar.get_by_role("button", name="移交").click()
    dialog = page.get_by_role("dialog", name=re.compile("移交 11 个客户"))
    await dialog.get_by_label("移交给").fill("李强")
    await page.get_by_role("option", name="李强").first.click()
    await check(page)
    await dialog.get_by_role("button", name="移交 11 个客户给李强").click()
    await expect(page.locator(".toasts")).to_contain_text("已修改 11 个客户")
    owners = [one["title"] for one in await values(site, page, "移交", "owner")]
    assert (owners.count("李强"), owners[3]) == (11, "王芳")
    await expect(bar).to_have_count(0)
    await page.locator(".toasts").get_by_role("button", name="撤销").click()
    await expect(page.locator(".toasts")).to_contain_text("已撤销，11 条恢复原样")
    assert {one["title"] for one in await values(site, page, "移交", "owner")} == {"王芳"}
    await drop(site, page, "移交")


async def test_a_field_is_set_and_what_breaks_a_rule_is_listed_and_undone_later(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await make(site, page, "设值", 3)
    await page.goto(f"{site.address}/o/customer?q=设值&sort=name")
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".list-count")).to_have_text("3 条")
    await pick(page, 0)
    await pick(page, 2)
    await page.get_by_role("toolbar", name="批量操作").get_by_role("button", name="修改字段").click()
    dialog = page.get_by_role("dialog", name="修改 2 个客户")
    await dialog.get_by_label("字段").select_option(label="简称")
    await dialog.get_by_role("textbox").fill("改成这样")
    await check(page)
    await dialog.get_by_role("button", name="修改 2 个客户").click()
    await expect(page.locator(".toasts")).to_contain_text("已修改 2 个客户")
    assert await values(site, page, "设值", "short_name") == ["改成这样", None, "改成这样"]
    await page.goto(f"{site.address}/settings/bulk")
    line = page.locator(".bulk-line").first
    await expect(line).to_contain_text("已修改 2 个客户")
    await expect(line).to_contain_text("简称")
    await check(page)
    await line.get_by_role("button", name="撤销").click()
    await expect(line).to_contain_text("已撤销，2 条恢复原样")
    assert await values(site, page, "设值", "short_name") == [None, None, None]
    await drop(site, page, "设值")


@ON_A_DESK
async def test_many_are_deleted_after_a_question_and_all_come_out_of_the_bin(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await make(site, page, "删除", 25)
    await page.goto(f"{site.address}/o/customer?q=删除&sort=name")
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".list-count")).to_have_text("25 条")
    await pick(page, 0)
    await page.get_by_role("button", name="选择全部 25 条").click()
    await page.get_by_role("toolbar", name="批量操作").get_by_role("button", name="删除").click()
    dialog = page.get_by_role("dialog", name="删除 25 个客户")
    await check(page)
    await dialog.get_by_role("button", name="删除 25 个客户").click()
    await expect(page.get_by_role("heading", name="没有符合条件的记录")).to_be_visible()
    await page.goto(f"{site.address}/o/customer/bin")
    await page.get_by_role("button", name=re.compile("恢复全部")).click()
    dialog = page.get_by_role("dialog", name=re.compile("恢复"))
    await dialog.get_by_role("button", name=re.compile("恢复 .* 个客户")).click()
    await expect(page.locator(".toasts")).to_contain_text("已恢复")
    assert len(await values(site, page, "删除", "name")) == 25
    await drop(site, page, "删除")


@ON_A_DESK
async def test_refused_records_are_listed_with_their_reasons(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await make(site, page, "拒绝", 2)
    await page.goto(f"{site.address}/o/customer?q=拒绝&sort=name")
    await page.locator(ROW).first.wait_for()
    await expect(page.locator(".list-count")).to_have_text("2 条")
    await pick(page, 0)
    await pick(page, 1)
    await page.get_by_role("toolbar", name="批量操作").get_by_role("button", name="修改字段").click()
    dialog = page.get_by_role("dialog", name="修改 2 个客户")
    await dialog.get_by_label("字段").select_option(label="简称")
    await dialog.get_by_role("textbox").fill("改")
    ids = [one["id"] for one in (await site.call(page, "POST", "/objects/customer/query", {"search": "拒绝", "fields": ["name"], "sort": ["name"]}))["items"]]
    await site.call(page, "DELETE", f"/objects/customer/records/{ids[1]}")
    await dialog.get_by_role("button", name="修改 2 个客户").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("已修改 1 个客户，1 条没有修改")
    await expect(dialog.locator(".bulk-rows li")).to_contain_text("不存在或无权查看")
    await check(page)
    async with page.expect_download() as download:
        await dialog.get_by_role("link", name="下载清单").click()
    assert ids[1] in (await (await download.value).path()).read_text("utf-8-sig")
    await drop(site, page, "拒绝")
