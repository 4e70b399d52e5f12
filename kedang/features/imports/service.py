"""The verbs of imports: plan (read, map, decide), run (write, in chunks that a dead process goes on behind), undo, and deciding doubtful rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from kedang.core import audit, records
from kedang.core.access import MayNot, Rights, rights_of
from kedang.core.base import Actor, BatchId, KedangError, WorkspaceId, new_id
from kedang.core.db import Database, WorkspaceTx
from kedang.core.identity import MayManage
from kedang.core.records import Origin, Undone
from kedang.core.schema import Catalog, load_catalog

from . import store
from .deciding import decide
from .errors import NoSuchImport, NotDone, NothingToImport, NotPlanned
from .files import read_files
from .mapping import propose_all
from .model import Mapping_, Table
from .options import add_options
from .people import PERSON, People, resolve, write_people
from .planning import Proposals, stage, stage_people
from .staged import Choices, Staged
from .tying import tie_later
from .writing import CHUNK, Writer, write_chunk

ENDS = KedangError  #: what ends an import for good, and is told to the importer
Say = Callable[[str, int, int], None]  #: a table's sheet, rows written, rows to write


def quiet(sheet: str, place: int, rows: int) -> None:
    """Say nothing."""
    del sheet, place, rows


async def plan(tx: WorkspaceTx, rights: Rights, paths: Sequence[Path], *, choices: Choices, object_key: str | None = None) -> UUID:
    """Read files, map them, decide on every row; nothing is written but the plan. Returns the import's id.

    Raises ``NothingToImport``, ``MayNot``, and the errors of ``files``.
    """
    found = propose_all(read_files(list(paths)), rights.catalog)
    known = [(table, mapping) for table, mapping in found if mapping is not None and object_key in (None, mapping.object)]
    files = [{"name": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths]
    return await plan_tables(tx, rights, known, files=files, choices=choices)


async def plan_tables(
    tx: WorkspaceTx, rights: Rights, known: Sequence[tuple[Table, Mapping_]], *, files: Sequence[Mapping[str, object]], choices: Choices
) -> UUID:
    """Decide on every row of tables whose meaning is known; nothing is written but the plan. Returns the import's id. Raises as ``plan``."""
    if not known:
        raise NothingToImport
    for _, mapping in known:
        if mapping.object != PERSON and not rights.actor.is_system:
            _may_import(rights, mapping)
    id = UUID(str(new_id()))
    proposals = Proposals()
    staged = await _stage(tx, rights, known, proposals, choices)
    await store.insert(
        tx, id=id, actor=rights.actor.person, files=list(files), tables=[_shown(table, mapping) for table, mapping in known],
        proposals=proposals.shown(), choices=msgspec.to_builtins(choices),
    )  # fmt: skip
    await store.insert_rows(tx, id, staged)
    await audit.append(tx, rights.actor, "import.planned", body={"import": str(id), "rows": len(staged)})
    return id


def _may_import(rights: Rights, mapping: Mapping_) -> None:
    for key in (mapping.object, *mapping.also):
        scope = rights.of(key)
        if not scope.actions["import"] or not scope.can_create:
            raise MayNot(action="import")


async def _stage(tx: WorkspaceTx, rights: Rights, known: Sequence[tuple[Table, Mapping_]], proposals: Proposals, choices: Choices) -> list[Staged]:
    rows: list[Staged] = []
    for place, (table, mapping) in enumerate(known):
        if mapping.object == PERSON:
            rows += stage_people(place, table, mapping, proposals)
            continue
        rows += stage(place, table, mapping, rights.catalog, proposals)
    for key in dict.fromkeys(mapping.object for _, mapping in known if mapping.object != PERSON):
        await decide(tx, rights, rights.catalog.object(key), [row for row in rows if row.object == key and row.state != "refused"], choices.duplicates)
    return rows


def _shown(table: Table, mapping: Mapping_) -> dict[str, Any]:  # Any: a tree of JSON
    return {
        "file": table.sheet.file,
        "sheet": table.sheet.name,
        "object": mapping.object,
        "by": mapping.by,
        "headers": table.headers,
        "columns": msgspec.to_builtins(mapping.columns),
        "ignored": msgspec.to_builtins(table.ignored),
    }


async def run(database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, *, may_manage: MayManage, say: Say = quiet) -> None:
    """Write what was planned. Running it again after a crash goes on behind the last chunk. Raises ``NoSuchImport``, ``NotPlanned``, ``MayNot``."""
    by_import = replace(actor, via="import")
    tables, choices, batch, people = await _begin(database, workspace, by_import, id, may_manage)
    order = _order([table["object"] for table in tables], await _catalog(database, workspace))
    for at, key in enumerate(order):
        later = frozenset(order[at:])
        for place in [p for p, table in enumerate(tables) if table["object"] == key]:
            await _write_table(database, workspace, by_import, id, place, batch, choices, people, later, say)
    for key in order:
        await tie_later(database, workspace, by_import, id, key, batch)
    async with database.workspace(workspace) as tx:
        await store.set_state(tx, id, "done")
        await audit.append(tx, by_import, "import.done", body={"import": str(id), "batch": str(batch)})


async def _catalog(database: Database, workspace: WorkspaceId) -> Catalog:
    async with database.workspace(workspace) as tx:
        return await load_catalog(tx)


Begun = tuple[list[dict[str, Any]], Choices, BatchId, People]  # Any: trees of JSON


async def _begin(database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, may_manage: MayManage) -> Begun:
    """Mark it running, and make what the importer has agreed to: options, people."""
    async with database.workspace(workspace) as tx:
        row = await _mine(tx, await rights_of(tx, actor), id, lock=True)
        if row["state"] not in {"planned", "running", "failed"}:
            raise NotPlanned
        choices = msgspec.convert(row["choices"], Choices)
        batch = BatchId(row["batch"] or new_id())
        if row["batch"] is None:
            await records.begin(tx, await rights_of(tx, actor), batch, "import", None)
        await store.set_state(tx, id, "running", batch=batch)
    if choices.options:
        async with database.workspace(workspace) as tx:
            await add_options(tx, actor, id)
    async with database.workspace(workspace) as tx:
        await write_people(tx, actor, id, may_manage=may_manage, create=choices.people)
        names = await store.person_names(tx, id)
        people = await resolve(tx, actor, names, create=choices.people, may_manage=may_manage)
    return row["tables"], choices, batch, people


async def _mine(tx: WorkspaceTx, rights: Rights, id: UUID, *, lock: bool = False) -> dict[str, Any]:  # Any: a row
    row = await store.load(tx, id, lock=lock)
    if row is None or not (row["actor"] == rights.actor.person or rights.may_manage("imports")):
        raise NoSuchImport
    return row


def _order(keys: Sequence[str], catalog: Catalog) -> list[str]:
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


async def _write_table(
    database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, place: int, batch: BatchId, choices: Choices, people: People,
    later: frozenset[str], say: Say,
) -> None:  # fmt: skip
    while True:
        async with database.workspace(workspace, timeout=60) as tx:
            rights = await rights_of(tx, actor)
            rows = await store.load_waiting(tx, id, place, limit=CHUNK)
            if not rows:
                return
            one = rights.catalog.object(rows[0].object)
            writer = Writer(id, rights, Origin(batch=batch, source="import", is_silent=True), choices.duplicates, people, later)
            await write_chunk(tx, writer, one, rows)
            await records.announce(tx, one.key, batch, len(rows))
        say(one.key, place, len(rows))


async def undo(tx: WorkspaceTx, rights: Rights, id: UUID) -> Undone:
    """Take an import back. Raises ``NoSuchImport``, ``NotDone``, ``NothingToUndo``."""
    row = await _mine(tx, rights, id, lock=True)
    if row["batch"] is None or row["state"] not in {"done", "failed", "running"}:
        raise NotDone
    done = await records.undo(tx, rights, BatchId(row["batch"]))
    await store.set_state(tx, id, "undone")
    await audit.append(tx, rights.actor, "import.undone", body={"import": str(id), "left": len(done.left)})
    return done
