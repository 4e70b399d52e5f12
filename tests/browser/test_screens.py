"""The tool that looks at every page: it knows every route, finds what is wrong, and finds nothing on the pages that it looks at quickly."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from tests.screens import checks, states
from tests.screens.opening import settle
from tests.screens.places import PLACES, places, routes, unknown

from .site import Site

QUICK = ("home", "start", "customers", "search", "settings", "import", "settings-demo")


@pytest.mark.req("R236", part="every page is looked at")
def test_every_route_of_the_router_has_an_entry() -> None:
    assert unknown() == []
    assert len(routes()) > 10
    assert {"home", "customers", "customer", "settings-status"} <= {one.name for one in places()}
    assert set(PLACES) == set(routes())


def test_an_answer_about_nothing_keeps_its_shape() -> None:
    full = {"items": [{"id": 1}], "next": "x", "count": {"value": 7, "more": True}, "state": "ready"}
    assert states.emptied(full) == {"items": [], "next": None, "count": {"value": 0, "more": False}, "state": "ready"}


PAGE = '<html lang="{language}"><title>x</title><main><h1>A page</h1>{body}</main></html>'
CUT = "overflow:hidden;white-space:nowrap"

#: One fault of each kind, and what is told of it.
FAULTS = (
    ("en", '<div style="width:900px">wide</div>', "scrolls sideways by"),
    ("en", f'<div style="width:60px;{CUT}">this is cut off</div>', "clipped text: cut: div"),
    ("en", f'<div class="box" style="width:60px;{CUT}"><b>this is cut off</b></div>', "clipped text: cut by box"),
    ("en", '<p style="height:20px;overflow:hidden">one<br>two<br>three</p>', "clipped text: cut below"),
    ("en", f'<div style="width:60px;{CUT};text-overflow:ellipsis">without a title</div>', "clipped text: cut"),
    ("en", '<div style="width:80px;overflow:auto;white-space:nowrap">it slides to and fro</div>', "slides sideways"),
    ("en", "<button>客户</button>", "Chinese: button"),
    ("en", "<p>导入完成</p>", "other language: p"),
    ("zh-CN", "<p>The import is done</p>", "other language: p"),
    ("zh-CN", '<button title="Notices">通</button>', "other language in title"),
    ("en", "<p>state.offline</p>", "key: state.offline"),
    ("en", "<p>no.such.key</p>", "broken: no.such.key"),
    ("en", "<p>{{count}} records</p>", "broken: {{count}}"),
    ("en", '<img src="x">', "axe image-alt"),
    ("en", '<p style="color:#bbb">pale</p>', "axe color-contrast"),
    ("en", "<input>", "axe label"),
    ("en", '<span class="skel">wait</span>', "as if it were loading"),
)


@pytest.mark.parametrize(("language", "body", "told"), FAULTS)
async def test_the_checks_find_what_is_wrong(browser: Browser, language: str, body: str, told: str) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 400})
    await page.set_content(PAGE.format(language=language, body=body))
    found = await checks.findings(page, language=language, names=[], state="error")
    assert any(told in one for one in found), found
    await page.close()


async def test_the_checks_let_pass_what_is_right(browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 400})
    shortened = f'<p title="with a title" style="width:60px;{CUT};text-overflow:ellipsis">with a title</p><button>Save</button>'
    await page.set_content(PAGE.format(language="en", body=shortened))
    assert await checks.findings(page, language="en", names=[]) == []
    assert await checks.unseen_focus(page) == []
    await page.set_content(PAGE.format(language="en", body=""))
    assert await checks.findings(page, language="en", names=[], state="loading") == []
    await page.close()


async def test_a_page_without_anything_and_a_focus_without_a_ring_are_found(browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 400})
    await page.set_content('<html lang="en"><title>x</title><main><button style="outline:none;border:0;background:#fff"> </button></main></html>')
    assert "the page is blank" in await checks.findings(page, language="en", names=[])
    assert "nothing shows that it is loading" in await checks.findings(page, language="en", names=[], state="loading")
    assert await checks.unseen_focus(page) != []
    await page.close()


@pytest.mark.parametrize("state", ["full", "empty", "error", "loading"])
async def test_nothing_is_wrong_with_a_dozen_pages(page: Page, site: Site, state: str) -> None:
    await site.sign_in(page)
    held = await states.put(page, state)
    for place in places():
        if place.name in QUICK and state in place.states:
            await page.goto(site.address + place.path)
            await settle(page, state)
            assert await checks.findings(page, language="zh-CN", names=[], state=state) == [], place.name
    await states.let_go(held)
