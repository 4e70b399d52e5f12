"""The page one comes to: what is due, what was looked at, what has a star."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from .site import FIRST, Site, begin_anew, check, open_page

Json = dict[str, Any]  # Any: parsed JSON


def day(after: int) -> str:
    """A day of the workspace's calendar, so many after today."""
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=after)).isoformat()


async def follow_up(page: Page, site: Site, step: str, after: int) -> Json:
    """An interaction that asks for a step by a day."""
    found = await site.call(page, "POST", "/objects/customer/query", {"where": {"field": "name", "op": "eq", "value": FIRST}, "limit": 1})
    values = {"summary": f"谈过：{step}", "kind": "call", "customer": found["items"][0]["id"], "next_step": step, "next_date": day(after)}
    return await site.call(page, "POST", "/objects/interaction/records", values)


@pytest.mark.req("R371", part="to-dos of today and overdue on the home page, checked off and postponed in place")
async def test_what_is_due_is_done_or_postponed_on_the_spot(page: Page, site: Site) -> None:
    await site.sign_in(page)
    late, now = await follow_up(page, site, "催发票", -3), await follow_up(page, site, "发报价", 0)
    await follow_up(page, site, "下个月再说", 30)
    long_past = await follow_up(page, site, "早就过了", -31)
    todos = page.get_by_role("region", name="待办")
    await expect(todos.get_by_role("group", name="今天").get_by_role("link", name="发报价")).to_be_visible()
    await expect(todos.get_by_role("group", name="已逾期").get_by_role("link", name="催发票")).to_be_visible()
    await expect(todos.get_by_role("link", name="下个月再说")).to_have_count(0)
    old = todos.get_by_role("group", name="30 天前到期")
    await expect(old.get_by_role("link")).to_have_count(0)
    await check(page)
    await old.get_by_role("button", name="显示全部 1 条").click()
    await expect(old.get_by_role("link", name="早就过了")).to_be_visible()
    await site.call(page, "DELETE", f"/objects/interaction/records/{long_past['id']}")

    await todos.get_by_role("button", name="推迟：催发票").click()
    await page.get_by_role("menuitem", name="明天").click()
    await expect(todos.get_by_role("group", name="接下来 7 天").get_by_role("link", name="催发票")).to_be_visible()
    assert (await site.call(page, "GET", f"/objects/interaction/records/{late['id']}"))["next_date"] == day(1)

    await todos.get_by_role("button", name="标为已完成：发报价").click()
    await expect(todos.get_by_role("link", name="发报价")).to_have_count(0)
    await page.locator(".toast", has_text="已完成：发报价").get_by_role("button", name="撤销").click()
    await expect(todos.get_by_role("link", name="发报价")).to_be_visible()
    await todos.get_by_role("button", name="标为已完成：发报价").click()
    await expect(todos.get_by_role("link", name="发报价")).to_have_count(0)
    await page.reload()
    await expect(todos.get_by_role("link", name="催发票")).to_be_visible()
    await expect(todos.get_by_role("link", name="发报价")).to_have_count(0)
    assert (await site.call(page, "GET", f"/objects/interaction/records/{now['id']}"))["next_done"] is True
    await site.call(page, "DELETE", f"/objects/interaction/records/{late['id']}")


@pytest.mark.req("R243", part="the last records and favourites on the screen")
async def test_a_star_and_a_visit_are_found_on_the_home_page(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await open_page(page, page.locator(".grid-link, .rec-card[href]").first)
    name = await page.locator(".rhead h1").inner_text()
    await page.get_by_role("button", name="收藏", exact=True).click()
    await expect(page.get_by_role("button", name="取消收藏")).to_have_attribute("aria-pressed", "true")
    await page.goto(site.address)
    await expect(page.get_by_role("region", name="收藏").get_by_role("link", name=name)).to_be_visible()
    await page.get_by_role("region", name="最近访问").get_by_role("link", name=name).click()
    await page.get_by_role("button", name="取消收藏").click()
    await expect(page.get_by_role("button", name="收藏", exact=True)).to_be_visible()
    assert name not in [one["title"] for one in (await site.call(page, "GET", "/favourites"))["items"]]


@pytest.mark.req("R243", part="a star on a list")
async def test_a_list_as_it_is_filtered_gets_a_star_and_is_found_again(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    await page.goto(f"{site.address}/o/customer?q=第 7 号&sort=-name")
    await expect(page.locator(".list-count")).to_have_text("1 条")
    await page.get_by_role("button", name="收藏", exact=True).click()
    await expect(page.get_by_role("button", name="取消收藏")).to_have_attribute("aria-pressed", "true")
    await check(page)
    await page.goto(site.address)
    await page.get_by_role("region", name="收藏").get_by_role("link", name="客户 · 第 7 号").click()
    await expect(page.locator(".list-count")).to_have_text("1 条")
    assert "sort=-name" in page.url
    await page.get_by_role("button", name="取消收藏").click()
    await page.goto(f"{site.address}/o/customer?view=all")
    await expect(page.get_by_role("button", name="收藏", exact=True)).to_have_attribute("aria-pressed", "false")
    assert (await site.call(page, "GET", "/favourites"))["items"] == []


@pytest.mark.req("R243")
async def test_the_last_twenty_records_are_listed(page: Page, site: Site) -> None:
    """On the home page the newest eight, and all twenty on demand; on a desk and on a phone, the latest first, each a link."""
    await site.enter(page, "/sign-in")
    found = (await site.call(page, "POST", "/objects/customer/query", {"limit": 22, "sort": ["name"], "fields": ["name"]}))["items"]
    for one in found:
        await site.call(page, "PUT", "/visits", {"object": "customer", "record": one["id"]})
    latest = [one["name"] for one in reversed(found)][:20]
    await page.goto(site.address)
    recent = page.get_by_role("region", name="最近访问")
    await expect(recent.get_by_role("link")).to_have_count(8)
    await recent.get_by_role("button", name="显示全部 20 条").click()
    await expect(recent.get_by_role("link")).to_contain_text(latest)
    await expect(recent.get_by_role("link").nth(8)).to_be_focused()
    await check(page)
    await recent.get_by_role("link", name=latest[19]).click()
    await expect(page.locator(".rhead h1")).to_have_text(latest[19])


@pytest.mark.req("R364", part="first steps in a new workspace, which tick themselves")
async def test_the_first_steps_tick_themselves_and_can_be_put_away(page: Page, site: Site) -> None:
    await site.sign_in(page)
    await begin_anew(page, site)
    steps = page.get_by_role("region", name="开始使用")
    await expect(steps.locator('[data-done="true"]').filter(has_text="导入客户")).to_be_visible()
    await expect(steps.locator('[data-done="false"]').filter(has_text="写一条跟进记录")).to_be_visible()
    await check(page)
    made = await follow_up(page, site, "再联系", 40)
    await page.reload()
    await expect(page.get_by_role("region", name="动态").get_by_role("link", name="谈过：再联系")).to_be_visible()
    await expect(steps.locator('[data-done="false"]').filter(has_text="写一条跟进记录")).to_have_count(0)
    await site.call(page, "DELETE", f"/objects/interaction/records/{made['id']}")
    await page.reload()
    await steps.get_by_role("button", name="收起，不再显示").click()
    await expect(steps).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("region", name="动态")).to_be_visible()
    await expect(steps).to_have_count(0)
