"""Words for nothing: the look at the first character leaves none of them out."""

from __future__ import annotations

import unicodedata

import pytest

from kedang.features.imports.cells import plain
from kedang.features.imports.values.placeholders import WORDS, is_placeholder, may_be_placeholder

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  #: as an input method for Chinese writes ASCII
SIGNS = [c for c in "-‐‑‒–—―−－_/\\|.。…·*＊?？~～、,，×xX#+" for c in (c * 2, c * 3)]


@pytest.mark.parametrize("word", [*sorted(WORDS), *SIGNS])
def test_every_word_for_nothing_is_looked_at(word: str) -> None:
    for written in (word, word.upper(), word.title(), f"  {word} ", f"\u3000{word}", word.translate(WIDE), unicodedata.normalize("NFD", word)):
        assert may_be_placeholder(written) or not is_placeholder(plain(written)), written
    assert is_placeholder(plain(word)), word
    assert may_be_placeholder(word), word


@pytest.mark.parametrize("text", ["苏州华创科技有限公司", "13800001234", "张三", "2024-01-05", ""])
def test_what_begins_otherwise_need_not_be_looked_at(text: str) -> None:
    assert not may_be_placeholder(text)
    assert not is_placeholder(plain(text))
