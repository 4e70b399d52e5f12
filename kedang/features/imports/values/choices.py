"""Options by any of their names. The rule that matched is told; a typing error is only proposed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from kedang.core.schema import Field
from kedang.features.imports.cells import plain, squeezed, text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused
from .rules import joined, rule
from .sameness import Same

SEPARATORS = re.compile(r"\s*[,，、;；/|\n]\s*")
SUFFIX = re.compile(r"(?:级|类|型|等|级客户|类客户|客户|级别|阶段|中|的|状态|类型|方式)$|\s*(?:class|level|grade|tier|type|stage|customers?|accounts?)$")
YES = frozenset(("是", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "对", "有", "真", "on", "已", "可以", "需要", "同意"))
NO = frozenset(("否", "n", "no", "false", "f", "0", "×", "✗", "✘", "☐", "错", "无", "没有", "假", "off", "未", "不", "不是", "不可以", "不需要", "不同意"))


@dataclass(frozen=True)
class Names:
    """All names of the options of a field, squeezed, and what each leads to."""

    keys: dict[str, str]  #: exactly the key or a label
    other: dict[str, str]  #: other names
    folded: dict[str, str]  #: any name in any spelling


def names_of(field: Field) -> Names:
    """The names of a field's live options."""
    return _names_of(Same(field.definition))


@lru_cache(maxsize=256)
def _names_of(same: Same) -> Names:
    keys: dict[str, str] = {}
    other: dict[str, str] = {}
    folded: dict[str, str] = {}
    options = [option for option in same.definition.options if not option.is_retired]
    # Keys of all first, then labels, then other names: 'other' of one option never hides the key of another.
    for option in options:
        keys.setdefault(option.key, option.key)
        folded.setdefault(squeezed(option.key), option.key)
    for option in options:
        for label in option.label.values():
            keys.setdefault(label, option.key)
            folded.setdefault(squeezed(label), option.key)
    for option in options:
        for name in option.aka:
            other.setdefault(name, option.key)
            folded.setdefault(squeezed(name), option.key)
    return Names(keys, other, folded)


def find_option(field: Field, text: str) -> tuple[str | None, str | None]:
    """The option of a word and the rule that found it."""
    names = names_of(field)
    if text in names.keys:
        return names.keys[text], None
    if text in names.other:
        return names.other[text], rule("synonym", f"{text} → {names.other[text]}")
    word = squeezed(text)
    if word and word in names.folded:
        return names.folded[word], rule("spelling", f"{text} → {names.folded[word]}")
    short = squeezed(SUFFIX.sub("", plain(text).lower()))
    if short and short != word and short in names.folded:
        return names.folded[short], rule("suffix", f"{text} → {names.folded[short]}")
    longer = next((names.folded[word + end] for end in ("中", "级", "类", "客户") if word + end in names.folded), None) if word else None
    return (longer, rule("suffix", f"{text} → {longer}")) if longer else (None, None)


def likely_option(field: Field, text: str) -> str | None:
    """The one option whose name is a slip of the finger away."""
    word = squeezed(text)
    # Of two Chinese characters one wrong is another word: 优质 and 劣质.
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if not allowed:
        return None
    near = {key for name, key in names_of(field).folded.items() if len(name) >= 4 and DamerauLevenshtein.distance(word, name, score_cutoff=allowed) <= allowed}
    return near.pop() if len(near) == 1 else None


def read_choice(cell: Cell, field: Field) -> Read:
    """One option; an unknown word is told as such, with what it probably means."""
    text = text_of(cell)
    key, how = find_option(field, text)
    if key is not None:
        return Read(value=key, rule=how)
    if len(text) > 100:
        return refused(field, "not_an_option", text, "is too long to be an option.", "过长，不能作为选项。")
    likely = likely_option(field, text)
    return Read(unknown_option=text, proposal=likely, rule=rule("likely", f"{text} → {likely}") if likely else None)


def read_choices(cell: Cell, field: Field) -> Read:
    """Several options, each once; the first unknown word is told."""
    text = text_of(cell)
    whole, how = find_option(field, text)
    if whole is not None:
        return Read(value=[whole], rule=how)
    found: list[str] = []
    rules: list[str | None] = []
    for word in [word for word in SEPARATORS.split(text) if word]:
        key, how = find_option(field, word)
        if key is None:
            likely = likely_option(field, word)
            return Read(value=found or None, unknown_option=word, proposal=likely, rule=rule("likely", f"{word} → {likely}") if likely else None)
        rules.append(how)
        found.append(key)
    return Read(value=list(dict.fromkeys(found)) or None, rule=joined(*dict.fromkeys(rules)))


def read_boolean(cell: Cell, field: Field) -> Read:
    """Yes or no."""
    word = plain(text_of(cell)).lower()
    if word in YES or cell is True:
        return Read(value=True)
    if word in NO or cell is False:
        return Read(value=False)
    return refused(field, "not_yes_or_no", text_of(cell), "is neither yes nor no.", "应为“是”或“否”。")
