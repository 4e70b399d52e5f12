"""An input method over every kind of place: Enter ends the word and nothing else, and no half-typed word is saved or kept."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, Locator, Page, expect

from .site import Site, saved

Json = dict[str, Any]  # Any: parsed JSON


class Method:
    """An input method that writes pinyin and makes a word of it."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page, self.devtools = page, devtools
        self.written: list[str] = []
        page.on(
            "request",
            lambda request: self.written.append(request.url) if request.method in {"PATCH", "PUT", "DELETE"} or _makes(request.method, request.url) else None,
        )

    async def spell(self, box: Locator, letters: str) -> None:
        """Half a word stands in the box, and Enter is pressed while it does."""
        await box.focus()
        await self.devtools.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        for kind in ("rawKeyDown", "keyUp"):
            await self.devtools.send("Input.dispatchKeyEvent", {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229})

    async def choose(self, word: str) -> None:
        """The word takes the place of the letters."""
        await self.devtools.send("Input.insertText", {"text": word})


def _makes(method: str, url: str) -> bool:
    return method == "POST" and not url.endswith(("/query", "/aggregate", "/draft"))


async def method_of(page: Page) -> Method:
    return Method(page, await page.context.new_cdp_session(page))


async def kept(page: Page) -> str:
    """All that the browser keeps."""
    return await page.evaluate("JSON.stringify(localStorage)")


async def test_a_new_record_takes_whole_words_only(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/o/customer?new=1")
    box = page.get_by_role("dialog").get_by_label("客户名称")
    await box.wait_for()
    method = await method_of(page)
    await method.spell(box, "chen'guang")
    await expect(box).to_have_value("chen'guang")
    assert ("chen" in await kept(page), method.written) == (False, [])
    word = f"拼音{'手机' if phone else '桌面'}公司"
    await method.choose(word)
    await expect(box).to_have_value(word)
    assert method.written == []
    await page.reload()
    await expect(box).to_have_value(word)
    await page.keyboard.press("Control+s")
    await expect(page.locator(".rhead h1")).to_have_text(word)


async def test_a_field_of_a_record_takes_whole_words_only(page: Page, site: Site, phone: bool) -> None:
    await site.enter(page, "/sign-in")
    firm = await site.make(page, "customer", name="字段拼音公司", short_name="原来")
    await page.goto(f"{site.address}/o/customer/{firm['id']}?tab={'fields' if phone else 'timeline'}")
    await page.get_by_role("button", name="编辑简称").click()
    box = page.get_by_label("简称")
    method = await method_of(page)
    await method.spell(box, "jian'cheng")
    await expect(box).to_be_visible()
    # Leaving the box in the middle of a word saves nothing of it.
    await page.locator(".rhead h1").click()
    shown = page.locator(".frow", has_text="简称").locator(".frow-text")
    await expect(shown).to_have_text("原来")
    assert method.written == []
    await page.get_by_role("button", name="编辑简称").click()
    await box.press("Control+a")
    await method.spell(box, "xin")
    await method.choose("新的")
    assert method.written == []
    await box.press("Enter")
    await expect(shown).to_contain_text("新的")
    await saved(page)
    assert (await site.call(page, "GET", f"/objects/customer/records/{firm['id']}"))["short_name"] == "新的"


async def test_a_follow_up_takes_whole_words_only(page: Page, site: Site) -> None:
    await site.enter(page, "/sign-in")
    firm = await site.make(page, "customer", name="跟进拼音公司")
    await page.goto(f"{site.address}/o/customer/{firm['id']}")
    box = page.get_by_label("跟进内容")
    await box.fill("上午")
    await box.press("End")
    method = await method_of(page)
    await method.spell(box, "kai'hui")
    assert "kai'hui" not in await kept(page)
    await page.reload()
    await expect(box).to_have_value("上午")
    method = await method_of(page)
    await box.press("End")
    await method.spell(box, "kai'hui")
    await method.choose("开会")
    await expect(box).to_have_value("上午开会")
    assert method.written == []
    await page.locator(".composer").get_by_role("button", name="保存").click()
    await expect(page.locator(".ev-text").first).to_have_text("上午开会")
    assert await page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('kedang.draft')).length") == 0


async def test_a_filter_asks_for_whole_words_only(page: Page, site: Site) -> None:
    await site.enter(page, "/o/customer")
    await page.locator("#list-filter").click()
    box = page.locator(".rule-value input")
    method = await method_of(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "/query" in request.url else None)
    await expect(page.locator(".filter-count")).not_to_have_text("")
    await method.spell(box, "mei'you")
    await page.wait_for_timeout(600)  # longer than the editor waits for a pause
    await expect(page.locator(".filter")).to_be_visible()
    assert not any("mei" in body for body in asked)
    await method.choose("没有的")
    await expect(page.locator(".filter-count")).to_have_text("符合 0 条")
    assert not any("mei" in body for body in asked)
    await page.keyboard.press("Enter")
    await expect(page.locator(".chips")).to_contain_text("没有的")


async def test_names_in_the_settings_are_whole_words_only(desk: Page, site: Site) -> None:
    await desk.goto(f"{site.address}/settings/workspace")
    box = desk.get_by_label("公司名称")
    await expect(box).not_to_have_value("")
    name = await box.input_value()
    method = await method_of(desk)
    await box.press("End")
    await method.spell(box, "ji'tuan")
    assert method.written == []
    await method.choose("集团")
    await expect(box).to_have_value(f"{name}集团")
    assert method.written == []
    await desk.goto(f"{site.address}/settings/departments")
    await desk.get_by_role("button", name="添加部门").first.click()
    box = desk.get_by_role("dialog").get_by_role("textbox").first
    method = await method_of(desk)
    await method.spell(box, "xiao'shou")
    await expect(desk.get_by_role("dialog")).to_be_visible()
    assert method.written == []
    await method.choose("销售")
    await expect(box).to_have_value("销售")
    assert method.written == []


async def test_names_of_fields_and_options_are_whole_words_only(desk: Page, site: Site) -> None:
    await desk.goto(f"{site.address}/settings/objects?object=customer")
    await desk.get_by_role("button", name="添加字段").click()
    await desk.locator("[data-kind=choice]").click()
    drawer = desk.get_by_role("dialog")
    box = drawer.get_by_label("名称", exact=False).first
    method = await method_of(desk)
    await method.spell(box, "qu'dao")
    await expect(drawer).to_be_visible()
    await method.choose("渠道")
    await expect(box).to_have_value("渠道")
    option = drawer.get_by_label("新选项的名称")
    await method.spell(option, "zhan'hui")
    await expect(drawer.locator(".model-option")).to_have_count(0)
    await method.choose("展会")
    await desk.keyboard.press("Enter")
    await expect(drawer.locator(".model-option")).to_have_count(1)
    await expect(drawer.locator(".model-option input").first).to_have_value("展会")
    assert method.written == []


async def test_the_name_of_an_object_is_whole_words_only(desk: Page, site: Site) -> None:
    await desk.goto(f"{site.address}/settings/objects")
    await desk.get_by_role("button", name="新建对象").click()
    box = desk.get_by_role("dialog").get_by_label("名称", exact=False).first
    method = await method_of(desk)
    await method.spell(box, "she'bei")
    await expect(desk.get_by_role("dialog")).to_be_visible()
    assert method.written == []
    await method.choose("设备")
    await expect(box).to_have_value("设备")
    assert method.written == []


async def test_a_cell_that_is_left_in_the_middle_of_a_word_stays_as_it_was(desk: Page, site: Site) -> None:
    for at in range(2):
        await site.make(desk, "customer", name=f"格拼{at}号公司", short_name=f"旧{at}")
    await desk.goto(f"{site.address}/o/customer?q=格拼&sort=name")
    await expect(desk.locator(".list-count")).to_have_text("2 条")
    short = int(await desk.get_by_role("columnheader", name="简称", exact=True).get_attribute("aria-colindex") or 0) - 2
    first, second = [desk.locator(f'[data-row="{row}"] [data-column="{short}"]') for row in (0, 1)]
    await first.click()
    method = await method_of(desk)
    await method.spell(desk.locator(".grid-ghost"), "ge'zi")
    await expect(desk.locator(".is-editing")).to_be_visible()
    await second.click()
    await expect(desk.locator(".is-editing")).to_have_count(0)
    await expect(first).to_have_text("旧0")
    await expect(second).to_have_text("旧1")
    await second.dblclick()
    await desk.keyboard.type("改")
    await method.spell(desk.locator(".grid-ghost"), "ge'zi")
    await desk.get_by_role("search").get_by_role("textbox").click()
    await expect(second).to_have_text("旧1改")
    await saved(desk)
    found = await site.call(desk, "POST", "/objects/customer/query", {"search": "格拼", "fields": ["short_name"], "sort": ["name"], "limit": 5})
    assert [one["short_name"] for one in found["items"]] == ["旧0", "旧1改"]
