"""The whole workspace exports itself: when, what, how often, for whom, and what is seen when it fails."""

from __future__ import annotations

import io
import resource
import stat
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest

from kedang.core import outbox
from kedang.core.db import Database
from kedang.core.outbox import next_run
from kedang.features.exports.events import ExportsExpired
from kedang.features.exports.jobs import background
from kedang.features.exports.model import ExportSchedule
from kedang.features.exports.whole import no_definitions
from kedang.settings import Settings
from tests.exports.asking import content, read_csv
from tests.exports.periodic import days_later, make_due, schedule, zips
from tests.support.clock import StillClock
from tests.support.world import ALL, HOME, Client, Json, World, problem

pytestmark = pytest.mark.commits
SHANGHAI = ZoneInfo("Asia/Shanghai")


async def archive_of(person: Client, made: Json) -> zipfile.ZipFile:
    """The content of a kept file."""
    return zipfile.ZipFile(io.BytesIO(await content(person, made)))


@pytest.mark.req("R351")
async def test_a_weekly_export_holds_what_the_workspace_holds(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    first = await schedule(boss)
    assert list(settings.data_dir.iterdir()) == []  # who only looks makes no folder
    assert (first["every"], first["keep"], first["next_at"], first["last"], first["kept"], first["version"]) == ("off", 4, None, None, [], 0)
    parent = await boss.make("customer", name="母公司", amount={"amount": "5.00", "currency": "USD"}, level="A")
    child = await boss.make("customer", name="子公司", parent=parent["id"])
    await boss.patch(f"/objects/customer/records/{child['id']}", {"name": "分公司", "version": 1})
    deal = await boss.make("deal", name="一期", customer=child["id"])
    told = await schedule(boss, every="weekly", weekday=3, time="02:30", with_history=True)
    assert datetime.fromisoformat(told["next_at"]) == datetime(2026, 11, 25, 2, 30, tzinfo=SHANGHAI)
    assert (told["zone"], told["version"], told["kept"]) == ("Asia/Shanghai", 1, [])

    assert await make_due(database, settings) == 0
    assert await days_later(clock, database, settings) == 1
    told = await schedule(boss)
    (kept,) = told["kept"]
    assert (told["last"]["id"], kept["state"], kept["is_periodic"], kept["expires_at"], told["can_take"]) == (kept["id"], "done", True, None, True)
    assert datetime.fromisoformat(told["next_at"]) == datetime(2026, 12, 2, 2, 30, tzinfo=SHANGHAI)
    archive = await archive_of(boss, kept)
    assert archive.testzip() is None
    for object, records in (("customer", [parent, child]), ("deal", [deal])):
        live = {one["id"]: one for one in [await boss.record(object, record["id"]) for record in records]}
        rows = {row["id"]: row for row in read_csv(archive.read(f"objects/{object}.csv"))}
        assert {id: (row["name"], int(row["version"])) for id, row in rows.items()} == {id: (one["name"], one["version"]) for id, one in live.items()}
    assert {row["name"]: row["amount.amount"] for row in read_csv(archive.read("objects/customer.csv"))} == {"母公司": "5.00", "分公司": ""}
    assert [msgspec.json.decode(row["values"])["name"] for row in read_csv(archive.read("history/customer.csv")) if row["kind"] == "updated"] == [
        ["子公司", "分公司"]
    ]
    assert [row["name"] for row in read_csv(archive.read("people.csv"))] == [boss.name]
    manifest = msgspec.json.decode(archive.read("manifest.json"))["files"]
    assert (manifest["objects/customer.csv"]["rows"], set(manifest) | {"manifest.json"}) == (2, set(archive.namelist()))

    (name,) = zips(settings)
    file = settings.data_dir / "exports" / "ws_1" / "periodic" / name
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert (name, file.stat().st_size) == (f"20261125T023000Z-{kept['id']}.zip", kept["bytes"])  # made at 10:30, when a worker was there again


async def test_a_missed_one_is_made_up_for_once(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily")
    assert await days_later(clock, database, settings, days=9) == 1
    assert await make_due(database, settings) == 0
    assert len((await schedule(boss))["kept"]) == 1


@pytest.mark.parametrize(
    ("every", "zone", "after", "due"),
    [
        ({"every": "daily"}, "Asia/Shanghai", "2026-11-24T02:30", ["2026-11-24T03:00", "2026-11-25T03:00"]),
        ({"every": "weekly", "weekday": 7}, "Asia/Shanghai", "2026-11-24T02:30", ["2026-11-29T03:00", "2026-12-06T03:00"]),
        ({"every": "weekly", "weekday": 1}, "America/New_York", "2026-11-24T02:30", ["2026-11-30T03:00", "2026-12-07T03:00"]),
        ({"every": "monthly", "day": 28}, "Asia/Shanghai", "2027-01-28T04:00", ["2027-02-28T03:00", "2027-03-28T03:00"]),
        ({"every": "monthly", "day": 29}, "Asia/Shanghai", "2027-01-28T04:00", ["2027-01-29T03:00", "2027-02-28T03:00", "2027-03-29T03:00"]),
        ({"every": "monthly", "day": 30}, "Asia/Shanghai", "2028-01-30T04:00", ["2028-02-29T03:00", "2028-03-30T03:00", "2028-04-30T03:00"]),
        (
            {"every": "monthly", "day": 31},
            "Asia/Shanghai",
            "2027-01-30T04:00",
            ["2027-01-31T03:00", "2027-02-28T03:00", "2027-03-31T03:00", "2027-04-30T03:00"],
        ),
        ({"every": "daily", "time": "02:30"}, "Europe/Berlin", "2027-03-27T03:00", ["2027-03-28T03:00", "2027-03-29T02:30"]),
        ({"every": "daily", "time": "02:30"}, "Europe/Berlin", "2026-10-24T03:00", ["2026-10-25T02:30", "2026-10-26T02:30"]),
    ],
)
def test_the_day_and_hour_are_those_of_the_workspace(every: Json, zone: str, after: str, due: list[str]) -> None:
    found, moment = [], datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone))
    for _ in due:
        moment = next_run(msgspec.convert(every, ExportSchedule).line, zone, moment)
        found.append(moment.astimezone(ZoneInfo(zone)).isoformat()[:16])
    assert found == due


async def test_the_newest_stay(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily", keep=2)
    ids: list[str] = []
    for _ in range(4):
        await days_later(clock, database, settings)
        ids.insert(0, (await schedule(boss))["last"]["id"])
        assert [one["id"] for one in (await schedule(boss))["kept"]] == ids[:2]
        assert [name[17:53] for name in zips(settings)] == ids[:2][::-1]
    assert (await boss.get(f"/exports/{ids[3]}/file")).status_code == 404
    # Fewer shall stay: what is there goes only when a new one stands.
    await schedule(boss, every="daily", keep=1)
    assert len((await schedule(boss))["kept"]) == 2
    await days_later(clock, database, settings)
    assert len(zips(settings)) == 1
    # None is made any more, and what there is stays until somebody removes it.
    await schedule(boss, every="off", keep=1)
    assert await days_later(clock, database, settings, days=20) == 0
    (last,) = (await schedule(boss))["kept"]
    assert (await boss.delete(f"/exports/{last['id']}")).status_code == 204
    assert ((await schedule(boss))["kept"], zips(settings)) == ([], [])


@contextmanager
def no_file_above(size: int) -> Generator[None]:
    """No file of this process may grow beyond some bytes: what a full disk does to us."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.req("R351", part="periodic: failures are seen, earlier files stay")
async def test_a_full_disk_is_told_and_takes_no_earlier_file(boss: Client, world: World, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily", keep=1)
    await days_later(clock, database, settings)
    (earlier,) = (await schedule(boss))["kept"]
    clock.forward(days=1)
    with no_file_above(100):
        await make_due(database, settings)
    told = await schedule(boss)
    assert [one["id"] for one in told["kept"]] == [earlier["id"]]
    assert (told["last"]["state"], "room" in told["last"]["error"]) == ("failed", True)
    assert zips(settings) == [path for path in zips(settings) if earlier["id"] in path]
    await world.change(boss.id, language="zh")
    assert "磁盘" in (await schedule(boss))["last"]["error"]
    status = {one["key"]: one for one in (await boss.get("/status")).json()["checks"]}["periodic_export"]
    assert (status["status"], bool(status["remedy"])) == ("attention", True)
    assert await content(boss, earlier)
    # Within the hour it is tried again by itself, and its success clears the page.
    expire = background(settings, definitions=no_definitions)
    assert [one.key for one in expire.schedules if one.event == ExportsExpired()] == ["exports.expiry"]
    await emit_expiry(database)
    await make_due(database, settings)
    told = await schedule(boss)
    assert (told["last"]["state"], told["last"]["error"]) == ("done", None)
    assert [one["id"] for one in told["kept"]] == [told["last"]["id"]]
    status = {one["key"]: one for one in (await boss.get("/status")).json()["checks"]}["periodic_export"]
    assert status["status"] == "ok"


async def emit_expiry(database: Database) -> None:
    """The hourly look after exports."""
    async with database.workspace(HOME) as tx:
        await outbox.emit(tx, ExportsExpired())


async def test_a_folder_that_cannot_be_written_to_is_told(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily")
    (settings.data_dir / "exports").mkdir(exist_ok=True)
    (settings.data_dir / "exports" / "ws_1").mkdir(exist_ok=True)
    (settings.data_dir / "exports" / "ws_1" / "periodic").write_text("in the way", "utf-8")
    await days_later(clock, database, settings)
    told = await schedule(boss)
    assert (told["last"]["state"], "could not be written" in told["last"]["error"], told["kept"]) == ("failed", True, [])


async def test_an_export_that_was_cut_off_for_good_is_given_up(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="weekly", weekday=3)
    await days_later(clock, database, settings)
    async with database.workspace(HOME) as tx:
        await tx.run("update export set state = 'running' where is_periodic")
    clock.forward(hours=25)
    await emit_expiry(database)
    await make_due(database, settings)
    told = await schedule(boss)
    assert (told["last"]["state"], "given up" in told["last"]["error"]) == ("failed", True)


@pytest.mark.req("R351", part="periodic: rights")
async def test_it_is_for_who_manages_the_workspace(boss: Client, world: World, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily")
    await days_later(clock, database, settings)
    (kept,) = (await schedule(boss))["kept"]
    await world.role("powerful", {"*": ALL}, "people", "imports", "status")
    powerful = await world.person("Eva", "powerful")
    for method, path, body in (("GET", "/exports/schedule", None), ("PUT", "/exports/schedule", {"every": "off", "version": 1})):
        refused = await powerful.request(method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        theirs = await powerful.request(method, f"/exports/{kept['id']}{path}")
        assert problem(theirs) == problem(await powerful.request(method, f"/exports/{UUID(int=7)}{path}"))
        assert theirs.status_code == 404
    assert (await powerful.get("/exports")).json() == {"items": []}
    assert (await boss.get("/exports")).json() == {"items": []}  # which are her own
    assert (await schedule(boss))["every"] == "daily"

    # Who manages the workspace and may not see all of it gets no file that holds all of it.
    for at, rights in enumerate(
        [
            {**ALL, "fields": {"*": "edit", "phone": "masked"}},
            {**ALL, "fields": {"*": "edit", "note": "hidden"}},
            {**ALL, "export": "none"},
            {**ALL, "read": "department_tree", "update": "department_tree", "export": "department_tree"},
        ]
    ):
        await world.role(f"keeper{at}", {"*": ALL, "customer": rights}, "workspace")
        keeper = await world.person(f"Kim {at}", f"keeper{at}")
        told = await schedule(keeper)
        assert (told["can_take"], [one["id"] for one in told["kept"]]) == (False, [kept["id"]])
        refused = await keeper.get(f"/exports/{kept['id']}/file")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), rights
    await world.role("keeper", {"*": ALL}, "workspace")
    keeper = await world.person("Kim", "keeper")
    assert await content(keeper, kept)


async def test_it_goes_on_without_who_set_it_and_gives_her_nothing(
    boss: Client, world: World, database: Database, settings: Settings, clock: StillClock
) -> None:
    other = await world.person("Eva", "administrator")
    await schedule(other, every="daily")
    await world.role("sales", {"*": {"read": "own", "fields": {"*": "read"}}})
    await world.change(other.id, roles=("sales",))
    after = await world.client("Eva", other.id)
    await days_later(clock, database, settings)
    (kept,) = (await schedule(boss))["kept"]
    assert (await after.get(f"/exports/{kept['id']}/file")).status_code == 404
    await world.change(other.id, status="disabled")
    await days_later(clock, database, settings)
    assert len((await schedule(boss))["kept"]) == 2


async def test_the_log_names_who_set_it_and_who_took_what(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily", keep=1)
    for _ in range(2):
        await days_later(clock, database, settings)
    (kept,) = (await schedule(boss))["kept"]
    await content(boss, kept)
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select action, actor, body from audit_event where action like 'export.%%' order by at, id")
    assert [(row["action"], row["actor"]) for row in rows] == [
        ("export.schedule_changed", boss.id), ("export.made", None), ("export.made", None), ("export.removed", None), ("export.downloaded", boss.id),
    ]  # fmt: skip
    assert (rows[0]["body"]["before"]["every"], rows[0]["body"]["after"]["keep"]) == ("off", 1)
    assert {row["body"]["by"] for row in rows[1:4]} == {"periodic export"}
    assert rows[4]["body"]["export"] == kept["id"]


async def test_of_two_who_change_it_the_second_is_told(boss: Client) -> None:
    await schedule(boss, every="daily")
    stale = await boss.request("PUT", "/exports/schedule", {"every": "off", "version": 0})
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "stale", 1)
    again = await boss.request("PUT", "/exports/schedule", {"every": "daily", "version": 0})  # as it is sent when an answer was lost
    assert (again.status_code, again.json()["version"]) == (200, 1)


async def test_what_is_wrong_with_a_schedule_is_said(boss: Client, world: World) -> None:
    for change, field in [
        ({"every": "hourly"}, "every"), ({"weekday": 8}, "weekday"), ({"day": 0}, "day"), ({"time": "24:00"}, "time"), ({"time": "2:30"}, "time"),
        ({"keep": 53}, "keep"), ({"keep": 0}, "keep"), ({"folder": "/tmp"}, "folder"),
    ]:  # fmt: skip
        refused = await boss.request("PUT", "/exports/schedule", {"every": "daily", "version": 0, **change})
        assert refused.status_code == 422, (change, refused.text)
        assert field in refused.text
    assert (await boss.request("PUT", "/exports/schedule", {"every": "daily"})).status_code == 422
    assert (await schedule(boss))["every"] == "off"


async def test_what_a_restore_or_a_hand_took_is_not_offered(boss: Client, database: Database, settings: Settings, clock: StillClock) -> None:
    await schedule(boss, every="daily")
    for _ in range(2):
        await days_later(clock, database, settings)
    newest, oldest = (await schedule(boss))["kept"]
    folder = settings.data_dir / "exports" / "ws_1" / "periodic"
    (folder / next(name for name in zips(settings) if newest["id"] in name)).unlink()
    told = await schedule(boss)
    assert ([one["id"] for one in told["kept"]], told["last"]["id"]) == ([oldest["id"]], oldest["id"])
    assert (await boss.get(f"/exports/{newest['id']}/file")).status_code == 404
    # A file that the database does not know of, as after a restore, is not touched.
    (folder / "20200101T000000Z-older.zip").write_bytes(b"x")
    clock.forward(hours=3)
    await emit_expiry(database)
    await days_later(clock, database, settings)
    assert "20200101T000000Z-older.zip" in zips(settings)
    assert timedelta(0) < datetime.fromisoformat((await schedule(boss))["next_at"]) - clock.now < timedelta(days=1)
