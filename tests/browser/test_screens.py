"""The tool that looks at every page: it knows every route, finds what is wrong, and finds nothing on the pages that it looks at quickly."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from tests.screens import checks, states
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


async def test_the_checks_find_what_is_wrong(browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 400})
    await page.set_content(
        '<html lang="en"><title>x</title><main><h1>x</h1><div style="width:900px">wide</div><div style="width:60px;overflow:hidden;white-space:nowrap">this is cut off</div>'
        '<button>客户</button><p>state.offline</p><img src="x"><button style="outline:none;border:0;background:#fff">quiet</button></main></html>'
    )
    found = await checks.findings(page, english=True, names=[])
    told = "\n".join(found)
    for one in ("sideways", "clipped text: div", "Chinese: button", "key: state.offline", "axe image-alt"):
        assert one in told, told
    assert any("quiet" in one for one in await checks.unseen_focus(page))
    await page.close()


@pytest.mark.parametrize("state", ["full", "empty", "error", "loading"])
async def test_nothing_is_wrong_with_a_dozen_pages(page: Page, site: Site, state: str) -> None:
    await site.sign_in(page)
    held = await states.put(page, state)
    for place in places():
        if place.name in QUICK and state in place.states:
            await page.goto(site.address + place.path)
            await page.wait_for_timeout(600)
            assert await checks.findings(page, english=False, names=[]) == [], place.name
    await states.let_go(held)
