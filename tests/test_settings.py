"""The settings, and where the data lies if nobody says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kedang.settings import BadSetting, read_settings, usual_data_dir


def test_a_setting_is_an_environment_variable_and_what_is_given_wins() -> None:
    assert read_settings({"KEDANG_PORT": "9000"}).port == 9000
    assert read_settings({"KEDANG_PORT": "9000"}, port=9001).port == 9001
    assert read_settings({"KEDANG_PORT": "9000"}, port=None).port == 9000
    with pytest.raises(BadSetting, match="KEDANG_PORT"):
        read_settings({"KEDANG_PORT": "many"})


def test_data_lies_in_var_where_the_databases_user_gets_through() -> None:
    assert usual_data_dir(Path("/")) == Path("var")


def test_root_in_a_private_folder_keeps_data_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "private" / "checkout").mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert usual_data_dir(tmp_path / "private" / "checkout") == Path("/var/lib/kedang")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert usual_data_dir(tmp_path / "private" / "checkout") == Path("var")


def test_a_named_folder_is_taken_as_it_is() -> None:
    assert read_settings({"KEDANG_DATA_DIR": "/srv/archive"}).data_dir == Path("/srv/archive")
