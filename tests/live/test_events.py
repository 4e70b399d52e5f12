"""Live events: who hears of which change, and how a stream ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from kedang.app import build
from kedang.core import records
from kedang.core.base import BatchId, new_id
from kedang.core.db import Database
from kedang.core.records import Origin
from kedang.features.live import api
from tests.support.clock import StillClock
from tests.support.settings import settings
from tests.support.world import HOME, Client, Json, World

pytestmark = pytest.mark.commits

OWN: Json = {"create": True, "read": "own", "update": "own", "delete": "own", "transfer": "own", "fields": {"*": "edit"}}
TEAM: Json = {"create": True, "read": "department_tree", "update": "department_tree", "transfer": "department_tree", "fields": {"*": "edit"}}


class Stream:
    """What one browser hears."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.ended = asyncio.Event()
        self._said: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.leave = asyncio.Event()
        self._asked = False

    async def receive(self) -> Json:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Json) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        for block in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "data" in lines or "id" in lines:
                self._said.put_nowait((lines.get("event", "message" if "data" in lines else "open"), msgspec.json.decode(lines.get("data", "null"))))
        if not message.get("more_body"):
            self.ended.set()

    async def next(self) -> tuple[str, Any]:
        """The next thing that it hears."""
        return await asyncio.wait_for(self._said.get(), 30)

    async def hears(self, record: Json) -> None:
        """The next message is about this record, at this version."""
        name, data = await self.next()
        assert (name, data.get("id"), data.get("version")) == ("message", record["id"], record["version"])

    async def over(self) -> None:
        """It ends."""
        await asyncio.wait_for(self.ended.wait(), 30)


@asynccontextmanager
async def listening(app: Any, client: Client, **headers: str) -> AsyncGenerator[Stream]:
    """A stream of somebody, from when it is open."""
    stream = Stream()
    given = {"authorization": client.http.headers["authorization"], "host": "test", **headers}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https", "path": "/api/v1/events", "raw_path": b"/api/v1/events",
        "query_string": b"", "root_path": "", "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
        "client": ("203.0.113.7", 5000), "server": ("test", 443), "state": {},
    }  # fmt: skip
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    try:
        assert await stream.next() == ("open", None)
        yield stream
        stream.leave.set()
        await asyncio.wait_for(task, 30)
    finally:
        task.cancel()


@pytest.fixture
async def teams(world: World) -> World:
    await world.role("own", {"customer": OWN})
    await world.role("team", {"customer": TEAM})
    return world


async def test_who_sees_a_record_hears_of_its_changes_and_nobody_else(teams: World) -> None:
    mara, jon = await teams.person("Mara", "own"), await teams.person("Jon", "own")
    boss = await teams.person("Boss", "administrator")
    async with listening(teams.app, mara) as hers, listening(teams.app, jon) as his, listening(teams.app, boss) as all_of_it:
        assert (hers.status, hers.headers["content-type"], hers.headers["cache-control"]) == (200, "text/event-stream", "no-store")
        made = await mara.make("customer", name="晨光")
        await hers.hears(made)
        await all_of_it.hears(made)
        changed = (await mara.patch(f"/objects/customer/records/{made['id']}", {"version": 1, "name": "晨曦"})).json()
        await hers.hears(changed)
        assert (await mara.delete(f"/objects/customer/records/{made['id']}")).status_code == 200
        gone = {"id": made["id"], "version": 3}
        await hers.hears(gone)
        other = await jon.make("customer", name="北方")
        await his.hears(other)  # the first that he hears of


@pytest.mark.parametrize("role", ["own", "team"])
async def test_who_loses_a_record_hears_that_once(teams: World, role: str) -> None:
    south, north = await teams.department("华南"), await teams.department("华北")
    mara, jon = await teams.person("Mara", role, departments=[south]), await teams.person("Jon", role, departments=[north])
    boss = await teams.person("Boss", "administrator")
    made = await mara.make("customer", name="晨光")
    path = f"/objects/customer/records/{made['id']}"
    async with listening(teams.app, mara) as hers, listening(teams.app, jon) as his:
        given = (await boss.patch(path, {"version": 1, "owner": str(jon.id), "department": str(north)})).json()
        await hers.hears(given)
        await his.hears(given)
        assert (await mara.get(path)).status_code == 404
        again = (await jon.patch(path, {"version": 2, "name": "北方"})).json()
        await his.hears(again)
        own = await mara.make("customer", name="新")
        await hers.hears(own)  # not of what Jon did


async def test_a_shared_record_is_heard_of_and_an_object_without_rights_is_not(teams: World) -> None:
    mara, jon, boss = await teams.person("Mara", "own"), await teams.person("Jon", "own"), await teams.person("Boss", "administrator")
    made = await mara.make("customer", name="晨光")
    await teams.share("customer", made["id"], person=jon.id, level="read")
    async with listening(teams.app, jon) as his:
        await boss.make("deal", name="一单")
        changed = (await mara.patch(f"/objects/customer/records/{made['id']}", {"version": 1, "name": "晨曦"})).json()
        await his.hears(changed)


async def test_a_batch_is_told_as_many_to_those_who_see_any_of_it(teams: World, database: Database) -> None:
    mara, jon = await teams.person("Mara", "own"), await teams.person("Jon", "own")
    async with listening(teams.app, mara) as hers, listening(teams.app, jon) as his:
        async with database.workspace(HOME) as tx:
            rights, batch = await teams.rights(tx, mara), BatchId(new_id())
            await records.begin(tx, rights, batch, "batch", None)
            await records.create_many(tx, rights, "customer", [{"name": f"客户{n}"} for n in range(3)], origin=Origin(batch=batch))
        assert await hers.next() == ("message", {"object": "customer", "id": None, "version": None})
        await his.hears(await jon.make("customer", name="北方"))


async def test_a_change_of_the_model_is_told_to_all(teams: World) -> None:
    mara = await teams.person("Mara", "own")
    async with listening(teams.app, mara) as hers:
        await teams.model({"key": "visit", "label": {"zh": "拜访"}, "title": "name", "fields": [{"key": "name", "kind": "text", "label": {"zh": "名称"}}]})
        assert await hers.next() == ("model", {})


async def test_who_was_away_is_told_that_anything_may_have_changed(teams: World) -> None:
    mara, nobody = await teams.person("Mara", "own"), await teams.person("Nobody")
    async with listening(teams.app, mara, last_event_id="1") as hers, listening(teams.app, nobody, last_event_id="1"):
        assert await hers.next() == ("message", {"object": "customer", "id": None, "version": None})


async def test_a_change_at_another_process_is_heard(teams: World) -> None:
    mara = await teams.person("Mara", "own")
    async with listening(teams.second(), mara) as hers:
        await hers.hears(await mara.make("customer", name="晨光"))


async def test_a_change_that_commits_late_is_heard(teams: World, database: Database) -> None:
    """Its event is older than one that was told already."""
    boss = await teams.person("Boss", "administrator")
    async with listening(teams.app, boss) as all_of_it:
        async with database.workspace(HOME) as tx:
            late = await records.create(tx, await teams.rights(tx, boss), "deal", {"name": "慢"})
            await all_of_it.hears(await boss.make("deal", name="快"))
        await all_of_it.hears({"id": str(late.id), "version": 1})


async def test_a_lost_right_ends_the_stream(teams: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.Stream.__init__, "__kwdefaults__", {"beat": 0.05})
    mara = await teams.person("Mara", "own")
    async with listening(teams.app, mara) as hers:
        await teams.change(mara.id, status="disabled")
        await hers.over()


async def test_a_stream_does_not_keep_a_session_alive(teams: World, database: Database, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.core.identity.sessions.TOUCH_EVERY", 0.0)
    mara = await teams.person("Mara", "own")

    async def used() -> Any:
        async with database.workspace(HOME) as tx:
            return (await tx.one("select last_used_at from credential where person = %(id)s", id=mara.id))["last_used_at"]

    async with listening(teams.app, mara) as hers:
        before = await used()
        clock.forward(minutes=10)
        await hers.hears(await (await teams.person("Boss", "administrator")).make("customer", name="晨光", owner=str(mara.id)))
        assert await used() == before
        await mara.find("customer")
        assert await used() > before


async def test_the_end_of_the_process_ends_every_stream(teams: World, database: Database) -> None:
    stopping = asyncio.Event()
    app = build(database, settings(), stopping=stopping)
    mara = await teams.person("Mara", "own")
    async with listening(app, mara) as hers:
        stopping.set()
        await hers.over()


async def test_a_stranger_hears_nothing(teams: World) -> None:
    stranger = await teams.person("Mara", "own")
    stranger.http.headers["authorization"] = "Bearer kd_nonsense"
    assert (await stranger.get("/events")).status_code == 401
