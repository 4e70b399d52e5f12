"""What of the news one person may hear."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kedang.core import records
from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx

from .news import News


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A record that changed; without an id, many of an object did."""

    object: str
    id: UUID | None
    version: int | None


async def hearable(tx: WorkspaceTx, rights: Rights, news: News) -> list[Changed]:
    """Changes of records that the person sees, or saw before the change."""
    found: list[Changed] = []
    for key, changed in news.records.items():
        seen = await records.in_sight(tx, rights, key, changed)
        found += [Changed(object=key, id=id, version=version) for id, version in seen.items()]
    many = {key for key, one in rights.catalog.objects.items() if rights.scope.of(one).rows} if news.is_unknown else set[str]()
    for batch, key in news.batches.items():
        if key not in many and await records.batch_in_sight(tx, rights, key, batch):
            many.add(key)
    return [*found, *(Changed(object=key, id=None, version=None) for key in sorted(many))]
