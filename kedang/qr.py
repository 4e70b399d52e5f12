"""QR codes: a text as a square of dark and light modules, drawn as one path for the interface and as half blocks for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4  #: light modules around the square, as the standard asks for
LONGEST = 500  #: characters; more makes modules too small for a phone before a screen
_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  #: (upper, lower) module; a terminal is dark, so light is what is drawn


@dataclass(frozen=True, kw_only=True)
class Square:
    """A code as a drawing: dark modules are one path in a view box of ``0 0 size size``, the light margin included."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """The code of a text of at most ``LONGEST`` characters."""
    rows = _modules(text)
    return Square(size=len(rows), path="".join(_run(x, y, length) for y, row in enumerate(rows) for x, length in _runs(row)))


def blocks_of(text: str) -> str:
    """The code of a text for a terminal: lines of half blocks, light on dark."""
    rows = _modules(text)
    if len(rows) % 2:
        rows.append([0] * len(rows))
    return "\n".join("".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in zip(rows[::2], rows[1::2], strict=True))


def _modules(text: str) -> list[list[int]]:
    # Medium correction: a code on a screen is clean; a higher one would only make it larger. Without a name of the encoding the library tries
    # Shift JIS first, which has many Chinese characters, and cameras of today expect UTF-8.
    return [[1 if one else 0 for one in row] for row in segno.make_qr(text, error="m", encoding="utf-8").matrix_iter(scale=1, border=QUIET)]


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many they are."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found


def _run(x: int, y: int, length: int) -> str:
    return f"M{x} {y}h{length}v1h-{length}z"
