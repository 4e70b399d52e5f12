"""Text files as sheets: encoding and delimiter are found from the content.

An apostrophe before what a spreadsheet would take for a formula was put there by an export, ours or another's, and is taken off again.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Literal

from kedang.core.query import RISKY

from .model import Cell, Sheet
from .unreadable import FileEmpty, FileTooLarge, NotASpreadsheet, UnknownEncoding

DELIMITERS = (",", "\t", ";", "|", "，", "、", "；")
COLUMNS = 16_384
ROWS = 2_000_000
CELL_LIMIT = 2_000_000  #: characters
LOOK = 200  #: rows by which the delimiter is chosen

# The module's limit is one for the whole process; a cell beyond it ends the reading with an error instead of filling the memory.
csv.field_size_limit(CELL_LIMIT)


def read_text(content: bytes, file: str) -> Sheet:
    """The one sheet of a text file. Raises ``Unreadable``."""
    text, encoding = decode(content, file)
    text = text.replace("\x00", "")
    if not text.strip():
        raise FileEmpty(file=file)
    said = re.match(r'"?sep=(.)"?\r?\n', text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else find_delimiter(text)
    rows = _rows(text, delimiter, file)
    if said:
        rows.insert(0, [])
    return Sheet(file=file, name=PurePath(file).stem, rows=rows, encoding=encoding, delimiter=delimiter)


def decode(content: bytes, file: str) -> tuple[str, str]:
    """The text and the name of its encoding: by its mark, by the places of its zeros, else UTF-8 or GB18030."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return _decode(content[len(mark) :], [encoding], file)
    if wide := _wide(content):
        return _decode(content, [wide, "utf-8", "gb18030"], file)
    return _decode(content, ["utf-8", "gb18030"], file)


def _decode(content: bytes, encodings: Sequence[str], file: str) -> tuple[str, str]:
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # What is no text decodes as something, too, and shows by its control characters.
        look = text[:20_000]
        if sum(c < " " and c not in "\t\r\n\x00\x0b\x0c\x1c\x1d\x1e\x1f" for c in look) > len(look) / 50:
            raise NotASpreadsheet(file=file, what="binary")
        return text, encoding
    raise UnknownEncoding(file=file)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: letters, delimiters and line ends stand beside zeros, behind them (little end first) or before.

    Text of one byte with zeros strewn in is not meant: it stays valid UTF-8, or has line ends without zeros.
    """
    look = content[: 1 << 16]
    if len(content) % 2 or b"\x00" not in look:
        return None
    pairs = [look[at : at + 2] for at in range(0, len(look) - 1, 2)]
    little = sum(pair[1] == 0 and pair[0] < 0x7F for pair in pairs)
    big = sum(pair[0] == 0 and pair[1] < 0x7F for pair in pairs)
    ends = (b"\n\x00", b"\r\x00") if little > big else (b"\x00\n", b"\x00\r")
    if max(little, big) * 100 < len(pairs) or (b"\n" in look and not any(pair in ends for pair in pairs)):
        return None
    if look.count(0) * 4 < len(look) and _is_utf8(look):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _is_utf8(look: bytes) -> bool:
    try:
        look.decode()
    except UnicodeDecodeError as broken:
        return broken.start > len(look) - 4
    return True


def find_delimiter(text: str) -> str:
    """The delimiter with which most rows have the same number of columns, more than one."""
    look = text[:400_000]

    def score(delimiter: str) -> float:
        if delimiter not in look:
            return 0.0
        try:
            widths = [len(row) for row in islice(csv.reader(look.splitlines(keepends=True), delimiter=delimiter), LOOK) if any(row)]
        except csv.Error:
            return 0.0
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            return 0.0
        width, times = counts.most_common(1)[0]
        # An enumeration within a cell also looks regular now and then; columns of a real delimiter are many.
        return times / len(widths) + min(width, 20) / 100 - DELIMITERS.index(delimiter) / 1000

    best = max(DELIMITERS, key=score)
    return best if score(best) > 0 else ","


def _rows(text: str, delimiter: str, file: str) -> list[list[Cell]]:
    try:
        rows = _parse(text, delimiter, file, quoting=csv.QUOTE_MINIMAL)
    except csv.Error:
        # A quote that is never closed swallows the rest of the file into one cell.
        try:
            rows = _parse(text, delimiter, file, quoting=csv.QUOTE_NONE)
        except csv.Error:
            raise FileTooLarge(file=file, what=f"a cell > {CELL_LIMIT}") from None
    return rows


def _parse(text: str, delimiter: str, file: str, *, quoting: Literal[0, 3]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    clean = _cleaner()
    for row in csv.reader(_lines(text), delimiter=delimiter, quoting=quoting):
        if len(row) > COLUMNS:
            raise FileTooLarge(file=file, what=f"{len(row)} columns > {COLUMNS}")
        if len(rows) >= ROWS:
            raise FileTooLarge(file=file, what=f"> {ROWS} rows")
        rows.append(clean(row))
    if quoting == csv.QUOTE_MINIMAL and rows and any(isinstance(c, str) and c.count("\n") > 500 for c in rows[-1]):
        raise csv.Error("an open quote")
    return rows


def _lines(text: str) -> list[str]:
    """Lines with their ends, as the reader wants them: only carriage return and line feed end a line."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def _cleaner() -> Callable[[list[str]], list[Cell]]:
    texts: dict[str, str] = {}

    def row(values: list[str]) -> list[Cell]:
        if any(v.startswith("'") for v in values):
            values = [v[1:] if len(v) > 1 and v[0] == "'" and v[1] in RISKY else v for v in values]
        cells: list[Cell] = [(texts.setdefault(v, v) if len(texts) < 200_000 else texts.get(v, v)) if v else None for v in values]
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    return row
