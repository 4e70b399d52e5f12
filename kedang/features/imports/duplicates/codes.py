"""统一社会信用代码 (GB 32100-2015): is it one, and may two of them be the same misread?"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_MISREAD = str.maketrans({"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U"})


@lru_cache(maxsize=200_000)
def is_valid(code: str) -> bool:
    """Whether the check character is right."""
    if len(code) != 18 or any(character not in _VALUES for character in code):
        return False
    total = sum(_VALUES[character] * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _VALUES[code[17]] == (31 - total % 31) % 31


def is_near(a: str, b: str) -> bool:
    """Whether two codes, not both valid, differ in what a slip of the hand explains."""
    if is_valid(a) and is_valid(b):
        return False
    return a.translate(_MISREAD) == b.translate(_MISREAD) or (min(len(a), len(b)) >= 15 and OSA.distance(a, b, score_cutoff=1) <= 1)
