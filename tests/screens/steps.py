"""What is done on a page before its picture is taken: dialogs, drawers and menus that have no address of their own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path

from playwright.async_api import Locator, Page

TEXTS = Path(__file__).parents[2] / "ui" / "src" / "i18n"
BOOK = Path(__file__).parents[1] / "data" / "messy-customers.xlsx"
FEW, MANY = 2, 3  #: rows that are ticked

Say = Callable[[str], str]  #: the text of a key, in the language of the page
Step = Callable[[Page, Say], Awaitable[None]]


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every text of the interface in a language, by its key."""
    return {key: text for file in sorted((TEXTS / language).glob("*.json")) for key, text in json.loads(file.read_text()).items()}


def _is_phone(page: Page) -> bool:
    return (page.viewport_size or {"width": 0})["width"] < 768


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).first


async def palette(page: Page, say: Say) -> None:
    """Ctrl-K, with something found."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name=say("search.title")).first.fill("zhineng")
    await page.locator(".search-item").first.wait_for()


async def palette_begin(page: Page, say: Say) -> None:
    """Ctrl-K, before one types."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name=say("search.title")).first.wait_for()


async def palette_none(page: Page, say: Say) -> None:
    """Ctrl-K, with what nobody has."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name=say("search.title")).first.fill("查无此家有限公司")
    await page.locator(".search-item").first.wait_for()


async def account(page: Page, _: Say) -> None:
    """The menu of the person; on a phone the sheet with everything."""
    await page.locator(".tabbar-item" if _is_phone(page) else ".side-me").last.click()
    await page.get_by_role("menuitem").first.wait_for()


async def notices(page: Page, _: Say) -> None:
    """The drawer of the bell."""
    await page.locator(".side .bell").click()
    await page.get_by_role("dialog").wait_for()


async def offline(page: Page, _: Say) -> None:
    """The network is gone."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
    await page.locator(".notice-link").first.wait_for()


async def filters(page: Page, say: Say) -> None:
    """The filter editor with its first condition."""
    await page.locator("#list-filter").click()
    await _button(page, say("filter.add")).click()


async def sorting(page: Page, say: Say) -> None:
    """By what the list is sorted."""
    await page.get_by_role("button", name=say("list.sort")).first.click()
    await page.get_by_role("dialog").wait_for()


async def choosing_fields(page: Page, say: Say) -> None:
    """The columns of the list."""
    await page.locator(".list-bar").get_by_role("button", name=say("fields.title")).click()
    await page.get_by_role("dialog").wait_for()


async def exporting(page: Page, say: Say) -> None:
    """The list as a file."""
    if _is_phone(page):
        await _button(page, say("act.more")).click()
        await page.get_by_role("menuitem", name=say("export.title")).click()
    else:
        await page.locator(".list-bar").get_by_role("button", name=say("export.title")).click()
    await page.get_by_role("dialog").wait_for()


async def saving_view(page: Page, say: Say) -> None:
    """What was changed becomes a view."""
    await _button(page, say("view.new")).click()
    await page.get_by_role("dialog").wait_for()


async def ticked(page: Page, _: Say, count: int = MANY) -> None:
    """Some rows are ticked."""
    for at in range(count):
        if not _is_phone(page):
            await page.locator(f'[data-row="{at}"] .grid-tick').hover()
            await page.locator(f'[data-row="{at}"] .check').click()
        elif at:
            await page.locator(f'[data-card="{at}"]').tap()
        else:
            await _press(page, page.locator('[data-card="0"]'))


async def _press(page: Page, card: Locator) -> None:
    """Keep a finger on a card until it is ticked."""
    box = await card.bounding_box()
    assert box
    touch = await page.context.new_cdp_session(page)
    await touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": box["x"] + 80, "y": box["y"] + 30}]})
    await page.locator(".rec-card.is-ticked").wait_for()
    await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def bulk(key: str) -> Step:
    """Some rows are ticked, and something is to be done with them."""

    async def step(page: Page, say: Say) -> None:
        await ticked(page, say)
        await page.locator(".picked").get_by_role("button", name=say(key)).click()
        await page.get_by_role("dialog").wait_for()

    return step


async def bulk_delete(page: Page, say: Say) -> None:
    """Everything is ticked, and to be deleted: that is asked."""
    await ticked(page, say, FEW)
    await page.locator(".picked .btn-link").click()
    await page.locator(".picked").get_by_role("button", name=say("act.delete")).click()
    await page.get_by_role("dialog").wait_for()


async def unfilled(page: Page, say: Say) -> None:
    """A form is saved that lacks what is required."""
    await page.get_by_role("dialog").get_by_role("button", name=say("act.save")).click()
    await page.get_by_role("alert").first.wait_for()


async def doubled(page: Page, _: Say) -> None:
    """A name that the archive knows already."""
    name = await page.locator(".grid-link, .rec-card[href] .rec-line > span").first.inner_text()
    await page.get_by_role("dialog").get_by_role("textbox").first.fill(name)
    await page.locator("dialog .note").first.wait_for()


def pressed(*keys: str, then: str = "dialog") -> Step:
    """Buttons are pressed one after the other, until a ``then`` shows."""

    async def step(page: Page, say: Say) -> None:
        for key in keys:
            await page.get_by_role("button", name=say(key).split("{{", maxsplit=1)[0].strip()).first.click()
        await page.get_by_role(then).first.wait_for()  # type: ignore[arg-type]  # a role, as playwright lists them

    return step


def clicked(place: str, then: str = "[role=dialog], dialog[open], [role=menu], .pop") -> Step:
    """Something is clicked."""

    async def step(page: Page, _: Say) -> None:
        await page.locator(place).first.click()
        await page.locator(then).first.wait_for()

    return step


async def wrong_password(page: Page, say: Say) -> None:
    """Nobody comes in like that."""
    await page.locator("form input").first.fill("wang.fang@example.cn")
    await page.locator("form input[type=password]").fill("not the password")
    await page.get_by_role("button", name=say("door.signIn"), exact=True).click()
    await page.get_by_role("alert").first.wait_for()


async def half_password(page: Page, _: Say) -> None:
    """A new password that is not good enough yet."""
    await page.locator("form input[type=password]:not([tabindex='-1'])").last.fill("kedang")


async def files(page: Page, _: Say) -> None:
    """Files are chosen, one of them of no use."""
    paper = {"name": "框架合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    book = {"name": BOOK.name, "mimeType": "application/octet-stream", "buffer": BOOK.read_bytes()}
    await page.locator("input[type=file]").set_input_files([book, paper])  # type: ignore[list-item]  # dicts are taken as well


#: By the word that ``places.py`` uses.
STEPS: Mapping[str, Step] = {
    "palette": palette, "palette-begin": palette_begin, "palette-none": palette_none, "account": account, "notices": notices, "offline": offline,
    "filters": filters, "sorting": sorting, "fields": choosing_fields, "exporting": exporting, "saving-view": saving_view,
    "ticked": ticked, "bulk-set": bulk("bulk.set"), "bulk-assign": bulk("bulk.assign"), "bulk-tags": bulk("bulk.tags"), "bulk-delete": bulk_delete,
    "unfilled": unfilled, "doubled": doubled, "wrong-password": wrong_password, "half-password": half_password, "files": files,
    "field-drawer": clicked(".model-field-name"), "new-field": pressed("model.addField"), "new-object": pressed("model.newObject"),
    "model-file": pressed("model.fromFile"), "new-person": pressed("ppl.add"), "new-department": pressed("dep.add"), "new-token": pressed("acc.token.add"),
    "record-more": clicked(".rhead [aria-haspopup=menu], .rbar [aria-haspopup=menu]"), "undo-import": pressed("imp.undo.ask"),
}  # fmt: skip
