"""The four states in which a page is looked at. What the server would say is changed on its way, at the edge of the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from playwright.async_api import Error, Page, Route

PASSES = ("/me", "/objects")  #: without these there is no page at all
REFUSAL = {"type": "about:blank", "title": "Internal Server Error", "status": 500, "code": "unexpected", "instance": "urn:request:5c2e9f1a"}
DETAIL = {"zh": "服务器出错了，请稍后重试。", "en": "Something went wrong on the server; try again later."}


def _passes(url: str) -> bool:
    path = url.split("?", maxsplit=1)[0].split("/api/v1", 1)[1]
    return any(path.endswith(one) for one in PASSES) and path.count("/") <= 3


def emptied(value: Any) -> Any:  # Any: JSON
    """The same answer about nothing."""
    if not isinstance(value, dict):
        return value
    changed = dict(value)
    for key in ("items", "groups", "results"):
        if isinstance(changed.get(key), list):
            changed[key] = []
    for key in ("next", "prev"):
        if key in changed:
            changed[key] = None
    if "count" in changed:
        changed["count"] = {"value": 0, "more": False} if isinstance(changed["count"], dict) else 0
    return changed


Says = Mapping[str, Mapping[str, Any]]  # Any: JSON


async def put(page: Page, state: str, says: Says | None = None) -> list[Route]:
    """Have every later request answered as the state wants; returns the list of those that get no answer, to be let go at the end.

    ``says``: by the end of a path, what its answer says besides.
    """
    held: list[Route] = []

    async def answer(route: Route) -> None:
        url = route.request.url
        more = next((more for part, more in (says or {}).items() if url.split("?", maxsplit=1)[0].endswith(part)), None)
        if url.endswith("/events"):
            await route.abort()
        elif more is not None and state == "full":
            await _saying(route, more)
        elif state == "full" or _passes(url):
            await route.continue_()
        elif state == "loading":
            held.append(route)
        elif state == "error":
            await _refuse(route, REFUSAL)
        else:
            await _empty(route)

    await page.route("**/api/v1/**", answer)
    return held


async def let_go(held: list[Route]) -> None:
    """End the requests that got no answer."""
    for route in held:
        with suppress(Error):
            await route.abort()


async def _empty(route: Route) -> None:
    try:
        response = await route.fetch()
        text = await response.text()
        kind = response.headers.get("content-type", "")
        body = json.dumps(emptied(json.loads(text))) if response.ok and kind.startswith("application/json") and text else text
        await route.fulfill(response=response, body=body)
    except Error:
        return  # the page is gone already


async def _saying(route: Route, more: Mapping[str, Any]) -> None:  # Any: JSON
    if "code" in more:
        await _refuse(route, REFUSAL | dict(more))
        return
    with suppress(Error):  # the page may be gone already
        response = await route.fetch()
        body = (await response.json() if response.ok else {}) | dict(more)
        await route.fulfill(status=200, content_type="application/json", body=json.dumps(body))


async def _refuse(route: Route, problem: Mapping[str, Any]) -> None:  # Any: JSON
    language = route.request.headers.get("accept-language", "zh")[:2]
    body = json.dumps({"detail": DETAIL.get(language, DETAIL["zh"]), **problem})
    await route.fulfill(status=problem["status"], content_type="application/problem+json", headers={"X-Request-Id": "5c2e9f1a"}, body=body)
