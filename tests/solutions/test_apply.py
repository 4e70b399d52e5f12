"""Applying what we ship, and applying it again after the firm has made it her own."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kedang import solutions
from kedang.core import records
from kedang.core.access import MayNotManage, rights_now
from kedang.core.base import Actor, RecordRef, WorkspaceId, system_actor
from kedang.core.db import Database
from kedang.core.schema import AddObject, ChangeField, FieldDefinition, FieldInUse, ObjectDefinition, RetireField, load_definitions, read_catalog, run
from kedang.solutions import Solution

FIRST = WorkspaceId(1)
SYSTEM = system_actor(FIRST, name="test")
OBJECTS = ["contact", "customer", "interaction", "opportunity", "product", "project"]


def changed(solution: Solution, object: str, field: str | None = None, **attributes: Any) -> Solution:  # Any: attributes of a definition
    """The solution as a later release might ship it."""

    def in_field(one: FieldDefinition) -> FieldDefinition:
        return msgspec.structs.replace(one, **attributes) if one.key == field else one

    def in_object(one: ObjectDefinition) -> ObjectDefinition:
        if one.key != object:
            return one
        return msgspec.structs.replace(one, fields=tuple(map(in_field, one.fields))) if field else msgspec.structs.replace(one, **attributes)

    return msgspec.structs.replace(solution, objects=tuple(map(in_object, solution.objects)))


def shipped() -> Solution:
    return solutions.read_shipped(solutions.CUSTOMER_ARCHIVE)


async def field_of(database: Database, object: str, field: str) -> FieldDefinition:
    async with database.workspace(FIRST) as tx:
        return (await read_catalog(tx)).object(object).field(field).definition


async def apply(database: Database, solution: Solution, *, is_own: bool = False) -> solutions.SolutionPlan:
    async with database.workspace(FIRST) as tx:
        planned = await solutions.plan(tx, SYSTEM, solution, is_own=is_own)
    async with database.workspace(FIRST) as tx:
        done = await solutions.apply(tx, SYSTEM, solution, is_own=is_own)
    assert done == planned
    return done


async def change(database: Database, *changes: Any) -> None:  # Any: changes of model
    async with database.workspace(FIRST) as tx:
        await run(tx, SYSTEM, list(changes))


@pytest.fixture
async def archive(database: Database) -> Database:
    """A workspace as it begins."""
    async with database.workspace(FIRST) as tx:
        await solutions.begin(tx, SYSTEM)
    return database


async def test_a_workspace_begins_with_the_archive_and_the_roles(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        assert sorted((await read_catalog(tx)).objects) == OBJECTS
        assert {row["key"] for row in await load_definitions(tx, "role")} >= {"administrator", "manager", "sales", "read_only"}
        logged = await tx.all("select action, body from audit_event where action like 'solution.%%'")
    assert [(row["action"], row["body"]["key"]) for row in logged] == [("solution.applied", "customer-archive")]


async def test_beginning_again_changes_nothing(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        before = tx.schema_revision
        await solutions.begin(tx, SYSTEM)
    async with archive.workspace(FIRST) as tx:
        assert tx.schema_revision == before


async def test_applying_again_changes_nothing(archive: Database) -> None:
    done = await apply(archive, shipped())
    assert (done.steps, done.kept) == ((), ())


async def test_a_new_release_adds_and_updates(archive: Database) -> None:
    later = changed(shipped(), "customer", "short_name", label={"zh": "客户简称", "en": "Short name"})
    extra = FieldDefinition(key="rank", kind="number", label={"zh": "排名", "en": "Rank"})
    later = msgspec.structs.replace(
        later, objects=tuple(msgspec.structs.replace(o, fields=(*o.fields, extra)) if o.key == "customer" else o for o in later.objects)
    )
    done = await apply(archive, later)
    assert {(step.change, step.field) for step in done.steps} == {("change_field", "short_name"), ("add_field", "rank")}
    assert (await field_of(archive, "customer", "short_name")).label["zh"] == "客户简称"
    assert (await apply(archive, later)).steps == ()


async def test_what_the_firm_has_changed_stays(archive: Database) -> None:
    own = msgspec.structs.replace(await field_of(archive, "customer", "short_name"), label={"zh": "花名", "en": "Nickname"})
    await change(archive, ChangeField(object="customer", definition=own))
    done = await apply(archive, changed(shipped(), "customer", "short_name", label={"zh": "客户简称", "en": "Short name"}, required=True))
    present = await field_of(archive, "customer", "short_name")
    assert present.label == {"zh": "花名", "en": "Nickname"}
    assert present.required, "the attribute that she has not touched follows"
    assert [(one.object, one.field, one.attributes) for one in done.kept] == [("customer", "short_name", ("label",))]


async def test_a_field_that_the_firm_removed_stays_away(archive: Database) -> None:
    await change(archive, RetireField(object="customer", field="website"))
    done = await apply(archive, changed(shipped(), "customer", "website", required=True))
    assert done.steps == ()
    assert [(one.object, one.field) for one in done.kept] == [("customer", "website")]


async def test_options_are_merged_one_by_one(archive: Database) -> None:
    present = await field_of(archive, "customer", "level")
    renamed = msgspec.structs.replace(present.options[0], label={"zh": "战略", "en": "Strategic"})
    own = msgspec.structs.replace(present.options[0], key="VIP", label={"zh": "贵宾", "en": "VIP"})
    await change(archive, ChangeField(object="customer", definition=msgspec.structs.replace(present, options=(renamed, *present.options[1:], own))))
    new = msgspec.structs.replace(present.options[3], key="E", label={"zh": "E 观望", "en": "E waiting"})
    blue = msgspec.structs.replace(present.options[1], color="blue")
    await apply(archive, changed(shipped(), "customer", "level", options=(present.options[0], blue, *present.options[2:], new)))
    options = (await field_of(archive, "customer", "level")).options
    assert [o.key for o in options] == ["A", "B", "C", "D", "E", "VIP"]
    assert (options[0].label["zh"], options[1].color) == ("战略", "blue")


async def test_an_object_of_the_firm_by_the_same_key_is_hers(database: Database) -> None:
    own = ObjectDefinition(key="product", label={"zh": "货品"}, fields=(FieldDefinition(key="name", kind="text", label={"zh": "货名"}),))
    await change(database, AddObject(definition=own))
    await apply(database, shipped())
    assert (await field_of(database, "product", "name")).label == {"zh": "货名"}
    assert (await field_of(database, "product", "price")).kind == "money"


async def test_another_kind_is_never_taken_over(archive: Database) -> None:
    done = await apply(archive, changed(shipped(), "customer", "employees", kind="text", decimals=None))
    assert (await field_of(archive, "customer", "employees")).kind == "number"
    assert [(one.object, one.field) for one in done.kept] == [("customer", "employees")]


async def test_the_firms_own_files_count(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        mine = await solutions.export(tx, SYSTEM)
    mine = changed(mine, "customer", "short_name", label={"zh": "常用名"}, aka=())
    mine = changed(mine, "interaction", plural={"zh": "沟通"}, tags=())
    await apply(archive, mine, is_own=True)
    assert (await field_of(archive, "customer", "short_name")).label == {"zh": "常用名"}
    assert (await field_of(archive, "customer", "short_name")).aka == ()
    assert (await apply(archive, mine, is_own=True)).steps == ()
    assert (await apply(archive, shipped())).steps == (), "and what we ship does not undo it"


async def test_only_who_manages_the_model_may_plan_or_apply(archive: Database) -> None:
    mara = Actor(workspace=FIRST, person=None, name="Mara", roles=("sales",))
    async with archive.workspace(FIRST) as tx:
        for verb in (solutions.plan, solutions.apply):
            with pytest.raises(MayNotManage):
                await verb(tx, mara, shipped())
        with pytest.raises(MayNotManage):
            await solutions.export(tx, mara)
        with pytest.raises(MayNotManage):
            await solutions.remove(tx, mara, solutions.CUSTOMER_ARCHIVE)


async def test_it_is_removed_only_while_it_is_empty(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        rights = await rights_now(tx, SYSTEM)
        made = await records.create(tx, rights, "product", {"name": "一体机"})
    async with archive.workspace(FIRST) as tx:
        with pytest.raises(solutions.StillInUse):
            await solutions.remove(tx, SYSTEM, solutions.CUSTOMER_ARCHIVE)
        await records.delete(tx, await rights_now(tx, SYSTEM), RecordRef(object="product", id=made.id))
        with pytest.raises(solutions.StillInUse):
            await solutions.remove(tx, SYSTEM, solutions.CUSTOMER_ARCHIVE)


async def test_it_can_be_removed_and_applied_again(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        assert sorted(await solutions.remove(tx, SYSTEM, solutions.CUSTOMER_ARCHIVE)) == OBJECTS
    async with archive.workspace(FIRST) as tx:
        assert (await read_catalog(tx)).objects == {}
        with pytest.raises(solutions.NotApplied):
            await solutions.remove(tx, SYSTEM, solutions.CUSTOMER_ARCHIVE)
    await apply(archive, shipped())
    async with archive.workspace(FIRST) as tx:
        assert sorted((await read_catalog(tx)).objects) == OBJECTS
        await records.create(tx, await rights_now(tx, SYSTEM), "product", {"name": "一体机"})


async def test_an_object_of_the_firm_that_leads_there_holds_it(archive: Database) -> None:
    visit = FieldDefinition(key="site", kind="relation", target="customer", label={"zh": "现场"})
    own = ObjectDefinition(key="survey", label={"zh": "勘察"}, fields=(FieldDefinition(key="name", kind="text", label={"zh": "名称"}), visit))
    await change(archive, AddObject(definition=own))
    async with archive.workspace(FIRST) as tx:
        with pytest.raises(FieldInUse):
            await solutions.remove(tx, SYSTEM, solutions.CUSTOMER_ARCHIVE)


async def test_which_are_current(archive: Database) -> None:
    async with archive.workspace(FIRST) as tx:
        shown = await solutions.find(tx, SYSTEM)
    assert [(one.key, one.applied, one.current) for one in shown] == [("customer-archive", True, True)]
