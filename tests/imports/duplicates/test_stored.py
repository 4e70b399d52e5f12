"""Likely duplicates among what is stored: for whom, of whom, and by how many statements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from kedang.core import records
from kedang.core.db import WorkspaceTx
from kedang.features.imports.duplicates import find_stored, of_values
from kedang.features.imports.model import Identity
from tests.support.world import ALL, HOME, Client, World, field, options

from .judge import world_of

FIRM: dict[str, Any] = {
    "key": "firm",
    "label": {"zh": "单位", "en": "Firm"},
    "title": "name",
    "identity": ["tax"],
    "fields": [
        field("name", "text", required=True),
        {**field("nick", "text"), "label": {"zh": "简称", "en": "Short name"}},
        {**field("code", "text"), "label": {"zh": "统一社会信用代码", "en": "Credit code"}},
        field("phone", "phone"),
        field("mobile", "phone"),
        field("email", "email"),
        field("tax", "text"),
        field("place", "address"),
        {**field("contact", "text"), "label": {"zh": "联系人", "en": "Contact person"}},
        {**field("trade", "choice", options=options("A", "B")), "label": {"zh": "所属行业", "en": "Industry"}},
    ],
}
OWN = {"create": True, "read": "own", "update": "own", "fields": {"*": "edit"}}


@pytest.fixture
async def firms(bare: World) -> World:
    await bare.model(FIRM)
    await bare.role("administrator", {"*": ALL}, "*")
    await bare.role("seller", {"firm": OWN})
    await bare.role("blind", {"firm": {**ALL, "fields": {"*": "edit", "phone": "hidden", "mobile": "masked", "email": "hidden"}}})
    await bare.role("nameless", {"firm": {**ALL, "fields": {"*": "edit", "name": "masked"}}})
    return bare


async def found(world: World, client: Client, *asked: Identity) -> dict[str, list[tuple[str, str]]]:
    """For each identity the ids found and the verdicts."""
    async with world.database.workspace(HOME) as tx:
        answer = await find_stored(tx, await world.rights(tx, client), "firm", asked)
    return {key: [(str(id), candidate.verdict) for id, candidate in candidates] for key, candidates in answer.items()}


def who(key: str, name: str | None = None, **more: Any) -> Identity:
    for kind in ("phones", "emails"):
        if isinstance(more.get(kind), str):
            more[kind] = frozenset({more[kind]})
    return Identity(key=key, name=name, **more)


async def test_by_name_number_and_short_name(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    one = await boss.make("firm", name="杭州嘉鼎机械设备有限公司", nick="嘉鼎", phone="13800001111", tax="T-1")
    await boss.make("firm", name="杭州嘉鼎食品有限公司", phone="13800001111")
    asked = [
        who("same name", "杭州市嘉鼎机械设备有限责任公司"),
        who("phone of another field", "嘉鼎机械设备", phones="13800001111"),
        who("identity", "嘉鼎机械", other={"tax": "t-1"}),
        who("other place", "宁波嘉鼎机械设备有限公司"),
        who("unknown", "成都海达物流有限公司", phones="13800009999"),
    ]
    for few in (asked, *[[identity] for identity in asked]):  # read as a whole, and looked for one by one
        answer: dict[str, list[tuple[str, str]]] = {}
        answer |= await found(firms, boss, *few)
        for key in {identity.key for identity in few} & {"same name", "phone of another field"}:
            assert answer[key] == [(one["id"], "same")]
        assert "other place" not in answer
        assert "unknown" not in answer
    assert (await found(firms, boss, asked[2]))["identity"][0][0] == one["id"]


async def test_the_recycle_bin_has_no_duplicates(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    one = await boss.make("firm", name="杭州嘉鼎机械设备有限公司")
    await boss.delete(f"/objects/firm/records/{one['id']}")
    assert await found(firms, boss, who("a", "杭州嘉鼎机械设备有限公司")) == {}


async def test_what_is_out_of_sight_is_no_candidate(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    mara = await firms.person("玛拉", "seller")
    hers = await mara.make("firm", name="杭州嘉鼎机械设备有限公司", phone="13800001111")
    other = await boss.make("firm", name="苏州远大贸易有限公司", phone="13800002222")
    asked = [who("hers", "杭州嘉鼎机械设备有限公司"), who("other", "苏州远大贸易有限公司", phones="13800002222")]
    for few in (asked, asked[:1], asked[1:]):
        for person, sees in [(boss, {"hers": hers["id"], "other": other["id"]}), (mara, {"hers": hers["id"]})]:
            answer = await found(firms, person, *few)
            assert {key: ids[0][0] for key, ids in answer.items()} == {key: id for key, id in sees.items() if key in {one.key for one in few}}, person.name


async def test_a_hidden_value_finds_nothing(firms: World) -> None:
    """Neither hidden nor masked numbers may be guessed at by asking for duplicates; a masked title may not either."""
    boss = await firms.person("陈静", "administrator")
    blind = await firms.person("约翰", "blind")
    nameless = await firms.person("无名", "nameless")
    await boss.make("firm", name="嘉鼎", phone="13800001111", mobile="13800002222", email="a@b.example")
    asked = [who("phone", "嘉鼎机械有限公司", phones="13800001111"), who("mobile", "嘉鼎机械有限公司", phones="13800002222")]
    asked.append(who("email", "嘉鼎机械有限公司", emails="a@b.example"))
    for few in (asked, *[[one] for one in asked]):
        everything, nothing = await found(firms, boss, *few), await found(firms, blind, *few)
        assert {key: verdicts[0][1] for key, verdicts in everything.items()} == {one.key: "same" for one in few}
        assert all(verdict == "doubtful" for verdicts in nothing.values() for _, verdict in verdicts)
        bare = await found(firms, blind, *[replace(one, phones=frozenset({"13900000000"}), emails=frozenset()) for one in few])
        assert bare == nothing, "a right guess answers as a wrong one"
        assert await found(firms, nameless, *[replace(one, phones=frozenset(), emails=frozenset()) for one in few]) == {}


async def test_names_out_of_sight_do_not_crowd_out_others(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    mara = await firms.person("玛拉", "seller")
    hers = await mara.make("firm", name="杭州远大机械设备制造有限公司")
    for at in range(60):
        await boss.make("firm", name=f"远大{chr(0x4E10 + at)}")
    assert await found(firms, mara, who("a", "杭州远大机械设备制造有限责任公司")) == {"a": [(hers["id"], "same")]}


async def test_many_are_looked_for_by_few_statements(firms: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all and looking for each find the same; neither asks once for each row."""
    boss = await firms.person("陈静", "administrator")
    world = world_of(3, 120)
    rows = [row for row in world.rows if row.name]
    stored = rows[: len(rows) // 2]
    for row in stored:
        values: dict[str, Any] = {"name": row.name, "code": row.credit_code, "contact": row.other.get("contact"), "place": row.address}
        values |= {"phone": next(iter(row.phones), None), "email": next(iter(row.emails), None)}
        await boss.make("firm", **{key: value for key, value in values.items() if value})
    asked = 0
    really = WorkspaceTx.rows

    async def counted(self: WorkspaceTx, query: bytes, values: Any, /) -> Any:
        nonlocal asked
        asked += 1
        return await really(self, query, values)

    monkeypatch.setattr(WorkspaceTx, "rows", counted)
    by_reading = await found(firms, boss, *rows)
    assert asked <= 3
    monkeypatch.setattr("kedang.features.imports.duplicates.stored.READ_AT_LEAST", 0)
    monkeypatch.setattr("kedang.features.imports.duplicates.stored.READ", 0)
    asked = 0
    by_search = await found(firms, boss, *rows)
    assert asked <= 3
    assert len(by_reading) >= len(stored)
    strong = lambda answer: {key: [one for one in found if one[1] == "same"] for key, found in answer.items()}  # noqa: E731 (twice)
    assert {k: v for k, v in strong(by_search).items() if v} == {k: v for k, v in strong(by_reading).items() if v}


@pytest.mark.req("R205", part="likely duplicates of a form")
async def test_an_unsaved_form_finds_what_is_like_it(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    one = await boss.make("firm", name="北京甲有限公司")
    async with firms.database.workspace(HOME) as tx:
        rights = await firms.rights(tx, boss)
        likely = await of_values(tx, rights, "firm", {"name": "北京甲有限责任公司", "phone": "138"})
        assert [(found.id, found.title) for found in likely] == [(UUID(one["id"]), "北京甲有限公司")]
        assert likely[0].score > 0.8
        assert await of_values(tx, rights, "firm", {"name": "北京甲有限责任公司"}, UUID(one["id"])) == []
        assert isinstance(likely[0], records.Candidate)


@pytest.mark.req("R204", part="prompt while typing")
async def test_the_draft_of_a_form_shows_a_telephone_number_that_is_known(firms: World) -> None:
    boss = await firms.person("陈静", "administrator")
    mara = await firms.person("玛拉", "seller")
    one = await boss.make("firm", name="杭州嘉鼎机械设备有限公司", phone="13800001111")
    for person, ids in [(boss, [one["id"]]), (mara, [])]:
        answer = await person.post("/objects/firm/records/draft", {"name": "嘉鼎机械", "phone": "+86 138 0000 1111"})
        assert answer.status_code == 200, answer.text
        assert [found["id"] for found in answer.json()["duplicates"]] == ids, person.name
