"""Small questions that other slices ask about records in sight: values as they would be written, and what hangs below some records."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg.sql import SQL

from kedang.core import outbox
from kedang.core.access import Rights
from kedang.core.base import BatchId, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock

from .errors import NoSuchRecord
from .events import RecordsChanged
from .updating import lock


async def values_of(tx: WorkspaceTx, rights: Rights, ref: RecordRef, keys: Sequence[str]) -> dict[str, object]:
    """Values of a record that is locked by this, in the form in which they are written; only fields that the actor may change on it.

    Raises ``NoSuchRecord``.
    """
    one = rights.catalog.object(ref.object)
    present = (await lock(tx, rights, one, [ref.id], keys)).get(ref.id)
    if present is None:
        raise NoSuchRecord
    return {key: present.plain(one, key) for key in keys if present.row.get(f"edit_{key}") is not False}


async def titles_under(tx: WorkspaceTx, rights: Rights, object_key: str, relation: str, parents: Sequence[UUID]) -> dict[tuple[UUID, str], UUID]:
    """Records in sight that are tied to some others by a relation: (other, own title) → own id, the oldest where titles are the same."""
    one = rights.catalog.object(object_key)
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    tie = build.columns("t", one, build.use(one, relation))[0]
    title = build.columns("t", one, build.use(one, "title"))[0]
    sql = SQL("select t.id, {} as title, {} as parent from {} t where {} = any({}::uuid[]) and {} order by t.created_at desc, t.id desc").format(
        title, tie, build.table(one.table), tie, build.param(list(parents)), build.visible("t", one)
    )
    return {(row["parent"], row["title"]): row["id"] for row in await tx.all(sql, **build.params) if row["title"] is not None}


async def announce(tx: WorkspaceTx, object_key: str, batch: BatchId, number: int) -> None:
    """Say once that a batch has changed many records of an object."""
    await outbox.emit(tx, RecordsChanged(object=object_key, batch=batch, number=number))
