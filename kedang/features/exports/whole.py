"""The whole workspace as an archive of open formats: CSV for each object, definitions as YAML, people without secrets, history where it is wanted."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
from psycopg.sql import Composed

from kedang.core import identity
from kedang.core.access import MayNot, Rights
from kedang.core.base import Actor, system_actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import CHANGES, RISKY, Clock, Query, changes, sheet
from kedang.core.schema import NoSuchObject

from .model import Made, Say
from .readme import readme
from .tables import MARK, keys_of, line_of, write_csv

Definitions = Callable[[WorkspaceTx, Actor], Awaitable[Mapping[str, str]]]  #: the model's files: their names and texts
PEOPLE = ("id", "name", "email", "mobile", "staff_number", "status", "language", "roles", "departments")
DEPARTMENTS = ("id", "name", "parent", "is_retired")


async def no_definitions(tx: WorkspaceTx, actor: Actor) -> Mapping[str, str]:
    """None: for exports of one object."""
    del tx, actor
    return {}


class _Archive:
    """The archive, and what its manifest says of each file."""

    def __init__(self, tx: WorkspaceTx, archive: zipfile.ZipFile, say: Say) -> None:
        self.tx, self.archive, self.say = tx, archive, say
        self.rows = 0
        self.files: dict[str, dict[str, object]] = {}

    async def csv(self, name: str, sql: Composed, heads: list[str]) -> None:
        """The rows of a statement."""
        digest, before = sha256(), self.rows

        async def say(rows: int) -> None:
            await self.say(before + rows)

        with self.archive.open(name, "w", force_zip64=True) as file:

            def put(block: bytes) -> None:
                digest.update(block)
                file.write(block)

            rows = await write_csv(self.tx, sql, heads, put, say)
        self.rows += rows
        self.files[name] = {"rows": rows, "sha256": digest.hexdigest()}

    def text(self, name: str, text: bytes, rows: int | None = None) -> None:
        """A small file."""
        self.archive.writestr(name, text)
        self.files[name] = {"rows": rows, "sha256": sha256(text).hexdigest()}


async def write_whole(tx: WorkspaceTx, rights: Rights, path: Path, *, with_history: bool, say: Say, definitions: Definitions) -> Made:
    """Write the archive of everything that the actor may export."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        made = _Archive(tx, archive, say)
        made.text("README.md", readme(tx.name, tx.now, tx.zone).encode())
        for name, text in (await definitions(tx, system_actor(tx.workspace, name="export"))).items():
            made.text(f"definitions/{name}", text.encode())
        await _people(made, rights.actor)
        for key in rights.catalog.objects:
            await _object(made, rights, key, with_history=with_history)
        manifest = {"workspace": tx.name, "at": tx.now, "files": made.files}
        await asyncio.to_thread(archive.writestr, "manifest.json", msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    return Made(rows=made.rows)


async def _object(made: _Archive, rights: Rights, key: str, *, with_history: bool) -> None:
    try:
        rights.require(key, "export")
    except (NoSuchObject, MayNot):
        return  # even who manages the workspace may have roles that do not let her export this
    clock = Clock(made.tx.now, made.tx.zone)
    rows = sheet(rights.catalog, rights.scope, clock, Query(object=key), style="plain", language="en", with_ids=True)
    await made.csv(f"objects/{key}.csv", rows.sql, keys_of(rows.columns))
    if with_history:
        await made.csv(f"history/{key}.csv", changes(rights.catalog, rights.scope, clock, key).sql, list(CHANGES))


async def _people(made: _Archive, actor: Actor) -> None:
    lines, cursor = [line_of(PEOPLE)], None
    while True:
        page = await identity.find_people(made.tx, actor, limit=200, cursor=cursor)
        for one in page.items:
            departments = "; ".join(d.name for d in one.departments)
            texts = [one.name, one.email or "", one.mobile or "", one.staff_number or "", one.status, one.language, "; ".join(one.roles), departments]
            lines.append(line_of([str(one.id), *(_safe(text) for text in texts)]))
        cursor = page.next
        if cursor is None:
            break
    made.text("people.csv", MARK + b"".join(lines), len(lines) - 1)
    found = await identity.find_departments(made.tx, actor, limit=1_000_000)
    rows = [line_of([str(d.id), _safe(d.name), str(d.parent or ""), str(d.is_retired).lower()]) for d in found]
    made.text("departments.csv", MARK + line_of(DEPARTMENTS) + b"".join(rows), len(rows))


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in RISKY and text else text
