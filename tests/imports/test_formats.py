"""What a format asks of a text is asked of imported cells too, in the same words and with the same spelling."""

from __future__ import annotations

import pytest

from kedang.core.db import Database
from tests.support.world import Client

from .books import Rows, book, run, upload

pytestmark = pytest.mark.commits
HEADER = ("客户名称", "统一社会信用代码")
GOOD = "91350100M000100Y43"


@pytest.mark.req("R005", part="formats by an import")
async def test_an_import_refuses_the_codes_that_the_api_refuses_and_stores_the_others_alike(admin: Client, database: Database) -> None:
    rows: Rows = [HEADER, ("甲建设有限公司", " 9135 0100 m000 100ｙ43"), ("乙建设有限公司", "91350100M000100Y44"), ("丙建设有限公司", "9135O1OOMOOO1OOY43")]
    plan = await upload(admin, book(客户=rows))
    done = await run(admin, database, plan["id"])
    (sheet,) = plan["sheets"]
    assert (sheet["new"], sheet["refused"], done["state"]) == (1, 2, "done")
    assert [one["credit_code"] for one in (await admin.find("customer"))["items"]] == [GOOD]
    refused = [row for row in (await admin.get(f"/imports/{plan['id']}/rows")).json()["items"] if row["state"] == "refused"]
    for row, cell in zip(refused, ("91350100M000100Y44", "9135O1OOMOOO1OOY43"), strict=True):
        (reason,) = row["reasons"]
        answer = await admin.post("/objects/customer/records", {"name": "丁", "credit_code": cell})
        (said,) = answer.json()["fields"]
        assert reason["zh"] == f"统一社会信用代码：“{cell}”{said['message'].partition('：')[2]}。"


async def test_a_column_that_is_called_so_becomes_a_field_of_that_format(admin: Client, database: Database) -> None:
    rows: Rows = [("产品名称", "统一社会信用代码"), ("水泵", GOOD.lower()), ("阀门", "9135")]
    plan = await upload(admin, book(产品=rows))
    answer = await admin.patch(f"/imports/{plan['id']}", {"choices": {"fields": True}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["sheets"][0]["object"] == "product"
    await run(admin, database, plan["id"])
    shown = (await admin.get("/objects/product")).json()["fields"]
    (field,) = [one for one in shown if one["label"].get("zh") == "统一社会信用代码"]
    assert field["format"] == "credit_code"
    assert [one[field["key"]] for one in (await admin.find("product"))["items"]] == [GOOD]
