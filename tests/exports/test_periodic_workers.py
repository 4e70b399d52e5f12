"""Periodic exports in real workers: two of them make one file, and one that is killed in the middle loses nothing."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest

from kedang.core.base import new_id
from kedang.core.db import Addresses, Database
from kedang.core.jobs import Work
from kedang.features.exports.jobs_periodic import make_periodic
from kedang.features.exports.whole import no_definitions
from kedang.reactions import plan
from kedang.settings import Settings
from tests.exports.asking import read_csv
from tests.exports.periodic import schedule, zips
from tests.jobs.parts import until, working
from tests.support.killing import killed_when_busy
from tests.support.world import HOME, Client

pytestmark = pytest.mark.commits


async def let_it_be_missed(database: Database) -> None:
    """The schedule was due long ago."""
    async with database.workspace(HOME) as tx:
        await tx.run("update schedule set next_at = '2020-01-01' where key = 'exports.periodic'")


async def states(database: Database) -> list[str]:
    """What became of the periodic exports."""
    async with database.workspace(HOME) as tx:
        return [row["state"] for row in await tx.all("select state from export where is_periodic order by at")]


async def made(database: Database) -> int:
    """How often the log says that one was made."""
    async with database.workspace(HOME) as tx:
        return len(await tx.all("select from audit_event where action = 'export.made'"))


@pytest.mark.req("R351", part="periodic: two workers make one file")
async def test_two_workers_make_one_file(boss: Client, database: Database, addresses: Addresses, settings: Settings) -> None:
    async def is_done() -> bool:
        return await states(database) == ["done"]

    async def is_at_rest() -> bool:
        async with database.workspace(HOME) as tx:
            return await tx.maybe("select from outbox where kind = 'periodic_export_due' and done_at is null") is None

    await boss.make("customer", name="甲")
    await schedule(boss, every="monthly", day=31)
    await let_it_be_missed(database)
    async with working(addresses, plan(settings)), working(addresses, plan(settings)):
        await until(is_done)
        await until(is_at_rest)
    assert (await states(database), len(zips(settings)), await made(database)) == (["done"], 1, 1)


async def test_an_event_that_two_have_at_once_makes_one_whole_file(boss: Client, database: Database, settings: Settings) -> None:
    for name in "甲乙丙":
        await boss.make("customer", name=name)
    await schedule(boss, every="daily")
    work = Work(database=database, workspace=HOME, event=new_id(), name="test")
    await asyncio.gather(*(make_periodic(work, None, settings.data_dir, no_definitions) for _ in range(2)))
    (name,) = zips(settings)
    assert (await states(database), await made(database)) == (["done"], 1)
    archive = zipfile.ZipFile(settings.data_dir / "exports" / "ws_1" / "periodic" / name)
    assert archive.testzip() is None
    assert sorted(row["name"] for row in read_csv(archive.read("objects/customer.csv"))) == sorted("甲乙丙")


@pytest.mark.req("R351", part="periodic: killed in the middle")
async def test_a_worker_killed_in_the_middle_of_the_file_is_followed_by_another(
    boss: Client, database: Database, addresses: Addresses, settings: Settings, tmp_path: Path
) -> None:
    async def is_done() -> bool:
        return await states(database) == ["done"]

    await schedule(boss, every="weekly")
    await let_it_be_missed(database)
    await killed_when_busy("tests.exports.program", addresses.app, str(settings.data_dir), marker=tmp_path / "busy")
    assert await states(database) == ["running"]
    assert [name[-9:] for name in zips(settings)] == [".zip.part"]
    async with working(addresses, plan(settings), lease=2):
        await until(is_done, seconds=90)
    (name,) = zips(settings)
    archive = zipfile.ZipFile(settings.data_dir / "exports" / "ws_1" / "periodic" / name)
    assert archive.testzip() is None
    assert "definitions/objects/customer.yaml" in archive.namelist()
    assert await made(database) == 1
