"""The searchable form of titles, written in the same commit as the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast
from uuid import UUID

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from kedang.core.base import CHINESE, MANY_READINGS, fold, read_in_words
from kedang.core.db import WorkspaceTx, copy, is_copied, json_of
from kedang.core.schema import Object

MOST = 200  #: characters of a title that search knows
DIGITS = re.compile(r"\d{4,}")
RUN = 4  #: digits in a token: numbers share their pairs of digits with too many others

# Family names that are read otherwise than the character alone; short titles that begin so may be people.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "查": "zha", "解": "xie", "任": "ren", "区": "ou", "盖": "ge", "翟": "zhai", "乐": "yue", "尉": "yu",
    "朴": "piao", "冼": "xian", "召": "shao", "洗": "xian", "尹": "yin", "缪": "miao", "宓": "fu", "那": "na", "秘": "bi", "折": "she", "种": "chong",
    "员": "yun", "贠": "yun", "繁": "po", "燕": "yan", "覃": "qin", "谌": "chen", "晁": "chao", "牟": "mu", "柏": "bai", "车": "che", "卜": "bu",
    "长": "zhang", "石": "shi", "祭": "zhai", "逄": "pang", "阚": "kan", "郗": "xi", "葛": "ge", "纪": "ji", "华": "hua", "应": "ying", "令": "ling",
}  # fmt: skip
COMPOUND = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"), "令狐": ("ling", "hu")}
PERSON = 4  #: characters that a person's name may have


@dataclass(frozen=True)
class Title:
    """A title with its owner and department, as search keeps it."""

    record: UUID
    text: str
    owner: UUID | None
    department: UUID | None
    at: datetime | None = None  #: when the record was written, if that is not now


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and the simplified ones that stand for them."""
    convert = cast("Callable[[str], str]", OpenCC("t2s").convert)  # pyright: ignore[reportUnknownMemberType]  # OpenCC has no types
    plain = "".join(map(chr, range(0x3400, 0xA000)))
    return {ord(a): b for a, b in zip(plain, convert("\n".join(plain)).split("\n"), strict=True) if a != b}


def searchable(text: str) -> str:
    """The form in which search compares texts: folded, characters simplified."""
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(_simplified())


def grams(folded: str) -> list[str]:
    """Characters and pairs of neighbouring characters, each once; of long numbers also every four digits, as ``#1380``."""
    text = "".join(c if not c.isspace() else " " for c in folded)
    pairs = [text[i : i + 2] for i in range(len(text) - 1) if " " not in text[i : i + 2]]
    return list(dict.fromkeys([*(c for c in text if c != " "), *pairs, *numbers(text)]))


def numbers(text: str) -> list[str]:
    """Tokens of the long numbers in a text."""
    return [f"#{run[0][i : i + RUN]}" for run in DIGITS.finditer(text) for i in range(len(run[0]) - RUN + 1)]


def marks(initials: str, pinyin: str = "") -> list[str]:
    """Tokens of pinyin: pairs of neighbouring initials, as ``~hx``; the first two letters, as ``=li``."""
    pairs = [f"~{a}{b}" for a, b in pairwise(initials) if " " not in (a, b)]
    return list(dict.fromkeys([*pairs, *(f"={one[:2]}" for one in pinyin.split())]))


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    if not "\u3400" <= character <= "\U0003ffff":
        return ""
    return next(iter(lazy_pinyin(character, style=Style.NORMAL, errors=lambda _: "")), "")  # none at all for an emoji


def pinyin_of(folded: str) -> tuple[str, str]:
    """A title's pinyin without tones, and its initials; Latin letters and digits stand for themselves. Several readings stand beside each other."""
    found = readings(folded)
    return " ".join("".join(one) for one in found), " ".join(dict.fromkeys("".join(part[0] if len(part) > 1 else part for part in one) for one in found))


def readings(folded: str) -> list[list[str]]:
    """The ways to read a title, as lists of syllables: as words are read, character by character, and as people are called."""
    text = folded[:MOST]
    alone = [_syllable(c) or (c if c.isalnum() else "") for c in text]
    found = [_in_words(text, alone), alone, *([name] if (name := _as_name(text, alone)) else [])]
    return [[part for part in one if part] for at, one in enumerate(found) if one not in found[:at]]


def _in_words(text: str, alone: list[str]) -> list[str]:
    """Words fix the reading of characters that have several: 重庆, 银行. Looking words up is slow, so only where it can matter."""
    if MANY_READINGS.isdisjoint(text):
        return alone
    spelled = list(alone)
    for run in CHINESE.finditer(text):
        spelled[run.start() : run.end()] = [one.rstrip("12345") for one in read_in_words(run[0])]
    return spelled


def _as_name(text: str, alone: list[str]) -> list[str] | None:
    if not 2 <= len(text) <= PERSON or not all(_syllable(c) for c in text):
        return None
    if text[:2] in COMPOUND and len(text) > 2:
        return [*COMPOUND[text[:2]], *alone[2:]]
    return [SURNAMES[text[0]], *alone[1:]] if text[0] in SURNAMES else None


COLUMNS = ("object", "record", "class", "owner", "department", "at", "text", "grams", "pinyin", "initials")
GRAMS = 7  #: their place among the columns


async def insert(tx: WorkspaceTx, one: Object, titles: Sequence[Title]) -> None:
    """Store the titles of new records for search."""
    if not is_copied(tx, len(titles)):
        await upsert(tx, one, titles)
        return
    await write(tx, lines(one, titles, tx.now))


Line = tuple[object, ...]  #: one value for each of the columns, as COPY takes them


def lines(one: Object, titles: Sequence[Title], now: datetime) -> list[Line]:
    """The titles as they are stored, ready to be written; needs no database."""
    rows = (_row(one, title, now) for title in titles)
    return [(*row[:GRAMS], _literal(row[GRAMS]), *row[GRAMS + 1 :]) for row in rows]


async def write(tx: WorkspaceTx, made: Sequence[Line]) -> None:
    """Store the titles of many new records, by COPY."""
    await copy(tx, "search_text", COLUMNS, made)


def _literal(tokens: list[str]) -> str:
    """An array as text; the driver writes one a token at a time."""
    whole = '","'.join(tokens)
    if "\\" in whole or any('"' in token for token in tokens):
        whole = '","'.join(token.replace("\\", "\\\\").replace('"', '\\"') for token in tokens)
    return f'{{"{whole}"}}' if tokens else "{}"


Row = tuple[int, UUID, int, UUID | None, UUID | None, datetime, str, list[str], str, str]  #: one value for each of the columns


def _row(one: Object, title: Title, now: datetime) -> Row:
    folded = searchable(title.text)[:MOST]
    pinyin, initials = pinyin_of(folded)
    return one.number, title.record, 0, title.owner, title.department, title.at or now, folded, [*grams(folded), *marks(initials, pinyin)], pinyin, initials


async def upsert(tx: WorkspaceTx, one: Object, titles: Sequence[Title]) -> None:
    """Store titles for search, replacing what was there."""
    rows = [_row(one, title, tx.now) for title in titles]
    await tx.run(
        """
        insert into search_text (object, record, class, owner, department, at, text, grams, pinyin, initials)
        select %(object)s, record, 0, owner, department, at, text, grams, pinyin, initials
        from json_to_recordset(%(rows)s::json)
            as n (record uuid, owner uuid, department uuid, at timestamptz, text text, grams text[], pinyin text, initials text)
        on conflict (record, class) do update set owner = excluded.owner, department = excluded.department, at = excluded.at, text = excluded.text,
            grams = excluded.grams, pinyin = excluded.pinyin, initials = excluded.initials
        """,
        object=one.number, rows=json_of([dict(zip(COLUMNS, row, strict=True)) for row in rows]),
    )  # fmt: skip


async def delete(tx: WorkspaceTx, records: Sequence[UUID]) -> None:
    """Search does not find these any more."""
    await tx.run("delete from search_text where record = any(%(records)s)", records=list(records))
