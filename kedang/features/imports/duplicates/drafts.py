"""Likely duplicates of an unsaved form, while it is being typed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kedang.core.access import Rights
from kedang.core.db import WorkspaceTx
from kedang.core.records import Candidate
from kedang.core.schema import Object, Refused

from .roles import identity_of, roles_of
from .stored import like_one


async def of_values(tx: WorkspaceTx, rights: Rights, object_key: str, values: Mapping[str, object], but: UUID | None = None) -> list[Candidate]:
    """Records in sight that may be the same as the form, the likeliest first; never ``but``, the record that the form changes. Raises ``NoSuchObject``."""
    rights.of(object_key)
    one = rights.catalog.object(object_key)
    roles = roles_of(one)
    identity = identity_of(roles, "", _normal(one, values))
    found = await like_one(tx, rights, one, identity, but=but)
    return [Candidate(id=record.id, title=record.title, score=candidate.score, reasons=candidate.reasons) for record, candidate in found]


def _normal(one: Object, values: Mapping[str, object]) -> dict[str, object]:
    """Values as they would be stored; what cannot be a value yet, as half a telephone number, is left out."""
    found: dict[str, object] = {}
    for key, value in values.items():
        field = one.fields.get(key)
        if field is None or value is None or field.kind.family not in {"text", "choice", "address"}:
            continue
        try:
            found[key] = field.kind.plain(field.spec, field.kind.parse(field.spec, value))
        except Refused:
            continue
    return found
