from playwright.async_api import Page, expect

from .site import LOGIN, Site, check


async def test_a_wrong_password_keeps_the_account_and_says_why(page: Page, site: Site) -> None:
    await page.goto(site.address + "/o/customer")
    await page.get_by_label("账号").fill(LOGIN)
    await page.get_by_label("密码").first.fill("certainly wrong")
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await expect(page.get_by_label("账号")).to_have_value(LOGIN)
    await check(page)


async def test_one_comes_to_the_page_one_asked_for(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/contact")
    await expect(page.locator("#list-title")).to_have_text("联系人")


async def test_the_set_up_link_works_once(page: Page, site: Site) -> None:
    await page.goto(site.setup)
    await expect(page.get_by_role("heading", name="链接已失效")).to_be_visible()
    await check(page)


async def test_what_does_not_exist_is_said_as_what_may_not_be_seen(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    for path in ("/o/nothing", "/o/customer/01a206b7-5c66-7e92-b783-b898b0054779"):
        await page.goto(site.address + path)
        await expect(page.get_by_role("heading", name="不存在或无权查看")).to_be_visible()
    await check(page)
