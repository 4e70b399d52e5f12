"""A change, its history, its log entry and its event commit together, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from kedang.core import records, schema
from kedang.core.base import RecordRef
from kedang.core.db import Addresses, WorkspaceTx
from kedang.core.records import Written
from tests.support.world import HOME, Client, World

Step = tuple[str, Callable[[WorkspaceTx, Any, RecordRef], Awaitable[object]]]

STEPS: list[Step] = [
    ("updated", lambda tx, rights, ref: records.update(tx, rights, ref, {"note": "新"}, version=None)),
    ("deleted", records.delete),
    ("restored", records.restore),
]


async def traces(tx: WorkspaceTx) -> list[tuple[Any, ...]]:
    """Every row of history, log and outbox about records, in the order of their writing."""
    changes = await tx.all("select 'change' as at, kind, version, delta::text as more from change order by version")
    entries = await tx.all(
        "select 'audit' as at, action as kind, record_version as version, outcome as more from audit_event where action like 'record.%' order by id"
    )
    events = await tx.all(
        "select 'outbox' as at, body ->> 'what' as kind, (body ->> 'version')::int as version, kind as more from outbox"
        " where kind = 'record_changed' order by id"
    )
    return [tuple(row.values()) for row in (*changes, *entries, *events)]


@pytest.mark.req("R193", part="API")
async def test_every_verb_leaves_one_change_one_entry_and_one_event(world: World, boss: Client) -> None:
    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, boss)
        made = await records.create(tx, rights, "customer", {"name": "华兴装饰", "note": "旧"})
        assert await traces(tx) == [
            ("change", "created", 1, None),
            ("audit", "record.created", 1, "ok"),
            ("outbox", "created", 1, "record_changed"),
        ]
        ref, note = RecordRef(object="customer", id=made.id), str(rights.catalog.object("customer").field("note").id)
        for at, (kind, step) in enumerate(STEPS, start=2):
            before = set(await traces(tx))
            await step(tx, rights, ref)
            delta = f'{{"{note}": ["旧", "新"]}}' if kind == "updated" else None
            expected = {("change", kind, at, delta), ("audit", f"record.{kind}", at, "ok"), ("outbox", kind, at, "record_changed")}
            assert set(await traces(tx)) - before == expected, kind
            assert len(await traces(tx)) == 3 * at


async def test_a_change_of_nothing_leaves_nothing(world: World, boss: Client) -> None:
    made = await boss.make("customer", name="华兴装饰")
    async with world.database.workspace(HOME) as tx:
        before = await traces(tx)
    answer = await boss.patch(f"/objects/customer/records/{made['id']}", {"version": 1, "name": "华兴装饰"})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    async with world.database.workspace(HOME) as tx:
        assert await traces(tx) == before


@pytest.mark.commits
@pytest.mark.parametrize("table", ["change", "audit_event", "outbox"])
async def test_without_history_log_or_event_there_is_no_change(world: World, boss: Client, addresses: Addresses, table: str) -> None:
    made = await boss.make("customer", name="华兴装饰")
    gone = await boss.make("customer", name="已删")
    assert (await boss.delete(f"/objects/customer/records/{gone['id']}")).status_code == 200
    before = (await boss.find("customer"), await boss.find("customer", deleted=True))
    with psycopg.connect(addresses.admin, autocommit=True) as admin:
        admin.execute(SQL("revoke insert on {} from ws_1").format(Identifier("ws_1", table)))
        path = f"/objects/customer/records/{made['id']}"
        for answer in [
            await boss.post("/objects/customer/records", {"name": "新"}),
            await boss.patch(path, {"version": 1, "name": "改"}),
            await boss.delete(path),
            await boss.post(f"/objects/customer/records/{gone['id']}/restore"),
            await boss.post("/objects/customer/batch", {"rows": [{"create": {"name": "批"}}], "by_row": True}),
        ]:
            assert answer.status_code == 503, answer.text
            assert table not in answer.text
        admin.execute(SQL("grant insert on {} to ws_1").format(Identifier("ws_1", table)))
    assert (await boss.find("customer"), await boss.find("customer", deleted=True)) == before
    async with world.database.workspace(HOME) as tx:
        number = (await schema.read_catalog(tx)).object("customer").number
        assert (await tx.one("select count(*) as n from search_text where object = %(number)s", number=number))["n"] == 1


async def test_the_history_of_a_creation_holds_no_values(world: World, boss: Client) -> None:
    made = await boss.make("customer", name="绝密公司", phone="13800138000")
    (entry,) = (await boss.get(f"/objects/customer/records/{made['id']}/history")).json()["items"]
    assert (entry["kind"], entry["changes"], entry["version"]) == ("created", [], 1)
    async with world.database.workspace(HOME) as tx:
        rows = await tx.all(
            """
            select to_jsonb(c)::text as t from change c union all select to_jsonb(a)::text from audit_event a union all select to_jsonb(o)::text from outbox o
            """
        )
        assert not any("绝密" in row["t"] or "13800138000" in row["t"] for row in rows)


async def test_a_verb_says_what_it_has_written(world: World, boss: Client) -> None:
    async with world.database.workspace(HOME) as tx:
        rights = await world.rights(tx, boss)
        made = await records.create(tx, rights, "customer", {"name": "甲"})
        ref = RecordRef(object="customer", id=made.id)
        assert [(await step(tx, rights, ref)) for _, step in STEPS] == [Written(id=made.id, version=n) for n in (2, 3, 4)]
