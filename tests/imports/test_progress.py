"""How far an import is, for a screen and for a terminal; and small things that its plan tells."""

from __future__ import annotations

import io
from typing import Any

import pytest

from kedang.core.base import system_actor
from kedang.core.db import Database
from kedang.features.imports import service
from kedang.features.imports.manage import may_manage
from kedang.features.imports.watching import Watch
from tests.support.world import HOME, Client, World

from .books import Rows, book, run, upload

pytestmark = pytest.mark.commits
ROWS: Rows = [("客户名称", "客户等级"), *[(f"{n}建设有限公司", "A") for n in "甲乙丙丁戊己庚辛壬癸"]]


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


async def test_a_screen_can_ask_how_far_a_run_is(admin: Client, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = await upload(admin, book(客户=ROWS))
    path = f"/imports/{plan['id']}/progress"
    assert (await admin.get(path)).json() == {"state": "planned", "error": None, "done": 0, "rows": 10, "percent": 0}
    chunks, write = 0, service.write_chunk

    async def dying(*values: Any) -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 3:
            raise ConnectionError("the power went")
        await write(*values)

    monkeypatch.setattr(service, "CHUNK", 3)
    monkeypatch.setattr(service, "write_chunk", dying)
    said: list[tuple[str, int, int]] = []
    with pytest.raises(ConnectionError):
        await service.run(
            database, HOME, system_actor(HOME, name="importer"), plan["id"], may_manage=may_manage, say=lambda sheet, place, rows: said.append((sheet, place, rows))
        )  # fmt: skip
    assert said == [("customer", 0, 3), ("customer", 0, 3)]
    assert (await admin.get(path)).json() == {"state": "running", "error": None, "done": 6, "rows": 10, "percent": 60}
    for call in (admin.patch(f"/imports/{plan['id']}", {}), admin.post(f"/imports/{plan['id']}/decide", {"row": 2, "decision": "skip"})):
        assert (await call).status_code == 409
    await service.run(database, HOME, system_actor(HOME, name="importer"), plan["id"], may_manage=may_manage)
    assert (await admin.get(path)).json() == {"state": "done", "error": None, "done": 10, "rows": 10, "percent": 100}


def line(sheet: str, percent: int, done: int, rows: int) -> str:
    return f"{sheet} {percent}% {done} {rows}"


def test_a_terminal_has_one_line_and_a_file_a_line_now_and_then() -> None:
    now = [0.0]
    terminal, file = Terminal(), io.StringIO()
    for stream, often in ((terminal, 0.3), (file, 6.0)):
        now[0] = 0.0
        watch = Watch(line, json=False, stream=stream, clock=lambda: now[0])
        watch.rows = 2000
        for at in range(4):
            now[0] += often if at != 1 else 0.0
            watch.written("customer", 0, 500)
        watch.end()
    shown = [part.strip() for part in terminal.getvalue().split("\r") if part.strip()]
    assert ["25%" in shown[0], "75%" in shown[1], "100%" in shown[2], len(shown)] == [True, True, True, 3]
    assert terminal.getvalue().endswith("\r")
    assert [line.count("%") for line in file.getvalue().splitlines()] == [1, 1, 1]
    assert "1500" in file.getvalue().splitlines()[1]


def test_programs_hear_nothing() -> None:
    silent = io.StringIO()
    watch = Watch(line, json=True, stream=silent)
    watch.say("x")
    watch.rows = 1
    watch.written("customer", 0, 1)
    watch.end()
    assert silent.getvalue() == ""


async def test_a_cell_that_fills_two_fields_is_wrong_once_and_refused_rows_write_nobody(admin: Client) -> None:
    people = ["吕思远", "孔雨桐", "施浩然", "曹梓涵"]
    rows: Rows = [
        ("客户名称", "联系人", "联系电话"),
        *[(f"{n}建设有限公司", who, f"1380013800{at}") for at, (n, who) in enumerate(zip("甲乙丙丁", people, strict=True))],
    ]
    plan = await upload(admin, book(客户=[*rows, ("戊建设有限公司", "严天佑", "138001"), ("甲建设有限公司", "吕思远", "13800138000")]))
    (sheet,) = plan["sheets"]
    assert [(c["object"], c["field"]) for c in sheet["columns"] if c["header"] == "联系电话"] == [("customer", "phone"), ("contact", "mobile")]
    assert (sheet["new"], sheet["merged"], sheet["refused"]) == (4, 1, 1)
    assert sheet["also"] == [{"object": "contact", "new": 4, "updated": 0}]
    (refused,) = (await admin.get(f"/imports/{plan['id']}/rows?status=refused")).json()["items"]
    assert [(reason["field"], reason["code"]) for reason in refused["reasons"]] == [("phone", "impossible_phone")]


async def test_words_that_shall_not_become_options_are_listed(admin: Client, database: Database) -> None:
    rows: Rows = [("客户名称", "客户等级", "客户来源"), *[(f"{n}建设有限公司", "A", "展会") for n in "甲乙丙"], ("丁建设有限公司", "从没听过的级别", "展会")]
    plan = await upload(admin, book(客户=rows), choices='{"options": false}')
    listed = [reason for reason in plan["sheets"][0]["reasons"] if reason["code"] == "option_left_out"]
    assert [(reason["field"], reason["rows"], reason["example"]) for reason in listed] == [("level", 1, 5)]
    assert (await run(admin, database, plan["id"]))["state"] == "done"


async def test_what_has_no_field_is_listed_where_an_object_has_no_note(archive: World, database: Database) -> None:
    device = {
        "key": "device",
        "label": {"zh": "设备", "en": "Device"},
        "title": "name",
        "fields": [{"key": "name", "kind": "text", "label": {"zh": "设备名称"}}],
    }
    await archive.model(device)
    admin = await archive.person("何管理", "administrator", language="zh")
    plan = await upload(admin, book(设备=[("设备名称", "颜色"), ("一号机", "红"), ("二号机", "蓝")]), object="device")
    (listed,) = [reason for reason in plan["sheets"][0]["reasons"] if reason["code"] == "no_note"]
    assert (listed["rows"], "颜色" in listed["zh"], "颜色" in listed["en"]) == (2, True, True)


async def test_a_sheet_that_looks_like_nothing_is_read_as_the_importer_says(admin: Client, database: Database) -> None:
    rows: Rows = [("全称", "甲列", "乙列"), ("无锡启明建设有限公司", "红", 1.0), ("常州宏泰食品有限公司", "蓝", 2.0)]
    plan = await upload(admin, book(x=rows), object="customer")
    assert (plan["sheets"][0]["object"], plan["sheets"][0]["new"]) == ("customer", 2)
    unknown = await admin.http.post("/api/v1/imports", files=[("files", ("a.xlsx", book(x=rows)))], data={"object": "nothing"})
    assert unknown.status_code == 404
