"""A sheet as a new object: its name, and a field of a guessed kind for each of its columns. Nothing is stored; whoever made it imports the sheet into it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kedang.core.access import Rights
from kedang.core.schema import FieldDefinition, ObjectDefinition

from .cells import is_blank, plain, text_of
from .fields import Offer, definition_of, offers
from .files import read_files
from .findings import nothing_in
from .leftovers import key_of, left_over
from .model import Mapping_, Sheet, Table
from .shapes import shapes_of
from .tables import find_table

SAMPLES = 3
LONGEST_LABEL = 60
NAMELESS = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
TITLES = re.compile(r"名称|名字|姓名|标题|主题|品名|\bname\b|\btitle\b|\bsubject\b", re.IGNORECASE)
TITLE_KINDS = frozenset({"text", "long_text", "phone", "email", "url"})


class NewObject(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet could become."""

    file: str
    sheet: str
    rows: int
    definition: ObjectDefinition  #: its first field is the title; people may change anything of it
    samples: Mapping[str, list[str]]  #: values by the field's key, at most three


async def propose(rights: Rights, paths: Sequence[Path]) -> list[NewObject]:
    """An object for each sheet of some files that has a table. Raises ``MayNotManage``, ``NothingToImport``, the errors of ``files``."""
    rights.require_manage("model")
    sheets = await asyncio.to_thread(read_files, list(paths))
    tables = [table for sheet in sheets if (table := find_table(sheet)) is not None and table.rows and any(table.headers)]
    taken, found = set(rights.catalog.objects), list[NewObject]()
    for table in tables:
        one = _new_object(table, taken, rights.catalog.language)
        if one is not None:
            taken.add(one.definition.key)
            found.append(one)
    if not found:
        raise await nothing_in(paths, [(table, None) for sheet in sheets if (table := find_table(sheet)) is not None], rights.catalog, None)
    return found


def _new_object(table: Table, taken: set[str], language: str) -> NewObject | None:
    name = _name_of(table.sheet)
    key = key_of(name, set(taken))
    mapping = _columns(table, key)
    offered = list(offers([(table, mapping)], language, all_accepted=True).values())
    title = _title(table, offered)
    if title is None:
        return None
    ordered = [title, *(one for one in offered if one.field != title.field)]
    definitions = tuple(_field(one, is_title=one is title) for one in ordered)
    definition = ObjectDefinition(key=key, label={language: name}, icon="clipboard-list", title=title.field, fields=definitions)
    return NewObject(
        file=table.sheet.file, sheet=table.sheet.name, rows=len(table.rows), definition=definition,
        samples={one.field: _samples(table, one.column) for one in ordered},
    )  # fmt: skip


def _name_of(sheet: Sheet) -> str:
    """The sheet's name, or the file's where nobody has named the sheet."""
    file = sheet.file.rpartition(".")[0] or sheet.file
    name = plain(sheet.name)
    return (file if not name or NAMELESS.fullmatch(name) else name)[:LONGEST_LABEL]


def _columns(table: Table, object: str) -> Mapping_:
    taken: set[str] = set()
    columns = [left_over(index, header, shapes_of([row.cells[index] for row in table.rows]), object, taken) for index, header in enumerate(table.headers)]
    return Mapping_(object=object, columns=columns, by="new", score=0.0)


def _title(table: Table, offered: Sequence[Offer]) -> Offer | None:
    """The column that names the records: one that is called so, else the first text whose values hardly repeat, else the first column."""

    def worth(one: Offer) -> float:
        values = [plain(text_of(row.cells[one.column])) for row in table.rows[:1000] if not is_blank(row.cells[one.column])]
        return len(set(values)) / max(1, len(table.rows[:1000])) + (1 if TITLES.search(one.header) else 0)

    fitting = [one for one in offered if one.kind in TITLE_KINDS or TITLES.search(one.header)] or list(offered[:1])
    best = max(fitting, key=worth, default=None)
    return best if best is None or best.kind in TITLE_KINDS else msgspec.structs.replace(best, kind="text", options=())


def _field(offer: Offer, *, is_title: bool) -> FieldDefinition:
    definition = definition_of(offer)
    label = {language: text[:LONGEST_LABEL] for language, text in definition.label.items()}
    return msgspec.structs.replace(definition, label=label, required=is_title, search=is_title)


def _samples(table: Table, column: int) -> list[str]:
    found = dict.fromkeys(plain(text_of(row.cells[column]))[:60] for row in table.rows[:200] if not is_blank(row.cells[column]))
    return list(found)[:SAMPLES]
