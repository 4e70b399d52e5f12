"""Credit codes as keys: is one worth anything, and may two of them be the same misread?"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from kedang.core.schema import is_credit_code
from kedang.features.imports.values.credit_codes import LOOKALIKES

SHORTEST = 15  #: characters from which two codes that differ in one are near


def is_valid(code: str) -> bool:
    """Whether the check character is right."""
    return is_credit_code(code)


def is_near(a: str, b: str) -> bool:
    """Whether two codes, not both valid, differ in what a slip of the hand explains."""
    if is_valid(a) and is_valid(b):
        return False
    return a.translate(LOOKALIKES) == b.translate(LOOKALIKES) or (min(len(a), len(b)) >= SHORTEST and OSA.distance(a, b, score_cutoff=1) <= 1)
