"""The sample workbook, from its sheets to records and back: every row is accounted for, and nothing of it is left after an undo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg.sql import SQL, Identifier

from kedang import solutions
from kedang.core.access import rights_of
from kedang.core.base import WorkspaceId, system_actor
from kedang.core.db import Database
from kedang.features.imports import service, store
from kedang.features.imports.files import read_file
from kedang.features.imports.manage import may_manage
from kedang.features.imports.model import Column, Mapping_, Table
from kedang.features.imports.report import report
from kedang.features.imports.staged import Choices
from kedang.features.imports.tables import find_table

HOME = WorkspaceId(1)
SYSTEM = system_actor(HOME, name="importer", via="cli")
BOOK = Path(__file__).parent.parent / "data" / "messy-customers.xlsx"
MEANING = (
    ("customer", "name short_name industry address level contact.name contact.mobile email credit_code deal_total owner archived_on source note"),
    ("interaction", "date customer kind summary follower next_date"),
    ("project", "number name customer amount manager start_date planned_end progress status"),
)
pytestmark = pytest.mark.commits


@dataclass
class Bench:
    """A workspace with the customer archive, and a planned import."""

    database: Database
    id: UUID
    before: dict[str, str]

    async def report(self) -> dict[str, Any]:
        async with self.database.workspace(HOME) as tx:
            return await report(tx, self.id)

    async def run(self) -> None:
        await service.run(self.database, HOME, SYSTEM, self.id, may_manage=may_manage)

    async def live(self, key: str) -> int:
        async with self.database.workspace(HOME) as tx:
            table = (await rights_of(tx, SYSTEM)).catalog.object(key).table
            return (await tx.one(SQL("select count(*) as n from {} where deleted_at is null").format(Identifier(table))))["n"]


async def hashes(database: Database) -> dict[str, str]:
    """Ids, values and relations of every live record, as one hash for each object."""
    found: dict[str, str] = {}
    async with database.workspace(HOME) as tx:
        for key, one in (await rights_of(tx, SYSTEM)).catalog.objects.items():
            rows = SQL("select coalesce(md5(string_agg(o::text, '|' order by id)), '') as h from {} o where deleted_at is null").format(Identifier(one.table))
            found[key] = (await tx.one(rows))["h"]
    return found


def known() -> list[tuple[Table, Mapping_]]:
    """The sheets with their meaning told."""
    found: list[tuple[Table, Mapping_]] = []
    for sheet, (key, words) in zip(read_file(BOOK), MEANING, strict=True):
        table = find_table(sheet)
        assert table is not None
        columns = [_column(at, table.headers[at], key, word) for at, word in enumerate(words.split())]
        found.append((table, Mapping_(object=key, columns=columns, by="told", score=1.0)))
    return found


def _column(at: int, header: str, key: str, word: str) -> Column:
    object_key, _, field = word.rpartition(".")
    return Column(index=at, header=header, treatment="field", object=object_key or key, field=field, percent_of="hundred" if field == "progress" else None)


@pytest.fixture
async def bench(database: Database) -> Bench:
    """Planned, not run."""
    async with database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    before = await hashes(database)
    async with database.workspace(HOME, timeout=120) as tx:
        id = await service.plan_tables(tx, await rights_of(tx, SYSTEM), known(), files=[{"name": BOOK.name}], choices=Choices())
    return Bench(database, id, before)


@pytest.mark.req("R025", part="command: plan, refused rows, counts, undo")
async def test_every_row_of_the_workbook_is_accounted_for_and_undo_leaves_nothing(bench: Bench) -> None:
    customers, interactions, projects = (await bench.report())["sheets"]
    assert (customers["rows"], interactions["rows"], projects["rows"]) == (866, 2400, 200)
    for sheet in (customers, interactions, projects):
        assert sheet["rows"] == sum(sheet[state] for state in ("new", "updated", "merged", "doubtful", "refused"))
    refused = {(r["code"], r["field"]): r["rows"] for r in customers["reasons"] if r["state"] == "refused" and r["code"] != "read_by_rule"}
    assert refused[("value_required", "name")] == 10
    assert sum(rows for (_, field), rows in refused.items() if field == "mobile") == 13
    assert sum(rows for (_, field), rows in refused.items() if field == "credit_code") == 6
    assert await bench.live("customer") == 0, "a plan writes nothing"

    await bench.run()
    customers, interactions, _ = (await bench.report())["sheets"]
    assert customers["rows"] - customers["refused"] - customers["merged"] == await bench.live("customer") + customers["doubtful"]
    assert await bench.live("interaction") == 2400
    assert interactions["unmatched_references"] >= 21
    async with bench.database.workspace(HOME) as tx:
        unknown = await tx.one(
            """
            select count(*) as n from import_row, jsonb_array_elements(unmatched) u
            where u ->> 'name' like '查无此客户%%' and u ->> 'code' = %(code)s
            """,
            code="no_such_reference",
        )
        accounts = await tx.one("select count(*) as n from person where account is not null")
    assert unknown["n"] == 21
    assert accounts["n"] == 0, "colleagues of a table get no account"

    async with bench.database.workspace(HOME, timeout=120) as tx:
        done = await service.undo(tx, await rights_of(tx, SYSTEM), bench.id)
    assert done.left == []
    assert await hashes(bench.database) == bench.before


async def test_a_run_that_died_goes_on_behind_its_last_chunk_and_a_second_run_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = 0
    write = service.write_chunk

    async def dying(*values: Any) -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 4:
            raise ConnectionError("the power went")
        await write(*values)

    monkeypatch.setattr(service, "write_chunk", dying)
    with pytest.raises(ConnectionError):
        await bench.run()
    monkeypatch.undo()
    async with bench.database.workspace(HOME) as tx:
        half = await store.counts(tx, bench.id)
    assert 0 < sum(row["written"] for row in half) < 3000
    await bench.run()
    customers, *_ = (await bench.report())["sheets"]
    assert await bench.live("customer") == customers["new"]
    assert await bench.live("interaction") == 2400
    with pytest.raises(service.NotPlanned):
        await bench.run()
    assert await bench.live("interaction") == 2400
