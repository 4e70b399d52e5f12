"""Percentages, stored as the fraction. What a bare number means is the column's to say: 80 beside 45, or 0.8 beside 0.45."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from kedang.core.base import fold
from kedang.core.schema import Field
from kedang.features.imports.cells import plain, text_of
from kedang.features.imports.model import Cell, Column, Read

from .amounts import find_amount, json_number
from .answers import refused
from .rules import rule

WORDS: dict[str, str] = {
    **dict.fromkeys(("已完成", "完成", "全部完成", "已结束", "已完工", "完工", "全部", "已验收"), "1"),
    **dict.fromkeys(("done", "complete", "completed", "finished", "full", "all"), "1"),
    **dict.fromkeys(("未开始", "没开始", "尚未开始", "未启动", "未开工", "not started", "none yet"), "0"),
    **dict.fromkeys(("一半", "过半", "半", "half"), "0.5"),
}
TENTHS = "零一二三四五六七八九十"


def read_percent(cell: Cell, field: Field, column: Column) -> Read:
    """A fraction."""
    text = fold(plain(text_of(cell)))
    if text in WORDS:
        return Read(value=json_number(Decimal(WORDS[text])), rule=rule("percent_word", f"{text} → {Decimal(WORDS[text]):.0%}"))
    if found := re.fullmatch(f"([{TENTHS}\\d])成", text):
        tenths = TENTHS.index(found[1]) if found[1] in TENTHS else int(found[1])
        return Read(value=json_number(Decimal(tenths) / 10), rule=rule("percent_word", text))
    said = re.fullmatch(r"(.+?)\s*(?:%|％|percent|per cent|个百分点)|百分之\s*(.+)", text)
    found = find_amount((said[1] or said[2]) if said else cell)
    number = found.number
    if number is None or found.rest or found.currency or found.has_unit:
        return refused(field, "not_a_percentage", text_of(cell), "is not a percentage; write it as 80%.", "不是百分比，请写成 80%。")
    if said:
        return Read(value=json_number(number / 100), rule=found.rule)
    if column.percent_of == "fraction":
        return Read(value=json_number(number), rule="fraction" if number == 1 else None)
    if column.percent_of == "hundred":
        return Read(value=json_number(number / 100), rule=rule("percent_column", f"{number:f} → {number:f}%"))
    if abs(number) > 1:
        return Read(value=json_number(number / 100), rule=rule("percent_number", f"{number:f} → {number:f}%"))
    return Read(value=json_number(number), rule=rule("fraction", f"{number:f} → {number * 100:f}%"))


def percent_of(cells: list[Cell]) -> Literal["fraction", "hundred"] | None:
    """What bare numbers of a column mean; none: both are there, each number tells for itself."""
    numbers = [found.number for cell in cells if "%" not in plain(text_of(cell)) and (found := find_amount(cell)).number is not None and not found.rest]
    large = any(abs(n) > 1 for n in numbers if n is not None)
    small = any(0 < abs(n) < 1 for n in numbers if n is not None)
    if large == small:
        return None
    return "hundred" if large else "fraction"
