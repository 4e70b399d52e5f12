"""The command ``kedang export``: in a database of the test's own."""

from __future__ import annotations

import asyncio
import json
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kedang.__main__ import root
from kedang.cli import Opened, Task
from kedang.core.db import Addresses, Database
from tests.exports.asking import read_csv, read_xlsx
from tests.support.world import HOME, Client

pytestmark = pytest.mark.commits
Run = Callable[..., Result]


@pytest.fixture
def kedang(addresses: Addresses, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in a folder of the test's own."""

    @contextmanager
    def opened(task: Task) -> Generator[Opened]:
        yield Opened(settings=task.settings, addresses=addresses)

    monkeypatch.setattr(Task, "open", opened)
    monkeypatch.setenv("KEDANG_LANGUAGE", "zh")
    monkeypatch.setenv("KEDANG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def run(*arguments: str) -> Result:
        return runner.invoke(root, ["export", *arguments])

    return run


def bytes_of(path: str | Path) -> bytes:
    return Path(path).read_bytes()


def parts_in(folder: Path) -> list[Path]:
    return list(folder.glob("*.part"))


@pytest.mark.req("R351", part="command")
async def test_the_command_writes_lists_and_everything(boss: Client, kedang: Run, database: Database, tmp_path: Path) -> None:
    for name, score in (("甲", 1), ("乙", 2), ("丙", 3)):
        await boss.make("customer", name=name, score=score)
    condition = json.dumps({"field": "score", "op": "ge", "value": 2})
    done = await asyncio.to_thread(kedang, "--object", "customer", "--filter", condition, "--fields", "name,score", "--sort", "-score", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["rows"], found["format"], found["object"]) == (2, "xlsx", "customer")
    assert Path(found["file"]).name.startswith("客户-")
    assert read_xlsx(bytes_of(found["file"])) == [{"字段name": "丙", "字段score": 3}, {"字段name": "乙", "字段score": 2}]
    done = await asyncio.to_thread(kedang, "--object", "customer", "--format", "csv", "--to", "out.csv")
    assert done.exit_code == 0, done.output
    assert "3 行" in done.output.replace("\n", "")
    assert len(read_csv(bytes_of(tmp_path / "out.csv"))) == 3
    done = await asyncio.to_thread(kedang, "--everything", "--history", "--to", "all.zip", "--json")
    assert done.exit_code == 0, done.output
    assert {"objects/customer.csv", "history/customer.csv", "people.csv", "README.md"} <= set(zipfile.ZipFile(tmp_path / "all.zip").namelist())
    assert parts_in(tmp_path) == []
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select body from audit_event where action = 'export.made' order by at, id")
    assert [row["body"]["rows"] for row in rows] == [2, 3, json.loads(done.stdout)["rows"]]
    assert {row["body"]["by"] for row in rows} == {"operator"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--object", "customer", "--everything"), 2),
        (("--everything", "--sort", "name"), 2),
        (("--object", "customer", "--history"), 2),
        (("--object", "customer", "--filter", "{no"), 2),
        (("--object", "customer", "--to", "/nowhere/at/all.xlsx"), 2),
        (("--object", "nothing"), 1),
        (("--schedule", "show", "--keep", "3"), 2),
        (("--schedule", "daily", "--everything"), 2),
        (("--object", "customer", "--keep", "3"), 2),
        (("--schedule", "hourly"), 2),
        (("--schedule", "daily", "--keep", "0"), 1),
        (("--schedule", "weekly", "--day", "8"), 1),
        (("--object", "customer", "--fields", "nothing"), 1),
    ],
)
def test_wrong_use_is_said(kedang: Run, bare: object, arguments: tuple[str, ...], code: int) -> None:
    done = kedang(*arguments)
    assert done.exit_code == code, done.output
    assert done.output.strip()
    assert "Traceback" not in done.output


@pytest.mark.req("R351", part="periodic: command")
async def test_the_command_sets_and_shows_the_periodic_export(bare: object, kedang: Run, database: Database) -> None:
    shown = await asyncio.to_thread(kedang, "--schedule", "show")
    assert (shown.exit_code, "关闭" in shown.output) == (0, True), shown.output
    done = await asyncio.to_thread(kedang, "--schedule", "weekly", "--day", "5", "--at", "23:15", "--keep", "8", "--history")
    assert done.exit_code == 0, done.output
    text = done.output.replace("\n", "")
    assert all(part in text for part in ("每周五", "23:15", "保留 8 份", "Asia/Shanghai"))
    done = await asyncio.to_thread(kedang, "--schedule", "monthly", "--day", "31", "--no-history", "--json")
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("every", "weekday", "day", "time", "keep", "with_history", "version")} == {
        "every": "monthly", "weekday": 5, "day": 31, "time": "23:15", "keep": 8, "with_history": False, "version": 2,
    }  # fmt: skip
    assert found["next_at"]
    done = await asyncio.to_thread(kedang, "--schedule", "off", "--json")
    assert (json.loads(done.stdout)["every"], json.loads(done.stdout)["next_at"]) == ("off", None)
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select body from audit_event where action = 'export.schedule_changed' order by at, id")
        assert await tx.maybe("select from schedule where key = 'exports.periodic'") is None
    assert [row["body"]["after"]["every"] for row in rows] == ["weekly", "monthly", "off"]
    assert {row["body"]["by"] for row in rows} == {"operator"}
