"""What has happened lately: deeds on records that somebody sees, latest first, of the week that events are kept.

The events of the outbox are walked, not the history: an import of a million rows is one event there. How many records it changed is not told: some may be
out of sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from psycopg.rows import DictRow

from kedang.core import outbox
from kedang.core.access import Rights
from kedang.core.base import RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.outbox import Happened
from kedang.core.query import Level
from kedang.core.schema import Object

from .events import RecordChanged, RecordsChanged
from .model import Deed
from .naming import titles_of
from .sight import batch_in_sight

STEP, STEPS = 200, 5  #: events looked at at once, and how often: who sees little does not wait for all that she does not see
BATCHES = 20  #: batches asked about at most
KINDS = (RecordChanged.kind, RecordsChanged.kind)
Asked = tuple[RecordRef, int]  #: a record and the version that a change made; 0: its newest


async def lately(tx: WorkspaceTx, rights: Rights, *, limit: int = 20) -> list[Deed]:
    """Deeds in sight, latest first; several of one kind by one person on one record are told once."""
    found: dict[tuple[object, ...], Deed] = {}
    before: UUID | None = None
    for _ in range(STEPS):
        events = await outbox.happened_before(tx, before, kinds=KINDS, limit=STEP)
        for deed in await _deeds(tx, rights, events):
            found.setdefault((deed.ref, deed.object, deed.what, deed.actor, deed.batch), deed)
        if len(found) >= limit or len(events) < STEP:
            break
        before = events[-1].id
    return sorted(found.values(), key=lambda deed: deed.at, reverse=True)[:limit]


async def _deeds(tx: WorkspaceTx, rights: Rights, events: Sequence[Happened]) -> list[Deed]:
    single = [(_ref(one), int(one.body["version"])) for one in events if one.kind == RecordChanged.kind]
    what = {asked: str(one.body["what"]) for asked, one in zip(single, (e for e in events if e.kind == RecordChanged.kind), strict=True)}
    titles = await titles_of(tx, rights, (ref for ref, _ in single))
    seen = [asked for asked in dict.fromkeys(single) if asked[0] in titles]
    rows = await _load(tx, rights, seen)
    alone = [asked for asked in seen if asked in rows and rows[asked]["batch"] is None and _shows(rights, rights.catalog.object(asked[0].object), rows[asked])]
    deeds = [
        Deed(object=ref.object, ref=ref, title=titles[ref], what=what[ref, version], at=row["at"], actor=row["actor"], name=row["name"])
        for (ref, version), row in ((asked, rows[asked]) for asked in alone)
    ]
    batches = {row["batch"]: ref.object for (ref, _), row in rows.items() if row["batch"] is not None}
    batches |= {UUID(str(one.body["batch"])): str(one.body["object"]) for one in reversed(events) if one.kind == RecordsChanged.kind}
    return [*deeds, *await _batches(tx, rights, batches)]


def _ref(event: Happened) -> RecordRef:
    return RecordRef(object=str(event.body["object"]), id=UUID(str(event.body["record"])))


def _shows(rights: Rights, one: Object, row: DictRow) -> bool:
    """Whether the reader could see any of what changed, as in a timeline."""
    if row["kind"] != "updated" or not row["delta"]:
        return True
    scope, fields = rights.scope.of(one), one.field_by_history_key
    return any(name in fields and scope.best(fields[name].key) > Level.HIDDEN for name in cast("Iterable[str]", row["delta"]))


async def _load(tx: WorkspaceTx, rights: Rights, asked: Sequence[Asked]) -> dict[Asked, DictRow]:
    """The rows of the history that tell of some changes."""
    rows = await tx.all(
        """
        select n.at_place, c.at, c.kind, c.delta, c.batch, c.actor, p.name
        from unnest(%(objects)s::integer[], %(records)s::uuid[], %(versions)s::integer[]) with ordinality n (object, record, version, at_place)
        cross join lateral (
            select * from change c where c.object = n.object and c.record = n.record and (n.version = 0 or c.version = n.version)
            order by c.version desc limit 1
        ) c
        left join person p on p.id = c.actor
        """,
        objects=[rights.catalog.object(ref.object).number for ref, _ in asked],
        records=[ref.id for ref, _ in asked], versions=[version for _, version in asked],
    )  # fmt: skip
    return {asked[row["at_place"] - 1]: row for row in rows}


async def _batches(tx: WorkspaceTx, rights: Rights, objects: Mapping[UUID, str]) -> list[Deed]:
    """What batches did, if any record that they changed is in sight."""
    rows = await tx.all(
        """
        select b.id, b.kind, b.at, b.actor, p.name from batch b left join person p on p.id = b.actor
        where b.id = any(%(ids)s) order by b.at desc limit %(most)s
        """,
        ids=list(objects), most=BATCHES,
    )  # fmt: skip
    return [
        Deed(object=objects[row["id"]], ref=None, title=None, what=row["kind"], at=row["at"], actor=row["actor"], name=row["name"], batch=row["id"])
        for row in rows
        if await batch_in_sight(tx, rights, objects[row["id"]], row["id"])
    ]
