"""The newest day of what leads to a record: last contact, last purchase. What it says, to whom, and after what."""

from __future__ import annotations

import pytest

from tests.support.archive import Archive
from tests.support.clock import StillClock
from tests.support.world import ALL, Client, Json, World, field, fields_of

CUSTOMERS = "/objects/customer"


@pytest.fixture
async def archive(bare: World, clock: StillClock) -> Archive:
    """A workspace as it begins; today is 2026-11-24."""
    return await Archive.begin(bare, clock)


async def visit(who: Client, customer: Json, date: str | None, **more: object) -> Json:
    """Something that was said on a day."""
    return await who.make("interaction", summary="谈了谈", kind="visit", customer=customer["id"], date=date, **more)


async def contact_of(who: Client, customer: Json) -> object:
    """The last contact as a record's page has it."""
    return (await who.record("customer", customer["id"]))["last_contact"]


async def in_order(who: Client, sort: str, **query: object) -> list[tuple[str, object]]:
    """Names and last contacts, page by page through the cursor."""
    found: list[tuple[str, object]] = []
    cursor = None
    while True:
        page = await who.find("customer", fields=["name", "last_contact"], sort=[sort], limit=2, cursor=cursor, **query)
        found += [(one["name"], one["last_contact"]) for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.req("R103", part="API: on the record, sorted and filtered in lists")
async def test_the_last_contact_stands_on_the_record_and_sorts_lists(archive: Archive) -> None:
    boss = archive.boss
    firms = {name: await boss.make("customer", name=name) for name in ("甲", "乙", "丙", "丁")}
    for name, days in {"甲": ["2026-03-01", "2026-11-20"], "乙": ["2026-11-24"], "丙": ["2025-01-01", "2026-12-24"]}.items():
        for day in days:
            await visit(boss, firms[name], day)
    assert await contact_of(boss, firms["甲"]) == "2026-11-20"
    assert await contact_of(boss, firms["丙"]) == "2025-01-01", "what is planned has not happened yet"
    assert await in_order(boss, "-last_contact") == [("乙", "2026-11-24"), ("甲", "2026-11-20"), ("丙", "2025-01-01"), ("丁", None)]
    assert [name for name, _ in await in_order(boss, "last_contact")] == ["丙", "甲", "乙", "丁"], "empties last, whichever way"
    since = {"field": "last_contact", "op": "within", "value": {"last": "30d"}}
    assert [name for name, _ in await in_order(boss, "name", where=since)] == ["甲", "乙"]
    never = {"field": "last_contact", "op": "is_empty"}
    assert [name for name, _ in await in_order(boss, "name", where=never)] == ["丁"]
    around = await boss.find("customer", sort=["-last_contact"], around=firms["甲"]["id"])
    assert (around["position"], around["previous"]["id"], around["next"]["id"]) == (1, firms["乙"]["id"], firms["丙"]["id"])


@pytest.mark.req("R103", part="API: last purchase")
async def test_the_last_purchase_is_the_newest_signature(archive: Archive) -> None:
    firm = await archive.boss.make("customer", name="甲")
    await archive.boss.make("project", name="一期", customer=firm["id"], signed_on="2025-06-01")
    await archive.boss.make("project", name="二期", customer=firm["id"], signed_on="2026-06-01")
    await archive.boss.make("project", name="三期", customer=firm["id"])
    shown = await archive.boss.record("customer", firm["id"])
    assert (shown["last_purchase"], shown["last_contact"]) == ("2026-06-01", None)


async def test_it_follows_every_way_in_which_records_change(archive: Archive) -> None:
    boss = archive.boss
    one, two = await boss.make("customer", name="甲"), await boss.make("customer", name="乙")
    early, late = await visit(boss, one, "2026-10-01"), await visit(boss, one, "2026-11-01")
    at = f"/objects/interaction/records/{late['id']}"

    async def both() -> tuple[object, object]:
        return await contact_of(boss, one), await contact_of(boss, two)

    version = (await boss.patch(at, {"version": 1, "customer": two["id"]})).json()["version"]
    assert await both() == ("2026-10-01", "2026-11-01"), "moved to another customer"
    version = (await boss.patch(at, {"version": version, "date": "2026-09-09"})).json()["version"]
    assert await both() == ("2026-10-01", "2026-09-09"), "another day"
    await boss.delete(f"/objects/interaction/records/{early['id']}")
    assert await both() == (None, "2026-09-09"), "deleted"
    await boss.post(f"/objects/interaction/records/{early['id']}/restore")
    assert await both() == ("2026-10-01", "2026-09-09"), "restored"
    rows = [{"create": {"summary": "批", "kind": "call", "customer": two["id"], "date": "2026-11-02"}}]
    batch = (await boss.post("/objects/interaction/batch", {"rows": rows})).json()["batch"]
    assert await both() == ("2026-10-01", "2026-11-02"), "many at once"
    await boss.post(f"/batches/{batch}/undo")
    assert await both() == ("2026-10-01", "2026-09-09"), "undone"
    merged = (await boss.post(f"{CUSTOMERS}/merge", {"into": two["id"], "others": [one["id"]]})).json()
    assert await contact_of(boss, two) == "2026-10-01", "merged"
    await boss.post(f"/batches/{merged['batch']}/undo")
    assert await both() == ("2026-10-01", "2026-09-09"), "merge undone"


async def test_it_counts_only_what_the_reader_may_see(archive: Archive) -> None:
    world, boss = archive.world, archive.boss
    rights = {"customer": ALL, "interaction": {**ALL, "read": "own", "update": "own"}}
    await world.role("own", rights)
    await world.role("no_day", {**rights, "interaction": {**ALL, "fields": {"*": "edit", "date": "masked"}}})
    await world.role("no_tie", {**rights, "interaction": {**ALL, "fields": {"*": "edit", "customer": "hidden"}}})
    await world.role("none", {"customer": ALL})
    await world.role("hidden", {**rights, "customer": {**ALL, "fields": {"*": "edit", "last_contact": "hidden"}}})
    own = await world.person("Own", "own")
    firm = await boss.make("customer", name="甲")
    await visit(boss, firm, "2026-11-20")
    assert await contact_of(own, firm) is None
    await visit(own, firm, "2026-11-02")
    assert (await contact_of(own, firm), await contact_of(boss, firm)) == ("2026-11-02", "2026-11-20")
    late = {"field": "last_contact", "op": "gt", "value": "2026-11-10"}
    assert (await own.find("customer", where=late))["items"] == []
    assert len((await boss.find("customer", where=late))["items"]) == 1
    measure = {"measures": [{"op": "max", "field": "last_contact"}]}
    numbers = (await own.post(f"{CUSTOMERS}/aggregate", measure)).json()
    assert numbers["groups"][0]["measures"] == ["2026-11-02"]
    for role in ("no_day", "no_tie", "none", "hidden"):
        person = await world.person(role, role)
        assert "last_contact" not in await person.record("customer", firm["id"]), role
        model = (await person.get(CUSTOMERS)).json()
        assert "last_contact" not in [one["key"] for one in model["fields"]], role
        refused = await person.post(f"{CUSTOMERS}/query", {"sort": ["last_contact"]})
        assert (refused.status_code, fields_of(refused)) == (422, {"last_contact": "unknown_field"}), role


async def test_nobody_writes_it(archive: Archive) -> None:
    firm = await archive.boss.make("customer", name="甲")
    model = (await archive.boss.get(CUSTOMERS)).json()
    (shown,) = [one for one in model["fields"] if one["key"] == "last_contact"]
    assert (shown["kind"], shown["level"], shown["sortable"], shown["computed_from"]) == ("date", "read", True, "interaction")
    refused = await archive.boss.patch(f"{CUSTOMERS}/records/{firm['id']}", {"version": 1, "last_contact": "2026-11-24"})
    assert (refused.status_code, fields_of(refused)) == (422, {"last_contact": "not_writable"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"object": "nothing"}, {"relation": "contact"}, {"relation": "summary"}, {"date": "summary"}, {"only": {"summary": ["x"]}},
        {"key": "name"}, {"key": "Last"}, {"label": {"zh": " "}},
    ],
)  # fmt: skip
async def test_a_source_that_is_not_there_is_refused(archive: Archive, wrong: Json) -> None:
    good = {"key": "spoken", "label": {"zh": "谈过"}, "object": "interaction", "relation": "customer", "date": "date", "only": {"kind": ["visit"]}}
    refused = await archive.boss.patch(CUSTOMERS, {"latest": [{**good, **wrong}]})
    assert refused.status_code in {409, 422}, refused.text
    assert refused.json()["detail"]
    taken = await archive.boss.patch(CUSTOMERS, {"latest": [good]})
    assert taken.status_code == 200, taken.text


async def test_a_source_that_is_used_stays(archive: Archive) -> None:
    refused = await archive.boss.delete("/objects/interaction/fields/date")
    assert refused.status_code in {409, 422}
    refused = await archive.boss.delete("/objects/project/fields/signed_on")
    assert refused.status_code == 422, refused.text
    refused = await archive.boss.post(f"{CUSTOMERS}/fields", field("last_contact", "text"))
    assert refused.status_code == 409, refused.text


async def test_only_some_choices_count(archive: Archive) -> None:
    boss = archive.boss
    visits = {
        "key": "visited",
        "label": {"zh": "拜访"},
        "object": "interaction",
        "relation": "customer",
        "date": "date",
        "only": {"kind": ["visit", "meeting"]},
    }
    assert (await boss.patch(CUSTOMERS, {"latest": [visits]})).status_code == 200
    firm = await boss.make("customer", name="甲")
    await visit(boss, firm, "2026-11-01")
    await boss.make("interaction", summary="电话", kind="call", customer=firm["id"], date="2026-11-20")
    shown = await boss.record("customer", firm["id"])
    assert shown["visited"] == "2026-11-01"
    assert "last_contact" not in shown
