"""What a refusal is called: never by the key that roles and programs use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kedang.core.access import ACTIONS, MayNot, MayNotManage
from kedang.core.records.errors import MayNotRecord

ROOT = Path(__file__).parents[2] / "kedang"
MANAGED = {what for file in ROOT.rglob("*.py") for what in re.findall(r'(?:policy="manage:|require_manage\(")(\w+)"', file.read_text())}


@pytest.mark.parametrize("action", ["create", *ACTIONS])
def test_every_action_that_is_refused_is_named_in_the_readers_words(action: str) -> None:
    for error in (MayNot(action=action), MayNotRecord(action=action)):
        assert not re.search("[a-z]", error.text("zh"))
        assert error.members("en")["action_code"] == action


def test_everything_that_is_managed_has_a_name() -> None:
    assert {"model", "people", "workspace", "backups"} <= MANAGED
    for what in MANAGED:
        assert not re.search("[a-z]", MayNotManage(what=what).text("zh")), what
