"""Change everything that a person may not see, and nothing that she may: whatever she asks, the answer must stay."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

from .generate import a_row, an_id
from .model import Field, Person, Row, World
from .pools import a_value
from .twin.forms import mask
from .twin.paths import target_of
from .twin.scopes import View

Delta = dict[str, tuple[Any, Any]]  # Any: what type a value has follows from its field's kind


def disturbed(world: World, person: Person, seed: int) -> World:
    """The same world to this person, another one beneath."""
    rng = Random(seed)
    before = View(world, person)
    changed = replace(world, rows={key: {one: replace(row, values=deepcopy(row.values)) for one, row in rows.items()} for key, rows in world.rows.items()})
    after = View(changed, person)
    for key in world.rows:
        for row in list(changed.rows[key].values()):
            if is_known(before, world.rows[key][row.id]):
                _disturb_visible(rng, before, changed, row)
            else:
                _disturb_invisible(rng, after, changed, row)
        _add_invisible(rng, after, changed, key)
    _forget_the_gone(changed)
    return changed


def _forget_the_gone(world: World) -> None:
    """Nothing points to what is not there any more."""
    for key, obj in world.objects.items():
        for field in obj.fields:
            if field.target:
                for row in world.rows[key].values():
                    value = row.values.get(field.key)
                    for one in value if isinstance(value, tuple) else (value,):
                        if one not in world.rows[field.target]:
                            _forget(row, field.key, one)


def is_known(view: View, row: Row) -> bool:
    """Whether a person can see a row somewhere, in the recycle bin too."""
    return view.sees(row) or view.in_bin(row)


def _disturb_invisible(rng: Random, after: View, world: World, row: Row) -> None:
    """Anything may change in it, as long as it stays out of sight."""
    if rng.random() < 0.3:
        return
    if rng.random() < 0.1:
        del world.rows[row.object][row.id]
        return
    ids = {key: list(rows) for key, rows in world.rows.items()}
    fresh = a_row(rng, world, world.objects[row.object], row.id, ids)
    if row.deleted and rng.random() < 0.7:
        fresh.deleted = True
    world.rows[row.object][row.id] = fresh
    if is_known(after, fresh):
        fresh.owner, fresh.department, fresh.deleted = row.owner, row.department, row.deleted


def _forget(row: Row, key: str, id: object) -> None:
    value = row.values.get(key)
    if value == id:
        row.values.pop(key, None)
    elif isinstance(value, tuple) and id in value:
        row.values[key] = tuple(one for one in value if one != id)
        if not row.values[key]:
            del row.values[key]


def _add_invisible(rng: Random, after: View, world: World, key: str) -> None:
    for _ in range(rng.randint(0, 4)):
        ids = {k: list(rows) for k, rows in world.rows.items()}
        fresh = a_row(rng, world, world.objects[key], an_id(rng), ids)
        # It must not stand in the place of one that she sees, and no two records have one id, whatever they are.
        if all(fresh.id not in rows for rows in world.rows.values()) and not is_known(after, fresh):
            world.rows[key][fresh.id] = fresh


def _disturb_visible(rng: Random, before: View, world: World, row: Row) -> None:
    original = before.world.rows[row.object][row.id]
    for field in world.objects[row.object].fields:
        level = before.level(original, field.key)
        value = row.values.get(field.key)
        if rng.random() < 0.3:
            continue
        if level == "hidden":
            put(row, field.key, _another(rng, world, field))
        elif level == "masked":
            put(row, field.key, _masked_links(rng, before, field, value) if field.target else same_mask(rng, world, field, value))
        elif field.kind in ("relation", "relations"):
            put(row, field.key, _same_links(rng, before, world, field, value))
    row.changes = tuple(replace(change, delta=_disturb_delta(rng, before, world, original, change.delta)) for change in row.changes)
    title = world.objects[row.object].title
    if title not in row.values and title in original.values:
        row.values[title] = original.values[title]


def _disturb_delta(rng: Random, before: View, world: World, row: Row, delta: Delta) -> Delta:
    """Old and new values, changed where they may not be seen as they are."""
    found: Delta = {}
    for key, pair in delta.items():
        field = world.objects[row.object].field(key) or Field(key, "text")
        level = before.level(row, key)
        if level == "hidden":
            found[key] = (_another(rng, world, field), _another(rng, world, field))
        elif level == "masked":
            old, new = (_masked_links(rng, before, field, one) if field.target else same_mask(rng, world, field, one) for one in pair)
            found[key] = (old, new)
        elif field.target:
            old, new = (_same_links(rng, before, world, field, one) for one in pair)
            found[key] = (old, new)
        else:
            found[key] = pair
    return found


def put(row: Row, key: str, value: object) -> None:
    """Set or empty a value."""
    if value is None:
        row.values.pop(key, None)
    else:
        row.values[key] = value


def _another(rng: Random, world: World, field: Field) -> object:
    return a_value(rng, field, list(world.people), list(world.departments), list(world.rows[field.target]) if field.target else [])


def same_mask(rng: Random, world: World, field: Field, value: object) -> object:
    """Another value that shows the same mask: an empty one stays empty."""
    if value is None:
        return None
    if isinstance(value, str) and field.kind == "phone" and len(value) == 11 and value.isdigit():
        return f"{value[:3]}{rng.randint(0, 9999):04d}{value[-4:]}"
    if isinstance(value, str) and field.kind == "email":
        return f"{value[0]}{rng.choice(('', '.x', 'yz', '-1'))}@{value.rpartition('@')[2]}".replace(".x@", "x@")
    if isinstance(value, str) and field.kind in ("text", "long_text"):
        return value[0] + rng.choice(("", "甲", " x%_'", "中" * 30))
    found = [one for one in (_another(rng, world, field) for _ in range(8)) if one is not None and mask(field.kind, one) == mask(field.kind, value)]
    return found[0] if found else value


def _masked_links(rng: Random, before: View, field: Field, value: object) -> object:
    """Other links: some to what is in sight if some were, else only to what is not."""
    ids = value if isinstance(value, tuple) else (value,)
    rows = list(before.world.rows[field.target or ""])
    seen = [one for one in rows if target_of(before, field, one)]
    unseen = [one for one in rows if one not in seen]
    chosen = [rng.choice(seen)] if any(one in seen for one in ids) else rng.sample(unseen, min(len(unseen), rng.randint(0, 1)))
    if field.kind == "relation":
        return chosen[0] if chosen else None
    return tuple(dict.fromkeys([*chosen, *rng.sample(unseen, min(len(unseen), rng.randint(0, 2)))])) or None


def _same_links(rng: Random, before: View, world: World, field: Field, value: object) -> object:
    """Links to what is out of sight may change, the others stay."""
    unseen = [one for one in world.rows[field.target or ""] if not target_of(before, field, one)]
    if field.kind == "relation":
        return value if target_of(before, field, value) else rng.choice([*unseen, None])
    seen = [one for one in (value if isinstance(value, tuple) else ()) if target_of(before, field, one)]
    mixed = list(seen)
    for one in rng.sample(unseen, min(len(unseen), rng.randint(0, 3))):
        mixed.insert(rng.randint(0, len(mixed)), one)
    return tuple(mixed) or None
