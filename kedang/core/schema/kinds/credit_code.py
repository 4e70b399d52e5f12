"""统一社会信用代码 (GB 32100-2015): 18 characters, the last of which proves the others."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .base import Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE_OF = {letter: value for value, letter in enumerate(ALPHABET)}
WEIGHTS = [3**place % 31 for place in range(17)]
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CODE = re.compile(f"[{ALPHABET}]{{18}}")
BETWEEN = re.compile(r"[\s\-‐-―−·.\u200b\ufeff]+")  #: what people put between the groups of a code


def normal_credit_code(text: str) -> str:
    """A code in its one spelling: half width, capitals, nothing in between. Raises ``Refused``."""
    code = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if is_credit_code(code):
        return code
    if len(code) != 18:
        raise Refused(
            f"has {len(code)} characters instead of 18; look at the business licence", f"有 {len(code)} 个字符，应为 18 个，请核对营业执照",
            code="credit_code_length",
        )  # fmt: skip
    if strange := sorted(set(code) - set(ALPHABET)):
        raise Refused(
            f"holds {', '.join(strange)}, which no credit code has; look at the business licence",
            f"包含信用代码中不会出现的字符 {'、'.join(strange)}，请核对营业执照", code="credit_code_letters",
        )  # fmt: skip
    raise Refused(
        "fails its check digit (GB 32100-2015): at least one character is wrong; look at the business licence",
        "校验位不符（GB 32100-2015），至少有一个字符有误，请核对营业执照", code="credit_code_check",
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def is_credit_code(code: str) -> bool:
    """18 characters of the alphabet with a fitting check digit."""
    if not CODE.fullmatch(code):
        return False
    return VALUE_OF[code[17]] == (31 - sum(VALUE_OF[c] * w for c, w in zip(code, WEIGHTS, strict=False)) % 31) % 31


def inner_fits(code: str) -> bool:
    """Whether the organisation code within (GB 11714, places 9 to 17) has its own check digit right. Codes are in use in which it has not."""
    total = sum((int(c, 36)) * w for c, w in zip(code[8:16], INNER_WEIGHTS, strict=True))
    return code[16] == "0123456789X0"[11 - total % 11]
