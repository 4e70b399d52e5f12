"""Who may export what: the rows and the levels of the list, and the right of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from tests.exports.asking import content, csv_rows, export, read_csv, xlsx_rows
from tests.support.world import ALL, HOME, Client, World, problem

BELOW = {**ALL, **dict.fromkeys(("read", "update", "export"), "department_tree"), "fields": {"*": "edit"}}
SALES = {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}
READ_ONLY = {"read": "all", "fields": {"*": "read"}}
#: She sees every row and may export her own; phones masked, notes hidden; of her own rows she reads the amounts, of the others only masks.
NARROW: list[dict[str, Any]] = [
    {"read": "all", "export": "own", "fields": {"*": "read", "phone": "masked", "note": "hidden", "amount": "masked", "title": "read"}},
]


@dataclass
class Firm:
    """A firm of two departments, with customers in both."""

    world: World
    boss: Client
    manager: Client
    sales: Client
    auditor: Client
    narrow: Client


@pytest.fixture
async def firm(world: World, boss: Client) -> Firm:
    """Nine customers: three of sales in the south, three of the narrow one in the north, three of the boss."""
    south, north = await world.department("华南"), await world.department("华北")
    await world.role("manager", {"*": BELOW})
    await world.role("sales", {"*": SALES})
    await world.role("read_only", {"*": READ_ONLY})
    await world.role("narrow", {"customer": NARROW[0]})
    await world.role("maker", {"customer": SALES})
    made = Firm(
        world, boss,
        manager=await world.person("部门经理", "manager", departments=[south]),
        sales=await world.person("Mara", "sales", departments=[south]),
        auditor=await world.person("审计", "read_only", departments=[north]),
        narrow=await world.person("Nia", "narrow", "maker", departments=[north]),
    )  # fmt: skip
    for who in (made.sales, made.narrow, made.boss):
        for at in range(3):
            await who.make("customer", name=f"{who.name} {at}", phone=f"13{ord(who.name[0]) % 10}0000100{at}", note=f"秘密{at}", amount=at + 1)
    return made


@pytest.mark.req("R176", part="API")
async def test_the_right_to_export_is_a_right_of_its_own(firm: Firm) -> None:
    for person, status, rows in [(firm.boss, 202, 9), (firm.manager, 202, 3), (firm.narrow, 202, 3), (firm.sales, 403, 0), (firm.auditor, 403, 0)]:
        answer = await person.post("/exports", {"object": "customer"})
        assert answer.status_code == status, (person.name, answer.text)
        if status == 202:
            assert answer.json()["rows"] == rows, person.name
        else:
            assert answer.json()["code"] == "forbidden"


@pytest.mark.req("R172", part="export")
async def test_an_export_has_as_many_rows_as_the_list_counts(firm: Firm) -> None:
    where = {"field": "amount", "op": "ge", "value": 2}
    for person in (firm.boss, firm.manager):
        listed = await person.find("customer", where=where, count="exact", limit=1)
        for format in ("xlsx", "csv"):
            made = await export(person, format=format, query={"where": where, "limit": 1, "count": "exact"})
            assert made["rows"] == made["total"] == listed["count"]["value"], person.name
            assert made["left_out"] == 0


async def test_rows_that_may_be_seen_and_not_exported_are_left_out_and_counted(firm: Firm) -> None:
    made = await export(firm.narrow, query={"fields": ["name"], "sort": ["name"]})
    assert (made["rows"], made["left_out"]) == (3, 6)
    assert (await firm.narrow.find("customer", count="exact"))["count"]["value"] == 9
    rows = await xlsx_rows(firm.narrow, query={"fields": ["name"], "sort": ["name"]})
    assert [row["Field name"] for row in rows] == ["Nia 0", "Nia 1", "Nia 2"]


@pytest.mark.req("R179", part="export")
async def test_masked_stays_masked_and_hidden_is_absent(firm: Firm) -> None:
    await firm.world.role("all_narrow", {"customer": {**NARROW[0], "export": "all"}})
    person = await firm.world.person("Ola", "all_narrow")
    for rows in (await csv_rows(person, query={"sort": ["name"]}), await xlsx_rows(person, query={"sort": ["name"]})):
        assert "Field note" not in rows[0]
        assert [row["Field phone"] for row in rows if row["Field name"] == "Mara 0"] == ["137****1000"]
        assert {row["Field amount"] for row in rows} == {"***"}
    for part in ({"fields": ["note"]}, {"sort": ["note"]}, {"where": {"field": "note", "op": "not_empty"}}):
        refused = await person.post("/exports", {"object": "customer", "query": part})
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_field"), part
    for part in ({"sort": ["phone"]}, {"where": {"field": "amount", "op": "gt", "value": 1}}):
        refused = await person.post("/exports", {"object": "customer", "query": part})
        assert (refused.status_code, refused.json()["code"]) == (422, "field_not_usable"), part


async def test_a_field_that_may_be_read_on_some_rows_is_masked_on_the_others(firm: Firm) -> None:
    await firm.world.role("all_narrow", {"customer": {**NARROW[0], "export": "all"}})
    person = await firm.world.person("Pia", "all_narrow", "maker")
    await person.make("customer", name="Pia 0", phone="13900001234", amount="7")
    rows = {row["Field name"]: row for row in await xlsx_rows(person)}
    assert (rows["Pia 0"]["Field phone"], rows["Pia 0"]["Field amount"], rows["Pia 0"]["Field note"]) == ("13900001234", 7, None)
    assert (rows["Mara 1"]["Field phone"], rows["Mara 1"]["Field amount"], rows["Mara 1"]["Field note"]) == ("137****1001", "***", None)


async def test_links_to_what_is_out_of_sight_are_empty(firm: Firm) -> None:
    (theirs,) = (await firm.boss.find("customer", where={"field": "name", "op": "eq", "value": "Mara 0"}))["items"]
    (mine,) = (await firm.boss.find("customer", where={"field": "name", "op": "eq", "value": "陈静 0"}))["items"]
    for other, name in ((theirs, "seen"), (mine, "unseen")):
        await firm.manager.make("customer", name=name)
        (row,) = (await firm.boss.find("customer", where={"field": "name", "op": "eq", "value": name}))["items"]
        changed = await firm.boss.patch(f"/objects/customer/records/{row['id']}", {"parent": other["id"], "friends": [other["id"]], "version": row["version"]})
        assert changed.status_code == 200, changed.text
    rows = {row["Field name"]: row for row in await csv_rows(firm.manager, query={"fields": ["name", "parent", "friends"]})}
    assert (rows["seen"]["Field parent"], rows["seen"]["Field friends"]) == ("Mara 0", "Mara 0")
    assert (rows["unseen"]["Field parent"], rows["unseen"]["Field friends"]) == ("", "")


async def test_an_object_out_of_sight_is_the_same_as_none(firm: Firm) -> None:
    absent = problem(await firm.narrow.post("/exports", {"object": "nothing"}))
    assert absent[0] == 404
    assert problem(await firm.narrow.post("/exports", {"object": "deal"})) == absent


async def test_nobody_sees_or_takes_an_export_of_somebody_else(firm: Firm) -> None:
    theirs = await export(firm.boss)
    absent = {path: problem(await firm.manager.get(f"/exports/{UUID(int=7)}{path}")) for path in ("", "/file")}
    for path in ("", "/file"):
        assert problem(await firm.manager.get(f"/exports/{theirs['id']}{path}")) == absent[path]
        assert absent[path][0] == 404
    assert (await firm.manager.delete(f"/exports/{theirs['id']}")).status_code == 404
    assert (await firm.manager.get("/exports")).json() == {"items": []}
    assert (await firm.boss.get(f"/exports/{theirs['id']}/file")).status_code == 200


@pytest.mark.req("R281", part="export")
async def test_who_loses_the_right_cannot_take_the_file_any_more(firm: Firm) -> None:
    made = await export(firm.manager)
    await firm.world.change(firm.manager.id, roles=("sales",))
    after = await firm.world.client(firm.manager.name, firm.manager.id)
    assert (await after.get(f"/exports/{made['id']}/file")).status_code == 403


@pytest.mark.req("R195", part="export")
async def test_every_export_is_in_the_log_with_object_query_and_count(firm: Firm) -> None:
    query = {"where": {"field": "amount", "op": "ge", "value": 2}, "fields": ["name"]}
    made = await export(firm.manager, query=query)
    await content(firm.manager, made)
    async with firm.world.database.workspace(HOME) as tx:
        rows = await tx.all("select action, actor, object, body from audit_event where action like 'export.%%' order by at, id")
    assert [row["action"] for row in rows] == ["export.requested", "export.made", "export.downloaded"]
    for row in rows:
        assert (row["actor"], row["body"]["export"], row["body"]["query"], row["body"]["rows"]) == (firm.manager.id, made["id"], query, 2)
        assert row["object"] is not None


async def test_what_is_wrong_with_a_wish_is_said(firm: Firm) -> None:
    for body, field in [
        ({}, "object"),
        ({"object": "customer", "everything": True}, "object"),
        ({"object": "customer", "format": "zip"}, "format"),
        ({"object": "customer", "with_history": True}, "format"),
        ({"everything": True, "format": "csv"}, "format"),
        ({"everything": True, "query": {"sort": ["name"]}}, "query"),
        ({"object": "customer", "query": {"fields": []}}, "fields"),
        ({"object": "customer", "query": {"deleted": True}}, "query.deleted"),
        ({"object": "customer", "query": {"expand": ["parent.name"]}}, "query.expand"),
        ({"object": "customer", "query": {"nonsense": 1}}, "nonsense"),
        ({"object": "customer", "format": "docx"}, "format"),
    ]:
        answer = await firm.boss.post("/exports", body)
        assert answer.status_code == 422, (body, answer.text)
        assert field in answer.text, answer.text
        assert answer.json()["detail"]


async def test_asking_twice_makes_one(firm: Firm) -> None:
    key = {"Idempotency-Key": "e-1"}
    first = await firm.boss.post("/exports", {"object": "customer"}, headers=key)
    second = await firm.boss.post("/exports", {"object": "customer"}, headers=key)
    assert (second.status_code, second.json()) == (202, first.json())
    assert len((await firm.boss.get("/exports")).json()["items"]) == 1


async def test_a_deleted_export_is_gone_with_its_file(firm: Firm, settings: Any) -> None:
    made = await export(firm.boss, format="csv")
    assert len(read_csv(await content(firm.boss, made))) == 9
    assert (await firm.boss.delete(f"/exports/{made['id']}")).status_code == 204
    assert (await firm.boss.get(f"/exports/{made['id']}/file")).status_code == 404
    assert [path for path in (settings.data_dir / "exports").rglob("*") if path.is_file()] == []
