"""Texts in several languages, and the one meaning of 'the same text'."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import Style, pinyin
from pypinyin.seg.simpleseg import seg

Label = Mapping[str, str]  #: {language: text}, with at least one language


def fold(text: str) -> str:
    """The form in which texts are compared: NFKC, then full case folding (Unicode 3.13; PostgreSQL's ``casefold`` under ``pg_unicode_fast`` agrees)."""
    return unicodedata.normalize("NFKC", text).casefold()


def label_in(label: Label, language: str, workspace_language: str = "zh") -> str:
    """A label in the caller's language, else the workspace's, else any."""
    for wanted in (language.split("-", maxsplit=1)[0], workspace_language.split("-", maxsplit=1)[0]):
        if label.get(wanted):
            return label[wanted]
    return next((text for text in label.values() if text), "")


#: Characters whose reading depends on the word. Looking words up is slow, so only where it can matter.
MANY_READINGS = frozenset("重行长乐都朝厦调传藏会降校宿种曲石堡埠泊漯亳番荥铅洞陂朴单区盖率省参差弹便量数系卡奇茄")
CHINESE = re.compile("[\u3400-\u9fff]+")


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]


@lru_cache(maxsize=20_000)
def read_in_words(run: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese characters with their tones, each read as in its word: 重庆 is ``chong2 qing4``, 重要 ``zhong4 yao4``."""
    # Word by word, as ``pinyin`` itself does it, because words come again where runs do not: a name takes a tenth of the time.
    found = tuple(syllable for word in seg(run) for syllable in _word(word))
    return found if len(found) == len(run) else tuple(map(_syllable, run))


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, ...]:
    return tuple(one[0] for one in pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))


def sort_key(text: str) -> str:
    """A key that orders names as a Chinese reader expects: by pinyin, then by the text itself.

    Latin letters and digits keep their place before nothing else changes; each Chinese character becomes ``<pinyin><tone> ``, as its word is read.
    At most 200 characters of the text count.
    """
    folded = fold(text[:200])
    parts = [_syllable(c) + " " if "\u3400" <= c <= "\U0003ffff" else c for c in folded]
    if not MANY_READINGS.isdisjoint(folded):
        for run in CHINESE.finditer(folded):
            parts[run.start() : run.end()] = [one + " " for one in read_in_words(run[0])]
    return "".join(parts)[:600]
