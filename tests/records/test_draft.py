"""Unsaved forms: defaults, errors and likely duplicates, and nothing written."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.support.world import Client, World, field

DRAFT, RECORDS = "/objects/customer/records/draft", "/objects/customer/records"


@pytest.mark.req("R204", part="matches before saving, in sight of the caller")
async def test_a_draft_tells_defaults_errors_and_duplicates_and_writes_nothing(boss: Client) -> None:
    await boss.post("/objects/customer/fields", field("grade", "number", default=3))
    taken = await boss.make("customer", name="甲", phone="13800138000", tax_number="Ｎ1")
    values: dict[str, Any] = {"phone": "+86 138 0013 8000", "tax_number": "n1", "since": "x", "parent": str(uuid4()), "score": "1.50"}
    answer = await boss.post(DRAFT, values)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert {key: found["values"][key] for key in ("grade", "phone", "since", "score")} == {"grade": 3, "phone": "13800138000", "since": "x", "score": 1.5}
    assert {one["field"]: one["code"] for one in found["errors"]} == {"since": "bad_value", "name": "value_required", "parent": "no_such_reference"}
    assert found["duplicates"] == [{"id": taken["id"], "title": "甲", "score": 1.0, "reasons": ["tax_number", "phone"]}] or set(
        found["duplicates"][0]["reasons"]
    ) == {"phone", "tax_number"}
    assert (await boss.find("customer", count="exact"))["count"]["value"] == 1
    own = await boss.post(DRAFT, {"id": taken["id"], "version": 1, "phone": "13800138000"})
    assert (own.json()["duplicates"], own.json()["errors"]) == ([], []), "a record is no duplicate of itself, and what is not given is not missing"
    assert (await boss.make("customer", name="乙"))["number"] == "PROJ-20261124-002", "a draft takes no serial number"


async def test_a_draft_follows_the_rights_of_who_asks(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "score": "hidden", "note": "read"}}})
    await world.role("looks", {"customer": {"read": "all", "fields": {"*": "read"}}})
    mara, eva, jon = await world.person("Mara", "seller"), await world.person("Eva", "looks"), await world.person("Jon")
    hidden = await boss.make("customer", name="看不见", phone="13800138000", code="A")
    assert (await mara.post(DRAFT, {"name": "x", "phone": "13800138000", "code": "a"})).json()["duplicates"] == []
    table: list[tuple[Client, dict[str, Any], int]] = [
        (mara, {"score": 1}, 422),
        (mara, {"nothing": 1}, 422),
        (mara, {"note": "x"}, 403),
        (mara, {"id": hidden["id"]}, 404),
        (mara, {"id": str(uuid4())}, 404),
        (mara, {"id": "x"}, 422),
        (eva, {"name": "x"}, 403),
        (jon, {"name": "x"}, 404),
    ]
    for client, body, status in table:
        answer = await client.post(DRAFT, body)
        assert answer.status_code == status, (client.name, body, answer.text)
