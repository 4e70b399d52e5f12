"""What a timeline tells, to whom, and in which order."""

from __future__ import annotations

import pytest

from tests.support.world import ALL, Json

from .conftest import Told

pytestmark = pytest.mark.req("R087", part="follow-ups and changes in one feed, newest first")


async def test_entries_stand_by_their_day_and_within_it_by_writing(archive: Told) -> None:
    mara = archive.mara
    firm = await mara.make("customer", name="恒泰测试")
    await archive.visit(mara, firm, "三天前", date="2026-11-21")
    await archive.visit(mara, firm, "今天一")
    await archive.visit(mara, firm, "今天二", date="2026-11-24")
    await archive.visit(mara, firm, "去年", date="2025-03-08")
    await archive.visit(mara, firm, "明天", date="2026-11-25")
    assert await archive.titles(mara, firm) == ["明天", "今天二", "今天一", "[created]", "三天前", "去年"]


async def test_an_entry_says_what_when_and_who(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰测试")
    made = await archive.visit(archive.boss, firm, "报价偏高", date="2026-11-20", follower=str(archive.jon.id))
    item = (await archive.page(archive.boss, firm))["items"][-1]
    assert {key: item[key] for key in ("type", "at", "object", "record")} == {
        "type": "record", "at": "2026-11-20", "object": "interaction", "record": {"id": made["id"], "title": "报价偏高"},
    }  # fmt: skip
    assert item["actor"] == {"id": str(archive.jon.id), "title": "Jon"}, "who spoke, not who typed"
    assert item["fields"]["kind"] == "visit"
    assert "changes" not in item


async def test_changes_say_old_and_new(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰测试", level="C")
    archive.clock.forward(minutes=1)
    await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"level": "A", "version": firm["version"]})
    item = (await archive.page(archive.mara, firm))["items"][0]
    assert (item["type"], item["what"], item["via"]) == ("change", "updated", "api_token")
    assert item["changes"] == [{"field": "level", "old": "C", "new": "A"}]
    assert item["actor"] == {"id": str(archive.mara.id), "title": "Mara"}
    assert item["record"] == {"id": firm["id"], "title": "恒泰测试"}


async def test_every_relation_that_is_named_leads(archive: Told) -> None:
    mara = archive.mara
    firm = await mara.make("customer", name="恒泰测试")
    person = await mara.make("contact", name="钱多多", customer=firm["id"])
    job = await mara.make("project", name="改造", customer=firm["id"])
    await archive.visit(mara, firm, "谈改造", contact=person["id"], project=job["id"])
    for object, record in (("customer", firm), ("contact", person), ("project", job)):
        assert "谈改造" in await archive.titles(mara, record, object)
    assert "改造" not in await archive.titles(mara, firm), "a project is no event"


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
async def test_pages_lose_and_repeat_nothing_while_new_entries_arrive(archive: Told, limit: int) -> None:
    mara = archive.mara
    firm = await mara.make("customer", name="恒泰测试", level="D")
    for at, day in enumerate(["2026-11-20", "2026-11-24", "2026-11-24", None, "2027-01-05", None, "2026-11-20", "2026-11-23"]):
        await archive.visit(mara, firm, f"第{at}次", **({"date": day} if day else {}))
    version = firm["version"]
    for level in ("C", "B", "A"):  # of the same moment
        answer = await mara.patch(f"/objects/customer/records/{firm['id']}", {"level": level, "version": version})
        version = answer.json()["version"]
    wanted = [msg(one) for one in (await archive.page(mara, firm, limit=200))["items"]]
    assert len(wanted) == 12
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = await archive.page(mara, firm, limit=limit, **({"cursor": cursor} if cursor else {}))
        found += [msg(one) for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        await archive.visit(mara, firm, "新来的")
        archive.clock.forward(hours=3)
    assert [one for one in found if "新来的" not in one] == wanted
    assert len(set(found)) == len(found)


def msg(item: Json) -> str:
    """An item in short."""
    changes = [f"{one['old']}>{one['new']}" for one in item.get("changes", [])]
    return f"{item['type']} {item['at']} {item['record']['id']} {item['record']['title']} {changes}"


async def test_a_cursor_is_of_one_record_and_one_reader(archive: Told) -> None:
    mara = archive.mara
    firm, other = await mara.make("customer", name="恒泰测试"), await mara.make("customer", name="别家测试")
    await archive.visit(mara, firm, "一")
    cursor = (await archive.page(mara, firm, limit=1))["next"]
    for who, record in ((mara, other), (archive.boss, firm)):
        answer = await who.get(f"/objects/customer/records/{record['id']}/timeline", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")
    for bad in ("x", "", "*"):
        answer = await mara.get(f"/objects/customer/records/{firm['id']}/timeline", params={"cursor": bad})
        assert answer.status_code == 422


async def test_each_sees_only_the_entries_that_she_may_see(archive: Told) -> None:
    """Jon reads Mara's customer because it was shared with him; what others wrote about it stays theirs."""
    firm = await archive.mara.make("customer", name="恒泰测试")
    await archive.visit(archive.mara, firm, "她的")
    await archive.visit(archive.boss, firm, "老板的")
    await archive.world.share("customer", firm["id"], person=archive.jon.id, level="read")
    await archive.visit(archive.jon, firm, "他的")
    for who, sees in (
        (archive.mara, ["她的"]),
        (archive.jon, ["他的"]),
        (archive.boss, ["他的", "老板的", "她的"]),
        (archive.auditor, ["他的", "老板的", "她的"]),
    ):
        assert [one for one in await archive.titles(who, firm) if not one.startswith("[")] == sees, who.name


async def test_a_record_out_of_sight_has_no_timeline(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰测试")
    hidden = await archive.jon.get(f"/objects/customer/records/{firm['id']}/timeline")
    absent = await archive.jon.get("/objects/customer/records/019ab3c4-0000-7000-8000-000000000000/timeline")
    nothing = await archive.jon.get(f"/objects/nothing/records/{firm['id']}/timeline")
    assert {one.status_code for one in (hidden, absent, nothing)} == {404}
    assert {k: v for k, v in hidden.json().items() if k != "instance"} == {k: v for k, v in absent.json().items() if k != "instance"}


async def test_fields_come_at_the_readers_level(archive: Told) -> None:
    await archive.world.role(
        "narrow", {"*": {**ALL, "fields": {"*": "read"}}, "customer": {**ALL, "fields": {"name": "read", "phone": "masked"}},
                   "interaction": {**ALL, "fields": {"summary": "read", "customer": "read", "date": "hidden", "mood": "masked"}}},
    )  # fmt: skip
    lena = await archive.world.person("Lena", "narrow")
    firm = await archive.mara.make("customer", name="恒泰测试")
    await archive.visit(archive.mara, firm, "旧事", date="2020-01-01", mood="negative")
    archive.clock.forward(minutes=1)
    await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"phone": "13800001234", "note": "密", "version": firm["version"]})
    archive.clock.forward(minutes=1)
    await archive.mara.patch(f"/objects/customer/records/{firm['id']}", {"note": "更密", "version": 2})
    items = (await archive.page(lena, firm))["items"]
    assert [one.get("what", one["record"]["title"]) for one in items if one["type"] == "change"] == ["updated", "created"], "a change of what is hidden is none"
    assert items[0]["changes"] == [{"field": "phone", "old": None, "new": "138****1234", "masked": True}]
    visit = items[1]
    assert visit["record"]["title"] == "旧事"
    assert visit["at"].startswith("2026-11-24T"), "a hidden date orders nothing"
    assert "date" not in visit["fields"]
    assert (visit["fields"]["mood"], visit["fields"]["_masked"]) == ("***", ["mood"])


async def test_a_relation_that_is_hidden_leads_nowhere(archive: Told) -> None:
    await archive.world.role("blind", {"*": {**ALL, "fields": {"*": "read"}}, "interaction": {**ALL, "fields": {"*": "read", "customer": "masked"}}})
    blind = await archive.world.person("Blind", "blind")
    firm = await archive.mara.make("customer", name="恒泰测试")
    await archive.visit(archive.mara, firm, "一")
    assert await archive.titles(blind, firm) == ["[created]"]


async def test_what_is_deleted_is_gone_and_what_is_restored_is_back(archive: Told) -> None:
    firm = await archive.boss.make("customer", name="恒泰测试")
    visit = await archive.visit(archive.boss, firm, "一")
    await archive.boss.delete(f"/objects/interaction/records/{visit['id']}")
    assert await archive.titles(archive.boss, firm) == ["[created]"]
    await archive.boss.post(f"/objects/interaction/records/{visit['id']}/restore")
    assert await archive.titles(archive.boss, firm) == ["一", "[created]"]
    await archive.boss.delete(f"/objects/customer/records/{firm['id']}")
    answer = await archive.boss.get(f"/objects/customer/records/{firm['id']}/timeline")
    assert answer.status_code == 404


async def test_what_was_merged_tells_one_story(archive: Told) -> None:
    boss = archive.boss
    firm, twin = await boss.make("customer", name="恒泰测试"), await boss.make("customer", name="恒泰（旧）")
    await archive.visit(boss, firm, "给新的")
    await archive.visit(boss, twin, "给旧的")
    archive.clock.forward(minutes=1)
    answer = await boss.post("/objects/customer/merge", {"into": firm["id"], "others": [twin["id"]]})
    assert answer.status_code == 200, answer.text
    told = await archive.titles(boss, firm)
    assert {"给新的", "给旧的"} <= set(told)
    assert told.count("[created]") == 2, "both beginnings are part of it"


@pytest.mark.parametrize("limit", [0, 201, -1])
async def test_a_page_has_a_size(archive: Told, limit: int) -> None:
    firm = await archive.mara.make("customer", name="恒泰测试")
    answer = await archive.mara.get(f"/objects/customer/records/{firm['id']}/timeline", params={"limit": limit})
    assert answer.status_code == 422


@pytest.mark.req("R003", part="API")
@pytest.mark.req("R088")
async def test_a_follow_up_without_summary_or_kind_is_refused(archive: Told) -> None:
    firm = await archive.mara.make("customer", name="恒泰测试")
    for values, missing in (({"kind": "call"}, "summary"), ({"summary": "说了"}, "kind"), ({"summary": " ", "kind": "call"}, "summary")):
        answer = await archive.mara.post("/objects/interaction/records", {"customer": firm["id"], **values})
        assert answer.status_code == 422
        assert {one["field"] for one in answer.json()["fields"]} == {missing}
    assert await archive.titles(archive.mara, firm) == ["[created]"]
