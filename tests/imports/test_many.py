"""Relations to many: all names of a cell are read, each is found or listed, and what was exported comes back."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core.db import Database
from tests.support.world import Client, World

from .archive import read
from .books import Rows, book, run, upload
from .test_returned import edited, taken

pytestmark = pytest.mark.commits
TRAINING = {
    "key": "training", "label": {"zh": "培训", "en": "Training"}, "title": "topic",
    "fields": [
        {"key": "topic", "kind": "text", "label": {"zh": "培训主题"}, "required": True},
        {"key": "firms", "kind": "relations", "target": "customer", "label": {"zh": "参加单位"}},
        {"key": "after", "kind": "relations", "target": "training", "label": {"zh": "前置培训"}},
    ],
}  # fmt: skip
FIRMS = ("青禾机电有限公司", "望川物流有限公司", "Acme Co., Ltd")


@pytest.fixture
async def trainer(archive: World, admin: Client) -> Client:
    """Who imports, where there are trainings."""
    await archive.model(TRAINING)
    for name in FIRMS:
        assert (await admin.post("/objects/customer/records", {"name": name})).status_code == 201
    return admin


async def firms(person: Client) -> dict[str, set[str]]:
    """The firms of each training."""
    items = (await person.find("training", fields=["topic", "firms"]))["items"]
    return {one["topic"]: {each["title"] for each in (one["firms"] or {}).get("items", [])} for one in items}


def test_names_stand_between_any_of_the_usual_marks() -> None:
    for cell in ("甲公司、乙公司", "甲公司，乙公司", "甲公司, 乙公司", "甲公司;乙公司", "甲公司；乙公司", "甲公司\n乙公司", "甲公司 / 乙公司、甲公司"):
        assert read(cell, "relations").names == ("甲公司", "乙公司"), cell
    assert read("Acme Co., Ltd, Beta Inc.", "relations").names == ("Acme Co., Ltd", "Beta Inc.")
    too_long = read("、".join(str(n) for n in range(1001)), "relations").reason
    assert too_long is not None
    assert too_long.code == "not_a_name"


async def test_every_name_of_a_cell_is_found_or_listed(trainer: Client, database: Database) -> None:
    rows: Rows = [
        ("培训主题", "参加单位", "前置培训"),
        ("安全", "青禾机电有限公司、望川物流有限公司", "入门；没有这个"),
        ("进阶", "Acme Co., Ltd；不存在的公司\n青禾机电有限公司", None),
        ("入门", None, None),
    ]
    plan = await upload(trainer, book(培训=rows), object="training")
    done = await run(trainer, database, plan["id"])
    assert (done["state"], done["sheets"][0]["new"], done["sheets"][0]["unmatched_references"]) == ("done", 3, 2)
    assert await firms(trainer) == {"安全": set(FIRMS[:2]), "进阶": {FIRMS[2], FIRMS[0]}, "入门": set()}
    items = (await trainer.find("training", fields=["topic", "after"]))["items"]
    assert [[each["title"] for each in one["after"]["items"]] for one in items if one["topic"] == "安全"] == [["入门"]]
    listed: Any = [row["unmatched"] for row in (await trainer.get(f"/imports/{plan['id']}/rows")).json()["items"]]
    assert [[(one["field"], one["name"]) for one in row] for row in listed] == [[("after", "没有这个")], [("firms", "不存在的公司")], []]


async def test_what_was_exported_comes_back_and_is_never_cut_in_silence(trainer: Client, database: Database) -> None:
    ids = {one["name"]: one["id"] for one in (await trainer.find("customer", fields=["name"]))["items"]}
    for topic in ("一", "二", "三"):
        assert (await trainer.post("/objects/training/records", {"topic": topic, "firms": [ids[FIRMS[0]], ids[FIRMS[2]]]})).status_code == 201
    file = await taken(trainer, database, "training")
    (sheet,) = (await upload(trainer, file))["sheets"]
    assert (sheet["unchanged"], sheet["reasons"]) == (3, [])

    def edit(sheet: Any, at: dict[str, int]) -> None:
        rows = {sheet.cell(row, at["培训主题"]).value: row for row in range(2, 5)}
        sheet.cell(rows["一"], at["参加单位"]).value = "望川物流有限公司、青禾机电有限公司"
        sheet.cell(rows["二"], at["参加单位"]).value = "望川物流有限公司、写错的公司"

    plan = await upload(trainer, edited(file, edit))
    assert (plan["sheets"][0]["updated"], plan["sheets"][0]["unchanged"]) == (2, 1)
    done = await run(trainer, database, plan["id"])
    assert done["sheets"][0]["unmatched_references"] == 1
    assert await firms(trainer) == {"一": {FIRMS[1], FIRMS[0]}, "二": {FIRMS[0], FIRMS[2]}, "三": {FIRMS[0], FIRMS[2]}}
