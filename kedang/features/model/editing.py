"""Changes of a definition by parts, by several people at once: a part that somebody else has changed meanwhile is not written over."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from kedang.core import schema
from kedang.core.db import WorkspaceTx
from kedang.core.schema import FieldDefinition, Object, ObjectDefinition

from .errors import ModelMoved

Definition = ObjectDefinition | FieldDefinition


async def check_object(tx: WorkspaceTx, one: Object, wanted: ObjectDefinition, parts: Collection[str], since: int | None) -> None:
    """Whether parts of an object's definition may change for who saw it at a revision. Raises ``ModelMoved``."""
    if since is not None:
        await _fresh(tx, one.key, await schema.definition_of(tx, one.key, since), one.definition, wanted, parts)


async def check_field(tx: WorkspaceTx, one: Object, wanted: FieldDefinition, parts: Collection[str], since: int | None) -> None:
    """Whether parts of a field's definition may change for who saw the object's at a revision. Raises ``UnknownField``, ``ModelMoved``."""
    if since is not None:
        whole = await schema.definition_of(tx, one.key, since)
        before = next((each for each in whole.fields if each.key == wanted.key), None) if whole else None
        await _fresh(tx, one.key, before, one.raw(wanted.key), wanted, parts)


async def _fresh(tx: WorkspaceTx, key: str, before: Definition | None, present: Definition, wanted: Definition, parts: Collection[str]) -> None:
    """Nothing that is given was changed by somebody else to something else."""
    if before is None:
        return
    moved = [part for part in parts if getattr(present, part) not in (getattr(before, part), getattr(wanted, part))]
    if moved:
        both = {part: (msgspec.to_builtins(getattr(wanted, part)), msgspec.to_builtins(getattr(present, part))) for part in moved}
        conflicts = [{"field": part, "yours": yours, "theirs": theirs} for part, (yours, theirs) in both.items()]
        raise ModelMoved(revision=await schema.revision_of(tx, key), conflicts=conflicts)
