"""An option that becomes another in more records than one request should change: a change of many of the whole archive, by who manages the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from kedang.core import outbox, records
from kedang.core.access import Rights
from kedang.core.base import BatchId
from kedang.core.db import WorkspaceTx
from kedang.core.records import Edit, Origin, Outcome

from . import service
from .events import BulkRequested
from .model import Bulk, Picked, Wanted


async def merge_options(tx: WorkspaceTx, rights: Rights, object: str, field: str, *, source: str, into: str) -> BatchId:
    """Ask that one option of a choice or a choice of many becomes another wherever it stands; returns the batch, which is the change's id.

    Raises ``MayNotManage``, ``TooManyBulks``, and what a query raises.
    """
    everything = of_all(rights)
    is_list = rights.catalog.object(object).field(field).kind.name == "choices"
    where = {"field": field, "op": "has_any", "value": [source]} if is_list else {"field": field, "op": "eq", "value": source}
    body = {"field": field, "source": source, "into": into}
    # No reason: whoever sees a record reads it, also who does not see the field.
    wanted = Wanted(object=object, picked=Picked(query={"where": where}), action="merge_options", body=body, reason=None)
    made = await service.insert(tx, everything, wanted)
    await outbox.emit(tx, BulkRequested(id=made.id))
    return BatchId(made.id)


def of_all(rights: Rights) -> Rights:
    """A change of the model is one of every record, whoever may see it. Raises ``MayNotManage``."""
    rights.require_manage("model")
    return rights.unlimited(because="options are merged")


async def change(tx: WorkspaceTx, rights: Rights, bulk: Bulk, ids: Sequence[UUID], origin: Origin) -> list[Outcome]:
    """Give those that still hold the first option the other one; outcomes in the order of the ids. Raises ``MayNotManage``, ``NoSuchObject``."""
    everything, key, source, into = of_all(rights), *(str(bulk.body[part]) for part in ("field", "source", "into"))
    is_known = key in rights.catalog.object(bulk.object).fields  # a field that is gone is refused for each record
    present = await records.held_of(tx, everything, bulk.object, ids, key) if is_known else {}
    edits = [Edit(id, {key: _instead(present.get(id, source), source, into)}) for id in ids if id not in present or _holds(present[id], source)]
    told = {one.id: one for one in await records.update_each(tx, everything, bulk.object, edits, origin=origin)}
    return [told.get(id, Outcome(id)) for id in ids]


def _holds(value: object, option: str) -> bool:
    return option in cast("list[str]", value) if isinstance(value, list) else value == option


def _instead(value: object, source: str, into: str) -> object:
    if not isinstance(value, list):
        return into
    return list(dict.fromkeys(into if one == source else one for one in cast("list[str]", value)))
