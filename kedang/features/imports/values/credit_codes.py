"""统一社会信用代码 in cells: what the format of the field says, with a look-alike proposed where one would fit."""

from __future__ import annotations

from collections.abc import Iterable

from kedang.core.schema import Field, Refused, inner_fits, is_credit_code, normal_credit_code
from kedang.features.imports.cells import squeezed, text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused

LOOKALIKES = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"})
NAMES = frozenset(squeezed(name) for name in ("统一社会信用代码", "社会信用代码", "unified social credit code", "uscc"))


def holds_credit_codes(field: Field) -> bool:
    """Whether a field is for credit codes."""
    return field.definition.format == "credit_code"


def is_called_credit_code(names: Iterable[str]) -> bool:
    """Whether one of the names of a field says that it is for credit codes."""
    return not NAMES.isdisjoint(map(squeezed, names))


def read_credit_code(cell: Cell, field: Field) -> Read:
    """A code whose check digit fits; a look-alike that would fit is proposed, never taken."""
    text = text_of(cell)
    try:
        code = normal_credit_code(text)
    except Refused as why:
        likely = next((one for one in _lookalikes(squeezed(text).upper()) if is_credit_code(one)), None)
        return refused(field, why.code, text, f"{why.reason}.", f"{why.zh}。", proposal=likely)
    return Read(value=code, rule=None if inner_fits(code) else f"inner_digit: {code[8:17]}")


def _lookalikes(code: str) -> list[str]:
    return [code.translate(LOOKALIKES), code.replace("O", "0"), code.replace("I", "1")]
