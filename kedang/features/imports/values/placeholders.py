"""Words that people and spreadsheets write where there is nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from kedang.core.base import fold

WORDS = frozenset(
    fold(word)
    for word in (
        "无", "没有", "暂无", "暂缺", "未知", "不详", "不明", "不清楚", "不知道", "待定", "待补", "待补充", "待填", "待完善", "待确认", "未填",
        "未填写", "未提供", "空", "缺", "无数据", "无记录",
        "无信息", "略", "(空)", "(无)", "n/a", "na", "n.a.", "null", "nil", "none", "nan", "undefined", "unknown", "tbd", "tba", "tbc", "empty",
        "blank", "void",
        "#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#null!", "#num!", "#error!", "(null)", "<null>", "[null]", "(blank)", "(none)", "(empty)",
    )
) | {"not available", "not applicable", "not known", "to be determined"}  # fmt: skip
STARTS = frozenset(word[0] for word in WORDS)
MARKS = re.compile(r"[-‐-―−－_/\\|.。…·*＊?？~～—、,，×xX#+]{1,12}")


@lru_cache(maxsize=10_000)
def _begins(character: str) -> bool:
    folded = fold(character)
    return folded[:1] in STARTS or MARKS.match(folded) is not None


def may_be_placeholder(text: str) -> bool:
    """Whether a text begins as one that stands for nothing: most do not, and need not be looked at any further."""
    return _begins(text.lstrip()[:1])


def is_placeholder(text: str) -> bool:
    """Whether a text stands for nothing."""
    folded = fold(text).strip()
    return folded in WORDS or (MARKS.fullmatch(text.strip()) is not None and folded not in {"x", "+", "#"})
