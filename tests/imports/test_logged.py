"""What an import writes is logged like what a hand writes: who, when, which way, old and new."""

from __future__ import annotations

import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.reactions import plan as background
from tests.support.settings import settings
from tests.support.world import HOME, Client

pytestmark = pytest.mark.commits
RECORDS = "/objects/customer/records"


async def imported(importer: Client, database: Database, file: str) -> None:
    """Import a table whose rows win over what is there."""
    planned = await importer.http.post("/api/v1/imports", files=[("files", ("客户.csv", file.encode()))], data={"choices": '{"duplicates": "update"}'})
    assert planned.status_code == 201, planned.text
    assert (await importer.post(f"/imports/{planned.json()['id']}/run")).status_code == 202
    await jobs.deliver_waiting(database, background(settings()), HOME)


@pytest.mark.req("R193", part="API, batch, import, undo")
async def test_every_way_to_write_leaves_who_when_and_which_way(admin: Client, database: Database) -> None:
    made = await admin.make("customer", name="北京禾野有限公司", phone="13800138000", level="C")
    await admin.patch(f"{RECORDS}/{made['id']}", {"version": 1, "level": "B"})
    batch = (await admin.post("/objects/customer/batch", {"rows": [{"update": {"id": made["id"], "level": "D"}}]})).json()
    assert batch["results"][0]["status"] == 200, batch
    await imported(admin, database, "客户名称,联系电话,客户等级\n北京禾野有限公司,13800138000,A级\n武汉新来有限公司,13900139000,B级\n")

    history = (await admin.get(f"{RECORDS}/{made['id']}/history")).json()["items"]
    told = [(one["kind"], one["via"], one["actor"]["title"], [(c["old"], c["new"]) for c in one["changes"] if c["field"] == "level"]) for one in history]
    assert told == [
        ("updated", "import", "陈静", [("D", "A")]),
        ("updated", "api_token", "陈静", [("B", "D")]),
        ("updated", "api_token", "陈静", [("C", "B")]),
        ("created", "api_token", "陈静", []),
    ]
    (new,) = (await admin.find("customer", where={"field": "name", "op": "contains", "value": "新来"}))["items"]
    (created,) = (await admin.get(f"{RECORDS}/{new['id']}/history")).json()["items"]
    assert (created["kind"], created["via"], created["actor"]["title"]) == ("created", "import", "陈静")

    (mine,) = (await admin.get("/imports")).json()["items"]
    assert (await admin.post(f"/imports/{mine['id']}/undo")).status_code == 200
    back = (await admin.get(f"{RECORDS}/{made['id']}/history")).json()["items"][0]
    assert [(c["old"], c["new"]) for c in back["changes"] if c["field"] == "level"] == [("A", "D")]
    async with database.workspace(HOME) as tx:
        rows = await tx.all(
            "select c.record, c.version from change c left join audit_event a on a.record = c.record and a.record_version = c.version where a.id is null"
        )
        assert rows == [], "every change has its entry in the sealed log"
