"""Help on every page, the manual, and the tour: by mouse, by key, by thumb."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.pdf import pages_of

from .conftest import is_phone
from .site import Site, begin_anew, check


async def ask(page: Page) -> None:
    """Help about the page: the question mark of the sidebar, or the entry under 我的."""
    if is_phone(page):
        await page.get_by_role("button", name="我的").tap()
        await page.get_by_role("menuitem", name="帮助").tap()
    else:
        await page.get_by_role("button", name="帮助", exact=True).click()


@pytest.mark.req("R366", part="help beside the page, searched, at both widths")
async def test_help_is_about_the_page_one_is_on_and_leads_into_the_manual(page: Page, site: Site) -> None:
    await site.sign_in(page)
    for path, title in (("/o/customer", "列表"), ("/settings/people", "人员"), ("/import", "导入表格")):
        await page.goto(site.address + path)
        await ask(page)
        panel = page.get_by_role("dialog")
        await expect(panel.get_by_role("heading", level=2)).to_have_text(title)
        await expect(panel.get_by_role("heading", name="遇到这些情况")).to_be_visible()
        await check(page)
        await page.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
    await ask(page)
    await panel.get_by_label("搜索帮助").fill("撤销合并")
    await panel.get_by_role("button", name="合并重复记录").click()
    await expect(panel.get_by_text("30 天内可以在保留的记录上点")).to_be_visible()
    await panel.get_by_role("link", name="使用手册").click()
    await expect(panel).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_have_text("合并重复记录")
    assert page.url.endswith("/help?chapter=merge")
    await check(page)


async def test_the_question_mark_asks_for_help_where_it_is_no_text(page: Page, site: Site, phone: bool) -> None:
    if phone:
        pytest.skip("a phone has no keys")
    await site.sign_in(page, "/o/customer")
    panel = page.get_by_role("dialog", name="列表")
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("?")
    await expect(panel).to_be_visible()
    await page.keyboard.press("Escape")
    search = page.get_by_role("search").get_by_role("textbox")
    await search.press("?")
    await expect(search).to_have_value("?")
    await expect(panel).to_have_count(0)
    await search.press("F1")
    await expect(panel).to_be_visible()


async def test_who_is_not_in_yet_has_help_too(page: Page, site: Site) -> None:
    await page.goto(f"{site.address}/sign-in")
    await page.get_by_role("button", name="帮助").click()
    panel = page.get_by_role("dialog", name="登录")
    await expect(panel.get_by_text("忘记密码")).to_be_visible()
    await expect(panel.get_by_role("link")).to_have_count(0)
    await check(page)


@pytest.mark.req("R366", part="the manual's page: contents, search, flow chart, files")
async def test_the_manual_is_read_and_taken_along(page: Page, site: Site, phone: bool, tmp_path: Path) -> None:
    await site.sign_in(page)
    await page.goto(f"{site.address}/help")
    contents = page.get_by_role("navigation", name="目录")
    await contents.get_by_label("搜索帮助").fill("首字母 hxkj")
    await page.get_by_role("list", name="找到的内容").get_by_role("button", name="搜索").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("搜索")
    await page.get_by_role("navigation", name="前后章节").get_by_role("link", name="通知").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("通知")
    if phone:
        await page.get_by_role("link", name="目录").click()
    await contents.get_by_role("link", name="业务流程图").click()
    await expect(page.get_by_role("img", name="业务流程图")).to_be_visible()
    await expect(page.get_by_text("商机：初步接触 → 需求沟通 → 方案报价 → 商务谈判 → 赢单；也可能 输单；之后是 项目")).to_be_visible()
    await check(page)
    if phone:
        await page.get_by_role("link", name="目录").click()
    for button, name in (("下载 PDF", "使用手册.pdf"), ("下载网页版", "使用手册.html")):
        async with page.expect_download() as coming:
            await page.get_by_role("button", name=button).click()
        taken = await coming.value
        assert taken.suggested_filename == name
        await taken.save_as(tmp_path / name)
    assert "合并重复记录" in "".join(pages_of((tmp_path / "使用手册.pdf").read_bytes()))
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    await page.goto((tmp_path / "使用手册.html").as_uri())
    await expect(page.get_by_role("heading", name="合并重复记录")).to_be_visible()
    await check(page)
    assert [url for url in loaded if not url.startswith("file:")] == []


@pytest.mark.req("R366", part="a guided tour at the real controls, offered, ended, begun again")
async def test_the_tour_points_at_what_is_there_and_is_offered_once(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page)
    await begin_anew(page, site)
    offer = page.get_by_role("region", name="开始使用").get_by_role("button", name="先花一分钟看一圈界面")
    await offer.click()
    tour = page.get_by_role("dialog")
    await expect(tour).to_be_visible()
    seen: list[str] = []
    while await tour.count():
        seen.append(await tour.get_by_role("heading").inner_text())
        spot = await page.locator(".tour-spot").bounding_box()
        card = await page.locator(".tour-card").bounding_box()
        assert spot
        assert card
        assert min(card["x"], card["y"]) >= 0
        assert card["x"] + card["width"] <= (390 if phone else 1440)
        assert card["y"] + card["height"] <= (844 if phone else 900)
        if len(seen) == 2:
            await check(page)
            await page.keyboard.press("ArrowLeft")
            await expect(tour.get_by_role("heading")).to_have_text(seen[0])
            await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Enter")
        await page.wait_for_function("was => document.querySelector('#tour-title')?.textContent !== was", arg=seen[-1])
    assert 3 <= len(seen) <= 6
    await page.reload()
    await expect(page.get_by_role("heading", name="待办")).to_be_visible()
    await expect(offer).to_have_count(0)
    await ask(page)
    await page.get_by_role("dialog").get_by_role("button", name="看一圈").click()
    await expect(tour.get_by_role("heading")).to_have_text(seen[0])
    await page.keyboard.press("Escape")
    await expect(tour).to_have_count(0)
