"""What stands in files that nothing can be imported from, sheet by sheet: told so that whoever sent them knows what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, assert_never

import msgspec

from kedang.core.base import Reason, label_in
from kedang.core.schema import Catalog

from .cells import is_blank
from .errors import NothingToImport
from .files import read_files
from .mapping import describes_others
from .marks import said
from .model import Mapping_, Table
from .people import PERSON
from .tables import find_table

NAMED, HEADERS = 5, 8  #: sheets and headers that a message names

What = Literal["empty", "titles", "header_only", "describes", "unfit", "unknown"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a sheet."""

    file: str
    sheet: str
    found: What  #: titles: lines above a table that does not come; describes: it explains other tables; unfit: no column fits the object that was named
    rows: int = 0
    headers: list[str] = []
    text: str = ""  #: of titles: the first one


async def nothing_in(paths: Sequence[Path], found: Sequence[tuple[Table, Mapping_ | None]], catalog: Catalog, object: str | None) -> NothingToImport:
    """The error that says what is in files that hold nothing to import. ``object`` is what they were said to hold."""
    bare = await asyncio.to_thread(_without_table, paths)
    return nothing([*_tables(found, object), *bare], catalog, object)


def nothing(findings: Sequence[Finding], catalog: Catalog, object: str | None = None) -> NothingToImport:
    """The error that says what is in some sheets."""
    lines = [_sentence(one, catalog, object) for one in findings[:NAMED]]
    code = findings[0].found if findings else "empty"
    en, zh = (" ".join(line[0] for line in lines) or "There is no sheet in it.", "".join(line[1] for line in lines) or "其中没有工作表。")
    return NothingToImport(what=Reason(code=code, en=en, zh=zh), sheets=[msgspec.to_builtins(one) for one in findings])


def in_tables(tables: Sequence[Table]) -> list[Finding]:
    """What is in sheets that hold a table and mean nothing."""
    return _tables([(table, None) for table in tables], None)


def _tables(found: Sequence[tuple[Table, Mapping_ | None]], object: str | None) -> list[Finding]:
    tables = [table for table, _ in found]

    def what(table: Table) -> What:
        if not table.rows:
            return "header_only"
        if describes_others(table, tables):
            return "describes"
        return "unfit" if object is not None else "unknown"

    return [
        Finding(file=one.sheet.file, sheet=one.sheet.name, found=what(one), rows=len(one.rows), headers=[header for header in one.headers if header])
        for one in tables
    ]


def _without_table(paths: Sequence[Path]) -> list[Finding]:
    found: list[Finding] = []
    for sheet in read_files(list(paths)):
        if find_table(sheet) is not None:
            continue
        lines = [said(row) for row in sheet.rows if any(not is_blank(cell) for cell in row)]
        found.append(Finding(file=sheet.file, sheet=sheet.name, found="titles" if lines else "empty", rows=len(lines), text=next(iter(lines), "")[:60]))
    return found


def _sentence(one: Finding, catalog: Catalog, object: str | None) -> tuple[str, str]:
    """In English and in Chinese."""
    name = one.file if one.file.startswith(f"{one.sheet}.") else f"{one.file} · {one.sheet}"
    headers, cols = ", ".join(one.headers[:HEADERS]), "、".join(one.headers[:HEADERS])
    match one.found:
        case "empty":
            return f"{name} is empty.", f"{name} 是空的。"
        case "titles":
            return f"{name} has only a title ({one.text}), no table below it.", f"{name} 只有标题（{one.text}），下面没有表格。"
        case "header_only":
            en = f"{name} has a header ({headers}) and no rows below it; fill in the data and upload it again."
            return en, f"{name} 只有表头（{cols}），下面没有数据行；请填入数据后重新上传。"
        case "describes":
            return f"{name} explains the columns of other tables and holds no records.", f"{name} 是对其他表格各列的说明，不含记录。"
        case "unfit":
            en, zh = (_name(catalog, object, language) for language in ("en", "zh"))
            return f"No column of {name} ({headers}) fits {en}; say what it really holds.", f"{name} 没有一列（{cols}）适合“{zh}”；请选择它实际的内容。"
        case "unknown":
            en = f"{name} has rows ({one.rows}) of {headers or 'unnamed columns'}, and it is not clear what they are; name the object (--object)."
            return en, f"{name} 有 {one.rows} 行数据（{cols or '没有列名'}），但无法判断是什么；请指定对象（--object）。"
        case _:
            assert_never(one.found)


def _name(catalog: Catalog, object: str | None, language: str) -> str:
    if object == PERSON:
        return {"en": "people", "zh": "同事"}[language]
    known = catalog.objects.get(object or "")
    return label_in(known.definition.label, language) if known is not None else object or ""
