"""QR codes are what a camera reads, and only those who are signed in have them drawn."""

from __future__ import annotations

import json
from typing import Any

import pytest
import structlog

from kedang import qr
from tests.support.browser import Browser
from tests.support.qr import read_blocks, read_path

TEXTS = ("https://10.0.0.8:8600", "http://kedang.test/connect", "客档 https://客户.cn/邀请函")


@pytest.mark.parametrize("text", TEXTS)
def test_a_code_reads_as_its_text_on_a_page_and_in_a_terminal(text: str) -> None:
    square = qr.square_of(text)
    assert read_path(square.size, square.path) == text
    assert read_blocks(qr.blocks_of(text)) == text


async def test_a_signed_in_person_has_a_text_drawn_and_it_stands_in_no_log(admin: Browser) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = await admin.post("/qr", {"text": TEXTS[0]})
    assert answer.status_code == 200
    assert read_path(**answer.json()) == TEXTS[0]
    assert TEXTS[0] not in json.dumps(logs)


async def test_nobody_else_has_and_no_text_is_too_long(app: Any, admin: Browser) -> None:
    assert (await Browser(app).post("/qr", {"text": "x"})).status_code == 401
    for text in ("", "x" * (qr.LONGEST + 1)):
        answer = await admin.post("/qr", {"text": text})
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "text")
