"""Two people at one list, at a desk and with a phone: each sees what the other does, nothing moves under her hands, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from .site import Site, check, saved

Json = dict[str, Any]  # Any: parsed JSON
SOON = 5_000  #: ms in which the other sees it, by R316


async def customers(page: Page, site: Site, word: str, number: int) -> list[Json]:
    """New customers, named in their order."""
    return [await site.make(page, "customer", name=f"{word}{at}号公司") for at in range(1, number + 1)]


async def change(page: Page, site: Site, record: Json, **values: object) -> None:
    """A change in the name of who is signed in there, of the record as it is now."""
    now = await site.call(page, "GET", f"/objects/customer/records/{record['id']}")
    await site.call(page, "PATCH", f"/objects/customer/records/{record['id']}", {"version": now["version"], **values})


async def column(page: Page, name: str) -> int:
    """Where a column stands."""
    return int(await page.get_by_role("columnheader", name=name, exact=True).get_attribute("aria-colindex") or 0) - 2


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(f'[data-row="{row}"] [data-column="{column}"]')


async def names(page: Page) -> list[str]:
    """What stands in the list, from above."""
    return await page.locator("[data-row] .grid-title, .rec-card .rec-line:first-child > :first-child").all_inner_texts()


@pytest.mark.req("R316")
async def test_a_change_on_a_phone_is_seen_on_a_desk(desk: Page, hand: Page, site: Site) -> None:
    (firm,) = await customers(desk, site, "同步", 1)
    second = await desk.context.new_page()
    await desk.goto(f"{site.address}/o/customer?q=同步")
    await second.goto(f"{site.address}/o/customer/{firm['id']}")
    await hand.goto(f"{site.address}/o/customer/{firm['id']}?tab=fields")
    await expect(desk.locator(".list-count")).to_have_text("1 条")
    await expect(second.locator(".rhead h1")).to_have_text("同步1号公司")
    await hand.get_by_role("button", name="编辑简称").click()
    await hand.get_by_label("简称").fill("手机改的")
    await hand.get_by_label("简称").press("Enter")
    await expect(cell(desk, 0, await column(desk, "简称"))).to_have_text("手机改的", timeout=SOON)
    await expect(second.locator(".frow", has_text="简称").locator(".frow-text")).to_contain_text("手机改的", timeout=SOON)
    # And the other way round.
    await second.get_by_role("button", name="编辑简称").click()
    await second.get_by_label("简称").fill("电脑改的")
    await second.get_by_label("简称").press("Enter")
    await expect(hand.locator(".frow", has_text="简称").locator(".frow-text")).to_contain_text("电脑改的", timeout=SOON)


async def test_two_people_at_one_list_lose_nothing(desk: Page, hand: Page, site: Site) -> None:
    firms = await customers(desk, site, "同看", 6)
    for page in (desk, hand):
        await page.goto(f"{site.address}/o/customer?q=同看&sort=name")
        await expect(page.locator(".list-count")).to_have_text("6 条")
    short = await column(desk, "简称")
    before = await names(desk)
    await cell(desk, 0, short).click()
    await desk.keyboard.type("我在写")
    await change(hand, site, firms[1], short_name="他改的")
    await expect(cell(desk, 1, short)).to_have_class("grid-td cell-fresh")  # for a few seconds only, so it is looked for first
    await expect(cell(desk, 1, short)).to_have_text("他改的")
    # One leaves the condition, one gets another place, one is deleted, one is new.
    await change(hand, site, firms[2], name="改了名字公司")
    await change(hand, site, firms[3], name="同看9号公司")
    await site.call(hand, "DELETE", f"/objects/customer/records/{firms[4]['id']}")
    await site.make(hand, "customer", name="同看0号公司")
    news = "1 条新记录、3 条已变动 · 刷新"
    for page in (desk, hand):
        await expect(page.locator(".list-stale")).to_have_text(news)
        await expect(page.locator(".list-count")).to_have_text("5 条")
        await expect(page.locator(".is-left")).to_contain_text("改了名字公司")
        await expect(page.locator(".is-moved")).to_contain_text("同看9号公司")
        await expect(page.locator(".is-gone")).to_contain_text("同看5号公司")
        assert await names(page) == [*before[:2], "改了名字公司", "同看9号公司", *before[4:]]
    await expect(desk.get_by_role("img", name="已不符合条件，刷新后离开列表")).to_have_attribute("title", "已不符合条件，刷新后离开列表")
    await expect(cell(desk, 4, 0)).to_have_accessible_description("已被删除或不再可见，刷新后离开列表")
    # What was being typed is as it was, and is saved.
    await expect(desk.locator(".grid-ghost")).to_have_value("我在写")
    await check(desk)
    await check(hand)
    await desk.keyboard.press("Enter")
    await saved(desk)
    assert (await site.call(hand, "GET", f"/objects/customer/records/{firms[0]['id']}"))["short_name"] == "我在写"
    # What is deleted is not edited.
    await cell(desk, 4, short).click()
    await desk.keyboard.press("F2")
    await expect(desk.locator(".toasts")).to_contain_text("不能编辑")
    await expect(desk.locator(".is-editing")).to_have_count(0)
    # One's own row stays as well.
    await cell(desk, 5, 0).click()
    await desk.keyboard.press("F2")
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("也改名公司")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".is-left")).to_have_count(2)
    assert (await names(desk))[5] == "也改名公司"
    await desk.locator(".list-stale").press("Enter")
    await expect(desk.locator(".list-stale")).to_have_count(0)
    await expect(desk.locator(".grid-ghost")).to_be_focused()
    assert await names(desk) == ["同看0号公司", "同看1号公司", "同看2号公司", "同看9号公司"]


async def test_a_cell_that_two_people_edit_is_told_with_both_values(desk: Page, hand: Page, site: Site) -> None:
    (firm,) = await customers(desk, site, "争格", 1)
    await desk.goto(f"{site.address}/o/customer?q=争格")
    await expect(desk.locator(".list-count")).to_have_text("1 条")
    short, level = await column(desk, "简称"), await column(desk, "客户等级")
    await cell(desk, 0, short).click()
    await desk.keyboard.type("我的")
    await change(hand, site, firm, short_name="他的", level="B")
    await expect(desk.locator(".grid-theirs")).to_have_text("刚被改为：他的")
    await expect(desk.locator(".grid-ghost")).to_have_value("我的")
    await check(desk)
    await desk.keyboard.press("Enter")
    asked = desk.get_by_role("dialog")
    await expect(asked).to_contain_text("我的")
    await expect(asked).to_contain_text("他的")
    await asked.get_by_role("button", name="保留对方的").click()
    await expect(cell(desk, 0, short)).to_have_text("他的")
    await expect(cell(desk, 0, level)).to_contain_text("B")
    await cell(desk, 0, short).dblclick()
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("还是我的")
    await site.call(hand, "DELETE", f"/objects/customer/records/{firm['id']}")
    await expect(desk.locator(".is-gone")).to_have_count(1)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".toasts")).to_contain_text("您输入的是“还是我的”")


async def test_a_flood_by_somebody_else_is_no_storm_of_requests(desk: Page, colleague: Page, site: Site) -> None:
    await customers(desk, site, "涌入", 2)
    await desk.goto(f"{site.address}/o/customer?q=涌入&sort=name")
    await expect(desk.locator(".list-count")).to_have_text("2 条")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if "/query" in request.url else None)
    for part in range(3):
        rows = [{"create": {"name": f"涌入第{part}批{at:03}号公司"}} for at in range(300)]
        await site.call(colleague, "POST", "/objects/customer/batch", {"rows": rows})
    await expect(desk.locator(".list-stale")).to_have_text("900 条新记录 · 刷新", timeout=60_000)
    await expect(desk.locator(".list-count")).to_have_text("902 条")
    assert len(asked) < 20
    assert len(await names(desk)) == 2
