"""The demonstration as a workspace: built, entered as different people, reset and removed, beside the firm's own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from kedang import solutions
from kedang.app import build
from kedang.core import identity
from kedang.core.base import NotFound, WorkspaceId
from kedang.core.db import Addresses, Database
from kedang.features import demo
from kedang.features.demo import Builder
from tests.support.browser import Browser
from tests.support.settings import settings
from tests.support.world import HOME

FIRST = {"company": "晨光科技", "name": "王芳", "login": "fang@chenguang.example", "password": "a long walk to town", "language": "zh"}


LIFETIME = identity.Lifetime(idle=timedelta(hours=1), absolute=timedelta(days=1))
HOME_ACCOUNT = UUID("019b0000-0000-7000-8000-000000000001")


def builder(addresses: Addresses, database: Database) -> Builder:
    return Builder(admin=addresses.admin, database=database, begin=solutions.begin, language="zh", zone="Asia/Shanghai", customers=25)


async def administrator(database: Database) -> Browser:
    """The firm's administrator, who has just set up."""
    browser = Browser(build(database, settings()))
    secret = await identity.make_setup_link(database, HOME)
    answer = await browser.post(f"/setup/{secret}", FIRST)
    assert answer.status_code == 200, answer.text
    return browser


@pytest.mark.commits
@pytest.mark.req("R365")
async def test_the_demonstration_is_loaded_looked_at_reset_and_removed(addresses: Addresses, database: Database) -> None:
    fang = await administrator(database)
    assert (await fang.get("/demo")).json()["state"] == "absent"
    assert (await fang.post("/demo/enter", {})).status_code == 404
    assert (await fang.post("/demo", {"wish": "load"})).json()["state"] == "waiting"
    heard: list[tuple[int, int]] = []

    async def say(done: int, total: int) -> None:
        heard.append((done, total))

    found = await demo.carry_out(builder(addresses, database), say=say)
    assert found.state == "ready"
    assert heard[-1][0] == heard[-1][1] > 100
    first = found.workspace
    shown = (await fang.get("/demo")).json()
    assert {one["role"] for one in shown["people"]} == {"administrator", "manager", "sales", "read_only"}

    assert (await fang.post("/demo/enter", {})).json() == {"workspace": first}
    me = (await fang.get(f"/w/{first}/me")).json()
    assert me["workspace"]["is_demo"] is True
    assert me["workspaces"] == [{"id": 1, "name": "晨光科技"}, {"id": first, "name": "澜桥智造（演示）", "is_demo": True}]
    there = (await fang.post(f"/w/{first}/objects/customer/query", {"count": "exact", "limit": 1})).json()
    assert 25 <= there["count"]["value"] <= 30
    assert (await fang.post("/objects/customer/query", {"count": "exact"})).json()["count"]["value"] == 0, "the firm's own workspace stays empty"

    before = found.workspace
    await demo.ask(database, "reset")
    found = await demo.carry_out(builder(addresses, database))
    assert found.workspace is not None
    assert before is not None
    assert found.workspace > before, "a number is not used again"
    assert (await fang.get(f"/w/{before}/me")).status_code == 401
    await demo.ask(database, "remove")
    assert (await demo.carry_out(builder(addresses, database))).state == "absent"
    assert (await fang.get("/me")).json()["workspaces"] == [{"id": 1, "name": "晨光科技"}]


@pytest.mark.commits
async def test_one_looks_at_it_as_different_people_and_only_who_administers_the_firm_may(addresses: Addresses, database: Database) -> None:
    fang = await administrator(database)
    await demo.ask(database, "load")
    found = await demo.carry_out(builder(addresses, database))
    people = {one.role: one for one in found.people}
    await fang.post("/demo/enter", {"person": str(people["sales"].id)})
    path = f"/w/{found.workspace}"
    me = (await fang.get(f"{path}/me")).json()
    assert (me["person"]["title"], me["manage"]) == (people["sales"].name, [])
    seen = (await fang.post(f"{path}/objects/customer/query", {"count": "exact", "fields": ["owner"], "limit": 100})).json()
    assert {one["owner"]["title"] for one in seen["items"]} == {people["sales"].name}
    assert (await fang.get(f"{path}/demo")).status_code == 403, "whom one looks like there may not manage it"
    assert (await fang.post("/demo/enter", {"person": "019b0000-0000-7000-8000-000000000000"})).status_code == 404
    assert (await fang.get("/me")).json()["person"]["title"] == "王芳", "at home she is herself"

    await fang.delete("/session")
    assert (await fang.get(f"{path}/me")).status_code == 401
    again = await fang.post("/session", {"login": FIRST["login"], "password": FIRST["password"]})
    assert again.json()["workspace"]["id"] == 1, "who signs in is in her own firm"
    assert (await fang.get(f"{path}/me")).status_code == 200


@pytest.mark.commits
async def test_history_tells_who_did_what_when_and_the_log_who_loaded_it(addresses: Addresses, database: Database) -> None:
    await demo.ask(database, "load")
    found = await demo.carry_out(builder(addresses, database))
    async with database.workspace(WorkspaceId(found.workspace or 0)) as tx:
        rows = await tx.all("select at, actor, via, kind from change order by at")
        logged = await tx.all("select distinct at, actor_kind from audit_event where action = 'record.created'")
        texts = await tx.one("select min(at) as first, max(at) as last from search_text")
    assert (tx.now - rows[0]["at"]).days > 900
    assert {row["kind"] for row in rows} == {"created", "updated"}
    assert all(row["actor"] is not None and row["via"] == "session" for row in rows)
    assert {row["actor_kind"] for row in logged} == {"system"}
    assert min(row["at"] for row in logged) == tx.now
    assert (texts["last"] - texts["first"]).days > 900


@pytest.mark.commits
async def test_what_was_cut_off_is_begun_anew_and_two_do_not_build_at_once(addresses: Addresses, database: Database) -> None:
    await demo.ask(database, "load")

    async def cut(done: int, total: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await demo.carry_out(builder(addresses, database), say=cut)
    assert (await demo.get(database)).state == "loading"
    with pytest.raises(NotFound):
        await demo.enter(database, account=HOME_ACCOUNT, hash=b"", csrf="", person=None, device=identity.Device(ip=None, agent=None, lifetime=LIFETIME))

    async def meanwhile(done: int, total: int) -> None:
        with pytest.raises(demo.DemoBusy):
            await demo.carry_out(builder(addresses, database))

    found = await demo.carry_out(builder(addresses, database), say=meanwhile)
    assert found.state == "ready"
    async with database.installation() as tx:
        rows = await tx.all("select id from workspace where is_demo")
    assert [row["id"] for row in rows] == [found.workspace]
