"""Backups on screen: made at once, tested at once, and what to do with them."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from .site import Site, check

PATIENCE = 180_000  #: milliseconds that a backup or a test may take on a busy machine


@pytest.mark.req("R349", part="screen")
async def test_a_backup_is_made_and_tested_from_the_page(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page)
    await page.goto(f"{site.address}/settings/backups")
    await expect(page.get_by_role("heading", name="备份", exact=True)).to_be_visible()
    lines = page.locator(".bk-list > li")
    await expect(page.get_by_role("heading", name="恢复测试")).to_be_visible()  # the list has come
    before = await lines.count()
    await page.get_by_role("button", name="立即备份").click()
    await expect(page.get_by_role("status").filter(has_text=re.compile("等待开始|正在备份"))).to_be_visible()
    await expect(lines).to_have_count(before + 1, timeout=PATIENCE)
    newest = lines.first
    await expect(newest.get_by_text("手动")).to_be_visible()
    await expect(newest.get_by_text("未测试")).to_be_visible()
    await expect(newest.get_by_text(re.compile(r"\d+ 个工作区、[\d,]+ 行"))).to_be_visible()
    await page.get_by_role("button", name="立即测试").click()
    await expect(newest.get_by_text("已测试")).to_be_visible(timeout=PATIENCE)  # the card may still tell of a test before this one
    await expect(page.get_by_text(re.compile("测试通过：与备份时完全一致"))).to_be_visible()
    command = await page.get_by_label("恢复命令").input_value()
    assert re.search(r"kedang restore /.+/backups/\S+-manual-", command)
    await check(page)
    if not phone:  # the plan is the installation's: one window sets it
        await page.get_by_role("button", name="修改").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("radio", name="每周").check()
        await dialog.get_by_label("星期").select_option("5")
        await dialog.get_by_label("时刻").fill("23:30")
        await dialog.get_by_label("保留份数").fill("9")
        await check(page)
        await dialog.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("每周五 23:30")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("最近 9 份计划备份")).to_be_visible()
