"""Search finds what may be read, and nothing else: not by its answers, not by what is missing from them."""

from __future__ import annotations

import pytest

from tests.support.world import ALL

from .conftest import Searched

pytestmark = pytest.mark.req("R240", part="records, fields and titles")


async def test_each_finds_what_she_may_see(archive: Searched) -> None:
    await archive.mara.make("customer", name="晨光南厂", note="扩建南区")
    await archive.jon.make("customer", name="晨光北厂", note="扩建北区")
    shared = await archive.boss.make("customer", name="晨光总厂", note="扩建总部")
    await archive.world.share("customer", shared["id"], person=archive.jon.id, level="read")
    await archive.work()
    nobody = await archive.world.person("Nobody")
    for who, sees in (
        (archive.mara, {"晨光南厂"}),
        (archive.jon, {"晨光北厂", "晨光总厂"}),
        (archive.boss, {"晨光南厂", "晨光北厂", "晨光总厂"}),
        (archive.auditor, {"晨光南厂", "晨光北厂", "晨光总厂"}),
        (nobody, set[str]()),
    ):
        for q in ("晨光", "cg", "chenguang", "扩建", "厂"):
            if q != "厂" or who is not None:
                assert set(await archive.titles(who, q)) == sees, (who.name, q)


async def test_departments(archive: Searched) -> None:
    world = archive.world
    top = await world.department("销售部")
    below = await world.department("一组", parent=top)
    await world.role("mine", {"*": {**ALL, "read": "department", "update": "none"}})
    await world.role("tree", {"*": {**ALL, "read": "department_tree", "update": "none"}})
    await world.role("writer", {"*": {**ALL, "read": "own", "update": "own"}})
    one, two = await world.person("One", "writer", departments=[top]), await world.person("Two", "writer", departments=[below])
    await one.make("customer", name="晨光甲", note="扩建")
    await two.make("customer", name="晨光乙", note="扩建")
    await archive.work()
    flat, deep = await world.person("Flat", "mine", departments=[top]), await world.person("Deep", "tree", departments=[top])
    for who, sees in ((flat, {"晨光甲"}), (deep, {"晨光甲", "晨光乙"}), (one, {"晨光甲"}), (two, {"晨光乙"})):
        for q in ("晨光", "扩建", "cg"):
            assert set(await archive.titles(who, q)) == sees, (who.name, q)


@pytest.mark.parametrize("level", ["hidden", "masked"])
async def test_fields_that_may_not_be_read_are_not_found(archive: Searched, level: str) -> None:
    await archive.world.role("narrow", {"*": {**ALL, "fields": {"*": "read"}}, "customer": {**ALL, "fields": {"*": "read", "phone": level, "note": level}}})
    lena = await archive.world.person("Lena", "narrow")
    await archive.mara.make("customer", name="晨光", phone="13800001234", note="扩建厂房", short_name="小晨")
    await archive.work()
    for q, found in (("13800001234", []), ("1234", []), ("扩建", []), ("小晨", ["晨光"]), ("晨光", ["晨光"]), ("晨光 扩建", [])):
        assert await archive.titles(lena, q) == found, q
        assert await archive.titles(archive.boss, q if " " not in q else "晨光") == ["晨光"]


@pytest.mark.parametrize("level", ["hidden", "masked"])
async def test_titles_that_may_not_be_read_are_not_found(archive: Searched, level: str) -> None:
    await archive.world.role("blind", {"*": {**ALL, "fields": {"*": "read"}}, "customer": {**ALL, "fields": {"*": "read", "name": level}}})
    blind = await archive.world.person("Blind", "blind")
    await archive.mara.make("customer", name="晨光实业", short_name="小晨")
    await archive.work()
    for q in ("晨光", "cgsy", "chenguang", "实"):
        assert await archive.items(blind, q) == []
    (hit,) = await archive.items(blind, "小晨")
    assert hit["title"] != "晨光实业"


async def test_a_field_that_is_readable_on_some_rows_is_found_there(archive: Searched) -> None:
    await archive.world.role("mine", {"*": {**ALL, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    await archive.world.role("names", {"*": {**ALL, "read": "all", "update": "none", "fields": {"name": "read"}}})
    both = await archive.world.person("Both", "mine", "names")
    await both.make("customer", name="晨光甲", note="扩建甲")
    await archive.boss.make("customer", name="晨光乙", note="扩建乙")
    await archive.work()
    assert set(await archive.titles(both, "晨光")) == {"晨光甲", "晨光乙"}
    assert await archive.titles(both, "扩建") == ["晨光甲"]


async def test_what_is_out_of_sight_takes_no_place(archive: Searched) -> None:
    """Newer records of others do not crowd out one's own, and change nothing in the answer."""
    await archive.mara.make("customer", name="晨光旧", note="扩建")
    await archive.work()
    before = [(await archive.mara.get("/search", params={"q": q, "limit": 1})).text for q in ("晨光", "扩建", "cg")]
    for at in range(30):
        archive.clock.forward(minutes=1)
        await archive.boss.make("customer", name=f"晨光{at}", note="扩建")
    await archive.work()
    assert [(await archive.mara.get("/search", params={"q": q, "limit": 1})).text for q in ("晨光", "扩建", "cg")] == before


async def test_a_record_that_changes_hands_is_found_by_its_new_owner(archive: Searched) -> None:
    made = await archive.boss.make("customer", name="晨光", note="扩建", owner=str(archive.mara.id))
    await archive.work()
    assert await archive.titles(archive.mara, "扩建") == ["晨光"]
    await archive.boss.patch(f"/objects/customer/records/{made['id']}", {"owner": str(archive.jon.id), "version": 1})
    assert await archive.titles(archive.mara, "扩建") == [], "at once, although the index is behind"
    assert await archive.titles(archive.mara, "晨光") == []
    await archive.work()
    assert await archive.titles(archive.jon, "扩建") == ["晨光"]
    assert await archive.titles(archive.jon, "晨光") == ["晨光"]


async def test_an_object_out_of_sight_is_no_object(archive: Searched) -> None:
    await archive.world.role("narrow", {"customer": ALL})
    lena = await archive.world.person("Lena", "narrow")
    await archive.mara.make("contact", name="晨光")
    answers = [await lena.get("/search", params={"q": "晨光", "object": one}) for one in ("contact", "nothing")]
    bodies = [{k: v for k, v in one.json().items() if k != "instance"} for one in answers]
    assert answers[0].status_code == 404
    assert bodies[0] == bodies[1]
    assert await archive.titles(lena, "联系人:晨光") == await archive.titles(lena, "没有的:晨光")
