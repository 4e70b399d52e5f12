"""The verbs of exports: ask for one, make it with the rights of the day, look, take the file, delete."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Error as DatabaseError

from kedang.core import audit
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor, label_in, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Clock, Query, exported, parse_query, ready, sheet

from . import files, papers, store, tables
from .errors import BadExport, ExportBroken, MoreThanYours, NoSuchExport, NotReady, TooManyExports, TooWide, Withdrawn
from .files import name_of, part_of, path_of, remove
from .model import Export, Made, Say, Wanted, quiet
from .periodic import covers_everything
from .whole import Definitions, no_definitions, write_whole

KEPT = timedelta(hours=24)  #: how long a file waits for its maker
OPEN = 5  #: exports of one person that may be under way
AT_ONCE = 2_000  #: rows that are written while the caller waits
ON_PAPER = 200  #: rows of a PDF, likewise
PAGES = ("limit", "cursor", "offset", "around", "count")  #: parts of a query that say which page of a list is shown; an export is all of it
STALE = frozenset({"0A000", "42703", "42P01", "40001", "40P01"})  #: the model changed meanwhile: run it again


async def begin(tx: WorkspaceTx, actor: Actor, wanted: Wanted) -> Export:
    """Ask for an export: what is wrong with it is said now. Raises ``NoSuchObject``, ``MayNot``, ``MayNotManage``, and what a query raises."""
    rights, person = await rights_of(tx, actor), _person(actor)
    seen = total = 0
    label = tx.name
    if wanted.object is None:
        _check_whole(rights, wanted)
    else:
        query = _query(rights, wanted)
        clock = Clock(tx.now, tx.zone)
        _compile(tx, rights, wanted, query, actor.language)
        seen, total = await _count(tx, rights, query, clock)
        label = label_in(rights.catalog.object(wanted.object).definition.label, actor.language, tx.language)
    if await store.count_open(tx, person) >= OPEN:
        raise TooManyExports(most=OPEN)
    id = new_id()
    await store.insert(
        tx, wanted, id=id, actor=person, language=actor.language, name=name_of(label, tx.now, actor.zone or tx.zone, wanted.format), total=total,
        left_out=seen - total, expires_at=tx.now + KEPT,
    )  # fmt: skip
    await log(tx, actor, "export.requested", wanted, id, rows=total)
    return await get(tx, actor, id)


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise NoSuchExport
    return actor.person


def _check_whole(rights: Rights, wanted: Wanted) -> None:
    rights.require_manage("workspace")
    if wanted.format != "zip":
        raise BadExport(field="format", reason="the whole workspace is exported as zip", reason_zh="整个工作区只能导出为 zip")
    if wanted.query:
        raise BadExport(field="query", reason="the whole workspace has no query", reason_zh="导出整个工作区时不能带查询")


def _query(rights: Rights, wanted: Wanted) -> Query:
    """The list that is wanted, of an object of which the actor may export something."""
    rights.require(str(wanted.object), "export")
    if wanted.format == "zip" or wanted.with_history:
        raise BadExport(
            field="format", reason="one object is exported as xlsx, csv or pdf, without history", reason_zh="单个对象可导出为 xlsx、csv 或 pdf，不含历史"
        )
    if wanted.format == "pdf" and wanted.with_ids:
        raise BadExport(field="with_ids", reason="a PDF does not come back; take xlsx or csv", reason_zh="PDF 不能再导入；请改用 xlsx 或 csv")
    for part in ("deleted", "expand"):
        if wanted.query.get(part):
            raise BadExport(field=f"query.{part}", reason="is not for exports", reason_zh="不适用于导出")
    return parse_query(str(wanted.object), {key: value for key, value in wanted.query.items() if key not in PAGES})


def _compile(tx: WorkspaceTx, rights: Rights, wanted: Wanted, query: Query, language: str) -> tables.Compiled:
    style = "csv" if wanted.format == "csv" else "workbook"
    zone = rights.actor.zone if rights.actor.zone != tx.zone else None
    made = sheet(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query, style=style, language=language, zone=zone, with_ids=wanted.with_ids)
    if wanted.format == "pdf" and len(made.columns) > papers.COLUMNS:
        raise TooWide(most=papers.COLUMNS, columns=len(made.columns))
    return tables.Compiled(made, tables.headers_of(made.columns, language, tx.language, zone))


async def _count(tx: WorkspaceTx, rights: Rights, query: Query, clock: Clock) -> tuple[int, int]:
    counted = ready(exported(rights.catalog, rights.scope, clock, query))
    try:
        row = (await tx.rows(counted.sql, counted.values))[0]
    except DatabaseError as broken:
        raise _said(broken) from None
    return int(row["seen"]), int(row["n"])


def _said(broken: DatabaseError) -> Exception:
    """What the database says never reaches the caller: it could hold values of rows out of sight."""
    return broken if broken.sqlstate in STALE else ExportBroken(sqlstate=broken.sqlstate)


async def log(tx: WorkspaceTx, actor: Actor, action: str, wanted: Wanted, id: UUID | None = None, *, outcome: str = "ok", **more: object) -> None:
    """Note in the log what was exported; ``id`` is none where no export is kept, as on the command line."""
    of = (await rights_of(tx, actor)).catalog.objects.get(wanted.object or "")
    asked = {"format": wanted.format, "query": wanted.query} if wanted.object else {"format": wanted.format, "everything": True}
    await audit.append(tx, actor, action, object=of.number if of else None, outcome=outcome, body={"export": str(id) if id else None, **asked, **more})


async def make(tx: WorkspaceTx, actor: Actor, export: Export, folder: Path, *, say: Say = quiet, definitions: Definitions = no_definitions) -> Made:
    """Write the file, with the rights that the actor has now. What is written counts once ``finish`` has noted it.

    Raises ``NoSuchObject``, ``MayNot``, ``MayNotManage``, what a query raises, and ``ExportBroken``.
    """
    rights = await rights_of(tx, actor)
    path = part_of(folder, export)
    files.begin(path)
    try:
        made = await write(tx, rights, export.wanted, path, language=export.language, say=say, definitions=definitions)
        await asyncio.to_thread(files.end, path, path_of(folder, export), to_last=export.is_periodic)
    except DatabaseError as broken:
        raise _said(broken) from None
    finally:
        path.unlink(missing_ok=True)
    return made


async def write(
    tx: WorkspaceTx, rights: Rights, wanted: Wanted, path: Path, *, language: str, say: Say = quiet, definitions: Definitions = no_definitions
) -> Made:
    """Write what is wanted into a file. Raises as ``make``."""
    if wanted.object is None:
        _check_whole(rights, wanted)
        return await write_whole(tx, rights, path, with_history=wanted.with_history, say=say, definitions=definitions)
    query = _query(rights, wanted)
    compiled = _compile(tx, rights, wanted, query, language)
    if wanted.format == "csv":
        with path.open("wb") as file:
            return Made(rows=await tables.write_csv(tx, compiled.sheet.sql, compiled.headers, file.write, say))
    _, total = await _count(tx, rights, query, Clock(tx.now, tx.zone))
    label = label_in(rights.catalog.object(wanted.object).definition.label, language, tx.language)
    if wanted.format == "pdf":
        at = tx.now.astimezone(ZoneInfo(tx.zone))
        about = {"title": f"{tx.name} · {label}", "said": wanted.said, "name": rights.actor.name, "at": f"{at:%Y-%m-%d %H:%M}"}
        return await papers.write_pdf(tx, compiled, path, about=about, language=language, total=total)
    return await tables.write_xlsx(tx, compiled, label, path, total, say)


async def finish(tx: WorkspaceTx, actor: Actor, export: Export, made: Made, folder: Path) -> None:
    """Note that the file is there. Raises ``Withdrawn`` if nobody wants it any more."""
    size = path_of(folder, export).stat().st_size
    if not await store.set_done(tx, export.id, rows=made.rows, cut=made.cut, bytes=size):
        raise Withdrawn
    await log(tx, actor, "export.made", export.wanted, export.id, rows=made.rows, bytes=size)


async def get(tx: WorkspaceTx, actor: Actor, id: UUID) -> Export:
    """An export of the actor's own, or a periodic one for who manages the workspace. Raises ``NoSuchExport``."""
    found = await store.load(tx, id)
    if found is None or not await _may_see(tx, actor, found):
        raise NoSuchExport
    return found


async def _may_see(tx: WorkspaceTx, actor: Actor, export: Export) -> bool:
    if export.is_periodic:
        return (await rights_of(tx, actor)).may_manage("workspace")
    return actor.person is not None and export.actor == actor.person


def maker_of(export: Export) -> UUID:
    """Who asked for it. Raises ``NoSuchExport`` for a periodic one, which nobody asked for."""
    if export.actor is None:
        raise NoSuchExport
    return export.actor


async def find(tx: WorkspaceTx, actor: Actor) -> list[Export]:
    """The actor's own exports, newest first."""
    return await store.load_newest(tx, _person(actor), limit=50)


async def take(tx: WorkspaceTx, actor: Actor, id: UUID, folder: Path) -> tuple[Export, Path]:
    """The file, for its maker, if she still has the right; a periodic one for who may see all that is in it.

    Raises ``NoSuchExport``, ``NotReady``, ``MayNot``, ``MayNotManage`` and ``MoreThanYours``.
    """
    found, rights = await get(tx, actor, id), await rights_of(tx, actor)
    if found.is_periodic and not covers_everything(rights):
        raise MoreThanYours
    if found.object is None:
        rights.require_manage("workspace")
    else:
        rights.require(found.object, "export")
    path = path_of(folder, found)
    if found.state != "done":
        raise NotReady
    if not path.is_file():
        raise NoSuchExport
    await log(tx, actor, "export.downloaded", found.wanted, id, rows=found.rows)
    return found, path


async def delete(tx: WorkspaceTx, actor: Actor, id: UUID, folder: Path) -> None:
    """Remove an export of the actor's own, or a periodic one; one that is being made stops. Raises ``NoSuchExport``."""
    found = await get(tx, actor, id)
    await store.delete(tx, id)
    if found.is_periodic:
        await log(tx, actor, "export.removed", found.wanted, id)
    remove(folder, found)


async def fail(tx: WorkspaceTx, actor: Actor, export: Export, error: str, *, is_denied: bool) -> None:
    """Note that it will not be made, and why."""
    await store.set_failed(tx, export.id, error)
    await log(tx, actor, "export.failed", export.wanted, export.id, outcome="denied" if is_denied else "error")
