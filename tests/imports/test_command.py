"""``kedang import`` as people type it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.cli.serving import environment
from tests.db.folders import open_folder
from tests.imports.archive import BOOK


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder whose data the database's own user can reach."""
    with open_folder() as found:
        yield found.with_name("data")


def command(data: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """``kedang import`` in a folder of its own, where it may leave refused rows."""
    return subprocess.run(
        [sys.executable, "-m", "kedang", "import", *arguments],
        env=environment(data), cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.req("R025", part="command: sheets, mapping, progress, undo")
def test_a_workbook_is_looked_at_mapped_imported_and_taken_back(folder: Path, tmp_path: Path) -> None:
    data, mapping = folder, tmp_path / "m.yaml"
    looked = command(data, str(BOOK), "--dry-run", "--json", "--save-mapping", str(mapping), cwd=tmp_path)
    assert looked.returncode == 3, looked.stderr
    planned = json.loads(looked.stdout)
    assert [(sheet["object"], sheet["rows"], sheet["written"]) for sheet in planned["sheets"]] == [
        ("customer", 866, 0),
        ("interaction", 2400, 0),
        ("project", 200, 0),
    ]
    assert "%" not in looked.stderr
    text = mapping.read_text("utf-8")
    assert "累计成交额: deal_total" in text

    unknown = command(data, str(BOOK), "--sheet", "没有", cwd=tmp_path)
    assert (unknown.returncode, "There is no sheet '没有'" in unknown.stderr) == (2, True)

    mapping.write_text(text.replace("累计成交额: deal_total", "累计成交额: dealtotal"), "utf-8")
    wrong = command(data, str(BOOK), "--mapping", str(mapping), cwd=tmp_path)
    line = text.splitlines().index("    累计成交额: deal_total") + 1
    assert wrong.returncode == 2
    assert f"m.yaml, line {line}: " in wrong.stderr
    assert "dealtotal" in wrong.stderr

    mapping.write_text(
        text.replace("累计成交额: deal_total", "累计成交额: null").replace("备注: note", "备注: {treatment: new_field, kind: tags, field: marks}"), "utf-8"
    )
    done = command(data, str(BOOK), "--sheet", planned["sheets"][0]["sheet"], "--mapping", str(mapping), cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "100%" in done.stderr
    assert "%" not in done.stdout
    assert "Sheet left out" in done.stdout
    assert (tmp_path / "messy-customers-refused.xlsx").is_file()
    id = next(word for word in done.stdout.split() if word.count("-") == 4)

    taken = command(data, "--undo", id, cwd=tmp_path)
    assert taken.returncode == 0, taken.stderr
    assert "customer.marks" in taken.stdout
    again = command(data, "--undo", id, cwd=tmp_path)
    assert (again.returncode, "Only an import that is done" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name the files"),
        ((str(BOOK), "--mapping", "/nowhere/m.yaml"), "m.yaml, line 1"),
        (("/nowhere/book.xlsx",), "no such file"),
        (("--undo", "x"), "UUID"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    ended = command(tmp_path / "data", *arguments, cwd=tmp_path)
    assert (ended.returncode, says in ended.stderr) == (2, True), ended.stderr
    assert not (tmp_path / "data").exists(), "no database was started for it"


def test_a_command_that_was_killed_is_gone_on_with(folder: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kedang", "import", str(BOOK)],
        env=environment(folder), cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as killed:  # fmt: skip
        assert killed.stderr is not None
        told: list[str] = []
        while not (told and told[-1].startswith("Writing")):  # a chunk is written, others are not
            told.append(killed.stderr.readline())
        killed.kill()
    id = next(line.split()[1] for line in told if line.startswith("Import "))
    looked = command(folder, str(BOOK), "--dry-run", cwd=tmp_path)
    assert f"Import {id} is running or was cut off" in looked.stderr
    resumed = command(folder, "--resume", id, "--json", cwd=tmp_path)
    assert resumed.returncode == 3, resumed.stderr
    sheets = json.loads(resumed.stdout)["sheets"]
    assert [(one["rows"], one["new"], one["merged"], one["refused"], one["written"]) for one in sheets] == [
        (866, 773, 63, 29, 773),
        (2400, 2400, 0, 0, 2400),
        (200, 200, 0, 0, 200),
    ]
    undone = command(folder, "--undo", id, "--json", cwd=tmp_path)
    assert (undone.returncode, json.loads(undone.stdout)["deleted"]) == (0, 4146), undone.stderr
    assert command(folder, "--resume", id, cwd=tmp_path).returncode == 1
    assert command(folder, "--resume", "nonsense", cwd=tmp_path).returncode == 2


@pytest.mark.req("R025", part="command: departments on consent")
def test_departments_are_made_where_the_command_says_so_and_taken_back(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "客户.csv"
    table.write_text("客户名称,所属部门\n甲建设有限公司,华东/上海\n乙建设有限公司,市场部\n", "utf-8")
    looked = command(folder, str(table), "--dry-run", cwd=tmp_path)
    assert looked.returncode == 0, looked.stderr
    assert "Departments named: 市场部, 华东/上海; --departments makes those that are not there" in looked.stdout
    done = command(folder, str(table), "--departments", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert sorted(found["made"]["departments"].values()) == ["上海", "华东", "市场部"]
    assert found["sheets"][0]["open_references"] == 0
    taken = command(folder, "--undo", found["id"], cwd=tmp_path)
    assert (taken.returncode, "3 departments removed" in taken.stdout) == (0, True), taken.stdout
