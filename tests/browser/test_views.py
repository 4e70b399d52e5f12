"""The list around the grid: saved views, filters in groups, orders, the preview, and what stands where no rows do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from .site import FIRST, Site, check

ROW = ".grid-link, .rec-card[href]"
ON_A_DESK = pytest.mark.parametrize("page", ["desk"], indirect=True)  # a phone has cards

Json = dict[str, Any]  # Any: parsed JSON


async def begin(page: Page, site: Site, path: str = "/o/customer?view=all") -> None:
    await site.sign_in(page, path)
    await page.locator(ROW).first.wait_for()


async def forget(page: Page, site: Site) -> None:
    """No view is left from another test."""
    for view in (await site.call(page, "GET", "/objects/customer/views"))["items"]:
        await site.call(page, "DELETE", f"/objects/customer/views/{view['id']}")


async def total(page: Page) -> str:
    await page.locator(".list-count", has_text=re.compile(r"\d")).wait_for()
    return (await page.locator(".list-count").inner_text()).split()[0]


@pytest.mark.req("R238", part="screen")
async def test_a_view_is_saved_changed_reverted_deleted_and_brought_back(page: Page, site: Site, phone: bool) -> None:
    await begin(page, site)
    await forget(page, site)
    where = '{"all":"and","rules":[{"field":"level","op":"in","value":["A"]}]}'
    await page.goto(f"{site.address}/o/customer?view=all&where={where}")
    await page.locator(ROW).first.wait_for()
    count = await total(page)
    await page.get_by_role("button", name="另存为新视图").click()
    await page.get_by_label("视图名称").fill("重点")
    await page.get_by_label("团队视图").check()
    await check(page)
    await page.get_by_role("button", name="保存视图").click()
    tab = page.locator(".vtab", has_text="重点")
    await expect(tab).to_have_attribute("aria-current", "page")
    await expect(page).to_have_url(re.compile(r"/o/customer\?view=[0-9a-f-]{36}$"))
    assert await total(page) == count
    await page.get_by_role("button", name="排序").click()
    await page.get_by_role("button", name="添加排序").click()
    await page.keyboard.press("Escape")
    await expect(page.locator(".vdraft")).to_contain_text("视图已修改")
    await check(page)
    await page.locator(".vdraft").get_by_role("button", name="还原").click()
    await expect(page.locator(".vdraft")).to_have_count(0)
    await page.get_by_role("button", name="清除筛选").click()
    await expect(page.locator(".list-count")).not_to_have_text(f"{count} 条")
    await page.locator(".vdraft").get_by_role("button", name="保存", exact=True).click()
    await expect(page.locator(".vdraft")).to_have_count(0)
    if phone:
        return
    await page.goto(f"{site.address}/o/customer")
    await tab.wait_for()
    await expect(tab).to_have_attribute("aria-current", "page")  # where she was last
    address = page.url
    await page.get_by_role("button", name="视图“重点”：更多操作").click()
    await page.get_by_role("menuitem", name="删除视图").click()
    await expect(tab).to_have_count(0)
    await page.get_by_role("button", name="撤销").click()
    await expect(tab).to_have_attribute("aria-current", "page")
    await forget(page, site)
    await page.goto(address)
    await page.locator(".vnote").wait_for()
    await expect(page.locator(".vnote")).to_contain_text("已被删除")
    await expect(page.locator(".vtab", has_text="全部")).to_have_attribute("aria-current", "page")
    await check(page)


@ON_A_DESK
@pytest.mark.req("R236", part="nested filter by keyboard")
async def test_a_nested_filter_is_written_with_the_keyboard_alone(page: Page, site: Site) -> None:
    await begin(page, site)
    await page.locator("#list-filter").focus()
    await page.keyboard.press("Enter")
    await page.locator(".rule-value input").first.focus()
    await page.keyboard.type("客户")
    await page.get_by_role("button", name="添加条件组").focus()
    await page.keyboard.press("Enter")
    group = page.locator(".rule-group")
    await group.get_by_role("combobox", name="字段").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.type("客户等级")
    await page.keyboard.press("Enter")
    await group.get_by_label("值", exact=True).focus()
    await page.keyboard.type("重点")
    await page.keyboard.press("Enter")
    await group.get_by_role("button", name="添加条件", exact=True).focus()
    await page.keyboard.press("Enter")
    await group.get_by_role("combobox", name="字段").nth(1).focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.type("创建时间")
    await expect(page.get_by_role("option", name="创建时间", exact=True)).to_be_visible()
    await page.keyboard.press("Enter")
    await group.get_by_label("值", exact=True).nth(1).select_option("today")
    where = {"and": [{"field": "name", "op": "contains", "value": "客户"}, {"or": [
        {"field": "level", "op": "eq", "value": "A"}, {"field": "created_at", "op": "within", "value": "today"},
    ]}]}  # fmt: skip
    counted = (await site.call(page, "POST", "/objects/customer/query", {"where": where, "count": "exact", "limit": 1}))["count"]["value"]
    await expect(page.locator(".filter-count")).to_have_text(f"符合 {counted} 条")
    await check(page)
    await page.get_by_role("button", name="应用").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".list-count")).to_have_text(f"{counted} 条")
    await expect(page.locator(".chip").nth(1)).to_contain_text("（客户等级 等于 A 重点 或 创建时间 在时间段 今天）")
    await expect(page.locator(".list-foot")).to_contain_text(f"{counted} 条")


@ON_A_DESK
@pytest.mark.req("R237")
async def test_a_click_on_a_tag_filters_by_it(page: Page, site: Site) -> None:
    await begin(page, site)
    for name in ("标签客户甲", "标签客户乙"):
        await site.call(page, "POST", "/objects/customer/records", {"name": name, "tags": ["标签测试"]})
    await page.goto(f"{site.address}/o/customer?view=all&q=标签客户&cols=name,tags")
    await expect(page.locator(".list-count")).to_have_text("2 条")
    await page.locator('[data-tag="标签测试"]').first.click()
    await expect(page.locator(".chip")).to_contain_text("标签 包含任一 标签测试")
    await page.get_by_role("search").get_by_role("button", name="清除").click()
    await expect(page).to_have_url(re.compile(r"^(?!.*q=)"))
    await expect(page.locator(".list-count")).to_have_text("2 条")


@ON_A_DESK
async def test_a_record_is_looked_at_beside_its_list(page: Page, site: Site) -> None:
    await begin(page, site, "/o/customer?view=all&sort=number")
    await page.locator(ROW).first.click()
    await expect(page.locator(".peek-head h2")).to_have_text(FIRST)
    await expect(page.locator(".peek .tl")).to_be_visible()
    await check(page)
    await page.keyboard.press("j")
    await expect(page.locator(".peek-head h2")).not_to_have_text(FIRST)
    await page.keyboard.press("k")
    await expect(page.locator(".peek-head h2")).to_have_text(FIRST)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".rhead h1")).to_have_text(FIRST)
    await page.go_back()
    await expect(page.locator(".peek-head h2")).to_have_text(FIRST)
    await page.keyboard.press("Escape")
    await expect(page.locator(".peek")).to_have_count(0)
    await expect(page.locator(".grid-ghost")).to_be_focused()


@ON_A_DESK
async def test_columns_orders_and_rows_are_kept_in_the_view(page: Page, site: Site) -> None:
    await begin(page, site)
    await forget(page, site)
    look: Json = {"columns": [{"field": "name", "width": 320}, {"field": "level"}], "frozen": 2, "row_height": "large", "sort": ["-level", "number"]}
    view = await site.call(page, "POST", "/objects/customer/views", {"label": {"zh": "宽松"}, **look})
    await page.goto(f"{site.address}/o/customer?view={view['id']}")
    await page.locator(ROW).first.wait_for()
    assert await page.locator(".grid-body .grid-tr").first.evaluate("row => row.offsetHeight") == 48
    assert await page.get_by_role("columnheader", name="客户名称").evaluate("head => head.offsetWidth") == 320
    assert await page.locator('[data-row="0"] .grid-title').count() == 2
    await expect(page.get_by_role("columnheader")).to_have_count(3)
    await page.get_by_role("button", name="字段", exact=True).click()
    await page.get_by_label("客户等级：列宽").fill("200")
    await page.get_by_label("行高").select_option("small")
    await check(page)
    await page.keyboard.press("Escape")
    await page.locator(".vdraft").get_by_role("button", name="保存", exact=True).click()
    await expect(page.locator(".vdraft")).to_have_count(0)
    [saved] = (await site.call(page, "GET", "/objects/customer/views"))["items"]
    assert (saved["columns"][1]["width"], saved["row_height"], saved["version"]) == (200, "small", 2)
    await forget(page, site)


async def test_no_match_failed_and_offline_are_different_screens(page: Page, site: Site) -> None:
    await begin(page, site)
    await page.goto(f"{site.address}/o/customer?view=all&q=没有这样的客户")
    await page.get_by_role("heading", name="没有符合条件的记录").wait_for()
    await page.get_by_role("button", name="清除筛选").click()
    await page.locator(ROW).first.wait_for()

    async def fail(route: Route) -> None:
        problem = {"status": 503, "code": "query_failed", "detail": "查询未能完成。", "instance": "urn:kedang:request:abc123"}
        await route.fulfill(status=503, json=problem, headers={"X-Request-Id": "abc123"})

    await page.route("**/objects/customer/query", fail)
    await page.goto(f"{site.address}/o/customer?view=all&q=甲")
    await page.get_by_role("alert").wait_for()
    await expect(page.get_by_role("alert")).to_contain_text("abc123")
    await check(page)
    await page.unroute("**/objects/customer/query")
    await page.get_by_role("button", name="重试").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await page.route("**/objects/customer/query", lambda route: route.abort())
    await page.goto(f"{site.address}/o/customer?view=all&q=乙")
    await page.get_by_role("alert").wait_for()
    await expect(page.get_by_role("alert")).to_contain_text("连接不上服务器")


@pytest.mark.req("R244")
async def test_the_project_of_a_customer_is_found_in_three_actions(page: Page, site: Site, phone: bool) -> None:
    await begin(page, site)
    name = f"三步之内{'手机' if phone else '电脑'}有限公司"
    customer = await site.call(page, "POST", "/objects/customer/records", {"name": name})
    body = {"name": f"{name}的项目", "customer": customer["id"], "contract_number": f"HT-{'P' if phone else 'D'}-0042"}
    await site.call(page, "POST", "/objects/project/records", body)
    await page.goto(f"{site.address}/o/project?view=all")
    await page.locator(ROW).first.wait_for()
    actions = 0
    await page.get_by_role("search").get_by_role("textbox").fill(f"HT-{'P' if phone else 'D'}-0042")  # by the contract: one
    actions += 1
    await expect(page.locator(ROW)).to_have_count(1)
    await expect(page.locator(ROW)).to_contain_text(f"{name}的项目")
    assert actions <= 3
    actions = 0
    await page.goto(f"{site.address}/o/customer?view=all")
    await page.locator(ROW).first.wait_for()
    await page.get_by_role("search").get_by_role("textbox").fill(name)  # by the customer: look for it,
    actions += 1
    await expect(page.locator(ROW)).to_have_count(1)
    await (page.locator(ROW).click() if phone else page.locator(ROW).dblclick())  # open it,
    await page.locator(".rhead h1").wait_for()
    actions += 1
    await page.get_by_role("tab", name=re.compile("项目")).click()  # look at its projects
    actions += 1
    await expect(page.locator(".rel")).to_contain_text(f"{name}的项目")
    assert actions <= 3
