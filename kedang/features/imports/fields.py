"""Columns that no field takes, as new fields: offered with a kind and a label, and added through the one door for definitions once the importer agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from kedang.core import schema
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor, fold
from kedang.core.db import WorkspaceTx
from kedang.core.schema import AddField, Catalog, FieldDefinition, Object, Option, field_of

from . import store
from .cells import plain, text_of
from .errors import TooManyOptions
from .model import Cell, Column, Mapping_, Table
from .values import is_called_credit_code, is_placeholder, order_of, percent_of
from .values.choices import SEPARATORS

MOST_OPTIONS = 200
LONGEST_OPTION = 100
KINDS = (
    "text", "long_text", "number", "percent", "money", "date", "datetime", "boolean", "choice", "choices", "tags", "person", "phone", "email", "url", "address",
)  # fmt: skip
#: kinds that a column may become; a relation needs a target, and a serial number is ours


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A field that a column could become."""

    object: str
    field: str  #: the key
    header: str
    sheet: str
    column: int  #: its place in the sheet's table, from 0
    kind: str
    label: dict[str, str]
    options: tuple[str, ...] = ()  #: of choices: the words of the column
    accepted: bool = False


Key = tuple[str, str]  #: object and field


def offers(found: Sequence[tuple[Table, Mapping_]], language: str, *, all_accepted: bool) -> dict[Key, Offer]:
    """The fields that columns of some tables could become; columns of one name in several sheets become one field. Raises ``TooManyOptions``."""
    made: dict[Key, Offer] = {}
    for table, mapping in found:
        for column in mapping.columns:
            if column.treatment == "new_field" and column.field is not None:
                one = _offer(table, mapping, column, language, is_accepted=all_accepted or column.by == "told")
                key = (one.object, one.field)
                made[key] = _joined(made[key], one) if key in made else one
    return made


def _offer(table: Table, mapping: Mapping_, column: Column, language: str, *, is_accepted: bool) -> Offer:
    kind, words = column.kind or "text", tuple[str, ...]()
    if kind in {"choice", "choices"}:
        words = _words([row.cells[column.index] for row in table.rows], is_many=kind == "choices")
        if len(words) > MOST_OPTIONS or any(len(word) > LONGEST_OPTION for word in words):
            if column.by == "told":
                raise TooManyOptions(field=column.header, most=MOST_OPTIONS)
            kind, words = "text", ()
    label = column.label or {language: column.header or column.field or ""}
    return Offer(
        object=mapping.object, field=column.field or "", header=column.header, sheet=table.sheet.name, column=column.index, kind=kind, label=label,
        options=words, accepted=is_accepted,
    )  # fmt: skip


def _joined(one: Offer, other: Offer) -> Offer:
    """Of two columns of one name: what both can be read as."""
    words = tuple(dict.fromkeys((*one.options, *other.options)))
    is_same = one.kind == other.kind and len(words) <= MOST_OPTIONS
    return msgspec.structs.replace(
        one, kind=one.kind if is_same else "text", options=words if is_same else (), accepted=one.accepted or other.accepted
    )  # fmt: skip


def _words(cells: Sequence[Cell], *, is_many: bool) -> tuple[str, ...]:
    """Distinct words in the order of the rows; spellings that are the same after folding are one."""
    found: dict[str, str] = {}
    for cell in cells:
        text = plain(text_of(cell))
        for word in SEPARATORS.split(text) if is_many else [text]:
            if word and not is_placeholder(word):
                found.setdefault(fold(word), word)
    return tuple(found.values())


def definition_of(offer: Offer) -> FieldDefinition:
    """The field as it will be."""
    language = next(iter(offer.label))
    options = tuple(Option(key=word, label={language: word}) for word in offer.options)
    format = "credit_code" if offer.kind == "text" and is_called_credit_code(offer.label.values()) else None
    return FieldDefinition(key=offer.field, kind=offer.kind, label=offer.label, options=options, format=format)


def with_fields(catalog: Catalog, accepted: Sequence[Offer]) -> Catalog:
    """The catalog as it will be when the fields are there: cells can be read by it, but nothing can be queried."""
    objects: dict[str, Object] = dict(catalog.objects)
    for offer in accepted:
        one, definition = objects[offer.object], definition_of(offer)
        field = field_of(definition, id=-1, columns=(), currency=catalog.currency)
        whole = msgspec.structs.replace(one.definition, fields=(*one.definition.fields, definition))
        objects[offer.object] = replace(one, definition=whole, fields={**one.fields, field.key: field})
    return replace(catalog, objects=objects, texts={})


def settled(table: Table, mapping: Mapping_, accepted: Mapping[Key, Offer]) -> Mapping_:
    """The mapping with the accepted columns as columns of fields."""

    def column_of(column: Column) -> Column:
        offer = accepted.get((mapping.object, column.field or "")) if column.treatment == "new_field" else None
        if offer is None:
            return column
        cells = [row.cells[column.index] for row in table.rows]
        return replace(
            column, treatment="field", object=mapping.object,
            percent_of=column.percent_of or (percent_of(cells) if offer.kind == "percent" else None),
            day_first=column.day_first if column.day_first is not None else order_of(cells) if offer.kind in {"date", "datetime"} else None,
        )  # fmt: skip

    return replace(mapping, columns=[column_of(column) for column in mapping.columns])


async def check(tx: WorkspaceTx, rights: Rights, accepted: Sequence[Offer]) -> None:
    """That the fields can be added, and by this caller. Raises ``MayNotManage``, and what ``schema.plan`` raises."""
    if accepted:
        rights.require_manage("model")
        await schema.plan(tx, _changes(accepted))


async def add_fields(tx: WorkspaceTx, actor: Actor, id: UUID, proposed: Sequence[dict[str, Any]]) -> None:  # Any: trees of JSON
    """Add the accepted fields that are not there yet. Raises ``MayNotManage``."""
    rights = await rights_of(tx, actor)
    offered = [msgspec.convert(one, Offer) for one in proposed]
    missing = [one for one in offered if one.accepted and one.field not in rights.catalog.object(one.object).fields]
    if not missing:
        return
    rights.require_manage("model")
    await schema.run(tx, actor, _changes(missing))
    await store.add_made(tx, id, "fields", {f"{one.object}.{one.field}": one.kind for one in missing})


def _changes(accepted: Sequence[Offer]) -> list[schema.Change]:
    return [AddField(object=one.object, definition=definition_of(one)) for one in accepted]
