"""What the settings of the model do: order, out of use and back, deleted and back, several people at once, and what the log says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import ALL, HOME, Client, World, field, fields_of, options

PATH = "/objects/customer"


async def whole(boss: Client, object: str = "customer") -> dict[str, Any]:
    """An object as who manages the model sees it."""
    answer = await boss.get(f"/model/{object}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def log_of(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """Who did what to the model, oldest first."""
    async with world.database.workspace(HOME) as tx:
        rows = await tx.all(
            """
            select p.name, e.action, e.body from audit_event e join person p on p.id = e.actor
            where split_part(e.action, '.', 1) in ('object', 'field', 'fields', 'options', 'workspace') order by e.at, e.id
            """
        )
    return [(row["name"], row["action"], row["body"]) for row in rows]


async def test_only_who_manages_the_model_sees_it_whole(world: World, boss: Client) -> None:
    await world.role("worker", {"*": ALL}, "people", "workspace")
    await world.role("modeller", {}, "model")
    worker, modeller, nobody = await world.person("Mara", "worker"), await world.person("Eva", "modeller"), await world.person("Jon")
    for path in ("/model", "/model/customer", "/model/customer/fields/level", "/keys?label=x"):
        for client, status in ((boss, 200), (modeller, 200), (worker, 403), (nobody, 403)):
            assert (await client.get(path)).status_code == status, (client.name, path)
    for client, status in ((boss, 200), (worker, 200), (modeller, 403), (nobody, 403)):
        assert (await client.get("/workspace")).status_code == status, client.name
        assert (await client.patch("/workspace", {"name": "晨光"})).status_code == status, client.name
    # Who manages the model need not see a record of it.
    assert (await modeller.patch(f"{PATH}/fields/note", {"help": {"zh": "说明"}})).status_code == 200
    for path in ("/model/nothing", "/model/nothing/fields/x"):
        assert (await boss.get(path)).status_code == 404
    assert (await boss.get("/model/customer/fields/owner")).status_code == 422


async def test_the_whole_model_is_told_with_what_it_holds(boss: Client) -> None:
    await boss.make("customer", name="甲", level="A")
    await boss.make("customer", name="乙", level="B", areas=["north", "east"])
    listed = {one["key"]: one for one in (await boss.get("/model")).json()["items"]}
    assert (listed["customer"]["records"], listed["customer"]["fields"], listed["customer"]["shipped"], listed["customer"]["off"]) == (2, 22, False, False)
    found = await whole(boss)
    assert [one["key"] for one in found["definition"]["fields"]][:3] == ["name", "code", "tax_number"]
    assert found["incoming"] == ["customer.parent", "customer.friends", "deal.customer", "deal.partners"]
    assert "owner" in [one["key"] for one in found["system"]]
    counts = {key: (await boss.get(f"/model/customer/fields/{key}")).json() for key in ("level", "areas", "note")}
    assert counts == {
        "level": {"values": 2, "options": {"A": 1, "B": 1}},
        "areas": {"values": 1, "options": {"north": 1, "east": 1}},
        "note": {"values": 0, "options": {}},
    }


async def test_a_key_is_proposed_from_the_label(boss: Client) -> None:
    for label, object, key in (
        ("合同 金额", "customer", "he_tong_jin_e"), ("Name", "customer", "name_2"), ("重庆分公司", "customer", "chong_qing_fen_gong_si"), ("3D 图", "customer", "f_3d_tu"),
        ("¥", "customer", "field"), ("Owner", "customer", "owner_2"), ("Deal", None, "deal_2"), ("合同", None, "he_tong"),
    ):  # fmt: skip
        answer = await boss.get("/keys", params={"label": label} | ({"object": object} if object else {}))
        assert answer.json() == {"key": key}, label


async def test_fields_stand_in_the_order_that_is_given(world: World, boss: Client) -> None:
    keys = [one["key"] for one in (await whole(boss))["definition"]["fields"]]
    wanted = [*keys[5:], *keys[:5]]
    assert (await boss.request("PUT", f"{PATH}/order?plan=true", {"fields": wanted})).json()["plan"]["effects"] == [
        {"change": "order_fields", "object": "customer"}
    ]
    assert [one["key"] for one in (await whole(boss))["definition"]["fields"]] == keys
    shown = (await boss.request("PUT", f"{PATH}/order", {"fields": wanted})).json()
    assert [one["key"] for one in shown["fields"] if not one["system"]] == wanted
    for wrong in (wanted[1:], [*wanted, wanted[0]], [*wanted[1:], "other"]):
        for query in ("", "?plan=true"):
            answer = await boss.request("PUT", f"{PATH}/order{query}", {"fields": wrong})
            assert (answer.status_code, answer.json()["code"]) == (422, "order_incomplete")


async def test_a_field_out_of_use_is_read_and_not_written_and_asks_for_nothing(world: World, boss: Client) -> None:
    made = await boss.make("customer", name="甲", score=3)
    assert (await boss.patch(f"{PATH}/records/{made['id']}", {"score": 7, "version": 1})).status_code == 200
    made["version"] = 2
    assert (await boss.patch(f"{PATH}/fields/score", {"required": True, "default": 5})).status_code == 200
    (effect,) = (await boss.patch(f"{PATH}/fields/score?plan=true", {"off": True})).json()["plan"]["effects"]
    assert effect["values"] == 1
    shown = (await boss.patch(f"{PATH}/fields/score", {"off": True})).json()
    score = next(one for one in shown["fields"] if one["key"] == "score")
    assert (score["off"], score["level"], score["required"], score["default"]) == (True, "read", False, None)
    new = await boss.make("customer", name="乙")
    assert new["score"] is None
    assert (await boss.record("customer", made["id"]))["score"] == 7
    for values in ({"score": 8}, {"score": None}):
        answer = await boss.patch(f"{PATH}/records/{made['id']}", {**values, "version": made["version"]})
        assert (answer.status_code, list(fields_of(answer))) == (403, []) or list(fields_of(answer)) == ["score"], answer.text
    assert (await boss.post(f"{PATH}/records", {"name": "丙", "score": 1})).status_code in {403, 422}
    history = (await boss.get(f"{PATH}/records/{made['id']}/history")).json()["items"]
    assert any(change["field"] == "score" and change["new"] == 7 for change in history[0]["changes"])
    assert [one["title"] for one in (await boss.find("customer", where={"field": "score", "op": "eq", "value": 7}))["items"]] == ["甲"]
    for used in ("name", "tax_number"):
        for query in ("", "?plan=true"):
            assert (await boss.patch(f"{PATH}/fields/{used}{query}", {"off": True})).json()["code"] == "field_in_use", used
    assert (await boss.patch(f"{PATH}/fields/score", {"off": False})).status_code == 200
    back = next(one for one in (await boss.get(PATH)).json()["fields"] if one["key"] == "score")
    assert (back["off"], back["level"], back["required"], back["default"]) == (False, "edit", True, 5)


async def test_a_deleted_field_comes_back_with_its_values(boss: Client) -> None:
    made = await boss.make("customer", name="甲", code="1", friends=[], note="旧")
    other = await boss.make("customer", name="乙", code="2", friends=[made["id"]])
    for key, count in (("code", 2), ("friends", 1), ("note", 1)):
        assert (await boss.delete(f"{PATH}/fields/{key}?plan=true")).json()["plan"]["effects"][0]["values"] == count
        assert (await boss.delete(f"{PATH}/fields/{key}")).status_code == 200
    assert {one["definition"]["key"]: one["values"] for one in (await whole(boss))["retired"]} == {"note": 1, "friends": 1, "code": 2}
    assert (await boss.post(f"{PATH}/fields", field("code", "text"))).json()["code"] == "key_taken"
    for key in ("code", "friends", "note"):
        assert (await boss.post(f"{PATH}/fields/{key}/restore?plan=true")).json()["plan"]["effects"][0]["change"] == "restore_field"
        assert (await boss.post(f"{PATH}/fields/{key}/restore")).status_code == 200, key
        for query in ("", "?plan=true"):
            assert (await boss.post(f"{PATH}/fields/{key}/restore{query}")).json()["code"] == "not_retired"
    found = await boss.record("customer", other["id"])
    assert (found["code"], [one["id"] for one in found["friends"]["items"]]) == ("2", [made["id"]])
    assert (await boss.post(f"{PATH}/records", {"name": "丙", "code": "2"})).json()["code"] == "duplicate", "unique again"
    assert (await whole(boss))["retired"] == []


async def test_an_object_out_of_use_is_met_by_nobody_and_comes_back_as_it_was(world: World, boss: Client) -> None:
    customer = await boss.make("customer", name="甲")
    deal = await boss.make("deal", name="订单", customer=customer["id"])
    (effect,) = (await boss.patch(f"{PATH}?plan=true", {"off": True})).json()["plan"]["effects"]
    assert (effect["records"], effect["relations"]) == (1, ["deal.customer", "deal.partners"])
    assert (await boss.patch("/objects/deal/fields/customer", {"required": True})).status_code == 200
    assert (await boss.patch(PATH, {"off": True})).status_code == 200
    assert [one["key"] for one in (await boss.get("/objects")).json()["items"]] == ["deal"]
    record = f"{PATH}/records/{customer['id']}"
    for method, path, body in (
        ("GET", PATH, None), ("GET", record, None), ("POST", f"{PATH}/query", {}), ("POST", f"{PATH}/records", {"name": "乙"}), ("GET", f"{record}/timeline", None),
        ("PATCH", record, {"version": 1, "name": "丙"}), ("DELETE", f"{record}?version=1", None), ("POST", f"{PATH}/batch", {"rows": []}),
    ):  # fmt: skip
        assert (await boss.request(method, path, body)).status_code == 404, (method, path)
    shown = (await boss.get("/objects/deal")).json()
    assert not {"customer", "partners"} & {one["key"] for one in shown["fields"]}
    assert "customer" not in await boss.record("deal", deal["id"])
    assert (await boss.post("/objects/deal/query", {"where": {"field": "customer.name", "op": "eq", "value": "甲"}})).status_code == 422
    assert (await boss.make("deal", name="没有客户的订单"))["id"], "what cannot be given is not asked for"
    assert (await boss.get("/search?q=甲")).json()["items"] == []
    assert {one["key"]: one["off"] for one in (await boss.get("/model")).json()["items"]} == {"customer": True, "deal": False}
    # It can be changed meanwhile, and comes back.
    assert (await boss.patch(f"{PATH}/fields/note", {"label": {"zh": "附注"}})).status_code == 200
    assert (await boss.patch(PATH, {"off": False})).json()["key"] == "customer"
    assert (await boss.record("customer", customer["id"]))["name"] == "甲"
    assert (await boss.record("deal", deal["id"]))["customer"]["title"] == "甲"
    assert next(one for one in (await boss.get("/objects/deal")).json()["fields"] if one["key"] == "customer")["required"]


async def test_a_deleted_object_comes_back_with_its_records(boss: Client) -> None:
    deal = await boss.make("deal", name="订单")
    assert (await boss.delete("/objects/deal?plan=true")).json()["plan"]["effects"][0]["records"] == 1
    assert (await boss.delete("/objects/deal")).status_code == 200
    listed = (await boss.get("/model")).json()
    assert ([one["key"] for one in listed["items"]], [(one["key"], one["records"]) for one in listed["retired"]]) == (["customer"], [("deal", 1)])
    assert (await boss.post("/objects/deal/restore?plan=true")).json()["plan"]["effects"][0]["records"] == 1
    assert (await boss.post("/objects/deal/restore")).status_code == 200
    assert (await boss.record("deal", deal["id"]))["name"] == "订单"
    for key in ("deal", "nothing"):
        assert (await boss.post(f"/objects/{key}/restore")).json()["code"] == "not_retired"


async def test_two_who_change_the_same_are_told_and_others_go_side_by_side(world: World, boss: Client) -> None:
    await world.role("second", {"*": ALL}, "model")
    eva = await world.person("Eva", "second")
    seen = (await whole(boss))["revision"]
    level = f"{PATH}/fields/level"
    assert (await boss.patch(f"{level}?since={seen}", {"label": {"zh": "等级"}})).status_code == 200
    # Another part of the same field, another field, and the same wish: nothing is lost and nobody is bothered.
    assert (await eva.patch(f"{level}?since={seen}", {"help": {"zh": "按年采购额"}})).status_code == 200
    assert (await eva.patch(f"{PATH}/fields/note?since={seen}", {"label": {"zh": "附注"}})).status_code == 200
    assert (await eva.patch(f"{level}?since={seen}", {"label": {"zh": "等级"}})).status_code == 200
    for query in ("", "&plan=true"):
        answer = await eva.patch(f"{level}?since={seen}{query}", {"label": {"zh": "分级"}, "search": True})
        assert (answer.status_code, answer.json()["code"]) == (409, "stale")
        assert answer.json()["conflicts"] == [{"field": "label", "yours": {"zh": "分级"}, "theirs": {"zh": "等级"}}]
    now = answer.json()["revision"]
    assert (await eva.patch(f"{level}?since={now}", {"label": {"zh": "分级"}})).status_code == 200
    shown = next(one for one in (await whole(boss))["definition"]["fields"] if one["key"] == "level")
    assert (shown["label"], shown["help"]) == ({"zh": "分级"}, {"zh": "按年采购额"})
    assert (await boss.patch(f"{PATH}?since={seen}", {"icon": "star"})).status_code == 200
    assert (await eva.patch(f"{PATH}?since={seen}", {"icon": "flag"})).json()["code"] == "stale"


@pytest.mark.req("R007", part="API: merge")
async def test_one_option_becomes_another_in_every_record_and_back(world: World, boss: Client) -> None:
    await world.role("clerk", {"*": {**ALL, "read": "own", "update": "own"}})
    clerk = await world.person("Mara", "clerk")
    records = [await one.make("customer", name=f"客户{n}", level="A", areas=["north", "south"]) for n, one in enumerate((boss, clerk, clerk))]
    wish = {"source": "A", "into": "B"}
    (effect,) = (await boss.post(f"{PATH}/fields/level/merge?plan=true", wish)).json()["plan"]["effects"]
    assert (effect["change"], effect["values"]) == ("merge_options", 3)
    done = (await boss.post(f"{PATH}/fields/level/merge", wish)).json()
    assert done["records"] == 3
    assert [(await boss.record("customer", one["id"]))["level"] for one in records] == ["B", "B", "B"]
    held = {one["key"]: one for one in next(f for f in (await whole(boss))["definition"]["fields"] if f["key"] == "level")["options"]}
    assert held["A"]["is_retired"]
    assert sorted(held["B"]["aka"]) == ["A", "A类", "Grade A"]
    history = (await clerk.get(f"{PATH}/records/{records[1]['id']}/history")).json()["items"]
    assert {"field": "level", "old": "A", "new": "B"} in [change for entry in history for change in entry["changes"]]
    assert (await boss.post(f"/batches/{done['batch']}/undo")).json()["reverted"] == 3
    assert [(await boss.record("customer", one["id"]))["level"] for one in records] == ["A", "A", "A"]
    assert (await boss.post(f"{PATH}/fields/areas/merge", {"source": "north", "into": "south"})).json()["records"] == 3
    assert (await boss.record("customer", records[0]["id"]))["areas"] == ["south"]
    for key, wrong, code in (
        ("level", {"source": "A", "into": "A"}, "same_option"), ("level", {"source": "B", "into": "X"}, "same_option"), ("level", {"source": "Q", "into": "B"}, "same_option"),
        ("note", wish, "no_options"), ("nothing", wish, "unknown_field"),
    ):  # fmt: skip
        for query in ("", "?plan=true"):
            assert (await boss.post(f"{PATH}/fields/{key}/merge{query}", wrong)).json()["code"] == code, (key, wrong)
    for query in ("", "?plan=true"):
        assert (await clerk.post(f"{PATH}/fields/level/merge{query}", wish)).status_code == 403


async def test_the_workspace_changes_its_name_language_and_zone(world: World, boss: Client) -> None:
    before = (await boss.get("/workspace")).json()
    answer = await boss.patch("/workspace", {"name": "晨光", "language": "en", "zone": "Europe/Berlin"})
    assert answer.json() == {"name": "晨光", "language": "en", "zone": "Europe/Berlin", "currency": before["currency"], "revision": 2}
    assert (await boss.get("/workspace")).json() == answer.json()
    me = (await boss.get("/me")).json()["workspace"]
    assert (me["name"], me["zone"]) == ("晨光", "Europe/Berlin")
    for wrong, name in (({"zone": "Mars/Base"}, "zone"), ({"language": "fr"}, "language"), ({"name": ""}, "name"), ({"currency": "EUR"}, "currency")):
        answer = await boss.patch("/workspace", wrong)
        assert (answer.status_code, list(fields_of(answer))) == (422, [name]), answer.text
    assert (await log_of(world))[-1] == ("陈静", "workspace.changed", {"parts": ["name", "language", "zone"]})


async def test_two_who_change_the_workspace_at_once_are_told_of_each_other(world: World, boss: Client) -> None:
    """A part that somebody else has changed is not written over; other parts are changed beside it."""
    eva = await world.person("Eva", "administrator")
    seen = (await boss.get("/workspace")).json()
    assert (await eva.patch(f"/workspace?since={seen['revision']}", {"name": "晨光科技"})).status_code == 200
    mine = f"/workspace?since={seen['revision']}"
    answer = await boss.patch(mine, {"name": "晨光集团", "zone": "Europe/Berlin"})
    told = answer.json()
    assert (answer.status_code, told["code"], told["conflicts"]) == (409, "stale", [{"field": "name", "yours": "晨光集团", "theirs": "晨光科技"}])
    now = (await boss.get("/workspace")).json()
    assert (now["name"], now["zone"], now["revision"]) == ("晨光科技", seen["zone"], told["revision"])
    for harmless in ({"zone": "Europe/Berlin"}, {"name": "晨光科技"}):
        assert (await boss.patch(mine, harmless)).status_code == 200, harmless
    assert (await boss.patch(f"/workspace?since={told['revision']}", {"name": "晨光集团"})).json()["name"] == "晨光集团"


async def test_the_log_says_who_changed_what_of_the_model(world: World, boss: Client) -> None:
    """Every way to change the model leaves its entry, in the commit of the change."""
    begun = len(await log_of(world))
    (await boss.make("customer", name="甲", level="A"))["id"]
    keys = [one["key"] for one in (await whole(boss))["definition"]["fields"]]
    thing = {"key": "thing", "label": {"zh": "物"}, "fields": [field("name", "text")]}
    deeds: list[tuple[str, str, Any, str, dict[str, Any]]] = [
        ("POST", "/objects", thing, "object.created", {"key": "thing"}),
        ("PATCH", "/objects/thing", {"label": {"zh": "东西"}, "icon": "flag"}, "object.changed", {"key": "thing", "parts": ["label", "icon"]}),
        ("PATCH", "/objects/thing", {"off": True}, "object.changed", {"key": "thing", "parts": ["off"]}),
        ("DELETE", "/objects/thing", None, "object.retired", {"key": "thing"}),
        ("POST", "/objects/thing/restore", None, "object.restored", {"key": "thing"}),
        ("POST", f"{PATH}/fields", field("extra", "choice", options=options("A")), "field.created", {"key": "customer", "field": "extra"}),
        ("PATCH", f"{PATH}/fields/extra", {"label": {"zh": "其他"}}, "field.changed", {"key": "customer", "field": "extra", "parts": ["label"]}),
        ("PATCH", f"{PATH}/fields/extra", {"options": options("A", "B")}, "field.changed", {"key": "customer", "field": "extra", "parts": ["options"]}),
        ("PATCH", f"{PATH}/fields/extra", {"off": True}, "field.changed", {"key": "customer", "field": "extra", "parts": ["off"]}),
        ("DELETE", f"{PATH}/fields/extra", None, "field.retired", {"key": "customer", "field": "extra"}),
        ("POST", f"{PATH}/fields/extra/restore", None, "field.restored", {"key": "customer", "field": "extra"}),
        ("PUT", f"{PATH}/order", {"fields": [*keys[1:], keys[0], "extra"]}, "fields.ordered", {"key": "customer"}),
    ]
    for method, path, body, action, said in deeds:
        answer = await boss.request(method, path, body)
        assert answer.status_code in {200, 201}, (path, answer.text)
        name, done, told = (await log_of(world))[-1]
        assert (name, done) == ("陈静", action), (path, body)
        assert {key: told.get(key) for key in said} == said, (path, told)
    await boss.post(f"{PATH}/fields/level/merge", {"source": "A", "into": "B"})
    assert [action for _, action, _ in (await log_of(world))[begun + len(deeds) :]] == ["field.changed", "options.merged"]
