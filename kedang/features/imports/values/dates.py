"""Days and moments in every spelling that people and spreadsheets have for them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from kedang.core.schema import Field, shown_moment
from kedang.features.imports.cells import plain, text_of
from kedang.features.imports.model import Cell, Column, Read

from .answers import refused
from .rules import joined, rule

MONTHS = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
HAN = "〇零○一二三四五六七八九"
YEAR_FIRST = re.compile(r"(\d{4}|\d{2}(?=年|'))\s*[-/.年,\\]\s*(\d{1,2})(?:\s*[-/.月,\\]\s*(\d{1,2})?\s*[日号]?)?")
BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
THREE = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})")
WORD_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .,/-]*([a-z]{3,9})\.?[ ,./-]*'?(\d{4}|\d{2})")
WORD_MONTH = re.compile(r"([a-z]{3,9})\.?[ ,./-]*(\d{1,2})(?:st|nd|rd|th)?,?[ ,./-]+(\d{4})")
WORD_ONLY = re.compile(r"([a-z]{3,9})\.?[ ,./-]*'?(\d{4}|\d{2})")
TIME = re.compile(
    r"(?:[t\s日号]|^)\s*(上午|下午|晚上|中午|凌晨|am|pm)?\s*(\d{1,2})(?:[:：时点](\d{1,2})?(?:[:：分](\d{1,2})?(?:[.,]\d+)?秒?)?分?)"
    r"\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?$"
)
WEEKDAY = re.compile(r"[,，\s]*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d|[a-z])")
FIRST, LAST = 1900, 2199  #: years that a date of business has; others are slips of the keyboard
SERIALS = (367, 109_574)  #: day numbers of 1901 and 2199; smaller ones are counts and years that went astray


@dataclass(frozen=True)
class Day:
    """A day and how it was read; none: it is no day, and the code says why."""

    day: dt.date | None
    rule: str | None = None
    why: str = "not_a_date"
    time: dt.time | None = None
    offset: str | None = None


def read_date(cell: Cell, field: Field, column: Column) -> Read:
    """A day, as ISO 8601."""
    found = find_day(cell, day_first=column.day_first)
    if found.day is None:
        return _refused(cell, field, found)
    has_time = found.time is not None and found.time != dt.time()
    return Read(value=found.day.isoformat(), rule=joined(found.rule, "time_dropped" if has_time else None))


def read_datetime(cell: Cell, field: Field, column: Column, zone: str) -> Read:
    """A moment, as RFC 3339 in UTC; a time without an offset is in the zone that the header names, as our exports do, else the workspace's."""
    found = find_day(cell, day_first=column.day_first)
    if found.day is None:
        return _refused(cell, field, found)
    local = dt.datetime.combine(found.day, found.time or dt.time(), tzinfo=_zone(found.offset, zone_of(column.header) or zone))
    return Read(value=shown_moment(local), rule=joined(found.rule, "no_time" if found.time is None else None))


@lru_cache(maxsize=1024)
def zone_of(header: str) -> str | None:
    """The zone that stands in brackets at the end of a header: ``下次联系 (Asia/Tokyo)``."""
    found = re.search(r"[(（]([A-Za-z_+\-/0-9]+)[)）]\s*$", header)
    return found[1] if found and found[1] in available_timezones() else None


def _zone(offset: str | None, zone: str) -> dt.tzinfo:
    if not offset:
        return ZoneInfo(zone)
    if offset in {"z", "utc"}:
        return dt.UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return dt.timezone(dt.timedelta(minutes=min(minutes, 1439) * (-1 if offset[0] == "-" else 1)))


def _refused(cell: Cell, field: Field, found: Day) -> Read:
    en, zh = {
        "no_such_day": ("is no day of the calendar; correct it.", "不是日历上的日期，请更正。"),
        "no_year": ("has no year; write it as 2025-06-01.", "缺少年份，请写成 2025-06-01。"),
        "year_out_of_range": (f"is not between {FIRST} and {LAST}; correct the year.", f"不在 {FIRST} 至 {LAST} 年之间，请更正年份。"),
        "two_dates": ("holds more than one date; keep one.", "包含多个日期，请只保留一个。"),
    }.get(found.why, ("is not a date; write it as 2025-06-01.", "不是日期，请写成 2025-06-01。"))
    return refused(field, found.why, text_of(cell), en, zh)


def find_day(cell: Cell, *, day_first: bool | None = None) -> Day:
    """The day that a cell names, and the time with it."""
    if isinstance(cell, dt.datetime):
        return _checked(Day(cell.date(), time=cell.time()))
    if isinstance(cell, dt.date):
        return _checked(Day(cell))
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time):
        return Day(None)
    if isinstance(cell, int | float):
        return _checked(_of_number(float(cell)))
    return _checked(_of_text(cell, day_first))


def _checked(found: Day) -> Day:
    if found.day is not None and not FIRST <= found.day.year <= LAST:
        return Day(None, why="year_out_of_range")
    return found


def _of_number(number: float) -> Day:
    whole = int(number) if abs(number) < 1e9 else 0
    if number == whole and 1900 <= whole <= 2100:
        return _day(whole, 1, 1, "year_only")
    if number == whole and whole > 190_000:
        return _of_text(str(whole), None)
    if not SERIALS[0] <= whole <= SERIALS[1]:
        return Day(None)
    # Serial 60 is 29 February 1900, a day that never was; our numbers begin after it.
    day = dt.date(1899, 12, 30) + dt.timedelta(days=whole)
    seconds = round((number - whole) * 86_400)
    hours, left = divmod(min(seconds, 86_399), 3600)
    time = dt.time(hours, left // 60, left % 60) if seconds else None
    return Day(day, rule("serial_date", f"{number:g} → {day}"), time=time)


def _of_text(given: str, day_first: bool | None) -> Day:
    text = WEEKDAY.sub(" ", plain(given[:200]).lower().strip("'\"` ")).strip()
    text = _chinese_digits(text)
    if re.search(r"\d\s*(?:~|～|至|到|—|–| - )\s*\d", text):
        return Day(None, why="two_dates")
    time = TIME.search(text)
    clock, offset = None, None
    if time and time.start() > 0:
        clock = _clock(time)
        if clock is None:
            return Day(None)
        offset = time[6]
        text = text[: time.start() + (1 if text[time.start()] in "日号" else 0)].strip()
    found = _of_date_text(text, day_first)
    return Day(found.day, found.rule, found.why, clock, offset)


def _clock(found: re.Match[str]) -> dt.time | None:
    hour, minute, second = int(found[2]), int(found[3] or 0), int(found[4] or 0)
    half = found[1] or found[5] or ""
    if half in {"下午", "晚上", "pm"} and hour < 12:
        hour += 12
    if half in {"上午", "凌晨", "am"} and hour == 12:
        hour = 0
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _chinese_digits(text: str) -> str:
    if not re.search(f"[{HAN}]年", text):
        return text
    year, _, rest = text.partition("年")

    def number(found: re.Match[str]) -> str:
        tens, is_ten, ones = found[1], found[2], found[3]
        digits = ((tens or "一") + (ones or "〇")) if is_ten else (tens or ones)
        return digits.translate(DIGITS)

    return year.translate(DIGITS) + "年" + re.sub(f"([{HAN}]?)(十)([{HAN}]?)|[{HAN}]", lambda m: number(m) if m[2] else m[0].translate(DIGITS), rest)


def _of_date_text(text: str, day_first: bool | None) -> Day:
    if found := YEAR_FIRST.fullmatch(text):
        short = "short_year" if len(found[1]) == 2 else None
        if found[3] is None:
            return _day(_year(found[1]), int(found[2]), 1, joined(short, "month_only"))
        return _day(_year(found[1]), int(found[2]), int(found[3]), short)
    if found := BARE.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{4})(\d{2})", text):
        return _six_digits(found[1], found[2])
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _of_number(float(text))
    if found := re.fullmatch(r"((?:19|20)\d{2})\s*年?", text):
        return _day(int(found[1]), 1, 1, "year_only")
    if found := THREE.fullmatch(text):
        return _three(int(found[1]), int(found[3]), found[4], day_first)
    if named := _of_words(text):
        return named
    is_yearless = re.fullmatch(r"\d{1,2}\s*[月/.-]\s*\d{1,2}\s*[日号]?", text)
    return Day(None, why="no_year" if is_yearless else "not_a_date")


def _six_digits(four: str, two: str) -> Day:
    """202506 is a month; 250601 is a day with a short year."""
    if 1900 <= int(four) <= 2100 and 1 <= int(two) <= 12:
        return _day(int(four), int(two), 1, "month_only")
    return _day(_year(four[:2]), int(four[2:]), int(two), "short_year")


def _three(first: int, second: int, last: str, day_first: bool | None) -> Day:
    """Three numbers of which the year is not first, or so short that it may be."""
    if len(last) == 1 and first <= 12:
        return Day(None)
    if len(last) <= 2 and day_first is not True and (first > 12 or first == 0):
        return _day(_year(f"{first:02}"), second, int(last), rule("short_year", f"{first:02} = {_year(f'{first:02}')}"))
    short = "short_year" if len(last) <= 2 else None
    year = _year(last)
    if first > 12 or (day_first and second <= 12):
        return _day(year, second, first, joined("day_first", short))
    return _day(year, first, second, joined("month_first", short))


def _of_words(text: str) -> Day | None:
    if (found := WORD_DAY.fullmatch(text)) and found[2][:3] in MONTHS:
        return _day(_year(found[3]), MONTHS[found[2][:3]], int(found[1]), "short_year" if len(found[3]) == 2 else None)
    if (found := WORD_MONTH.fullmatch(text)) and found[1][:3] in MONTHS:
        return _day(int(found[3]), MONTHS[found[1][:3]], int(found[2]))
    if (found := WORD_ONLY.fullmatch(text)) and found[1][:3] in MONTHS:
        return _day(_year(found[2]), MONTHS[found[1][:3]], 1, joined("short_year" if len(found[2]) == 2 else None, "month_only"))
    return None


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


def _day(year: int, month: int, day: int, how: str | None = None) -> Day:
    try:
        return Day(dt.date(year, month, day), how)
    except ValueError:
        return Day(None, why="no_such_day")


def order_of(cells: list[Cell]) -> bool | None:
    """Whether a column writes the day first, from those of its values that tell; none: nothing tells, or both."""
    firsts = seconds = 0
    for cell in cells:
        found = THREE.fullmatch(plain(cell).split(" ")[0]) if isinstance(cell, str) and len(cell) < 30 else None
        if found and len(found[4]) == 4:
            firsts += int(found[1]) > 12 >= int(found[3])
            seconds += int(found[3]) > 12 >= int(found[1])
    if bool(firsts) == bool(seconds):
        return None
    return bool(firsts)
