"""The chapters of the manual: both languages alike, every link leads somewhere, and forms that the manual does not know are refused."""

from __future__ import annotations

import re

import pytest

from kedang.features.help import KEYS, Block, Chapter, groups
from kedang.features.help.contents import FOLDER
from kedang.features.help.reading import Unreadable, chapter_of

HAN = re.compile(r"[\u4e00-\u9fff]")


def chapters(language: str) -> list[Chapter]:
    return [chapter for group in groups(language) for chapter in group.chapters]


def text_of(block: Block) -> str:
    return " ".join(span.text for line in block.lines for span in line)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_is_a_chapter_and_says_what_one_does(language: str) -> None:
    assert sorted(file.stem for file in (FOLDER / language).glob("*.md")) == sorted(KEYS)
    for chapter in chapters(language):
        said = "".join(text_of(block) for block in chapter.blocks)
        assert len(said) > 60, chapter.key
        assert any(block.kind in {"steps", "list"} for block in chapter.blocks), f"{chapter.key} has no steps"


def test_both_languages_have_the_same_chapters_of_the_same_shape() -> None:
    for zh, en in zip(chapters("zh"), chapters("en"), strict=True):
        assert zh.key == en.key
        assert [(one.kind, len(one.lines)) for one in zh.blocks] == [(one.kind, len(one.lines)) for one in en.blocks], zh.key
        assert HAN.search(zh.title)
        assert not HAN.search(en.title)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_lead_to_chapters(language: str) -> None:
    led = {span.to for chapter in chapters(language) for block in chapter.blocks for line in block.lines for span in line if span.mark == "link"}
    assert len(led) >= 10
    assert led <= set(KEYS)


def test_a_chapter_is_read_into_blocks() -> None:
    read = chapter_of("x", "# Title\nOne **two** `three`\nfour [five](help:list).\n## Part\n1. a\n2. b\n- c\n")
    assert read.title == "Title"
    assert [(one.kind, len(one.lines)) for one in read.blocks] == [("text", 1), ("heading", 1), ("steps", 2), ("list", 1)]
    assert [(span.text, span.mark, span.to) for span in read.blocks[0].lines[0]] == [
        ("One ", "plain", ""), ("two", "strong", ""), (" ", "plain", ""), ("three", "key", ""), (" ", "plain", ""), ("four ", "plain", ""),
        ("five", "link", "list"), (".", "plain", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["no title", "# A\n# B\n", "# A\n<b>x</b>\n", "# A\n> quoted\n", "# A\n[x](https://example.com)\n", "# A\n![x](help:list)\n"])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        chapter_of("x", text)
