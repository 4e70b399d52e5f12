"""What comes with a page before its application: the right page for whoever asks, packed answers, and a build whose page names what it needs."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kedang.core.db import Database
from kedang.web import as_json, get
from kedang.web.static import FOLDER, FRAME, Files
from tests.cli.serving import ROOT
from tests.support.browser import Browser

from .conftest import small

LONG = json.dumps([{"name": f"第 {n} 号客户"} for n in range(500)]).encode()
BUILT = pytest.mark.skipif(not (FOLDER / "index.html").exists(), reason="the interface is not built")


@pytest.fixture
def visitor(tmp_path: Path) -> Browser:
    """Who meets a page with a frame."""
    (tmp_path / "index.html").write_text(f"<!doctype html><html lang='zh-CN'{FRAME.decode()}><title>客档</title>" + " " * 2_000, "utf-8")
    app: Any = small(None)  # type: ignore[arg-type]  # nothing asks for the database
    app._files = Files(tmp_path)
    return Browser(app)


@pytest.mark.parametrize(
    ("cookie", "is_inside"),
    [("", False), ("kedang=", False), ("notkedang=1.x", False), ("theme=kedang=1", False), ("kedang=1.abc", True), ("a=b; __Host-kedang=1.abc", True)],
)
async def test_only_who_brings_a_session_gets_the_frame_of_a_page_within(visitor: Browser, cookie: str, is_inside: bool) -> None:
    for path in ("/", "/o/customer", "/index.html"):
        answer = await visitor.client.get(path, headers={"Cookie": cookie})
        assert ("data-frame" in answer.text) is is_inside, path
        assert answer.headers["Content-Encoding"] == "gzip"
        assert {one.strip() for one in answer.headers["Vary"].split(",")} == {"accept-encoding", "cookie"}


async def test_a_page_is_fetched_anew_after_signing_in_and_out(visitor: Browser) -> None:
    strange = await visitor.client.get("/")
    known = {"If-None-Match": strange.headers["ETag"]}
    assert (await visitor.client.get("/", headers=known)).status_code == 304
    inside = await visitor.client.get("/", headers={**known, "Cookie": "kedang=1.abc"})
    assert (inside.status_code, inside.headers["ETag"] != strange.headers["ETag"]) == (200, True)
    assert (await visitor.client.get("/", headers={"If-None-Match": inside.headers["ETag"]})).status_code == 200


async def test_a_long_answer_is_packed_for_who_takes_it(database: Database) -> None:
    @get("/long", policy="public", packs=True)
    async def long() -> object:
        """Some kilobytes."""
        return as_json(LONG)

    @get("/short", policy="public", packs=True)
    async def short() -> object:
        """Some bytes."""
        return as_json(b"{}")

    client = Browser(small(database, long, short)).client
    async with client.stream("GET", "/api/v1/long", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert (answer.headers["Content-Encoding"], answer.headers["Vary"], int(answer.headers["Content-Length"])) == ("gzip", "accept-encoding", len(raw))
    assert gzip.decompress(raw) == LONG
    assert len(raw) * 5 < len(LONG)
    for path, encoding in (("/api/v1/long", "identity"), ("/api/v1/short", "gzip")):
        assert "Content-Encoding" not in (await client.get(path, headers={"Accept-Encoding": encoding})).headers, path


async def test_what_a_list_begins_with_comes_packed(admin: Browser) -> None:
    assert (await admin.get("/objects")).headers["Content-Encoding"] == "gzip"
    for n in range(20):
        assert (await admin.post("/objects/customer/records", {"name": f"第 {n} 号客户"})).status_code == 201
    assert (await admin.post("/objects/customer/query", {})).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in (await admin.get("/me")).headers


@BUILT
def test_the_built_page_names_files_that_exist() -> None:
    page = (FOLDER / "index.html").read_text("utf-8")
    named = set(re.findall(r'(?:src|href)="/(assets/[^"]+)"', page))
    assert [name for name in named if not (FOLDER / name).is_file()] == []
    parts = {re.sub(r"-.{8}\.", ".", name.removeprefix("assets/")) for name in named}
    assert {"early.js", "index.js", "base.js", "around.js", "around.css", "icons.js", "texts-zh-CN.js", "texts-en.js"} <= parts
    assert page.index("/assets/early-") < page.index('<script type="module"')
    texts = dict(re.findall(r'<link data-lang="([\w-]+)" data-href="/(assets/[^"]+)"', page))
    assert "搜索" in (FOLDER / texts["zh-CN"]).read_text("utf-8")
    assert "Search" in (FOLDER / texts["en"]).read_text("utf-8")


@BUILT
def test_the_early_script_waits_for_no_other_file() -> None:
    (script,) = FOLDER.glob("assets/early-*.js")
    assert not re.search(r"\bimport\b|\brequire\b", script.read_text("utf-8"))
    assert len(gzip.compress(script.read_bytes(), 9)) < 1_500


def test_the_frame_says_nothing_and_brings_no_style() -> None:
    page = (ROOT / "ui" / "index.html").read_text("utf-8")
    frame = page[page.index('<div class="frame"') : page.index("<script")]
    assert 'aria-hidden="true"' in frame
    assert re.sub(r"<[^>]*>", "", frame).strip() == ""
    assert not re.search(r"\sstyle=|<style|\son\w+=", page)
    assert page.count(FRAME.decode()) == 1
