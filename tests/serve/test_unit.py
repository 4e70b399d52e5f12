"""``kedang service``: what is written for systemd, and what is asked of it. systemd itself is not ours: a script stands in for ``systemctl``."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kedang.serve import cli_service, unit as units
from kedang.serve.unit import unit_for
from kedang.settings import Settings

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing")
def test_systemd_understands_the_unit(tmp_path: Path, root: bool) -> None:
    unit = unit_for(Settings(data_dir=tmp_path / "data"), {}, root=root, home=tmp_path)
    file = tmp_path / units.NAME
    file.write_text(unit.text.replace(str(unit.settings_file), str(tmp_path / "kedang.env")))
    (tmp_path / "kedang.env").write_text(unit.settings)
    found = subprocess.run(
        ["systemd-analyze", "verify", *([] if root else ["--user"]), "--man=no", file],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    said = [line for line in found.stderr.splitlines() if units.NAME in line]
    assert (found.returncode, said) == (0, []), found.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing")
def test_systemd_would_not_understand_a_broken_one(tmp_path: Path) -> None:
    """The check above can fail."""
    unit = unit_for(Settings(data_dir=tmp_path), {}, root=True, home=tmp_path)
    (tmp_path / units.NAME).write_text(unit.text.replace("Type=exec", "Type=nothing"))
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", tmp_path / units.NAME], capture_output=True, text=True, check=False)
    assert "nothing" in found.stderr


def test_settings_that_hold_now_hold_for_the_service_and_nobody_else_reads_them(tmp_path: Path) -> None:
    environment = {"KEDANG_DATABASE_URL": 'postgresql://kd:a "b" \\c%d@db/kedang', "KEDANG_ZONE": "", "KEDANG_SKIP_UI": "1", "HOME": "/root", "KD_STOP": "3,4"}
    unit = unit_for(Settings(data_dir=Path("var"), lan=True), environment, root=False, home=tmp_path)
    read = dict(line.split("=", 1) for line in unit.settings.splitlines())
    assert {name: shlex.split(value)[0] for name, value in read.items()} == {
        "KEDANG_DATABASE_URL": environment["KEDANG_DATABASE_URL"], "KEDANG_DATA_DIR": str(Path("var").absolute()), "KEDANG_LAN": "1",
    }  # fmt: skip
    assert "kd:a" not in unit.text, "everybody may read a unit"
    assert str(unit.settings_file) in unit.text


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that systemd runs, as far as one can tell: every question is written down, and answered with what ``answers`` says."""
    script = tmp_path / "bin" / "systemctl"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ncase "$*" in *is-active*) echo inactive; exit 3;; *--now*) test ! -e {tmp_path}/broken || {{ echo "no bus" >&2; exit 1; }};; esac\n')  # fmt: skip
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KEDANG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KEDANG_LANGUAGE", "en")
    monkeypatch.setattr(units, "RUNNING", tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return tmp_path / "asked"


@pytest.fixture
def kedang() -> Run:
    return lambda *arguments: CliRunner().invoke(cli_service.service, list(arguments))


def test_it_is_installed_started_and_removed_and_its_settings_stay(tmp_path: Path, asked: Path, kedang: Run) -> None:
    done = kedang("install", "--lan")
    assert done.exit_code == 0, done.output
    assert "loginctl enable-linger" in done.output
    file, told = tmp_path / ".config/systemd/user/kedang.service", tmp_path / ".config/kedang.env"
    assert asked.read_text().splitlines() == ["--user daemon-reload", "--user enable --now kedang.service"]
    assert (stat.S_IMODE(told.stat().st_mode), "KEDANG_LAN" in told.read_text()) == (0o600, True)
    told.write_text('KEDANG_PORT="9000"\n')
    assert "were kept" in kedang("install").output
    assert told.read_text() == 'KEDANG_PORT="9000"\n'
    shown = kedang("status", "--json")
    assert (shown.exit_code, json.loads(shown.output)["active"]) == (3, "inactive")
    assert json.loads(kedang("uninstall", "--json").output) == {"removed": True}
    assert (file.exists(), told.exists()) == (False, True)
    assert "disable --now kedang.service" in asked.read_text()
    assert json.loads(kedang("uninstall", "--json").output) == {"removed": False}


def test_what_systemd_refuses_is_said(tmp_path: Path, asked: Path, kedang: Run) -> None:
    (tmp_path / "broken").touch()
    refused = kedang("install", "--json")
    assert (refused.exit_code, "no bus" in json.loads(refused.output)["error"]["detail"]) == (1, True)


def test_without_systemd_it_refuses_and_still_shows_what_it_would_write(tmp_path: Path, asked: Path, kedang: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "RUNNING", tmp_path / "absent")
    for command in ("install", "uninstall", "status"):
        refused = kedang(command, "--json")
        assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "no_systemd"), command
    shown = kedang("install", "--print")
    assert (shown.exit_code, "ExecStart=" in shown.output, asked.exists()) == (0, True, False)


def test_a_service_that_would_be_refused_is_not_installed(asked: Path, kedang: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_HOST", "0.0.0.0")
    refused = kedang("install", "--json")
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"], asked.exists()) == (1, "plain_http_refused", False)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing")
def test_the_unit_for_a_user_of_its_own_is_understood_too(tmp_path: Path) -> None:
    text = (ROOT / "deploy" / "kedang.service").read_text().replace("/opt/kedang/bin/kedang", "/bin/true")
    (tmp_path / units.NAME).write_text(text)
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", tmp_path / units.NAME], capture_output=True, text=True, check=False)
    assert [line for line in found.stderr.splitlines() if units.NAME in line] == []
