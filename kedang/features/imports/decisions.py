"""What a person decides about a doubtful row: the same as a record or as another row, a record of its own, or left out. Before the run, or after it.

Before the run a decision only changes the plan. After it the row is written at once, in the import's batch, so that undoing the import takes it back as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import msgspec

from kedang.core import audit, records
from kedang.core.access import MayNot, Rights, rights_of
from kedang.core.base import BatchId, KedangError, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.identity import MayManage
from kedang.core.records import Edit, Origin
from kedang.core.schema import Object

from . import store, store_plans
from .deciding import leader, merge
from .departments import add_departments, named_in, place_in_departments
from .errors import AlreadyDecided, DecisionFailed, NoSuchRow, NoSuchTarget, NotNow, TargetDoubtful
from .names import names_of
from .ownership import mine
from .people import AMBIGUOUS, PERSON, People, form, make_another, namesakes, resolve, with_told
from .rereading import read_again
from .staged import Choices, Decision, Note, Staged
from .writing import Writer, write_chunk

SKIPPED = Note(field=None, code="left_out", en="Left out by decision.", zh="经人工判断不导入。")
OPEN = "refers_to_doubtful"


def settle(row: Staged, decision: Decision, target: Staged | None) -> None:
    """The row as it was decided on, not written. ``target``: the row that it is merged into, none for a record."""
    row.decision = decision
    match decision.decision:
        case "create":
            row.state, row.record = "new", None
        case "skip":
            row.refuse(SKIPPED)
        case "merge" if target is not None:
            merge([target, row])
        case "merge":
            row.state, row.record = "merged" if row.object == PERSON else "updated", decision.record


def settle_again(rows: Sequence[Staged], decided: Sequence[Staged]) -> None:
    """Decisions of an earlier plan, for rows that are doubtful in this one too."""
    by_key = {f"{row.place}:{row.number}": row for row in rows}
    for former in decided:
        row = by_key.get(f"{former.place}:{former.number}")
        decision = former.decision
        if row is None or decision is None or row.state != "doubtful":
            continue
        target = None
        if decision.into is not None:
            key = f"{decision.into_place if decision.into_place is not None else row.place}:{decision.into}"
            target = leader(by_key, key) if key in by_key else None
            if target is None or target is row or target.state not in {"new", "updated"}:
                continue
        settle(row, decision, target)


async def decide(tx: WorkspaceTx, rights: Rights, id: UUID, *, place: int, number: int, decision: Decision, may_manage: MayManage) -> Staged:
    """Decide on a doubtful row; returns it as it is now.

    Raises ``NoSuchImport``, ``NotNow``, ``NoSuchRow``, ``AlreadyDecided``, ``NoSuchTarget``, ``TargetDoubtful``, ``DecisionFailed``, ``MayNot``.
    """
    found = await mine(tx, rights, id, lock=True)
    if found["state"] not in {"planned", "done"}:
        raise NotNow
    row = await store.load_row(tx, id, place, number)
    if row is None:
        raise NoSuchRow(field="row")
    if row.state != "doubtful":
        raise AlreadyDecided(row=number, state=row.state)
    if row.object != PERSON and not rights.actor.is_system and not rights.of(row.object).actions["import"]:
        raise MayNot(action="import")
    decision = msgspec.structs.replace(decision, by=rights.actor.person, at=tx.now)
    target = await _target(tx, rights, id, row, decision)
    if found["state"] == "planned":
        settle(row, decision, target)
        await store.save(tx, id, [row] if target is None else [row, target])
        await store_plans.count_plan(tx, id)
    else:
        await _write(tx, rights, _Verdict(found, row, decision, target), may_manage)
    await audit.append(tx, rights.actor, "import.decided", body={"import": str(id), "place": place, "row": number, "decision": decision.decision})
    return row


async def _target(tx: WorkspaceTx, rights: Rights, id: UUID, row: Staged, decision: Decision) -> Staged | None:
    """The row that is meant, or none for a record that the caller sees."""
    if decision.decision != "merge":
        return None
    if decision.into is not None:
        return await _target_row(tx, id, row, decision.into_place if decision.into_place is not None else row.place, decision.into)
    if decision.record is None:
        raise NoSuchTarget(field="record")
    if row.object == PERSON:
        if decision.record not in (await namesakes(tx, [str(row.values.get("name"))])).get(form(str(row.values.get("name"))), []):
            raise NoSuchTarget(field="record")
        return None
    try:
        await records.get(tx, rights, RecordRef(object=row.object, id=decision.record))
    except KedangError:
        raise NoSuchTarget(field="record") from None
    return await store.load_row_of(tx, id, row.object, decision.record)


async def _target_row(tx: WorkspaceTx, id: UUID, row: Staged, place: int, number: int) -> Staged:
    target = await store.load_row(tx, id, place, number)
    while target is not None and target.state == "merged" and target.into is not None:
        target = await store.load_row(tx, id, target.into_place, target.into)
    if target is None or target.object != row.object or (target.place, target.number) == (row.place, row.number):
        raise NoSuchTarget(field="into")
    if target.state == "doubtful":
        raise TargetDoubtful(row=target.number, field="into")
    if target.state not in {"new", "updated"}:
        raise NoSuchTarget(field="into")
    return target


@dataclass(frozen=True)
class _Verdict:
    """What is written once a row was decided on."""

    found: dict[str, Any]  # Any: the import's row
    row: Staged
    decision: Decision
    target: Staged | None  #: the row that is meant, none for a record


async def _write(tx: WorkspaceTx, rights: Rights, verdict: _Verdict, may_manage: MayManage) -> None:
    """The import has run: write the row as if it had been decided on before."""
    id, row, target = verdict.found["id"], verdict.row, verdict.target
    if row.object == PERSON:
        settle(row, verdict.decision, None)
        if verdict.decision.decision == "create":
            name = str(row.values.get("name"))
            row.record = await make_another(tx, rights.actor, name, may_manage=may_manage)
            await store.add_made(tx, id, "people", {str(row.record): name})
        elif target is not None:
            row.record = target.record
            row.join(target)
    elif verdict.decision.decision == "skip":
        settle(row, verdict.decision, None)
    else:
        await _write_record(tx, rights, verdict, may_manage)
    await store.mark_written(tx, id, [row])
    await store.save(tx, id, [row])
    if row.object == PERSON:
        await _tie_colleague(tx, rights, verdict.found, str(row.values.get("name")))


async def _write_record(tx: WorkspaceTx, rights: Rights, verdict: _Verdict, may_manage: MayManage) -> None:
    found, row, decision, target = verdict.found, verdict.row, verdict.decision, verdict.target
    if target is not None and target.record is None:
        raise NoSuchTarget(field="into")
    choices = msgspec.convert(found["choices"], Choices)
    whole = decision if target is None else msgspec.structs.replace(decision, record=target.record)
    settle(row, whole, None)
    read_again(found["tables"][row.place], [row], rights.catalog)
    names = [name for key, name in row.names.items() if rights.catalog.object(row.object).fields[key].kind.name == "person"]
    people = await with_told(tx, found["id"], await resolve(tx, rights.actor, names, create=choices.people, may_manage=may_manage))
    await store.add_made(tx, found["id"], "people", {str(id): name for id, name in people.made.items()})
    by_import = await rights_of(tx, replace(rights.actor, via="import"))
    batch, one = BatchId(found["batch"]), by_import.catalog.object(row.object)
    # Into a row of the import only what its record lacks: as rows that are merged by the plan.
    policy = choices.duplicates if target is None and choices.duplicates != "create" else "fill"
    writer = Writer(found["id"], by_import, Origin(batch=batch, source="import", is_silent=True), policy, people, frozenset())
    if choices.departments:
        await add_departments(tx, rights.actor, found["id"], [name for _, _, name in named_in(one, [row])], may_manage=may_manage)
    await place_in_departments(tx, one, [row])
    await write_chunk(tx, writer, one, [row])
    if row.state == "refused":
        last = row.reasons[-1]
        raise DecisionFailed(row=row.number, reason=last.en, reason_zh=last.zh, field=last.field or "row")
    if target is not None:
        row.join(target)
        row.decision = decision
    await _tie_open(tx, by_import, found["id"], one, batch)
    await records.announce(tx, one.key, batch, 1)


async def _tie_open(tx: WorkspaceTx, rights: Rights, id: UUID, one: Object, batch: BatchId) -> None:
    """Rows that named what was doubtful until now: those whose reference leads somewhere get it, unless somebody has filled it meanwhile."""
    rows = await store.load_open_references(tx, id, OPEN)
    wanted = {entry["name"] for row in rows for entry in row.unmatched if _leads_to(rights, row, entry, one)}
    if not wanted:
        return
    names = await names_of(tx, rights, id, one, wanted)
    changed: list[Staged] = []
    for row in rows:
        values: dict[str, object] = {}
        led: list[dict[str, str]] = []
        for entry in row.unmatched:
            record = names.find(entry["name"]).record if _leads_to(rights, row, entry, one) else None
            if record is not None and record != row.record:
                many = rights.catalog.object(row.object).fields[entry["field"]].kind.name == "relations"
                values[entry["field"]] = [*cast("list[str]", values.get(entry["field"], [])), str(record)] if many else str(record)
                led.append(entry)
        if values and row.record is not None:
            await _tie(tx, rights, row, row.record, values, batch)
            row.unmatched = [entry for entry in row.unmatched if entry not in led]
            changed.append(row)
    await store.set_unmatched(tx, id, changed)


async def _tie_colleague(tx: WorkspaceTx, rights: Rights, found: dict[str, Any], name: str) -> None:  # Any: a row
    """Rows that name a colleague whose name several people have: those get her, unless somebody has said something else meanwhile."""
    person = (await with_told(tx, found["id"], People({}, frozenset(), {}))).find(name)
    if person is None:
        return
    by_import = await rights_of(tx, replace(rights.actor, via="import"))
    changed: list[Staged] = []
    for row in await store.load_open_references(tx, found["id"], AMBIGUOUS):
        named = [entry["field"] for entry in row.unmatched if entry["code"] == AMBIGUOUS and form(entry["name"]) == form(name)]
        if named and row.record is not None:
            values: dict[str, object] = {field: str(person) for field in named if field != "owner" or row.state == "new"}
            # What names an owner in vain belongs to the importer meanwhile.
            await _tie(tx, by_import, row, row.record, values, BatchId(found["batch"]), owner=found["actor"])
            row.unmatched = [entry for entry in row.unmatched if entry["field"] not in named]
            changed.append(row)
    await store.set_unmatched(tx, found["id"], changed)


def _leads_to(rights: Rights, row: Staged, entry: dict[str, str], one: Object) -> bool:
    field = rights.catalog.object(row.object).fields.get(entry["field"])
    return entry["code"] == OPEN and field is not None and field.target == one.key


def _joined(present: object, more: list[str]) -> list[str]:
    """What a relation to many holds, and more."""
    ids = [str(one) for one in cast("list[object]", present)]
    return [*ids, *(id for id in more if id not in ids)]


async def _tie(tx: WorkspaceTx, rights: Rights, row: Staged, record: UUID, values: dict[str, object], batch: BatchId, *, owner: UUID | None = None) -> None:
    """Fill what a record does not have yet; ``owner`` is as good as none."""
    try:
        async with tx.connection.transaction():
            present = await records.values_of(tx, rights, RecordRef(object=row.object, id=record), sorted(values))
            lacks = {key for key in present if present[key] is None or (key == "owner" and owner is not None and str(present[key]) == str(owner))}
            gaps = {key: value for key, value in values.items() if key in lacks}
            gaps |= {key: _joined(present[key], cast("list[str]", value)) for key, value in values.items() if isinstance(value, list) and key not in lacks}
            if gaps:
                await records.update_many(tx, rights, row.object, [Edit(record, gaps)], origin=Origin(batch=batch, is_silent=True))
    except KedangError:
        return  # deleted, or out of the caller's reach since: its owner decides
