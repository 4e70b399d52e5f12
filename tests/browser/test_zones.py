"""Language and time zone on screen: two people in two zones see the same moment, each by her own clock; the language changes without a reload."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from .site import PASSWORD, Site, check
from .test_notices import colleague

SEEN = "2026-11-23T16:30:00Z"  #: half past midnight of the 24th in Shanghai, half past eleven of the 23rd in New York


async def moment_on(page: Page, site: Site, record: str) -> tuple[str, str]:
    """How the record's page shows the moment, and what its tooltip says."""
    await page.goto(f"{site.address}/o/customer/{record}?tab=fields")
    shown = page.locator(".fields").get_by_title(re.compile(r"UTC[+−]"))
    await expect(shown.first).to_be_visible()
    return (await shown.first.inner_text()).strip(), str(await shown.first.get_attribute("title"))


@pytest.mark.req("R372")
async def test_each_reads_by_her_own_clock_and_in_her_own_language(page: Page, site: Site, browser: Browser) -> None:
    await site.sign_in(page)
    key = f"seen_{re.sub('[^0-9]', '', SEEN)[:8]}"
    field = {"key": key, "kind": "datetime", "label": {"zh": "约见时间", "en": "Appointment"}}
    model = await site.call(page, "GET", "/objects/customer")
    if key not in [one["key"] for one in model["fields"]]:
        await site.call(page, "POST", "/objects/customer/fields", field)
    made = await site.call(page, "POST", "/objects/customer/records", {"name": "跨时区有限公司", key: SEEN})
    assert await moment_on(page, site, made["id"]) == ("2026-11-24 00:30", "2026-11-24 00:30 (Asia/Shanghai, UTC+08:00)")

    login = await colleague(page, site)
    async with await browser.new_context(viewport=page.viewport_size, locale="zh-CN") as context:
        abroad = await context.new_page()
        await abroad.goto(f"{site.address}/settings/profile")
        await abroad.get_by_label("账号").fill(login)
        await abroad.get_by_label("密码", exact=False).first.fill(PASSWORD)
        await abroad.get_by_role("button", name="登录").click()
        await abroad.get_by_label("时区").select_option("America/New_York")
        await expect(abroad.get_by_text("已保存").first).to_be_visible()
        await check(abroad)
        assert await moment_on(abroad, site, made["id"]) == ("2026-11-23 11:30", "2026-11-23 11:30 (America/New_York, UTC−05:00)")

        await abroad.goto(f"{site.address}/settings/profile")
        await abroad.evaluate("window.sameDocument = true")
        await abroad.get_by_label("语言").select_option("en")
        await expect(abroad.get_by_role("heading", name="Profile")).to_be_visible()
        await expect(abroad.get_by_label("Time zone")).to_have_value("America/New_York")
        assert await abroad.evaluate("[window.sameDocument, document.documentElement.lang]") == [True, "en"], "without a reload"
        await abroad.goto(f"{site.address}/settings/status")
        await expect(abroad.get_by_text(re.compile(r"GB left on the data's disk"))).to_be_visible()
        assert await moment_on(abroad, site, made["id"]) == ("2026-11-23 11:30", "2026-11-23 11:30 (America/New_York, UTC−05:00)")
        await expect(abroad.get_by_text("Appointment")).to_be_visible()
    assert await moment_on(page, site, made["id"]) == ("2026-11-24 00:30", "2026-11-24 00:30 (Asia/Shanghai, UTC+08:00)")
