"""Cells as values: ``read_cell`` reads what a person typed as the value of a field, or says why it cannot and what to write instead.

Nothing is guessed in silence. What was done to a cell stands in ``Read.rule`` as ``code: detail``; ``explain`` says it in either language.
"""

from __future__ import annotations

from kedang.core.schema import Field
from kedang.features.imports.cells import plain, text_of
from kedang.features.imports.model import Cell, Column, Read

from .addresses import find_place, read_address
from .amounts import find_amount, read_money, read_number
from .answers import EMPTY, refused
from .choices import find_option, likely_option, read_boolean, read_choice, read_choices
from .credit_codes import holds_credit_codes, is_called_credit_code, read_credit_code
from .dates import find_day, order_of, read_date, read_datetime
from .percents import percent_of, read_percent
from .phones import read_phone
from .placeholders import is_placeholder, may_be_placeholder
from .rules import RULES, explain
from .texts import read_email, read_long_text, read_person, read_relation, read_relations, read_serial, read_tags, read_text, read_url

__all__ = [
    "RULES",
    "explain",
    "find_amount",
    "find_day",
    "find_option",
    "find_place",
    "holds_credit_codes",
    "is_called_credit_code",
    "is_placeholder",
    "likely_option",
    "order_of",
    "percent_of",
    "read_cell",
]


def read_cell(cell: Cell, field: Field, column: Column, zone: str) -> Read:
    """A cell as the value of a field. ``zone`` is where its times are."""
    if cell is None or (isinstance(cell, str) and not text_of(cell)):
        return EMPTY
    if isinstance(cell, str) and _means_nothing(cell, field):
        return Read(rule=f"placeholder: {plain(cell)}")
    match field.kind.name:
        case "date":
            return read_date(cell, field, column)
        case "datetime":
            return read_datetime(cell, field, column, zone)
        case "money":
            return read_money(cell, field, column)
        case "number":
            return read_number(cell, field, column)
        case "percent":
            return read_percent(cell, field, column)
        case _:
            return _read_words(cell, field)


def _means_nothing(text: str, field: Field) -> bool:
    if len(text) > 40 or not may_be_placeholder(text) or not is_placeholder(plain(text)):
        return False
    # An option may be called 'unknown', and 无 is an answer to yes or no.
    if field.kind.name in {"choice", "choices"}:
        return find_option(field, text_of(text))[0] is None
    return field.kind.name != "boolean" or plain(text) not in {"无", "没有", "×"}


READERS = {
    "long_text": read_long_text,
    "boolean": read_boolean,
    "choice": read_choice,
    "choices": read_choices,
    "tags": read_tags,
    "person": read_person,
    "department": read_relation,
    "relation": read_relation,
    "relations": read_relations,
    "phone": read_phone,
    "email": read_email,
    "url": read_url,
    "address": read_address,
    "serial": read_serial,
}


def _read_words(cell: Cell, field: Field) -> Read:
    reader = READERS.get(field.kind.name)
    if reader is not None:
        return reader(cell, field)
    if field.kind.name != "text":
        return refused(field, "unknown_kind", text_of(cell), f"cannot be read as {field.kind.name}.", f"无法读取为{field.kind.label['zh']}。")
    return read_credit_code(cell, field) if holds_credit_codes(field) else read_text(cell, field)
