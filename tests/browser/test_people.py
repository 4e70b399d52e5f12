"""Settings of people: a department, an invitation, and the colleague who comes in by it."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from .site import PASSWORD, Site, check


async def test_a_colleague_is_invited_and_comes_in_by_her_link(page: Page, phone: bool, browser: Browser, site: Site) -> None:
    name, mobile, place = ("赵敏", "13700000021", "华东大区") if phone else ("李娜", "13700000022", "华南大区")
    await site.sign_in(page, "/o/customer")
    await page.goto(f"{site.address}/settings/departments")
    await page.get_by_role("button", name="添加部门").first.click()
    await page.get_by_label("部门名称").fill(place)
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".dep-row", has_text=place)).to_contain_text("0 人")
    await check(page)
    await page.goto(f"{site.address}/settings/people")
    await page.get_by_role("button", name="添加人员").click()
    await page.get_by_role("textbox", name="姓名", exact=True).fill(name)
    await page.get_by_role("textbox", name="手机号", exact=True).fill(mobile)
    await page.locator(".ppl-form").get_by_role("combobox").fill(place)
    await page.locator(".picker-item", has_text=place).click()
    await page.get_by_role("checkbox", name="销售", exact=False).first.check()
    await check(page)
    await page.get_by_role("button", name="保存并生成邀请").click()
    # This server answers this machine alone: a code would lead a phone to nowhere.
    await expect(page.get_by_text("同事现在还打不开这个链接")).to_be_visible()
    await expect(page.get_by_role("img", name="链接二维码")).to_have_count(0)
    link = await page.get_by_label("一次性链接").input_value()
    await check(page)
    await page.get_by_role("button", name="完成").click()
    await expect(page.locator(".ppl-body li, .ppl-body tr", has_text=name)).to_contain_text("已邀请未登录")
    await _comes_in(browser, site, link, name, mobile)
    await page.reload()
    await expect(page.locator(".ppl-body li, .ppl-body tr", has_text=name)).to_contain_text("可登录")


async def _comes_in(browser: Browser, site: Site, link: str, name: str, mobile: str) -> None:
    """In a browser of her own: she chooses a password, sees what a seller sees, and none of the pages of the administration."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="开始使用").click()
    await page.locator(".tabbar").wait_for()
    me = await (await page.request.get(f"{site.address}/api/v1/me")).json()
    assert (me["person"]["title"], me["account"]["login"], [role["key"] for role in me["roles"]], me["manage"]) == (name, mobile, ["sales"], [])
    mine = [(await site.make(page, "customer", name=f"{name}的第 {at} 个客户"))["id"] for at in (1, 2)]
    for path in ("/settings/people", "/o/customer/bin", f"/o/customer/merge?ids={','.join(mine)}", "/start", "/o/nothing"):
        await page.goto(f"{site.address}{path}")
        await expect(page.locator("main").get_by_role("heading", name="不存在或无权查看")).to_be_visible()  # the way on stands around it
    await check(page)
    assert (await page.request.get(f"{site.address}/api/v1/roles")).status == 403
    await page.goto(f"{site.address}/settings/profile")
    await expect(page.get_by_role("heading", name="登录的设备")).to_be_visible()
    await expect(page.get_by_text("当前设备")).to_be_visible()
    await check(page)
    await page.goto(f"{site.address}/settings/tokens")
    await page.get_by_role("button", name="新建令牌").click()
    await page.get_by_label("名称").fill("报表程序")
    await page.get_by_role("button", name="新建令牌").last.click()
    token = await page.get_by_role("textbox", name="令牌").input_value()
    await check(page)
    answer = await page.request.get(f"{site.address}/api/v1/objects", headers={"Authorization": f"Bearer {token}"})
    assert answer.ok
    await context.close()
    # Her link is used up.
    assert (await _status(browser, f"{site.address}/api/v1/invite/{link.rsplit('/', 1)[1]}")) == 404


async def _status(browser: Browser, address: str) -> int:
    context = await browser.new_context()
    answer = await context.request.get(address)
    await context.close()
    return answer.status
