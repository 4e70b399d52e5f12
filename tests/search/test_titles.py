"""The searchable form of titles."""

from __future__ import annotations

import pytest

from kedang.core.records import grams, marks, numbers, pinyin_of, searchable


@pytest.mark.parametrize(
    ("title", "pinyin", "initials"),
    [
        ("华鑫", "huaxin", "hx"),
        ("重庆银行", "chongqingyinhang zhongqingyinxing", "cqyh zqyx"),
        ("曾凡", "cengfan zengfan", "cf zf"),
        ("单晓峰", "danxiaofeng shanxiaofeng", "dxf sxf"),
        ("单晓峰机械厂", "danxiaofengjixiechang shanxiaofengjixiechang", "dxfjxc sxfjxc"),
        ("3M 耗材", "3mhaocai", "3mhc"),
        ("", "", ""),
    ],
)
def test_readings(title: str, pinyin: str, initials: str) -> None:
    found = pinyin_of(searchable(title))
    assert set(found[0].split()) >= set(pinyin.split()[:1])
    assert set(found[1].split()) >= set(initials.split()[:1])
    if len(title) <= 4:
        assert (set(found[0].split()), set(found[1].split())) == (set(pinyin.split()), set(initials.split()))


def test_traditional_full_width_and_case_are_one() -> None:
    assert searchable("龍華電子ＡＢＣ") == searchable("龙华电子abc") == "龙华电子abc"


def test_tokens() -> None:
    assert grams("华鑫 ab") == ["华", "鑫", "a", "b", "华鑫", "ab"]
    assert numbers("电话13800") == ["#1380", "#3800"]
    assert numbers("123") == []
    assert marks("hx kj", "huaxin kj") == ["~hx", "~kj", "=hu", "=kj"]
