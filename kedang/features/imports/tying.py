"""References to rows that were not written yet when theirs was: of the same object, or of one that refers back. They are tied at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from kedang.core import records
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor, BatchId, KedangError, WorkspaceId
from kedang.core.db import Database, WorkspaceTx
from kedang.core.records import Edit, Origin
from kedang.core.schema import Catalog, Field

from . import store
from .names import Names, names_of
from .people import PERSON
from .staged import Staged

CHUNK = 1_000


def written_in(keys: Sequence[str], catalog: Catalog) -> list[str]:
    """Objects that others refer to come first; where they refer to each other, in the order of the files."""
    left = [key for key in dict.fromkeys(keys) if key != PERSON]
    done: list[str] = []
    while left:
        free = [key for key in left if not _needs(catalog, key) & (set(left) - {key})]
        done += free or left[:1]
        left = [key for key in left if key not in done]
    return done


def _needs(catalog: Catalog, key: str) -> set[str]:
    return {field.target for field in catalog.object(key).own_fields if field.target is not None}


async def tie_later(database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, object_key: str, batch: BatchId) -> None:
    """Tie what rows of an object name and is there by now. Running it again changes nothing."""
    after, known = (-1, 0), dict[str, Names]()
    while True:
        async with database.workspace(workspace, timeout=60) as tx:
            rights = await rights_of(tx, actor)
            fields = [f for f in rights.catalog.object(object_key).own_fields if f.kind.family in {"reference", "references"} and f.target is not None]
            rows = await store.load_untied(tx, id, object_key, [f.key for f in fields], after=after, limit=CHUNK)
            if not rows:
                return
            after = (rows[-1].place, rows[-1].number)
            await _tie(tx, rights, id, object_key, {f.key: f for f in fields}, rows, batch, known)


async def _tie(
    tx: WorkspaceTx, rights: Rights, id: UUID, object_key: str, fields: Mapping[str, Field], rows: Sequence[Staged], batch: BatchId, known: dict[str, Names]
) -> None:
    open_rows = [row for row in rows if any(key in fields and row.values.get(key) is None and not _is_listed(row, key) for key in row.names)]
    wanted: dict[str, set[str]] = {}
    for row in open_rows:
        for key, name in row.names.items():
            if key in fields and not _is_listed(row, key):
                wanted.setdefault(fields[key].target or "", set()).update(name.split("\n"))
    names: dict[str, Names] = {}
    for target, found in wanted.items():
        names[target] = await names_of(tx, rights, id, rights.catalog.object(target), found, known=known)
    for row in open_rows:
        await _tie_row(tx, rights, object_key, fields, row, names, batch)
    await store.set_unmatched(tx, id, open_rows)


def _is_listed(row: Staged, key: str) -> bool:
    """Whether it was looked for already, and found nowhere."""
    return any(entry["field"] == key for entry in row.unmatched)


def _find(row: Staged, key: str, named: str, names: Names) -> list[str]:
    """The records that are named; a name that leads nowhere is listed."""
    tied: list[str] = []
    for name in named.split("\n"):
        found = names.find(name)
        if found.record is None or found.record == row.record:
            row.unmatched.append({"field": key, "name": name, "code": found.outcome if found.record is None else "refers_to_itself"})
        elif str(found.record) not in tied:
            tied.append(str(found.record))
    return tied


async def _tie_row(
    tx: WorkspaceTx, rights: Rights, object_key: str, fields: Mapping[str, Field], row: Staged, names: Mapping[str, Names], batch: BatchId
) -> None:
    values: dict[str, object] = {}
    for key, name in row.names.items():
        field = fields.get(key)
        if field is None or field.target is None or field.target not in names or _is_listed(row, key):
            continue
        tied = _find(row, key, name, names[field.target])
        if tied:
            values[key] = tied if field.kind.name == "relations" else tied[0]
    if values and row.record is not None:
        try:
            async with tx.connection.transaction():
                await records.update_many(tx, rights, object_key, [Edit(row.record, values)], origin=Origin(batch=batch, is_silent=True))
        except KedangError as error:
            row.unmatched += [{"field": key, "name": row.names[key], "code": error.code} for key in values]
