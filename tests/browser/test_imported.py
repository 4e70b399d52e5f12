"""What was imported, as the administrator sees it, and as somebody from sales who sees only what is hers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import pytest
from playwright.async_api import ConsoleMessage, Page, Response, expect

from tests.cli.serving import Serving
from tests.db.folders import open_folder

from .conftest import is_phone
from .firm import AGENT, AGENT_LOGIN, SELLER, SELLER_LOGIN, Firm, open_firm
from .site import check, open_page

ROW = ".grid-link, .rec-card[href]"
MISSING = "不存在或无权查看"
FIRST = "武汉鑫峰合坤供应链管理有限公司"  #: the workbook's first customer
NOBODY = "01a206b7-5c66-7e92-b783-b898b0054779"  #: an id that no record has


@pytest.fixture(scope="module")
def firm() -> Iterator[Firm]:
    with open_folder() as folder, Serving(folder.with_name("data")) as running:
        yield open_firm(running)


@pytest.fixture
async def page(page: Page) -> AsyncIterator[Page]:
    """A window whose console stays clean; what is refused as it should be is no complaint."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            said.append(message.text)

    def look(answer: Response) -> None:
        if answer.status >= 400 and answer.status != 404:
            said.append(f"{answer.status} {answer.url}")

    page.on("console", hear)
    page.on("response", look)
    yield page
    assert said == []


async def count(page: Page) -> int:
    """The number above the list."""
    text = page.locator(".list-count")
    await expect(text).to_have_text(re.compile(r"^[\d,]+ 条$"))
    return int((await text.inner_text()).removesuffix(" 条").replace(",", ""))


async def open_menu(page: Page) -> None:
    """The menu of who is signed in."""
    await page.locator(ROW).first.wait_for()
    await (page.get_by_role("button", name="我的") if is_phone(page) else page.locator(".side-me")).click()


async def test_the_administrator_sees_every_customer_and_finds_them_by_pinyin(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/customer?sort=number")
    await page.locator(ROW).first.wait_for()
    assert await count(page) == len(firm.written) + 85
    await check(page)
    await page.get_by_role("search").get_by_role("textbox").fill(FIRST[2:6])
    await expect(page.locator(".list-count")).to_have_text("1 条")
    await expect(page.locator(ROW).first).to_contain_text(FIRST)
    await page.goto(f"{firm.site.address}/search?q=xinfenghekun")
    await expect(page.get_by_role("link", name=FIRST)).to_be_visible()
    for object, number in (("interaction", len(firm.follow_ups)), ("project", len(firm.projects)), ("opportunity", len(firm.deals))):
        await page.goto(f"{firm.site.address}/o/{object}")
        await page.locator(ROW).first.wait_for()
        assert await count(page) == number, object


async def test_a_deal_without_a_name_can_be_opened(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/opportunity?sort=number")
    await open_page(page, page.locator(ROW).first)
    await expect(page.locator(".rhead h1")).to_be_visible()
    await expect(page.locator(".rhead")).to_contain_text(min(one["opportunity_id"] for one in firm.deals))
    await check(page)


async def test_the_administrator_reads_timeline_and_history_of_a_customer(page: Page, firm: Firm) -> None:
    name = next(one for one in firm.names() if len(firm.told_of(one)) > 2)
    await firm.enter(page, "/o/customer")
    await page.goto(f"{firm.site.address}/o/customer/{await firm.id_of(page, 'customer', name)}?tab=timeline")
    await expect(page.locator(".rhead h1")).to_have_text(name)
    for row in firm.told_of(name):
        await expect(page.locator(".ev-card", has_text=str(row["内容"]).strip()).filter(has_text=row["跟进人"]).first).to_be_visible()
    await check(page)
    await page.get_by_role("tab", name="历史").click()
    await expect(page.locator(".hist")).to_have_count(1)
    await expect(page.locator(".hist")).to_contain_text(re.compile("王芳.*创建了记录.*导入"))
    await check(page)


async def test_she_sees_exactly_what_is_hers_in_list_and_count(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/customer", login=SELLER_LOGIN)
    mine = firm.names(SELLER)
    hers = {
        "customer": len(mine),
        "interaction": sum(row["跟进人"] == SELLER for row in firm.follow_ups.values()),
        "project": sum(row["项目经理"] == SELLER for row in firm.projects.values()),
        "opportunity": 0,
    }
    assert min(hers["customer"], hers["interaction"], hers["project"]) > 40
    for object, number in hers.items():
        await page.goto(f"{firm.site.address}/o/{object}")
        assert await count(page) == number, object
        if number:
            await page.locator(ROW).first.wait_for()
        await check(page)
    query = {"fields": ["name"], "limit": 200, "count": "exact"}
    listed = await firm.site.call(page, "POST", "/objects/customer/query", query)
    assert Counter(one["name"] for one in listed["items"]) == Counter(mine)
    assert listed["count"]["value"] == len(mine)


async def test_numbers_are_of_what_she_sees(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/opportunity", login=AGENT_LOGIN)
    assert await count(page) == len(firm.deals_of(AGENT)) > 10
    won = {"field": "stage", "op": "eq", "value": "won"}
    asked = {"group": [{"field": "owner"}], "measures": [{"op": "count"}, {"op": "sum", "field": "amount"}], "where": won}
    (group,) = (await firm.site.call(page, "POST", "/objects/opportunity/aggregate", asked))["groups"]
    assert group["key"][0]["title"] == AGENT
    number, total = group["measures"]
    assert number == sum(row["deal_stage"] == "Won" for row in firm.deals_of(AGENT))
    assert {currency: Decimal(amount) for currency, amount in total.items()} == {"CNY": firm.won_by(AGENT)}
    await page.goto(f"{firm.site.address}/settings/sources")
    assert await page.locator("tr[data-way=import] td").first.inner_text() == str(len(firm.deals_of(AGENT)))


async def test_search_finds_hers_and_nothing_of_others(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/customer", login=SELLER_LOGIN)
    mine, theirs = firm.names(SELLER)[0], FIRST
    assert theirs not in firm.names(SELLER)
    for text, found in ((mine, True), (theirs, False), ("whxfhk", False), (theirs[2:6], False)):
        await page.goto(f"{firm.site.address}/search?q={text}")
        if found:
            await expect(page.get_by_role("link", name=text).first).to_be_visible()
            await check(page)
        else:
            await expect(page.get_by_role("heading", name="没有符合条件的记录")).to_be_visible()
            await expect(page.locator("body")).not_to_contain_text(FIRST)
    await check(page)
    await page.goto(f"{firm.site.address}/o/customer?q={theirs[2:6]}")
    assert await count(page) == 0


async def test_timeline_and_history_show_nothing_of_others(page: Page, firm: Firm) -> None:
    name = next(one for one in firm.names(SELLER) if len(firm.told_of(one)) > 1)
    await firm.enter(page, "/o/customer")
    id = await firm.id_of(page, "customer", name)
    secret = await firm.site.call(page, "POST", "/objects/interaction/records", {"customer": id, "kind": "call", "summary": "老板的私下谈话"})
    await page.goto(f"{firm.site.address}/o/customer/{id}?tab=timeline")
    await expect(page.locator(".ev-card", has_text="老板的私下谈话")).to_be_visible()
    await page.goto("about:blank")  # nothing of this page asks on without them
    await page.context.clear_cookies()
    await firm.enter(page, f"/o/customer/{id}?tab=timeline", login=SELLER_LOGIN)
    mine = [row for row in firm.told_of(name) if row["跟进人"] == SELLER]
    told = page.locator(".ev-card").filter(has_text="记录了")
    await expect(told.first).to_be_visible()
    assert await told.count() >= len(mine) > 0
    for card in await told.all():
        await expect(card).to_contain_text(SELLER)
    for tab in ("动态", "历史"):
        await page.get_by_role("tab", name=tab).click()
        await expect(page.locator(".hist, .ev").first).to_be_visible()
        await expect(page.locator("main")).not_to_contain_text("老板的私下谈话")
        await check(page)
    hidden, absent = [await _refused(page, firm, f"/objects/interaction/records/{one}") for one in (secret["id"], NOBODY)]
    assert hidden == absent
    await page.goto("about:blank")  # nothing of this page asks on without them
    await page.context.clear_cookies()
    await firm.enter(page, "/o/customer")
    await firm.site.call(page, "DELETE", f"/objects/interaction/records/{secret['id']}")


@pytest.mark.req("R029")
async def test_the_list_of_sources_counts_every_record_by_its_way(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/customer")
    made = await firm.site.call(page, "POST", "/objects/customer/records", {"name": "逐条录入的客户"})
    await open_menu(page)
    await page.get_by_role("menuitem", name="设置").click()
    await page.get_by_role("navigation", name="设置").get_by_role("link", name="数据来源").click()
    await expect(page.locator("tr[data-way]")).to_have_count(2)
    cell = "tr[data-way={}] td[data-object={}]"
    found = {
        (way, object): await page.locator(cell.format(way, object)).inner_text() for way in ("import", "session") for object in ("customer", "opportunity")
    }
    assert found == {
        ("import", "customer"): str(len(firm.written) + 85), ("session", "customer"): "1",
        ("import", "opportunity"): str(len(firm.deals)), ("session", "opportunity"): "0",
    }  # fmt: skip
    await expect(page.locator("tr[data-way=import]").get_by_role("rowheader", name="导入")).to_be_visible()
    await check(page)
    assert (await firm.site.call(page, "GET", f"/objects/customer/records/{made['id']}"))["created_by"]["title"] == "王芳"
    await firm.site.call(page, "DELETE", f"/objects/customer/records/{made['id']}")


@pytest.mark.req("R355")
async def test_the_status_page_is_the_administrators(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/settings/status")
    await expect(page.locator("[data-check=postgres]")).to_contain_text("PostgreSQL 18")
    await expect(page.locator("[data-check=backup]")).to_contain_text("kedang backup")
    await expect(page.locator("[data-check=backup]").get_by_role("link", name="备份")).to_have_attribute("href", "/settings/backups")
    await expect(page.get_by_role("status").filter(has_text="需要处理")).to_be_visible()
    await check(page)
    health = await page.request.get(f"{firm.site.address}/health")
    assert (health.status, (await health.json())["status"]) == (200, "ok")
    await page.goto("about:blank")  # nothing of this page asks on without them
    await page.context.clear_cookies()
    await firm.enter(page, "/o/customer", login=SELLER_LOGIN)
    answer = await page.request.get(f"{firm.site.address}/api/v1/status")
    assert answer.status == 403
    await open_menu(page)
    await page.get_by_role("menuitem", name="设置").click()
    listed = page.get_by_role("navigation", name="设置")
    await expect(listed.get_by_role("link", name="数据来源")).to_be_visible()
    await expect(listed.get_by_role("link", name="系统状态")).to_have_count(0)
    await check(page)
    for address in ("/settings/status", "/settings/export"):
        await page.goto(f"{firm.site.address}{address}")
        await expect(page.get_by_role("heading", name="不存在或无权查看")).to_be_visible()


async def test_a_guessed_id_is_answered_like_one_that_no_record_has(page: Page, firm: Firm) -> None:
    await firm.enter(page, "/o/customer")
    interaction = next(str(row["内容"]).strip() for row in firm.follow_ups.values() if row["跟进人"] != SELLER)
    theirs = {"customer": await firm.id_of(page, "customer", FIRST), "opportunity": "", "interaction": ""}
    where = {"field": "owner", "op": "ne", "value": await _person(page, firm)}
    for object in ("opportunity", "interaction", "project", "contact"):
        found = await firm.site.call(page, "POST", f"/objects/{object}/query", {"where": where, "fields": ["title"], "limit": 1})
        theirs[object] = found["items"][0]["id"]
    await page.goto("about:blank")  # nothing of this page asks on without them
    await page.context.clear_cookies()
    await firm.enter(page, "/o/customer", login=SELLER_LOGIN)
    for object, id in theirs.items():
        pages: list[str] = []
        answers: list[object] = []
        for one in (id, NOBODY):
            await page.goto(f"{firm.site.address}/o/{object}/{one}")
            await expect(page.get_by_role("heading", name=MISSING)).to_be_visible()
            pages.append(await page.locator("main").inner_text())
            answers.append([await _refused(page, firm, f"/objects/{object}/records/{one}{more}") for more in ("", "/timeline", "/history")])
        assert pages[0] == pages[1], object
        assert answers[0] == answers[1], object
        assert interaction not in pages[0]
    await check(page)


async def _person(page: Page, firm: Firm) -> str:
    found = await firm.site.call(page, "GET", f"/people?q={SELLER}")
    return next(one["id"] for one in found["items"] if one["title"] == SELLER)


async def _refused(page: Page, firm: Firm, path: str) -> tuple[int, dict[str, object]]:
    answer = await page.request.get(f"{firm.site.address}/api/v1{path}")
    body = await answer.json()
    return answer.status, {key: value for key, value in body.items() if key != "instance"}
