"""Terms that stand in different texts of one record."""

from __future__ import annotations

import pytest

from tests.support.world import ALL

from .conftest import Searched


async def test_terms_in_the_title_and_in_other_fields_find_the_record(archive: Searched) -> None:
    await archive.boss.make("customer", name="晨光南厂", short_name="小晨", note="扩建厂房", phone="13800001234")
    await archive.boss.make("customer", name="晨光北厂", note="搬迁仓库")
    await archive.boss.make("customer", name="东方玻璃", note="扩建 晨光路")
    await archive.work()
    for q, finds in {
        "晨光 扩建": ["东方玻璃", "晨光南厂"],
        "扩建 晨光 厂房": ["晨光南厂"],
        "cg 扩建": ["晨光南厂"],
        "小晨 扩建 1380000": ["晨光南厂"],
        "晨光 仓库": ["晨光北厂"],
        "晨光 扩建 仓库": [],
        "南厂 搬迁": [],
    }.items():
        assert await archive.titles(archive.boss, q) == finds, q
    (hit,) = await archive.items(archive.boss, "小晨 扩建")
    assert (hit["matched"], hit["snippet"]) == ("text", "小晨")
    (hit,) = await archive.items(archive.boss, "南厂 厂房")
    assert hit["snippet"] == "扩建厂房"


@pytest.mark.req("R240", part="terms in several fields")
@pytest.mark.parametrize("level", ["hidden", "masked"])
async def test_a_field_that_may_not_be_read_adds_no_term(archive: Searched, level: str) -> None:
    rights = {**ALL, "fields": {"*": "read", "note": level}}
    await archive.world.role("narrow", {"*": {**ALL, "fields": {"*": "read"}}, "customer": rights})
    await archive.world.role("hers", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    await archive.world.role("titles", {"customer": {"read": "all", "fields": {"*": level, "name": "read"}}})
    lena, eva = await archive.world.person("Lena", "narrow"), await archive.world.person("Eva", "hers", "titles")
    await archive.mara.make("customer", name="晨光南厂", short_name="小晨", note="扩建厂房")
    await eva.make("customer", name="晨光北厂", short_name="大晨", note="扩建仓库")
    await archive.work()
    for who, q, finds in [
        (lena, "晨光 扩建", set[str]()),
        (lena, "小晨 扩建", set[str]()),
        (lena, "小晨 晨光", {"晨光南厂"}),
        (eva, "晨光 扩建", {"晨光北厂"}),
        (eva, "晨光 小晨", set[str]()),
        (archive.mara, "晨光 扩建", {"晨光南厂"}),
        (archive.jon, "晨光 扩建", set[str]()),
        (archive.boss, "晨光 扩建", {"晨光南厂", "晨光北厂"}),
    ]:
        assert set(await archive.titles(who, q)) == finds, (who.name, q)


async def test_departments_and_shares_see_terms_that_are_spread(archive: Searched) -> None:
    below = await archive.world.department("一组")
    await archive.world.role("mine", {"customer": {**ALL, "read": "department", "update": "none"}})
    await archive.world.role("writer", {"customer": {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}})
    flat = await archive.world.person("Flat", "mine", departments=[below])
    writer = await archive.world.person("Writer", "writer", departments=[below])
    await writer.make("customer", name="晨光甲", note="扩建")
    other = await archive.boss.make("customer", name="晨光乙", note="扩建")
    await archive.work()
    assert set(await archive.titles(flat, "晨光 扩建")) == {"晨光甲"}
    await archive.world.share("customer", other["id"], person=flat.id, level="read")
    assert set(await archive.titles(flat, "晨光 扩建")) == {"晨光甲", "晨光乙"}
