"""The list of people as who manages them reads it: true counts, filters, and departments with the people in them."""

from __future__ import annotations

from typing import Any

from kedang.core.db import Database
from tests.support import StillClock
from tests.support.browser import Browser

from .conftest import HOME, PASSWORD, Join


async def names(browser: Browser, **params: str) -> list[str]:
    answer = await browser.get("/people", params=params)
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["items"]]


async def new(admin: Browser, **values: Any) -> str:
    answer = await admin.post("/people", values)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_the_count_is_of_all_pages(admin: Browser) -> None:
    for n in range(5):
        await new(admin, name=f"员工{n}")
    first = (await admin.get("/people", params={"limit": 2, "q": "员工"})).json()
    second = (await admin.get("/people", params={"limit": 2, "q": "员工", "cursor": first["next"]})).json()
    assert [first["count"], second["count"], (await admin.get("/people?q=yg3")).json()["count"]] == [5, 5, 0]
    assert (await admin.get("/people")).json()["count"] == 6


async def test_people_are_told_by_whether_they_can_sign_in(admin: Browser, app: Any, join: Join) -> None:
    await join("Mara", "mara@example.com", "sales")
    jon = await new(admin, name="Jon", email="jon@example.com")
    await new(admin, name="Eva")
    link = (await admin.post(f"/people/{jon}/invite")).json()
    assert (await admin.get(f"/people/{jon}")).json()["invited_until"] == link["expires_at"]
    assert [await names(admin, access=one) for one in ("account", "invited", "none")] == [["陈静", "Mara"], ["Jon"], ["Eva"]]
    assert (await Browser(app).post(f"/invite/{link['link'].rsplit('/', 1)[1]}", {"password": PASSWORD})).status_code == 200
    assert await names(admin, access="invited") == []
    assert (await admin.get(f"/people/{jon}")).json()["invited_until"] is None


async def test_who_is_disabled_is_not_invited_any_more(admin: Browser, app: Any) -> None:
    jon = await new(admin, name="Jon", email="jon@example.com")
    link = (await admin.post(f"/people/{jon}/invite")).json()["link"].rsplit("/", 1)[1]
    await admin.patch(f"/people/{jon}", {"status": "disabled"})
    assert (await Browser(app).get(f"/invite/{link}")).status_code == 404
    await admin.patch(f"/people/{jon}", {"status": "active"})
    assert await names(admin, access="none") == ["Jon"]
    assert (await Browser(app).get(f"/invite/{link}")).status_code == 404


async def test_only_who_manages_people_asks_who_was_invited(admin: Browser, mara: Browser) -> None:
    await new(admin, name="Jon", email="jon@example.com")
    assert (await mara.get("/people?access=invited")).status_code == 403
    assert all("invited_until" not in one for one in (await mara.get("/people")).json()["items"])


async def test_departments_say_how_many_work_there(admin: Browser) -> None:
    top = (await admin.post("/departments", {"title": "总部"})).json()
    east = (await admin.post("/departments", {"title": "华东", "parent": top["id"]})).json()
    jon = await new(admin, name="Jon", departments=[east["id"], top["id"]])
    await new(admin, name="Eva", departments=[east["id"]])
    found = {one["title"]: one["people"] for one in (await admin.get("/departments")).json()["items"]}
    assert found == {"总部": 1, "华东": 2}
    await admin.patch(f"/people/{jon}", {"status": "disabled"})
    found = {one["title"]: one["people"] for one in (await admin.get("/departments")).json()["items"]}
    assert found == {"总部": 0, "华东": 1}


async def test_a_department_with_people_does_not_retire_and_one_without_comes_back(admin: Browser, database: Database) -> None:
    east = (await admin.post("/departments", {"title": "华东"})).json()["id"]
    eva = await new(admin, name="Eva", departments=[east])
    answer = await admin.patch(f"/departments/{east}", {"retired": True})
    assert (answer.status_code, answer.json()["code"], answer.json()["people"]) == (409, "department_has_people", 1)
    assert "调整到其他部门" in answer.json()["detail"]
    await admin.patch(f"/people/{eva}", {"departments": []})
    assert (await admin.patch(f"/departments/{east}", {"retired": True})).json()["retired"] is True
    assert (await admin.get("/departments")).json()["items"] == []
    assert [one["retired"] for one in (await admin.get("/departments?retired=true")).json()["items"]] == [True]
    assert (await admin.patch(f"/departments/{east}", {"retired": False})).status_code == 200
    assert len((await admin.get("/departments")).json()["items"]) == 1
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select body from audit_event where action = 'department.updated' order by at, id")
    assert [row["body"]["what"] for row in rows] == [["is_retired"], ["is_retired"]]


async def test_who_signs_in_keeps_a_login(admin: Browser, mara: Browser) -> None:
    answer = await admin.patch(f"/people/{mara.me['person']['id']}", {"email": None})
    assert (answer.status_code, answer.json()["code"]) == (422, "login_needed")


async def test_many_are_invited_at_once(admin: Browser, app: Any, mara: Browser, clock: StillClock, database: Database) -> None:
    jon, eva = await new(admin, name="Jon", email="jon@example.com"), await new(admin, name="Eva", staff_number="E7")
    alone, gone = await new(admin, name="Alone"), await new(admin, name="Gone", email="gone@example.com")
    await admin.patch(f"/people/{gone}", {"status": "disabled"})
    wanted = [jon, eva, alone, gone, mara.me["person"]["id"]]
    assert (await mara.post("/people/invitations", {"people": wanted})).status_code == 403
    first = (await admin.post("/people/invitations", {"people": wanted})).json()
    found = (await admin.post("/people/invitations", {"people": wanted})).json()
    assert ({one["title"]: one["logins"] for one in found["items"]}, found["left_out"]) == ({"Jon": ["jon@example.com"], "Eva": ["e7"]}, 3)
    assert all(one["qr"]["size"] > 20 and one["qr"]["path"].startswith("M") for one in found["items"])
    for one, status in [*((one, 404) for one in first["items"]), *((one, 200) for one in found["items"])]:
        assert (await Browser(app).get(f"/invite/{one['link'].rsplit('/', 1)[1]}")).status_code == status
    assert await names(admin, access="invited") == ["Eva", "Jon"]
    async with database.workspace(HOME) as tx:
        entry = await tx.one("select actor, body from audit_event where action = 'invite.made' order by at desc, id desc limit 1")
    assert (str(entry["actor"]), sorted(entry["body"]["people"])) == (admin.me["person"]["id"], sorted([jon, eva]))
    clock.forward(days=7, seconds=1)
    assert (await Browser(app).get(f"/invite/{found['items'][0]['link'].rsplit('/', 1)[1]}")).status_code == 404
