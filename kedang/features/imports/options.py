"""Words that are no options yet become options, where the importer has agreed; the rows then carry their keys."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kedang.core.access import Rights, rights_of
from kedang.core.base import Actor, fold
from kedang.core.db import WorkspaceTx
from kedang.core.schema import ChangeField, Field, Option, run

from . import store
from .staged import Choices
from .wishes import ChoicesWish


def may_choose(rights: Rights, wish: ChoicesWish) -> None:
    """Who says that words shall become options must be allowed to make them: told now, not once everything is to be written. Raises ``MayNotManage``."""
    if wish.options is True and not rights.actor.is_system:
        rights.require_manage("model")


def possible(choices: Choices, rights: Rights) -> Choices:
    """Without what the caller may not do: unknown words stay out of her records, and are listed."""
    may = rights.actor.is_system or rights.may_manage("model")
    return choices if may or not choices.options else msgspec.structs.replace(choices, options=False)


async def add_options(tx: WorkspaceTx, actor: Actor, id: UUID) -> int:
    """Add what is missing; returns how many options were added. Raises ``MayNotManage`` if there are some and the importer does not manage the model."""
    wanted = await store.words(tx, id)
    if not wanted:
        return 0
    rights = await rights_of(tx, actor)
    rights.require_manage("model")
    changes: list[ChangeField] = []
    added = 0
    for (object_key, field_key), words in wanted.items():
        field = rights.catalog.object(object_key).fields[field_key]
        if field.kind.name not in {"choice", "choices"}:
            continue  # it has got another kind since the plan
        keys = _keys(field, words)
        new = tuple(Option(key=key, label={rights.catalog.language: word}) for word, key in keys.items() if key not in field.spec.options)
        added += len(new)
        if new:
            definition = msgspec.structs.replace(field.definition, options=(*field.definition.options, *new))
            changes.append(ChangeField(object=object_key, definition=definition))
        for word, key in keys.items():
            await store.set_word(tx, id, object_key, field_key, word, [key] if field.kind.name == "choices" else key)
    if changes:
        await run(tx, actor, list(changes))
    return added


def _keys(field: Field, words: list[str]) -> dict[str, str]:
    """A key for each word; words that are the same after folding are one option."""
    found: dict[str, str] = {}
    by_form = {fold(key): key for key in field.spec.options}
    for word in words:
        plain = " ".join(word.split())[:200]
        found[word] = by_form.setdefault(fold(plain), plain)
    return found
