"""Random values of every kind, weighted to what breaks things: ends of ranges, quotes, look-alikes, blanks that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from .model import Field

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)

WORDS = (
    "甲公司", "乙公司", "北京甲科技", "深圳市乙实业", "张三", "张三丰", "李四", "abc", "ABC", "ＡＢＣ", "Straße", "STRASSE", "İstanbul", "istanbul", "é",
    "e\u0301x",
    "O'Brien \"x\"", "x'); drop table o_1;--", "50%_\\off", "a%c", "a_c", "$me", "null", "NULL", "NaN", "infinity", "1/0", "{{7*7}}", "%s %(a)s", "$1",
    "\\u0000",
    "a\x01b", "line\u2028sep", "👩‍💻🎉", "𠮷野家", "ﬁn", "①", "0", "-1", "true", "<svg onload=x>", "=1+1", "重庆", "长沙", "zzz", "\u200bzero", "中" * 60,
)  # fmt: skip
PHONES = ("13800138000", "13800138001", "13900139000", "010-68371234-802", "95588", "+85291234567", "13812348000", "1001234")
EMAILS = ("a.b@ex.cn", "abc@ex.cn", "a@ex.cn", "zhang.san@example.com", "z@例子.cn", "o'brien@ex.cn", "x%_y@ex.cn")
URLS = ("https://ex.cn/", "http://ex.cn/a?b=%20&c='x'", "https://例子.cn/甲")
NUMBERS = (
    "0", "1", "-1", "5", "5.0", "100", "0.1", "0.3", "-7.25", "0.00000000001", "999999999999999", "1234567890123456", "9007199254740993",
    "123456789012345678901234567890", "-123456789012345678901234567890", "0.333333333333333333333333333333",
)  # fmt: skip
AMOUNTS = ("0.00", "1.00", "-0.01", "100.00", "380000.00", "999999999999.99", "1234567890123456789012345.67", "0.10")
DAYS = (
    "0001-01-01", "9999-12-31", "2024-02-29", "2026-11-24", "2026-11-23", "2026-11-25", "2026-11-30", "2026-12-01", "2026-10-31", "2026-10-01", "2026-01-01",
    "2025-12-31", "2026-12-31", "2027-01-01", "1990-06-01",
)  # fmt: skip
MOMENTS = (
    "0001-01-02T00:00:00", "9999-12-30T00:00:00", "2026-11-24T02:30:00", "2026-11-24T01:30:00", "2026-11-23T16:00:00", "2026-11-23T15:59:59",
    "2026-11-24T15:59:59",     "2026-11-24T16:00:00", "2026-10-31T16:00:00", "2025-12-31T16:00:00", "2026-12-31T15:59:59", "1986-07-01T12:00:00",
)  # fmt: skip
MARKS = ("VIP", "vip", "a,b", "{x}", '"q"', "null", "需求变更", "\\", "x" * 30)
PLACES = (
    {"province": "广东省", "city": "深圳市", "district": "南山区", "detail": "科技路1号"},
    {"province": None, "city": "北京市", "district": None, "detail": None},
    {"province": "广东省", "city": None, "district": None, "detail": "O'Brien %_"},
)
CURRENCIES = ("CNY", "CNY", "CNY", "USD")


def moment(text: str) -> datetime:
    """A moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_day(rng: Random) -> date:
    """A day, often a special one."""
    return date.fromisoformat(rng.choice(DAYS)) if rng.random() < 0.5 else TODAY + timedelta(days=rng.randint(-400, 400))


def a_moment(rng: Random) -> datetime:
    """A moment to the second, often a special one."""
    return moment(rng.choice(MOMENTS)) if rng.random() < 0.5 else NOW + timedelta(seconds=rng.randint(-40_000_000, 40_000_000))


def a_number(rng: Random) -> Decimal:
    """A number, often a special one."""
    return Decimal(rng.choice(NUMBERS)) if rng.random() < 0.6 else Decimal(rng.randint(-50, 200)) / rng.choice((1, 1, 4, 100))


def a_text(rng: Random) -> str:
    """A line of text."""
    return rng.choice(WORDS) if rng.random() < 0.8 else f"{rng.choice(WORDS)} {rng.randint(1, 99)}"


def several(rng: Random, pool: tuple[object, ...], most: int) -> tuple[object, ...]:
    """Some of a pool, each once."""
    return tuple(rng.sample(pool, min(len(pool), rng.randint(1, most))))


def a_value(rng: Random, field: Field, people: list[UUID], departments: list[UUID], targets: list[UUID], *, empty: float = 0.2) -> object:
    """A value of a field, sometimes none."""
    if rng.random() < empty:
        return None
    match field.kind:
        case "text":
            return a_text(rng)
        case "long_text":
            return f"{a_text(rng)}\n{a_text(rng)}" if rng.random() < 0.5 else a_text(rng)
        case "phone":
            return rng.choice(PHONES)
        case "email":
            return rng.choice(EMAILS)
        case "url":
            return rng.choice(URLS)
        case "serial":
            return f"C-{rng.randint(1, 40):04d}"
        case "number":
            return a_number(rng)
        case "percent":
            return Decimal(rng.randint(-10, 120)) / 100
        case "money":
            return Decimal(rng.choice(AMOUNTS)), rng.choice(CURRENCIES)
        case _:
            return _other(rng, field, people, departments, targets)


def _other(rng: Random, field: Field, people: list[UUID], departments: list[UUID], targets: list[UUID]) -> object:
    match field.kind:
        case "date":
            return a_day(rng)
        case "datetime":
            return a_moment(rng)
        case "boolean":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(field.options)
        case "choices":
            return several(rng, field.options, 3)
        case "tags":
            return several(rng, MARKS, 3)
        case "person":
            return rng.choice(people)
        case "department":
            return rng.choice(departments)
        case "relation":
            return rng.choice(targets) if targets else None
        case "relations":
            return several(rng, tuple(targets), 6) if targets else None
        case _:
            return dict(rng.choice(PLACES))


def clock() -> datetime:
    """The time in which all worlds stand still."""
    return NOW
