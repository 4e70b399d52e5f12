"""Plans are kept for the front of an order's indexes only: what a caller's condition, order or group decides is planned for its values."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core import records
from kedang.core.query import parse_query
from tests.support.world import HOME, World

WALKED: list[dict[str, Any]] = [{"sort": ["-created_at"]}, {"sort": ["-created_at"], "limit": 3, "fields": ["name"]}]
PLANNED: list[dict[str, Any]] = [
    {"sort": ["-created_at"], "where": {"field": "name", "op": "eq", "value": "甲"}},
    {"sort": ["-created_at"], "search": "甲"},
    {"sort": ["-created_at"], "offset": 1},
    {"sort": ["-created_at"], "around": "01900000-0000-7000-8000-000000000001"},
    {"sort": ["-created_at"], "count": "exact"},
    {"sort": ["-created_at"], "deleted": True},
    {"sort": ["created_at"]},
    {"sort": ["name"]},
    {"sort": ["-created_at", "name"]},
]  # fmt: skip


@pytest.mark.parametrize("scope", ["all", "own", "department_tree"])
async def test_only_a_walk_along_an_index_keeps_its_plan(world: World, scope: str) -> None:
    await world.role("one", {"customer": {"create": True, "read": scope, "update": "own", "delete": "own", "fields": {"*": "edit"}}})
    client = await world.person("Mara", "one", departments=[await world.department("总部")])
    await client.make("customer", name="甲")
    for query, mode in [*((one, "auto") for one in WALKED), *((one, "force_custom_plan") for one in PLANNED)]:
        async with world.database.workspace(HOME, keeps_plans=True) as tx:
            await records.find(tx, await world.rights(tx, client), parse_query("customer", query))
            assert await tx.one("show plan_cache_mode") == {"plan_cache_mode": mode}, query
