"""Whose an imported record is: the owner's that a column names, else the first person's that the row names, else the importer's."""

from __future__ import annotations

import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.reactions import plan as background
from tests.support.settings import settings
from tests.support.world import ALL, HOME, Client, World

pytestmark = pytest.mark.commits
FOLLOW_UPS = "日期,方式,内容,跟进人\n2025-03-08,电话,说了报价,张敏\n2025-03-09,拜访,看了现场,李强\n2025-03-10,拜访,谈了付款,\n"


async def owners(importer: Client, database: Database, file: str) -> dict[str, str]:
    """Who owns what, once the table is imported."""
    planned = await importer.http.post("/api/v1/imports", files=[("files", ("跟进记录.csv", file.encode()))])
    assert planned.status_code == 201, planned.text
    assert (await importer.post(f"/imports/{planned.json()['id']}/run")).status_code == 202
    await jobs.deliver_waiting(database, background(settings()), HOME)
    found = await importer.find("interaction", fields=["summary", "owner", "follower"])
    return {one["summary"]: one["owner"]["title"] for one in found["items"]}


async def test_a_follow_up_belongs_to_who_made_it(admin: Client, database: Database) -> None:
    assert await owners(admin, database, FOLLOW_UPS) == {"说了报价": "张敏", "看了现场": "李强", "谈了付款": "陈静"}


async def test_a_column_of_owners_goes_before(admin: Client, database: Database) -> None:
    file = "日期,方式,内容,跟进人,归属人\n2025-03-08,电话,说了报价,张敏,李强\n2025-03-09,拜访,看了现场,李强,\n"
    assert await owners(admin, database, file) == {"说了报价": "李强", "看了现场": "李强"}


async def test_who_may_not_hand_records_on_keeps_what_she_imports(archive: World, database: Database) -> None:
    await archive.role("imports", {"interaction": {**ALL, "transfer": "none"}}, "people", "imports")
    mara = await archive.person("Mara", "imports", language="zh")
    assert set((await owners(mara, database, FOLLOW_UPS)).values()) == {"Mara"}
