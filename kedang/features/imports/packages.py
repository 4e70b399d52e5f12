"""Guards of zip packages: what an .xlsx would become is counted before anything else opens it.

Every part is inflated here first, piece by piece and thrown away, so that sizes that lie in the directory are found. XML with a DOCTYPE is refused (no
spreadsheet program writes one), and so is a sheet whose outermost cells span an area that would fill the memory, because the reader keeps whole areas.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .unreadable import FileBroken, FileEncrypted, FileHostile, FileTooLarge, NotASpreadsheet

ENTRIES = 5_000
INFLATED = 1 << 30  #: bytes of all parts together
RATIO = 400  #: of a part beyond a megabyte; sheets of equal rows reach about a hundred
CELLS = 24_000_000  #: of the area a sheet spans
PIECE = 1 << 20
TAIL = 256  #: bytes that are looked at again with the next piece

FAR = re.compile(rb"""\sr=["'](?:([A-Z]{2,3})\d|[A-Z]?(\d{6,7})["'])""")
VALUED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")


@dataclass
class _Extent:
    """How far a sheet reaches, at most."""

    columns: int = 26
    rows: int = 99_999

    def add(self, column: bytes, row: bytes) -> None:
        """One more reference."""
        if column:
            self.columns = max(self.columns, column_of(column))
        if row:
            self.rows = max(self.rows, int(row))


def check_package(path: Path, file: str) -> None:
    """Raise ``Unreadable`` unless the package is a workbook that can be opened without harm."""
    try:
        with ZipFile(path) as package:
            parts = package.infolist()
    except (BadZipFile, NotImplementedError, struct.error, ValueError, OSError, UnicodeDecodeError):
        raise FileBroken(file=file) from None
    _check_directory(parts, path.stat().st_size, file)
    total = 0
    with path.open("rb") as opened:
        for part in parts:
            try:
                total += _check_part(opened, part, INFLATED - total, file)
            except (OSError, ValueError, struct.error):
                raise FileBroken(file=file) from None


def _check_directory(parts: list[ZipInfo], size: int, file: str) -> None:
    if len(parts) > ENTRIES:
        raise FileHostile(file=file, what=f"{len(parts)} entries")
    if any(part.flag_bits & 1 for part in parts):
        raise FileEncrypted(file=file)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and not ("[Content_Types].xml" in names and any(name.startswith("xl/worksheets/") for name in names)):
        raise NotASpreadsheet(file=file, what=_kind_of(names))
    if sum(part.compress_size for part in parts) > size:
        raise FileHostile(file=file, what="overlapping entries")
    if len(names) != len(parts):
        raise FileHostile(file=file, what="two entries of one name")
    if sum(part.file_size for part in parts) > INFLATED:
        raise FileTooLarge(file=file, what=f"> {INFLATED >> 20} MB")


def _kind_of(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "Word"
    if any(name.startswith("ppt/") for name in names):
        return "PowerPoint"
    if "content.xml" in names:
        return "OpenDocument"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    return "ZIP"


def _check_part(opened: BinaryIO, part: ZipInfo, allowed: int, file: str) -> int:
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
    extent, total, before = _Extent(), 0, b""
    for piece in _inflate(opened, part, file):
        total += len(piece)
        if total > allowed:
            raise FileTooLarge(file=file, what=f"> {INFLATED >> 20} MB")
        if total > PIECE * 8 and total > RATIO * max(1, part.compress_size):
            raise FileHostile(file=file, what=f"{part.filename} grows more than {RATIO} times")
        if not is_xml:
            continue
        seen = before + piece
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"<\x00!\x00D" in seen or b"\x00<\x00!\x00D" in seen:
            raise FileHostile(file=file, what=f"DOCTYPE in {part.filename}")
        if is_sheet:
            for column, row in set(FAR.findall(seen)):
                extent.add(column, row)
        before = piece[-TAIL:]
    if is_sheet and extent.rows * extent.columns > CELLS:
        _check_extent(opened, part, file)
    return total


def _check_extent(opened: BinaryIO, part: ZipInfo, file: str) -> None:
    """Formats reach to the last row in many honest files: only cells with a value count."""
    exact, before = _Extent(columns=1, rows=1), b""
    for piece in _inflate(opened, part, file):
        seen = before + piece
        for column, row in VALUED.findall(seen):
            exact.add(column, row)
        before = seen[-TAIL:]
    if exact.rows * exact.columns > CELLS:
        raise FileTooLarge(file=file, what=f"{exact.rows} × {exact.columns}")


def _inflate(opened: BinaryIO, part: ZipInfo, file: str) -> Iterator[bytes]:
    """The content of a part, piece by piece, however much the directory says it is."""
    opened.seek(part.header_offset)
    header = opened.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04" or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FileBroken(file=file)
    name, extra = struct.unpack("<HH", header[26:30])
    opened.seek(name + extra, 1)
    inflater = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
    left = part.compress_size
    while left > 0:
        packed = opened.read(min(PIECE, left))
        if not packed:
            raise FileBroken(file=file)
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        try:
            while packed:
                yield inflater.decompress(packed, PIECE)
                packed = inflater.unconsumed_tail
        except zlib.error:
            raise FileBroken(file=file) from None
    if inflater is not None:
        if not inflater.eof:
            raise FileBroken(file=file)
        yield inflater.flush()


def column_of(letters: bytes) -> int:
    """The number of a column from 1: A, Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
