"""How a header's words lead to a field: by its label, its other names, their pinyin and initials, or likeness. The words are those of definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz, process

from kedang.core.schema import Field

from .cells import plain, squeezed

LABEL, KEY, SYNONYM, PINYIN, INITIALS = 1.0, 0.96, 0.94, 0.85, 0.75
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Words:
    """The words of a field or of an object, squeezed, each with its score and the rule it stands for."""

    scores: dict[str, tuple[float, str]]
    chinese: tuple[str, ...]

    def match(self, header: str) -> tuple[float, str]:
        """How well a header says this: 0 to 1, and by which rule."""
        best = (0.0, "")
        for form, weight in forms_of(header):
            score, by = self._match(form)
            best = max(best, (score * weight, by))
        return best

    def _match(self, form: str) -> tuple[float, str]:
        if not form:
            return 0.0, ""
        if found := self.scores.get(form):
            return found
        if form.isascii():
            if len(form) >= 4 and form in self._pinyin:
                return PINYIN, "pinyin"
            if 3 <= len(form) <= 8 and form in self._initials:
                return INITIALS, "initials"
        best = max((contained(form, word) * self.scores[word][0] for word in self.scores if form in word or word in form), default=0.0)
        if best > 0:
            return best, "contains"
        alike = process.extractOne(form, self._long, scorer=fuzz.ratio, score_cutoff=82) if len(form) >= 4 else None
        return (0.7 * alike[1] / 100, "likeness") if alike else (0.0, "")

    @cached_property
    def _pinyin(self) -> frozenset[str]:
        return frozenset(pinyin_of(word)[0] for word in self.chinese)

    @cached_property
    def _initials(self) -> frozenset[str]:
        return frozenset(pinyin_of(word)[1] for word in self.chinese if len(word) >= 3)

    @cached_property
    def _long(self) -> tuple[str, ...]:
        return tuple(word for word in self.scores if len(word) >= 4)


def words_of(field: Field) -> Words:
    """The words of a field: label, key, other names."""
    return words(field.definition.label.values(), [field.key], field.definition.aka)


def words(labels: Iterable[str], keys: Iterable[str], synonyms: Iterable[str]) -> Words:
    """Words with the scores of what they are."""
    scores: dict[str, tuple[float, str]] = {}
    chinese: list[str] = []
    for group, score, by in ((labels, LABEL, "label"), (keys, KEY, "key"), (synonyms, SYNONYM, "synonym")):
        for word in group:
            if squeezed(word):
                scores.setdefault(squeezed(word), (score, by))
            if HAN.search(word):
                chinese.append(squeezed(word))
    return Words(scores, tuple(chinese))


@lru_cache(maxsize=4096)
def forms_of(header: str) -> tuple[tuple[str, float], ...]:
    """A header with and without what stands in brackets; of a header of two lines also the lower one alone."""
    text = plain(header)
    bare = re.sub(r"\s*[（(\[【][^（）()\[\]【】]*[）)\]】]\s*", " ", text).strip()
    parts = [part for part in re.split(r"\s+/\s+|(?<=[\u3400-\u9fff])/(?=[\u3400-\u9fff])", bare) if part]
    found = {squeezed(text): 1.0, squeezed(bare): 1.0}
    if len(parts) > 1:
        found.setdefault(squeezed(parts[-1]), 0.95)
        found.setdefault(squeezed(parts[0]), 0.7)
    return tuple((form, weight) for form, weight in found.items() if form)


def contained(form: str, word: str) -> float:
    """How much of one text the other is. The end of a Chinese word is what it is about: 客户联系电话 is a 联系电话, and 联系电话备注 is none."""
    short, long = sorted((form, word), key=len)
    if short not in long or len(short) < (2 if HAN.search(short) else 4) or len(short) == len(long):
        return 0.0
    score = 0.6 + 0.3 * len(short) / len(long)
    return score if long.endswith(short) else score - 0.2


@lru_cache(maxsize=8192)
def pinyin_of(word: str) -> tuple[str, str]:
    """Full pinyin and initials of a word."""
    syllables = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
    return "".join(syllables), "".join(s[0] for s in syllables if s)
