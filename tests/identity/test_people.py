"""People and departments: who may see and change whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from kedang.core import identity
from kedang.core.base import system_actor
from kedang.core.db import Database
from tests.support.browser import Browser

from .conftest import HOME, Join

STRANGER = uuid4()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("建国", ["王建国"]),
        ("wjg", ["王建国"]),
        ("jg", ["王建国"]),
        ("wangjian", ["王建国"]),
        ("lilei", ["李雷"]),
        ("LL", ["李雷"]),
        ("ma", ["Mara"]),
        ("王", ["王芳", "王建国"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; drop table person; --", []),
    ],
)
async def test_people_are_found_by_name_pinyin_and_initials(admin: Browser, q: str, found: list[str]) -> None:
    for name in ("王建国", "李雷", "王芳", "Mara"):
        assert (await admin.post("/people", {"name": name})).status_code == 201
    items = (await admin.get("/people", params={"q": q})).json()["items"]
    assert [one["title"] for one in items] == found


async def test_pages_follow_each_other_without_gap(admin: Browser) -> None:
    for n in range(7):
        await admin.post("/people", {"name": f"员工{n}"})
    seen: list[str] = []
    cursor = None
    while True:
        page = (await admin.get("/people", params={"limit": 3, **({"cursor": cursor} if cursor else {})})).json()
        seen += [one["title"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted({*seen})
    assert len(seen) == 8
    assert (await admin.get("/people", params={"cursor": "x"})).status_code == 422
    assert (await admin.get("/people", params={"limit": 10**9})).status_code == 422


async def test_disabled_people_come_last_and_can_be_left_out(admin: Browser) -> None:
    first = (await admin.post("/people", {"name": "阿一"})).json()["id"]
    await admin.post("/people", {"name": "周二"})
    await admin.patch(f"/people/{first}", {"status": "disabled"})
    assert [one["title"] for one in (await admin.get("/people")).json()["items"]] == ["陈静", "周二", "阿一"]
    assert [one["title"] for one in (await admin.get("/people?status=active")).json()["items"]] == ["陈静", "周二"]


async def test_roles_and_logins_are_seen_by_who_manages_people_and_by_oneself(admin: Browser, mara: Browser) -> None:
    own, other = f"/people/{mara.me['person']['id']}", f"/people/{admin.me['person']['id']}"
    for browser, path, sees in [(admin, own, True), (admin, other, True), (mara, own, True), (mara, other, False)]:
        found = (await browser.get(path)).json()
        assert ({"roles", "email", "mobile", "staff_number"} <= found.keys()) is sees, path
    assert all("roles" not in one and "email" not in one for one in (await mara.get("/people")).json()["items"])


async def test_only_who_manages_people_changes_them(app: Any, admin: Browser, mara: Browser) -> None:
    """Every call of the administration, by one who may and one who may not, and by nobody; what is refused changes nothing."""
    jon = (await admin.post("/people", {"name": "Jon", "email": "jon@example.com"})).json()["id"]
    sales = (await admin.post("/departments", {"title": "销售部"})).json()["id"]
    calls = [
        ("POST", "/people", {"name": "Eva"}),
        ("PATCH", f"/people/{jon}", {"name": "John"}),
        ("PATCH", f"/people/{mara.me['person']['id']}", {"roles": ["administrator"]}),
        ("POST", f"/people/{jon}/invite", None),
        ("POST", "/departments", {"title": "财务部"}),
        ("PATCH", f"/departments/{sales}", {"title": "市场部"}),
    ]
    before = [(await admin.get(path)).json() for path in ("/people", "/departments")]
    for method, path, body in calls:
        assert (await mara.request(method, path, json=body)).status_code == 403, path
        assert (await Browser(app).request(method, path, json=body)).status_code == 401, path
    assert [(await admin.get(path)).json() for path in ("/people", "/departments")] == before
    for method, path, body in calls:
        assert (await admin.request(method, path, json=body)).status_code in (200, 201), path


async def test_a_right_to_manage_people_cannot_be_turned_into_all_rights(admin: Browser, join: Join, database: Database) -> None:
    from kedang.core import access

    async with database.workspace(HOME) as tx:
        role = access.RoleDefinition(key="personnel", label={"zh": "人事"}, manage=("people",))
        await access.save_role(tx, system_actor(HOME, name="test"), role)
    eva = await join("Eva", "eva@example.com", "personnel")
    assert eva.me["manage"] == ["people"]
    own, boss = f"/people/{eva.me['person']['id']}", f"/people/{admin.me['person']['id']}"
    jon = f"/people/{(await eva.post('/people', {'name': 'Jon', 'roles': ['sales']})).json()['id']}"
    for method, path, body in [
        ("PATCH", own, {"roles": ["personnel", "sales"]}),
        ("PATCH", jon, {"roles": ["administrator"]}),
        ("PATCH", jon, {"roles": ["personnel"]}),
        ("PATCH", boss, {"status": "disabled"}),
        ("PATCH", boss, {"email": "eva2@example.com"}),
        ("POST", f"{boss}/invite", None),
        ("POST", "/people", {"name": "Tom", "roles": ["administrator"]}),
    ]:
        assert (await eva.request(method, path, json=body)).status_code == 403, (path, body)
    assert (await eva.patch(jon, {"roles": ["sales", "manager"]})).status_code == 200


async def test_the_last_administrator_stays(admin: Browser, join: Join) -> None:
    path = f"/people/{admin.me['person']['id']}"
    for body in ({"status": "disabled"}, {"roles": []}):
        answer = await admin.patch(path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    other = await join("Eva", "eva@example.com", "administrator")
    assert (await other.patch(path, {"status": "disabled"})).status_code == 200


@pytest.mark.parametrize(
    "extra",
    [
        {"is_admin": True},
        {"id": str(STRANGER)},
        {"account": str(STRANGER)},
        {"workspace": 2},
        {"epoch": 7},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"version": 3},
        {"name_sort": "a"},
        {"password": "x"},
    ],
)
async def test_nothing_can_be_set_that_is_not_offered(admin: Browser, mara: Browser, extra: dict[str, Any]) -> None:
    person = f"/people/{mara.me['person']['id']}"
    before = (await admin.get(person)).json()
    for method, path, body in [
        ("POST", "/people", {"name": "Eva"}),
        ("PATCH", person, {"name": "Eva"}),
        ("POST", "/departments", {"title": "Eva"}),
        ("POST", "/tokens", {"name": "Eva"}),
        ("PATCH", "/me", {"language": "en"}),
    ]:
        answer = await admin.request(method, path, json={**body, **extra})
        assert answer.status_code == 422, path
        assert answer.json()["fields"] == [{"field": next(iter(extra)), "code": "unknown_field", "message": "没有此字段。"}]
    assert (await admin.get(person)).json() == before


async def test_departments_are_a_tree_without_circles(admin: Browser) -> None:
    top = (await admin.post("/departments", {"title": "总部"})).json()
    east = (await admin.post("/departments", {"title": "华东", "parent": top["id"]})).json()
    shop = (await admin.post("/departments", {"title": "上海", "parent": east["id"]})).json()
    assert shop["parent"] == east["id"]
    for parent in (top["id"], east["id"], shop["id"]):
        answer = await admin.patch(f"/departments/{top['id']}", {"parent": parent})
        assert (answer.status_code, answer.json()["code"]) == (422, "department_cycle")
    assert (await admin.patch(f"/departments/{shop['id']}", {"parent": str(STRANGER)})).json()["code"] == "unknown_department"
    assert (await admin.patch(f"/departments/{east['id']}", {"retired": True})).json()["code"] == "department_has_others_below"
    assert (await admin.patch(f"/departments/{shop['id']}", {"retired": True})).status_code == 200
    assert [one["title"] for one in (await admin.get("/departments")).json()["items"]] == ["华东", "总部"]
    assert (await admin.post("/people", {"name": "Jon", "departments": [shop["id"]]})).status_code == 422


async def test_a_move_counts_from_the_next_request_on(admin: Browser, mara: Browser, database: Database) -> None:
    """What rights depend on is remembered by revision; every change raises it."""

    async def standing() -> identity.Standing:
        async with database.workspace(HOME) as tx:
            return await identity.standing_of(tx, mara_id)

    from uuid import UUID

    mara_id = UUID(mara.me["person"]["id"])
    top = (await admin.post("/departments", {"title": "总部"})).json()["id"]
    east = (await admin.post("/departments", {"title": "华东"})).json()["id"]
    await admin.patch(f"/people/{mara_id}", {"departments": [top]})
    assert [str(one) for one in (await standing()).departments_below] == [top]
    await admin.patch(f"/departments/{east}", {"parent": top})
    assert {str(one) for one in (await standing()).departments_below} == {top, east}
    await admin.patch(f"/people/{mara_id}", {"departments": [], "roles": ["manager"]})
    assert await standing() == identity.Standing(roles=("manager",), departments=(), departments_below=())


async def test_logins_are_unique_and_the_conflict_names_nobody(admin: Browser, mara: Browser) -> None:
    answer = await admin.post("/people", {"name": "Eva", "email": "MARA@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")
    assert "mara" not in answer.text.lower()


@pytest.mark.parametrize(
    ("body", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 101}, "name"), ({"name": "a", "email": "a@b"}, "email"), ({"name": "a", "mobile": "12a"}, "mobile"),
     ({"name": "a", "staff_number": "a b"}, "staff_number"), ({"name": "a", "departments": [str(STRANGER)]}, "departments"),
     ({"name": 1}, "name"), ({}, "name"), ({"name": "a", "roles": ["A B"]}, "roles")],
)  # fmt: skip
async def test_what_is_wrong_is_said_by_field(admin: Browser, body: dict[str, Any], field: str) -> None:
    answer = await admin.post("/people", body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == [field]


async def test_an_importer_creates_people_by_name_once(admin: Browser, database: Database) -> None:
    async def always(*_: object) -> bool:
        return True

    await admin.post("/people", {"name": "李雷"})
    async with database.workspace(HOME) as tx:
        actor = system_actor(HOME, name="import")
        first = await identity.create_people(tx, actor, ["李雷", "韩梅梅", " 韩梅梅 "], may_manage=always)
        again = await identity.create_people(tx, actor, ["李雷", "韩梅梅"], may_manage=always)
    assert first == again
    assert sorted(first) == ["李雷", "韩梅梅"]
    assert len((await admin.get("/people")).json()["items"]) == 3


async def test_changes_are_logged_and_announced(admin: Browser, mara: Browser, database: Database) -> None:
    person = mara.me["person"]["id"]
    await admin.patch(f"/people/{person}", {"status": "disabled"})
    async with database.workspace(HOME) as tx:
        entry = await tx.one("select * from audit_event where action = 'person.updated' order by at desc, id desc limit 1")
        event = await tx.one("select * from outbox where kind = 'person.updated' order by at desc, id desc limit 1")
    assert str(entry["actor"]) == admin.me["person"]["id"]
    assert entry["body"] == {"person": person, "what": ["status"], "roles": ["sales"], "status": "disabled"}
    assert event["body"] == {"person": person, "what": ["status"], "by": admin.me["person"]["id"]}
