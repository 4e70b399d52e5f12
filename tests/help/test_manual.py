"""The manual by HTTP: to read in the interface, and to take along."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
import pytest

from kedang.features.help import KEYS, groups
from tests.support.archive import Archive
from tests.support.browser import Browser
from tests.support.pdf import fonts_of, pages_of


async def test_the_chapters_are_there_for_who_is_not_in_yet_and_in_her_language(archive: Archive) -> None:
    visitor = Browser(archive.world.app)
    answer = await visitor.get("/help", headers={"Accept-Language": "en-GB"})
    assert answer.status_code == 200, answer.text
    assert [chapter["key"] for group in answer.json()["groups"] for chapter in group["chapters"]] == list(KEYS)
    assert answer.json()["groups"][0]["label"] == "First steps"
    assert (await visitor.get("/help?language=zh")).json()["groups"][0]["label"] == "入门"
    assert (await visitor.get("/help?language=fr")).status_code == 422
    for path in ("/help/flow", "/help/manual/html"):
        assert (await visitor.get(path)).status_code == 401, "the firm's own chart is not for visitors"


class Page(HTMLParser):
    """What a browser would load, and where links and their targets are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "data"} or (name == "href" and tag != "a"):
                self.loads.append(str(value))
            if name == "href" and tag == "a":
                self.links.add(str(value))
            if name == "id":
                self.ids.add(str(value))


def named(answer: httpx.Response) -> str:
    return answer.headers["content-disposition"]


@pytest.mark.req("R366", part="the manual as one HTML file")
async def test_as_html_it_is_one_file_that_loads_nothing(archive: Archive) -> None:
    answer = await archive.mara.get("/help/manual/html?language=zh")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "filename*=UTF-8''%E5%AE%A2%E6%A1%A3%E4%BD%BF%E7%94%A8%E6%89%8B%E5%86%8C.html" in named(answer)
    page = Page(answer.text)
    assert page.loads == []
    assert "script" not in page.tags
    assert "svg" in page.tags
    assert page.links == {f"#{key}" for key in (*KEYS, "flow")}
    assert {*KEYS, "flow"} <= page.ids
    assert "商务谈判" in answer.text
    english = (await archive.mara.get("/help/manual/html?language=en")).text
    assert '<html lang="en">' in english
    assert "How work flows" in english


@pytest.mark.req("R366", part="the manual as PDF")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_as_pdf_every_chapter_stands_in_it_with_its_fonts(archive: Archive, language: str) -> None:
    answer = await archive.mara.get(f"/help/manual/pdf?language={language}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = pages_of(answer.content)
    whole = " ".join(pages)
    for chapter in (chapter for group in groups(language) for chapter in group.chapters):
        assert whole.count(chapter.title) >= 2, f"{chapter.title}: in the contents and on its page"
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
    assert ("商务谈判" if language == "zh" else "Negotiation") in pages[-1]
    assert {name.partition("+")[2] for name in fonts_of(answer.content)} >= {"NotoSansSC-Regular"}


async def test_another_format_is_refused_by_name(archive: Archive) -> None:
    answer = await archive.mara.get("/help/manual/docx")
    assert answer.status_code == 404
    assert "'docx'" in answer.json()["detail"]
