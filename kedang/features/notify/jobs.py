"""What is told when others act: reactions, which read the present state; and the end of old notices."""

from __future__ import annotations

from typing import ClassVar

from kedang.core.base import Event
from kedang.core.db import WorkspaceTx
from kedang.core.identity import PersonUpdated
from kedang.core.jobs import Plan, Schedule, reaction
from kedang.core.records import RecordChanged, RecordsChanged
from kedang.core.schema import load_catalog

from . import store
from .model import KEPT
from .service import tell

RIGHTS = frozenset({"roles", "departments", "status"})  #: what of a person her rights hang on


class OldNoticesDue(Event, frozen=True, kw_only=True):
    """Notices that are too old want removing."""

    kind: ClassVar[str] = "notices.old_due"


async def record_changed(tx: WorkspaceTx, event: RecordChanged) -> None:
    """Who was given a record is told, and whose record was merged."""
    one = (await load_catalog(tx)).objects.get(event.object)
    if one is None:
        return
    if event.what == "merged":
        merged = await store.load_merged(tx, one, event.record)
        if merged is not None:
            await tell(tx, [merged["gone"], merged["stays"]], "merged", actor=merged["actor"], object=one.number, record=merged["into"])
        return
    change = await store.load_change(tx, one.number, event.record, event.version, one.fields["owner"].history_key)
    if change is None or change["given_on"] or not (change["kind"] == "created" or change["gives"]):
        return
    owner, batch = await store.load_owner(tx, one, event.record), change["batch"]
    if batch is not None and owner is not None and await store.count_on(tx, owner, batch):
        return
    body = {"number": 1} | ({"batch": str(batch)} if batch else {})
    await tell(tx, [owner], "assigned", actor=change["actor"], object=one.number, record=event.record, body=body)


async def records_changed(tx: WorkspaceTx, event: RecordsChanged) -> None:
    """Who was given records by a batch is told once, with their number."""
    one = (await load_catalog(tx)).objects.get(event.object)
    if one is None:
        return
    for given in await store.load_given(tx, one, event.batch, one.fields["owner"].history_key):
        record = given["record"] if given["number"] == 1 else None
        await tell(tx, [given["person"]], "assigned", actor=given["actor"], object=one.number, record=record, body={"number": given["number"]})


async def person_updated(tx: WorkspaceTx, event: PersonUpdated) -> None:
    """Whose rights somebody else has changed is told."""
    if RIGHTS & set(event.what):
        await tell(tx, [event.person], "rights_changed", actor=event.by)


async def forget_old(tx: WorkspaceTx, event: OldNoticesDue) -> None:
    """They stay no longer than ``KEPT``."""
    await store.delete_old(tx, tx.now - KEPT)


def background() -> Plan:
    """What notices do in the background."""
    return Plan(
        reactions=[
            reaction(RecordChanged, record_changed),
            reaction(RecordsChanged, records_changed, queue="slow"),
            reaction(PersonUpdated, person_updated),
            reaction(OldNoticesDue, forget_old),
        ],
        schedules=[Schedule(key="notices.old", every="50 3 * * *", event=OldNoticesDue())],
    )
