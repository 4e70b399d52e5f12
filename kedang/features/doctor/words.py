"""Findings in two languages."""

from __future__ import annotations

from collections.abc import Callable

from .model import Check, Status

Tr = Callable[[str, str], str]  #: Chinese and English text → the one that is wanted


def ok(key: str, text: str) -> Check:
    """It is well."""
    return Check(key=key, status="ok", text=text)


def attention(key: str, text: str, remedy: str, *, status: Status = "attention") -> Check:
    """Somebody should look."""
    return Check(key=key, status=status, text=text, remedy=remedy)
