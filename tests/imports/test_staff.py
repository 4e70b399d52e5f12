"""A list of staff in a workbook becomes people: read, previewed, written, reported; and the first of them signs in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
import xlsxwriter

from kedang.core.db import Database
from tests.identity.conftest import HOME, PASSWORD, Join, admin, join, mara
from tests.support.browser import Browser

__all__ = ["admin", "join", "mara"]  # fixtures of the tests of identity: people with browsers of their own

HEADERS = ["姓名", "手机", "邮箱", "工号", "部门", "角色"]
Rows = list[list[Any]]


def book(rows: Rows, headers: list[str] | None = None, formulas: dict[str, str] | None = None) -> bytes:
    """A workbook with a header and rows; ``formulas`` are written without a result, as some programs do."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as found:
        sheet = found.add_worksheet("花名册")
        for at, row in enumerate([headers or HEADERS, *rows]):
            sheet.write_row(at, 0, row)
        for cell, formula in (formulas or {}).items():
            sheet.write_formula(cell, formula, value="")  # pyright: ignore[reportArgumentType, reportCallIssue]  # its stub knows numbers only
    return made.getvalue()


async def send(browser: Browser, path: str, content: bytes, name: str = "people.xlsx", **fields: str) -> httpx.Response:
    """The list to one of the three routes."""
    return await browser.post(f"/people/import{path}", files={"files": (name, content)}, data=fields)


async def planned(browser: Browser, content: bytes, name: str = "people.xlsx", **fields: str) -> dict[str, Any]:
    answer = await send(browser, "/plan", content, name, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def ran(browser: Browser, content: bytes, name: str = "people.xlsx", **fields: str) -> dict[str, Any]:
    answer = await send(browser, "", content, name, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def states(found: dict[str, Any]) -> list[str]:
    return [row["state"] for row in found["rows"]]


def codes(found: dict[str, Any]) -> list[list[str]]:
    return [[f"{why['field']}:{why['code']}" for why in row["reasons"]] for row in found["rows"]]


async def people(browser: Browser) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    cursor: str | None = ""
    while cursor is not None:
        page = (await browser.get("/people", params={"limit": 200, **({"cursor": cursor} if cursor else {})})).json()
        found |= {one["title"]: one for one in page["items"]}
        cursor = page["next"]
    return found


@pytest.mark.req("R373")
async def test_two_hundred_people_come_from_a_workbook_and_one_signs_in(admin: Browser, app: Any, database: Database) -> None:
    places = ["销售部/华东区", "销售部/华南区", "财务部", "销售部 / 华东区 / 上海"]
    rows: Rows = [
        [f"员工{n:03}", f"139{n:08}", f"u{n}@example.com" if n % 2 else "", f"A{n:03}", places[n % 4], ["销售", "部门经理"][n % 2]] for n in range(200)
    ]
    content = book(rows)
    before = await planned(admin, content)
    assert before["counts"] == {"new": 200, "update": 0, "unchanged": 0, "duplicate": 0, "refused": 0}
    assert before["departments"] == [*places[:3], "销售部/华东区/上海"]
    assert len(await people(admin)) == 1
    done = await ran(admin, content)
    assert (done["counts"]["new"], len(done["people"])) == (200, 200)
    found = await people(admin)
    assert len(found) == 201
    one = found["员工003"]
    assert (one["mobile"], one["email"], one["staff_number"], one["roles"]) == ("13900000003", "u3@example.com", "a003", ["manager"])
    tree = {one["id"]: one for one in (await admin.get("/departments")).json()["items"]}
    east = tree[tree[one["departments"][0]["id"]]["parent"]]
    assert (one["departments"][0]["title"], east["title"], tree[east["parent"]]["title"], len(tree)) == ("上海", "华东区", "销售部", 5)
    invited = (await admin.post("/people/invitations", {"people": done["people"]})).json()
    assert (len(invited["items"]), invited["left_out"]) == (200, 0)
    link = next(each["link"] for each in invited["items"] if each["title"] == "员工003")
    browser = Browser(app)
    assert (await browser.post(f"/invite/{link.rsplit('/', 1)[1]}", {"password": PASSWORD})).status_code == 200
    assert (browser.me["person"]["title"], [role["key"] for role in browser.me["roles"]]) == ("员工003", ["manager"])
    assert (await Browser(app).post("/session", {"login": "A003", "password": PASSWORD})).status_code == 200
    async with database.workspace(HOME) as tx:
        entry = await tx.one("select actor, body from audit_event where action = 'people.imported'")
    assert (str(entry["actor"]), entry["body"]["source"], len(entry["body"]["created"])) == (admin.me["person"]["id"], "people.xlsx", 200)


async def test_the_same_list_again_changes_nothing(admin: Browser, database: Database) -> None:
    content = book([["张三", "13900000001", "", "", "销售部", "销售"], ["李四", "", "", "", "", ""]])
    assert (await ran(admin, content))["counts"]["new"] == 2
    before = await people(admin)
    again = await ran(admin, content)
    assert (again["counts"]["unchanged"], again["departments"], again["people"]) == (2, [], [])
    assert await people(admin) == before
    async with database.workspace(HOME) as tx:
        assert (await tx.one("select count(*) as n from audit_event where action = 'people.imported'"))["n"] == 1


async def test_what_a_list_says_of_somebody_who_is_there_is_changed_and_the_rest_stays(admin: Browser, app: Any, mara: Browser) -> None:
    east = (await admin.post("/departments", {"title": "华东区"})).json()["id"]
    await admin.post("/people", {"name": "李四", "departments": [east]})
    number = (await admin.post("/people", {"name": "王五", "staff_number": "B7", "mobile": "13900000007"})).json()["id"]
    rows: Rows = [["Mara", "", "mara@example.com", "M1", "", "部门经理"], ["李四", "13900000004", "", "", "", ""], ["王小五", "", "", "b7", "", ""]]
    done = await ran(admin, book(rows))
    assert states(done) == ["update"] * 3
    found = await people(admin)
    assert (found["Mara"]["roles"], found["Mara"]["staff_number"], found["Mara"]["email"]) == (["manager"], "m1", "mara@example.com")
    assert (found["李四"]["mobile"], found["李四"]["departments"][0]["id"]) == ("13900000004", east)
    assert (found["王小五"]["id"], found["王小五"]["mobile"]) == (number, "13900000007")
    assert (await mara.get("/me")).status_code == 401  # her roles are others now
    assert (await Browser(app).post("/session", {"login": "M1", "password": PASSWORD})).status_code == 200


async def test_each_row_that_cannot_be_written_says_why_and_the_others_are(admin: Browser) -> None:
    await admin.post("/people", {"name": "李雷", "mobile": "13900000001"})
    gone = (await admin.post("/people", {"name": "离职", "mobile": "13900000002"})).json()["id"]
    await admin.patch(f"/people/{gone}", {"status": "disabled"})
    for _ in range(2):
        await admin.post("/people", {"name": "同名"})
    head = (await admin.post("/departments", {"title": "总部"})).json()["id"]
    for parent in (None, head):
        await admin.post("/departments", {"title": "行政", "parent": parent})
    rows: Rows = [
        ["韩梅梅", 13900000003.0, "", "", "", "业务员"],
        ["", "13900000005", "", "", "", ""],
        ["坏手机", "12a", "x@", "", "", ""],
        ["别人", "13900000001", "", "", "", ""],
        ["离职", "13900000002", "", "", "", ""],
        ["同名", "", "", "", "", ""],
        ["角色", "", "", "R1", "", "总经理"],
        ["部门", "", "", "D1", "行政", ""],
        ["韩梅梅", "13900000003", "", "", "", ""],
        ["陈静", "", "admin@example.com", "", "", "销售"],
    ]
    found = await planned(admin, book(rows))
    assert codes(found) == [
        [], ["name:name_missing"], ["mobile:bad_mobile", "email:bad_email"], ["mobile:login_of_another"], ["name:person_disabled"], ["name:ambiguous_name"],
        ["roles:unknown_role"], ["departments:ambiguous_department"], ["name:repeated"], ["roles:stays_administrator"],
    ]  # fmt: skip
    assert states(found) == ["new", *["refused"] * 7, "duplicate", "refused"]
    assert "李雷" in found["rows"][3]["reasons"][0]["message"]
    done = await ran(admin, book(rows))
    assert (done["counts"], states(done)) == (found["counts"], states(found))
    assert (await people(admin))["韩梅梅"]["roles"] == ["sales"]
    answer = await send(admin, "/refused", book(rows))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    back = list(sheet.iter_rows(values_only=True))
    assert back[0][:3] == ("原因", "行号", "姓名")
    assert [row[1] for row in back[1:]] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert "手机号格式有误" in str(back[2][0])


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "people.xlsx", "file_empty"),
        (book([]), "people.xlsx", "no_staff_rows"),
        (book([["a", "b"]], ["甲", "乙"]), "people.xlsx", "no_staff_columns"),
        (b"%PDF-1.7 people", "people.xlsx", "not_a_spreadsheet"),
        (b"PK\x03\x04 broken", "people.xlsx", "file_broken"),
        ("姓名,手机\n".encode() + b"".join(f"员工{n},139{n:08}\n".encode() for n in range(100_000)), "people.csv", "too_many_staff_rows"),
    ],
)  # fmt: skip
async def test_a_file_that_is_no_list_is_refused_with_a_remedy(admin: Browser, content: bytes, name: str, code: str) -> None:
    for path in ("/plan", "", "/refused"):
        answer = await send(admin, path, content, name)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert len(await people(admin)) == 1


async def test_headers_are_found_in_many_spellings_and_formulas_without_a_result_are_empty(admin: Browser) -> None:
    found = await ran(
        admin,
        "员工姓名\t手机号码\t电子邮箱\t员工编号\t所属部门\t系统角色\n张三\t139-0000-0001\t\t007\t销售部；财务部\t销售、只读\n".encode("gb18030"),
        "people.csv",
    )
    assert (found["columns"]["name"], states(found)) == ("员工姓名", ["new"])
    one = (await people(admin))["张三"]
    assert ([place["title"] for place in one["departments"]], one["roles"], one["staff_number"]) == (["销售部", "财务部"], ["read_only", "sales"], "007")
    english = book([["Ann Lee", "ann@example.com", "Sales>East", "viewer"]], ["Full Name (required)", "Email Address", "Department", "Role"])
    assert (await ran(admin, english))["departments"] == ["Sales/East"]
    assert codes(await planned(admin, book([["", "13900000009"]], formulas={"A2": '=B2&"x"'}))) == [["name:name_missing"]]


async def test_the_empty_list_is_understood_and_names_the_roles(admin: Browser) -> None:
    answer = await admin.get("/people/import/template")
    found = openpyxl.load_workbook(BytesIO(answer.content))
    assert {"管理员", "部门经理", "销售", "只读"} <= {str(row[0]) for row in found.worksheets[1].iter_rows(values_only=True)}
    plan = await planned(admin, answer.content)
    assert (list(plan["columns"]), states(plan)) == (["name", "mobile", "email", "staff_number", "departments", "roles"], ["new"])


async def test_new_people_without_a_role_may_get_the_usual_one(admin: Browser) -> None:
    await ran(admin, book([["张三", "13900000001", "", "", "", ""], ["李四", "13900000002", "", "", "", "只读"]]), role="sales")
    found = await people(admin)
    assert (found["张三"]["roles"], found["李四"]["roles"]) == (["sales"], ["read_only"])
    assert (await send(admin, "/plan", book([["x", "", "", "", "", ""]]), role="nobody")).json()["code"] == "unknown_role"


async def test_who_manages_people_gives_no_rights_that_she_has_not(admin: Browser, join: Join, mara: Browser, database: Database) -> None:
    from kedang.core import access
    from kedang.core.base import system_actor

    content = book([["张三", "13900000001", "", "", "", "管理员"], ["陈静", "13900000002", "admin@example.com", "", "", ""], ["李四", "", "", "", "", "销售"]])
    for path in ("/plan", "", "/refused"):
        assert (await send(mara, path, content)).status_code == 403
    assert (await mara.get("/people/import/template")).status_code == 403
    async with database.workspace(HOME) as tx:
        role = access.RoleDefinition(key="personnel", label={"zh": "人事"}, manage=("people",))
        await access.save_role(tx, system_actor(HOME, name="test"), role)
    eva = await join("Eva", "eva@example.com", "personnel")
    done = await ran(eva, content)
    assert codes(done) == [["roles:out_of_reach"], ["roles:out_of_reach"], []]
    assert "张三" not in await people(admin)
    assert (await people(admin))["陈静"]["mobile"] is None


async def test_nothing_of_a_list_stays_on_the_disk(admin: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    await ran(admin, book([["张三", "", "", "", "", ""]]))
    await send(admin, "", b"")
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240  an empty folder of the test
