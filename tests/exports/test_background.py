"""What takes longer is made by a job, with the rights of the day; what is over goes."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from kedang.core import jobs
from kedang.core.base import new_id
from kedang.core.db import Database
from kedang.core.jobs import Work
from kedang.core.schema import ObjectDefinition
from kedang.features.exports import service, tables
from kedang.features.exports.events import ExportsExpired
from kedang.features.exports.jobs import background
from kedang.reactions import plan
from kedang.settings import Settings
from tests.exports.asking import Json, content, read_csv, read_xlsx
from tests.support.clock import StillClock
from tests.support.world import ALL, CUSTOMER, HOME, Client, World

pytestmark = pytest.mark.commits


@pytest.fixture(autouse=True)
def nothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is made by a job."""
    monkeypatch.setattr(service, "AT_ONCE", -1)


async def customers(boss: Client, number: int) -> None:
    """Customers with a name and a number."""
    rows = [{"create": {"name": f"客户{at:05}", "score": at}} for at in range(number)]
    answer = await boss.post("/objects/customer/batch", {"rows": rows})
    assert answer.status_code == 200, answer.text


async def ask(person: Client, **body: Any) -> Json:
    """An export that waits."""
    answer = await person.post("/exports", body)
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "waiting"
    return answer.json()


async def work(database: Database, settings: Settings) -> None:
    """Do what waits."""
    await jobs.deliver_waiting(database, plan(settings), HOME)


@pytest.mark.req("R351", part="one object: API, job")
async def test_a_large_export_is_made_in_the_background(
    boss: Client, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(tables, "BATCH", 70)  # as if there were as many more rows
    monkeypatch.setattr(tables, "STEP", 100)
    monkeypatch.setattr(tables, "BLOCK", 1_000)
    await customers(boss, 350)
    made = {format: await ask(boss, object="customer", format=format, query={"fields": ["name", "score"], "sort": ["-score"]}) for format in ("xlsx", "csv")}
    early = await boss.get(f"/exports/{made['csv']['id']}/file")
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    await work(database, settings)
    for format, read in (("xlsx", read_xlsx), ("csv", read_csv)):
        shown = (await boss.get(f"/exports/{made[format]['id']}")).json()
        assert (shown["state"], shown["total"], shown["rows"], shown["error"]) == ("done", 350, 350, None)
        rows = read(await content(boss, shown))
        assert [row["Field name"] for row in rows] == [f"客户{at:05}" for at in reversed(range(350))]


async def test_what_is_revoked_before_the_job_runs_is_refused(boss: Client, world: World, database: Database, settings: Settings) -> None:
    await world.role("exporter", {"customer": ALL})
    person = await world.person("Eva", "exporter")
    made = await ask(person, object="customer")
    await world.role("exporter", {"customer": {**ALL, "export": "none"}})
    await work(database, settings)
    shown = (await person.get(f"/exports/{made['id']}")).json()
    assert (shown["state"], shown["rows"]) == ("failed", 0)
    assert "export" in shown["error"]
    assert not list((settings.data_dir / "exports").rglob("*.part"))
    async with database.workspace(HOME) as tx:
        assert [row["outcome"] for row in await tx.all("select outcome from audit_event where action = 'export.failed'")] == ["denied"]


async def test_who_was_disabled_meanwhile_gets_nothing(boss: Client, world: World, database: Database, settings: Settings) -> None:
    person = await world.person("Eva", "administrator")
    made = await ask(person, object="customer")
    await world.change(person.id, status="disabled")
    await work(database, settings)
    async with database.workspace(HOME) as tx:
        row = await tx.one("select state from export where id = %(id)s", id=made["id"])
    assert row["state"] == "failed"


async def test_a_deleted_export_is_not_made(boss: Client, database: Database, settings: Settings) -> None:
    made = await ask(boss, object="customer")
    assert (await boss.delete(f"/exports/{made['id']}")).status_code == 204
    await work(database, settings)
    assert [path for path in settings.data_dir.rglob("*") if path.is_file()] == []


async def test_an_export_expires_with_its_file(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    made = await ask(boss, object="customer")
    await work(database, settings)
    assert len([path for path in settings.data_dir.rglob("*") if path.is_file()]) == 1
    clock.forward(hours=25)
    assert (await boss.get(f"/exports/{made['id']}")).status_code == 404
    assert (await boss.get(f"/exports/{made['id']}/file")).status_code == 404
    expire = background(settings, definitions=service.no_definitions).reactions[1]
    assert expire.kind == ExportsExpired.kind
    await expire.run(Work(database=database, workspace=HOME, event=new_id(), name="test"), {})  # type: ignore[arg-type]  # it is a job
    assert [path for path in settings.data_dir.rglob("*") if path.is_file()] == []


async def test_exports_of_several_people_at_the_same_time_do_not_mix(boss: Client, world: World, database: Database, settings: Settings) -> None:
    people = [boss, *[await world.person(f"Eva {at}", "administrator") for at in range(3)]]
    await customers(boss, 40)
    asked = [await ask(who, object="customer", format="csv", query={"fields": ["name"], "where": {"field": "score", "op": "lt", "value": at}})
             for at, who in enumerate(people, start=1)]  # fmt: skip
    await work(database, settings)
    files = await asyncio.gather(*(content(who, made) for who, made in zip(people, asked, strict=True)))
    assert [len(read_csv(one)) for one in files] == [1, 2, 3, 4]


async def test_nobody_fills_the_queue(boss: Client) -> None:
    for _ in range(service.OPEN):
        await ask(boss, object="customer")
    refused = await boss.post("/exports", {"object": "customer"})
    assert (refused.status_code, refused.json()["code"]) == (503, "too_many_exports")


@pytest.mark.req("R351", part="everything: API, job")
@pytest.mark.req("R308", part="records, people, history as CSV; model as YAML")
async def test_everything_is_an_archive_of_open_formats(boss: Client, world: World, database: Database, settings: Settings, tmp_path: Path) -> None:
    await world.department("=华南")
    parent = await boss.make(
        "customer", name="=母公司", amount={"amount": "5.00", "currency": "USD"}, level="A", rate=0.5, seen="2026-11-24T02:30:00Z", vip=True
    )
    child = await boss.make("customer", name="子公司", parent=parent["id"], friends=[parent["id"]], keeper=str(boss.id), place={"city": "深圳市"})
    await boss.patch(f"/objects/customer/records/{child['id']}", {"name": "分公司", "version": 1})
    made = await ask(boss, everything=True, with_history=True)
    await work(database, settings)
    shown = (await boss.get(f"/exports/{made['id']}")).json()
    assert (shown["state"], shown["format"]) == ("done", "zip"), shown
    archive = zipfile.ZipFile(io.BytesIO(await content(boss, made)))
    assert archive.testzip() is None
    first, second = sorted(read_csv(archive.read("objects/customer.csv")), key=lambda row: row["created_at"] + row["id"])
    assert {key: first[key] for key in ("id", "version", "name", "amount.amount", "amount.currency", "level", "rate", "seen", "vip")} == {
        "id": parent["id"], "version": "1", "name": "'=母公司", "amount.amount": "5.00", "amount.currency": "USD", "level": "A", "rate": "0.5",
        "seen": "2026-11-24T02:30:00Z", "vip": "true",
    }  # fmt: skip
    assert (second["parent"], second["parent.id"], second["friends.id"]) == ("'=母公司", parent["id"], parent["id"])
    assert (second["keeper"], second["keeper.id"], second["place.city"], second["place.province"]) == (boss.name, str(boss.id), "深圳市", "")
    history = [row for row in read_csv(archive.read("history/customer.csv")) if row["kind"] == "updated"]
    assert [(row["record"], msgspec.json.decode(row["values"])["name"]) for row in history] == [(child["id"], ["子公司", "分公司"])]
    people = read_csv(archive.read("people.csv"))
    assert [(row["name"], row["roles"]) for row in people] == [(boss.name, "administrator")]
    assert read_csv(archive.read("departments.csv"))[0]["name"] == "'=华南"
    definition = yaml.safe_load(archive.read("definitions/objects/customer.yaml"))
    assert msgspec.convert(definition, ObjectDefinition) == msgspec.convert(CUSTOMER, ObjectDefinition)
    manifest = msgspec.json.decode(archive.read("manifest.json"))["files"]
    assert manifest["objects/customer.csv"]["rows"] == 2
    assert set(manifest) | {"manifest.json"} == set(archive.namelist())
    assert "单引号" in archive.read("README.md").decode()
    secret = boss.http.headers["authorization"].encode()
    assert not any(secret[10:] in archive.read(name) or b"$argon2" in archive.read(name) for name in archive.namelist())


async def test_everything_is_for_who_manages_the_workspace(world: World, boss: Client) -> None:
    await world.role("powerful", {"*": ALL}, "people", "imports")
    person = await world.person("Eva", "powerful")
    answer = await person.post("/exports", {"everything": True})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await boss.post("/exports", {"everything": True})).status_code == 202


async def test_more_rows_than_a_sheet_holds_go_on_in_the_next(boss: Client, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    await customers(boss, 25)
    monkeypatch.setattr("kedang.features.exports.workbooks.ROWS", 10)
    made = await ask(boss, object="customer", query={"fields": ["name"], "sort": ["name"]})
    await work(database, settings)
    file = await content(boss, made)
    found = [row["Field name"] for at in range(3) for row in read_xlsx(file, at)]
    assert [len(read_xlsx(file, at)) for at in range(3)] == [10, 10, 5]
    assert found == [f"客户{at:05}" for at in range(25)]
