"""The language of the command line."""

from __future__ import annotations

import os


def language() -> str:
    """The language in which commands speak: zh or en."""
    return "zh" if os.environ.get("KEDANG_LANGUAGE", "zh").startswith("zh") else "en"


def tr(zh: str, en: str) -> str:
    """A text in that language."""
    return zh if language() == "zh" else en
