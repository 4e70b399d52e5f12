"""Setting documents: what fails is told, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from kedang.paper import PaperBroken, setting, typeset
from tests.support.pdf import pages_of

FLOW = {"title": "F", "about": "", "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>', "lines": []}
SMALL = {"lang": "zh", "title": "手册", "about": "", "contents": "目录", "groups": [], "flow": FLOW}


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_data_that_do_not_fit_the_template_are_told_and_leave_no_file(tmp_path: Path) -> None:
    with pytest.raises(PaperBroken):
        await typeset("manual", {"title": "only this"}, tmp_path / "x.pdf")
    assert left_in(tmp_path) == []


async def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "SECONDS", 0.001)
    with pytest.raises(PaperBroken):
        await typeset("manual", SMALL, tmp_path / "x.pdf")
    assert left_in(tmp_path) == []


async def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    given = '#read("/etc/passwd") $x^2$ *a* @b \\ <c>'
    await typeset("manual", {**SMALL, "about": given}, tmp_path / "x.pdf")
    assert given.replace(" ", "") in pages_of((tmp_path / "x.pdf").read_bytes())[0].replace(" ", "")
