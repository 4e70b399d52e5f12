"""What search finds, and how what was typed is understood."""

from __future__ import annotations

import pytest

from .conftest import Searched

NAMES = ["深圳华鑫科技有限公司", "华鑫物流", "重庆晨光医疗器械有限公司", "Nordwind Systems GmbH", "龍騰電子（香港）", "3M耗材中心"]


@pytest.mark.req("R239", part="pinyin, initials, traditional and simplified")
@pytest.mark.parametrize(
    ("q", "finds"),
    [
        ("华鑫", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("华鑫物流", ["华鑫物流"]),
        ("科技有限", ["深圳华鑫科技有限公司"]),
        ("鑫", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("shenzhenhuaxin", ["深圳华鑫科技有限公司"]),
        ("huaxin", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("hxwl", ["华鑫物流"]),
        ("HXKJ", ["深圳华鑫科技有限公司"]),
        ("hx", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("深圳 hxkj", ["深圳华鑫科技有限公司"]),
        ("深圳hxkj", ["深圳华鑫科技有限公司"]),
        ("hxkj 深圳", ["深圳华鑫科技有限公司"]),
        ("华鑫 物流", ["华鑫物流"]),
        ("cqcg", ["重庆晨光医疗器械有限公司"]),
        ("zqcg", ["重庆晨光医疗器械有限公司"]),
        ("chongqing", ["重庆晨光医疗器械有限公司"]),
        ("nordwind", ["Nordwind Systems GmbH"]),
        ("SYSTEMS nord", ["Nordwind Systems GmbH"]),
        ("ｎｏｒｄ", ["Nordwind Systems GmbH"]),
        ("龙腾", ["龍騰電子（香港）"]),
        ("龍騰", ["龍騰電子（香港）"]),
        ("ltdz", ["龍騰電子（香港）"]),
        ("3m", ["3M耗材中心"]),
        ("客户:华鑫", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("customer：华鑫", ["华鑫物流", "深圳华鑫科技有限公司"]),
        ("联系人:华鑫", []),
        ("鑫华", []),
        ("深圳 物流", []),
        ("xh", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' or 1=1 --", []),
        ("", []),
        ("   ", []),
        ("客户:", []),
    ],
)
async def test_what_is_typed_is_understood(archive: Searched, q: str, finds: list[str]) -> None:
    for name in NAMES:
        await archive.mara.make("customer", name=name)
    assert sorted(await archive.titles(archive.mara, q)) == sorted(finds)


async def test_every_piece_of_every_name_finds_it(archive: Searched) -> None:
    for name in NAMES:
        await archive.mara.make("customer", name=name)
    for name in NAMES:
        for begin in range(len(name)):
            for end in (begin + 1, begin + 2, begin + 4):
                if name[begin:end].strip():
                    assert name in await archive.titles(archive.mara, name[begin:end]), name[begin:end]


@pytest.mark.parametrize(("name", "typed"), [("单晓峰", "sxf"), ("单晓峰", "shanxiaofeng"), ("单晓峰", "dxf"),
                                             ("曾小凡", "zengxiaofan"), ("仇大海", "qiudahai"),
                                             ("查理然", "zlr"), ("尉迟恭", "yuchigong"), ("乐天", "yt"), ("乐天", "lt"), ("李四", "li")])  # fmt: skip
async def test_family_names_are_read_both_ways(archive: Searched, name: str, typed: str) -> None:
    await archive.mara.make("contact", name=name)
    assert await archive.titles(archive.mara, typed) == [name]


async def test_better_fits_come_first(archive: Searched) -> None:
    for name in ("江苏晨光实业", "晨光文具", "晨光", "陈刚机械"):
        archive.clock.forward(minutes=1)
        await archive.mara.make("customer", name=name)
    assert await archive.titles(archive.mara, "晨光") == ["晨光", "晨光文具", "江苏晨光实业"]
    assert (await archive.titles(archive.mara, "cg"))[0] == "晨光"
    hit = (await archive.items(archive.mara, "cg"))[0]
    assert hit["matched"] == "pinyin"
    assert await archive.titles(archive.mara, "晨光", limit=1) == ["晨光"]


async def test_newer_ones_come_first_among_equals(archive: Searched) -> None:
    for name in ("晨光一厂", "晨光二厂", "晨光三厂"):
        archive.clock.forward(minutes=1)
        await archive.mara.make("customer", name=name)
    assert await archive.titles(archive.mara, "晨光") == ["晨光三厂", "晨光二厂", "晨光一厂"]


@pytest.mark.req("R235", part="records by the texts of their fields")
async def test_fields_that_are_searched_are_found_with_the_words_around(archive: Searched) -> None:
    note = (
        "第一次见面谈得很好，对方提到明年要扩建三号厂房，预算大约两百万，需要我们在下个月中旬之前出一个初步方案，并安排两位同事到现场踏勘。" + "其余文字" * 20
    )
    made = await archive.mara.make("customer", name="恒泰测试", phone="138 0000 1234", note=note, email="li@hengtai.example")
    await archive.work()
    for q in ("扩建三号", "13800001234", "0000 1234", "hengtai.example", "建"):
        (hit,) = await archive.items(archive.mara, q)
        assert (hit["id"], hit["object"], hit["title"], hit["matched"]) == (made["id"], "customer", "恒泰测试", "text")
    (hit,) = await archive.items(archive.mara, "扩建")
    assert "扩建三号厂房" in hit["snippet"]
    assert len(hit["snippet"]) < len(note)
    assert await archive.items(archive.mara, "客户 扩建") == []


async def test_one_hit_for_a_record_that_fits_twice(archive: Searched) -> None:
    await archive.mara.make("customer", name="晨光", short_name="晨光", note="晨光是老客户")
    await archive.work()
    (hit,) = await archive.items(archive.mara, "晨光")
    assert hit["matched"] == "title"


async def test_the_rest_of_a_long_summary_is_found(archive: Searched) -> None:
    await archive.mara.make("interaction", kind="call", summary="第一行\n第二行提到质保金")
    await archive.work()
    (hit,) = await archive.items(archive.mara, "质保金")
    assert (hit["object"], hit["title"], hit["matched"]) == ("interaction", "第一行", "text")


async def test_one_object_only(archive: Searched) -> None:
    firm = await archive.mara.make("customer", name="晨光")
    await archive.mara.make("contact", name="晨光华", customer=firm["id"])
    assert await archive.titles(archive.mara, "晨光") == ["晨光", "晨光华"]
    assert await archive.titles(archive.mara, "晨光", object="contact") == ["晨光华"]
    assert await archive.titles(archive.mara, "联系人：晨光") == ["晨光华"]
    assert (await archive.mara.get("/search", params={"q": "晨光", "object": "nothing"})).status_code == 404


async def test_what_changes_is_found_as_it_is(archive: Searched) -> None:
    made = await archive.mara.make("customer", name="晨光", note="旧备注")
    await archive.work()
    await archive.mara.patch(f"/objects/customer/records/{made['id']}", {"name": "朝阳", "note": "新备注", "version": 1})
    assert await archive.titles(archive.mara, "晨光") == []
    assert await archive.titles(archive.mara, "朝阳") == ["朝阳"]
    assert await archive.titles(archive.mara, "旧备注") == [], "the index is behind, the record is looked at"
    await archive.work()
    assert await archive.titles(archive.mara, "新备注") == ["朝阳"]
    await archive.mara.patch(f"/objects/customer/records/{made['id']}", {"note": None, "version": 2})
    await archive.work()
    assert await archive.titles(archive.mara, "备注") == []


async def test_what_is_deleted_is_gone_and_what_is_restored_is_back(archive: Searched) -> None:
    made = await archive.boss.make("customer", name="晨光", note="扩建")
    await archive.work()
    await archive.boss.delete(f"/objects/customer/records/{made['id']}")
    for q in ("晨光", "扩建", "cg"):
        assert await archive.titles(archive.boss, q) == []
    await archive.work()
    assert await archive.titles(archive.boss, "扩建") == []
    await archive.boss.post(f"/objects/customer/records/{made['id']}/restore")
    await archive.work()
    assert await archive.titles(archive.boss, "晨光") == ["晨光"]
    assert await archive.titles(archive.boss, "扩建") == ["晨光"]


async def test_what_was_merged_is_one(archive: Searched) -> None:
    firm = await archive.boss.make("customer", name="晨光实业", note="甲说明")
    twin = await archive.boss.make("customer", name="晨光实业（旧）", note="乙说明")
    await archive.work()
    answer = await archive.boss.post("/objects/customer/merge", {"into": firm["id"], "others": [twin["id"]]})
    assert answer.status_code == 200, answer.text
    await archive.work()
    assert [one["id"] for one in await archive.items(archive.boss, "晨光")] == [firm["id"]]
    assert await archive.titles(archive.boss, "乙说明") == []


async def test_the_index_can_be_repeated_and_rebuilt(archive: Searched) -> None:
    from kedang.core import outbox
    from kedang.features.search import Rebuild
    from tests.support.world import HOME

    await archive.mara.make("customer", name="晨光", note="扩建")
    await archive.work()
    async with archive.world.database.workspace(HOME) as tx:
        before = await tx.all("select record, class, text, grams from search_text order by record, class")
        await tx.run("delete from search_text where class <> 0")
        await outbox.emit(tx, Rebuild(object="customer"))
        await outbox.emit(tx, Rebuild(object="nothing"))
    assert await archive.titles(archive.mara, "扩建") == []
    await archive.work()
    async with archive.world.database.workspace(HOME) as tx:
        assert await tx.all("select record, class, text, grams from search_text order by record, class") == before
    assert await archive.titles(archive.mara, "扩建") == ["晨光"]


async def test_a_field_that_begins_to_be_searched_is_found(archive: Searched) -> None:
    await archive.mara.make("customer", name="晨光", preferences="喜欢喝茶")
    await archive.work()
    assert await archive.titles(archive.mara, "喝茶") == []
    await archive.boss.patch("/objects/customer/fields/preferences", {"search": True})
    await archive.work()
    assert await archive.titles(archive.mara, "喝茶") == ["晨光"]
    await archive.boss.patch("/objects/customer/fields/preferences", {"search": False})
    assert await archive.titles(archive.mara, "喝茶") == []


@pytest.mark.parametrize("query", [{}, {"q": "华" * 201}, {"q": "华", "limit": 0}, {"q": "华", "limit": 101}])
async def test_bounds(archive: Searched, query: dict[str, object]) -> None:
    assert (await archive.mara.get("/search", params=query)).status_code == 422
