"""By the keyboard alone, from the menu to the result: no mouse, no lost focus, and a frame around whatever has the focus."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from playwright.async_api import FileChooser, FilePayload, Locator, Page, expect

from .site import Site, saved

MOST_TABS = 150
LONG = 60_000  #: milliseconds for what reads or writes a workbook
SEEN = """() => {
  const focused = document.activeElement
  if (!focused || focused === document.body) return 'nothing'
  for (let each = focused, up = 0; each && up < 3; each = each.parentElement, up += 1) {
    const style = getComputedStyle(each)
    if ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none') return ''
  }
  return focused.outerHTML.slice(0, 200)
}"""


async def has_focus(target: Locator) -> bool:
    return bool(await target.count()) and bool(await target.first.evaluate("element => element === document.activeElement"))


async def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Press Tab until it has the focus; on the way, what has the focus shows it."""
    await target.first.wait_for()
    for _ in range(MOST_TABS):
        if await has_focus(target):
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        unseen: str = await page.evaluate(SEEN)
        assert unseen in {"", "nothing"}, f"has the focus and does not show it: {unseen}"
    raise AssertionError(f"Tab does not lead to {target}")


async def press(page: Page, target: Locator) -> None:
    """Go there and press it."""
    await tab_to(page, target)
    await page.keyboard.press("Enter")


async def keeps_focus(page: Page) -> None:
    """What was pressed may be gone, but the focus is not."""
    await expect(page.locator(":focus")).to_have_count(1)


def workbook() -> FilePayload:
    """Three customers, whom nobody else has."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户名称", "简称", "客户等级"])
    for at in range(1, 4):
        sheet.append([f"键盘导入{at}号公司", f"键{at}", "ABC"[at - 1]])
    packed = io.BytesIO()
    book.save(packed)
    return FilePayload(name="键盘.xlsx", mimeType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer=packed.getvalue())


async def test_a_workbook_is_imported_and_taken_back_by_the_keyboard(desk: Page, site: Site) -> None:
    async def answer(chooser: FileChooser) -> None:
        await chooser.set_files([workbook()])

    desk.on("filechooser", answer)  # from the beginning on: the browser is told of it in its own time
    await desk.goto(f"{site.address}/o/customer")
    await press(desk, desk.locator(".list-bar").get_by_role("link", name="导入"))
    await press(desk, desk.get_by_role("button", name="选择文件"))
    await expect(desk.locator(".imp-files li")).to_have_count(1)
    await press(desk, desk.get_by_role("button", name="上传并识别"))
    await desk.locator(".imp-cols").wait_for(timeout=LONG)
    await keeps_focus(desk)
    await tab_to(desk, desk.get_by_label("“简称”填入", exact=True))
    await desk.keyboard.press("ArrowDown")
    await expect(desk.get_by_text("1 列已修改")).to_be_visible()
    await desk.keyboard.press("ArrowUp")
    await press(desk, desk.get_by_role("button", name="下一步：检查"))
    await desk.locator(".imp-counts").wait_for(timeout=LONG)
    await keeps_focus(desk)
    await expect(desk.locator(".imp-counts [data-state=new]").first).to_have_text("3")
    await press(desk, desk.get_by_role("button", name="导入 3 行"))
    await desk.locator(".imp-made").wait_for(timeout=LONG)
    await keeps_focus(desk)
    await press(desk, desk.locator(".imp-foot").get_by_role("button", name="撤销导入"))
    await press(desk, desk.get_by_role("dialog").get_by_role("button", name="撤销导入"))
    await expect(desk.locator(".imp-outcome[data-is=undone]")).to_be_visible(timeout=LONG)
    await keeps_focus(desk)
    assert (await site.call(desk, "POST", "/objects/customer/query", {"search": "键盘导入", "limit": 5}))["items"] == []


async def test_a_filter_of_two_conditions_is_written_and_cleared_by_the_keyboard(desk: Page, site: Site) -> None:
    for at in range(1, 5):
        await site.make(desk, "customer", name=f"键筛{at}号公司", level="AB"[at % 2], short_name="要紧" if at < 3 else "不急")
    await desk.goto(f"{site.address}/o/customer")
    button = desk.locator("#list-filter")
    await press(desk, button)
    panel = desk.get_by_role("dialog", name="筛选")
    await panel.wait_for()
    assert await panel.evaluate("panel => panel.contains(document.activeElement)")
    await tab_to(desk, panel.locator(".rule-value input"))
    await desk.keyboard.type("键筛")
    await press(desk, panel.get_by_role("button", name="添加条件"))
    await tab_to(desk, panel.get_by_role("combobox", name="字段").last)
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("简称")
    await expect(desk.get_by_role("option", name="简称", exact=True)).to_be_visible()
    await desk.keyboard.press("Enter")
    await tab_to(desk, panel.locator(".rule").last.locator(".rule-value input"))
    await desk.keyboard.type("要紧")
    await expect(panel.locator(".filter-count")).to_have_text("符合 2 条")
    # Tab goes round in the panel; what lies under it is reached when it is closed.
    for _ in range(30):
        await desk.keyboard.press("Tab")
        assert await panel.evaluate("panel => panel.contains(document.activeElement)")
    await press(desk, panel.get_by_role("button", name="应用"))
    await expect(desk.locator(".list-count")).to_have_text("2 条")
    await expect(desk.locator(".chips .chip")).to_have_count(2)
    await expect(button).to_be_focused()
    await press(desk, desk.locator(".chips").get_by_role("button", name="清除筛选"))
    await expect(desk.locator(".chips")).to_have_count(0)
    await expect(button).to_be_focused()
    await desk.keyboard.press("Enter")
    await panel.wait_for()
    await desk.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(button).to_be_focused()


async def test_ten_cells_are_edited_and_taken_back_by_the_keyboard(desk: Page, site: Site) -> None:
    rows = [{"create": {"name": f"键改{at:02}号公司"}} for at in range(10)]
    await site.call(desk, "POST", "/objects/customer/batch", {"rows": rows})
    await desk.goto(f"{site.address}/o/customer?q=键改&sort=name")
    await expect(desk.locator(".list-count")).to_have_text("10 条")
    await tab_to(desk, desk.locator(".grid-ghost"))
    short = int(await desk.get_by_role("columnheader", name="简称", exact=True).get_attribute("aria-colindex") or 0) - 2
    for _ in range(short):
        await desk.keyboard.press("ArrowRight")
    for at in range(10):
        await desk.keyboard.type(f"新{at}")
        await desk.keyboard.press("Enter")
    await expect(desk.locator(f'[data-column="{short}"]', has_text=re.compile("^新"))).to_have_count(10)
    await saved(desk)
    query = {"search": "键改", "fields": ["short_name"], "sort": ["name"], "limit": 20}
    kept = (await site.call(desk, "POST", "/objects/customer/query", query))["items"]
    assert [one["short_name"] for one in kept] == [f"新{at}" for at in range(10)]
    for at in range(10):
        await desk.keyboard.press("Control+z")
        await expect(desk.locator(f'[data-row="{9 - at}"] [data-column="{short}"]')).to_have_text("")
    await saved(desk)
    kept = (await site.call(desk, "POST", "/objects/customer/query", query))["items"]
    assert [one["short_name"] for one in kept] == [None] * 10


@pytest.mark.parametrize("name", ["排序", "字段"])
async def test_a_panel_of_the_list_takes_the_focus_and_gives_it_back(desk: Page, site: Site, name: str) -> None:
    await desk.goto(f"{site.address}/o/customer")
    button = desk.locator(".list-bar").get_by_role("button", name=name)
    await press(desk, button)
    panel = desk.get_by_role("dialog", name=name)
    await panel.wait_for()
    assert await panel.evaluate("panel => panel.contains(document.activeElement)")
    await desk.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(button).to_be_focused()
