"""One change of many records: what it does, what it counts, how it is taken back."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest

from kedang.core.db import Database
from tests.bulk.asking import bulk, counts, customers, undo, values
from tests.support.world import HOME, Client, World, fields_of


@pytest.mark.req("R032")
async def test_owner_and_tag_of_500_change_in_one_action_and_come_back(boss: Client, world: World, database: Database) -> None:
    li = await world.person("李强", "administrator")
    ids = await customers(boss, 500, tags=["旧"])
    done = await bulk(boss, ids=ids, action="set", values={"owner": str(li.id), "tags": ["重点"]})
    assert counts(done) == ("done", 500, 500, 0, 0)
    rows = await values(boss, "owner", "tags")
    assert len(rows) == 500
    assert {(owner["id"], *tags) for owner, tags in rows} == {(str(li.id), "重点")}
    async with database.workspace(HOME) as tx:
        written = await tx.all("select distinct batch, count(*) as n from change where kind = 'updated' group by batch")
        assert [(str(row["batch"]), row["n"]) for row in written] == [(done["id"], 500)]
        logged = await tx.all("select action, count(*) as n from audit_event where body ->> 'batch' = %(id)s group by action order by action", id=done["id"])
        assert [(row["action"], row["n"]) for row in logged] == [("bulk.done", 1), ("bulk.requested", 1), ("record.updated", 500)]
    undone = await undo(boss, done)
    assert (undone["state"], undone["reverted"], undone["kept"]) == ("undone", 500, 0)
    rows = await values(boss, "owner", "tags")
    assert {(owner["id"], *tags) for owner, tags in rows} == {(str(boss.id), "旧")}
    again = await boss.post(f"/bulks/{done['id']}/undo")
    assert again.status_code == 409


async def test_all_that_match_change_but_those_that_were_unticked(boss: Client) -> None:
    ids = await customers(boss, 20)
    query = {"where": {"field": "score", "op": "ge", "value": 10}}
    planned = await boss.post("/objects/customer/bulk?plan=true", {"query": query, "besides": ids[10:12], "action": "set", "values": {"level": "A"}})
    assert planned.json() == {"total": 8, "allowed": 8}
    assert {row[0] for row in await values(boss, "level")} == {None}, "a plan changes nothing"
    done = await bulk(boss, query=query, besides=ids[10:12], action="set", values={"level": "A"})
    assert counts(done) == ("done", 8, 8, 0, 0)
    assert [row[0] for row in await values(boss, "level")] == [None] * 12 + ["A"] * 8
    searched = await bulk(boss, query={"search": "客户00003"}, action="set", values={"level": "B"})
    assert counts(searched) == ("done", 1, 1, 0, 0)


async def test_words_are_added_and_removed_beside_what_is_there(boss: Client) -> None:
    for name, tags, areas in (("甲", ["老", "大"], ["north"]), ("乙", [], []), ("丙", ["新"], ["south"])):
        await boss.make("customer", name=name, tags=tags, areas=areas)
    done = await bulk(boss, query={}, action="tags", field="tags", add=["新"], remove=["老"])
    assert counts(done) == ("done", 3, 2, 1, 0), "who has it already is not changed"
    assert dict(await values(boss, "name", "tags")) == {"甲": ["大", "新"], "乙": ["新"], "丙": ["新"]}
    await bulk(boss, query={}, action="tags", field="areas", add=["east"], remove=["north"])
    assert dict(await values(boss, "name", "areas")) == {"甲": ["east"], "乙": ["east"], "丙": ["south", "east"]}
    assert (await undo(boss, done))["reverted"] == 2
    assert {name: tags or [] for name, tags in await values(boss, "name", "tags")} == {"甲": ["老", "大"], "乙": [], "丙": ["新"]}


async def test_many_go_into_the_bin_and_out_of_it_and_both_can_be_undone(boss: Client) -> None:
    ids = await customers(boss, 12)
    gone = await bulk(boss, ids=ids, action="delete")
    assert (counts(gone), len(await values(boss, "name"))) == (("done", 12, 12, 0, 0), 0)
    back = await bulk(boss, query={}, action="restore")
    assert (counts(back), len(await values(boss, "name"))) == (("done", 12, 12, 0, 0), 12)
    assert (await undo(boss, back))["reverted"] == 12
    assert (len(await values(boss, "name")), len(await values(boss, "name", deleted=True))) == (0, 12)
    assert (await undo(boss, gone))["kept"] == 12, "somebody has touched them since"


async def test_the_former_way_to_undo_a_batch_takes_back_a_restore_too(boss: Client) -> None:
    ids = await customers(boss, 3)
    await bulk(boss, ids=ids, action="delete")
    back = await bulk(boss, ids=ids, action="restore")
    answer = await boss.post(f"/batches/{back['id']}/undo")
    assert (answer.status_code, answer.json()["reverted"]) == (200, 3)
    assert await values(boss, "name") == []


async def test_what_breaks_a_rule_is_refused_by_itself_and_listed(boss: Client) -> None:
    ids = await customers(boss, 6)
    await boss.make("customer", name="=有此电话", phone="13800138000")
    done = await bulk(boss, ids=[*ids, str(uuid4())], action="set", values={"phone": "13900139000"})
    assert counts(done) == ("done", 7, 1, 0, 6), "one may have it, the phone is unique; one record does not exist"
    page = (await boss.get(f"/bulks/{done['id']}/rows?limit=4")).json()
    rest = (await boss.get(f"/bulks/{done['id']}/rows?limit=4&cursor={page['next']}")).json()
    rows = [*page["items"], *rest["items"]]
    assert rest["next"] is None
    assert [row["code"] for row in rows] == ["duplicate"] * 5 + ["not_found"]
    assert [row["title"] for row in rows] == [f"客户{at:05}" for at in range(1, 6)] + [None]
    assert "phone" in rows[0]["reason"]
    file = await boss.get(f"/bulks/{done['id']}/refused")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert lines[0] == ["Id", "Title", "Reason"]
    assert [line[0] for line in lines[1:]] == [row["id"] for row in rows]


async def test_no_title_in_the_file_of_refused_rows_is_a_formula(boss: Client) -> None:
    await boss.make("customer", name="=1+1", phone="13800138000")
    await boss.make("customer", name="乙")
    await bulk(boss, query={"search": "乙"}, action="set", values={"phone": "13700137000"})
    done = await bulk(boss, query={}, action="set", values={"phone": "13700137000"})
    assert done["refused"] == 1
    file = (await boss.get(f"/bulks/{done['id']}/refused")).content.decode("utf-8-sig")
    assert "'=1+1" in file


async def test_what_others_changed_since_stays_when_it_is_undone(boss: Client) -> None:
    ids = await customers(boss, 3)
    done = await bulk(boss, ids=ids, action="set", values={"level": "A"})
    await boss.patch(f"/objects/customer/records/{ids[1]}", {"version": 2, "level": "C"})
    await boss.patch(f"/objects/customer/records/{ids[2]}", {"version": 2, "note": "别的字段"})
    undone = await undo(boss, done)
    assert (undone["reverted"], undone["kept"]) == (2, 1)
    assert await values(boss, "level", "note") == [(None, None), ("C", None), (None, "别的字段")]
    kept = (await boss.get(f"/bulks/{done['id']}/rows?which=kept")).json()["items"]
    assert [(row["id"], row["code"]) for row in kept] == [(ids[1], "touched")]


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({"action": "set", "values": {"level": "A"}}, 422, "ids"),
    ({"ids": [], "query": {}, "action": "set", "values": {"level": "A"}}, 422, "ids"),
    ({"query": {}, "action": "set"}, 422, "values"),
    ({"query": {}, "action": "set", "values": {"nothing": 1}}, 422, "nothing"),
    ({"query": {}, "action": "set", "values": {"score": "viel"}}, 422, "score"),
    ({"query": {}, "action": "set", "values": {"name": None}}, 422, "name"),
    ({"query": {}, "action": "set", "values": {"owner": str(uuid4())}}, 422, "owner"),
    ({"query": {}, "action": "tags", "field": "name", "add": ["x"]}, 422, "field"),
    ({"query": {}, "action": "tags", "field": "tags"}, 422, "add"),
    ({"query": {}, "action": "tags", "field": "areas", "add": ["west"]}, 422, "areas"),
    ({"query": {"limit": 5}, "action": "delete"}, 422, "query.limit"),
    ({"query": {"where": {"field": "nothing", "op": "eq", "value": 1}}, "action": "delete"}, 422, "nothing"),
]


async def test_what_cannot_be_done_is_said_before_anything_is_done(boss: Client, database: Database) -> None:
    await customers(boss, 2)
    for body, status, name in BAD:
        for path in ("/objects/customer/bulk", "/objects/customer/bulk?plan=true"):
            answer = await boss.post(path, body)
            told = {one["field"] for one in answer.json()["fields"]}
            assert (answer.status_code, name in told) == (status, True), (body, answer.text)
    assert (await boss.post("/objects/nothing/bulk", {"query": {}, "action": "delete"})).status_code == 404
    async with database.workspace(HOME) as tx:
        assert await tx.all("select 1 from bulk") == []
    assert fields_of(await boss.post("/objects/customer/bulk", {"query": {}, "action": "burn"})) != {}


async def test_the_same_key_twice_changes_once(boss: Client) -> None:
    ids = await customers(boss, 2)
    body = {"ids": ids, "action": "set", "values": {"level": "A"}}
    first, again = [await boss.post("/objects/customer/bulk", body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert len((await boss.get("/bulks")).json()["items"]) == 1
    undone = [await boss.post(f"/bulks/{first.json()['id']}/undo", headers={"Idempotency-Key": "u"}) for _ in range(2)]
    assert [(one.status_code, one.json()["state"]) for one in undone] == [(200, "undone")] * 2
