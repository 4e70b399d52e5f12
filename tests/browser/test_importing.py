"""The import wizard: from the workbook to the result and back, with the numbers of the screen compared with those of the lists."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.cli.serving import Serving
from tests.db.folders import open_folder

from .conftest import is_phone
from .firm import BOOK
from .site import LOGIN, PASSWORD, Site, check

OBJECTS = ("customer", "contact", "interaction", "project")
LONG = 120_000  #: milliseconds for what reads or writes a whole workbook
PIXELS = 390


@pytest.fixture(scope="module")
def installation() -> Iterator[Site]:
    """A firm of its own: what is imported here is nobody else's business."""
    with open_folder() as folder, Serving(folder.with_name("data")) as running:
        yield Site(address=running.said["address"], setup=running.said["setup_link"])


@pytest.fixture
async def home(page: Page, installation: Site) -> Site:
    """Signed in; the first to come sets the firm up."""
    secret = installation.setup.rsplit("/", maxsplit=1)[1]
    first = {"company": "晨光科技有限公司", "name": "王芳", "login": LOGIN, "password": PASSWORD}
    origin = {"Origin": installation.address}
    await page.request.post(f"{installation.address}/api/v1/setup/{secret}", data=first, headers=origin)
    answer = await page.request.post(f"{installation.address}/api/v1/session", data={"login": LOGIN, "password": PASSWORD}, headers=origin)
    assert answer.ok, await answer.text()
    return installation


async def counts(page: Page, home: Site) -> dict[str, int]:
    """How many records the lists show."""
    shown = {}
    for object in OBJECTS:
        await page.goto(f"{home.address}/o/{object}")
        text = page.locator(".list-count")
        await expect(text).to_have_text(re.compile(r"^[\d,]+ 条$"))
        shown[object] = int((await text.inner_text()).removesuffix(" 条").replace(",", ""))
    return shown


async def enter(page: Page, home: Site) -> None:
    """Come to the wizard as a person does: from the list, or on a phone from its menu."""
    await page.goto(f"{home.address}/o/customer")
    if is_phone(page):
        await page.get_by_role("button", name="更多").first.click()
        await page.get_by_role("menuitem", name="导入").click()
    else:
        await page.locator(".list-bar").get_by_role("link", name="导入").click()
    await page.locator(".imp-drop").wait_for()


async def upload(page: Page, file: str) -> None:
    """Choose a file and send it."""
    await page.locator("input[type=file]").set_input_files(file)
    await page.get_by_role("button", name="上传并识别").click()


def total(page: Page, state: str) -> Any:  # Any: playwright's locator
    return page.locator(f".imp-counts tfoot [data-state={state}]")


@pytest.mark.req("R025", part="screen: from the files to the result and back")
async def test_a_workbook_is_imported_and_taken_back(page: Page, home: Site) -> None:
    await enter(page, home)
    await check(page)
    await upload(page, str(BOOK))
    await page.locator(".imp-cols").wait_for(timeout=LONG)
    await expect(page.locator('.imp-col[data-header="客户名称"]')).to_contain_text("武汉鑫峰合坤供应链管理有限公司")
    await expect(page.locator('.imp-col[data-header="客户名称"]')).to_contain_text("列名相同")
    await check(page)
    await page.get_by_label("“简称”填入", exact=True).select_option(label="记入备注")
    await expect(page.get_by_text("1 列已修改")).to_be_visible()
    await check(page)
    await page.get_by_role("button", name="下一步：检查").click()
    await page.locator(".imp-counts").wait_for(timeout=LONG)
    numbers = {state: int((await total(page, state).inner_text()).replace(",", "")) for state in ("rows", "new", "updated", "merged", "doubtful", "refused")}
    assert numbers["rows"] == sum(numbers.values()) - numbers["rows"] > 3000
    assert numbers["refused"] > 0
    await check(page)
    await page.get_by_role("button", name=re.compile(r"^导入 [\d,]+ 行$")).click()
    await page.locator(".imp-run, .imp-made").first.wait_for()
    address = page.url
    await page.goto("about:blank")  # the tab is closed, and opened again
    await page.goto(address)
    await page.locator(".imp-made").wait_for(timeout=LONG)
    await check(page)
    if not is_phone(page):
        await page.set_viewport_size({"width": PIXELS, "height": 844})
        await check(page)
        await page.set_viewport_size({"width": 1440, "height": 900})
    told = {object: int(await page.locator(f".imp-made [data-object={object}]").get_attribute("data-new") or -1) for object in OBJECTS}
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="下载未通过的行").click()
    refused = openpyxl.load_workbook(io.BytesIO((await (await coming.value).path()).read_bytes()))
    assert sum(sheet.max_row - 1 for sheet in refused.worksheets) == numbers["refused"]
    assert await counts(page, home) == told
    assert min(told.values()) > 100
    one = (await home.call(page, "POST", "/objects/customer/query", {"where": {"field": "note", "op": "contains", "value": "亨岭"}, "fields": ["short_name"]}))[
        "items"
    ]
    assert [record["short_name"] for record in one] == [None]
    await page.goto(address)
    await page.get_by_role("button", name="撤销导入").click()
    await check(page)
    await page.get_by_role("dialog").get_by_role("button", name="撤销导入").click()
    await expect(page.locator(".imp-lines")).to_contain_text(f"{sum(told.values()):,} 条记录进入回收站", timeout=LONG)
    await check(page)
    assert set((await counts(page, home)).values()) == {0}


@pytest.mark.req("R025", part="screen: doubtful rows")
async def test_a_doubtful_row_is_decided_by_the_keyboard(page: Page, home: Site) -> None:
    await enter(page, home)
    await upload(page, str(BOOK))
    await page.locator(".imp-cols").wait_for(timeout=LONG)
    await page.get_by_role("button", name="下一步：检查").click()
    await page.get_by_role("link", name="逐条判断").click()
    await expect(page.locator(".imp-compare")).to_contain_text("融煜山医疗器械")
    await check(page)
    await page.locator(".imp-pair").press("1")
    await expect(page.get_by_role("heading", name="没有待判断的行了")).to_be_visible()
    await page.get_by_role("link", name="返回检查").click()
    await expect(total(page, "doubtful")).to_have_text("0")
    await expect(total(page, "merged")).to_have_text("64")


async def test_what_cannot_be_read_is_told_at_the_file(page: Page, home: Site) -> None:
    await enter(page, home)
    good = FilePayload(name="客户.csv", mimeType="text/csv", buffer="客户名称,毛利率\n甲方建设有限公司,30%\n乙方设计有限公司,12%\n".encode())
    broken = FilePayload(name="坏.xlsx", mimeType="application/zip", buffer=b"PK\x03\x04 broken")
    paper = FilePayload(name="合同.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    await page.locator("input[type=file]").set_input_files([good, broken, paper])
    await expect(page.locator(".imp-files li", has_text="合同.pdf")).to_contain_text("不支持的文件类型")
    assert await page.get_by_role("button", name="上传并识别").is_disabled()
    await page.get_by_role("button", name="移除 合同.pdf").click()
    await page.get_by_role("button", name="上传并识别").click()
    await expect(page.locator(".imp-files li", has_text="坏.xlsx")).to_contain_text("已损坏或不完整")
    await check(page)
    await page.get_by_role("button", name="移除 坏.xlsx").click()
    await page.get_by_role("button", name="上传并识别").click()
    margin = page.locator('.imp-col[data-header="毛利率"]')
    await expect(margin.locator("select").first).to_have_value("note")
    await margin.get_by_role("button", name=re.compile("新建为.*字段")).click()
    await margin.get_by_label("新字段类型").select_option(label="单选")
    await page.get_by_role("button", name="下一步：检查").click()
    await expect(page.locator(".imp-adding[data-what=fields]")).to_contain_text("毛利率")
    await page.get_by_role("radio", name="跳过").check()
    await expect(page.get_by_role("radio", name="跳过")).to_be_checked()
    await check(page)
    await page.get_by_role("link", name="上一步").click()
    await page.get_by_label("这张表是").select_option(label="联系人")
    await expect(page.locator('.imp-col[data-header="客户名称"]')).to_be_visible()
    await expect(page.get_by_label("这张表是")).to_have_value("contact")
    await check(page)


async def test_only_who_may_import_finds_the_way(page: Page, home: Site) -> None:
    me = await (await page.request.get(f"{home.address}/api/v1/me")).json()
    login = f"1390000000{7 + is_phone(page)}"
    headers = {"X-CSRF": me["csrf"], "Origin": home.address}
    made = await page.request.post(f"{home.address}/api/v1/people", data={"name": "李强", "mobile": login, "roles": ["sales"]}, headers=headers)
    assert made.ok, await made.text()
    link = await home.call(page, "POST", f"/people/{(await made.json())['id']}/invite")
    await page.context.clear_cookies()
    answer = await page.request.post(
        f"{home.address}/api/v1/invite/{link['link'].rsplit('/', maxsplit=1)[1]}", data={"password": PASSWORD}, headers={"Origin": home.address}
    )
    assert answer.ok, await answer.text()
    objects = await home.call(page, "GET", "/objects")
    assert not any(one["can"]["import"] for one in objects["items"])
    await page.goto(f"{home.address}/o/customer")
    await expect(page.locator("#list-title")).to_be_visible()
    await (page.get_by_role("button", name="我的") if is_phone(page) else page.locator(".side-me")).click()
    await expect(page.get_by_role("menuitem", name="设置")).to_be_visible()
    await expect(page.get_by_role("menuitem", name="导入")).to_have_count(0)
    await expect(page.locator(".list-bar").get_by_role("link", name="导入")).to_have_count(0)
    await page.goto(f"{home.address}/import")
    await expect(page.locator(".imp-drop")).to_have_count(0)
    await expect(page.get_by_role("link", name="回到首页")).to_be_visible()


async def test_rows_that_were_exported_come_back_and_conflicts_are_told(page: Page, home: Site) -> None:
    made = [await home.call(page, "POST", "/objects/customer/records", {"name": name, "note": "老客户"}) for name in ("往返装备公司", "往返建设公司")]
    where = {"field": "id", "op": "in", "value": [one["id"] for one in made]}
    wanted = {"object": "customer", "format": "xlsx", "with_ids": True, "query": {"where": where, "sort": ["name"]}}
    file = await home.call(page, "POST", "/exports", wanted)
    opened = openpyxl.load_workbook(io.BytesIO(await (await page.request.get(f"{home.address}/api/v1/exports/{file['id']}/file")).body()))
    sheet = opened.worksheets[0]
    note = next(at for at, cell in enumerate(sheet[1], 1) if cell.value == "备注")
    for row in (2, 3):
        sheet.cell(row, note, "文件中的备注")
    kept = io.BytesIO()
    opened.save(kept)
    await home.call(page, "PATCH", f"/objects/customer/records/{made[0]['id']}", {"version": 1, "note": "同事的备注"})
    await enter(page, home)
    await page.locator("input[type=file]").set_input_files(FilePayload(name="客户.xlsx", mimeType="application/octet-stream", buffer=kept.getvalue()))
    await page.get_by_role("button", name="上传并识别").click()
    await page.get_by_role("button", name="下一步").click()
    row = page.locator(".imp-counts tbody tr")
    await expect(row.locator("[data-state=updated]")).to_have_text("1")
    await expect(row.locator("[data-state=refused]")).to_have_text("1")
    await expect(page.get_by_text("同事的备注")).to_be_visible()
    await check(page)
    await page.get_by_role("radio", name="以文件为准").check()
    await expect(row.locator("[data-state=updated]")).to_have_text("2")
    for one in made:
        await home.call(page, "DELETE", f"/objects/customer/records/{one['id']}")


async def test_a_workbook_with_only_a_header_is_told_so_and_replaced(page: Page, home: Site) -> None:
    await enter(page, home)
    header = "客户名称,联系电话\n"
    for content, name in ((header, "模板.csv"), (f"{header}甲方建设有限公司,13800138000\n", "模板.csv")):
        await page.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=content.encode("gb18030")))
        await page.get_by_role("button", name="上传并识别").click()
        if content == header:
            await expect(page.locator(".imp-found li")).to_have_text("模板.csv 只有表头，下面没有数据行：客户名称、联系电话")
            await expect(page.get_by_label("文件内容")).to_have_count(0)
            await check(page)
    await expect(page.locator(".imp-what")).to_contain_text("GB18030 编码")
    await expect(page.locator(".imp-files li")).to_have_count(0)


async def test_what_was_said_survives_a_reload_and_another_tab_is_told(page: Page, home: Site) -> None:
    await enter(page, home)
    file = FilePayload(name="两个标签页.csv", mimeType="text/csv", buffer="客户名称,毛利率\n甲方建设有限公司,30%\n乙方设计有限公司,12%\n".encode())
    await page.locator("input[type=file]").set_input_files(file)
    await page.get_by_role("button", name="上传并识别").click()
    margin = page.locator('.imp-col[data-header="毛利率"]')
    async with page.expect_response(re.compile("/draft$")):
        await margin.get_by_role("button", name=re.compile("新建为.*字段")).click()
    await page.reload()
    await expect(page.get_by_text("1 列已修改")).to_be_visible()
    await expect(margin.locator("select").first).to_have_value("new_field")
    other = await page.context.new_page()
    await other.goto(f"{page.url.split('?')[0]}?step=check")
    async with other.expect_response(lambda answer: answer.request.method == "PATCH"):
        await other.get_by_role("radio", name="更新").check()
    await page.get_by_role("button", name="下一步：检查").click()
    await expect(page.get_by_role("alert")).to_contain_text("已在别处")
    await expect(page.get_by_text("1 列已修改")).to_be_visible()
    await page.get_by_role("button", name="下一步：检查").click()
    await expect(page.locator(".imp-adding[data-what=fields]")).to_contain_text("毛利率")
    await expect(other.get_by_role("radio", name="更新")).to_be_checked()
    await other.get_by_role("button", name=re.compile("^导入")).click()
    await expect(other.get_by_role("alert")).to_contain_text("已在别处")
    await other.close()


async def test_dates_that_can_be_read_in_two_ways_are_shown_in_both(page: Page, home: Site) -> None:
    await enter(page, home)
    text = "客户名称,归档日期\n甲方建设有限公司,03/04/2025\n乙方设计有限公司,05/06/2025\n"
    await page.locator("input[type=file]").set_input_files(FilePayload(name="日期.csv", mimeType="text/csv", buffer=text.encode()))
    await page.get_by_role("button", name="上传并识别").click()
    line = page.locator('.imp-col[data-header="归档日期"]')
    await line.locator("select").first.select_option("customer.archived_on")
    await page.get_by_role("button", name="下一步：检查").click()
    await page.locator(".imp-body > .note", has_text="归档日期").get_by_role("link", name="查看").click()
    await expect(line.get_by_role("radio", name="月在前")).to_be_checked()
    await expect(line.locator(".imp-read")).to_contain_text("03/04/2025 → 2025-04-03")
    await line.get_by_role("radio", name="日在前").check()
    await check(page)
    await page.get_by_role("button", name="下一步：检查").click()
    await page.locator(".imp-counts").wait_for()
    await expect(page.locator(".imp-body > .note")).to_have_count(0)
