"""A page shows what others change, without being loaded anew."""

from playwright.async_api import Page, expect

from .site import Site

ROW = ".grid-link, .rec-card[href]"


async def test_a_list_shows_what_somebody_else_changes(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer?sort=number")
    await page.locator(ROW).first.wait_for()
    made = (await site.call(page, "POST", "/objects/customer/query", {"sort": ["number"], "fields": ["name", "version"], "limit": 2}))["items"][1]
    row = page.locator(ROW).filter(has_text=made["name"])
    await expect(row).to_have_count(1)
    await site.call(page, "PATCH", f"/objects/customer/records/{made['id']}", {"version": made["version"], "name": made["name"] + "（改名）"})
    await expect(page.locator(ROW).filter(has_text="（改名）")).to_have_count(1)
    await site.call(page, "PATCH", f"/objects/customer/records/{made['id']}", {"version": made["version"] + 1, "name": made["name"]})
    await expect(page.locator(ROW).filter(has_text="（改名）")).to_have_count(0)


async def test_an_open_record_shows_what_somebody_else_changes(page: Page, site: Site) -> None:
    await site.sign_in(page)
    made = await site.call(page, "POST", "/objects/customer/records", {"name": "将要改名有限公司"})
    await page.goto(f"{site.address}/o/customer/{made['id']}")
    await expect(page.locator(".rhead h1")).to_contain_text("将要改名")
    await site.call(page, "PATCH", f"/objects/customer/records/{made['id']}", {"version": 1, "name": "已经改名有限公司"})
    await expect(page.locator(".rhead h1")).to_contain_text("已经改名")
    await site.call(page, "DELETE", f"/objects/customer/records/{made['id']}")
