"""Saved views: their life over HTTP, who may do what with them, and what each person gets of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.support.world import HOME, Client, World, fields_of

SALES = {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "note": "hidden", "code": "hidden", "phone": "masked"}}
LABEL = {"zh": "重点客户", "en": "Key customers"}
PATH = "/objects/customer/views"

Json = dict[str, Any]


@pytest.fixture
async def mara(world: World) -> Client:
    """She sells: notes and codes are hidden from her, phones masked."""
    await world.role("sales", {"*": SALES})
    return await world.person("Mara", "sales")


@pytest.fixture
async def jon(world: World, mara: Client) -> Client:
    """He sells too."""
    return await world.person("Jon", "sales")


async def make(person: Client, **more: Any) -> Json:
    answer = await person.post(PATH, {"label": LABEL, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ids(person: Client) -> list[str]:
    return [one["id"] for one in (await person.get(PATH)).json()["items"]]


@pytest.mark.req("R236")
async def test_a_nested_filter_is_saved_shared_and_finds_the_same(world: World, boss: Client, mara: Client) -> None:
    for at, (name, level, tags) in enumerate([("甲", "A", ["老客户"]), ("乙", "B", []), ("丙", "C", ["老客户"]), ("丁", "C", [])]):
        await mara.make("customer", name=name, level=level, tags=tags, score=at)
    where = {
        "and": [
            {"or": [{"field": "level", "op": "eq", "value": "A"}, {"field": "tags", "op": "has_any", "value": ["老客户"]}]},
            {"not": {"field": "score", "op": "gt", "value": 10}},
            {"field": "owner", "op": "eq", "value": str(mara.id)},
            {"field": "created_at", "op": "within", "value": {"last": "7d"}},
        ]
    }
    made = await make(
        boss, kind="team", where=where, sort=["-score"], columns=[{"field": "name", "width": 300}, {"field": "level"}], row_height="large", frozen=2
    )
    assert made["names"] == {str(mara.id): "Mara"}
    [seen] = (await mara.get(PATH)).json()["items"]
    kept = {key: seen[key] for key in ("where", "sort", "row_height", "frozen", "label", "kind")}
    assert kept == {"where": where, "sort": ["-score"], "row_height": "large", "frozen": 2, "label": LABEL, "kind": "team"}
    assert seen["columns"] == [{"field": "name", "width": 300}, {"field": "level", "width": None}]
    for person in (boss, mara):
        found = await person.find("customer", where=seen["where"], sort=seen["sort"], fields=["name"], count="exact")
        assert [one["name"] for one in found["items"]] == ["丙", "甲"], person.name
        assert found["count"]["value"] == 2


@pytest.mark.req("R238")
async def test_a_view_shared_to_the_team_keeps_everybodys_rights(world: World, boss: Client, mara: Client, jon: Client) -> None:
    await mara.make("customer", name="玛拉的客户")
    await jon.make("customer", name="乔的客户")
    made = await make(boss, kind="team", columns=[{"field": "name"}, {"field": "code"}, {"field": "phone"}], sort=["code", "name"])
    for person, names, columns, sort, dropped in [
        (boss, {"玛拉的客户", "乔的客户"}, ["name", "code", "phone"], ["code", "name"], 0),
        (mara, {"玛拉的客户"}, ["name", "phone"], ["name"], 2),
        (jon, {"乔的客户"}, ["name", "phone"], ["name"], 2),
    ]:
        [seen] = (await person.get(PATH)).json()["items"]
        assert seen["id"] == made["id"]
        assert [one["field"] for one in seen["columns"]] == columns
        assert (seen["sort"], seen["dropped"], seen["problem"]) == (sort, dropped, None)
        found = await person.find("customer", where=seen["where"], sort=seen["sort"], fields=columns)
        assert {one["name"] for one in found["items"]} == names


@pytest.mark.parametrize(
    "where",
    [
        {"field": "note", "op": "contains", "value": "机密词"},
        {"field": "phone", "op": "eq", "value": "13812345678"},
        {"not": {"or": [{"field": "level", "op": "eq", "value": "A"}, {"field": "code", "op": "eq", "value": "机密词"}]}},
        {"field": "parent.note", "op": "contains", "value": "机密词"},
        {"field": "friends.parent.phone", "op": "not_empty"},
    ],
)
async def test_a_condition_on_what_one_may_not_use_tells_neither_field_nor_value(world: World, boss: Client, mara: Client, where: Json) -> None:
    made = await make(boss, kind="team", where=where, sort=["name"])
    listed, described = await mara.get(PATH), await mara.get("/objects/customer")
    shown = listed.json()["items"][0]
    assert (shown["where"], shown["names"], shown["problem"]) == (None, {}, "field_not_usable")
    assert described.json()["views"] == listed.json()["items"]
    one = await mara.get(f"{PATH}/{made['id']}")
    assert (one.status_code, one.json()["code"]) == (422, "field_not_usable")
    for answer in (listed, one):
        for told in ("机密词", "13812345678", '"note', "parent.", "friends."):
            assert told not in answer.text
    assert (await boss.get(f"{PATH}/{made['id']}")).json()["where"] == where


async def test_every_use_of_every_field_follows_its_level(world: World, boss: Client) -> None:
    """Hidden, masked and readable, as column, order and condition: a table of what is told."""
    await world.role("narrow", {"customer": {"read": "all", "fields": {"*": "read", "score": "hidden", "amount": "masked"}}})
    nia = await world.person("Nia", "narrow")
    for field, is_column, is_used in [("score", False, False), ("amount", True, False), ("rate", True, True)]:
        made = await make(boss, kind="team", columns=[{"field": field}], sort=[field], where={"field": field, "op": "gt", "value": 0})
        [seen] = [one for one in (await nia.get(PATH)).json()["items"] if one["id"] == made["id"]]
        assert bool(seen["columns"]) is is_column, field
        assert bool(seen["sort"]) is is_used, field
        assert (seen["where"] is not None) is is_used, field
        assert seen["dropped"] == 2 - is_column - is_used, field


async def test_names_are_told_of_records_in_sight_only(world: World, boss: Client, mara: Client) -> None:
    hers, hidden = await mara.make("customer", name="她的"), await boss.make("customer", name="别人的")
    where = {"field": "parent", "op": "in", "value": [hers["id"], hidden["id"]]}
    await make(boss, kind="team", where=where)
    assert (await mara.get(PATH)).json()["items"][0]["names"] == {hers["id"]: "她的"}
    assert (await boss.get(PATH)).json()["items"][0]["names"] == {hers["id"]: "她的", hidden["id"]: "别人的"}


async def test_who_sees_and_who_changes_which_view(world: World, boss: Client, mara: Client, jon: Client) -> None:
    await world.role("auditor", {"*": {"read": "all", "fields": {"*": "read"}}})
    auditor = await world.person("审计", "auditor")
    await world.role("keeper", {"*": {"read": "all", "fields": {"*": "read"}}}, "views")
    keeper = await world.person("管视图的", "keeper")
    own, for_sales, for_all = await make(mara), await make(boss, kind="team", roles=["sales"]), await make(keeper, kind="team")
    for person, sees, changes in [
        (mara, {own["id"], for_sales["id"], for_all["id"]}, {own["id"]}),
        (jon, {for_sales["id"], for_all["id"]}, set[str]()),
        (auditor, {for_all["id"]}, set[str]()),
        (boss, {for_sales["id"], for_all["id"]}, {for_sales["id"], for_all["id"]}),
        (keeper, {for_sales["id"], for_all["id"]}, {for_sales["id"], for_all["id"]}),
    ]:
        items = (await person.get(PATH)).json()["items"]
        assert {one["id"] for one in items} == sees, person.name
        assert {one["id"] for one in items if one["can"]["update"]} == changes, person.name
        for view in (own, for_sales, for_all):
            id = view["id"]
            status = 200 if id in changes else 403 if id in sees else 404
            version = next((one["version"] for one in items if one["id"] == id), 1)
            assert (await person.patch(f"{PATH}/{id}", {"version": version, "frozen": 2})).status_code == status, (person.name, view["label"])
            if status != 200:
                assert (await person.delete(f"{PATH}/{id}")).status_code == status
    for person in (mara, auditor):
        assert (await person.post(PATH, {"label": LABEL, "kind": "team"})).status_code == 403
    assert (await mara.patch(f"{PATH}/{own['id']}", {"version": 2, "kind": "team"})).status_code == 403


async def test_a_stale_version_is_refused_and_a_locked_view_is_unlocked_first(mara: Client) -> None:
    made = await make(mara)
    path = f"{PATH}/{made['id']}"
    changed = await mara.patch(path, {"version": 1, "label": {"zh": "改名"}, "locked": True})
    assert changed.status_code == 200
    assert (changed.json()["version"], changed.json()["label"], changed.json()["can"]) == (2, {"zh": "改名"}, {"update": True, "delete": False})
    stale = await mara.patch(path, {"version": 1, "frozen": 2})
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "stale", 2)
    for answer in (await mara.patch(path, {"version": 2, "frozen": 2}), await mara.delete(path)):
        assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    assert (await mara.patch(path, {"version": 2, "locked": False, "frozen": 2})).json()["frozen"] == 2


async def test_a_deleted_view_comes_back(mara: Client, jon: Client) -> None:
    made = await make(mara)
    path = f"{PATH}/{made['id']}"
    assert (await mara.delete(path)).status_code == 204
    assert await ids(mara) == []
    assert (await mara.get(path)).status_code == 404
    assert (await jon.post(f"{path}/restore")).status_code == 404
    for _ in range(2):
        assert (await mara.post(f"{path}/restore")).json()["id"] == made["id"]
    assert await ids(mara) == [made["id"]]


async def test_the_same_request_twice_makes_one_view(mara: Client) -> None:
    headers = {"Idempotency-Key": "once"}
    first = await mara.post(PATH, {"label": LABEL}, headers=headers)
    assert (await mara.post(PATH, {"label": LABEL}, headers=headers)).json()["id"] == first.json()["id"]
    assert len(await ids(mara)) == 1


@pytest.mark.req("R238", part="default for a role and a person, order of tabs")
async def test_tabs_have_each_persons_order_and_begin_as_her_role_or_she_says(world: World, boss: Client, mara: Client, jon: Client) -> None:
    team, own = await make(boss, kind="team", roles=["sales"]), await make(mara)
    assert (await mara.get(PATH)).json()["default"] == "all"
    assert (await boss.request("PUT", f"{PATH}/roles/sales", {"view": team["id"]})).json()["items"][0]["default_of"] == ["sales"]
    for person, begins in [(mara, team["id"]), (jon, team["id"]), (boss, "all")]:
        assert (await person.get(PATH)).json()["default"] == begins, person.name
        assert (await person.get("/objects/customer")).json()["default_view"] == begins, person.name
    arranged = await mara.request("PUT", f"{PATH}/arrangement", {"order": [own["id"], team["id"]], "default": own["id"]})
    assert arranged.json()["default"] == own["id"]
    assert await ids(mara) == [own["id"], team["id"]]
    assert (await jon.get(PATH)).json()["default"] == team["id"]
    assert (await mara.request("PUT", f"{PATH}/arrangement", {"order": [], "default": "all"})).json()["default"] == "all"
    assert (await mara.request("PUT", f"{PATH}/roles/sales", {"view": None})).status_code == 403
    assert (await jon.request("PUT", f"{PATH}/arrangement", {"order": [own["id"]]})).status_code == 422
    await boss.delete(f"{PATH}/{team['id']}")
    assert (await jon.get(PATH)).json()["default"] == "all"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"label": {}}, "label"),
        ({"label": {"zh": "长" * 61}}, "label"),
        ({"label": LABEL, "roles": ["sales"]}, "roles"),
        ({"label": LABEL, "kind": "team", "roles": ["nobody"]}, "roles"),
        ({"label": LABEL, "frozen": 0}, "frozen"),
        ({"label": LABEL, "frozen": 5}, "frozen"),
        ({"label": LABEL, "columns": [{"field": "name", "width": 1}]}, "columns[0].width"),
        ({"label": LABEL, "columns": [{"field": "name"}, {"field": "name"}]}, "columns"),
        ({"label": LABEL, "columns": [{"field": "nothing"}]}, "nothing"),
        ({"label": LABEL, "sort": ["nothing"]}, "nothing"),
        ({"label": LABEL, "where": {"field": "nothing", "op": "eq", "value": 1}}, "nothing"),
        ({"label": LABEL, "where": {"field": "score", "op": "eq", "value": "x"}}, "score"),
        ({"label": LABEL, "where": {"and": 1}}, "where"),
    ],
)
async def test_what_cannot_be_a_view_is_refused(boss: Client, mara: Client, body: Json, field: str) -> None:
    answer = await boss.post(PATH, body)
    assert answer.status_code == 422, answer.text
    assert field in answer.text
    assert await ids(boss) == []


async def test_nobody_saves_a_condition_on_what_she_may_not_use(boss: Client, mara: Client) -> None:
    answer = await mara.post(PATH, {"label": LABEL, "where": {"field": "note", "op": "not_empty"}})
    unknown = await mara.post(PATH, {"label": LABEL, "where": {"field": "no_such", "op": "not_empty"}})
    assert (answer.status_code, answer.json()["code"], unknown.json()["code"]) == (422, "unknown_field", "unknown_field")
    assert (await mara.post(PATH, {"label": LABEL, "columns": [{"field": "phone"}]})).status_code == 201
    assert fields_of(await mara.post(PATH, {"label": LABEL, "columns": [{"field": "note"}]})) in ({"note": "unknown_field"}, {})
    assert (await mara.post("/objects/nothing/views", {"label": LABEL})).status_code == 404
    assert (await mara.get(f"{PATH}/{uuid4()}")).status_code == 404


async def test_columns_that_she_cannot_see_stay_in_the_view_that_she_changes(world: World, boss: Client, mara: Client) -> None:
    await world.role("keeper", {"*": {"read": "all", "fields": {"*": "read", "note": "hidden"}}}, "views")
    keeper = await world.person("管视图的", "keeper")
    where = {"field": "note", "op": "not_empty"}
    made = await make(boss, kind="team", columns=[{"field": "name"}, {"field": "note"}], where=where)
    changed = await keeper.patch(f"{PATH}/{made['id']}", {"version": 1, "columns": [{"field": "level"}]})
    assert [one["field"] for one in changed.json()["columns"]] == ["level"]
    whole = (await boss.get(f"{PATH}/{made['id']}")).json()
    assert [one["field"] for one in whole["columns"]] == ["level", "note"]
    assert whole["where"] == where


async def test_what_was_done_stands_in_the_log_without_values(world: World, boss: Client) -> None:
    made = await make(boss, where={"field": "name", "op": "eq", "value": "机密词"})
    await boss.patch(f"{PATH}/{made['id']}", {"version": 1, "where": {"field": "name", "op": "eq", "value": "另一个机密词"}})
    await boss.delete(f"{PATH}/{made['id']}")
    await boss.post(f"{PATH}/{made['id']}/restore")
    async with world.database.workspace(HOME) as tx:
        rows = await tx.all("select action, body::text as body from audit_event where action like 'view.%%' order by id")
    assert [row["action"] for row in rows] == ["view.created", "view.changed", "view.deleted", "view.restored"]
    assert '"changed": ["where"]' in rows[1]["body"] or '"changed":["where"]' in rows[1]["body"]
    assert all("机密词" not in row["body"] for row in rows)
