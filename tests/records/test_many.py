"""Many records made at once leave the same rows as the same records made one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from psycopg.sql import SQL, Identifier

from kedang import solutions
from kedang.core import access, records
from kedang.core.access import ObjectRights, RoleDefinition
from kedang.core.audit import digest_of
from kedang.core.base import new_id
from kedang.core.db import MANY, WorkspaceTx
from kedang.core.records import Origin
from tests.support.world import HOME, SYSTEM, World

ROWS: list[dict[str, object]] = [
    {
        "name": f"重庆\\{n}行乐\t设备\n有限公司", "short_name": f"行{n}", "level": "ABCD"[n % 4], "tags": ["重点", f'引"号{{{n}}}', "a,b\\c"],
        "contact_name": "单于" if n % 3 else None, "phone": f"138{n:08}", "email": f"n{n}@example.com",
        "address": {"province": "江苏省", "city": "无锡市", "detail": f"滨湖区{n}号"}, "registered_capital": {"amount": f"{n}000.50", "currency": "CNY"},
        "employees": n, "founded": 1990 + n % 30, "note": "\\N 空\\.",
    }
    if n % 5
    else {"name": f"甲{n}"}
    for n in range(MANY + 10)
]  # fmt: skip


@pytest.fixture
async def archive(bare: World) -> World:
    """A workspace as it begins."""
    async with bare.database.workspace(HOME) as tx:
        await solutions.begin(tx, SYSTEM)
    return bare


async def left(tx: WorkspaceTx, ids: Sequence[UUID]) -> list[list[Mapping[str, Any]]]:
    """What stands in each table about each record, without what differs from record to record by chance or in order."""
    table = (await access.rights_of(tx, SYSTEM)).catalog.object("customer")
    number = table.field("number").columns[0]
    found = await tx.all(
        SQL("select t.*, (t.{0} is not null) as numbered from {1} t where id = any(%(ids)s) order by id").format(Identifier(number), Identifier(table.table)),
        ids=list(ids),
    )
    changes = await tx.all("select * from change where record = any(%(ids)s) order by record", ids=list(ids))
    entries = await tx.all("select * from audit_event where record = any(%(ids)s) order by record", ids=list(ids))
    titles = await tx.all("select * from search_text where record = any(%(ids)s) order by record", ids=list(ids))
    for change, entry in zip(changes, entries, strict=True):
        assert entry["body"]["change"] == str(change["id"])
        assert entry["body"]["digest"] == digest_of(change["salt"], b"null")
        assert len(change["salt"]) == 16
    by_chance = {"id", "record", "salt", "body", "batch", "at", number, "created_at", "updated_at"}
    return [[{key: value for key, value in row.items() if key not in by_chance} for row in rows] for rows in (found, changes, entries, titles)]


async def test_many_at_once_and_one_by_one_leave_the_same_rows(archive: World) -> None:
    mara = await archive.person("Mara", "sales", language="zh")
    async with archive.database.workspace(HOME) as tx:
        rights = await archive.rights(tx, mara)
        origin = Origin(batch=new_id(), source="import", reason="复核", is_silent=True)
        singly = [(await records.create(tx, rights, "customer", row, origin=origin)).id for row in ROWS]
        at_once = [one.id for one in await records.create_many(tx, rights, "customer", ROWS, origin=origin)]
        one_by_one, together = await left(tx, singly), await left(tx, at_once)
        assert [len(rows) for rows in together] == [len(ROWS)] * 4
        assert together == one_by_one
        column = rights.catalog.object("customer").field("number").columns[0]
        numbers = SQL("select {0} as n from {1} where id = any(%(ids)s) order by id").format(
            Identifier(column), Identifier(rights.catalog.object("customer").table)
        )
        shown = [row["n"] for row in await tx.all(numbers, ids=[*singly, *at_once])]
        assert shown == sorted(set(shown)), "numbers are unique and go on in order"


OWN = RoleDefinition(key="own", label={"en": "Her own"}, objects={"customer": ObjectRights(create=True, read="own", update="own", fields={"*": "edit"})})
ALL = RoleDefinition(key="all", label={"en": "Reads all"}, objects={"customer": ObjectRights(read="all", fields={"*": "read"})})


async def test_many_at_once_are_refused_where_one_would_be_and_nothing_of_the_others_remains(archive: World) -> None:
    async with archive.database.workspace(HOME) as tx:
        await access.save_role(tx, SYSTEM, OWN)
        await access.save_role(tx, SYSTEM, ALL)
    jon, anna = await archive.person("Jon", "own"), await archive.person("Anna", "own", "all")
    for person, refusal in ((jon, records.OutOfReach), (anna, records.MayNotEdit)):
        fine = [{"name": f"客户{n}", "note": "可写"} for n in range(MANY * 2)]
        wrong = [*fine[:MANY], {"name": "别人的客户", "note": "不可写", "owner": str((anna if person is jon else jon).id)}, *fine[MANY:]]
        async with archive.database.workspace(HOME) as tx:
            rights = await archive.rights(tx, person)
            table = Identifier(rights.catalog.object("customer").table)
            for rows in ([wrong[MANY]], wrong):
                with pytest.raises(refusal):
                    async with tx.connection.transaction():
                        await records.create_many(tx, rights, "customer", rows)
            assert (await tx.one(SQL("select count(*) as n from {} where owner = %(id)s").format(table), id=person.id))["n"] == 0
            assert len(await records.create_many(tx, rights, "customer", fine)) == len(fine)


async def test_a_value_that_another_record_has_is_told_of_many_as_of_one(archive: World) -> None:
    async with archive.database.workspace(HOME) as tx:
        rights = await access.rights_of(tx, replace(SYSTEM, via="import"))
        await records.create(tx, rights, "customer", {"name": "甲", "number": "K-1"})
        rows = [{"name": f"乙{n}", "number": f"K-{n + 1}"} for n in range(MANY)]
        with pytest.raises(records.Duplicate) as told:
            await records.create_many(tx, rights, "customer", rows)
        assert told.value.fields["field"] == "number"
