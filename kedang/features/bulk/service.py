"""The verbs of changes of many: plan, ask for one, look, cancel. What moves one on is in ``running``, what takes it back in ``undoing``."""

from __future__ import annotations

from uuid import UUID

from kedang.core import audit, records
from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor, BatchId, KedangError, RecordRef, new_id
from kedang.core.db import WorkspaceTx
from kedang.core.query import Clock, Compiled, parse_query, picked

from . import store
from .errors import BadBulk, NoSuchBulk, NotRunning, TooMany, TooManyBulks
from .model import Bulk, Planned, Row, RowState, Wanted

AT_ONCE = 500  #: records that are changed while the caller waits
MOST = 1_000_000  #: records of one change
NAMED = 10_000  #: records that may be named one by one
OPEN = 5  #: changes of one person that may be under way
LISTS = frozenset({"tags", "choices"})  #: kinds whose values can be added and removed


async def plan(tx: WorkspaceTx, actor: Actor, wanted: Wanted) -> Planned:
    """How many records a change would be about; what is wrong with it is said. Raises as ``begin``."""
    rights = await rights_of(tx, actor)
    await _check(tx, rights, wanted)
    return await store.count(tx, _picked(tx, rights, wanted))


async def begin(tx: WorkspaceTx, actor: Actor, wanted: Wanted) -> Bulk:
    """Ask for a change: its records are those that are picked at this moment.

    Raises ``NoSuchObject``, ``MayNot``, ``BadBulk``, ``TooMany``, ``TooManyBulks``, what a query raises, and what values raise (see ``records.check_values``).
    """
    rights = await rights_of(tx, actor)
    await _check(tx, rights, wanted)
    made = await insert(tx, rights, wanted)
    if made.total > MOST:
        raise TooMany(most=MOST)
    return made


async def insert(tx: WorkspaceTx, rights: Rights, wanted: Wanted) -> Bulk:
    """A change of what the rights pick at this moment, unchecked. Raises ``TooManyBulks``."""
    actor, person = rights.actor, _person(rights.actor)
    if await store.count_open(tx, person) >= OPEN:
        raise TooManyBulks(most=OPEN)
    id = new_id()
    await store.insert(tx, wanted, id=id, actor=person, language=actor.language)
    if wanted.picked.ids is not None:
        await store.insert_ids(tx, id, list(dict.fromkeys(wanted.picked.ids)))
    else:
        await store.insert_picked(tx, id, _picked(tx, rights, wanted), most=None if wanted.action == "merge_options" else MOST + 1)
    made = await get(tx, actor, id)
    await log(tx, rights, made, "bulk.requested", total=made.total)
    return made


async def _check(tx: WorkspaceTx, rights: Rights, wanted: Wanted) -> None:
    """Whether a change can be asked for at all."""
    chosen = wanted.picked
    if (chosen.ids is None) == (chosen.query is None):
        raise BadBulk(field="ids", reason="give ids or a query, not both", reason_zh="请给出 ids 或 query，二者选一")
    if len(chosen.ids or ()) > NAMED or len(chosen.besides) > NAMED:
        raise TooMany(most=NAMED)
    for action in _actions(wanted):
        rights.require(wanted.object, action)
    if wanted.action == "set":
        if not wanted.body:
            raise BadBulk(field="values", reason="give at least one field", reason_zh="请至少给出一个字段")
        await records.check_values(tx, rights, wanted.object, wanted.body)
    if wanted.action == "tags":
        await _check_words(tx, rights, wanted)


async def _check_words(tx: WorkspaceTx, rights: Rights, wanted: Wanted) -> None:
    """Words or options that are added must be possible ones; any may be removed."""
    key, one = str(wanted.body["field"]), rights.catalog.object(wanted.object)
    field = one.fields.get(key)
    if field is not None and field.kind.name not in LISTS:
        raise BadBulk(field="field", reason="must be tags or a choice of many", reason_zh="应为标签或多选字段")
    if not wanted.body["add"] and not wanted.body["remove"]:
        raise BadBulk(field="add", reason="give something to add or to remove", reason_zh="请给出要添加或移除的内容")
    try:
        await records.check_values(tx, rights, wanted.object, {key: wanted.body["add"] or None})
    except records.Rejected:
        if wanted.body["add"]:
            raise


def _actions(wanted: Wanted) -> list[str]:
    """What one must be allowed to do to a record."""
    match wanted.action:
        case "delete" | "restore":
            return ["delete"]
        case "tags":
            return ["update"]
        case "merge_options":
            return []
        case "set":
            return ["update", "transfer"] if {"owner", "department"} & set(wanted.body) else ["update"]


def _picked(tx: WorkspaceTx, rights: Rights, wanted: Wanted) -> Compiled:
    body = {key: value for key, value in (wanted.picked.query or {}).items() if value is not None}
    if unknown := sorted(set(body) - {"where", "search"}):
        raise BadBulk(field=f"query.{unknown[0]}", reason="is not for changes of many", reason_zh="不适用于批量操作")
    query = parse_query(wanted.object, {**body, "deleted": wanted.action == "restore"})
    actions = [one for one in _actions(wanted) if wanted.action != "restore"]  # the bin shows only what one may delete, and so restore
    return picked(rights.catalog, rights.scope, Clock(tx.now, tx.zone), query, ids=wanted.picked.ids, besides=wanted.picked.besides, actions=actions)


def _person(actor: Actor) -> UUID:
    if actor.person is None:
        raise NoSuchBulk
    return actor.person


async def log(tx: WorkspaceTx, rights: Rights, bulk: Bulk, action: str, **more: object) -> None:
    """Note in the log what was asked for, or what became of it."""
    one = rights.catalog.objects.get(bulk.object)
    body = {"batch": str(bulk.id), "does": bulk.action, **more}
    await audit.append(tx, rights.actor, action, object=one.number if one else None, reason=bulk.reason, body=body)


async def get(tx: WorkspaceTx, actor: Actor, id: UUID) -> Bulk:
    """A change of the actor's own. Raises ``NoSuchBulk``."""
    found = await store.load(tx, id)
    if found is None or found.actor != actor.person:
        raise NoSuchBulk
    return found


async def find(tx: WorkspaceTx, actor: Actor) -> list[Bulk]:
    """The actor's own changes, newest first."""
    return await store.load_newest(tx, _person(actor), limit=50)


async def rows(tx: WorkspaceTx, actor: Actor, id: UUID, state: RowState, *, after: int, limit: int) -> list[tuple[Row, str | None]]:
    """Records of one state in their order, behind a place, each with its title if the actor may see it. Raises ``NoSuchBulk``."""
    bulk, rights = await get(tx, actor, id), await rights_of(tx, actor)
    found = await store.load_rows(tx, id, state, after=after, limit=limit)
    titles = await records.titles_of(tx, rights, [RecordRef(object=bulk.object, id=row.record) for row in found])
    return [(row, titles.get(RecordRef(object=bulk.object, id=row.record))) for row in found]


async def cancel(tx: WorkspaceTx, actor: Actor, id: UUID) -> Bulk:
    """Stop it behind the chunk that is being written; what is done stays, and can be undone. Raises ``NoSuchBulk``, ``NotRunning``."""
    bulk = await get(tx, actor, id)
    if not await store.move(tx, id, since=["waiting", "running"], to="cancelling"):
        raise NotRunning
    await log(tx, await rights_of(tx, actor), bulk, "bulk.cancelled")
    return await get(tx, actor, id)


async def fail(tx: WorkspaceTx, actor: Actor, bulk: Bulk, why: KedangError) -> None:
    """It cannot go on: what is done stays, and can be undone."""
    rights = await rights_of(tx, actor)
    if await store.move(tx, bulk.id, since=["waiting", "running", "cancelling"], to="failed", error=why.text(bulk.language)):
        await close(tx, rights, bulk)


async def close(tx: WorkspaceTx, rights: Rights, bulk: Bulk) -> None:
    """It has ended: from now on it can be undone as a whole, and others hear of it."""
    one = rights.catalog.objects.get(bulk.object)
    await records.begin(tx, rights, BatchId(bulk.id), "bulk", one.number if one else None)
    now = await store.load(tx, bulk.id) or bulk
    if now.changed:
        await records.announce(tx, bulk.object, BatchId(bulk.id), now.changed)
    await log(tx, rights, now, f"bulk.{now.state}", changed=now.changed, unchanged=now.unchanged, refused=now.refused)
