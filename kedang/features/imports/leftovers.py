"""Columns that no field takes: a new field, a note, or nothing."""

from __future__ import annotations

import re

from kedang.core.schema import is_key

from .cells import plain, squeezed
from .header_words import pinyin_of
from .model import Column
from .shapes import Shapes, guess_kind

COUNTERS = frozenset({"序号", "序", "行号", "no", "nr", "编号", "number", "id", "index", "row", "rowno", "sn", "项次", "项"})
LONGEST_KEY = 40


def left_over(index: int, header: str, shapes: Shapes, object: str, taken: set[str]) -> Column:
    """What becomes of a column without a field. Keys proposed are added to ``taken``."""
    if shapes.counts_up and squeezed(header) in COUNTERS:
        return Column(index=index, header=header, treatment="leave", by="row_counter")
    if not header:
        return Column(index=index, header=header, treatment="note", object=object, by="no_header")
    key = key_of(header, taken)
    taken.add(key)
    return Column(index=index, header=header, treatment="new_field", object=object, field=key, kind=guess_kind(header, shapes), by="new", score=0.0)


def key_of(header: str, taken: set[str]) -> str:
    """A key for a field of that name: its Latin words, or its pinyin."""
    text = re.sub(r"[（(][^（）()]*[）)]", "", plain(header)).lower()
    if re.search(r"[\u3400-\u9fff]", text):
        text = "_".join(part if part.isascii() else pinyin_of(part)[0] for part in re.findall(r"[\u3400-\u9fff]+|[a-z0-9]+", text))
    base = re.sub(r"[^a-z0-9]+", "_", text).strip("_")[: LONGEST_KEY - 4].strip("_")
    if not base or not base[0].isalpha():
        base = f"f_{base}".strip("_")
    key, number = base, 1
    while key in taken or not is_key(key):
        number += 1
        key = f"{base}_{number}"
    return key
