"""Reads QR codes of one block (up to version 3 at medium correction), as a camera would, without the library that draws ours."""

from __future__ import annotations

import re

DATA = {1: 16, 2: 28, 3: 44}  #: code words of text at medium correction
MASKS = (
    lambda x, y: (x + y) % 2, lambda _, y: y % 2, lambda x, _: x % 3, lambda x, y: (x + y) % 3,
    lambda x, y: (y // 2 + x // 3) % 2, lambda x, y: x * y % 2 + x * y % 3, lambda x, y: (x * y % 2 + x * y % 3) % 2, lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)  # fmt: skip


def read_path(size: int, path: str) -> str:
    """The text of a code that is drawn as one path with a margin of four modules."""
    dark = {(int(x) + at, int(y)) for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path) for at in range(int(length))}
    return _read([[(x + 4, y + 4) in dark for x in range(size - 8)] for y in range(size - 8)])


def read_blocks(text: str) -> str:
    """The text of a code that is drawn as half blocks, light on dark."""
    rows: list[list[bool]] = []
    for line in text.split("\n"):
        rows += [[one in " ▄" for one in line], [one in " ▀" for one in line]]
    side = len(rows[0]) - 4
    return _read([row[4:side] for row in rows[4:side]])


def _read(dark: list[list[bool]]) -> str:
    side = len(dark)
    version = (side - 17) // 4
    mask = MASKS[sum(dark[8][2 + at] << (2 - at) for at in range(3)) ^ 0b101]
    bits = [dark[y][x] ^ (mask(x, y) == 0) for x, y in _way(side) if not _is_function(x, y, side, version)]
    words = [sum(bit << (7 - at) for at, bit in enumerate(bits[start : start + 8])) for start in range(0, DATA[version] * 8, 8)]
    mode, length = words[0] >> 4, (words[0] & 15) << 4 | words[1] >> 4
    assert mode == 0b0100, "not of bytes"
    return bytes((words[1 + at] & 15) << 4 | words[2 + at] >> 4 for at in range(length)).decode()


def _way(side: int) -> list[tuple[int, int]]:
    """The modules in the order in which bits stand: pairs of columns from the right, up and down in turn, without the timing column."""
    found: list[tuple[int, int]] = []
    for turn, right in enumerate([*range(side - 1, 6, -2), 5, 3, 1]):
        rows = range(side) if turn % 2 else range(side - 1, -1, -1)
        found += [(x, y) for y in rows for x in (right, right - 1)]
    return found


def _is_function(x: int, y: int, side: int, version: int) -> bool:
    corner = (x < 9 and y < 9) or (x < 9 and y >= side - 8) or (x >= side - 8 and y < 9)
    middle = side - 7
    return corner or 6 in (x, y) or (version > 1 and abs(x - middle) <= 2 and abs(y - middle) <= 2)
