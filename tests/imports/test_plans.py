"""A plan has a number: what is agreed to is what was seen. What is said and not planned yet stays, and so does what an undo has left."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core.db import Database
from tests.support.clock import StillClock
from tests.support.world import Client, World

from .books import Rows, book, run, undo, upload

pytestmark = pytest.mark.commits
ROWS: Rows = [("客户名称", "内部编码"), ("甲方建设有限公司", "x1"), ("乙方设计有限公司", "x2")]
ALIKE: Rows = [("客户名称", "联系电话"), ("海门融煜山医疗器械有限公司", None), ("海门融煜山医疗器械", None), ("甲方建设有限公司", None)]
WISH: dict[str, Any] = {"sheets": [{"sheet": "客户", "columns": {"内部编码": "short_name"}}]}


async def test_a_plan_that_another_tab_has_changed_is_not_run(admin: Client) -> None:
    plan = await upload(admin, book(客户=ROWS))
    path = f"/imports/{plan['id']}"
    changed = (await admin.patch(path, {**WISH, "plan": plan["plan"]})).json()
    assert (plan["plan"], changed["plan"]) == (1, 2)
    for call in (admin.post(f"{path}/run", {"plan": 1}), admin.patch(path, {"choices": {"duplicates": "skip"}, "plan": 1})):
        answer = await call
        assert (answer.status_code, answer.json()["code"]) == (409, "plan_changed"), answer.text
    now = (await admin.get(path)).json()
    assert (now["state"], now["choices"]["duplicates"], now["plan"]) == ("planned", "fill", 2), "a refused wish changes nothing"
    assert (await admin.post(f"{path}/run", {"plan": 2})).status_code == 202


async def test_a_decision_makes_another_plan(admin: Client) -> None:
    plan = await upload(admin, book(客户=ALIKE))
    (doubtful,) = (await admin.get(f"/imports/{plan['id']}/rows?status=doubtful")).json()["items"]
    assert (await admin.post(f"/imports/{plan['id']}/decide", {"row": doubtful["number"], "decision": "skip"})).status_code == 200
    assert (await admin.post(f"/imports/{plan['id']}/run", {"plan": 1})).json()["code"] == "plan_changed"


async def test_rows_that_another_import_has_written_meanwhile_are_not_written_twice(admin: Client, database: Database, clock: StillClock) -> None:
    first, second = [await upload(admin, book(客户=ROWS)) for _ in range(2)]
    clock.forward(minutes=1)
    assert (await run(admin, database, first["id"]))["state"] == "done"
    clock.forward(minutes=1)
    path = f"/imports/{second['id']}"
    answer = await admin.post(f"{path}/run", {"plan": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_outdated")
    again = (await admin.patch(path, {"plan": 1})).json()
    assert (again["sheets"][0]["rows"], again["sheets"][0]["new"]) == (2, 0)
    assert (await admin.post(f"{path}/run", {"plan": again["plan"]})).status_code == 202


async def test_what_is_said_and_not_planned_yet_is_kept_until_it_is(admin: Client, mara: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=ROWS))
    path = f"/imports/{plan['id']}"
    assert plan["draft"] is None
    assert (await admin.request("PUT", f"{path}/draft", WISH)).status_code == 204
    kept = (await admin.get(path)).json()
    assert (kept["draft"]["sheets"][0]["columns"], kept["plan"]) == ({"内部编码": "short_name"}, 1)
    assert (await mara.request("PUT", f"{path}/draft", WISH)).status_code == 404
    assert (await admin.request("PUT", f"{path}/draft", {"sheets": [{"sheet": 1}]})).status_code == 422
    assert (await admin.request("PUT", f"{path}/draft", {"sheets": []})).status_code == 204
    assert (await admin.get(path)).json()["draft"] is None
    await admin.request("PUT", f"{path}/draft", WISH)
    assert (await admin.patch(path, WISH)).json()["draft"] is None, "what is planned is no draft"
    await run(admin, database, plan["id"])
    assert (await admin.request("PUT", f"{path}/draft", WISH)).status_code == 409


async def test_what_an_undo_has_left_is_there_after_a_reload(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=ROWS))
    assert (await run(admin, database, plan["id"]))["taken_back"] is None
    (one, _) = (await admin.find("customer", sort="name"))["items"]
    assert (await admin.patch(f"/objects/customer/records/{one['id']}", {"version": 1, "note": "有人改过"})).status_code == 200
    told = await undo(admin, plan["id"])
    assert (told["deleted"], told["left"], told["left_rows"]) == (1, [{"object": "customer", "id": one["id"]}], 1)
    shown = (await admin.get(f"/imports/{plan['id']}")).json()
    assert (shown["state"], shown["taken_back"]) == ("undone", told)


async def test_who_may_not_add_options_is_told_before_the_run_and_imports_without(archive: World, database: Database) -> None:
    await archive.role("clerk", {"customer": {"create": True, "read": "all", "update": "all", "import": "all", "fields": {"*": "edit"}}})
    clerk = await archive.person("Clerk", "clerk", language="zh")
    plan = await upload(clerk, book(客户=[("客户名称", "客户等级"), ("甲方建设有限公司", "A"), ("乙方设计有限公司", "从没听过的级别")]))
    assert (plan["choices"]["options"], plan["proposals"]["options"]) == (False, {"customer.level": {"从没听过的级别": 1}})
    assert [(one["code"], one["rows"]) for one in plan["sheets"][0]["reasons"]] == [("option_left_out", 1)]
    answer = await clerk.patch(f"/imports/{plan['id']}", {"choices": {"options": True}})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    done = await run(clerk, database, plan["id"])
    assert (done["state"], done["progress"]["done"]) == ("done", 2)
