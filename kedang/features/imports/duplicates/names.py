"""How like two names are, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz.distance import OSA

from .company import Company
from .regions import agree
from .subject import Subject
from .words import TELLING

Kind = Literal["same", "form", "short", "pinyin", "spelling", "part", "unlike"]
Wording = Literal["same", "one", "alike", "differs"]
_ONE_FORM = {frozenset({"limited", "company"}), frozenset({"stock", "company"})}


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What two names have in common."""

    kind: Kind  #: the whole name; all but the form; brand only; brand by sound; all but one character; part of the brand; nothing
    length: int = 0  #: characters of the shorter brand
    is_registered: bool = False  #: both are full names
    is_placed: bool = False  #: both names say where, and agree
    is_one_place: bool = False  #: both names say where, in the same words
    apart: bool = False  #: both names say where, and do not agree
    branch: bool = False  #: branches differ
    group: bool = False  #: only one is a group
    form: bool = False  #: legal forms differ
    industry: Wording = "same"  #: ``one``: only one of them says

    @property
    def is_close(self) -> bool:
        """Whether nothing but the spelling of the legal form keeps them apart."""
        return self.kind in {"same", "form"} and not (self.group or self.form or self.branch) and self.industry == "same"


def likeness(a: Subject, b: Subject) -> Likeness:
    """The likeness of the names; where only a short name fits, it counts as short."""
    if a.name is None or b.name is None:
        return Likeness(kind="unlike")
    best = between(a.name, b.name)
    if best.kind in {"same", "form", "short"}:
        return best
    for x, y in _shorts(a, b):
        other = between(x, y)
        if other.kind in {"same", "form", "short"} and not (a.name.is_full and b.name.is_full):
            return replace(other, kind="short", branch=best.branch)
    return best


def _shorts(a: Subject, b: Subject) -> Iterator[tuple[Company, Company]]:
    if a.short is not None and b.name is not None:
        yield a.short, b.name
    if b.short is not None and a.name is not None:
        yield a.name, b.short
    if a.short is not None and b.short is not None:
        yield a.short, b.short


def between(a: Company, b: Company) -> Likeness:
    """The likeness of two names."""
    if a is b or a.text == b.text:
        return Likeness(kind="same", length=len(a.brand), is_registered=a.is_full, is_placed=bool(a.places), is_one_place=bool(a.places))
    industry = _industries(a, b)
    is_placed = bool(a.places and b.places)
    agreeing = is_placed and (a.places == b.places or agree(a.places, b.places))
    return Likeness(
        kind=_kind(a, b, industry),
        length=min(len(a.brand), len(b.brand)),
        is_registered=a.is_full and b.is_full,
        is_placed=agreeing,
        is_one_place=is_placed and a.places == b.places,
        apart=is_placed and not agreeing,
        branch=a.branch != b.branch,
        group=a.is_group != b.is_group and (a.is_full or a.is_group) and (b.is_full or b.is_group),
        form=bool(a.form and b.form) and a.form != b.form and frozenset({a.form, b.form}) not in _ONE_FORM,
        industry=industry,
    )


def _kind(a: Company, b: Company, industry: Wording) -> Kind:
    if a.brand == b.brand:
        is_short = industry == "one" or (not (a.form and b.form) and not (a.places and b.places))
        return "short" if is_short else "form"
    if a.core == b.core:  # the line of business of one is the brand of the other: 甲建设, 甲 + 建设
        return "form"
    if _is_told_apart(a.brand, b.brand):
        return "unlike"
    if a.sound == b.sound and len(a.brand) == len(b.brand):
        return "pinyin"
    if _is_long_enough(a, b) and OSA.distance(a.brand, b.brand, score_cutoff=1) <= 1:
        return "spelling"
    if _is_misspelled(a, b):
        return "spelling"
    return "part" if a.sound == b.sound or _is_part(a, b) else "unlike"


def _is_long_enough(a: Company, b: Company) -> bool:
    """Whether one wrong character leaves enough of the brands; among people it leaves a colleague or a sister."""
    shorter = min(len(a.brand), len(b.brand))
    return shorter >= 3 and (a.is_full or b.is_full or shorter > 4 or a.brand[0] == b.brand[0])


def _is_misspelled(a: Company, b: Company) -> bool:
    """Whether one character outside the brand is wrong, so that the names fall into other parts (供应连管理, 武汗)."""
    if len(a.text) < 7 or (bool(a.places) == bool(b.places) and a.industry == b.industry):
        return False
    return OSA.distance(a.text, b.text, score_cutoff=1) <= 1 and not _is_told_apart(a.text, b.text)


def _is_told_apart(a: str, b: str) -> bool:
    """Whether the names differ in a numeral, a direction or the like."""
    telling_a, telling_b = [c for c in a if c in TELLING], [c for c in b if c in TELLING]
    return telling_a != telling_b and [c for c in a if c not in TELLING] == [c for c in b if c not in TELLING]


def _is_part(a: Company, b: Company) -> bool:
    """Whether a bare name is the beginning of the other, or its characters stand in the other in the same order (中石化)."""
    less, more = (a, b) if len(a.core) <= len(b.core) else (b, a)
    if less.form or less.industry or len(less.brand) < 2 or less.brand[0] != more.brand[0] or more.brand.isascii():
        return False
    rest = iter(more.core)
    return all(character in rest for character in less.brand)


def _industries(a: Company, b: Company) -> Wording:
    if a.industry == b.industry or "".join(a.industry) == "".join(b.industry):
        return "same"
    if not a.industry or not b.industry:
        return "one"
    x, y = "".join(a.industry), "".join(b.industry)
    is_near = x in y or y in x or (bool(a.sectors & b.sectors) and not set(x).isdisjoint(y))  # 贸易 and 商贸, 信息科技 and 信息技术
    return "alike" if is_near else "differs"
