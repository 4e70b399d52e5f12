"""One place for the options of a list: what it says there is what every record, list and form says, and nothing else gets in."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from .site import Site, check

OBJECTS = "/settings/objects?object=customer"
Json = dict[str, Any]  # Any: parsed JSON


async def grade(page: Page, site: Site, key: str, options: list[str]) -> None:
    """A choice of the customers, made for this test."""
    wanted = [{"key": one, "label": {"zh": one}} for one in options]
    await site.call(page, "POST", "/objects/customer/fields", {"key": key, "kind": "choice", "label": {"zh": f"档位{key}"}, "options": wanted})


async def field_of(page: Page, site: Site, key: str) -> Json:
    return next(one for one in (await site.call(page, "GET", "/objects/customer"))["fields"] if one["key"] == key)


async def open_options(page: Page, site: Site, key: str) -> None:
    await page.goto(site.address + OBJECTS)
    await page.locator(f"[data-field={key}] .model-field-name").click()
    await page.get_by_role("dialog").locator(".model-option").first.wait_for()


async def act(page: Page, option: str, item: str) -> None:
    await page.get_by_role("dialog").locator(f"[data-option={option}] .btn-icon").click()
    await page.get_by_role("menuitem", name=item).click()


@pytest.mark.req("R007")
async def test_a_renamed_option_shows_in_every_record_and_free_text_gets_in_nowhere(page: Page, site: Site, phone: bool) -> None:
    """Renamed, put in another order and retired in one place; records, list and form follow; what is not in the list is refused on screen and by the API."""
    key = f"rank_{int(phone)}"
    await site.enter(page, "/sign-in")
    await grade(page, site, key, ["高", "中", "低"])
    made = [await site.make(page, "customer", name=f"{key}第{n}家", **{key: "中" if n < 2 else "低"}) for n in range(3)]
    await open_options(page, site, key)
    drawer = page.get_by_role("dialog")
    await drawer.locator("[data-option=中]").get_by_label("选项名称").fill("常规")
    await act(page, "低", "上移")
    await act(page, "高", "停用")
    await expect(drawer.locator(".model-option").nth(1)).to_have_attribute("data-option", "低")
    await expect(drawer.locator("[data-option=高]")).to_have_attribute("data-off", "true")
    await check(page)
    await drawer.get_by_role("button", name="保存").click()
    await expect(drawer).to_have_count(0)

    for record, says in zip(made, ("常规", "常规", "低"), strict=True):
        await page.goto(f"{site.address}/o/customer/{record['id']}?tab=fields")
        await expect(page.locator(".frow", has_text=f"档位{key}")).to_contain_text(says)
    if not phone:
        await page.goto(f"{site.address}/o/customer?q={key}&cols=name,{key}&sort=name")
        await expect(page.get_by_role("gridcell", name="常规")).to_have_count(2)
        await expect(page.get_by_role("gridcell", name="中", exact=True)).to_have_count(0)

    await page.goto(f"{site.address}/o/customer?new=1")
    form = page.get_by_role("dialog")
    await form.get_by_label("客户名称").fill(f"{key}新的")
    await form.get_by_role("button", name="更多字段").click()
    box = form.get_by_role("combobox", name=f"档位{key}")
    await box.click()
    await expect(page.locator("[role=option]")).to_have_text(["低", "常规"])
    await box.fill("随便写")
    await expect(page.get_by_role("option", name="随便写")).to_have_count(0)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("")
    me = await (await page.request.get(f"{site.address}/api/v1/me")).json()
    headers = {"X-CSRF": me["csrf"], "Origin": site.address}
    for wrong in ("随便写", "高"):
        answer = await page.request.post(f"{site.address}/api/v1/objects/customer/records", data={"name": f"{key}不行", key: wrong}, headers=headers)
        assert (answer.status, key in await answer.text()) == (422, True), wrong
    assert [one["key"] for one in (await field_of(page, site, key))["options"]] == ["高", "低", "中"], "no option came"
    await site.call(page, "DELETE", f"/objects/customer/fields/{key}")


@pytest.mark.req("R007", part="screen: merge of many records with progress, and back")
async def test_an_option_of_many_records_becomes_another_in_the_background(page: Page, site: Site, phone: bool) -> None:
    key = f"class_{int(phone)}"
    await site.enter(page, "/sign-in")
    await grade(page, site, key, ["旧", "新"])
    rows = [{"create": {"name": f"{key}第{n}家", key: "旧"}} for n in range(600)]
    batch = (await site.call(page, "POST", "/objects/customer/batch", {"rows": rows}))["batch"]
    await open_options(page, site, key)
    await act(page, "旧", "合并到其他选项")
    merge = page.get_by_role("dialog", name="合并选项")
    await merge.get_by_label("合并到").select_option("新")
    await merge.get_by_role("button", name="把 600 条记录改为“新”").click()
    await expect(merge.get_by_role("progressbar")).to_be_visible()
    await check(page)
    told = page.locator(".toast", has_text="600 条记录已从“旧”改为“新”")
    await expect(told).to_be_visible(timeout=30_000)
    counts = await site.call(page, "GET", f"/model/customer/fields/{key}")
    assert counts["options"] == {"新": 600}
    await told.get_by_role("button", name="撤销").click()
    await page.get_by_text("正在撤销，“旧”已恢复使用").wait_for()
    await page.goto(f"{site.address}/settings/bulk")
    line = page.locator(".bulk-line").first
    await expect(line).to_contain_text("已撤销，600 条恢复原样", timeout=30_000)
    await check(page)
    assert (await site.call(page, "GET", f"/model/customer/fields/{key}"))["options"] == {"旧": 600}
    await site.call(page, "POST", f"/batches/{batch}/undo")
    await site.call(page, "DELETE", f"/objects/customer/fields/{key}")
