"""Files as sheets: what a file is, is told by its first bytes and never by its name.

Hidden sheets are read like the others and marked: lists of options and old years lie there, and whoever confirms the import sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import text_files, workbooks
from .model import Sheet
from .unreadable import FileEmpty, FileTooLarge, NotASpreadsheet

LIMIT = 512 * 1024 * 1024  #: bytes of a workbook
TEXT_LIMIT = 128 * 1024 * 1024  #: bytes of a text file; it is decoded as a whole

OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)


def read_files(paths: Sequence[Path]) -> list[Sheet]:
    """All sheets of several files, in order. Raises ``Unreadable``."""
    return [sheet for path in paths for sheet in read_file(path)]


def read_file(path: Path, *, name: str | None = None) -> list[Sheet]:
    """The sheets of one file. ``name`` is what people call it, where the path is none of theirs. Raises ``Unreadable``."""
    file = name or path.name
    size = path.stat().st_size
    if not size:
        raise FileEmpty(file=file)
    if size > LIMIT:
        raise FileTooLarge(file=file, what=f"{size >> 20} MB > {LIMIT >> 20} MB")
    with path.open("rb") as opened:
        head = opened.read(4096)
    if head.startswith(b"PK"):
        return workbooks.read_xlsx(path, file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return workbooks.read_xls(path, file)
    for magic, what in OTHERS:
        if head.startswith(magic):
            raise NotASpreadsheet(file=file, what=what)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style")):
        # Many programs write a web page and call it .xls.
        raise NotASpreadsheet(file=file, what="HTML/XML")
    if size > TEXT_LIMIT:
        raise FileTooLarge(file=file, what=f"{size >> 20} MB > {TEXT_LIMIT >> 20} MB")
    return [text_files.read_text(path.read_bytes(), file)]
