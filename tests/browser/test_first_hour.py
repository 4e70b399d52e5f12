"""The first hour of a new firm, as one person goes through it without being told how: from the link that `make run` prints to a colleague who is signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.cli.serving import Serving
from tests.db.folders import open_folder

from .conftest import SIZES
from .firm import BOOK
from .site import LOGIN, PASSWORD
from .test_steps import COUNT, most, taken

LONG = 120_000  #: milliseconds for what reads or writes a whole workbook, twice in the hour: what the machine takes until there are records stays below ten minutes
NAME, INITIALS = "武汉鑫峰合坤供应链管理有限公司", "whxfhk"
COLLEAGUE = "13700000009"


@pytest.fixture
def newcomer() -> Iterator[Serving]:
    """An installation that nobody has entered yet."""
    with open_folder() as folder, Serving(folder.with_name("data")) as running:
        yield running


async def window(browser: Browser, size: str) -> Page:
    """A window of its own, with nobody signed in."""
    width, height = SIZES[size]
    touch = size == "phone"
    context = await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, locale="zh-CN", reduced_motion="reduce",
    )  # fmt: skip
    return await context.new_page()


async def set_up(page: Page, link: str) -> None:
    """Name the firm and oneself, and choose to bring one's own data."""
    await page.goto(link)
    await page.evaluate(COUNT)
    await page.get_by_label("公司名称").fill("晨光科技有限公司")
    await page.get_by_label("管理员姓名").fill("王芳")
    await page.get_by_label("登录账号").fill(LOGIN)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="开始使用").click()
    await page.get_by_text("导入自己的数据").click()


async def import_the_workbook(page: Page) -> None:
    """From the file to the records."""
    await page.locator("input[type=file]").set_input_files(str(BOOK))
    await page.get_by_role("button", name="上传并识别").click()
    await page.locator(".imp-cols").wait_for(timeout=LONG)
    await page.get_by_role("button", name="下一步：检查").click()
    await page.get_by_role("button", name=re.compile(r"^导入 [\d,]+ 行$")).click(timeout=LONG)
    await page.locator(".imp-made").wait_for(timeout=LONG)


async def find_by_initials(page: Page) -> str:
    """Ctrl-K, a few letters, Enter; the address of the record."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="搜索").fill(INITIALS)
    await page.get_by_role("option", name=NAME).first.wait_for()
    await page.keyboard.press("Enter")
    await expect(page.locator(".rhead h1")).to_have_text(NAME)
    return page.url


async def sign_in(page: Page, address: str, login: str) -> None:
    """By the page of the door, which leads on to where one wanted to be."""
    await page.goto(address)
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()


async def log_a_visit(page: Page) -> None:
    """On the customer's page."""
    await page.get_by_label("跟进内容").fill("现场看了仓库，下周报方案")
    await page.locator(".composer").get_by_role("button", name="保存").click()
    await expect(page.locator(".ev-text").first).to_have_text("现场看了仓库，下周报方案")


async def merge_a_duplicate(page: Page, address: str) -> None:
    """A customer is written down twice; the second time the form says so, and the two become one."""
    for name in ("江城重复装备有限公司", "江城重复装备"):
        await page.goto(f"{address}/o/customer?new=1")
        await page.get_by_label("客户名称").fill(name)
        await page.get_by_role("dialog").get_by_role("button", name="保存").click()
        await expect(page.locator(".rhead h1")).to_have_text(name)
    await page.goto(f"{address}/o/customer")
    await page.locator(".list-bar input").first.fill("江城重复")
    await expect(page.locator("[data-row] .grid-link", has_text="江城重复")).to_have_count(2)
    await expect(page.locator("[data-row] .grid-link")).to_have_count(2)
    for at in range(2):
        await page.locator(f'[data-row="{at}"] .grid-tick').hover()
        await page.locator(f'[data-row="{at}"] .check').click()
    await page.get_by_role("button", name="合并").or_(page.get_by_role("link", name="合并")).first.click()
    await page.get_by_role("button", name="合并 2 条").click()
    await expect(page.get_by_text("已将 2 条合并为一条")).to_be_visible()


async def invite(page: Page, address: str) -> str:
    """A colleague who sells; her link."""
    await page.goto(f"{address}/settings/people")
    await page.get_by_role("button", name="添加人员").click()
    await page.get_by_role("dialog").get_by_label("姓名").fill("李娜")
    await page.get_by_label("手机号").fill(COLLEAGUE)
    await page.get_by_role("checkbox", name="销售", exact=False).first.check()
    await page.get_by_role("button", name="保存并生成邀请").click()
    return await page.get_by_label("一次性链接").input_value()


@pytest.mark.req("R364")
async def test_a_firm_works_after_its_first_hour(newcomer: Serving, browser: Browser) -> None:
    address = str(newcomer.said["address"])
    desk = await window(browser, "desk")
    await set_up(desk, str(newcomer.said["setup_link"]))
    await import_the_workbook(desk)
    assert await taken(desk) == most("a new firm with its workbook imported"), "a person's share of the ten minutes"
    customer = await find_by_initials(desk)
    phone = await window(browser, "phone")
    await sign_in(phone, customer, LOGIN)
    await log_a_visit(phone)
    await expect(desk.locator(".ev-text").first).to_have_text("现场看了仓库，下周报方案")  # she sees it on her desk, without doing anything
    await merge_a_duplicate(desk, address)
    link = await invite(desk, address)
    hers = await window(browser, "phone")
    await hers.goto(link)
    await hers.get_by_label("密码").first.fill(PASSWORD)
    await hers.get_by_role("button", name="开始使用").click()
    await hers.locator(".tabbar").wait_for()
    me = await (await hers.request.get(f"{address}/api/v1/me")).json()
    assert (me["person"]["title"], [role["key"] for role in me["roles"]]) == ("李娜", ["sales"])
    for page in (desk, phone, hers):
        await page.context.close()
