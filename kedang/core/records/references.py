"""References that are written must lead to what exists and what the actor may see; otherwise they are as if absent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.access import Rights
from kedang.core.base import KedangError
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock
from kedang.core.schema import Object

from .errors import NoSuchReference, Rejected
from .values import Parsed, called


async def check(tx: WorkspaceTx, rights: Rights, one: Object, many: Iterable[Parsed], *, rows: bool = False) -> None:
    """Raises ``Rejected`` naming the fields (and rows) whose references lead nowhere."""
    if errors := await missing(tx, rights, one, many, rows=rows):
        raise Rejected(errors=errors)


async def missing(tx: WorkspaceTx, rights: Rights, one: Object, many: Iterable[Parsed], *, rows: bool = False) -> list[KedangError]:
    """An error for each field (and row) whose references lead nowhere."""
    wanted: dict[tuple[str, str], set[UUID]] = {}
    uses: list[tuple[int, str, tuple[str, str], set[UUID]]] = []
    for at, parsed in enumerate(many):
        for key, columns in parsed.columns.items():
            field = one.fields[key]
            if columns is None or field.kind.family not in {"reference", "references"}:
                continue
            place = (field.kind.name if field.kind.name in {"person", "department"} else "record", field.target or "")
            ids = set(cast("list[UUID]", columns[0])) if field.kind.family == "references" else {cast("UUID", columns[0])}
            wanted.setdefault(place, set()).update(ids)
            uses.append((at, key, place, ids))
    absent = {place: ids - await _present(tx, rights, place, ids) for place, ids in wanted.items()}
    wrong = [(at, key, called(one, key)) for at, key, place, ids in uses if ids & absent[place]]
    return [NoSuchReference(field=key, label=label, row=at) if rows else NoSuchReference(field=key, label=label) for at, key, label in wrong]


def are_single(one: Object, parsed: Parsed) -> bool:
    """Whether every reference that is written leads to one record, so that ``guards`` can tell."""
    return all(columns is None or one.fields[key].kind.family != "references" for key, columns in parsed.columns.items())


def guards(build: Build, one: Object, parsed: Parsed) -> list[Composable]:
    """For each reference whether it leads somewhere, as a part of the statement that writes it. Values are the slots ``c_<column>``."""
    found: list[Composable] = []
    for key, columns in parsed.columns.items():
        field = one.fields[key]
        if columns is not None and field.kind.family == "reference":
            id = build.slot(f"c_{field.columns[0]}")
            found.append(SQL("exists ({})").format(_source(build, field.kind.name, field.target or "", id)))
    return found


def _source(build: Build, kind: str, target: str, id: Composable) -> Composable:
    match kind:
        case "person":
            return SQL("select 1 from {} x where x.id = {}::uuid").format(build.table("person"), id)
        case "department":
            return SQL("select 1 from {} x where x.id = {}::uuid and x.retired_at is null").format(build.table("department"), id)
        case _:
            other, object = build.alias(), build.catalog.object(target)
            return SQL("select 1 from {} {} where {} = {}::uuid and {}").format(
                build.table(object.table), Identifier(other), Identifier(other, "id"), id, build.visible(other, object)
            )


async def unseen(tx: WorkspaceTx, rights: Rights, one: Object, key: str, ids: set[UUID]) -> set[UUID]:
    """Those targets of a to-many relation that the actor does not see: she cannot have meant to let them go."""
    return ids - await _present(tx, rights, ("record", one.fields[key].target or ""), ids) if ids else ids


async def _present(tx: WorkspaceTx, rights: Rights, place: tuple[str, str], ids: set[UUID]) -> set[UUID]:
    match place[0]:
        case "person":
            rows = await tx.all("select id from person where id = any(%(ids)s)", ids=list(ids))
        case "department":
            rows = await tx.all("select id from department where id = any(%(ids)s) and retired_at is null", ids=list(ids))
        case _:
            target = rights.catalog.object(place[1])
            build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
            sql = SQL("select t.id from {} t where t.id = any({}::uuid[]) and {}").format(
                build.table(target.table), build.param(list(ids)), build.visible("t", target)
            )
            rows = await tx.all(sql, **build.params)
    return {row["id"] for row in rows}
