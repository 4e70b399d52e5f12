"""Lists on paper: what stands on the pages, whose eyes it is for, and where it ends."""

from __future__ import annotations

import pytest

from kedang.core import jobs
from kedang.core.db import Database
from kedang.features.exports import papers, service
from kedang.reactions import plan
from kedang.settings import Settings
from tests.exports.asking import content, export
from tests.support.pdf import fonts_of, pages_of, size_of
from tests.support.world import HOME, Client, World, problem

READER = {"read": "all", "export": "all", "fields": {"*": "read", "phone": "masked", "note": "hidden"}}


async def customers(boss: Client, number: int) -> None:
    rows = [
        {"create": {"name": f"第{at:03}号客户有限公司", "score": at, "amount": at * 1000, "phone": f"1380013{at:04}", "note": "秘密"}} for at in range(number)
    ]
    answer = await boss.post("/objects/customer/batch", {"rows": rows})
    assert answer.status_code == 200, answer.text


@pytest.mark.req("R254", part="export: a list as PDF")
async def test_a_list_on_paper_says_what_it_is_and_repeats_its_head(boss: Client) -> None:
    await customers(boss, 90)
    said = '客户等级 是 A #read("/etc/passwd")'
    made = await export(boss, format="pdf", said=said, query={"fields": ["name", "score", "amount"], "sort": ["-score"]})
    assert made["name"].endswith(".pdf")
    assert made["rows"] == made["total"] == 90
    file = await content(boss, made)
    pages = pages_of(file)
    assert len(pages) >= 2
    width, height = size_of(file)
    assert (round(width), round(height)) == (842, 595), "A4, landscape"
    assert said.replace(" ", "") in pages[0].replace(" ", "")
    assert "90 records" in pages[0]
    for number, page in enumerate(pages, 1):
        assert "Field amount" in page, "the head stands on every page"
        assert f"{number} / {len(pages)}" in page
        assert "Exported by 陈静, 2" in page
    assert pages[0].index("第089号客户") < pages[0].index("第088号客户"), "in the order of the list"
    assert "89,000.00" in pages[0]
    assert "第000号客户" in pages[-1]
    assert any(name.endswith("NotoSansSC-Regular") for name in fonts_of(file)), "Chinese shows on machines without a Chinese font"


@pytest.mark.req("R254", part="export: masks and levels on paper")
async def test_paper_shows_no_more_than_the_list(world: World, boss: Client) -> None:
    await customers(boss, 2)
    await world.role("reader", {"customer": READER})
    reader = await world.person("Rita", "reader")
    whole = "".join(pages_of(await content(reader, await export(reader, format="pdf", query={"fields": ["name", "phone"]}))))
    assert "第001号客户" in whole
    assert "1380013" not in whole
    answer = await reader.post("/exports", {"object": "customer", "format": "pdf", "query": {"fields": ["name", "note"]}})
    assert answer.status_code == 422
    await world.role("looker", {"customer": {**READER, "export": "none"}})
    looker = await world.person("Lo", "looker")
    assert (await looker.post("/exports", {"object": "customer", "format": "pdf"})).status_code == 403


async def test_what_does_not_fit_is_said_and_not_dropped_in_silence(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await customers(boss, 7)
    monkeypatch.setattr(papers, "ROWS", 5)
    made = await export(boss, format="pdf", query={"fields": ["name"]})
    assert (made["rows"], made["total"]) == (5, 7)
    first = pages_of(await content(boss, made))[0]
    assert "7 records; the first 5 follow." in first
    assert [papers.most(columns) for columns in (1, 4, 8, 20)] == [5, 5, 5, 5]
    monkeypatch.setattr(papers, "ROWS", 2_000)
    assert [papers.most(columns) for columns in (1, 10, 20)] == [2_000, 2_000, 1_000]


async def test_too_many_columns_and_ids_are_refused_at_once(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "COLUMNS", 2)
    refused = await boss.post("/exports", {"object": "customer", "format": "pdf", "query": {"fields": ["name", "score", "amount"]}})
    assert problem(refused)[:1] == (422,)
    assert "at most 2 columns, and these are 3" in refused.json()["detail"]
    refused = await boss.post("/exports", {"object": "customer", "format": "pdf", "with_ids": True})
    assert refused.status_code == 422
    assert "with_ids" in refused.text


@pytest.mark.commits
async def test_longer_ones_are_made_in_the_background(boss: Client, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "ON_PAPER", 2)
    await customers(boss, 3)
    made = (await boss.post("/exports", {"object": "customer", "format": "pdf", "said": "三个", "query": {"fields": ["name"]}})).json()
    assert made["state"] == "waiting"
    await jobs.deliver_waiting(database, plan(settings), HOME)
    done = (await boss.get(f"/exports/{made['id']}")).json()
    assert (done["state"], done["rows"]) == ("done", 3)
    first = pages_of(await content(boss, done))[0]
    assert "三个" in first
    assert "Exported by 陈静" in first
