"""How many steps frequent tasks take; docs/guides/steps.md lists them. A step is a click, a tap, or a field filled in; a key of a command counts as one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from .site import FIRST, Site

LIST = Path(__file__).parents[2] / "docs" / "guides" / "steps.md"
COUNT = """() => {
  if (window.steps === undefined) {
    addEventListener('click', event => { if (event.isTrusted && event.detail > 0) window.steps += 1 }, true)
    addEventListener('change', event => { if (!['radio', 'checkbox'].includes(event.target.type)) window.steps += 1 }, true)
    addEventListener('keydown', event => { if (event.key === 'Enter' || (event.ctrlKey && event.key !== 'Control')) window.steps += 1 }, true)
  }
  window.steps = 0
}"""


def most(task: str) -> int:
    """What the list promises."""
    found = re.search(rf"^\| {task} \| (\d+) \|", LIST.read_text("utf-8"), re.MULTILINE)
    assert found, task
    return int(found[1])


async def taken(page: Page) -> int:
    return await page.evaluate("window.steps")


@pytest.mark.req("R368")
async def test_frequent_tasks_take_no_more_steps_than_the_list_says(page: Page, site: Site, phone: bool) -> None:
    if phone:
        pytest.skip("the phone's own are counted in test_archive")
    await site.sign_in(page)
    await page.evaluate(COUNT)
    await page.keyboard.press("Control+k")
    box = page.get_by_role("dialog").get_by_role("combobox")
    await box.fill("cgzn")
    await page.get_by_role("option", name=re.compile(FIRST)).first.wait_for()
    await page.keyboard.press("Enter")
    await expect(page.locator(".rhead h1")).to_have_text(FIRST)
    assert await taken(page) == most("find a customer by its initials"), "what is typed counts as a field"
    await page.evaluate(COUNT)
    composer = page.locator(".composer")
    await composer.locator(".composer-kind", has_text="拜访").click()
    await composer.get_by_label("跟进内容").fill("三步写下的拜访")
    assert await composer.locator("input, textarea, select, .composer-kinds").count() <= 5, "fields, the kind of the visit among them"
    await composer.get_by_role("button", name="保存").click()
    await expect(page.locator(".ev-text").first).to_have_text("三步写下的拜访")
    assert await taken(page) == most("log a visit")
    await page.goto(f"{site.address}/o/customer")
    await page.locator(".grid-link").first.wait_for()
    await page.evaluate(COUNT)
    await page.get_by_role("button", name="新建客户").click()
    await page.get_by_label("客户名称").fill("三步新建有限公司")
    await page.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()
    await page.get_by_role("dialog").wait_for(state="detached")
    assert await taken(page) <= most("make a customer")
    made = await site.call(page, "POST", "/objects/customer/query", {"where": {"field": "name", "op": "eq", "value": "三步新建有限公司"}})
    await site.call(page, "DELETE", f"/objects/customer/records/{made['items'][0]['id']}")
