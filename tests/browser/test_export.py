"""A list becomes a file, and so does the whole workspace, with what the screen shows and by the keyboard."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Download, Page, expect

from tests.support.pdf import pages_of

from .site import FIRST, Site, check

ROW = ".grid-link, .rec-card[href]"


async def content(download: Download) -> bytes:
    return bytes_of(await download.path())


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


async def open_dialog(page: Page, phone: bool) -> None:
    await page.locator(ROW).first.wait_for()
    if phone:
        await page.get_by_role("button", name="更多").first.click()
        await page.get_by_role("menuitem", name="导出").click()
    else:
        await page.get_by_role("button", name="导出").click()
    await page.locator(".export").wait_for()


@pytest.mark.req("R351", part="screen: the list")
async def test_a_list_is_saved_as_it_is_shown(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer?q=晨光智能")
    await open_dialog(page, phone)
    await expect(page.locator(".export-what")).to_contain_text("1 条")
    await check(page)
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="导出", exact=True).last.click()
    saved = await coming.value
    assert saved.suggested_filename.startswith("客户-")
    assert saved.suggested_filename.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(await content(saved))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert FIRST in rows[1]
    await expect(page.locator(".export-done")).to_contain_text("已导出 1 行")
    await check(page)
    await page.get_by_role("radio", name="CSV").check()
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="导出", exact=True).last.click()
    lines = list(csv.reader(io.StringIO((await content(await coming.value)).decode("utf-8-sig"), newline="")))
    assert len(lines) == 2
    await expect(page.locator(".export-recent li").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".export")).to_have_count(0)


@pytest.mark.req("R351", part="screen: everything in one click")
async def test_an_administrator_takes_everything_in_one_click(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await page.goto(f"{site.address}/settings/export")
    await page.get_by_role("heading", name="导出全部数据").wait_for()
    await check(page)
    async with page.expect_download(timeout=60_000) as coming:
        await page.get_by_role("button", name="导出全部数据").click()
    archive = zipfile.ZipFile(io.BytesIO(await content(await coming.value)))
    assert {"objects/customer.csv", "people.csv", "README.md", "definitions/objects/customer.yaml"} <= set(archive.namelist())
    await expect(page.locator(".export-done")).to_be_visible()
    await check(page)


@pytest.mark.req("R351", part="screen: periodic")
async def test_an_administrator_lets_everything_export_itself(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    await page.goto(f"{site.address}/settings/export")
    card = page.get_by_role("region", name="定期完整导出")
    await expect(card).to_contain_text("未开启")
    await check(page)
    # By the keyboard alone: the dialog opens on the chosen frequency, and gives the focus back.
    await card.get_by_role("button", name="开启").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("radio", name="每周")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="每月")).to_be_checked()
    await page.get_by_label("日期").select_option("31")
    await expect(page.get_by_role("dialog")).to_contain_text("最后一天")
    await check(page)
    await page.get_by_label("保留份数").fill("0")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()  # 0 files are refused before anything is sent
    await page.get_by_label("保留份数").fill("6")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(card).to_contain_text("每月 31 日 03:00 · 保留 6 份")
    await expect(card.get_by_role("button", name="修改")).to_be_focused()
    await check(page)
    told = await site.call(page, "GET", "/exports/schedule")
    assert (told["every"], told["day"], told["keep"], bool(told["next_at"])) == ("monthly", 31, 6, True)
    await page.keyboard.press("Enter")
    await page.get_by_role("radio", name="关闭").check()
    await page.get_by_role("button", name="保存").click()
    await expect(card).to_contain_text("未开启")
    assert (await site.call(page, "GET", "/exports/schedule"))["every"] == "off"


@pytest.mark.req("R254", part="export: PDF on the screen, with the filter in words")
async def test_a_list_is_saved_as_pdf(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, '/o/customer?q=晨光智能&where={"all":"and","rules":[{"field":"level","op":"in","value":["A","B"]}]}&cols=name,level')
    await open_dialog(page, phone)
    await page.get_by_label("PDF，打印和传阅（.pdf）").check()
    if phone:
        await expect(page.get_by_text("PDF 最多 20 列")).to_be_visible()
        await page.get_by_label("列表中显示的").check()
    await expect(page.get_by_text("最多列出前")).to_be_visible()
    await expect(page.get_by_label("附带 ID 与版本")).to_have_count(0)
    await check(page)
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="导出", exact=True).last.click()
    saved = await coming.value
    assert saved.suggested_filename.endswith(".pdf")
    first = pages_of(await content(saved))[0].replace(" ", "")
    assert FIRST in first
    assert "客户等级属于A重点、B优质·搜索“晨光智能”" in first
    assert "王芳导出于" in first
