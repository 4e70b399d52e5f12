"""A list of a million customers, answered at the edge of the browser: the interface's own share is measured, not the database's."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from playwright.async_api import Page, Route

ROWS = 1_000_000
Json = dict[str, Any]  # Any: JSON


def _row(pattern: Json, number: int) -> Json:
    return pattern | {
        "id": str(UUID(int=(0x019B << 112) | (7 << 76) | (2 << 62) | number)),
        "name": f"第 {number + 1} 号客户有限公司",
        "title": f"第 {number + 1} 号客户有限公司",
    }


async def put(page: Page, pattern: Json) -> None:
    """Have lists of customers answered with a million rows like this one."""

    async def answer(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        first, limit = int(asked.get("offset") or 0), int(asked.get("limit") or 50)
        items = [_row(pattern, number) for number in range(first, min(first + limit, ROWS))]
        count = {"count": {"value": ROWS}} if asked.get("count") not in (None, "none") else {}
        await route.fulfill(content_type="application/json", body=json.dumps({"items": items, "next": None, "prev": None, **count}))

    await page.route("**/objects/customer/query", answer)
