"""The model over HTTP: who sees and changes it, what a plan says, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import Client, World, field, fields_of, options

PATH = "/objects/customer"


async def add(boss: Client, *values: dict[str, Any]) -> list[str]:
    """Customers; their ids."""
    return [(await boss.make("customer", **{"name": f"客户{n}", **one}))["id"] for n, one in enumerate(values)]


async def field_now(client: Client, key: str) -> dict[str, Any]:
    """A field as it is described."""
    return next(one for one in (await client.get(PATH)).json()["fields"] if one["key"] == key)


async def test_each_sees_the_objects_and_fields_of_her_role(world: World, boss: Client) -> None:
    await world.role(
        "seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "phone": "masked", "score": "hidden", "email": "read"}}}
    )
    await world.role("reader", {"*": {"read": "all", "fields": {"*": "read"}}})
    people = {
        "boss": (boss, ["customer", "deal"]),
        "seller": (await world.person("Mara", "seller"), ["customer"]),
        "reader": (await world.person("Eva", "reader"), ["customer", "deal"]),
        "nobody": (await world.person("Jon"), []),
    }
    for name, (client, sees) in people.items():
        assert [one["key"] for one in (await client.get("/objects")).json()["items"]] == sees, name
        for key in ("customer", "deal"):
            assert (await client.get(f"/objects/{key}")).status_code == (200 if key in sees else 404), (name, key)
    shown = {one["key"]: one["level"] for one in (await people["seller"][0].get(PATH)).json()["fields"]}
    assert {key: shown.get(key) for key in ("name", "phone", "score", "email")} == {"name": "edit", "phone": "masked", "score": None, "email": "read"}


CALLS: list[tuple[str, str, Any]] = [
    ("POST", "/objects", {"key": "thing", "label": {"zh": "物"}, "fields": [field("name", "text")]}),
    ("PATCH", PATH, {"label": {"zh": "顾客"}}),
    ("DELETE", "/objects/deal", None),
    ("POST", f"{PATH}/fields", field("extra", "text")),
    ("PATCH", f"{PATH}/fields/note", {"required": True}),
    ("PATCH", f"{PATH}/fields/note", {"kind": "text"}),
    ("DELETE", f"{PATH}/fields/note", None),
]


async def test_only_who_manages_the_model_changes_it_and_a_plan_changes_nothing(world: World, boss: Client) -> None:
    await world.role("worker", {"*": {"create": True, "read": "all", "update": "all", "delete": "all", "fields": {"*": "edit"}}}, "people", "roles", "imports")
    worker, nobody = await world.person("Mara", "worker"), await world.person("Jon")
    before = [(await boss.get(path)).json() for path in ("/objects", PATH)]
    for method, path, body in CALLS:
        for client in (worker, nobody):
            for query in ("", "?plan=true"):
                assert (await client.request(method, path + query, body)).status_code == 403, (client.name, method, path)
        planned = await boss.request(method, f"{path}?plan=true", body)
        assert planned.status_code in {200, 201}, planned.text
        assert len(planned.json()["plan"]["effects"]) == 1
    assert [(await boss.get(path)).json() for path in ("/objects", PATH)] == before
    for method, path, body in CALLS:
        if (method, body) != ("PATCH", {"kind": "text"}):
            assert (await boss.request(method, path, body)).status_code in {200, 201}, path


#: method, path, body, status, code of the problem, field that it names
REFUSED: list[tuple[str, str, Any, int, str, str | None]] = [
    ("PATCH", PATH, {"title": "amount"}, 422, "bad_definition", None),
    ("PATCH", PATH, {"label": {}}, 422, "bad_definition", None),
    ("PATCH", PATH, {"label": "客户"}, 422, "invalid", "label"),
    ("PATCH", PATH, {"label": {"zh": 7}}, 422, "invalid", "label[...]"),
    ("PATCH", PATH, {"icon": None}, 422, "invalid", "icon"),
    ("PATCH", PATH, {"lable": {"zh": "x"}}, 422, "invalid", "lable"),
    ("PATCH", PATH, {"key": "kunde"}, 422, "fixed", "key"),
    ("PATCH", PATH, {"icon": "x", "fields": [field("name", "text"), field("extra", "text")]}, 422, "fields_apart", "fields"),
    ("PATCH", PATH, {"fields": []}, 422, "fields_apart", "fields"),
    ("PATCH", f"{PATH}/fields/note", {"required": "yes"}, 422, "invalid", "required"),
    ("PATCH", f"{PATH}/fields/note", {"requierd": True}, 422, "invalid", "requierd"),
    ("PATCH", f"{PATH}/fields/note", {"key": "remark"}, 422, "fixed", "key"),
    ("PATCH", f"{PATH}/fields/parent", {"target": "deal"}, 422, "fixed", "target"),
    ("PATCH", f"{PATH}/fields/note", {"kind": "nothing"}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/note", {"kind": 7}, 422, "invalid", "kind"),
    ("PATCH", f"{PATH}/fields/note", {"unique": True}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/name", {"kind": "number"}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/parent", {"kind": "text"}, 422, "cannot_convert", "parent"),
    ("PATCH", f"{PATH}/fields/level", {"default": "Z"}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/level", {"options": [{"key": "A"}]}, 422, "invalid", "options[0].label"),
    ("PATCH", f"{PATH}/fields/level", {"options": options("A", "A")}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/level", {"options": options("A\u0007")}, 422, "bad_definition", None),
    ("PATCH", f"{PATH}/fields/owner", {"required": True}, 422, "unknown_field", "owner"),
    ("PATCH", f"{PATH}/fields/nothing", {"required": True}, 422, "unknown_field", "nothing"),
    ("DELETE", f"{PATH}/fields/owner", None, 422, "unknown_field", "owner"),
    ("DELETE", f"{PATH}/fields/name", None, 409, "field_in_use", "name"),
    ("DELETE", f"{PATH}/fields/tax_number", None, 409, "field_in_use", "tax_number"),
    ("DELETE", PATH, None, 409, "field_in_use", "customer"),
    ("POST", f"{PATH}/fields", field("note", "text"), 409, "key_taken", "note"),
    ("POST", f"{PATH}/fields", field("owner", "text"), 422, "bad_key", "owner"),
    ("POST", f"{PATH}/fields", field("Note", "text"), 422, "bad_key", "Note"),
    ("POST", f"{PATH}/fields", field("a" * 41, "text"), 422, "bad_key", "a" * 41),
    ("POST", f"{PATH}/fields", field("x; drop", "text"), 422, "bad_key", "x; drop"),
    ("POST", f"{PATH}/fields", field("other", "relation", target="nothing"), 422, "bad_definition", None),
    ("POST", f"{PATH}/fields", field("other", "serial"), 422, "bad_definition", None),
    ("POST", f"{PATH}/fields", field("other", "number", default="many"), 422, "bad_definition", None),
    ("POST", f"{PATH}/fields", {"key": "other", "kind": "text"}, 422, "invalid", "label"),
    ("POST", "/objects", {"key": "customer", "label": {"zh": "客"}, "fields": [field("name", "text")]}, 409, "key_taken", "customer"),
    ("POST", "/objects", {"key": "thing", "label": {"zh": "物"}, "fields": []}, 422, "bad_definition", None),
    ("POST", "/objects", {"key": "thing", "label": {"zh": "物"}, "fields": [field("name", "text"), field("name", "text")]}, 409, "key_taken", "name"),
    ("PATCH", "/objects/nothing", {"icon": "x"}, 404, "not_found", None),
]


async def test_what_cannot_be_is_refused_by_the_plan_as_by_the_run(boss: Client) -> None:
    before = (await boss.get("/objects")).json()
    for method, path, body, status, code, name in REFUSED:
        for query in ("?plan=true", ""):
            answer = await boss.request(method, path + query, body)
            assert (answer.status_code, answer.json()["code"]) == (status, code), (method, path, body, query, answer.text)
            if name is not None:
                assert list(fields_of(answer)) == [name], (path, body, answer.text)
    assert (await boss.get("/objects")).json() == before


async def test_the_way_to_change_fields_is_named_and_the_id_is_shown_as_what_it_is(boss: Client) -> None:
    answer = await boss.patch(PATH, {"fields": []})
    assert "POST /objects/customer/fields" in answer.json()["detail"]
    shown = await field_now(boss, "id")
    assert (shown["kind"], shown["target"], "eq" in shown["ops"]) == ("id", None, True)
    (id,) = await add(boss, {})
    assert [one["id"] for one in (await boss.find("customer", where={"field": "id", "op": "eq", "value": id}))["items"]] == [id]


async def test_a_field_becomes_unique_only_without_equal_values(boss: Client) -> None:
    ids = await add(boss, {"tax_number": "Ａ1"}, {"tax_number": "a1"}, {"tax_number": "B"}, {"tax_number": "b"}, {"tax_number": "C"}, {})
    answer = await boss.patch(f"{PATH}/fields/tax_number", {"unique": True})
    assert (answer.status_code, answer.json()["code"], answer.json()["values"], list(fields_of(answer))) == (409, "not_unique", 2, ["tax_number"])
    told = {key: value for key, value in answer.json().items() if key != "instance"}  # the request's number may hold any letters
    assert "a1" not in str(told).lower()
    for id in (ids[0], ids[2]):
        await boss.delete(f"/objects/customer/records/{id}")
    assert (await boss.patch(f"{PATH}/fields/tax_number", {"unique": True})).json()["key"] == "customer"
    assert (await boss.post("/objects/customer/records", {"name": "新", "tax_number": "ｃ"})).status_code == 409
    assert (await boss.patch(f"{PATH}/fields/tax_number", {"unique": False})).status_code == 200
    assert (await boss.post("/objects/customer/records", {"name": "新", "tax_number": "ｃ"})).status_code == 201


async def test_texts_too_long_for_an_index_cannot_become_unique(boss: Client) -> None:
    await add(boss, {"tax_number": "".join(chr(0x4E00 + n * 7) for n in range(1_300))})
    answer = await boss.patch(f"{PATH}/fields/tax_number", {"unique": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_long_to_be_unique")


async def test_options_are_renamed_and_retired_while_records_keep_theirs(boss: Client) -> None:
    (id,) = await add(boss, {"level": "B"})
    path = f"/objects/customer/records/{id}"
    shown = (await field_now(boss, "level"))["options"]
    renamed = [{**one, "label": {"zh": "新" + one["key"], "en": "New " + one["key"]}, "retired": one["key"] in {"B", "X"}} for one in shown]
    answer = await boss.patch(f"{PATH}/fields/level", {"options": renamed})
    assert answer.status_code == 200, answer.text
    assert [(one["key"], one["label"]["zh"], one.get("retired", False)) for one in (await field_now(boss, "level"))["options"]] == [
        ("A", "新A", False), ("B", "新B", True), ("C", "新C", False), ("X", "新X", True),
    ]  # fmt: skip
    assert (await boss.record("customer", id))["level"] == "B"
    assert (await boss.patch(path, {"version": 1, "note": "x", "level": "B"})).status_code == 422
    assert (await boss.patch(path, {"version": 1, "note": "x"})).status_code == 200
    assert [one["id"] for one in (await boss.find("customer", where={"field": "level", "op": "eq", "value": "B"}))["items"]] == [id]


async def test_a_field_becomes_required_for_what_is_written_from_then_on(boss: Client) -> None:
    (id,) = await add(boss, {})
    assert (await boss.patch(f"{PATH}/fields/email", {"required": True})).status_code == 200
    assert (await boss.patch(f"/objects/customer/records/{id}", {"version": 1, "note": "x"})).status_code == 200
    assert list(fields_of(await boss.patch(f"/objects/customer/records/{id}", {"version": 2, "email": None}))) == ["email"]
    assert list(fields_of(await boss.post("/objects/customer/records", {"name": "新"}))) == ["email"]


async def test_what_somebody_may_not_fill_is_filled_by_its_default_and_never_asked_of_her(world: World, boss: Client) -> None:
    await boss.post(f"{PATH}/fields", field("grade", "number", default=3))
    await boss.post(f"{PATH}/fields", field("secret", "text", required=True))
    await world.role("seller", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit", "grade": "hidden", "secret": "hidden"}}})
    mara = await world.person("Mara", "seller")
    made = await mara.make("customer", name="甲")
    assert not {"grade", "secret"} & made.keys()
    assert {key: (await boss.record("customer", made["id"]))[key] for key in ("grade", "secret")} == {"grade": 3, "secret": None}
    for answer in [
        await mara.post("/objects/customer/records", {"name": "乙", "secret": "x"}),
        await mara.post("/objects/customer/records", {"name": "乙", "nothing": "x"}),
    ]:
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_field")
    assert (await mara.make("customer", name="乙", level="A"))["level"] == "A"


async def test_a_second_server_knows_the_new_model_at_once(world: World, boss: Client) -> None:
    there = boss.at(world.second())
    revision = (await there.get(PATH)).json()["revision"]
    assert (await boss.post(f"{PATH}/fields", field("extra", "number"))).status_code == 201
    assert (await there.get(PATH)).json()["revision"] > revision
    made = await there.make("customer", name="甲", extra=5)
    assert (await boss.record("customer", made["id"]))["extra"] == 5
    assert (await there.delete(f"{PATH}/fields/extra")).status_code == 200
    assert (await boss.post("/objects/customer/records", {"name": "乙", "extra": 5})).json()["code"] == "unknown_field"
    assert (await boss.post(f"{PATH}/fields", field("extra", "text"))).json()["code"] == "key_taken"


async def test_the_same_key_twice_makes_one_object(boss: Client) -> None:
    body = {"key": "thing", "label": {"zh": "物"}, "fields": [field("name", "text")]}
    answers = [await boss.post("/objects", body, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content


@pytest.mark.req("R296", part="records of objects of one's own")
async def test_an_object_of_ones_own_is_used_like_any_other(boss: Client) -> None:
    await boss.post(
        "/objects", {"key": "thing", "label": {"zh": "物", "en": "Thing"}, "fields": [field("name", "text"), field("of", "relation", target="customer")]}
    )
    (id,) = await add(boss, {})
    made = await boss.make("thing", name="甲", of=id)
    path = f"/objects/thing/records/{made['id']}"
    assert (await boss.patch(path, {"version": 1, "name": "乙"})).json()["of"] == {"id": id, "title": "客户0"}
    assert (await boss.find("thing", where={"field": "of.name", "op": "eq", "value": "客户0"}))["items"][0]["title"] == "乙"
    assert (await boss.delete(path)).status_code == 200
    assert (await boss.post(f"{path}/restore")).status_code == 200
    assert (await boss.delete("/objects/customer")).json()["code"] == "field_in_use"
    assert (await boss.delete("/objects/thing")).status_code == 200
    assert (await boss.get(path)).status_code == 404


async def test_objects_stand_in_their_places(boss: Client) -> None:
    async def keys() -> list[str]:
        return [one["key"] for one in (await boss.get("/objects")).json()["items"]]

    for key, place in (("last", {}), ("first", {"place": 1}), ("second", {"place": 2})):
        await boss.post("/objects", {"key": key, "label": {"zh": key}, "fields": [field("name", "text")], **place})
    assert [key for key in await keys() if key in ("first", "second", "last")] == ["first", "second", "last"]
    assert (await boss.patch("/objects/first", {"place": 3})).status_code == 200
    assert [key for key in await keys() if key in ("first", "second", "last")] == ["second", "first", "last"]
    assert (await boss.patch("/objects/first", {"place": "high"})).status_code == 422
