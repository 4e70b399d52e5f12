"""Files as they come: by content, in any encoding, and hostile ones refused before they cost anything."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from kedang.features.imports import packages, text_files
from kedang.features.imports.files import read_file, read_files
from kedang.features.imports.unreadable import (
    FileBroken,
    FileEmpty,
    FileEncrypted,
    FileHostile,
    FileTooLarge,
    NotASpreadsheet,
    UnknownEncoding,
    Unreadable,
)

from .archive import BOOK

TEXT = '客户名称,备注\n"甲一, 商贸","第一行\n第二行 ""引用"""\n乙二科技,普通\n'
ROWS = [["客户名称", "备注"], ["甲一, 商贸", '第一行\n第二行 "引用"'], ["乙二科技", "普通"]]


def written(folder: Path, content: bytes, name: str = "客户.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def book(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        fill(made)
    return stream.getvalue()


def simple() -> bytes:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("一")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)

    return book(fill)


def changed(content: bytes, name: str, text: Callable[[bytes], bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package with one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", compress) as new:
        for part in old.namelist():
            new.writestr(part, text(old.read(part)) if part == name else old.read(part))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", "utf-8"), ("utf-8", b"\xef\xbb\xbf", "utf-8"), ("gb18030", b"", "gb18030"), ("gbk", b"", "gb18030"), ("utf-16-le", b"\xff\xfe",
        "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"), ("utf-16-le", b"", "utf-16-le"), ("utf-16-be", b"", "utf-16-be"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "、"])
def test_any_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: bytes, said: str, delimiter: str) -> None:
    rows = [["客户名称", "简称", "备注"], ["甲一商贸", "甲", f'"第一行\n第二行 {delimiter} ""引用"""'], ["乙二科技", "", "普通"], ["丙三", "丙", "普通"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (sheet,) = read_file(written(tmp_path, mark + text.encode(encoding)))
    assert (sheet.encoding, sheet.delimiter, sheet.name) == (said, delimiter, "客户")
    assert sheet.rows == [
        ["客户名称", "简称", "备注"],
        ["甲一商贸", "甲", f'第一行\n第二行 {delimiter} "引用"'],
        ["乙二科技", None, "普通"],
        ["丙三", "丙", "普通"],
    ]


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, simple(), "名单.csv"))[0].rows == ROWS
    assert read_file(written(tmp_path, TEXT.encode(), "名单.xlsx"))[0].rows == ROWS
    old = xlwt.Workbook()
    sheet = old.add_sheet("旧")
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    old.save(str(tmp_path / "old.txt"))
    assert read_file(tmp_path / "old.txt")[0].rows == ROWS
    assert read_file(tmp_path / "old.txt", name="客户.xls")[0].file == "客户.xls"


def test_a_line_that_names_the_delimiter(tmp_path: Path) -> None:
    (sheet,) = read_file(written(tmp_path, b"sep=;\r\na;b\r\n1,5;2\r\n"))
    assert (sheet.delimiter, sheet.rows) == (";", [[], ["a", "b"], ["1,5", "2"]])


def test_zeros_are_left_out_and_formulas_stay_texts(tmp_path: Path) -> None:
    (sheet,) = read_file(written(tmp_path, b"name,phone\r\n=cmd|' /C calc'!A0,\x0013800000001\r\n@SUM(1),\x00\r\n"))
    assert sheet.rows == [["name", "phone"], ["=cmd|' /C calc'!A0", "13800000001"], ["@SUM(1)"]]


def test_an_open_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    lines = ["名称,备注", '"甲一,x', *(f"第{n}家,y" for n in range(2000))]
    (sheet,) = read_file(written(tmp_path, "\n".join(lines).encode()))
    assert len(sheet.rows) == 2002


def test_hidden_sheets_are_read_and_marked_and_merged_cells_told(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    first["C3"] = "x"
    first.merge_cells("C3:C5")
    made.create_sheet("藏").sheet_state = "veryHidden"
    made["藏"]["A1"] = "y"
    made.save(tmp_path / "a.xlsx")
    sheets = read_file(tmp_path / "a.xlsx")
    assert [(sheet.is_hidden, sheet.merged) for sheet in sheets] == [(False, ((2, 2, 4, 2),)), (True, ())]
    assert sheets[0].rows[:3] == [[], [], [None, None, "x"]]


def test_several_files_in_order(tmp_path: Path) -> None:
    sheets = read_files([BOOK, written(tmp_path, TEXT.encode())])
    assert [len(sheet.rows) for sheet in sheets] == [874, 2401, 201, 3]


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def flagged() -> bytes:
    content = bytearray(simple())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(magic)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(magic, place + 4)
    return bytes(content)


def many_entries() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(packages.ENTRIES):
            made.writestr(f"xl/x{number}", "")
    return stream.getvalue()


def bomb() -> bytes:
    return changed(simple(), SHEET, lambda text: text.replace(b"</sheetData>", b" " * (64 << 20) + b"</sheetData>"))


def lying_bomb() -> bytes:
    """A part that says it has a hundred bytes and has sixty-four million."""
    content = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        part = package.getinfo(SHEET)
    struct.pack_into("<I", content, part.header_offset + 22, 100)
    directory = content.find(b"PK\x01\x02")
    while content[directory + 46 : directory + 46 + len(SHEET)] != SHEET.encode():
        directory = content.find(b"PK\x01\x02", directory + 4)
    struct.pack_into("<I", content, directory + 24, 100)
    return bytes(content)


def doctype(part: str = SHEET) -> bytes:
    return changed(simple(), part, lambda text: text.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1))


def far_cell() -> bytes:
    return changed(simple(), SHEET, lambda text: text.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'))


def wrong_sum() -> bytes:
    content = bytearray(simple())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        part = package.getinfo(SHEET)
    content[part.header_offset + 60] ^= 0xFF
    return bytes(content)


def word() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    return stream.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], type[Unreadable]]] = {
    "empty": (lambda: b"", FileEmpty),
    "blank": (lambda: b"\xef\xbb\xbf \r\n\r\n", FileEmpty),
    "encrypted": (encrypted, FileEncrypted),
    "encrypted entries": (flagged, FileEncrypted),
    "zip bomb": (bomb, FileHostile),
    "lying zip bomb": (lying_bomb, Unreadable),
    "entries": (many_entries, FileHostile),
    "doctype": (doctype, FileHostile),
    "doctype in the styles": (lambda: doctype("xl/styles.xml"), FileHostile),
    "doctype in the relations": (lambda: doctype("xl/_rels/workbook.xml.rels"), FileHostile),
    "a far cell": (far_cell, FileTooLarge),
    "truncated": (lambda: simple()[:-400], FileBroken),
    "truncated early": (lambda: simple()[:300], FileBroken),
    "a wrong byte": (wrong_sum, Unreadable),
    "broken xml": (lambda: changed(simple(), SHEET, lambda text: text[: len(text) // 2]), FileBroken),
    "no sheet": (lambda: changed(simple(), "xl/workbook.xml", lambda text: b"<x/>"), Unreadable),
    "only magic": (lambda: b"PK\x03\x04", FileBroken),
    "old and broken": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, FileBroken),
    "Word": (word, NotASpreadsheet),
    "PDF": (lambda: b"%PDF-1.7\n...", NotASpreadsheet),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n", NotASpreadsheet),
    "HTML as .xls": (lambda: b"\r\n<html><table><tr><td>x</td></tr></table></html>", NotASpreadsheet),
    "binary": (lambda: zlib.compress(bytes(range(256)) * 40, 0) * 4, Unreadable),
    "no encoding": (lambda: b"name,note\n" + b"\xff\xfe\xfd\xfc" * 20, Unreadable),
    "a million columns": (lambda: b"a," * 1_000_000, FileTooLarge),
    "a huge cell": (lambda: b'name,note\n"' + b"x" * 3_000_000 + b'",y\n', FileTooLarge),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_at_once_with_a_remedy(tmp_path: Path, name: str) -> None:
    make, expected = HOSTILE[name]
    path = written(tmp_path, make(), "../客户.xlsx".replace("../", ""))
    started = time.process_time()
    with pytest.raises(expected) as refused:
        read_file(path)
    assert time.process_time() - started < 5
    assert "客户.xlsx" in refused.value.text("en")
    assert "客户.xlsx" in refused.value.text("zh")
    assert refused.value.text("en") != refused.value.text("zh")


def test_unknown_encodings_are_named() -> None:
    with pytest.raises(UnknownEncoding):
        text_files.decode(b"name\n\xff\x80\xff", "x.csv")


def test_formats_that_reach_to_the_last_row_are_no_cells(tmp_path: Path) -> None:
    content = changed(simple(), SHEET, lambda text: text.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'))
    assert read_file(written(tmp_path, content))[0].rows == ROWS


def test_many_sheets_and_long_texts_are_fine(tmp_path: Path) -> None:
    content = book(lambda made: [made.add_worksheet(f"s{n}").write(0, 0, "长" * 30_000) for n in range(50)])
    assert len(read_file(written(tmp_path, content))) == 50


@pytest.mark.parametrize("seed", range(300))
def test_no_damage_brings_anything_but_a_refusal(tmp_path: Path, seed: int) -> None:
    import random  # its own numbers for each seed

    chance = random.Random(seed)
    content = bytearray(simple() if seed % 2 else BOOK.read_bytes()[:40_000] if seed % 4 == 0 else simple())
    for _ in range(chance.choice([1, 3, 20])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        read_file(written(tmp_path, bytes(content), "x.xlsx"))
    except Unreadable:
        return
