"""What the values of a column look like, as shares of those that are not empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kedang.core.schema import Field

from .cells import ADDRESS, COMPANY, CREDIT_CODE, DAY, EMAIL, MOBILE, PHONE, URL, is_blank, is_person_name, plain, text_of
from .model import Cell
from .values import find_amount, find_option, holds_credit_codes, is_placeholder

LOOK = 1_500  #: values that are looked at
OPTIONS = 40  #: distinct words that are tried as options
YES_NO = frozenset({"是", "否", "y", "n", "yes", "no", "true", "false", "√", "×", "有", "无"})
WORDS_OF_PROGRESS = frozenset({"已完成", "完成", "未开始", "done", "completed", "not started", "一半", "半"})


@dataclass(frozen=True)
class Shapes:
    """A column's values."""

    filled: int  #: how many are not empty
    total: int
    texts: Counter[str] = field(default_factory=Counter[str])  #: distinct texts with their number, placeholders left out
    shares: dict[str, float] = field(default_factory=dict[str, float])
    length: float = 0.0  #: of texts on average
    counts_up: bool = False  #: 1, 2, 3 …

    def share(self, shape: str) -> float:
        """Which part of the values has a shape."""
        return self.shares.get(shape, 0.0)

    @property
    def distinct(self) -> float:
        """Distinct values as part of all."""
        return len(self.texts) / max(1, sum(self.texts.values()))


def shapes_of(cells: Sequence[Cell]) -> Shapes:
    """The shapes of a column."""
    present = [cell for cell in cells if not is_blank(cell)]
    step = max(1, len(present) // LOOK)
    looked = present[::step][:LOOK]
    texts = Counter[str]()
    found = Counter[str]()
    for cell in looked:
        text = plain(text_of(cell)[:500])
        if is_placeholder(text):
            continue
        texts[text] += 1
        found.update(_shapes(cell, text))
    count = max(1, sum(texts.values()))
    length = sum(len(text) * times for text, times in texts.items()) / count
    numbers = [find_amount(cell).number for cell in present[:200]]
    counts_up = len(numbers) > 2 and None not in numbers and all(b == a + 1 for a, b in pairwise(numbers) if a is not None)
    return Shapes(len(present), len(cells), texts, {shape: times / count for shape, times in found.items()}, length, counts_up)


def _shapes(cell: Cell, text: str) -> list[str]:
    if not isinstance(cell, str):
        return _of_other(cell, text)
    found: list[str] = []
    for name, shape in (("mobile", MOBILE), ("phone", PHONE), ("email", EMAIL), ("url", URL), ("credit_code", CREDIT_CODE), ("date", DAY)):
        if shape.fullmatch(text):
            found.append(name)
    digits = len(re.sub(r"\D", "", text))
    if "phone" not in found and 6 <= digits <= 30 and digits * 2 > len(text) and not {"date", "credit_code"} & set(found):
        found.append("digits")
    amount = find_amount(text) if len(text) < 40 else None
    if amount is not None and amount.number is not None and len(amount.rest) <= 4:
        found.append("number")
        if amount.currency or amount.has_unit or text.endswith("元"):
            found.append("money")
    if re.fullmatch(r"-?[\d.]+\s*%", text):
        found.append("percent")
    if text.lower() in YES_NO:
        found.append("boolean")
    if COMPANY.search(text):
        found.append("company")
    elif is_person_name(text):
        found.append("person")
    if ADDRESS.search(text):
        found.append("address")
    return found


def _of_other(cell: Cell, text: str) -> list[str]:
    if not isinstance(cell, int | float):
        return ["date"]
    if isinstance(cell, bool):
        return ["boolean"]
    found = ["number"]
    if cell == int(cell) and MOBILE.fullmatch(text):
        found += ["mobile", "phone"]
    if 20_000 <= cell <= 60_000:
        found.append("serial")
    if 0 < cell <= 1:
        found.append("fraction")
    return found


def fit_of(field: Field, shapes: Shapes) -> float:
    """How well the values are such as the field holds: 0 to 1."""
    s = shapes.share
    words = 1 - s("date") - s("email")
    match field.kind.name:
        case "date" | "datetime":
            return min(1.0, s("date") + s("serial"))
        case "number" | "money":
            return s("number")
        case "percent":
            said = sum(times for text, times in shapes.texts.items() if text in WORDS_OF_PROGRESS) / max(1, shapes.texts.total())
            return min(1.0, s("number") + s("percent") + said)
        case "phone":
            return min(1.0, s("phone") + s("digits") * 0.9)
        case "email" | "url" | "boolean":
            return s(field.kind.name)
        case "choice" | "choices":
            return max(_options(field, shapes), 0.5 if len(shapes.texts) <= 40 and shapes.distinct < 0.5 else 0.15 if shapes.length < 20 else 0.0)
        case "person":
            return s("person")
        case "address":
            return 0.5 * words + 0.5 * s("address")
        case "relation" | "relations" | "department":
            return max(0.0, words - (s("number") if s("number") > 0.9 else 0))
        case "text" if holds_credit_codes(field):
            return s("credit_code")
        case _:
            return max(0.0, words * (0.5 if s("number") > 0.9 and field.kind.name != "serial" else 1.0))


def _options(field: Field, shapes: Shapes) -> float:
    frequent = shapes.texts.most_common(OPTIONS)
    return sum(times for text, times in frequent if find_option(field, text)[0] is not None) / max(1, sum(times for _, times in frequent))


def by_values(field: Field, shapes: Shapes) -> float:
    """How sure the values alone, without a word in the header, lead to the field: 0, or up to 0.6."""
    s = shapes.share
    if shapes.filled < 3:
        return 0.0
    match field.kind.name:
        case "phone":
            return 0.52 if s("phone") >= 0.8 else 0.0
        case "email":
            return 0.56 if s("email") >= 0.7 else 0.0
        case "url":
            return 0.52 if s("url") >= 0.8 and s("email") < 0.1 else 0.0
        case "address":
            return 0.52 if s("address") >= 0.7 and s("company") < 0.3 else 0.0
        case "choice":
            is_list = len(shapes.texts) > 1 and shapes.distinct < 0.5
            return 0.52 if is_list and shapes.length < 15 and _options(field, shapes) >= 0.8 else 0.0
        case "text" if holds_credit_codes(field):
            return 0.6 if s("credit_code") >= 0.7 else 0.0
        case _:
            return 0.0


def guess_kind(header: str, shapes: Shapes) -> str:
    """The kind of a new field for such values."""
    s = shapes.share
    if s("email") >= 0.8:
        return "email"
    if s("date") + s("serial") >= 0.8 and (s("date") >= 0.3 or re.search(r"日期|时间|date|day", header, re.IGNORECASE)):
        return "datetime" if sum(":" in text for text in shapes.texts) * 2 > len(shapes.texts) else "date"
    if s("phone") + s("digits") >= 0.8 and (s("phone") >= 0.6 or re.search(r"电话|手机|phone|mobile|tel", header, re.IGNORECASE)):
        return "phone"
    if s("percent") >= 0.5 or (s("fraction") >= 0.8 and re.search(r"率|比例|占比|%|percent|rate", header, re.IGNORECASE)):
        return "percent"
    if s("number") >= 0.9:
        is_money = s("money") >= 0.2 or re.search(r"金额|价|费|款|成本|利润|收入|额|amount|price|cost|revenue|fee|value|\$|¥", header, re.IGNORECASE)
        return "money" if is_money else "number"
    if s("url") >= 0.8:
        return "url"
    if s("boolean") >= 0.95 and len(shapes.texts) <= 4:
        return "boolean"
    if shapes.length > 40 or any("\n" in text for text in shapes.texts):
        return "long_text"
    if s("address") >= 0.7 and s("company") < 0.3:
        return "address"
    is_list = 1 < len(shapes.texts) <= 20 and shapes.distinct <= 0.34 and shapes.length <= 12
    return "choice" if is_list else "text"
