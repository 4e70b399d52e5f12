"""PDF as its reader gets it."""

from __future__ import annotations

import re

import pypdfium2


def pages_of(content: bytes) -> list[str]:
    """The text of each page, without line ends."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [re.sub(r"\s*[\r\n]+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def size_of(content: bytes) -> tuple[float, float]:
    """Width and height of the first page, in points."""
    document = pypdfium2.PdfDocument(content)
    try:
        return document[0].get_size()
    finally:
        document.close()


def fonts_of(content: bytes) -> set[str]:
    """The names of the fonts that lie in the file."""
    return {name.decode() for name in re.findall(rb"/FontName\s*/([\w+-]+)", content)}
