"""Answers of readers: a value, nothing, or a reason that names the field and the remedy in both languages."""

from __future__ import annotations

from kedang.core.base import label_in
from kedang.core.schema import Field
from kedang.features.imports.model import Read, Reason

SHOWN = 80


def refused(field: Field, code: str, text: str, en: str, zh: str, *, proposal: object = None) -> Read:
    """It cannot be read. ``en`` and ``zh`` say what is wrong and what to write instead."""
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    label = field.definition.label
    reason = Reason(
        field=field.key,
        code=code,
        en=f"{label_in(label, 'en')}: '{shown}' {en}",
        zh=f"{label_in(label, 'zh')}：“{shown}”{zh}",
        value=shown,
    )
    return Read(reason=reason, proposal=proposal, rule=f"likely: {proposal}" if proposal is not None else None)


EMPTY = Read()
