"""Records beside a file that they were exported to: what an export would say of them now, what may be changed, and what others have changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.sql import SQL, Identifier

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Compare, Level, ObjectScope, Query, sheet
from kedang.core.schema import Object

from . import past
from .checks import action_of, flags_of
from .updating import TRANSFERS


@dataclass(frozen=True)
class Beside:
    """A record in sight, as it is now."""

    version: int
    texts: Mapping[str, str | None]  #: field → what an export writes into its cell; per cent as ``12.5%``
    may_update: bool
    open: frozenset[str]  #: fields that the actor may change on it


async def beside(tx: WorkspaceTx, rights: Rights, object_key: str, ids: Sequence[UUID], keys: Sequence[str]) -> dict[UUID, Beside]:
    """Records by their ids; those out of sight are absent. Raises ``NoSuchObject``, ``UnknownField``."""
    one = rights.catalog.object(object_key)
    clock = Clock(tx.now, tx.zone)
    query = Query(object=object_key, fields=tuple(keys), where=Compare(("id",), "in", [str(id) for id in ids]))
    made = sheet(rights.catalog, rights.scope, clock, query, style="workbook", language=rights.actor.language, with_ids=True, is_export=False)
    names = [column.field.key for column in made.columns]
    forms = {column.field.key: column.form for column in made.columns}
    flags = await _flags(tx, rights, one, ids, keys)
    found: dict[UUID, Beside] = {}
    async for batch in tx.batches(made.sql, most=1_000):
        for row in batch:
            texts = dict(zip(names, row, strict=True))
            id = UUID(texts["id"])
            flag = flags[id]
            shown = {key: _percent(texts[key]) if forms[key] == "percent" else texts[key] for key in keys}
            is_open = frozenset(key for key in keys if _is_open(rights.scope.of(one), key, flag))
            found[id] = Beside(int(texts["version"] or 0), shown, flag.get("may_update") is not False, is_open)
    return found


def _is_open(scope: ObjectScope, key: str, flags: Mapping[str, object]) -> bool:
    if key in TRANSFERS:
        return bool(scope.actions["transfer"]) and flags.get("may_transfer") is not False
    return bool(scope.where(key, Level.EDIT)) and flags.get(f"edit_{key}") is not False


def _percent(text: str | None) -> str | None:
    """A bare number could be read as a fraction or as a number of per cent: the sign says which."""
    try:
        return f"{float(text) * 100:.15g}%" if text else text
    except ValueError:  # a mask
        return text


async def _flags(tx: WorkspaceTx, rights: Rights, one: Object, ids: Sequence[UUID], keys: Sequence[str]) -> dict[UUID, Mapping[str, object]]:
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    own = [key for key in keys if not one.fields[key].is_system]
    flags = {
        **action_of(build, one, "update"),
        **action_of(build, one, "transfer"),
        **flags_of(build, one, own, Level.EDIT),
        **flags_of(build, one, own, Level.READ),
    }
    shown = SQL(", ").join([SQL("t.id"), *(SQL("(({}) is true) as {}").format(flag, Identifier(name)) for name, flag in flags.items())])
    sql = SQL("select {} from {} t where t.id = any({}::uuid[]) and {}").format(shown, build.table(one.table), build.param(list(ids)), build.visible("t", one))
    return {row["id"]: row for row in await tx.all(sql, **build.params)}


async def former(tx: WorkspaceTx, rights: Rights, object_key: str, versions: Mapping[UUID, int]) -> dict[UUID, dict[str, object]]:
    """Of records in sight, the fields that have changed since a version, with their values at that version: references as ``{id, title}``.

    Only fields that she may change on some row, and may read on this one.
    """
    one = rights.catalog.object(object_key)
    rows = await tx.all(
        """
        select distinct on (c.record, d.key) c.record, d.key, d.value -> 0 as old
        from change c join unnest(%(records)s::uuid[], %(versions)s::integer[]) w (record, version) on w.record = c.record and c.version > w.version,
            jsonb_each(c.delta) d
        where c.object = %(object)s and c.delta is not null order by c.record, d.key, c.version, c.id
        """,
        object=one.number, records=list(versions), versions=list(versions.values()),
    )  # fmt: skip
    known = [row for row in rows if row["key"] in one.field_by_history_key]
    levels = {key: rights.scope.of(one).best(key) for key in one.fields}
    names = await past.names_of(tx, rights, one, [{"delta": {row["key"]: [row["old"]]}} for row in known], levels)
    flags = await _flags(tx, rights, one, list(versions), sorted({one.field_by_history_key[row["key"]].key for row in known}))
    found: dict[UUID, dict[str, object]] = {}
    for row in known:
        field = one.field_by_history_key[row["key"]]
        # What may be read elsewhere must not be guessed here: a right guess would be answered otherwise than a wrong one.
        is_readable = row["record"] in flags and flags[row["record"]].get(f"read_{field.key}") is not False
        if is_readable and (levels[field.key] == Level.EDIT or field.key in TRANSFERS):
            found.setdefault(row["record"], {})[field.key] = past.named(field, row["old"], names)
    return found
