"""Columns whose cells can be read in two ways: both readings are shown, and what the importer says counts."""

from __future__ import annotations

import pytest

from kedang.core.db import Database
from tests.support.world import Client, World

from .books import Json, Rows, book, run, upload

pytestmark = pytest.mark.commits
ROWS: Rows = [
    ("客户名称", "合作起始", "毛利率", "折扣"),
    ("甲方建设有限公司", "03/04/2025", 80.0, 0.8),
    ("乙方设计有限公司", "2025-05-06", 0.8, 0.7),
    ("丙方监理有限公司", "05/06/2025", "30%", 0.6),
]
WISH = {"合作起始": "archived_on", "毛利率": {"treatment": "new_field", "kind": "percent", "field": "margin"}, "折扣": None}


def ways(plan: Json, at: int) -> Json:
    """What is ambiguous in a column, without the examples' number."""
    (found,) = [one for one in plan["sheets"][0]["ambiguous"] if one["index"] == at]
    return found


async def test_both_readings_are_shown_and_the_importers_counts(admin: Client, database: Database) -> None:
    plan = await upload(admin, book(客户=ROWS))
    path = f"/imports/{plan['id']}"
    plan = (await admin.patch(path, {"sheets": [{"sheet": "客户", "columns": WISH}]})).json()
    assert ways(plan, 1) == {
        "index": 1, "kind": "day_first", "value": False, "cells": 2,
        "ways": [
            {"value": False, "examples": [["03/04/2025", "2025-03-04"], ["05/06/2025", "2025-05-06"]]},
            {"value": True, "examples": [["03/04/2025", "2025-04-03"], ["05/06/2025", "2025-06-05"]]},
        ],
    }  # fmt: skip
    margin = ways(plan, 2)
    assert [(way["value"], way["examples"]) for way in margin["ways"]] == [
        (None, [["0.8", "80%"], ["80", "80%"]]), ("hundred", [["0.8", "0.8%"], ["80", "80%"]]), ("fraction", [["0.8", "80%"], ["80", "8000%"]]),
    ]  # fmt: skip
    assert (margin["value"], len(plan["sheets"][0]["ambiguous"])) == (None, 2)
    told = {**WISH, "合作起始": {"field": "archived_on", "day_first": True}, "毛利率": {**WISH["毛利率"], "percent_of": "hundred"}}  # type: ignore[dict-item]  # a mapping
    plan = (await admin.patch(path, {"sheets": [{"sheet": "客户", "columns": told}], "choices": {"fields": True}})).json()
    assert (ways(plan, 1)["value"], ways(plan, 2)["value"]) == (True, "hundred"), "what was said can be said otherwise"
    assert (await run(admin, database, plan["id"]))["state"] == "done"
    items = (await admin.find("customer", fields=["name", "archived_on", "margin"]))["items"]
    assert {one["name"][0]: (one["archived_on"], float(one["margin"])) for one in items} == {
        "甲": ("2025-04-03", 0.8), "乙": ("2025-05-06", 0.008), "丙": ("2025-06-05", 0.3),
    }  # fmt: skip


async def test_what_the_column_itself_tells_is_not_asked(archive: World, admin: Client) -> None:
    rows: Rows = [("客户名称", "合作起始"), ("甲公司", "03/04/2025"), ("乙公司", "25/04/2025"), ("丙公司", "2025年5月6日")]
    plan = await upload(admin, book(客户=rows))
    shown = (await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "columns": {"合作起始": "archived_on"}}]})).json()
    assert shown["sheets"][0]["ambiguous"] == []
    against = {"合作起始": {"field": "archived_on", "day_first": False}}
    shown = (await admin.patch(f"/imports/{plan['id']}", {"sheets": [{"sheet": "客户", "columns": against}]})).json()
    assert [way["value"] for way in ways(shown, 1)["ways"]] == [False, True], "what goes against the column can be taken back"
