"""The marks of rows that are no data: totals, instructions, units, notes, headers and titles said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from statistics import median

from .cells import is_blank, is_numeric, is_value, plain, text_of
from .model import Cell, Why

TOTAL = re.compile(
    r"(?:.{0,12}\s?)?(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|总\s*和|汇\s*总|本页合计|本页小计|平均(?:值)?)\s*(?:[(（].{0,12}[)）])?[:：]?"
    r"|(?:grand |sub|sub-|page |overall )?(?:totals?|sums?)(?: of .{1,20})?\s*:?|average\s*:?",
    re.IGNORECASE,
)
COUNT = re.compile(r"(?:合计|总计|共计?)\s*[:：]?\s*\d+\s*(?:家|条|个|人|项|笔|行|户|records?|rows?)?", re.IGNORECASE)
INSTRUCTION = re.compile(
    r".*(?:必填|选填|非必填|填写|请输入|请选择|请填|下拉|示例|例如|例[:：]|如[:：]|格式|单选|多选|不超过|required|optional|mandatory|"
    r"e\.g\.|for example|example:|please (?:enter|fill|select|choose)|format|drop-?down|max(?:imum)? \d+).*"
    r"|y{2,4}[-/.年]?m{1,2}(?:[-/.月]?d{1,2})?日?|(?:文本|数字|日期|text|number|date|string|integer|decimal|varchar|boolean)(?:型|类型)?",
    re.IGNORECASE | re.DOTALL,
)
EXAMPLE = re.compile(r"[(（\[【]?(?:示例|样例|举例|例如|example|sample)(?:行|数据|row)?[)）\]】]?(?:[:：].*)?", re.IGNORECASE)
UNIT = re.compile(
    r"[(（\[【]?\s*(?:单位[:：]?\s*)?(元|万元|亿元|千元|百万元|人民币元|人民币|美元|个|人|家|台|套|件|次|天|年|月|日|小时|平方米|㎡|吨|千克|公斤|kg|%|％|¥|\$|usd|cny|rmb|eur|"
    r"usd m|hours?|days?|years?|pcs|y{4}[-/.]m{2}[-/.]d{2})\s*[)）\]】]?",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:注\d*|备注|附注|说明|填表说明|填写说明|制表人?|制单人?|填表人?|填报人?|审核人?|复核人?|批准人?|经办人?|编制人?|统计人?|打印(?:时间|日期|人)?|导出(?:时间|日期|人)?|"
    r"制表(?:时间|日期)|数据来源|数据截止|截止|以上|以下空白|签字|签名|盖章|"
    r"notes?|remarks?|sources?|prepared by|printed|generated|exported|made by|as of|end of (?:report|list))"
    r"(?:\s*[:：].*|\s+.{8,}|[，,。.].*|)|[*※★].{4,}|本表.{2,}|此表.{2,}|--- ?.*",
    re.IGNORECASE | re.DOTALL,
)
SECTION = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].{0,30}")
LONG_NOTE = 40


def width_of(row: Sequence[Cell]) -> int:
    """How many cells of a row hold something. Plain texts are most of a sheet, so they are looked at first."""
    return sum(1 for cell in row if cell is not None and ((isinstance(cell, str) and cell > "\u3000\u3000") or not is_blank(cell)))


def said(row: Sequence[Cell]) -> str:
    """The beginning of what a row says."""
    return " ".join(text for text in (plain(text_of(cell)[:200]) for cell in row[:50]) if text)[:120]


def is_units(row: Sequence[Cell]) -> bool:
    """A row that only says in which units the columns are."""
    texts = [plain(text_of(cell)) for cell in row if not is_blank(cell)]
    return bool(texts) and all(len(text) <= 14 and UNIT.fullmatch(text) for text in texts)


def is_instructions(row: Sequence[Cell]) -> bool:
    """A row that tells how to fill in the form, or shows an example of it."""
    texts = [plain(text_of(cell)[:400]) for cell in row if not is_blank(cell)]
    if not texts:
        return False
    if EXAMPLE.fullmatch(texts[0]):
        return True
    told = sum(1 for text in texts if INSTRUCTION.fullmatch(text) or UNIT.fullmatch(text))
    return told * 10 >= len(texts) * 6 and any(INSTRUCTION.fullmatch(text) for text in texts)


class Below:
    """Judges the rows below a header."""

    def __init__(self, headers: Sequence[str], titles: Sequence[str]) -> None:
        """The header's texts, and those of the titles above it."""
        self.headers, self.titles = headers, set(titles)
        self.usual = float(sum(1 for header in headers if header))

    def judge(self, rows: Sequence[Sequence[Cell]]) -> list[Why | None]:
        """Why each row is no data; none for data."""
        widths = [width_of(row) for row in rows]
        present = [width for width in widths[:2000] if width]
        self.usual = median(present) if present else self.usual
        found: list[Why | None] = [self._why(row, width, at) for at, (row, width) in enumerate(zip(rows, widths, strict=True))]
        self._judge_tail(rows, widths, found)
        return found

    def _why(self, row: Sequence[Cell], width: int, at: int) -> Why | None:
        if not width:
            return "blank"
        if width >= 2 and self._repeats_header(row, width):
            return "repeated_header"
        if _is_total(row, width):
            return "total"
        if at < 5 and (width >= 2 or self.usual < 2) and is_instructions(row):
            return "instruction"
        if width == 1 and self.usual >= 3:
            return self._lone(next(cell for cell in row if not is_blank(cell)), at)
        return None

    def _repeats_header(self, row: Sequence[Cell], width: int) -> bool:
        present = islice(((c, cell) for c, cell in enumerate(row) if not is_blank(cell)), 2)
        # Four of five agree, so one of the first two does: a hundred thousand rows are told apart by that.
        if not any(isinstance(cell, str) and c < len(self.headers) and self._is_header(cell, self.headers[c]) for c, cell in present):
            return False
        same = 0
        for c, cell in enumerate(row):
            if c < len(self.headers) and isinstance(cell, str) and self.headers[c] and self._is_header(cell, self.headers[c]):
                same += 1
        return same >= 2 and same * 10 >= width * 8

    @staticmethod
    def _is_header(cell: str, header: str) -> bool:
        if len(cell) > 80:
            return False
        squeeze = str.maketrans("", "", " *＊\n\t（）()")
        text, wanted = plain(cell).translate(squeeze), header.translate(squeeze)
        return text == wanted or (text != "" and wanted.endswith("/" + text))

    def _lone(self, cell: Cell, at: int) -> Why | None:
        """A row with one cell in a wide table."""
        text = plain(text_of(cell)[:2000])
        if text[:120] in self.titles:
            return "title"
        if at < 5 and INSTRUCTION.fullmatch(text) and len(text) > 6:
            return "instruction"
        if NOTE.fullmatch(text) or SECTION.fullmatch(text) or (len(text) > LONG_NOTE and re.search(r"[。；;，,.]", text)):
            return "note"
        return None

    def _judge_tail(self, rows: Sequence[Sequence[Cell]], widths: Sequence[int], found: list[Why | None]) -> None:
        """Rows after which no data come: signatures, and numbers that are sums of what stands above."""
        for at in range(len(rows) - 1, max(-1, len(rows) - 40), -1):
            if found[at] is not None:
                continue
            is_narrow = widths[at] * 2 <= self.usual
            signed = [isinstance(cell, str) and NOTE.fullmatch(plain(cell[:2000])) is not None for cell in rows[at] if not is_blank(cell)]
            if self.usual >= 3 and (all(signed) or (is_narrow and any(signed))):
                found[at] = "note"
            elif is_narrow and _is_sum(rows[at], rows, found, at):
                found[at] = "total"
            else:
                return


def _is_total(row: Sequence[Cell], width: int) -> bool:
    first = next((cell for cell in row if isinstance(cell, str) and not is_blank(cell) and not is_numeric(cell)), None)
    if first is None or len(first) > 60 or not (TOTAL.fullmatch(plain(first)) or COUNT.fullmatch(plain(first)) or re.fullmatch(r"[-‐-―/\s]+", first)):
        return False
    texts = [plain(text_of(cell)) for cell in row if isinstance(cell, str) and not is_blank(cell) and not is_numeric(cell)]
    words = [text for text in texts if not re.fullmatch(r"[-‐-―/]+", text)]
    if not words or len(words) > 2 or len(words[0]) > 30:
        return False
    if COUNT.fullmatch(words[0]) and len(words) == 1:
        return True
    is_short = width > 1 or len(words[0]) <= 6
    return is_short and TOTAL.fullmatch(words[0]) is not None and all(TOTAL.fullmatch(w) or COUNT.fullmatch(w) for w in words)


def _is_sum(row: Sequence[Cell], rows: Sequence[Sequence[Cell]], found: Sequence[Why | None], at: int) -> bool:
    """Only numbers and at most one label, and one of the numbers is the sum of its column (or its count of rows)."""
    words = [cell for cell in row if not is_blank(cell) and not is_numeric(cell)]
    if len(words) > 1 or any(is_value(word) for word in words):
        return False
    for c, cell in enumerate(row):
        if is_blank(cell) or not is_numeric(cell):
            continue
        above = [_number(rows[i][c]) for i in range(at) if found[i] is None and c < len(rows[i])]
        numbers = [number for number in above if number is not None]
        wanted = _number(cell)
        if len(numbers) >= 2 and wanted is not None and abs(sum(numbers) - wanted) <= max(Decimal("0.01"), abs(wanted) / 1000):
            return True
    return False


def _number(cell: Cell) -> Decimal | None:
    text = text_of(cell) if is_numeric(cell) and not isinstance(cell, bool) else ""
    factor = 10_000 if "万" in text else 1
    try:
        return Decimal(re.sub(r"[^\d.-]", "", plain(text))) * factor
    except InvalidOperation:
        return None
