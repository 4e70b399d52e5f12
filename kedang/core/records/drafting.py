"""An unsaved form: its defaults, what is wrong with it, and what may already be there. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kedang.core.access import MayNot, Rights
from kedang.core.base import Actor, KedangError, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import Level
from kedang.core.schema import Object

from . import references
from .defaults import moment_of
from .duplicates import Alike, Candidate, find_equal, nobody_alike
from .model import Values
from .reading import get
from .values import Parsed, plain, read


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known of an unsaved form."""

    values: dict[str, object]  #: as they would be stored, defaults of a new record among them
    errors: list[KedangError]
    duplicates: list[Candidate]


async def draft(tx: WorkspaceTx, rights: Rights, object_key: str, values: Values, *, id: UUID | None = None, alike: Alike = nobody_alike) -> Draft:
    """Look at the values of a form before they are saved; ``id`` names the record that they are to change.

    Raises ``NoSuchObject``, ``MayNot``, ``NoSuchRecord``, ``UnknownField``, ``MayNotEdit``.
    """
    scope = rights.of(object_key)
    if id is not None:
        await get(tx, rights, RecordRef(object=object_key, id=id))
    elif not scope.can_create:
        raise MayNot(action="create")
    one = rights.catalog.object(object_key)
    actor, moment = rights.actor, moment_of(tx, rights.actor)
    parsed, errors = read(one, scope, values, is_new=id is None, by_system=actor.via == "import", moment=moment)
    missing = await references.missing(tx, rights, one, [parsed])
    shown = {**values, **{key: _shown(actor, one, parsed, key, values) for key in parsed.columns if scope.best(key) > Level.HIDDEN}}
    equal = await find_equal(tx, rights, one, {k: v for k, v in parsed.columns.items() if k not in parsed.filled}, but=id)
    known = {candidate.id for candidate in equal}
    others = [candidate for candidate in await alike(tx, rights, object_key, values, id) if candidate.id not in known]
    return Draft(values=shown, errors=[*errors, *missing], duplicates=[*equal, *others])


def _shown(actor: Actor, one: Object, parsed: Parsed, key: str, given: Values) -> object:
    """A reference as it was given, anything else as it would be read again."""
    field = one.fields[key]
    if key in parsed.filled and field.definition.default == "$me":
        return {"id": str(actor.person), "title": actor.name}
    if field.kind.family in {"reference", "references"}:
        return given.get(key, field.definition.default)
    return plain(field, parsed.columns[key])
