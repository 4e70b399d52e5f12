"""The normal form of a company's name: where, brand, line of business, legal form, group, branch.

``深圳市甲乙信息技术（集团）股份有限公司上海分公司`` is the brand 甲乙 of 深圳, in 信息技术, a group, by shares, its branch in 上海.
Names of people and of other things are names too: they are all brand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

import msgspec
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from .regions import CHINA, NOWHERE, Places, all_leading, all_trailing, latin_places, places_of, without_orphan
from .words import (
    BRANCHES,
    DEPARTMENTS,
    FORMS,
    HEADQUARTERS,
    INDUSTRIES,
    LATIN_FORMS,
    LATIN_GROUPS,
    LATIN_INDUSTRIES,
    LONGEST_INDUSTRY,
    NUMERALS,
    ORGANISATIONS,
    REMARKS,
)

KEPT = 200_000  #: normal forms that are remembered
_BRACKETS = re.compile(r"[(\[{<«【〔〖「『《]([^()\[\]{}<>«»【】〔〕〖〗「」『』《》]*)[)\]}>»】〕〗」』》]")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOISE = re.compile(r"[\W_]+")
_FORM = re.compile("|".join(sorted(map(re.escape, FORMS), key=len, reverse=True)))
_ORGANISATION = re.compile("(" + "|".join(sorted(map(re.escape, ORGANISATIONS), key=len, reverse=True)) + ")$")
_BRANCH = re.compile(r"第?([一二三四五六七八九十\d]*)(" + "|".join(map(re.escape, BRANCHES)) + ")$")
_UNNUMBERED = frozenset({"店", "部", "厂", "门店", "营业部", "校区", "院区", "厂区", "子公司"})  #: a branch only after a number, or after a legal form
_GROUP = "集团"


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """A name in its parts, all of them folded."""

    text: str  #: the whole name without blanks, marks and remarks
    brand: str  #: what is left when all else is taken away; never empty unless the name is
    places: Places = NOWHERE  #: where its name says it is
    industry: tuple[str, ...] = ()  #: words of its line of business, in order
    sectors: frozenset[str] = frozenset()  #: what they mean
    form: str = ""  #: the class of its legal form or kind of organisation; empty where the name has none
    is_group: bool = False
    branch: str = ""  #: which branch of the company; empty of the company itself
    word: str = ""  #: what every title that holds the name has in it as it stands
    pinyin: str = ""  #: of the brand, without tones
    sound: str = ""  #: the same as many people say it: zh as z, ng as n

    @property
    def core(self) -> str:
        """Brand and line of business: what stays the same in every spelling."""
        return self.brand + "".join(self.industry)

    @property
    def short(self) -> str:
        """What people would call it: the brand, with more of the name where one character would say too little."""
        return self.brand if len(self.brand) > 1 else self.core

    @property
    def is_full(self) -> bool:
        """Whether it is a registered name rather than what people call it."""
        return bool(self.form)


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and the simplified ones that stand for them: one table is faster than a call for each name."""
    convert = cast("Callable[[str], str]", OpenCC("t2s").convert)  # pyright: ignore[reportUnknownMemberType]  # OpenCC has no types
    plain = "".join(map(chr, range(0x3400, 0xA000)))
    return {ord(a): b for a, b in zip(plain, convert("\n".join(plain)).split("\n"), strict=True) if a != b}


def plain(text: str) -> str:
    """NFKC, simplified, small letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else folded.translate(_simplified())


@lru_cache(maxsize=KEPT)
def company_of(name: str) -> Company:
    """The normal form of a name."""
    text = plain(name).strip()
    return _chinese(text) if _CHINESE.search(text) else _latin(text)


@dataclass
class _Parts:
    """What was taken away from a name so far."""

    places: Places = NOWHERE
    form: str = ""
    is_group: bool = False
    branch: str = ""

    def place(self, found: Places) -> None:
        """A place of the name; the first that says something counts."""
        self.places = found if not self.places or self.places == CHINA else self.places


def _chinese(text: str) -> Company:
    parts = _Parts()
    text = _NOISE.sub("", _unbracketed(text, parts))
    whole = text
    text = _without_form(text, parts)
    text = _without_branch(text, parts)
    head = _without_group(text, parts)
    if not head:
        head = text
    places, rest = all_leading(without_orphan(head))
    least = 1 if parts.form else 2  # 中石化 is short for something, 甲科技有限公司 is not
    brand, industry = _brand_and_industry(rest, least)
    if places and brand:
        parts.place(places)
    else:
        brand, industry = _brand_and_industry(without_orphan(head), least)
    if not parts.form and (found := _ORGANISATION.search(head)):
        parts.form = ORGANISATIONS[found[1]]
    word = brand if len(brand) > 1 else (brand + "".join(industry) if industry else head)
    return _company(whole, brand or head, word or head, tuple(industry), INDUSTRIES, parts)


def _company(text: str, brand: str, word: str, industry: tuple[str, ...], sectors: dict[str, str], parts: _Parts) -> Company:
    syllables = [_syllable(character) for character in brand]
    return Company(
        text=text, brand=brand, places=parts.places, industry=industry, sectors=frozenset(filter(None, (sectors[word] for word in industry))),
        form=parts.form, is_group=parts.is_group, branch=parts.branch, word=word, pinyin="".join(syllables), sound="".join(map(_softened, syllables)),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    """One reading of a character: that it is always the same one counts here, not that it is the right one."""
    return next(iter(lazy_pinyin(character, style=Style.NORMAL)), "") if _CHINESE.match(character) else character


@lru_cache(maxsize=2_000)
def _softened(syllable: str) -> str:
    if not syllable.isascii() or len(syllable) < 2:
        return syllable
    return syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ng", "n")


def _unbracketed(text: str, parts: _Parts) -> str:
    """The text without brackets: what they say of place, form and branch is noted, remarks are dropped, the rest stays where it stood."""

    def inside(found: re.Match[str]) -> str:
        word = found[1].strip()
        bare = _NOISE.sub("", word)
        if bare in {"中国", "china"}:
            parts.place(CHINA)
            return ""
        places, rest = all_leading(bare)
        if places and not rest:
            parts.place(places)
            return ""
        if bare in FORMS or bare in {_GROUP, "股份", "有限"}:
            return bare
        if not bare or bare in HEADQUARTERS or word.startswith(REMARKS) or not _CHINESE.search(bare):
            return ""
        return bare

    return _BRACKETS.sub(inside, text) if _BRACKETS.search(text) else text


def _without_form(text: str, parts: _Parts) -> str:
    """What stands before the legal form; what stands after it is a branch."""
    last = None
    for found in _FORM.finditer(text):
        if found.start() and not (found[0] in {"公司", "总公司"} and text[: found.start()].endswith(("分", "子"))):
            last = found
            break
    if last is None:
        return text
    head, tail = text[: last.start()], text[last.end() :]
    parts.form = FORMS[last[0]]
    if head.endswith("股份"):
        head, parts.form = head.removesuffix("股份"), "stock"
    while tail and (more := _FORM.match(tail)):  # 有限公司有限合伙, 股份有限公司 spelled in two
        parts.form = "stock" if tail.startswith("股份") else parts.form
        tail = tail[more.end() :]
    if tail == _GROUP:
        parts.is_group = True
    elif tail and tail not in HEADQUARTERS and tail not in DEPARTMENTS and tail != "股份":
        parts.branch = _branch_name(tail)
    return head


def _without_branch(text: str, parts: _Parts) -> str:
    """A branch at the end of a name without legal form, with the place before it."""
    if parts.branch or parts.form:
        return text
    for word in (*HEADQUARTERS, *DEPARTMENTS):
        if text.endswith(word) and len(text) > len(word) + 1:
            return text.removesuffix(word)
    found = _BRANCH.search(text)
    if not found or (not found[1] and found[2] in _UNNUMBERED):
        return text
    head = text[: found.start()]
    before, place = all_trailing(head)
    if place and before:
        head = before
    if len(head) < 2:
        return text
    parts.branch = _branch_name(text[len(head) :])
    return _without_form(head, parts) if _FORM.search(head) else head


def _branch_name(tail: str) -> str:
    """A branch in one spelling: 上海市第二分公司 and 上海第2分公司 are the same."""
    places, rest = all_leading(tail)
    where = "/".join(min(places)) if places else ""
    return where + rest.replace("第", "").translate(NUMERALS)


def _without_group(text: str, parts: _Parts) -> str:
    head = text
    if head.endswith("股份"):
        head = head.removesuffix("股份")
        parts.form = "stock"
    place, _, last = head.rpartition(_GROUP)
    if place and last and places_of(last) and not all_leading(last)[1]:  # 甲集团浙江有限公司
        parts.place(places_of(last))
        parts.is_group = True
        return place
    if head.endswith(_GROUP) and len(head) > len(_GROUP):
        parts.is_group = True
        head = head.removesuffix(_GROUP)
    return head


def _brand_and_industry(text: str, least: int) -> tuple[str, list[str]]:
    """The words of a line of business at the end of a text, and what stands before them: at least so many characters."""
    words: list[str] = []
    while text:
        word = next((text[-n:] for n in range(min(LONGEST_INDUSTRY, len(text)), 1, -1) if text[-n:] in INDUSTRIES), None)
        if word is None or len(text) - len(word) < least:
            break
        words.append(word)
        text = text[: -len(word)]
    return text, words[::-1]


def _latin(text: str) -> Company:
    parts = _Parts()
    text = text.replace("&", " and ").replace(".", "").replace("'", "").replace("’", "")
    words = [word for word in re.split(r"[\W_]+", text) if word and word != "and"]
    whole = "".join(words)
    rest = _without_latin_branch(words, parts)
    rest = _without_latin_form(rest, parts)
    rest = _without_latin_places(rest, parts)
    industry: list[str] = []
    while len(rest) > 1 and rest[-1] in LATIN_INDUSTRIES:
        industry.append(rest.pop())
    return _company(whole, "".join(rest) or whole, max(rest, key=len, default=whole), tuple(industry[::-1]), LATIN_INDUSTRIES, parts)


def _without_latin_branch(words: list[str], parts: _Parts) -> list[str]:
    at = next((i for i, word in enumerate(words) if word in {"branch", "subsidiary"} and i), None)
    if at is None:
        return words
    place = latin_places(words[at - 1])
    parts.branch = "/".join(min(place)) + "branch" if place else "branch"
    return words[: at - 1 if place and at > 1 else at]


def _without_latin_form(words: list[str], parts: _Parts) -> list[str]:
    """Without forms at the end; the most telling of them counts."""
    rest = list(words)
    while len(rest) > 1 and (rest[-1] in LATIN_FORMS or rest[-1] in LATIN_GROUPS):
        word = rest.pop()
        if word in LATIN_GROUPS:
            parts.is_group = True
        elif parts.form in {"", "company"}:
            parts.form = LATIN_FORMS[word]
    return rest


def _without_latin_places(words: list[str], parts: _Parts) -> list[str]:
    rest = list(words)
    for at in (0, -1):
        if len(rest) > 1 and (found := latin_places(rest[at])):
            parts.place(found)
            rest.pop(at)
    return rest
