"""Texts in several languages, and the one meaning of 'the same text'."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import Style, pinyin

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


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0][0]


def sort_key(text: str) -> str:
    """A key that orders names as a Chinese reader expects: by pinyin, then by the text itself.

    Latin letters and digits keep their place before nothing else changes; each Chinese character becomes ``<pinyin><tone> ``.
    At most 200 characters of the text count.
    """
    parts = [_syllable(c) + " " if "\u3400" <= c <= "\U0003ffff" else c for c in fold(text[:200])]
    return "".join(parts)[:600]
