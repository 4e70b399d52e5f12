"""A workbook that fits no object becomes a new one, with its rows: proposed, made, imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kedang.core.db import Database
from tests.support.world import Client, World

from .books import book, run

pytestmark = pytest.mark.commits
DATA = Path(__file__).parents[1] / "data"
HEADER = ("设备名称", "设备编号", "采购日期", "采购金额", "状态", "保管电话", "是否在用", "说明")
ROWS = [
    (
        f"{brand}{n}号激光切割机",
        f"SB-{n:04d}",
        f"2025-{n % 12 + 1:02d}-15",
        f"¥{n + 12},800.00",
        ("在用", "维修", "闲置")[n % 3],
        f"138001380{n:02d}",
        "是" if n % 4 else "否",
        "一段说明",
    )
    for n, brand in enumerate(["大族", "华工", "通快"] * 8)
]


async def propose(person: Client, name: str, content: bytes) -> Any:
    """Ask what a file could become."""
    return await person.http.post("/api/v1/imports/objects", files=[("files", (name, content))])


@pytest.mark.req("R026", part="API")
async def test_a_workbook_becomes_an_object_with_fields_of_guessed_kinds_and_its_rows(admin: Client, database: Database) -> None:
    content = book(设备台账=[HEADER, *ROWS])
    answer = await propose(admin, "设备.xlsx", content)
    assert answer.status_code == 200, answer.text
    (one,) = answer.json()["items"]
    definition = one["definition"]
    assert (one["rows"], definition["key"], definition["label"], definition["title"]) == (
        24,
        "shebeitaizhang",
        {"zh": "设备台账"},
        definition["fields"][0]["key"],
    )
    kinds = {field["label"]["zh"]: field["kind"] for field in definition["fields"]}
    assert kinds == dict(zip(HEADER, ["text", "text", "date", "money", "choice", "phone", "boolean", "choice"], strict=True)) | {"说明": "text"}
    status = next(field for field in definition["fields"] if field["label"]["zh"] == "状态")
    assert {option["key"] for option in status["options"]} == {"在用", "维修", "闲置"}
    assert one["samples"][definition["title"]] == ["大族0号激光切割机", "华工1号激光切割机", "通快2号激光切割机"]
    assert (await admin.get("/objects/shebeitaizhang")).status_code == 404, "nothing is made before somebody agrees"
    # Accepted with changes: another name, one field as text, one left out.
    changed: dict[str, Any] = {
        **definition,
        "label": {"zh": "设备"},
        "fields": [{**f, "kind": "text"} if f["label"]["zh"] == "是否在用" else f for f in definition["fields"] if f["label"]["zh"] != "说明"],
    }
    assert (await admin.post("/objects", changed)).status_code == 201
    planned = await admin.http.post("/api/v1/imports", files=[("files", ("设备.xlsx", content))], data={"object": "shebeitaizhang"})
    (sheet,) = planned.json()["sheets"]
    assert (sheet["object"], sheet["new"], sheet["refused"]) == ("shebeitaizhang", 24, 0)
    assert (await run(admin, database, planned.json()["id"]))["state"] == "done"
    page = await admin.find("shebeitaizhang", count="exact", sort=[status["key"]], where={"field": status["key"], "op": "eq", "value": "维修"})
    assert page["count"]["value"] == 8
    by_label = {field["label"]["zh"]: field["key"] for field in changed["fields"]}
    first = next(row for row in (await admin.find("shebeitaizhang", limit=50))["items"] if row[definition["title"]] == "大族0号激光切割机")
    assert (first[by_label["采购日期"]], first[by_label["采购金额"]], first[by_label["保管电话"]], first[by_label["是否在用"]]) == (
        "2025-01-15", {"amount": "12800.00", "currency": "CNY"}, "13800138000", "否",
    )  # fmt: skip


@pytest.mark.req("R026", part="API: real files")
async def test_real_files_are_proposed_as_people_would_model_them(admin: Client) -> None:
    (accounts,) = (await propose(admin, "accounts.csv", (DATA / "crm-sales-opportunities" / "accounts.csv").read_bytes())).json()["items"]
    kinds = {next(iter(field["label"].values())): field["kind"] for field in accounts["definition"]["fields"]}
    assert (accounts["definition"]["key"], accounts["definition"]["title"], accounts["rows"]) == ("accounts", "account", 85)
    assert (kinds["sector"], kinds["revenue"], kinds["employees"]) == ("choice", "money", "number")
    sheets = (await propose(admin, "messy.xlsx", (DATA / "messy-customers.xlsx").read_bytes())).json()["items"]
    assert [one["sheet"] for one in sheets] == ["客户台账", "沟通记录", "项目"]
    assert len({one["definition"]["key"] for one in sheets}) == 3
    messy = {field["label"]["zh"]: field["kind"] for field in sheets[0]["definition"]["fields"]}
    assert (messy["客户名称"], sheets[0]["definition"]["fields"][0]["label"]["zh"]) == ("text", "客户名称")
    for one in [accounts, *sheets]:
        assert (await admin.post("/objects?plan=true", one["definition"])).json()["plan"]["effects"][0]["change"] == "add_object", one["sheet"]


async def test_only_who_manages_the_model_may_ask_and_what_is_no_table_is_refused(archive: World, admin: Client, mara: Client) -> None:
    content = book(设备=[HEADER, *ROWS])
    assert (await propose(mara, "设备.xlsx", content)).status_code == 403
    assert (await propose(admin, "leer.csv", b"")).status_code == 422
    assert (await propose(admin, "bild.png", b"\x89PNG....")).status_code == 422
    answer = await admin.http.post("/api/v1/imports/objects", data={"x": "y"})
    assert answer.status_code == 422
