"""Pages: whichever way one walks, the same records in the same order."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.support.world import Client, World, fields_of

QUERY = "/objects/customer/query"
SORTS = [
    [], ["name"],
    ["-name"], ["score"], ["-score"], ["amount"], ["-amount"], ["level"], ["-level"], ["keeper"], ["-parent"], ["parent.level", "-score"], ["since"], ["-seen"],
    ["vip", "name"], ["created_at"], ["-created_at"], ["id"], ["-id"], ["name", "-id"], ["owner", "rate", "-title"], ["number"], ["parent.amount"],
]  # fmt: skip


async def fill(boss: Client) -> None:
    """Thirteen customers, with empties, ties, two currencies and names in two scripts."""
    rows: list[dict[str, Any]] = []
    for n, name in enumerate(["张三", "李四", "阿里", "Zeta", "alpha", "赵六", "阿里", "成都", "Ａlpha", "王五", "123", "王五", "陈静"]):
        row = {"name": name, "score": [None, 3, 3, "0.1", -7][n % 5], "level": [None, "C", "A", "B"][n % 4], "vip": [None, True, False][n % 3]}
        row |= {"since": [None, "2026-01-01", "0001-01-01", "9999-12-31"][n % 4], "seen": [None, "2026-11-24T02:30:00Z"][n % 2], "rate": [None, 0.5][n % 2]}
        rows.append(
            row
            | {"amount": [None, 5, {"amount": "5.000001", "currency": "USD"}, {"amount": "5", "currency": "EUR"}][n % 4], "keeper": [None, str(boss.id)][n % 2]}
        )
    done = (await boss.post("/objects/customer/batch", {"rows": [{"create": row} for row in rows]})).json()["results"]
    ids = [one["id"] for one in done]
    links = [{"update": {"id": id, "parent": ids[(n * 5) % 13]}} for n, id in enumerate(ids) if n % 3]
    assert (await boss.post("/objects/customer/batch", {"rows": links})).status_code == 200


async def walk(client: Client, query: dict[str, Any], limit: int) -> list[str]:
    """Forward by cursors to the end, and back again to the beginning."""
    pages: list[list[str]] = []
    page = await client.find("customer", **query, limit=limit)
    while True:
        pages.append([one["id"] for one in page["items"]])
        if page["next"] is None:
            break
        page = await client.find("customer", **query, limit=limit, cursor=page["next"])
    back = [pages[-1]]
    while page["prev"] is not None:
        page = await client.find("customer", **query, limit=limit, cursor=page["prev"])
        back.append([one["id"] for one in page["items"]])
    forward = list(itertools.chain(*pages))
    behind = list(itertools.chain(*reversed([one for one in back if one])))
    assert behind == forward, query
    return forward


@pytest.mark.parametrize("scope", ["all", "department_tree"])
async def test_every_walk_gives_the_same_list(world: World, boss: Client, scope: str) -> None:
    place = await world.department("总部")
    await world.role("one", {"customer": {"create": True, "read": scope, "update": scope, "fields": {"*": "edit"}}})
    client = await world.person("Mara", "one", departments=[place])
    await fill(client)
    for sort in SORTS:
        query: dict[str, Any] = {"sort": sort, "fields": ["name"]}
        whole = [one["id"] for one in (await client.find("customer", **query, limit=200))["items"]]
        assert len(whole) == len(set(whole)) == 13, sort
        assert await walk(client, query, 4) == whole, sort
        by_offset = [one["id"] for at in range(0, 13, 5) for one in (await client.find("customer", **query, limit=5, offset=at))["items"]]
        assert by_offset == whole, sort
        for at in (0, 6, 12):
            found = await client.find("customer", **query, around=whole[at])
            near = [found[key]["id"] if found[key] else None for key in ("previous", "next")]
            assert (found["position"], near) == (at, [whole[at - 1] if at else None, whole[at + 1] if at < 12 else None]), (sort, at)


async def test_names_go_by_pinyin_and_choices_by_their_list_and_empties_last(boss: Client) -> None:
    await fill(boss)
    rows = (await boss.find("customer", sort=["name"]))["items"]
    assert [one["name"] for one in rows] == ["123", "阿里", "阿里", "alpha", "Ａlpha", "陈静", "成都", "李四", "王五", "王五", "Zeta", "张三", "赵六"]
    for sort, expected in [("level", ["A"] * 3 + ["B"] * 3 + ["C"] * 3 + [None] * 4), ("-level", ["C"] * 3 + ["B"] * 3 + ["A"] * 3 + [None] * 4)]:
        assert [one["level"] for one in (await boss.find("customer", sort=[sort]))["items"]] == expected


async def test_a_cursor_belongs_to_its_query_and_to_its_caller(world: World, boss: Client) -> None:
    await fill(boss)
    other = await world.person("李雷", "administrator")
    cursor = (await boss.find("customer", sort=["score"], limit=3))["next"]
    assert (await boss.post(QUERY, {"sort": ["score"], "limit": 7, "cursor": cursor})).status_code == 200, "the size of a page may change"
    bad: list[tuple[Client, dict[str, Any]]] = [
        (other, {"sort": ["score"], "cursor": cursor}),
        (boss, {"sort": ["-score"], "cursor": cursor}),
        (boss, {"sort": ["score"], "cursor": cursor, "search": "a"}),
        (boss, {"sort": ["score"], "cursor": cursor, "where": {"field": "vip", "op": "eq", "value": True}}),
        (boss, {"sort": ["score"], "cursor": cursor, "deleted": True}),
        *[(boss, {"sort": ["score"], "cursor": one}) for one in (cursor[:-2], "A" + cursor[1:], "x", "=", "中", "AAAA", " ", "a" * 9_000)],
    ]
    for client, query in bad:
        answer = await client.post(QUERY, query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor"), (query, answer.text)


async def test_counts_are_exact_capped_or_not_given(boss: Client) -> None:
    await fill(boss)
    assert "count" not in await boss.find("customer")
    for kind in ("exact", "capped"):
        assert (await boss.find("customer", count=kind, limit=1))["count"] == {"value": 13, "more": False}
        where = {"field": "level", "op": "is_empty"}
        assert (await boss.find("customer", count=kind, where=where))["count"] == {"value": 4, "more": False}


def nested(depth: int) -> dict[str, Any]:
    """A condition within so many others."""
    return {"not": nested(depth - 1)} if depth > 1 else {"field": "name", "op": "eq", "value": "x"}


WRONG: list[tuple[dict[str, Any], str]] = [
    *[({"limit": one}, "invalid_limit") for one in (0, 201, -1, "5", None, True, 1.5, 10**30)],
    *[({"count": one}, "invalid_query") for one in ("all", [], {}, 1, None)],
    *[({"offset": one}, "invalid_query") for one in (-1, "1", 2**31, True, [], 1.5)],
    *[({"where": {"field": "name", "op": one, "value": "x"}}, "invalid_condition") for one in ([], {}, None, "like", 1)],
    *[({"where": one}, "invalid_condition") for one in ([], "x", 1, {"and": {}}, {"and": [], "or": []}, {"field": "name"}, {"field": [], "op": "eq"})],
    ({"where": nested(9)}, "query_too_costly"),
    ({"where": {"and": [{"field": "name", "op": "eq", "value": "x"}] * 200}}, "query_too_costly"),
    ({"where": {"field": ".".join(["parent"] * 7), "op": "is_empty"}}, "query_too_costly"),
    ({"sort": ["name"] * 6}, "query_too_costly"),
    ({"search": "x" * 201}, "query_too_costly"),
    ({"sort": "note"}, "field_not_usable"),
    ({"sort": ["friends.name"]}, "field_not_usable"),
    ({"sort": ["nothing"]}, "unknown_field"),
    ({"sort": [["name"]]}, "invalid_query"),
    ({"fields": ["nothing"]}, "unknown_field"),
    ({"fields": "name"}, "invalid_query"),
    ({"fields": [{}]}, "invalid_query"),
    ({"around": "x"}, "invalid_query"),
    ({"cursor": "x", "offset": 1}, "invalid_query"),
    ({"colour": 1}, "invalid_query"),
    ({"offset": 100_001, "sort": ["name"]}, "offset_too_deep"),
]
WRONG_NUMBERS: list[dict[str, Any]] = [
    {"measures": [{"op": []}]}, {"measures": [{"op": {}}]}, {"measures": ["count"]},
    {"measures": [{"op": "sum"}]}, {"measures": [{"op": "sum", "field": "name"}]},
    {"group": [{"field": "since", "bucket": []}]},
    {"group": [{"field": "since", "bucket": "hour"}]}, {"group": [{}]}, {"group": ["note"]},
    {"having": [{"measure": 0, "op": [], "value": 1}]},
    {"having": [{"measure": 9, "op": "eq", "value": 1}]}, {"having": [{"measure": 0, "op": "eq", "value": "x"}]},
    {"sort": ["measure.9"]}, {"sort": [{}]}, {"limit": 0}, {"offset": -1},
]  # fmt: skip


async def test_a_query_that_cannot_be_answered_says_why(boss: Client) -> None:
    for query, code in WRONG:
        answer = await boss.post(QUERY, query)
        assert (answer.status_code, answer.json()["code"]) == (422, code), (query, answer.text)
    for query in WRONG_NUMBERS:
        answer = await boss.post("/objects/customer/aggregate", query)
        assert answer.status_code == 422, (query, answer.text)
    for text in ("limit=0", "limit=x", "limit=201", "cursor=x", "sort=nothing", "fields=nothing", "sort=" + "a" * 400):
        answer = await boss.get(f"/objects/customer/records?{text}")
        assert answer.status_code == 422, (text, answer.text)
    assert list(fields_of(await boss.get("/objects/customer/records?limit=x"))) == ["limit"]
