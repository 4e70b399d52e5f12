"""The page of backups: the plan, what there is, asking for a backup and for a restore test, and who is told when one fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kedang.app import build
from kedang.core.base import WorkspaceId
from kedang.core.db import Addresses, Database, migrate
from kedang.core.jobs import Plan, deliver_waiting
from kedang.features import backup
from kedang.features.backup import Watch, watching
from kedang.features.backup.errors import BackupDamaged
from kedang.features.backup.ledger import noted
from kedang.reactions import plan
from kedang.settings import Settings
from tests.jobs.parts import until, working
from tests.support.clock import START, StillClock
from tests.support.killing import killed_when_busy
from tests.support.world import HOME, Client, Json, World, fields_of

pytestmark = pytest.mark.commits
PLAN = {"every": "weekly", "weekday": 3, "time": "23:15", "keep": 12}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def keeper(world: World, boss: Client, settings: Settings) -> Client:
    """An administrator, at an application over this folder."""
    return boss.at(build(world.database, settings))


@pytest.fixture
def watch(database: Database, addresses: Addresses, settings: Settings) -> Watch:
    return backup.watcher(settings, addresses, database)


async def page(client: Client) -> Json:
    answer = await client.get("/backups")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(client: Client, **body: Any) -> tuple[int, Json]:
    answer = await client.request("PUT", "/backups/plan", body)
    return answer.status_code, answer.json()


@pytest.mark.req("R349", part="page")
async def test_the_page_tells_the_plan_the_folders_and_what_is_there(
    keeper: Client, addresses: Addresses, settings: Settings, tmp_path: Path, world: World
) -> None:
    empty = await page(keeper)
    assert empty["items"] == []
    assert empty["runs"] == {"backup": None, "test": None}
    assert {key: empty["plan"][key] for key in ("every", "time", "keep", "version", "zone")} == {
        "every": "daily", "time": "02:00", "keep": 7, "version": 0, "zone": "Asia/Shanghai",
    }  # fmt: skip
    [place] = empty["places"]
    assert (place["folder"], place["is_copy"], place["problem"]) == (str(settings.data_dir / "backups"), False, None)
    assert 0 < place["free"] <= place["size"]

    made = backup.back_up(settings, addresses)
    (made.folder.with_name("2026-01-01T00-00-00Z-nightly-dead.part")).mkdir()
    broken = backup.back_up(settings, addresses, kind="nightly")
    (broken.folder / "manifest.json.sha256").write_text("0" * 64, "ascii")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", "ascii")
    both = keeper.at(build(world.database, replace(settings, backup_copy=str(blocked / "inside"))))
    shown = await page(both)
    assert [(one["name"], one["kind"], one["rows"], one["problem"] is None) for one in shown["items"]] == [
        (broken.folder.name, None, None, False), (made.folder.name, "manual", made.rows, True),
    ]  # fmt: skip
    [_, copy] = shown["places"]
    assert copy["is_copy"]
    assert copy["problem"]


async def test_the_plan_is_set_once_by_each_and_followed_by_the_worker(keeper: Client, addresses: Addresses, database: Database, settings: Settings) -> None:
    assert (await put(keeper, **PLAN, version=0))[1]["plan"] | PLAN == (await page(keeper))["plan"] | {"next_at": None}
    assert (await put(keeper, **PLAN, version=0))[0] == 200, "what holds already may be sent again"
    status, stale = await put(keeper, **PLAN | {"keep": 3}, version=0)
    assert (status, stale["code"], stale["version"]) == (409, "stale", 1)
    for wrong in ({"keep": 0}, {"keep": 61}, {"weekday": 8}, {"time": "24:00"}):
        answer = await keeper.request("PUT", "/backups/plan", {**PLAN, **wrong, "version": 1})
        assert (answer.status_code, list(fields_of(answer) or [answer.json()["field"]])) == (422, list(wrong)), answer.text
    chores = [backup.nightly(settings), backup.weekly(settings)]

    def lines() -> dict[str, str]:
        with psycopg.connect(addresses.admin) as admin:
            return dict(admin.execute("select key, every from jobs.schedule").fetchall())

    async def are(wanted: dict[str, str]) -> bool:
        return lines() == wanted

    async with working(addresses, Plan(chores=chores), lease=0.6):
        await until(lambda: are({"backup": "15 23 * * 3", "backup.drill": "45 0 * * 4"}))
        assert (await put(keeper, every="daily", time="03:05", keep=5, version=1))[0] == 200
        await until(lambda: are({"backup": "5 3 * * *", "backup.drill": "35 4 * * 0"}))
    due = datetime.fromisoformat((await page(keeper))["plan"]["next_at"])
    assert (due.hour, due.minute, due > datetime.now(tz=UTC)) == (19, 5, True), "five past three in Shanghai"


async def test_only_who_manages_backups_may_and_only_where_the_installation_is_looked_after(
    world: World, keeper: Client, addresses: Addresses, settings: Settings
) -> None:
    app = build(world.database, settings)
    await world.role("seller", {"customer": {"read": "all", "fields": {"*": "read"}}}, "people", "status", "workspace")
    await world.role("guard", {}, "backups")
    for person, status in (((await world.person("Mara", "seller")).at(app), 403), ((await world.person("Gu", "guard")).at(app), 200)):
        for method, path, body in (
            ("GET", "/backups", None), ("GET", "/backups/runs", None), ("PUT", "/backups/plan", {**PLAN, "version": 0}), ("POST", "/backups", None),
        ):  # fmt: skip
            assert (await person.request(method, path, body)).status_code == status, (person.name, method, path)
    with psycopg.connect(addresses.admin) as admin:  # a demonstration is nobody's to look after it from
        admin.execute("update kedang.workspace set is_demo = true")
    for method, path in (("GET", "/backups"), ("POST", "/backups"), ("POST", "/backups/test")):
        assert (await keeper.request(method, path)).status_code == 403
    assert migrate.create_workspace(addresses.admin, name="第二家", now=START) == WorkspaceId(2)


async def test_what_is_asked_for_waits_once_is_in_the_log_and_a_test_needs_a_backup(keeper: Client, world: World) -> None:
    assert (await keeper.post("/backups/test")).status_code == 404
    first, again = [(await keeper.post("/backups")).json()["backup"] for _ in range(2)]
    assert first["state"] == "waiting"
    assert again == first
    async with world.database.workspace(HOME) as tx:
        rows = await tx.all("select action, body from audit_event where action like 'backup.%%'")
    assert {(row["action"], row["body"]["what"]) for row in rows} == {("backup.asked", "backup")}


@pytest.mark.req("R349", part="killed")
async def test_a_backup_that_is_killed_never_counts_and_is_said_to_be_interrupted(
    keeper: Client, watch: Watch, addresses: Addresses, settings: Settings, tmp_path: Path
) -> None:
    folder = settings.data_dir / "backups"
    await killed_when_busy("tests.backup.killed", addresses.admin, str(addresses.bin), str(settings.data_dir), marker=tmp_path / "busy")
    assert [path.suffix for path in folder.iterdir() if path.is_dir()] == [".part"]
    before = await page(keeper)
    assert (before["items"], before["runs"]["backup"]["state"]) == ([], "running")
    await until(lambda: settled(watch, keeper))
    after = (await page(keeper))["runs"]["backup"]
    assert (after["state"], after["code"]) == ("failed", "interrupted")
    with noted(addresses.admin, what="backup", kind="manual") as note:
        made = backup.back_up(settings, addresses, step=note.step)
        await watch.settle()
        assert (await page(keeper))["runs"]["backup"]["state"] == "running", "it lives"
    assert [one["name"] for one in (await page(keeper))["items"]] == [made.folder.name]
    assert [path for path in folder.iterdir() if path.suffix == ".part"] == []


async def settled(watch: Watch, client: Client) -> bool:
    """The database takes a moment to see that a connection has died."""
    await watch.settle()
    return (await client.get("/backups/runs")).json()["backup"]["state"] != "running"


def fail(addresses: Addresses, what: Any) -> None:
    """A run that fails."""
    with suppress(BackupDamaged), noted(addresses.admin, what=what, kind="nightly") as note:
        note.about("2026-11-24T02-00-00Z-nightly-3f1c")
        raise BackupDamaged(folder="x", problem="ws_1.dump is missing")


@pytest.mark.req("R349", part="notice")
async def test_administrators_are_told_once_of_a_row_of_failures_and_the_status_page_says_it(
    keeper: Client, world: World, watch: Watch, addresses: Addresses, database: Database, settings: Settings
) -> None:
    seller = await world.person("Mara", "administrator")
    await world.role("seller", {}, "people")
    await world.change(seller.id, roles=("seller",))
    seller = await world.client("Mara", seller.id)

    async def told(client: Client) -> list[Json]:
        await watch.look()
        await deliver_waiting(database, plan(settings), HOME)
        return [one["body"] for one in (await client.get("/notices")).json()["items"] if one["kind"] == "backup_failed"]

    async def checks() -> dict[str, str]:
        return {one["key"]: one["status"] for one in (await keeper.get("/status")).json()["checks"]}

    fail(addresses, "backup")
    assert [(one["what"], one["error"]) for one in await told(keeper)] == [("backup", "backup_damaged")]
    fail(addresses, "backup")
    assert len(await told(keeper)) == 1
    assert (await checks())["backup"] == "failed"
    backup.back_up(settings, addresses)
    with noted(addresses.admin, what="backup", kind="manual"):
        pass
    assert (await checks())["backup"] == "ok"
    fail(addresses, "backup")
    fail(addresses, "test")
    assert [one["what"] for one in await told(keeper)] == ["test", "backup", "backup"]
    assert [key for key, status in (await checks()).items() if status == "failed"] == ["backup", "drill"]
    assert await told(seller) == []
    shown = (await keeper.get("/backups/runs", headers={"accept-language": "zh"})).json()
    assert shown["test"]["error"] == "The backup x is damaged and was not used: ws_1.dump is missing. Nothing was changed; take another backup."


async def test_a_planned_backup_that_was_not_made_is_noted_once(keeper: Client, watch: Watch, clock: StillClock) -> None:
    async def latest() -> Json | None:
        await watch.miss()
        return (await keeper.get("/backups/runs")).json()["backup"]

    assert await latest() is None
    clock.forward(days=1, hours=watching.GRACE.total_seconds() / 3600)
    assert await latest() is None, "not yet late"
    clock.forward(minutes=1)
    missed = await latest()
    assert missed is not None
    assert (missed["state"], missed["code"]) == ("failed", "overdue")
    clock.forward(hours=5)
    assert await latest() == missed
