"""Telephone numbers: one of perhaps several in a cell, in its one spelling."""

from __future__ import annotations

import re

from kedang.core.schema import Field, Refused, normal_phone
from kedang.features.imports.cells import plain, text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused
from .rules import joined, rule

MOBILE = re.compile(r"1[3-9][0-9]{9}")
SEPARATORS = re.compile(r"\s*(?:[/;；、,，|\n]|\s或\s?|或者?|\bor\b|\s{2,})\s*")
NUMBER = re.compile(r"\+?[\d(（][\d()（） \-‐-―−.·]{4,24}\d(?:\s*(?:转|分机|ext\.?|#|x)\s*\d{1,6})?", re.IGNORECASE)


def read_phone(cell: Cell, field: Field) -> Read:
    """The first number that is possible; the others are told."""
    text = text_of(cell)
    if MOBILE.fullmatch(text):
        return Read(value=text)  # as most are written
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        return refused(
            field, "phone_cut", text, "was shortened by the spreadsheet; format the column as text and type the number again.",
            "已被表格软件截断，请将该列设为文本格式后重新输入。",
        )  # fmt: skip
    text = re.sub(r"(?<=\d)\.0$", "", text)
    if number := _normal(text):
        return Read(value=number)
    parts = [part for part in SEPARATORS.split(plain(text.replace("\n", "/"))) if part]
    for part in parts:
        number, how = _loose(part)
        if number:
            rest = [other for other in parts if other is not part]
            return Read(value=number, rule=joined(rule("first_of_several", " / ".join(rest)) if rest else None, how))
    digits = len(re.sub(r"\D", "", text))
    return refused(
        field, "impossible_phone", text, f"is no possible telephone number ({digits} digits); a mobile has 11, a landline needs its area code.",
        f"不是有效的电话号码（共 {digits} 位数字）；手机应为 11 位，座机请带区号。",
    )  # fmt: skip


def _loose(part: str) -> tuple[str | None, str | None]:
    if number := _normal(part):
        return number, None
    found = NUMBER.search(plain(part))
    if found is None:
        return None, None
    beside = (plain(part)[: found.start()] + " " + plain(part)[found.end() :]).strip(" :：()（）-")
    # Digits beside the number mean that the number was not understood.
    if re.search(r"\d{2,}", beside):
        return None, None
    number = _normal(found[0])
    return number, rule("words_dropped", beside) if number and beside else None


def _normal(text: str) -> str | None:
    try:
        return normal_phone(text[:100])
    except Refused:
        return None
