"""Many hands at once: nothing is lost, nothing is written over, numbers and unique values stay unique."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.support.world import Client, World, fields_of

RECORDS = "/objects/customer/records"


async def test_edits_of_different_fields_are_merged_and_of_the_same_field_conflict(boss: Client) -> None:
    made = await boss.make("customer", name="甲", note="旧", score=1)
    path = f"{RECORDS}/{made['id']}"
    assert (await boss.patch(path, {"version": 1, "note": "一"})).status_code == 200
    merged = await boss.patch(path, {"version": 1, "score": 2})
    assert (merged.status_code, merged.json()["version"], merged.json()["note"], merged.json()["score"]) == (200, 3, "一", 2)
    refused = await boss.patch(path, {"version": 1, "note": "二", "email": "a@b.cn"})
    assert (refused.status_code, refused.json()["code"], refused.json()["version"]) == (409, "stale", 3)
    assert refused.json()["conflicts"] == [{"field": "note", "yours": "二", "theirs": "一"}]
    assert (await boss.patch(path, {"version": 1, "note": "一"})).json()["version"] == 3, "the same value twice is no conflict"
    assert (await boss.patch(path, {"version": 9, "note": "三"})).status_code == 409, "nobody can have read the future"
    assert (await boss.patch(path, {"note": "三"}, headers={"If-Match": '"3"'})).json()["version"] == 4
    for version in (None, "x", 0, -1, 2**31, True, 1.5, [1]):
        assert list(fields_of(await boss.patch(path, {"note": "四", "version": version}))) == ["version"], version
    assert (await boss.record("customer", made["id"]))["email"] is None


async def test_a_conflict_about_a_reference_names_only_what_is_in_sight(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    mara = await world.person("Mara", "seller")
    hidden, open_ = await boss.make("customer", name="看不见"), await mara.make("customer", name="看得见")
    made = await mara.make("customer", name="甲")
    path = f"{RECORDS}/{made['id']}"
    assert (await boss.patch(path, {"version": 1, "parent": hidden["id"], "keeper": str(boss.id)})).status_code == 200
    refused = await mara.patch(path, {"version": 1, "parent": open_["id"], "keeper": str(mara.id)})
    assert refused.status_code == 409
    assert hidden["id"] not in refused.text
    assert refused.json()["conflicts"] == [
        {"field": "parent", "yours": {"id": open_["id"], "title": "看得见"}, "theirs": None},
        {"field": "keeper", "yours": {"id": str(mara.id), "title": "Mara"}, "theirs": {"id": str(boss.id), "title": "陈静"}},
    ]


async def test_links_out_of_sight_outlive_an_edit(world: World, boss: Client) -> None:
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    mara = await world.person("Mara", "seller")
    hidden = await boss.make("customer", name="看不见")
    a, b, made = [await mara.make("customer", name=name) for name in ("甲", "乙", "丙")]
    path = f"{RECORDS}/{made['id']}"
    assert (await boss.patch(path, {"version": 1, "friends": [a["id"], hidden["id"]]})).status_code == 200
    seen = (await mara.record("customer", made["id"]))["friends"]
    assert [one["id"] for one in seen["items"]] == [a["id"]]
    assert (await mara.patch(path, {"version": 2, "friends": seen["items"]})).json()["version"] == 2, "what was read is what is there"
    assert (await mara.patch(path, {"version": 2, "friends": [b["id"]]})).status_code == 200
    assert {one["id"] for one in (await boss.record("customer", made["id"]))["friends"]["items"]} == {b["id"], hidden["id"]}
    assert (await boss.patch(path, {"version": 3, "friends": []})).json()["friends"] == {"items": [], "more": False}


@pytest.mark.commits
async def test_of_64_clients_with_the_same_version_one_wins(world: World, boss: Client) -> None:
    made = await boss.make("customer", name="甲")
    path = f"{RECORDS}/{made['id']}"
    answers = await asyncio.gather(*[boss.patch(path, {"version": 1, "note": f"第{n}"}) for n in range(64)])
    won = [answer for answer in answers if answer.status_code == 200]
    assert [answer.json()["version"] for answer in won] == [2]
    for answer in answers:
        if answer is not won[0]:
            assert (answer.status_code, answer.json()["conflicts"][0]["theirs"]) == (409, won[0].json()["note"])
    assert (await boss.record("customer", made["id"]))["note"] == won[0].json()["note"]
    assert len((await boss.get(f"{path}/history")).json()["items"]) == 2


@pytest.mark.req("R062")
@pytest.mark.commits
async def test_serial_numbers_are_unique_under_50_creates_at_once(world: World, boss: Client) -> None:
    answers = await asyncio.gather(*[boss.post(RECORDS, {"name": f"项目{n}"}) for n in range(50)])
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.json()["number"] for answer in answers) == [f"PROJ-20261124-{n:03}" for n in range(1, 51)]


@pytest.mark.commits
async def test_of_many_who_take_a_unique_value_at_once_one_gets_it(world: World, boss: Client) -> None:
    bodies: list[dict[str, Any]] = [{"name": f"甲{n}", "phone": ("138 0013 8000", "+8613800138000", "13800138000")[n % 3]} for n in range(16)]
    answers = await asyncio.gather(*[boss.post(RECORDS, body) for body in bodies])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 15
    (made,) = [answer.json() for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer.status_code == 409:
            assert (answer.json()["candidate"], list(fields_of(answer))) == (made["id"], ["phone"])
            assert "13800138000" not in answer.text
    assert (await boss.find("customer", count="exact"))["count"]["value"] == 1


@pytest.mark.req("R204", part="409, with the candidate only if the caller may see it")
async def test_a_duplicate_is_named_only_to_who_may_read_its_value(world: World, boss: Client) -> None:
    own = {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}
    await world.role("seller", {"customer": own})
    await world.role("masked", {"customer": {**own, "read": "all", "fields": {"*": "edit", "phone": "edit"}}})
    await world.role("sees", {"customer": {"read": "all", "fields": {"*": "read", "phone": "masked"}}})
    taken = await boss.make("customer", name="甲", phone="13800138000")
    table = [
        (boss, taken["id"]),
        (await world.person("Mara", "seller"), None),
        (await world.person("Eva", "masked"), taken["id"]),
        (await world.person("Jon", "seller", "sees"), None),
    ]
    for client, candidate in table:
        other = await client.make("customer", name="乙")
        for answer in [
            await client.post(RECORDS, {"name": "丙", "phone": "+86 138 0013 8000"}),
            await client.patch(f"{RECORDS}/{other['id']}", {"version": 1, "phone": "13800138000"}),
        ]:
            assert (answer.status_code, answer.json()["code"], answer.json().get("candidate")) == (409, "duplicate", candidate), client.name
            assert "138" not in answer.json()["detail"] + str(answer.json()["fields"])
        draft = await client.post(f"{RECORDS}/draft", {"name": "丙", "phone": "13800138000"})
        assert [one["id"] for one in draft.json()["duplicates"]] == ([candidate] if candidate else []), client.name


async def test_a_restored_record_whose_value_is_taken_stays_where_it_is(boss: Client) -> None:
    gone = await boss.make("customer", name="甲", phone="13800138000", code="A1")
    await boss.delete(f"{RECORDS}/{gone['id']}")
    taken = await boss.make("customer", name="乙", code="ａ1")
    answer = await boss.post(f"{RECORDS}/{gone['id']}/restore")
    assert (answer.status_code, answer.json()["candidate"], list(fields_of(answer))) == (409, taken["id"], ["code"])
    assert [one["id"] for one in (await boss.find("customer", deleted=True))["items"]] == [gone["id"]]
    assert (await boss.patch(f"{RECORDS}/{taken['id']}", {"version": 1, "code": None})).status_code == 200
    assert (await boss.post(f"{RECORDS}/{gone['id']}/restore")).json()["code"] == "A1"


@pytest.mark.commits
async def test_batches_that_cross_each_other_both_arrive(world: World, boss: Client) -> None:
    ids = [(await boss.make("customer", name=f"客户{n}"))["id"] for n in range(8)]

    async def edit(order: list[str], key: str) -> httpx.Response:
        return await boss.post("/objects/customer/batch", {"rows": [{"update": {"id": id, key: "x@y.cn" if key == "email" else "x"}} for id in order]})

    answers = await asyncio.gather(edit(ids, "note"), edit(ids[::-1], "email"))
    assert [answer.status_code for answer in answers] == [200, 200], [answer.text[:300] for answer in answers]
    rows = (await boss.find("customer", fields=["note", "email", "version"]))["items"]
    assert {(row["note"], row["email"], row["version"]) for row in rows} == {("x", "x@y.cn", 3)}
