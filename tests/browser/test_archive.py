"""The work around one record: the archive of a customer, two people at it, merging, taking back, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from .site import COLLEAGUE, LOGIN, PASSWORD, Site, check, saved

Json = dict[str, Any]  # Any: parsed JSON


@pytest.mark.req("R103", part="at the top of the page, and sorting a list")
async def test_last_contact_and_last_purchase_stand_at_the_top_and_sort_lists(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    name = f"往来{'手机' if phone else '桌面'}有限公司"
    firm = await site.make(page, "customer", name=name)
    await site.make(page, "project", name="一期", customer=firm["id"], signed_on="2026-05-06")
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    head = page.locator(".rhead")
    await expect(head.locator(".rfact", has_text="最近成交")).to_contain_text("2026-05-06")
    await expect(head.locator(".rfact", has_text="最近联系")).to_contain_text("—")
    await page.get_by_label("跟进内容").fill("谈了续约")
    await page.locator(".composer").get_by_role("button", name="保存").click()
    await expect(head.locator(".rfact", has_text="最近联系")).to_contain_text("今天")
    assert await head.locator(".rfact", has_text="最近联系").evaluate("e => e.getBoundingClientRect().bottom < innerHeight / 3")
    await page.goto(f"{site.address}/o/customer?sort=-last_contact")
    await expect(page.locator(".grid-link, .rec-card[href]").first).to_contain_text("往来")


@pytest.mark.req("R035")
async def test_each_part_of_the_archive_shows_what_belongs_to_the_customer(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    firm, other = await site.make(page, "customer", name="主档案有限公司"), await site.make(page, "customer", name="别家有限公司")
    parts = {"联系人": ("contact", "name"), "商机": ("opportunity", "name"), "项目": ("project", "name")}
    for object, key in parts.values():
        await site.make(page, object, **{key: "这一家的", "customer": firm["id"]})
        await site.make(page, object, **{key: "别家的", "customer": other["id"]})
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    for label in parts:
        tab = page.get_by_role("tab", name=re.compile(f"^{label}"))
        await expect(tab).to_contain_text("1")
        await tab.click()
        await expect(page.locator(".rel tbody tr")).to_have_count(1)
        await expect(page.locator(".rel")).to_contain_text("这一家的")
    await page.get_by_role("button", name="新建项目").click()
    await expect(page.get_by_role("dialog").get_by_role("combobox", name="客户", exact=True)).to_have_value("主档案有限公司")
    await page.get_by_role("dialog").get_by_label("项目名称").fill("二期")
    await page.keyboard.press("Control+s")
    await expect(page.locator(".rel tbody tr")).to_have_count(2)
    await expect(page.get_by_role("tab", name=re.compile("^项目"))).to_contain_text("2")
    await check(page)


@pytest.mark.req("R055")
async def test_a_changed_phone_shows_on_every_project_at_once(desk: Page, colleague: Page, site: Site) -> None:
    firm = await site.make(desk, "customer", name="电话有限公司", phone="021-61840001")
    first, second = [await site.make(desk, "project", name=name, customer=firm["id"]) for name in ("甲项目", "乙项目")]
    third = await colleague.context.new_page()
    for page, project in ((colleague, first), (third, second)):
        await page.goto(f"{site.address}/o/project/{project['id']}")
        await expect(page.locator(".linked")).to_contain_text("61840001")
    await desk.goto(f"{site.address}/o/customer/{firm['id']}")
    await desk.get_by_role("button", name="编辑联系电话").click()
    await desk.get_by_label("联系电话").fill("021-61849999")
    await desk.get_by_label("联系电话").press("Enter")
    for page in (colleague, third):
        await expect(page.locator(".linked")).to_contain_text("61849999")
    await colleague.locator(".linked").get_by_role("link", name="电话有限公司").click()
    await expect(colleague.locator(".rhead h1")).to_have_text("电话有限公司")
    await expect(colleague.get_by_role("tab", name=re.compile("^项目"))).to_contain_text("2")


@pytest.mark.req("R284")
async def test_two_people_at_one_record_lose_nothing(desk: Page, colleague: Page, site: Site) -> None:
    firm = await site.make(desk, "customer", name="两人有限公司", short_name="两人", contact_name="旧联系人")
    for page in (desk, colleague):
        await page.goto(f"{site.address}/o/customer/{firm['id']}")
    # Different fields: both stay, silently; the other sees it within two seconds, marked.
    await desk.get_by_role("button", name="编辑主要联系人").click()
    await desk.get_by_label("主要联系人").fill("我在写")
    await colleague.get_by_role("button", name="编辑简称").click()
    await colleague.get_by_label("简称").fill("两人公司")
    await colleague.get_by_label("简称").press("Enter")
    mine = desk.locator(".frow", has_text="简称")
    await expect(mine.locator(".frow-text")).to_contain_text("两人公司")
    await expect(mine.locator(".frow-fresh")).to_have_text("李强 刚刚修改")
    await expect(desk.get_by_label("主要联系人")).to_have_value("我在写")
    await desk.get_by_label("主要联系人").press("Enter")
    await expect(desk.locator(".frow", has_text="主要联系人").locator(".frow-text")).to_contain_text("我在写")
    await saved(desk)
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    now = await site.call(desk, "GET", f"/objects/customer/records/{firm['id']}")
    assert (now["short_name"], now["contact_name"], now["version"]) == ("两人公司", "我在写", 3)
    # The same field: what is being typed stays, and who saves last decides which value holds.
    await desk.get_by_role("button", name="编辑主要联系人").click()
    await desk.get_by_label("主要联系人").fill("我的人")
    await site.call(colleague, "PATCH", f"/objects/customer/records/{firm['id']}", {"version": 3, "contact_name": "他的人"})
    await expect(desk.locator(".frow-theirs")).to_contain_text("他的人")
    await expect(desk.get_by_label("主要联系人")).to_have_value("我的人")
    await check(desk)
    await desk.get_by_label("主要联系人").press("Enter")
    asked = desk.get_by_role("dialog")
    await expect(asked).to_contain_text("我的人")
    await expect(asked).to_contain_text("他的人")
    await check(desk)
    await asked.get_by_role("button", name="保留对方的").click()
    await expect(desk.locator(".frow", has_text="主要联系人").locator(".frow-text")).to_contain_text("他的人")
    await desk.get_by_role("tab", name="历史").click()
    await expect(desk.locator(".hist").first).to_contain_text("他的人")


@pytest.mark.req("R200")
async def test_what_was_deleted_or_overwritten_comes_back(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    name = f"要恢复的{'手机' if phone else '桌面'}公司"
    firm = await site.make(page, "customer", name=name, level="A", short_name="原来的")
    await site.make(page, "contact", name="钱多多", customer=firm["id"])
    await site.call(page, "PATCH", f"/objects/customer/records/{firm['id']}", {"version": 1, "short_name": "写错了"})
    await page.goto(f"{site.address}/o/customer/{firm['id']}?tab=history")
    await page.get_by_role("button", name="恢复此值：简称“原来的”").click()
    await expect(page.locator(".toast")).to_contain_text("已恢复为")
    await expect(page.locator(".hist")).to_have_count(3)
    assert (await site.call(page, "GET", f"/objects/customer/records/{firm['id']}"))["short_name"] == "原来的"
    await check(page)
    await page.get_by_role("button", name="更多").last.click()
    await page.get_by_role("menuitem", name="删除").click()
    await page.locator(".list-head h1").first.wait_for()
    await page.goto(f"{site.address}/o/customer/bin")
    await page.get_by_label("搜索回收站").fill(name)
    await expect(page.locator(".bin-row")).to_have_count(1)
    await expect(page.locator(".bin-row", has_text=name)).to_contain_text("王芳")
    await check(page)
    await page.get_by_label(f"选择{name}").check()
    await page.get_by_role("button", name="恢复所选 1 条").click()
    await expect(page.locator(".bin-row")).to_have_count(0)
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    await page.get_by_role("tab", name=re.compile("^联系人")).click()
    await expect(page.locator(".rel")).to_contain_text("钱多多")


async def test_a_merge_and_its_undo_by_the_keyboard_alone(desk: Page, site: Site) -> None:
    names = ["合并甲有限公司", "合并乙有限公司", "合并丙有限公司"]
    ids = [(await site.make(desk, "customer", name=name, level=level))["id"] for name, level in zip(names, "ABC", strict=True)]
    await site.make(desk, "contact", name="跟着走", customer=ids[2])
    await desk.goto(f"{site.address}/o/customer/{ids[0]}")
    await desk.locator(".rhead").get_by_role("button", name="更多").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("menuitem", name="复制链接")).to_be_focused()
    merge = desk.get_by_role("menuitem", name="合并重复记录")
    for _ in range(await desk.get_by_role("menuitem").count()):
        if not await merge.evaluate("item => item === document.activeElement"):
            await desk.keyboard.press("ArrowDown")
    await expect(merge).to_be_focused()
    await desk.keyboard.press("Enter")
    await desk.get_by_role("combobox", name="重复的记录").focus()
    for name in names[1:]:
        await desk.keyboard.type(name)
        await desk.get_by_role("option", name=name).wait_for()
        await desk.keyboard.press("Enter")
    await desk.keyboard.press("Escape")
    await desk.get_by_role("button", name="比较并合并").focus()
    await desk.keyboard.press("Enter")
    await desk.get_by_label(f"客户等级: {names[0]}").focus()
    await desk.keyboard.press("ArrowDown")
    await expect(desk.get_by_label(f"客户等级: {names[1]}")).to_be_checked()
    await expect(desk.locator(".merge-moves")).to_contain_text("联系人")
    await check(desk)
    await desk.get_by_role("button", name="合并 3 条").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".rhead h1")).to_have_text(names[0])
    merged = await site.call(desk, "GET", f"/objects/customer/records/{ids[0]}")
    assert merged["level"] == "B"
    # Much later: the record itself still says what went into it.
    await desk.reload()
    note = desk.locator(".rmerged")
    await expect(note).to_contain_text(names[1])
    await expect(desk.get_by_role("tab", name=re.compile("^联系人"))).to_contain_text("1")
    await check(desk)
    await note.get_by_role("button", name="撤销合并").focus()
    await desk.keyboard.press("Enter")
    await expect(note).to_have_count(0)
    await expect(desk.get_by_role("tab", name=re.compile("^联系人"))).to_contain_text("0")
    assert [(await site.call(desk, "GET", f"/objects/customer/records/{id}"))["level"] for id in ids] == ["A", "B", "C"]


async def test_a_likely_duplicate_is_saved_and_merged_at_once(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    name = f"重复{'手机' if phone else '桌面'}有限公司"
    known = await site.make(page, "customer", name=name)
    await page.goto(f"{site.address}/o/customer?new=1")
    await page.get_by_label("客户名称").fill(name)
    await page.get_by_label("简称").fill("新写的")
    await expect(page.get_by_role("link", name=f"打开{name}")).to_be_visible()
    await check(page)
    await page.get_by_role("button", name=f"保存并合并：{name}").click()
    await page.get_by_role("button", name="合并 2 条").click()
    await expect(page.locator(".rhead h1")).to_have_text(name)
    shown = await site.call(page, "GET", f"/objects/customer/records/{known['id']}")
    assert shown["short_name"] == "新写的"


@pytest.mark.req("R033")
async def test_what_was_typed_survives_a_closed_tab_and_no_sign_out(page: Page, site: Site) -> None:
    await site.enter(page, "/o/customer?new=1")
    await page.get_by_label("客户名称").fill("写到一半")
    context = page.context
    await page.close()
    again = await context.new_page()
    await again.goto(f"{site.address}/o/customer?new=1")
    await expect(again.get_by_label("客户名称")).to_have_value("写到一半")
    await again.get_by_role("button", name="清空草稿").click()
    await expect(again.get_by_label("客户名称")).to_have_value("")
    await again.get_by_label("客户名称").fill("别人不能看到")
    firm = await site.make(again, "customer", name="草稿有限公司")
    await again.goto(f"{site.address}/o/customer/{firm['id']}")
    await again.get_by_label("跟进内容").fill("说到一半")
    await again.reload()
    await expect(again.get_by_label("跟进内容")).to_have_value("说到一半")
    assert await again.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kedang.draft')).length") == 2
    await again.goto(f"{site.address}/o/customer")
    await again.get_by_role("button", name=re.compile("王芳|我的")).first.click()
    await again.get_by_role("menuitem", name="退出登录").click()
    await again.get_by_label("账号").wait_for()
    assert "别人不能看到" not in await again.evaluate("JSON.stringify(localStorage)")
    assert "说到一半" not in await again.evaluate("JSON.stringify(localStorage)")


async def _end_session(page: Page, site: Site) -> None:
    """The session ends while the page stays open, as it does by its age or from another device."""
    me = await (await page.request.get(f"{site.address}/api/v1/me")).json()
    answer = await page.request.delete(f"{site.address}/api/v1/session", headers={"X-CSRF": me["csrf"], "Origin": site.address})
    assert answer.ok


async def _come_back(page: Page, login: str) -> None:
    """Sign in by the page that a session that has ended leads to."""
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.get_by_label("客户名称").wait_for()


@pytest.mark.req("R033", part="a session that ends")
async def test_what_was_typed_survives_the_end_of_the_session_for_its_writer_alone(page: Page, site: Site, colleague: Page) -> None:
    assert colleague  # there is another person
    await site.enter(page, "/o/customer?new=1")
    name = page.get_by_label("客户名称")
    await name.fill("会话已过期")
    await _end_session(page, site)
    await page.keyboard.press("Control+s")  # or the page has already asked for something else, and the form is gone
    await _come_back(page, LOGIN)
    await expect(name).to_have_value("会话已过期")
    await name.focus()
    await _end_session(page, site)
    await page.keyboard.press("Control+s")
    await _come_back(page, COLLEAGUE)
    await expect(name).to_have_value("")
    assert "会话已过期" not in await page.evaluate("JSON.stringify(localStorage)")


async def test_a_record_that_goes_under_an_open_page_leads_to_the_recycle_bin(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    firm = await site.make(page, "customer", name="途中删除有限公司")
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    await expect(page.locator(".rhead h1")).to_have_text("途中删除有限公司")
    await page.get_by_label("跟进内容").fill("写到一半的跟进")
    await site.call(page, "DELETE", f"/objects/customer/records/{firm['id']}")
    unsaved = page.get_by_role("region", name="您写的“跟进记录”还没有保存")
    await expect(unsaved.get_by_role("textbox")).to_have_value("写到一半的跟进")
    await check(page)
    await page.reload()
    await expect(unsaved.get_by_role("textbox")).to_have_value("写到一半的跟进")
    await unsaved.get_by_role("button", name="清空草稿").click()
    await expect(unsaved).to_have_count(0)
    await page.get_by_role("link", name="客户回收站").click()
    await expect(page.locator("main")).to_contain_text("途中删除有限公司")
    await check(page)


@pytest.mark.req("R087", part="on the screen: filter by type, person and date")
async def test_the_timeline_is_narrowed(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    firm = await site.make(page, "customer", name="动态有限公司")
    for text, date in (("去年谈的", "2025-03-01"), ("今年谈的", "2026-03-01")):
        await site.make(page, "interaction", summary=text, kind="call", customer=firm["id"], date=date)
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    await expect(page.locator(".ev")).to_have_count(3)
    await page.get_by_role("button", name="字段变更").click()
    await expect(page.locator(".ev")).to_have_count(1)
    await page.locator(".tl-chips").get_by_role("button", name="跟进记录").click()
    await expect(page.locator(".ev")).to_have_count(2)
    await page.get_by_role("button", name="人员与日期").click()
    await page.get_by_label("到", exact=True).fill("2025-12-31")
    await expect(page.locator(".ev")).to_have_count(1)
    await expect(page.locator(".ev-text")).to_have_text("去年谈的")
    await page.get_by_role("combobox", name="人员").click()
    await page.get_by_role("option", name="王芳").click()
    await expect(page.locator(".ev-text")).to_have_text("去年谈的")
    await check(page)
    await page.get_by_role("button", name="清除条件").click()
    await expect(page.locator(".ev")).to_have_count(2)


async def test_a_step_of_the_path_is_one_click_and_can_be_taken_back(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    deal = await site.make(page, "opportunity", name="一单", stage="prospecting")
    await page.goto(f"{site.address}/o/opportunity/{deal['id']}")
    await page.get_by_role("button", name="需求沟通").click()
    await expect(page.locator(".path [aria-current]")).to_have_text("需求沟通")
    await check(page)
    await page.locator(".toast").get_by_role("button", name="撤销").click()
    await expect(page.locator(".path [aria-current]")).to_have_text("初步接触")
    await page.locator(".path-aside").click()
    await page.get_by_role("menuitemradio", name="输单").or_(page.get_by_role("menuitem", name="输单")).click()
    await expect(page.locator(".path-aside")).to_contain_text("输单")
    await expect(page.locator(".path [aria-current]")).to_have_count(0)
    await check(page)


async def test_a_record_becomes_a_sheet_of_paper(desk: Page, site: Site) -> None:
    firm = await site.make(desk, "customer", name="打印有限公司", level="A", note="第一行\n第二行")
    for at in range(40):
        await site.make(desk, "contact", name=f"联系人{at + 1}", customer=firm["id"])
    await desk.add_init_script("window.print = () => {}")
    await desk.goto(f"{site.address}/o/customer/{firm['id']}")
    await desk.locator(".rhead h1").wait_for()
    await desk.keyboard.press("Control+p")
    sheet = desk.locator(".print-sheet[data-ready]")
    await sheet.wait_for(state="attached")
    await desk.emulate_media(media="print")
    await expect(sheet).to_contain_text("晨光科技有限公司")
    await expect(sheet.locator(".print-related", has_text="联系人")).to_contain_text("40")
    await expect(sheet.locator(".print-related tbody tr")).to_have_count(40)
    assert not await desk.locator("#root").is_visible()
    paper = await desk.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 2, "forty contacts do not fit on one page"
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}, "A4"
    await desk.emulate_media(media="screen")
    await expect(desk.locator(".print-sheet")).to_have_count(0)


@pytest.mark.req("R310", part="view and record at 375 px")
@pytest.mark.req("R368", part="a visit is logged with at most five fields, on a phone in three taps")
async def test_a_visit_is_logged_on_a_small_phone_in_three_taps(browser: Browser, site: Site) -> None:
    context = await browser.new_context(viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True, locale="zh-CN", reduced_motion="reduce")
    page = await context.new_page()
    await site.enter(page, "/sign-in")
    firm = await site.make(page, "customer", name="名字很长很长很长很长很长的小屏幕客户有限责任公司", phone="13800138000")
    await page.goto(f"{site.address}/o/customer/{firm['id']}?tab=fields")
    await page.locator(".rhead h1").wait_for()
    await page.evaluate("window.taps = 0; addEventListener('click', () => { window.taps += 1 }, true)")
    await page.get_by_role("toolbar").get_by_role("button", name="写跟进").tap()
    await expect(page.get_by_label("跟进内容")).to_be_focused()
    await page.locator(".composer-kind", has_text="拜访").tap()
    await page.keyboard.insert_text("看了现场")  # without another tap
    fields = page.locator(".composer").locator("input, textarea, select, .composer-kinds")
    assert await fields.count() <= 5
    await page.locator(".composer").get_by_role("button", name="保存").tap()
    await expect(page.locator(".ev-text").first).to_have_text("看了现场")
    assert await page.evaluate("window.taps") == 3
    for tab in ("资料", "动态", "历史"):
        await page.get_by_role("tab", name=tab).click()
        await check(page)
    await context.close()
