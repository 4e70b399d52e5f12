"""Taking an import back: its records, and the people and departments that it made.

Fields and options that it added stay: they are the model's, and may be in use already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kedang.core import audit, identity, records
from kedang.core.access import Rights
from kedang.core.base import BatchId, RecordRef
from kedang.core.db import WorkspaceTx

from . import store, store_plans
from .errors import NotDone
from .ownership import mine

MOST = 1_000  #: records that are named of those that were left


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """What became of an import that was undone."""

    deleted: int  #: records that went into the recycle bin
    reverted: int  #: records that have their former values again
    restored: int
    left: list[RecordRef]  #: records that somebody has touched since, or that others refer to
    people: int  #: people who are gone
    people_left: Mapping[UUID, str]  #: people whom the import made and who stay, with their names: somebody has touched them, or records name them
    departments: int  #: departments that are gone
    departments_left: Mapping[UUID, str]  #: those that the import made and that stay, with their names: somebody has touched them, or something is in them
    fields_left: list[str]  #: fields that the import added, as ``object.field``: they stay

    def shown(self) -> dict[str, object]:
        """As JSON, which also stays with the import: the first of the records that were left are named, all are counted."""
        return {
            "deleted": self.deleted, "reverted": self.reverted, "restored": self.restored,
            "left": [{"object": ref.object, "id": str(ref.id)} for ref in self.left[:MOST]], "left_rows": len(self.left),
            "people": self.people, "people_left": _named(self.people_left),
            "departments": self.departments, "departments_left": _named(self.departments_left),
            "fields_left": self.fields_left,
        }  # fmt: skip


def _named(some: Mapping[UUID, str]) -> list[dict[str, str]]:
    return [{"id": str(id), "name": name} for id, name in some.items()]


async def undo(tx: WorkspaceTx, rights: Rights, id: UUID) -> TakenBack:
    """Take an import back, with what was decided on after it. Raises ``NoSuchImport``, ``NotDone``, ``NothingToUndo``."""
    row = await mine(tx, rights, id, lock=True)
    if row["batch"] is None or row["state"] not in {"done", "failed", "running"}:
        raise NotDone
    batch = BatchId(row["batch"])
    done = await records.undo(tx, rights, batch)
    made, placed = ({UUID(one): name for one, name in row["made"].get(kind, {}).items()} for kind in ("people", "departments"))
    gone = await _take_back(tx, rights, batch, made)
    closed = await _close(tx, rights, batch, placed)
    await store.set_state(tx, id, "undone")
    await audit.append(tx, rights.actor, "import.undone", body={"import": str(id), "left": len(done.left), "people": len(gone), "departments": len(closed)})
    taken = TakenBack(
        deleted=done.deleted, reverted=done.reverted, restored=done.restored, left=done.left, people=len(gone),
        people_left={one: name for one, name in made.items() if one not in gone}, departments=len(closed),
        departments_left={one: name for one, name in placed.items() if one not in closed}, fields_left=sorted(row["made"].get("fields", {})),
    )  # fmt: skip
    await store_plans.set_taken_back(tx, id, taken.shown())
    return taken


async def _take_back(tx: WorkspaceTx, rights: Rights, batch: UUID, made: Mapping[UUID, str]) -> set[UUID]:
    """Remove those people who are as the import made them. Records of it in the recycle bin name them no more."""
    untouched = await identity.find_untouched(tx, made) if made else set[UUID]()
    gone = await records.release_people(tx, rights, untouched, batch=batch) if untouched else set[UUID]()
    await identity.delete_people(tx, rights.actor, gone)
    return gone


async def _close(tx: WorkspaceTx, rights: Rights, batch: UUID, made: Mapping[UUID, str]) -> set[UUID]:
    """Remove those departments that are as the import made them, from below: what is above one that stays, stays too."""
    gone, left = set[UUID](), dict(made)
    while left and (ends := await identity.find_untouched_departments(tx, left)):
        free = await records.release_departments(tx, rights, ends, batch=batch)
        await identity.delete_departments(tx, rights.actor, free)
        gone |= free
        left = {one: name for one, name in left.items() if one not in ends}
    return gone
