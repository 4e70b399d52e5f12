"""The order of names: by pinyin, each character read as in its word."""

from __future__ import annotations

import pytest
from pypinyin import Style, pinyin

from kedang.core.base import read_in_words, sort_key


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        ("重要客户 重庆啤酒 北京 成都 程氏", "北京 成都 程氏 重庆啤酒 重要客户"),
        ("长安汽车 陈记 行长 杭州 银行", "长安汽车 陈记 行长 杭州 银行"),
        ("Zeta alpha 阿里 3M", "3M 阿里 alpha Zeta"),
    ],
)
def test_names_stand_where_a_reader_looks_for_them(names: str, ordered: str) -> None:
    assert sorted(names.split(), key=sort_key) == ordered.split()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("重庆", "chong2 qing4 "),
        ("ＡＢ重庆-长沙1", "abchong2 qing4 -chang2 sha1 1"),
        ("李白石", "li3 bai2 shi2 "),
        ("重㐀", "zhong4 qiu1 "),
        ("", ""),
    ],
)
def test_the_key_has_a_syllable_with_its_tone_for_each_character(text: str, key: str) -> None:
    assert sort_key(text) == key


@pytest.mark.parametrize("run", ["重庆长安汽车股份有限公司", "长㑇重㐀行", "重" * 200, "银行行长"])
def test_every_character_has_a_syllable(run: str) -> None:
    assert len(read_in_words(run)) == len(run)


@pytest.mark.parametrize("run", ["重庆长安汽车股份有限公司", "银行行长行走重要重复", "厦门大厦朝阳朝夕", "长春调查调和乐山音乐"])
def test_words_are_read_as_in_the_whole_run(run: str) -> None:
    assert list(read_in_words(run)) == [one[0] for one in pinyin(run, style=Style.TONE3, neutral_tone_with_five=True)]
