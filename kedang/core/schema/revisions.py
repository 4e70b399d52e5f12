"""What definitions were: former revisions, and what has been retired and may come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from kedang.core import audit
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx

from . import store
from .catalog import Catalog, Object
from .definitions import FieldDefinition, ObjectDefinition

Definition = TypeVar("Definition", FieldDefinition, ObjectDefinition)


@dataclass(frozen=True)
class Retired(Generic[Definition]):
    """What was taken out of the model, as it was then."""

    definition: Definition
    at: datetime
    records: int  #: of a field: live records that hold a value of it; of an object: its live records


async def revision_of(tx: WorkspaceTx, key: str) -> int:
    """The newest revision of an object's definition; 0 if there is none."""
    row = await store.load_revision_of(tx, key)
    return int(row["revision"]) if row else 0


async def definition_of(tx: WorkspaceTx, key: str, revision: int) -> ObjectDefinition | None:
    """An object's definition as it was at a revision."""
    row = await store.load_revision_of(tx, key, revision)
    return store.body_of(row) if row else None


async def records_of(tx: WorkspaceTx, objects: Iterable[Object]) -> dict[str, int]:
    """How many live records each of some objects has, by key."""
    by_number = {one.number: one.key for one in objects}
    return {by_number[number]: count for number, count in (await store.count_records(tx, list(by_number))).items()}


async def retired_fields(tx: WorkspaceTx, one: Object) -> list[Retired[FieldDefinition]]:
    """The fields of an object that were retired, the last one first."""
    rows = await store.load_retired_fields(tx, one.number, one.key)
    counts = await store.count_filled(tx, one, {row["id"]: row["columns"] for row in rows})
    return [Retired(msgspec.convert(row["body"], FieldDefinition), row["retired_at"], counts[row["id"]]) for row in rows]


async def retired_objects(tx: WorkspaceTx, catalog: Catalog) -> list[Retired[ObjectDefinition]]:
    """The objects that were retired, the last one first; none whose key is used again."""
    rows = [row for row in await store.load_retired_objects(tx) if row["key"] not in catalog.objects]
    counts = await store.count_records(tx, [row["number"] for row in rows])
    return [Retired(store.body_of(row), row["made_at"], counts[row["number"]]) for row in rows]


@dataclass(frozen=True)
class WorkspaceSettings:
    """What the workspace is called, speaks, and which days it counts by."""

    name: str
    language: str  #: zh or en
    zone: str
    currency: str  #: of money without one; set when the workspace is made
    revision: int  #: rises with every change of these settings
    moved: Mapping[str, int]  #: the revision with which a part was changed last


async def workspace_settings(tx: WorkspaceTx, *, is_locked: bool = False) -> WorkspaceSettings:
    """The settings now; locked, nobody else changes them before this transaction ends."""
    if is_locked:
        await store.lock_model(tx)
    return WorkspaceSettings(**await store.load_workspace(tx))


async def change_workspace(tx: WorkspaceTx, actor: Actor, wanted: WorkspaceSettings) -> WorkspaceSettings:
    """Change name, language and zone to what is wanted; catalogs that were read before are of the past. Call it with the settings locked."""
    before = await workspace_settings(tx)
    parts = [part for part in ("name", "language", "zone") if getattr(before, part) != getattr(wanted, part)]
    if not parts:
        return before
    await store.update_workspace(tx, name=wanted.name, language=wanted.language, zone=wanted.zone, parts=parts)
    await store.raise_schema_revision(tx)
    await audit.append(tx, actor, "workspace.changed", body={"parts": parts})
    return await workspace_settings(tx)
