"""SQL of the log. Nothing else writes this table, and the role of the workspace may neither change nor delete a row."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kedang.core.base import Actor, new_id
from kedang.core.db import WorkspaceTx, copy, is_copied, json_of

from .model import Entry


async def insert(tx: WorkspaceTx, actor: Actor, action: str, entries: Sequence[Entry]) -> None:
    """One row for each entry, in their order."""
    if is_copied(tx, len(entries)):
        await _copy(tx, actor, action, entries)
        return
    await tx.run(
        """
        insert into audit_event
            (id, at, actor_kind, actor, via, credential, ip, request, action, object, record, record_version, outcome, reason, body)
        select e.id, %(at)s, %(actor_kind)s, %(actor)s, %(via)s, %(credential)s, %(ip)s, %(request)s, %(action)s,
            e.object, e.record, e.version, e.outcome, e.reason, e.body
        from json_to_recordset(%(rows)s::json)
            as e (id uuid, object integer, record uuid, version integer, outcome text, reason text, body jsonb)
        """,
        at=tx.now,
        actor_kind="system" if actor.is_system else "person",
        actor=actor.person,
        via=actor.via,
        credential=actor.credential,
        ip=actor.ip,
        request=actor.request or None,
        action=action,
        rows=json_of([
            {
                "id": new_id(), "object": entry.object, "record": entry.record, "version": entry.version, "outcome": entry.outcome, "reason": entry.reason,
                "body": msgspec.Raw(_body_of(actor, entry)),
            }
            for entry in entries
        ]),
    )  # fmt: skip


COLUMNS = (
    "id", "at", "actor_kind", "actor", "via", "credential", "ip", "request", "action", "object", "record", "record_version", "outcome", "reason", "body",
)  # fmt: skip


async def _copy(tx: WorkspaceTx, actor: Actor, action: str, entries: Sequence[Entry]) -> None:
    who = (tx.now, "system" if actor.is_system else "person", actor.person, actor.via, actor.credential, actor.ip, actor.request or None, action)
    rows = ((new_id(), *who, e.object, e.record, e.version, e.outcome, e.reason, _body_of(actor, e).decode()) for e in entries)
    await copy(tx, "audit_event", COLUMNS, rows)


def _body_of(actor: Actor, entry: Entry) -> bytes:
    who = {"by": actor.name} if actor.is_system else {}
    return msgspec.json.encode({**who, **entry.body}, order="sorted")
