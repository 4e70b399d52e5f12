"""Ranges of cells: copied, pasted, cleared, filled, taken back, with the keyboard alone, as people know it from spreadsheets."""

from typing import Any

import pytest
from playwright.async_api import CDPSession, Locator, Page, expect

from .site import Site, saved

pytestmark = pytest.mark.parametrize("page", ["desk"], indirect=True)  # a phone has cards


async def open_rows(site: Site, page: Page, word: str, number: int) -> None:
    """A list of so many new customers, the first cell active."""
    await site.sign_in(page, "/o/customer")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rows = [{"create": {"name": f"{word}{at:02}号公司", "level": "ABC"[at % 3]}} for at in range(number)]
    await site.call(page, "POST", "/objects/customer/batch", {"rows": rows})
    await page.goto(f"{site.address}/o/customer?q={word}&sort=name")
    await page.locator(".grid-link").first.wait_for()
    await expect(page.locator(".list-count")).to_have_text(f"{number} 条")


async def column(page: Page, name: str) -> int:
    """Where a column stands."""
    return int(await page.get_by_role("columnheader", name=name, exact=True).get_attribute("aria-colindex") or 0) - 2


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(f'[data-row="{row}"] [data-column="{column}"]')


async def put(page: Page, text: str) -> None:
    """Something stands on the clipboard, as a spreadsheet would put it there."""
    await page.evaluate("text => navigator.clipboard.writeText(text)", text)


async def values(site: Site, page: Page, word: str, *fields: str) -> list[tuple[Any, ...]]:  # Any: JSON
    """What the server has."""
    found = await site.call(page, "POST", "/objects/customer/query", {"search": word, "fields": ["name", *fields], "sort": ["name"], "limit": 50})
    return [tuple(one[field] for field in fields) for one in found["items"]]


async def composing(page: Page) -> CDPSession:
    """An input method."""
    return await page.context.new_cdp_session(page)


async def test_a_range_of_a_spreadsheet_is_pasted_and_taken_back(page: Page, site: Site) -> None:
    await open_rows(site, page, "粘贴", 4)
    short, level = await column(page, "简称"), await column(page, "客户等级")
    first, last = min(short, level), max(short, level)
    lines = [
        ("\t" * (last - first)).join([grade, name] if level < short else [name, grade])
        for name, grade in (('"甲方\n东"', "C"), ("乙方", "没有的"), ("丙方", "A"))
    ]
    await put(page, "\r\n".join(lines) + "\r\n")
    await cell(page, 0, first).click()
    await page.keyboard.press("Control+v")
    await expect(page.locator(".toasts")).to_contain_text("已粘贴 5 个单元格，1 个没有写入")
    await expect(cell(page, 1, level)).to_have_attribute("title", "没有这个选项：没有的")
    assert await values(site, page, "粘贴", "short_name", "level") == [("甲方 东", "C"), ("乙方", "B"), ("丙方", "A"), (None, "A")]
    await page.keyboard.press("Control+z")
    await expect(page.locator(".toasts")).to_contain_text("已撤销 5 个单元格的修改")
    assert await values(site, page, "粘贴", "short_name", "level") == [(None, "A"), (None, "B"), (None, "C"), (None, "A")]
    await page.keyboard.press("Control+y")
    await expect(page.locator(".toasts")).to_contain_text("已重做 5 个单元格的修改")
    assert (await values(site, page, "粘贴", "short_name"))[2] == ("丙方",)


async def test_a_range_is_copied_filled_and_cleared_with_the_keyboard(page: Page, site: Site) -> None:
    await open_rows(site, page, "填充", 5)
    short = await column(page, "简称")
    await cell(page, 0, short).click()
    await page.keyboard.type("样本")
    await page.keyboard.press("Enter")
    await saved(page)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Control+d")
    await expect(page.locator(".toasts")).to_contain_text("已填充 2 个单元格")
    assert await values(site, page, "填充", "short_name") == [("样本",)] * 3 + [(None,)] * 2
    await cell(page, 0, short).click()
    await page.keyboard.press("Control+c")
    assert await page.evaluate("navigator.clipboard.readText()") == "样本"
    await cell(page, 3, short).click()
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Control+v")
    await expect(page.locator(".toasts")).to_contain_text("已粘贴 2 个单元格")
    assert await values(site, page, "填充", "short_name") == [("样本",)] * 5
    await page.keyboard.press("Delete")
    await expect(page.locator(".toasts")).to_contain_text("已清空 2 个单元格")
    await cell(page, 0, short).click()
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.type("两个")
    await page.keyboard.press("Control+Enter")
    await expect(cell(page, 1, short)).to_have_text("两个")  # the earlier message of two cells may still stand there
    await saved(page)
    assert await values(site, page, "填充", "short_name") == [("两个",)] * 2 + [("样本",), (None,), (None,)]


async def test_cells_that_may_not_be_changed_say_so(page: Page, site: Site) -> None:
    await open_rows(site, page, "只读", 2)
    name = await values(site, page, "只读", "name")
    await put(page, "x\r\ny")
    await cell(page, 0, await column(page, "客户编号")).click()
    await page.keyboard.press("Control+v")
    await expect(page.locator(".toasts")).to_contain_text("2 个不能修改，已跳过")
    await cell(page, 0, 0).click(position={"x": 250, "y": 18})
    await page.keyboard.press("Delete")
    await expect(page.locator(".toasts")).to_contain_text("1 个没有写入")
    assert await values(site, page, "只读", "name") == name


async def test_ten_cells_are_edited_with_the_keyboard_alone(page: Page, site: Site) -> None:
    await open_rows(site, page, "十个", 10)
    short = await column(page, "简称")
    await page.locator(".grid-ghost").focus()
    await page.keyboard.press("Control+Home")
    for _ in range(short):
        await page.keyboard.press("ArrowRight")
    for at in range(10):
        await page.keyboard.type(f"简{at}")
        await page.keyboard.press("Enter")
    await expect(cell(page, 9, short)).to_have_text("简9")
    await saved(page)
    assert await values(site, page, "十个", "short_name") == [(f"简{at}",) for at in range(10)]
    await page.keyboard.press("F2")
    await page.keyboard.press("End")
    await page.keyboard.type("改")
    await page.keyboard.press("Tab")
    await expect(cell(page, 9, short)).to_have_text("简9改")
    await page.keyboard.press("Control+Home")
    await page.keyboard.press(" ")
    await expect(page.get_by_role("toolbar", name="批量操作")).to_contain_text("已选 1 条")


async def test_an_input_method_saves_nothing_that_is_half_typed(page: Page, site: Site) -> None:
    await open_rows(site, page, "输入", 3)
    short = await column(page, "简称")
    method = await composing(page)
    written: list[str] = []
    page.on("request", lambda request: written.append(request.url) if request.method in {"PATCH", "POST"} and "/query" not in request.url else None)
    await cell(page, 0, short).click()
    await method.send("Input.imeSetComposition", {"text": "chen'g", "selectionStart": 6, "selectionEnd": 6})
    await expect(page.locator(".grid-ghost")).to_have_value("chen'g")
    await page.locator(".grid-ghost").dispatch_event("keydown", {"key": "Escape", "keyCode": 229, "isComposing": True})
    await expect(page.locator(".is-editing")).to_be_visible()
    await page.locator(".grid-ghost").dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": True})
    assert written == []
    await method.send("Input.insertText", {"text": "晨光"})
    await page.keyboard.press("Escape")
    await expect(page.locator(".is-editing")).to_have_count(0)
    assert (written, await values(site, page, "输入", "short_name")) == ([], [(None,)] * 3)
    await method.send("Input.imeSetComposition", {"text": "xin", "selectionStart": 3, "selectionEnd": 3})
    await method.send("Input.insertText", {"text": "新"})
    await page.keyboard.press("Enter")
    await expect(cell(page, 0, short)).to_have_text("新")
    await saved(page)
    assert (await values(site, page, "输入", "short_name"))[0] == ("新",)


async def test_the_quick_search_waits_for_the_end_of_a_composition(page: Page, site: Site) -> None:
    await open_rows(site, page, "拼字", 2)
    method = await composing(page)
    box = page.get_by_role("search").get_by_role("textbox")
    await box.fill("")
    await expect(page.locator(".list-count")).not_to_have_text("2 条")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "/query" in request.url else None)
    await box.focus()
    await method.send("Input.imeSetComposition", {"text": "pinzi", "selectionStart": 5, "selectionEnd": 5})
    await page.wait_for_timeout(600)
    assert not any("pinzi" in body for body in asked)
    await method.send("Input.insertText", {"text": "拼字"})
    await expect(page.locator(".list-count")).to_have_text("2 条")
    assert not any("pinzi" in body for body in asked)
