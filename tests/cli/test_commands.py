"""The command line itself: quick, in two languages, with honest exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kedang.__main__ import COMMANDS, load
from tests.cli.serving import ROOT, command


def test_help_imports_nothing_heavy() -> None:
    """It is shown at once; what takes time to import is imported by the subcommand that needs it."""
    code = "import sys; sys.argv = ['kedang', '--help']\ntry:\n    from kedang.__main__ import main; main()\nfinally:\n    print(sorted(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for heavy in ("litestar", "granian", "psycopg", "procrastinate", "kedang.core", "pypinyin"):
        assert f"'{heavy}'" not in said
    assert "serve" in said


@pytest.mark.parametrize(("language", "word"), [("zh", "启动服务"), ("en", "Start everything")])
def test_help_speaks_the_language_of_the_settings(tmp_path: Path, language: str, word: str) -> None:
    assert word in command(tmp_path, "--help", KEDANG_LANGUAGE=language).stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_can_be_loaded(name: str) -> None:
    assert load(COMMANDS[name]) is not None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["nonsense"], 2), (["serve", "--port", "x"], 2), (["restore"], 2), (["restore", "/nowhere"], 1), (["serve", "--host", "0.0.0.0"], 1)],
)
def test_exit_codes_say_how_it_ended(tmp_path: Path, arguments: list[str], code: int) -> None:
    assert command(tmp_path, *arguments).returncode == code
    assert not list(tmp_path.iterdir()), "nothing was started"


def test_a_bad_setting_is_wrong_use(tmp_path: Path) -> None:
    ended = command(tmp_path, "doctor", "--json", KEDANG_PORT="many")
    assert ended.returncode == 2
    assert json.loads(ended.stdout)["error"]["code"] == "bad_setting"


def test_an_error_is_a_sentence_never_a_stack_trace(tmp_path: Path) -> None:
    ended = command(tmp_path, "doctor", KEDANG_DATABASE_URL="host=/nowhere dbname=x")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stdout + ended.stderr
    assert "The database does not answer" in ended.stderr
