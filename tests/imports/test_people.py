"""People whom an import made: they go with it if nobody has touched them, and stay if somebody has. Two of one name are never joined."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from kedang.core.db import Database
from tests.imports.test_run import hashes
from tests.support.world import HOME, Client, World

from .books import Json, Rows, book, run, undo, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "负责人", "客户等级")
FIRMS: Rows = [HEADER, *[(f"{n}建设有限公司", who, "A") for n, who in zip("甲乙丙丁戊", ("吕思远", "孔雨桐", "施浩然", "曹梓涵", "吕思远"), strict=True)]]
STAFF: Rows = [("姓名", "部门", "直属上级"), ("吕思远", "销售一部", "曹梓涵"), ("孔雨桐", "销售二部", "曹梓涵"), ("施浩然", "销售一部", "曹梓涵")]


async def people(person: Client) -> dict[str, str]:
    answer = await person.get("/people?limit=200")
    assert answer.status_code == 200, answer.text
    return {one["title"]: one["id"] for one in answer.json()["items"]}


@pytest.mark.req("R025", part="API: undo of people")
async def test_untouched_people_go_with_the_import_and_touched_ones_stay(archive: World, admin: Client, database: Database) -> None:
    before, known = await hashes(database), await people(admin)
    plan = await upload(admin, book(客户=FIRMS))
    done = await run(admin, database, plan["id"])
    made = await people(admin)
    assert set(made) - set(known) == {"吕思远", "孔雨桐", "施浩然", "曹梓涵"} == set(done["made"]["people"].values())
    await archive.change(UUID(made["孔雨桐"]), mobile="13800138000")
    await archive.change(UUID(made["施浩然"]), name="施浩然二")
    kept = await admin.make("customer", name="别的有限公司", owner=made["曹梓涵"])
    taken = await undo(admin, plan["id"])
    assert (taken["deleted"], taken["people"]) == (5, 1)
    assert {one["name"] for one in taken["people_left"]} == {"孔雨桐", "施浩然", "曹梓涵"}
    assert set(await people(admin)) - set(known) == {"孔雨桐", "施浩然二", "曹梓涵"}
    assert (await admin.record("customer", kept["id"]))["owner"]["title"] == "曹梓涵"
    await admin.delete(f"/objects/customer/records/{kept['id']}")
    assert await hashes(database) == before


async def test_a_record_out_of_the_recycle_bin_names_nobody_who_is_gone(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=FIRMS))
    await run(admin, database, plan["id"])
    ids = [item["id"] for item in (await admin.find("customer"))["items"]]
    assert (await undo(admin, plan["id"]))["people"] == 4
    answer = await admin.post(f"/objects/customer/records/{ids[0]}/restore")
    assert answer.status_code == 200, answer.text
    assert (await admin.record("customer", ids[0]))["owner"] is None


async def test_a_table_of_colleagues_goes_too(admin: Client, database: Database) -> None:
    known = await people(admin)
    plan = await upload(admin, book(花名册=STAFF))
    assert plan["sheets"][0]["object"] == "person"
    await run(admin, database, plan["id"])
    assert set(await people(admin)) - set(known) == {"吕思远", "孔雨桐", "施浩然", "曹梓涵"}
    assert (await undo(admin, plan["id"]))["people"] == 4
    assert await people(admin) == known


async def test_who_is_there_already_is_not_made_and_does_not_go(admin: Client, archive: World, database: Database) -> None:
    await archive.person("吕思远")
    plan = await upload(admin, book(客户=FIRMS))
    await run(admin, database, plan["id"])
    assert (await undo(admin, plan["id"]))["people"] == 3
    assert "吕思远" in await people(admin)


async def decide(person: Client, id: str, row: int, decision: str, **more: Any) -> Json:
    answer = await person.post(f"/imports/{id}/decide", {"row": row, "decision": decision, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
async def test_two_rows_of_one_name_are_asked_about(admin: Client, database: Database, is_late: bool) -> None:
    rows: Rows = [*STAFF, ("吕思远", "销售三部", "曹梓涵"), ("孔雨桐", "销售三部", "曹梓涵"), ("施浩然", "销售三部", "曹梓涵")]
    plan = await upload(admin, book(花名册=rows))
    id, known = plan["id"], await people(admin)
    assert (plan["sheets"][0]["new"], plan["sheets"][0]["doubtful"]) == (3, 3)
    if is_late:
        await run(admin, database, id)
    items = (await admin.get(f"/imports/{id}/doubtful")).json()["items"]
    assert [(item["row"], item["object"], len(item["candidates"])) for item in items] == [(5, "person", 1), (6, "person", 1), (7, "person", 1)]
    await decide(admin, id, 5, "create")
    await decide(admin, id, 6, "merge", into=3)
    await decide(admin, id, 7, "skip")
    if not is_late:
        await run(admin, database, id)
    sheet = (await admin.get(f"/imports/{id}")).json()["sheets"][0]
    assert {key: sheet[key] for key in ("new", "merged", "doubtful", "refused")} == {"new": 4, "merged": 1, "doubtful": 0, "refused": 1}
    async with database.workspace(HOME) as tx:
        named = await tx.all("select name, count(*) as n from person where name = any(%(names)s) group by 1 order by 1", names=["吕思远", "孔雨桐", "施浩然"])
    assert {row["name"]: row["n"] for row in named} == {"吕思远": 2, "孔雨桐": 1, "施浩然": 1}
    assert (await undo(admin, id))["people"] == 5
    assert await people(admin) == known


async def test_a_name_that_two_people_have_is_asked_about_after_the_run(admin: Client, archive: World, database: Database) -> None:
    first = await archive.person("吕思远")
    await archive.person("吕思远")
    stranger = await archive.person("别人")
    plan = await upload(admin, book(花名册=STAFF))
    done = await run(admin, database, plan["id"])
    assert done["sheets"][0]["doubtful"] == 1
    (item,) = (await admin.get(f"/imports/{plan['id']}/doubtful")).json()["items"]
    assert {candidate["record"]["title"] for candidate in item["candidates"]} == {"吕思远"}
    assert len(item["candidates"]) == 2
    wrong = await admin.post(f"/imports/{plan['id']}/decide", {"row": 2, "decision": "merge", "record": str(stranger.id)})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "no_such_target")
    assert (await decide(admin, plan["id"], 2, "merge", record=str(first.id)))["state"] == "merged"


async def test_departments_are_found_by_name_and_those_that_are_not_there_are_listed(admin: Client, archive: World, database: Database) -> None:
    known = await archive.department("销售一部")
    rows: Rows = [("客户名称", "所属部门"), ("甲建设有限公司", "销售一部"), ("乙建设有限公司", "没有这个部门"), ("丙建设有限公司", None)]
    plan = await upload(admin, book(客户=rows))
    assert plan["proposals"]["departments"] == {"销售一部": 1, "没有这个部门": 1}
    done = await run(admin, database, plan["id"])
    items = (await admin.find("customer", fields=["name", "department"]))["items"]
    assert {item["name"]: (item["department"] or {}).get("id") for item in items} == {
        "甲建设有限公司": str(known),
        "乙建设有限公司": None,
        "丙建设有限公司": None,
    }
    assert done["sheets"][0]["open_references"] == 1
    listed = [row["unmatched"] for row in (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"]]
    assert listed == [[], [{"field": "department", "name": "没有这个部门", "code": "no_such_department"}], []]
