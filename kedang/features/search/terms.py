"""What was typed, as terms; how a text fits them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kedang.core.records import pinyin_of, searchable

from .model import Matched, Term

MOST_TERMS = 6
LONGEST = 60  #: characters of one term
WORD = re.compile(r"[a-z][a-z0-9]*")
PART = re.compile(r"[a-z][a-z0-9@._\-]*|[^\sa-z]+")
BEST, WORST = 0, 9


def terms_of(text: str) -> list[Term]:
    """The terms of a query: words between blanks, Latin and other writing apart (``深圳hxkj`` is two)."""
    found: dict[str, Term] = {}
    for word in searchable(text).split():
        for part in PART.findall(word):
            given = part.strip("\x00")[:LONGEST]
            if given:
                found[given] = Term(given, WORD.fullmatch(given) is not None)
    return list(found.values())[:MOST_TERMS]


def fit_title(terms: Sequence[Term], text: str, spelled: tuple[str, str] | None = None) -> tuple[int, Matched] | None:
    """How well a folded title fits all terms: less is better; none: it does not. ``spelled``: its pinyin and initials, if they are known."""
    worst, matched = BEST, "title"
    for term in terms:
        rank = _text_rank(term.text, text)
        if rank is None:
            spelled = spelled or pinyin_of(text)
            rank, matched = _spelled_rank(term, *spelled), "pinyin"
        if rank is None:
            return None
        worst = max(worst, rank)
    return worst, "pinyin" if matched == "pinyin" else "title"


def _text_rank(term: str, text: str) -> int | None:
    if text == term:
        return 0
    at = text.find(term)
    return None if at < 0 else 1 if at == 0 else 3


def _spelled_rank(term: Term, pinyin: str, initials: str) -> int | None:
    if not term.is_spelled:
        return None
    if term.text in initials.split() or term.text in pinyin.split():
        return 2
    if any(one.startswith(term.text) for one in (*initials.split(), *pinyin.split())):
        return 4
    if term.text in initials:
        return 5
    return 6 if term.text in pinyin and len(term.text) > 2 else None


def fits_text(terms: Sequence[Term], text: str) -> bool:
    """Whether a folded text holds every term."""
    return all(term.text in text for term in terms)


def snippet(text: str, terms: Sequence[Term], *, around: int = 24) -> str:
    """The words around the first term in a text as it was written."""
    flat = " ".join(text.split())
    shown = searchable(flat)
    at = min((found for term in terms if (found := shown.find(term.text)) >= 0), default=0)
    at = at if len(shown) == len(flat) else min(at, max(0, len(flat) - around))
    begin, end = max(0, at - around), min(len(flat), at + 2 * around)
    return ("…" if begin else "") + flat[begin:end] + ("…" if end < len(flat) else "")
