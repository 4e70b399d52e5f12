"""Who may see and do what: tables of people and records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedang.core.base import new_id
from tests.support.clock import StillClock
from tests.support.world import Client, World, fields_of, problem

RECORDS = "/objects/customer/records"
FIELDS = {"*": "edit"}


def rights(scope: str, **more: Any) -> dict[str, Any]:
    """Rights on customers: to see and change as far as a scope."""
    return {"customer": {"create": True, "read": scope, "update": scope, "fields": FIELDS, **more}}


@dataclass
class Firm:
    """Head office above north and south, north above a shop; a record of each department, by a person of each."""

    world: World
    boss: Client
    people: dict[str, Client]
    places: dict[str, Any]
    records: dict[str, str]

    async def sees(self, client: Client) -> set[str]:
        """Names of the records that she sees."""
        answer = await client.post("/objects/customer/query", {"count": "exact"})
        found = {one["name"] for one in answer.json().get("items", [])}
        if answer.status_code == 200:
            assert answer.json()["count"]["value"] == len(found)
        else:
            assert answer.status_code == 404, "on no row anything is allowed"
        for name, id in self.records.items():
            status = (await client.get(f"{RECORDS}/{id}")).status_code
            assert status == (200 if name in found else 404), (client.name, name)
        return found

    async def changes(self, client: Client) -> set[str]:
        """Names of the records that she can change."""
        found: set[str] = set()
        for name, id in self.records.items():
            before = await self.boss.record("customer", id)
            answer = await client.patch(f"{RECORDS}/{id}", {"version": before["version"], "note": str(uuid4())})
            assert answer.status_code in {200, 403, 404}, answer.text
            if answer.status_code == 200:
                found.add(name)
            else:
                assert await self.boss.record("customer", id) == before, "refused is untouched"
        return found


@pytest.fixture
async def firm(world: World, boss: Client) -> Firm:
    """Everybody has the role ``keeper`` for her own records; the departments' heads get theirs in the test."""
    await world.role("maker", rights("own"))
    head = await world.department("总部")
    north, south = await world.department("北区", head), await world.department("南区", head)
    places = {"head": head, "north": north, "south": south, "shop": await world.department("门店", north)}
    people = {key: await world.person(key, "maker", departments=[id]) for key, id in places.items()}
    records = {key: (await client.make("customer", name=key))["id"] for key, client in people.items()}
    return Firm(world, boss, people, places, records)


async def test_a_scope_reaches_as_far_as_it_says(firm: Firm) -> None:
    table: list[tuple[str, str, set[str]]] = [
        ("north", "none", set()),
        ("north", "own", set()),
        ("north", "department", {"north"}),
        ("north", "department_tree", {"north", "shop"}),
        ("head", "department", {"head"}),
        ("head", "department_tree", {"head", "north", "south", "shop"}),
        ("shop", "department_tree", {"shop"}),
        ("south", "all", {"head", "north", "south", "shop"}),
    ]
    for place, scope, expected in table:
        key = f"as_{scope}"
        await firm.world.role(key, rights(scope))
        client = await firm.world.person(f"{place} {scope}", key, departments=[firm.places[place]])
        assert await firm.sees(client) == expected, (place, scope)
        assert await firm.changes(client) == expected, (place, scope)


async def test_several_roles_add_up_row_by_row(firm: Firm) -> None:
    await firm.world.role("own_all", {"customer": {"create": True, "read": "own", "update": "own", "delete": "own", "fields": {"*": "edit", "score": "read"}}})
    await firm.world.role("reads_here", {"customer": {"read": "department", "fields": {"*": "read", "phone": "masked", "score": "hidden"}}})
    await firm.world.role("mask_all", {"customer": {"read": "all", "fields": {"name": "masked", "phone": "masked", "email": "read"}}})
    mara = await firm.world.person("Mara", "own_all", "reads_here", "mask_all", departments=[firm.places["north"]])
    mine = await mara.make("customer", name="我的", phone="13800138000")
    for at, id in enumerate((firm.records["north"], firm.records["south"])):
        changed = await firm.boss.patch(f"{RECORDS}/{id}", {"version": 1, "phone": f"1390013900{at}", "score": 5, "email": "a@b.cn", "note": "x"})
        assert changed.status_code == 200, changed.text
    own, here, far = [await mara.record("customer", id) for id in (mine["id"], firm.records["north"], firm.records["south"])]
    assert (own["phone"], own.get("_masked"), own.get("_read_only"), own.get("_can")) == ("13800138000", None, None, None)
    assert own["score"] is None
    assert (here["name"], here["note"], here["_masked"]) == ("north", "x", ["phone"])
    assert here["phone"].startswith("139****")
    assert "score" not in here
    assert far.keys() >= {"name", "phone", "email"}
    assert (far["title"], far["name"], far["email"], far["_masked"]) == ("s**", "s**", "a@b.cn", ["title", "name", "phone"])
    assert not {"note", "score"} & far.keys()
    for row in (here, far):
        assert row["_can"] == {"update": False, "delete": False}
        assert {"name", "email", "note"} & row.keys() - set(row["_masked"]) <= set(row["_read_only"])
    listed = {one["id"]: one for one in (await mara.find("customer", fields=["name", "phone"]))["items"]}
    assert (listed[far["id"]]["name"], listed[far["id"]]["_masked"], listed[own["id"]]["name"]) == ("s**", ["name", "phone"], "我的")
    assert [one["id"] for one in (await mara.find("customer", where={"field": "phone", "op": "not_empty"}))["items"]] == [mine["id"]]


async def test_a_share_covers_one_record_as_long_as_it_lasts(firm: Firm, clock: StillClock) -> None:
    world, south, north = firm.world, firm.people["south"], firm.people["north"]
    reads = await world.person("liest", "maker")
    edits = await world.person("schreibt", "maker", departments=[firm.places["shop"]])
    await world.share("customer", firm.records["south"], person=reads.id, level="read")
    await world.share("customer", firm.records["south"], department=firm.places["shop"], level="edit", until=clock() + timedelta(days=1))
    table = [(reads, {"south"}, set()), (edits, {"south"}, {"south"}), (south, {"south"}, {"south"}), (north, {"north"}, {"north"})]
    for client, sees, changes in table:
        assert await firm.sees(client) == sees, client.name
        assert await firm.changes(client) == changes, client.name
    for client in (reads, edits):
        assert (await client.delete(f"{RECORDS}/{firm.records['south']}")).status_code == 403
    clock.forward(days=1)
    assert await firm.sees(edits) == set()
    assert await firm.changes(edits) == set()
    assert await firm.sees(reads) == {"south"}
    await world.unshare("customer", firm.records["south"], person=reads.id)
    assert await firm.sees(reads) == set()


async def test_out_of_sight_is_as_absent_to_the_byte_and_seen_is_forbidden(firm: Firm) -> None:
    await firm.world.role("looks", {"customer": {"read": "all", "fields": {"*": "read"}}})
    mara, looks = firm.people["north"], await firm.world.person("Eva", "looks")
    there, absent = firm.records["south"], str(new_id())
    deleted = (await firm.boss.make("customer", name="weg"))["id"]
    await firm.boss.delete(f"{RECORDS}/{deleted}")
    calls: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("PATCH", "", {"version": 1, "note": "x"}),
        ("PATCH", "", {"version": 9, "note": "x"}),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("GET", "/history", None),
    ]
    for method, tail, body in calls:
        answers = [await mara.request(method, f"{RECORDS}/{id}{tail}", body) for id in (there, absent, deleted)]
        assert answers[0].status_code == 404, (method, tail, answers[0].text)
        assert problem(answers[0]) == problem(answers[1]) == problem(answers[2]), (method, tail)
        seen = await looks.request(method, f"{RECORDS}/{there}{tail}", body)
        assert seen.status_code == (200 if method == "GET" else 404 if tail else 403), (method, tail, seen.text)
    for path in (RECORDS, f"{RECORDS}/{there}", f"{RECORDS}/{there}/restore", "/objects/customer/query", "/objects/customer"):
        other = path.replace("customer", "nothing")
        nobody = await firm.world.person(f"niemand {path}")
        method = "POST" if path.endswith(("records", "restore", "query")) else "GET"
        answers = [await nobody.request(method, one, {"name": "x"} if one.endswith("records") else {}) for one in (path, other)]
        assert problem(answers[0]) == problem(answers[1]), path
        assert answers[0].status_code == 404, path
    assert await firm.changes(looks) == set()


async def test_a_write_with_one_field_too_many_is_refused_as_a_whole(firm: Firm) -> None:
    await firm.world.role(
        "most", {"customer": {"create": True, "read": "all", "update": "all", "fields": {"*": "edit", "phone": "masked", "score": "read", "note": "hidden"}}}
    )
    eva = await firm.world.person("Eva", "most")
    id = firm.records["south"]
    await firm.boss.patch(f"{RECORDS}/{id}", {"version": 1, "phone": "13800138000", "score": 1, "note": "alt"})
    before = await firm.boss.record("customer", id)
    mask = (await eva.record("customer", id))["phone"]
    assert mask == "138****8000"
    for key, value, status in [
        ("phone", mask, 403),
        ("phone", "13900139000", 403),
        ("phone", None, 403),
        ("score", 2, 403),
        ("note", "x", 422),
        ("nothing", "x", 422),
    ]:
        body = {"email": "neu@b.cn", key: value}
        for answer in [
            await eva.patch(f"{RECORDS}/{id}", {"version": 2, **body}),
            await eva.post(RECORDS, {"name": "neu", **body}),
            await eva.post("/objects/customer/batch", {"rows": [{"update": {"id": id, "email": "neu@b.cn"}}, {"update": {"id": id, **body}}]}),
        ]:
            assert (answer.status_code, list(fields_of(answer))) == (status, [key]), (key, value, answer.text)
    assert await firm.boss.record("customer", id) == before
    assert (await firm.boss.find("customer", count="exact"))["count"]["value"] == 4


async def test_giving_a_record_away_takes_the_right_to_transfer(firm: Firm) -> None:
    await firm.world.role("gives", rights("own", transfer="own"))
    mara = firm.people["north"]
    jon = await firm.world.person("Jon", "gives", departments=[firm.places["north"]])
    given = (await jon.make("customer", name="jons"))["id"]
    south = {"owner": str(firm.people["south"].id)}
    for body in (south, {"owner": None}, {"department": str(firm.places["south"])}):
        answer = await mara.patch(f"{RECORDS}/{firm.records['north']}", {"version": 1, "note": "x", **body})
        assert answer.status_code == 403, (body, answer.text)
    assert (await mara.post(RECORDS, {"name": "neu", **south})).status_code == 403
    assert (await firm.boss.record("customer", firm.records["north"]))["version"] == 1
    assert (await jon.patch(f"{RECORDS}/{given}", {"version": 1, **south})).json() == {"id": given}
    assert (await jon.get(f"{RECORDS}/{given}")).status_code == 404
    assert (await firm.people["south"].record("customer", given))["name"] == "jons"


async def test_a_link_out_of_sight_is_a_link_to_nothing(firm: Firm) -> None:
    mara, absent = firm.people["north"], str(new_id())
    for key, wrap in (("parent", lambda one: one), ("parent", lambda one: {"id": one}), ("friends", lambda one: [one])):
        answers = []
        for id in (firm.records["south"], absent):
            answers += [
                await mara.post(RECORDS, {"name": "neu", key: wrap(id)}),
                await mara.patch(f"{RECORDS}/{firm.records['north']}", {"version": 1, key: wrap(id)}),
            ]
        assert problem(answers[0]) == problem(answers[2])
        assert problem(answers[1]) == problem(answers[3])
        assert (answers[0].status_code, fields_of(answers[0])) == (422, {key: "no_such_reference"})
    assert await firm.sees(mara) == {"north"}


@pytest.mark.req("R193", part="old values at today's level")
async def test_history_shows_old_values_at_todays_level(firm: Firm) -> None:
    id = firm.records["south"]
    for version, phone in ((1, "13800138000"), (2, "13900139000")):
        await firm.boss.patch(
            f"{RECORDS}/{id}", {"version": version, "phone": phone, "score": version, "parent": firm.records["north"] if version == 1 else None}
        )
    await firm.world.role("looks", {"customer": {"read": "all", "fields": {"*": "read", "phone": "masked", "score": "hidden"}}})
    eva = await firm.world.person("Eva", "looks")
    answer = await eva.get(f"{RECORDS}/{id}/history")
    changes = [{one["field"]: (one["old"], one["new"]) for one in entry["changes"]} for entry in answer.json()["items"]]
    link = {"id": firm.records["north"], "title": "north"}
    assert changes == [{"phone": ("138****8000", "139****9000"), "parent": (link, None)}, {"phone": (None, "138****8000"), "parent": (None, link)}, {}]
    assert "13800138000" not in answer.text
    south = (await firm.people["south"].get(f"{RECORDS}/{id}/history")).text
    assert firm.records["north"] not in south, "she does not see the other record"
    assert "13800138000" in south


async def test_the_recycle_bin_is_for_who_may_delete(firm: Firm) -> None:
    await firm.world.role("bins", rights("department_tree", delete="department"))
    eva = await firm.world.person("Eva", "bins", departments=[firm.places["north"]])
    for key, status in (("north", 200), ("shop", 403), ("south", 404)):
        assert (await eva.delete(f"{RECORDS}/{firm.records[key]}")).status_code == status, key
    for key in ("south", "shop"):
        await firm.boss.delete(f"{RECORDS}/{firm.records[key]}")
    table: list[tuple[Client, set[str]]] = [
        (firm.boss, {"north", "south", "shop"}),
        (eva, {"north"}),
        (firm.people["north"], set()),
        (firm.people["south"], set()),
    ]
    for client, expected in table:
        assert {one["name"] for one in (await client.find("customer", deleted=True))["items"]} == expected, client.name
    assert (await firm.people["north"].post(f"{RECORDS}/{firm.records['north']}/restore")).status_code == 404
    assert (await eva.post(f"{RECORDS}/{firm.records['north']}/restore")).status_code == 200


async def test_rights_change_with_the_next_request_on_every_server(firm: Firm) -> None:
    """Two applications on one database: whatever takes a right away takes it away in both."""
    world, here = firm.world, firm.people["north"]
    there = here.at(world.second())

    async def both() -> list[set[str]]:
        return [await firm.sees(client) for client in (here, there)]

    assert await both() == [{"north"}] * 2
    await world.role("maker", rights("department_tree"))
    assert await both() == [{"north", "shop"}] * 2
    await world.change(here.id, departments=(firm.places["south"],))
    assert await both() == [{"south"}] * 2
    await world.role("maker", rights("own"))
    assert await both() == [{"north"}] * 2
    await world.share("customer", firm.records["head"], person=here.id, level="read")
    assert await both() == [{"north", "head"}] * 2
    await world.unshare("customer", firm.records["head"], person=here.id)
    assert await both() == [{"north"}] * 2
    await world.role("maker", {})
    for client in (here, there):
        assert (await client.get("/objects/customer")).status_code == 404
        assert (await client.post("/objects/customer/query", {})).status_code == 404
    await world.change(here.id, status="disabled")
    for client in (here, there):
        for answer in [await client.get("/objects"), await client.post(RECORDS, {"name": "x"}), await client.get(f"{RECORDS}/{firm.records['north']}")]:
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
