"""The compiler gives every case of ``tests/conditions.json`` the answer that stands there."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from psycopg.sql import SQL, Identifier

from kedang.core import query, schema
from kedang.core.access import Rights, rights_now
from kedang.core.base import KedangError, WorkspaceId, sort_key, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.query import Clock, Scope
from kedang.core.records import store
from kedang.core.schema import AddObject, Columns, FieldDefinition, ObjectDefinition, Option

CASES = json.loads((Path(__file__).parent.parent / "conditions.json").read_text("utf-8"))
SYSTEM = system_actor(WorkspaceId(1), name="conditions")
Case = dict[str, Any]  # Any: parsed JSON


@dataclass
class Bench:
    """A workspace in which cases are tried."""

    tx: WorkspaceTx
    rights: Rights


@pytest.fixture
async def bench(database: Database) -> AsyncGenerator[Bench]:
    """An object with fields of every kind that the cases speak of, under several keys; people and departments with the ids that they name."""
    async with database.workspace(WorkspaceId(1)) as tx:
        kinds = sorted({(key, kind) for case in CASES["cases"] for key, kind in kinds_of(case).items()})
        fields = tuple(_field(f"{key}_{kind}", kind) for key, kind in kinds)
        name = FieldDefinition(key="name", kind="text", label={"en": "Name"})
        await schema.run(tx, SYSTEM, [AddObject(definition=ObjectDefinition(key="thing", label={"en": "Thing"}, fields=(name, *fields)))])
        yield Bench(tx, await rights_now(tx, SYSTEM))


def kinds_of(case: Case) -> dict[str, str]:
    """The kinds of a case's fields, by key."""
    return case.get("kinds") or {"f": case["kind"]}


def _field(key: str, kind: str) -> FieldDefinition:
    options = tuple(Option(key=one, label={"en": one}) for one in sorted(_words())) if kind in {"choice", "choices"} else ()
    target = "thing" if kind in {"relation", "relations"} else None
    return FieldDefinition(key=key, kind=kind, label={"en": key}, options=options, target=target, pattern="{000}" if kind == "serial" else None)


def _words() -> set[str]:
    """Every word that a choice has in a case."""
    found: set[str] = set()
    for case in CASES["cases"]:
        values = case.get("values") or {"f": case["value"]}
        for key, kind in kinds_of(case).items():
            if kind in {"choice", "choices"} and values[key] is not None:
                found.update([values[key]] if kind == "choice" else values[key])
    return found


def _renamed(where: Any, kinds: dict[str, str]) -> Any:  # Any: parsed JSON
    """A condition on the fields of the one object that has them all."""
    if isinstance(where, dict):
        return {k: f"{v}_{kinds[v]}" if k == "field" and v in kinds else v if k == "value" else _renamed(v, kinds) for k, v in where.items()}
    return [_renamed(one, kinds) for one in where] if isinstance(where, list) else where


def _ids(value: Any) -> Any:  # Any: parsed JSON
    """A to-many relation is shown as items, and written as a list."""
    return [one["id"] for one in value["items"]] if isinstance(value, dict) and "items" in value else value


async def _referred(bench: Bench, kind: str, value: Any) -> None:  # Any: parsed JSON
    """Make what a reference leads to."""
    ids = [one if isinstance(one, str) else one["id"] for one in (value if isinstance(value, list) else [value])]
    for id in ids:
        if kind in {"person", "department"}:
            made = SQL("insert into {} (id, name, name_sort, created_at) values (%(id)s, 'x', 'x', %(now)s) on conflict do nothing").format(Identifier(kind))
        else:
            table = bench.rights.catalog.object("thing").table
            made = SQL("insert into {} (id, created_at, updated_at) values (%(id)s, %(now)s, %(now)s) on conflict do nothing").format(Identifier(table))
        await bench.tx.run(made, id=id, now=bench.tx.now)


def _stored(field: schema.Field, value: Any) -> Columns | None:  # Any: parsed JSON
    """The columns of a value. Some cases hold what the kind's parser would trim: conditions must be right about those too."""
    if value in ("", [], {}) or (isinstance(value, dict) and not any(value.values())):
        return None
    if field.kind.name == "text" and isinstance(value, str):
        return value, sort_key(value)
    if field.kind.name == "datetime" and isinstance(value, str):
        return (datetime.fromisoformat(value),)
    return field.kind.parse(field.spec, value)


async def answer(bench: Bench, case: Case) -> object:
    """What the compiler answers."""
    kinds = kinds_of(case)
    values = {key: _ids(value) for key, value in (case.get("values") or {"f": case["value"]}).items()}
    for key, kind in kinds.items():
        if kind in {"person", "department", "relation", "relations"} and values[key]:
            await _referred(bench, kind, values[key])
    given = {f"{key}_{kind}": values[key] for key, kind in kinds.items() if values[key] is not None}
    one = bench.rights.catalog.object("thing")
    parsed = {key: stored for key, value in given.items() if (stored := _stored(one.fields[key], value)) is not None}
    id = UUID(int=0)
    columns = {c: None for f in one.own_fields for c in f.columns} | records_columns(one, parsed)
    row = {"id": id, "created_at": bench.tx.now, "updated_at": bench.tx.now, **columns}
    await store.insert_many(bench.tx, one, list(row), [row], {}, {})
    for key, value in parsed.items():
        if one.fields[key].kind.name == "relations":
            await store.replace_links(bench.tx, one.fields[key], id, cast("list[object]", value[0]))
    try:
        if case["where"] is None:
            # A query without a condition is one; a condition that is null is none.
            query.parse_condition({"and": [None]})
        condition = query.parse_condition(_renamed(case["where"], kinds))
        scope = replace(Scope.unlimited(because="cases"), person=UUID(CASES["me"]), departments=(UUID(CASES["my_department"]),))
        clock = Clock(datetime.fromisoformat(case.get("now", CASES["now"])), CASES["zone"])
        only = query.And((query.Compare(("id",), "eq", str(id)), condition)) if condition else None
        compiled = query.count(bench.rights.catalog, scope, clock, query.Query(object="thing", where=only), capped=False)
        return (await bench.tx.rows(compiled.sql, compiled.values))[0]["n"] == 1
    except KedangError as error:
        # A field that is not there has an error of its own.
        return "invalid" if error.code in {"invalid_condition", "unknown_field"} else error.code


def records_columns(one: schema.Object, parsed: dict[str, Any]) -> dict[str, object]:  # Any: values of columns
    """Column names with values."""
    return {name: value for key, values in parsed.items() for name, value in zip(one.fields[key].columns, values, strict=False)}


async def test_the_compiler_answers_every_case_as_the_file_says(bench: Bench) -> None:
    wrong: list[str] = []
    for case in CASES["cases"]:
        async with bench.tx.connection.transaction(force_rollback=True):
            try:
                found = await answer(bench, case)
            except schema.Refused as refused:
                found = f"refused to store: {refused}"
        if found != case["answer"]:
            wrong.append(f"{json.dumps(case, ensure_ascii=False)} -> {found}")
    assert not wrong, f"{len(wrong)} wrong, among them:\n" + "\n".join(wrong[:40])
