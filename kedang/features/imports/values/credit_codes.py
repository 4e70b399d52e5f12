"""统一社会信用代码 (GB 32100-2015): 18 characters, the last of which proves the others."""

from __future__ import annotations

import re
from functools import lru_cache

from kedang.core.base import label_in
from kedang.core.schema import Field
from kedang.features.imports.cells import squeezed, text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused
from .sameness import Same

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE_OF = {letter: value for value, letter in enumerate(ALPHABET)}
WEIGHTS = [3**place % 31 for place in range(17)]
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"})
NAMES = ("统一社会信用代码", "社会信用代码", "unified social credit code", "uscc")


def holds_credit_codes(field: Field) -> bool:
    """Whether a text field is for credit codes: its label or its other names say so."""
    return field.kind.name == "text" and _says_so(Same(field.definition))


@lru_cache(maxsize=512)
def _says_so(same: Same) -> bool:
    words = {squeezed(word) for word in (*same.definition.label.values(), *same.definition.aka)}
    return any(squeezed(name) in words for name in NAMES)


def read_credit_code(cell: Cell, field: Field) -> Read:
    """A code whose check digit fits; a look-alike that would fit is proposed, never taken."""
    text = text_of(cell)
    code = squeezed(text).upper()
    if is_credit_code(code):
        return Read(value=code, rule=None if inner_fits(code) else f"inner_digit: {code[8:17]}")
    likely = next((one for one in _lookalikes(code) if is_credit_code(one)), None)
    label = label_in(field.definition.label, "zh")
    if len(code) != 18:
        return refused(
            field, "credit_code_length", text, f"has {len(code)} characters instead of 18; look at the business licence.",
            f"有 {len(code)} 个字符，应为 18 个，请核对营业执照。", proposal=likely,
        )  # fmt: skip
    if strange := sorted(set(code) - set(ALPHABET)):
        return refused(
            field, "credit_code_letters", text, f"holds {', '.join(strange)}, which no credit code has; look at the business licence.",
            f"包含{label}中不会出现的字符 {'、'.join(strange)}，请核对营业执照。", proposal=likely,
        )  # fmt: skip
    return refused(
        field, "credit_code_check", text, "fails its check digit (GB 32100-2015): at least one character is wrong; look at the business licence.",
        "校验位不符（GB 32100-2015），至少有一个字符有误，请核对营业执照。", proposal=likely,
    )  # fmt: skip


def is_credit_code(code: str) -> bool:
    """18 characters of the alphabet with a fitting check digit."""
    if not re.fullmatch(f"[{ALPHABET}]{{18}}", code):
        return False
    return VALUE_OF[code[17]] == (31 - sum(VALUE_OF[c] * w for c, w in zip(code, WEIGHTS, strict=False)) % 31) % 31


def inner_fits(code: str) -> bool:
    """Whether the organisation code within (GB 11714, places 9 to 17) has its own check digit right."""
    total = sum((int(c, 36)) * w for c, w in zip(code[8:16], INNER_WEIGHTS, strict=True))
    return code[16] == "0123456789X0"[11 - total % 11]


def check_letter(first: str) -> str:
    """The 18th character of a code."""
    return ALPHABET[(31 - sum(VALUE_OF[c] * w for c, w in zip(first, WEIGHTS, strict=True)) % 31) % 31]


def _lookalikes(code: str) -> list[str]:
    return [code.translate(LOOKALIKES), code.replace("O", "0"), code.replace("I", "1")]
