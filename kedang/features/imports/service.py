"""The verbs of imports: plan (read, map, decide), replan, run (write, in chunks that a dead process goes on behind). Undo and decisions stand beside."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from kedang.core import audit, records
from kedang.core.access import MayNot, Rights, rights_of
from kedang.core.base import Actor, BatchId, KedangError, WorkspaceId, new_id
from kedang.core.db import Database, WorkspaceTx
from kedang.core.identity import MayManage
from kedang.core.records import Origin
from kedang.core.schema import Catalog, load_catalog

from . import departments, fields, findings, kept, returning, store, store_plans
from .ambiguous import ambiguities
from .collecting import rarely
from .deciding import decide
from .decisions import settle_again
from .errors import NoSuchSheet, NotPlanned, NotRetained, PlanOutdated
from .files import read_files
from .mapping import propose_all, propose_for
from .model import Column, Mapping_, Sheet, Table
from .names import Names
from .options import add_options, may_choose, possible
from .ownership import check_plan, mine
from .people import PERSON, People, resolve, with_told, write_people
from .planning import Proposals, list_left_words, stage, stage_people, take
from .rereading import changed_columns, kinds_of, read_again
from .staged import Choices, Staged
from .tying import tie_later, written_in
from .undoing import undo
from .wishes import ChoicesWish, Found, Wishes, apply, within
from .writing import CHUNK, Writer, write_chunk

__all__ = [
    "ALL", "ENDS", "NotPlanned", "Say", "Wanted", "begin", "changed", "plan", "plan_tables", "quiet", "replan", "run", "set_draft", "undo", "write_chunk",
]  # fmt: skip

ENDS = KedangError  #: what ends an import for good, and is told to the importer
Say = Callable[[str, int, int], None]  #: a table's sheet, rows written, rows to write


def quiet(sheet: str, place: int, rows: int) -> None:
    """Say nothing."""
    del sheet, place, rows


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of some files shall be imported, and as what."""

    object: str | None = None  #: only sheets about this object; if none seems to be, all of them are read as such
    sheets: Sequence[str] = ()  #: only sheets of these names
    wishes: Wishes = field(default_factory=Wishes)


ALL = Wanted()


async def plan(tx: WorkspaceTx, rights: Rights, paths: Sequence[Path], *, choices: Choices, object_key: str | None = None, wanted: Wanted = ALL) -> UUID:
    """Read files, map them, decide on every row; nothing is written but the plan. Returns the import's id.

    Raises ``NothingToImport``, ``MayNot``, ``NoSuchSheet``, the errors of ``files`` and of ``wishes``.
    """
    _may_import_something(rights)
    with rarely():
        return await _plan_files(tx, rights, paths, choices, replace(wanted, object=wanted.object or object_key))


async def _plan_files(tx: WorkspaceTx, rights: Rights, paths: Sequence[Path], choices: Choices, wanted: Wanted) -> UUID:
    found = await read(rights, paths, wanted)
    files = [{"name": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths]
    found = _asked(await asyncio.to_thread(apply, found, wanted.wishes, rights), wanted)
    if not any(mapping is not None and table.rows for table, mapping in found):
        raise await findings.nothing_in(paths, found, rights.catalog, wanted.object)
    may_choose(rights, wanted.wishes.choices)
    return await plan_tables(tx, rights, found, files=files, choices=changed(choices, wanted.wishes.choices))


async def read(rights: Rights, paths: Sequence[Path], wanted: Wanted = ALL) -> list[Found]:
    """The sheets of some files with what they mean. Raises the errors of ``files``, and ``NoSuchSheet``.

    Beside the event loop: files as large as may be uploaded take long, and meanwhile the others want their pages.
    """
    return await asyncio.to_thread(lambda: _found(read_files(list(paths)), wanted, rights))


def _found(sheets: Sequence[Sheet], wanted: Wanted, rights: Rights) -> list[Found]:
    """The sheets with what they mean; those that were not asked for mean nothing."""
    names = [sheet.name for sheet in sheets]
    for name in wanted.sheets:
        if name not in names:
            raise NoSuchSheet(field="sheet", sheet=name, known=", ".join(dict.fromkeys(names)))
    found: list[Found] = [(table, within(mapping, rights) if mapping else None) for table, mapping in propose_all(sheets, rights.catalog)]
    asked = _asked(found, wanted)
    if wanted.object is None:
        return asked
    if wanted.object != PERSON:
        rights.of(wanted.object)
    about = [(table, mapping if mapping is not None and mapping.object == wanted.object else None) for table, mapping in asked]
    if any(mapping is not None for _, mapping in about):
        return about
    return [(table, _forced(table, wanted, rights)) for table, _ in asked]


def _asked(found: Sequence[Found], wanted: Wanted) -> list[Found]:
    """Sheets that were not asked for mean nothing, whatever a mapping says of them."""
    return [(table, mapping if not wanted.sheets or table.sheet.name in wanted.sheets else None) for table, mapping in found]


def _forced(table: Table, wanted: Wanted, rights: Rights) -> Mapping_ | None:
    """A sheet that seems to be about something else, or nothing, as what the importer says it is; none: it was not asked for, or nothing in it fits."""
    if wanted.object is None or (wanted.sheets and table.sheet.name not in wanted.sheets):
        return None
    mapping = within(propose_for(table, rights.catalog, wanted.object), rights)
    return mapping if any(column.treatment == "field" for column in mapping.columns) else None


def changed(choices: Choices, wish: ChoicesWish) -> Choices:
    """Choices as they are wished."""
    given = {key: value for key in wish.__struct_fields__ if (value := getattr(wish, key)) is not msgspec.UNSET}
    return msgspec.structs.replace(choices, **given)


async def plan_tables(tx: WorkspaceTx, rights: Rights, found: Sequence[Found], *, files: Sequence[Mapping[str, object]], choices: Choices) -> UUID:
    """Decide on every row of tables whose meaning is known; nothing is written but the plan. Returns the import's id. Raises as ``plan``.

    Tables without a meaning are left out, and kept for ``replan``.
    """
    id, choices = UUID(str(new_id())), possible(choices, rights)
    planned = await _plan(tx, rights, found, choices, decided=[])
    await store.insert(
        tx, id=id, actor=rights.actor.person, files=list(files), tables=planned.tables, proposals=planned.proposals, choices=msgspec.to_builtins(choices),
    )  # fmt: skip
    await store.insert_rows(tx, id, planned.rows)
    await kept.keep(tx, id, [table for table, _ in found])
    await audit.append(tx, rights.actor, "import.planned", body={"import": str(id), "rows": len(planned.rows)})
    return id


@dataclass(frozen=True)
class _Planned:
    """A plan before it is stored."""

    tables: list[dict[str, Any]]  # Any: trees of JSON
    proposals: dict[str, object]
    rows: list[Staged]


async def _plan(tx: WorkspaceTx, rights: Rights, found: Sequence[Found], choices: Choices, *, decided: Sequence[Staged]) -> _Planned:
    known = [(at, table, mapping) for at, (table, mapping) in enumerate(found) if mapping is not None]
    if not known:
        raise findings.nothing(findings.in_tables([table for table, _ in found]), rights.catalog)
    for _, _, mapping in known:
        if mapping.object != PERSON and not rights.actor.is_system:
            _may_import(rights, mapping)
    proposals = Proposals()
    staged = await _stage(tx, rights, [(table, mapping) for _, table, mapping in known], proposals, choices, decided)
    left_out = [
        {"file": table.sheet.file, "sheet": table.sheet.name, "headers": table.headers, "rows": len(table.rows)} for table, mapping in found if mapping is None
    ]
    return _Planned([_shown(at, table, mapping, rights.catalog) for at, table, mapping in known], {**proposals.shown(), "left_out": left_out}, staged)


async def replan(tx: WorkspaceTx, rights: Rights, id: UUID, wishes: Wishes, *, seen: int | None = None) -> None:
    """Make a plan again that says something else about sheets, columns or choices. Decisions on rows that are doubtful again are kept.

    ``seen`` is the plan that the wishes were made from. Raises ``NoSuchImport``, ``NotPlanned``, ``PlanChanged``, ``NotRetained``, and as ``plan``.
    """
    row = await _changeable(tx, rights, id)
    check_plan(row, seen)
    tables = await kept.load(tx, id)
    if not tables:
        raise NotRetained
    places = {place: stored["at"] for place, stored in enumerate(row["tables"])}
    may_choose(rights, wishes.choices)
    found = await asyncio.to_thread(lambda: apply(_stored(tables, row["tables"]), wishes, rights))
    choices = possible(changed(msgspec.convert(row["choices"], Choices), wishes.choices), rights)
    new_places = {at: place for place, at in enumerate(at for at, (_, mapping) in enumerate(found) if mapping is not None)}
    decided = [moved for one in await store.load_decided(tx, id) if (moved := _moved(one, places, new_places)) is not None]
    with rarely():
        planned = await _plan(tx, rights, found, choices, decided=decided)
    await store.replace_plan(tx, id, tables=planned.tables, proposals=planned.proposals, choices=msgspec.to_builtins(choices))
    await store.insert_rows(tx, id, planned.rows)
    await store.set_state(tx, id, "planned")
    await audit.append(tx, rights.actor, "import.planned", body={"import": str(id), "rows": len(planned.rows), "again": True})


async def _changeable(tx: WorkspaceTx, rights: Rights, id: UUID) -> dict[str, Any]:  # Any: a row
    row = await mine(tx, rights, id, lock=True)
    is_begun = row["state"] == "failed" and (await store.progress(tx, id))["done"] > 0
    if row["state"] not in {"planned", "failed"} or is_begun:
        raise NotPlanned
    return row


async def set_draft(tx: WorkspaceTx, rights: Rights, id: UUID, wishes: Wishes) -> None:
    """Keep what is said about a plan until it is planned, or said otherwise. Raises ``NoSuchImport``, ``NotPlanned``."""
    await _changeable(tx, rights, id)
    await store_plans.set_draft(tx, id, msgspec.to_builtins(wishes) if wishes.sheets else None)


async def begin(tx: WorkspaceTx, rights: Rights, id: UUID, *, seen: int | None = None) -> None:
    """Say that an import shall be written; a job does it. ``seen`` is the plan that the caller agrees to.

    Raises ``NoSuchImport``, ``NotPlanned``, and with ``seen`` also ``PlanChanged`` and ``PlanOutdated``.
    """
    row = await mine(tx, rights, id, lock=True)
    if row["state"] not in {"planned", "failed"}:
        raise NotPlanned
    check_plan(row, seen)
    if seen is not None and row["state"] == "planned" and await store_plans.is_outdated(tx, id) and await kept.has(tx, id):
        raise PlanOutdated
    await store.set_state(tx, id, "running")


def _stored(tables: Sequence[Table], stored: Sequence[Mapping[str, Any]]) -> list[Found]:  # Any: trees of JSON
    """The sheets with what they mean by the plan as it is."""
    by_place = {one["at"]: one for one in stored}

    def mapping_of(one: Mapping[str, Any]) -> Mapping_:  # Any: a tree of JSON
        columns = msgspec.convert(one["columns"], list[Column])
        also = dict.fromkeys(c.object for c in columns if c.treatment == "field" and c.object is not None and c.object != one["object"])
        return Mapping_(object=one["object"], columns=columns, by=one["by"], score=one["score"], also=tuple(also))

    return [(table, mapping_of(by_place[at]) if at in by_place else None) for at, table in enumerate(tables)]


def _moved(row: Staged, places: Mapping[int, int], new_places: Mapping[int, int]) -> Staged | None:
    """A row that was decided on, at the place that its sheet has now."""
    place = new_places.get(places[row.place])
    if place is None or row.decision is None:
        return None
    into_place = row.decision.into_place
    if into_place is not None:
        into_place = new_places.get(places.get(into_place, -1), -1)
    return replace(row, place=place, decision=msgspec.structs.replace(row.decision, into_place=into_place))


def _may_import_something(rights: Rights) -> None:
    """Who may import nothing does not make the server read anything. Raises ``MayNot``."""
    if rights.actor.is_system or rights.may_manage("people"):
        return
    scopes = [rights.scope.of(one) for one in rights.catalog.objects.values()]
    if not any(scope.rows and scope.actions["import"] and scope.can_create for scope in scopes):
        raise MayNot(action="import")


def _may_import(rights: Rights, mapping: Mapping_) -> None:
    for key in (mapping.object, *mapping.also):
        scope = rights.of(key)
        if not scope.actions["import"] or not scope.can_create:
            raise MayNot(action="import")


async def _stage(
    tx: WorkspaceTx, rights: Rights, known: Sequence[tuple[Table, Mapping_]], proposals: Proposals, choices: Choices, decided: Sequence[Staged]
) -> list[Staged]:
    offered = fields.offers([one for one in known if one[1].object != PERSON], rights.catalog.language, all_accepted=choices.fields)
    accepted = {key: offer for key, offer in offered.items() if offer.accepted}
    await fields.check(tx, rights, list(accepted.values()))
    catalog = fields.with_fields(rights.catalog, list(accepted.values()))
    proposals.fields += offered.values()
    rows: list[Staged] = []
    for place, (table, mapping) in enumerate(known):
        if mapping.object == PERSON:
            rows += await asyncio.to_thread(stage_people, place, table, mapping, proposals)
            continue
        settled = fields.settled(table, mapping, accepted)
        rows += await asyncio.to_thread(stage, place, table, settled, catalog, proposals)  # beside the event loop, as ``read``
    await _settle_returned(tx, rights, rows, proposals, choices)
    if not choices.options:
        list_left_words(rows, catalog)
    if choices.departments:
        await departments.check(tx, rights, proposals.departments)
    for key in dict.fromkeys(mapping.object for _, mapping in known if mapping.object != PERSON):
        undecided = [row for row in rows if row.object == key and row.came is None and row.state != "refused"]
        await decide(tx, rights, rights.catalog.object(key), undecided, choices.duplicates)
    settle_again(rows, decided)
    return rows


async def _settle_returned(tx: WorkspaceTx, rights: Rights, rows: Sequence[Staged], proposals: Proposals, choices: Choices) -> None:
    """Decide on rows that were exported before: only what somebody has edited in them counts."""
    came = [row for row in rows if row.came is not None]
    for key in dict.fromkeys(row.object for row in came):
        own = [row for row in came if row.object == key]
        for row, field_, read in await returning.settle(tx, rights, rights.catalog.object(key), own, choices):
            take(row, field_, read, proposals)


def _shown(at: int, table: Table, mapping: Mapping_, catalog: Catalog) -> dict[str, Any]:  # Any: a tree of JSON
    return {
        "at": at,
        "file": table.sheet.file,
        "sheet": table.sheet.name,
        "object": mapping.object,
        "by": mapping.by,
        "score": mapping.score,
        "headers": table.headers,
        "header_rows": table.header_rows,
        "encoding": table.sheet.encoding,
        "columns": msgspec.to_builtins(mapping.columns),
        "ambiguous": msgspec.to_builtins(ambiguities(table, mapping, catalog)),
        "kinds": kinds_of(mapping, catalog),
        "ignored": msgspec.to_builtins(table.ignored),
    }


async def run(database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, *, may_manage: MayManage, say: Say = quiet) -> None:
    """Write what was planned. Running it again after a crash goes on behind the last chunk. Raises ``NoSuchImport``, ``NotPlanned``, ``MayNot``."""
    by_import = replace(actor, via="import")
    tables, choices, batch, people = await _begin(database, workspace, by_import, id, may_manage)
    order = written_in([table["object"] for table in tables], await _catalog(database, workspace))
    for at, key in enumerate(order):
        later = frozenset(order[at:])
        for place in [p for p, table in enumerate(tables) if table["object"] == key]:
            with rarely():
                await _write_table(database, workspace, by_import, id, place, tables[place], batch, choices, people, later, say)
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
    """Mark it running, and make what the importer has agreed to: fields, options, people. From here on it cannot be planned again."""
    async with database.workspace(workspace) as tx:
        row = await mine(tx, await rights_of(tx, actor), id, lock=True)
        if row["state"] not in {"planned", "running", "failed"}:
            raise NotPlanned
        choices = msgspec.convert(row["choices"], Choices)
        batch = BatchId(row["batch"] or new_id())
        if row["batch"] is None:
            await records.begin(tx, await rights_of(tx, actor), batch, "import", None)
        await store.set_state(tx, id, "running", batch=batch)
    async with database.workspace(workspace) as tx:
        await fields.add_fields(tx, actor, id, row["proposals"].get("fields", []))
    if choices.options:
        async with database.workspace(workspace) as tx:
            await add_options(tx, actor, id)
    if choices.departments:
        async with database.workspace(workspace) as tx:
            names = await departments.names_in(tx, id, (await load_catalog(tx)).objects)
            await departments.add_departments(tx, actor, id, names, may_manage=may_manage)
    async with database.workspace(workspace) as tx:
        made = await write_people(tx, actor, id, may_manage=may_manage, create=choices.people)
        names = await store.person_names(tx, id)
        people = await with_told(tx, id, await resolve(tx, actor, names, create=choices.people, may_manage=may_manage))
        await store.add_made(tx, id, "people", {str(one): name for one, name in {**made, **people.made}.items()})
        await store.delete_sheets(tx, id)
    return row["tables"], choices, batch, people


async def _write_table(
    database: Database, workspace: WorkspaceId, actor: Actor, id: UUID, place: int, table: Mapping[str, Any], batch: BatchId, choices: Choices,
    people: People, later: frozenset[str], say: Say,
) -> None:  # fmt: skip
    known: dict[str, Names] = {}
    while True:
        async with database.workspace(workspace, timeout=60) as tx:
            rights = await rights_of(tx, actor)
            rows = await store.load_waiting(tx, id, place, limit=CHUNK, with_cells=bool(changed_columns(table, rights.catalog)))
            if not rows:
                return
            one = rights.catalog.object(rows[0].object)
            writer = Writer(id, rights, Origin(batch=batch, source="import", is_silent=True), choices.duplicates, people, later, known)
            read_again(table, rows, rights.catalog)
            await departments.place_in_departments(tx, one, rows)
            await write_chunk(tx, writer, one, rows)
            await records.announce(tx, one.key, batch, len(rows))
        say(one.key, place, len(rows))
