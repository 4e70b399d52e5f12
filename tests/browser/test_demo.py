"""The demonstration on screen: into it from the settings, through it as somebody else, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.cli.serving import Serving, command
from tests.db.folders import open_folder

from .site import LOGIN, PASSWORD, check


@pytest.fixture(scope="module")
def demo() -> Iterator[Serving]:
    """A server whose demonstration is small and there already."""
    with open_folder() as folder:
        made = command(folder.with_name("data"), "demo", "load", "--customers", "25", KEDANG_LANGUAGE="zh")
        assert made.returncode == 0, made.stderr
        with Serving(folder.with_name("data")) as running:
            yield running


@pytest.mark.req("R364", part="own data, the demonstration or nothing")
@pytest.mark.req("R365", part="screen")
async def test_from_the_first_run_into_the_demonstration_as_somebody_else_and_back(demo: Serving, browser: Browser) -> None:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(demo.said["setup_link"])
    for label, text in {"公司名称": "晨光科技有限公司", "管理员姓名": "王芳", "登录账号": LOGIN}.items():
        await page.get_by_label(label).fill(text)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="开始使用").click()
    await expect(page.get_by_role("link", name="导入自己的数据")).to_be_visible()
    await expect(page.get_by_role("link", name="从空白开始")).to_be_visible()
    await page.get_by_role("button", name="进入演示").click()
    bar = page.get_by_role("region", name="演示工作区")
    await expect(bar).to_contain_text("体验为 方静")
    await page.goto(demo.said["address"] + "/w/2/o/customer")
    await expect(page.locator("#list-title")).to_be_visible()
    await check(page)
    await bar.get_by_role("button", name="体验为").click()
    await page.get_by_role("menuitemradio", name="顾一舟").click()
    await expect(bar).to_contain_text("体验为 顾一舟")
    assert "/w/2/" in page.url
    await page.goto(demo.said["address"] + "/w/2/o/customer")
    record = await page.locator(".grid-tr a[data-go]").first.get_attribute("href")
    assert record is not None
    assert record.startswith("/w/2/o/customer/"), "a link that is opened in another tab stays in the workspace"
    await page.goto(demo.said["address"] + record)
    await page.locator(".rhead a[data-go]").first.click()
    await expect(page.locator("#list-title")).to_be_visible()
    assert "/w/2/o/customer" in page.url, "the address keeps naming the workspace"
    await page.get_by_role("button", name="回到我的企业").click()
    await expect(page.locator(".side-firm")).to_contain_text("晨光科技有限公司")
    await expect(bar).to_have_count(0)
    await page.goto(demo.said["address"] + "/settings/demo")
    await expect(page.get_by_role("button", name="重置演示")).to_be_visible()
    await check(page)
    await context.close()
