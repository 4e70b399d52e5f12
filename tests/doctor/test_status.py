"""The status page: what needs attention, with its remedy, for who manages the installation and for nobody else."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from kedang.app import build
from kedang.core.base import new_id
from kedang.settings import Settings
from tests.support.world import HOME, Client, Json, World


async def status(client: Client) -> dict[str, Json]:
    """What it says, by key; ``all`` is the whole."""
    answer = await client.get("/status")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return {"all": told, **{one["key"]: one for one in told["checks"]}}


def backup(folder: Path, at: datetime, *, verified: datetime | None = None) -> None:
    """What a backup leaves."""
    made = folder / "backups" / f"{at:%Y%m%d%H%M}"
    made.mkdir(parents=True)
    (made / "manifest.json").write_text(json.dumps({"at": at.isoformat()}), "utf-8")
    if verified:
        (made / "verified.json").write_text(json.dumps({"at": verified.isoformat()}), "utf-8")


@pytest.mark.req("R355", part="what the page tells, and whom")
async def test_health_is_for_everybody_and_the_status_page_tells_what_to_do(
    world: World, boss: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(world.database, Settings(data_dir=tmp_path))
    admin = boss.at(app)
    health = await admin.http.get("/health", headers={"authorization": ""})
    assert (health.status_code, health.json()["status"], health.json()["database"]) == (200, "ok", "ok")

    first = await status(admin)
    assert (first["all"]["status"], first["backup"]["status"], first["backup"]["remedy"]) == ("attention", "attention", "kedang backup")
    assert first["postgres"]["text"].startswith("PostgreSQL 18")
    async with world.database.workspace(HOME) as tx:
        now = tx.now
    backup(tmp_path, now - timedelta(hours=5), verified=now - timedelta(days=1))
    well = await status(admin)
    assert [one["key"] for one in well["all"]["checks"] if one["status"] != "ok"] == []
    assert well["all"]["status"] == "ok"

    async with world.database.workspace(HOME) as tx:
        await tx.run("insert into outbox (id, at, kind, body) values (%(id)s, %(at)s, 'x', '{}')", id=new_id(), at=now - timedelta(minutes=5))
    shutil.rmtree(tmp_path / "backups")
    backup(tmp_path, now - timedelta(days=3))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    ill = await status(admin)
    assert {key for key, one in ill.items() if key != "all" and one["status"] != "ok"} == {"queue_lag", "backup", "drill", "disk"}
    assert all(one["remedy"] for key, one in ill.items() if key != "all" and one["status"] != "ok")


async def test_only_who_manages_the_status_sees_it(world: World) -> None:
    await world.role("keeper", {}, "status")
    await world.role("seller", {"customer": {"read": "all", "fields": {"*": "read"}}}, "people")
    assert (await (await world.person("Kim", "keeper")).get("/status")).status_code == 200
    assert (await (await world.person("Mara", "seller")).get("/status")).status_code == 403
    chinese = await world.person("李雷", "keeper", language="zh")
    assert (await status(chinese))["backup"]["text"] == "还没有备份"
