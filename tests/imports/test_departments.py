"""Departments that a table names: found by name or by a path, made only if the importer has agreed, and taken back with the import unless something is in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from kedang.core.db import Database
from kedang.features.imports.departments import MOST
from tests.imports.test_run import hashes
from tests.support.world import ALL, Client, World

from .books import Json, Rows, book, run, undo, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "所属部门")


def firms(*departments: str | None) -> bytes:
    """A customer in each of these departments."""
    rows: Rows = [HEADER, *[(f"{n}建设有限公司", name) for n, name in zip("甲乙丙丁戊己庚", departments, strict=False)]]
    return book(客户=rows)


async def tree(person: Client) -> dict[str, str | None]:
    """Departments with what is above each."""
    items = (await person.get("/departments")).json()["items"]
    names = {one["id"]: one["title"] for one in items}
    return {one["title"]: names.get(one["parent"]) for one in items}


async def placed(person: Client) -> list[str | None]:
    """The department of each customer, by the customer's name."""
    items = (await person.find("customer", fields=["name", "department"]))["items"]
    by_name = {one["name"][0]: (one["department"] or {}).get("title") for one in items}
    return [by_name[n] for n in "甲乙丙丁戊己庚" if n in by_name]


async def agreed(person: Client, *departments: str | None) -> Json:
    """A plan that makes departments."""
    return await upload(person, firms(*departments), choices='{"departments": true}')


async def ids(person: Client) -> dict[str, UUID]:
    return {one["title"]: UUID(one["id"]) for one in (await person.get("/departments")).json()["items"]}


@pytest.mark.req("R025", part="API: departments on consent")
async def test_departments_are_made_on_consent_and_go_with_the_import(archive: World, admin: Client, database: Database) -> None:
    await archive.department("销售一部")
    before, rooms = await hashes(database), await tree(admin)
    plan = await upload(admin, firms("销售一部", "市场部", "市场部", "研发 部", None))
    assert plan["proposals"]["departments"] == {"销售一部": 1, "市场部": 2, "研发 部": 1}
    again = await admin.patch(f"/imports/{plan['id']}", {"choices": {"departments": True}})
    assert (again.status_code, again.json()["choices"]["departments"]) == (200, True), again.text
    assert await tree(admin) == rooms, "a plan makes nothing"
    done = await run(admin, database, plan["id"])
    assert await placed(admin) == ["销售一部", "市场部", "市场部", "研发 部", None]
    assert await tree(admin) == {"销售一部": None, "市场部": None, "研发 部": None}
    assert sorted(done["made"]["departments"].values()) == ["市场部", "研发 部"]
    assert done["sheets"][0]["open_references"] == 0
    taken = await undo(admin, plan["id"])
    assert (taken["deleted"], taken["departments"], taken["departments_left"]) == (5, 2, [])
    assert (await tree(admin), await hashes(database)) == (rooms, before)


@pytest.mark.parametrize(
    ("there", "named", "made"),
    [
        ({"华东": None}, ["华东/上海", "华东／上海"], {"华东": None, "上海": "华东"}),
        ({"华东": None, "上海": "华东"}, ["华东/上海", "上海"], {"华东": None, "上海": "华东"}),
        ({}, ["上海", "华东 / 上海", "华东"], {"华东": None, "上海": "华东"}),
        ({"中国": None, "华东": "中国"}, ["中国/华东/上海/浦东"], {"中国": None, "华东": "中国", "上海": "华东", "浦东": "上海"}),
        ({"研发/测试部": None}, ["研发/测试部"], {"研发/测试部": None}),
    ],
)
async def test_a_path_leads_down_the_tree_and_what_is_missing_is_made_below_what_is_there(
    archive: World, admin: Client, database: Database, there: dict[str, str | None], named: Sequence[str], made: dict[str, str | None]
) -> None:
    known = dict[str | None, UUID | None]({None: None})
    for name, above in there.items():
        known[name] = await archive.department(name, known[above])
    plan = await agreed(admin, *named)
    await run(admin, database, plan["id"])
    assert await tree(admin) == made
    last = list(made)[-1]
    assert await placed(admin) == [last if name.rpartition("/")[2].strip() != "华东" else "华东" for name in named]
    await undo(admin, plan["id"])
    assert await tree(admin) == there


async def test_what_is_ambiguous_or_no_name_is_listed_and_nothing_is_made_for_it(archive: World, admin: Client, database: Database) -> None:
    for above in ("华东", "华南"):
        await archive.department("一部", await archive.department(above))
    long = "部" * 101
    plan = await agreed(admin, "一部", "一部/小组", long, "华南/一部")
    done = await run(admin, database, plan["id"])
    assert "departments" not in done["made"]
    assert await placed(admin) == [None, None, None, "一部"]
    rows = (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"]
    assert [[one["code"] for one in row["unmatched"]] for row in rows] == [["ambiguous_department"], ["no_such_department"], ["no_such_department"], []]


async def test_rows_that_are_not_written_make_no_departments(admin: Client, database: Database) -> None:
    rows: Rows = [("客户名称", "所属部门", "统一社会信用代码"), ("甲建设有限公司", "市场部", "9135"), ("乙建设有限公司", "研发部", None)]
    plan = await upload(admin, book(客户=rows), choices='{"departments": true}')
    await run(admin, database, plan["id"])
    assert await tree(admin) == {"研发部": None}


async def test_departments_in_which_something_is_stay_and_are_named(archive: World, admin: Client, database: Database) -> None:
    plan = await agreed(admin, "市场部", "研发部", "华东/上海", "财务部", "行政部")
    await run(admin, database, plan["id"])
    made = await ids(admin)
    await archive.person("新人", departments=[made["市场部"]])
    kept = await admin.make("customer", name="别的有限公司", department=str(made["上海"]))
    await admin.patch(f"/departments/{made['财务部']}", {"title": "财务中心"})
    await admin.patch(f"/departments/{made['行政部']}", {"retired": True})
    taken = await undo(admin, plan["id"])
    assert (taken["deleted"], taken["departments"]) == (5, 1)
    assert {one["name"] for one in taken["departments_left"]} == {"市场部", "华东", "上海", "财务部", "行政部"}
    assert await tree(admin) == {"市场部": None, "华东": None, "上海": "华东", "财务中心": None}
    assert (await admin.record("customer", kept["id"]))["department"]["title"] == "上海"


async def test_a_record_out_of_the_recycle_bin_names_no_department_that_is_gone(admin: Client, database: Database) -> None:
    plan = await agreed(admin, "市场部")
    await run(admin, database, plan["id"])
    (item,) = (await admin.find("customer"))["items"]
    assert (await undo(admin, plan["id"]))["departments"] == 1
    assert (await admin.post(f"/objects/customer/records/{item['id']}/restore")).status_code == 200
    assert (await admin.record("customer", item["id"]))["department"] is None


async def test_who_may_not_manage_people_cannot_agree(archive: World, database: Database) -> None:
    await archive.role("importer", {"customer": ALL})
    jon = await archive.person("Jon", "importer")
    await archive.department("销售一部")
    assert (await jon.post("/departments", {"title": "市场部"})).status_code == 403
    plan = await upload(jon, firms("市场部"))
    refused = await jon.patch(f"/imports/{plan['id']}", {"choices": {"departments": True}})
    assert refused.status_code == 403, refused.text
    assert (await upload(jon, firms("销售一部"), choices='{"departments": true}'))["choices"]["departments"] is True, "there is nothing to make"


async def test_who_has_lost_the_right_since_the_plan_makes_none(archive: World, database: Database) -> None:
    await archive.role("importer", {"customer": ALL}, "people")
    jon = await archive.person("Jon", "importer")
    plan = await agreed(jon, "市场部")
    await archive.role("importer", {"customer": ALL})
    done = await run(jon, database, plan["id"])
    assert done["state"] == "failed"
    assert await tree(jon) == {}


async def test_too_many_are_words_of_another_kind(admin: Client) -> None:
    rows: Rows = [HEADER, *[(f"{n}号建设有限公司", f"第{n}部") for n in range(MOST + 1)]]
    answer = await admin.http.post("/api/v1/imports", files=[("files", ("表.xlsx", book(客户=rows)))], data={"choices": '{"departments": true}'})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "too_many_departments"
    assert str(MOST) in answer.json()["detail"]


async def test_a_row_that_is_decided_on_after_the_run_makes_its_department_too(admin: Client, database: Database) -> None:
    rows: Rows = [HEADER, ("无锡启明建设有限公司", "市场部"), ("启明建设有限公司", "研发部"), ("常州宏泰食品有限公司", None)]
    plan = await upload(admin, book(客户=rows), choices='{"departments": true}')
    assert (await run(admin, database, plan["id"]))["sheets"][0]["doubtful"] == 1
    assert await tree(admin) == {"市场部": None}
    answer = await admin.post(f"/imports/{plan['id']}/decide", {"row": 3, "decision": "create"})
    assert answer.status_code == 200, answer.text
    assert await tree(admin) == {"市场部": None, "研发部": None}
    assert (await admin.record("customer", answer.json()["record"]))["department"]["title"] == "研发部"
    assert (await undo(admin, plan["id"]))["departments"] == 2
    assert await tree(admin) == {}
