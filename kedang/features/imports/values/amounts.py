"""Numbers and money: units of ten thousand, currencies, brackets, the float noise of spreadsheets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kedang.core.schema import Field
from kedang.features.imports.cells import plain, squeezed, text_of
from kedang.features.imports.model import Cell, Column, Read

from .answers import refused
from .dates import find_day
from .rules import joined, rule
from .sameness import Same

CURRENCIES: dict[str, str] = {
    "¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "cn¥": "CNY", "人民币": "CNY", "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD",
    "us$": "USD", "usd": "USD", "$": "USD", "美元": "USD", "美金": "USD", "eur": "EUR", "€": "EUR", "欧元": "EUR", "gbp": "GBP", "£": "GBP", "英镑": "GBP",
    "jpy": "JPY", "日元": "JPY", "twd": "TWD", "nt$": "TWD", "新台币": "TWD", "sgd": "SGD", "krw": "KRW", "aud": "AUD", "cad": "CAD", "chf": "CHF",
}  # fmt: skip
FACTORS: dict[str, int] = {
    "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 1000, "thousand": 1000, "m": 10**6, "mm": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6,
    "bn": 10**9, "b": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
SIGNS = re.compile("|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True)))
UNITS = re.compile(r"([十百千万亿萬億]{1,2}|(?:thousand|millions?|billions?|mio|mn|mm|bn|[kmbw])(?![a-z]))")
ABOUT = re.compile(
    r"^(?:约为?|大约|近|超过?|逾|不到|少于|大于|小于|>=?|<=?|≥|≤|~|≈|about|approx\.?|approximately|ca\.?|over|under)\s*"
    r"|\s*(?:左右|上下|以上|以下|余|多|\+)(?=[万亿元人]*$)"
)
YUAN = re.compile(r"(?:元整|圆整|元|圆|块钱?|整)$")
PIECE = re.compile(r"(\d[\d,，']*(?:\.\d+)?|\.\d+)\s*([十百千万亿萬億]{1,2}|(?:thousand|millions?|billions?|mio|mn|mm|bn|[kmbw])(?![a-z]))?\s*")
HEADER_UNIT = re.compile(
    r"(百万|千万|亿|万|千)\s*(?:元|美元|美金|人民币|港币|人|个|rmb|usd|cny)|\b(?:in )?(thousands?|millions?|billions?)\b|[(（]\s*(k|m|mn|bn|w)\s*[)）]"
)
BESIDE = re.compile(r"[/每]?(?:年|月|次|套|台|个|year|month|p\.?a\.?)|含税|不含税|税前|税后")
MONEY_DECIMALS = 6
WHOLE_DIGITS, DECIMALS = 20, 8


@dataclass(frozen=True)
class Amount:
    """A number with what was said beside it; none: there is no number."""

    number: Decimal | None
    currency: str | None = None
    rule: str | None = None
    has_unit: bool = False
    rest: str = ""  #: words behind it that are no unit of ours


def find_amount(cell: Cell) -> Amount:
    """The number that a cell holds."""
    if isinstance(cell, bool) or cell is None:
        return Amount(None)
    if isinstance(cell, int | float):
        # Fifteen digits are what a spreadsheet computes with; the rest of a float is noise.
        return _bounded(Amount(Decimal(format(cell, ".15g")) if isinstance(cell, float) else Decimal(cell)))
    if not isinstance(cell, str) or len(cell) > 100:
        return Amount(None)
    return _bounded(_of_text(plain(cell).lower()))


def _bounded(found: Amount) -> Amount:
    """Numbers that are stored have at most so many digits; a slip of the keyboard has more, and is none."""
    number = found.number
    if number is None or not number.is_finite() or number.adjusted() >= WHOLE_DIGITS:
        return replace(found, number=None)
    return replace(found, number=round(number, DECIMALS)) if -int(number.as_tuple().exponent) > DECIMALS else found


def _of_text(given: str) -> Amount:
    text = given.replace("−", "-").replace("–", "-").replace("，", ",")
    sign = SIGNS.search(text)
    currency = CURRENCIES[sign[0]] if sign else None
    text = SIGNS.sub(" ", text).strip() if sign else text.strip()
    rules: list[str | None] = []
    if found := re.fullmatch(r"\((.+)\)\s*(.*)", text):
        text = f"-{found[1]}{found[2]}"
        rules.append("brackets")
    if ABOUT.search(text):
        text = ABOUT.sub("", text)
        rules.append("about")
    is_negative = text.startswith("-") or text.endswith("-")
    text = YUAN.sub("", text.strip("-+ ")).strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", text):
        text = text.replace(".", "").replace(",", ".")
        rules.append("decimal_comma")
    number, rest, units = _pieces(text)
    if number is None:
        return Amount(None, currency)
    if units:
        rules.append(rule("unit", f"{given} → {number:f}"))
    rest = YUAN.sub("", rest).strip()
    return Amount(-number if is_negative else number, currency, joined(*rules), bool(units), rest)


def _pieces(text: str) -> tuple[Decimal | None, str, str]:
    """``3亿5000万`` is a sum of pieces with falling units."""
    total, at, units, last = Decimal(0), 0, "", 10**18
    while found := PIECE.match(text, at):
        digits, unit = found[1], found[2] or ""
        factor = FACTORS.get(unit, 1)
        if factor >= last or not _groups_well(digits):
            return None, "", ""
        try:
            total += Decimal(re.sub(r"[,，']", "", digits)) * factor
        except InvalidOperation:
            return None, "", ""
        units, at, last = units + unit, found.end(), factor
        if not unit:
            break
    rest = text[at:].strip()
    if not at or re.search(r"\d", re.sub(r"[a-z²³]+\d", "", rest)):
        return None, "", ""
    return total, rest, units


def _groups_well(digits: str) -> bool:
    whole = re.split(r"\.", digits)[0]
    groups = re.split(r"[,，']", whole)
    return len(groups) == 1 or (1 <= len(groups[0]) <= 4 and all(2 <= len(g) <= 4 for g in groups[1:]) and len(groups[-1]) >= 3)


def _counted(found: Amount, header: str) -> tuple[Decimal | None, str | None]:
    """The number in the unit of the header, unless its own is told; and the rule."""
    factor, said = factor_of(header)
    if found.number is None or found.has_unit or factor == 1:
        return found.number, None
    return _bounded(Amount(found.number * factor)).number, rule("header_unit", said)


def factor_of(header: str) -> tuple[int, str]:
    """What the header says that numbers are counted in: ``（万元）``, ``in millions of USD``."""
    found = HEADER_UNIT.search(plain(header).lower())
    if found is None:
        return 1, ""
    word = (found[1] or found[2] or found[3] or "").rstrip("s")
    return FACTORS.get(word, 1), found[0].strip("() （）")


def read_money(cell: Cell, field: Field, column: Column) -> Read:
    """An amount with its currency."""
    found = find_amount(cell)
    number, header = _counted(found, column.header)
    if number is None or (found.rest and not BESIDE.fullmatch(found.rest)):
        return refused(
            field, "not_an_amount", text_of(cell), "is not an amount; write a number such as 380000 or 38万元.", "不是金额，请填写数字，例如 380000 或 38万元。"
        )  # fmt: skip
    currency = found.currency or _header_currency(column.header) or field.spec.currency
    if field.definition.currency and currency != field.definition.currency:
        return refused(
            field, "other_currency", text_of(cell), f"is in {currency}, but the field holds {field.definition.currency} only.",
            f"币种为 {currency}，而该字段只能填写 {field.definition.currency}。",
        )  # fmt: skip
    kept = round(number, MONEY_DECIMALS) if -int(number.as_tuple().exponent) > MONEY_DECIMALS else number
    amount = format(kept.quantize(Decimal("0.01")) if kept == round(kept, 2) else kept, "f")
    dropped = rule("unit_dropped", found.rest) if found.rest else None
    return Read(value={"amount": amount, "currency": currency}, rule=joined(found.rule, header, "rounded" if kept != number else None, dropped))


def _header_currency(header: str) -> str | None:
    text = plain(header).lower()
    inside = re.search(r"[（(]([^（）()]*)[)）]", text)
    found = SIGNS.search(inside[1]) if inside else None
    return CURRENCIES[found[0]] if found else None


def read_number(cell: Cell, field: Field, column: Column) -> Read:
    """A number; a unit behind it is left out, and said."""
    if year := _year(cell, field):
        return year
    found = find_amount(cell)
    number, header = _counted(found, column.header)
    if number is None or found.currency or len(found.rest) > 6 or re.search(r"[-~/]", found.rest):
        return refused(field, "not_a_number", text_of(cell), "is not a number; write digits only.", "不是数字，请只填写数字。")
    places = field.spec.decimals
    if places is not None and number != round(number, places):
        return refused(
            field, "too_many_decimals", text_of(cell), f"has more than {places} decimals; round it.", f"小数超过 {places} 位，请取舍后填写。"
        )  # fmt: skip
    return Read(value=json_number(number), rule=joined(found.rule, header, rule("unit_dropped", found.rest) if found.rest else None))


def json_number(number: Decimal) -> object:
    """A JSON number of at most 15 significant digits, else a text."""
    if len(number.normalize().as_tuple().digits) > 15 or abs(number) >= 10**15:
        return format(number, "f")
    return int(number) if number == number.to_integral_value() else float(number)


def _year(cell: Cell, field: Field) -> Read | None:
    """The year of a date, where the field's name says that it holds years."""
    if field.spec.decimals != 0 or isinstance(cell, float | int) or not _holds_years(Same(field.definition)):
        return None
    found = find_day(cell)
    if found.day is None or (isinstance(cell, str) and re.fullmatch(r"\d+", plain(cell)) and len(plain(cell)) != 4):
        return None
    is_plain = isinstance(cell, str) and re.fullmatch(r"\d{4}\s*年?", plain(cell))
    return Read(value=found.day.year, rule=None if is_plain else rule("year_of_date", found.day.isoformat()))


@lru_cache(maxsize=512)
def _holds_years(same: Same) -> bool:
    words = {squeezed(word) for word in (*same.definition.label.values(), *same.definition.aka)}
    return any(word.endswith("年份") or "year" in word for word in words)
