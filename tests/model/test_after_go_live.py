"""What a firm changes while it works: nothing that it keeps is lost."""

from __future__ import annotations

import pytest

from kedang.core.db import Database
from tests.imports.books import book, run, upload
from tests.support.world import ALL, HOME, Client, World, field

PATH = "/objects/customer"
MANY = 1_000


@pytest.mark.req("R002")
async def test_adding_renaming_and_hiding_fields_loses_no_row_and_no_value(world: World, boss: Client) -> None:
    """Of 1,000 records: none is lost, old values still stand in records and history, and everything is in the log."""
    rows = [{"create": {"name": f"客户{n}", "score": n, "note": f"旧{n}"}} for n in range(MANY)]
    made = (await boss.post(f"{PATH}/batch", {"rows": rows})).json()["results"]
    ids = [one["id"] for one in made]
    edits = [{"update": {"id": one, "version": 1, "score": n + 1}} for n, one in enumerate(ids[:100])]
    answer = await boss.post(f"{PATH}/batch", {"rows": edits})
    assert answer.status_code == 200, answer.text
    assert (await boss.post(f"{PATH}/fields", field("region", "text"))).status_code == 201
    assert (await boss.patch(f"{PATH}/fields/note", {"label": {"zh": "附注"}})).status_code == 200
    assert (await boss.patch(f"{PATH}/fields/score", {"off": True})).status_code == 200

    assert (await boss.find("customer", count="exact", limit=1))["count"]["value"] == MANY
    found = {}
    page = await boss.find("customer", fields=["score", "note", "region"], limit=200)
    while True:
        found |= {one["id"]: one for one in page["items"]}
        if not page["next"]:
            break
        page = await boss.find("customer", fields=["score", "note", "region"], limit=200, cursor=page["next"])
    for n, id in enumerate(ids):
        assert (found[id]["score"], found[id]["note"], found[id]["region"]) == (n + 1 if n < 100 else n, f"旧{n}", None)
    history = (await boss.get(f"{PATH}/records/{ids[7]}/history")).json()["items"]
    assert {"field": "score", "old": 7, "new": 8} in history[0]["changes"]
    label = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == "note")["label"]
    assert label["zh"] == "附注"
    async with world.database.workspace(HOME) as tx:
        logged = await tx.all(
            "select p.name, e.action, e.body ->> 'field' as field from audit_event e join person p on p.id = e.actor where e.action like 'field.%' order by e.id"
        )
    assert [(one["action"], one["field"]) for one in logged] == [("field.created", "region"), ("field.changed", "note"), ("field.changed", "score")]
    assert {one["name"] for one in logged} == {"陈静"}


@pytest.mark.commits
@pytest.mark.req("R007", part="API: rename, and nothing but options by form, batch and import")
async def test_a_renamed_option_shows_everywhere_and_free_text_gets_in_nowhere(world: World, boss: Client, database: Database) -> None:
    await boss.make("customer", name="甲", level="A")
    shown = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == "level")["options"]
    renamed = [{**one, "label": {"zh": "战略客户"}} if one["key"] == "A" else one for one in shown]
    assert (await boss.patch(f"{PATH}/fields/level", {"options": renamed})).status_code == 200
    now = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == "level")["options"]
    assert next(one for one in now if one["key"] == "A")["label"] == {"zh": "战略客户"}
    exported = await boss.find("customer", where={"field": "level", "op": "eq", "value": "A"})
    assert [one["name"] for one in exported["items"]] == ["甲"], "records hold the key, so the new name is theirs at once"

    assert (await boss.post(f"{PATH}/records", {"name": "乙", "level": "随便写"})).status_code == 422
    record = exported["items"][0]
    assert (await boss.patch(f"{PATH}/records/{record['id']}", {"version": record["version"], "level": "随便写"})).status_code == 422
    assert (await boss.post(f"{PATH}/batch", {"rows": [{"create": {"name": "丙", "level": "随便写"}}]})).status_code == 422
    await world.role("clerk", {"*": ALL})
    clerk = await world.person("Mara", "clerk")
    planned = await upload(clerk, book(客户=[("字段name", "字段level"), ("丁", "随便写"), ("戊", "战略客户")]), object="customer", choices='{"options": false}')
    await run(clerk, database, planned["id"])
    levels = {one["name"]: one["level"] for one in (await boss.find("customer", fields=["name", "level"]))["items"]}
    assert (levels["甲"], levels["戊"], levels.get("丁")) == ("A", "A", None)
    kept = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == "level")["options"]
    assert [one["key"] for one in kept] == [one["key"] for one in shown], "who does not manage the model adds no option by an import"


async def test_an_object_made_by_a_firm_works_as_the_shipped_ones_do(boss: Client) -> None:
    """List, record, relation, timeline, history, export: at once, in the very process that was running."""
    contract = {
        "key": "contract", "label": {"zh": "合同", "en": "Contract"}, "icon": "file-text", "title": "name", "timeline": ["customer"],
        "fields": [field("name", "text", required=True, search=True), field("customer", "relation", target="customer"), field("sum", "money")],
    }  # fmt: skip
    assert (await boss.post("/objects", contract)).status_code == 201
    customer = await boss.make("customer", name="甲")
    made = await boss.make("contract", name="年度框架", customer=customer["id"], sum={"amount": "5", "currency": "CNY"})
    assert [one["title"] for one in (await boss.find("contract", where={"field": "customer.name", "op": "eq", "value": "甲"}))["items"]] == ["年度框架"]
    happened = (await boss.get(f"{PATH}/records/{customer['id']}/timeline")).json()["items"]
    assert any(one["object"] == "contract" and one["record"]["id"] == made["id"] for one in happened)
    assert (await boss.patch(f"/objects/contract/records/{made['id']}", {"version": 1, "name": "框架协议"})).status_code == 200
    assert (await boss.get(f"/objects/contract/records/{made['id']}/history")).json()["items"][0]["changes"][0]["new"] == "框架协议"
    assert (await boss.delete(f"/objects/contract/records/{made['id']}?version=2")).status_code in {200, 204}
    assert (await boss.post(f"/objects/contract/records/{made['id']}/restore")).status_code in {200, 204}
    assert "contract" in [one["key"] for one in (await boss.get("/objects")).json()["items"]]
