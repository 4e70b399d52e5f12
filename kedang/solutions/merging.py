"""Three definitions into one: what was applied last, what is wanted now, what the workspace has.

An attribute that the firm has not changed follows the solution; one that she has changed stays. Of lists of options each option counts for itself;
options are added and changed, never taken away, because records may hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from kedang.core.schema import AddField, AddObject, Change, ChangeField, ChangeObject, FieldDefinition, ObjectDefinition

from .model import Kept, Solution, Wanted

Tree = Mapping[str, Any]  # Any: JSON
_BY_KEY = ("options", "sections", "latest")
_FIXED = ("kind", "target")  #: a change of kind converts values and is planned on its own


def changes_of(before: Solution | None, wanted: Solution, present: Mapping[str, ObjectDefinition]) -> Wanted:
    """What has to change in a workspace. ``before``: the solution as it was applied last, if it ever was."""
    known = {one.key: one for one in before.objects} if before else {}
    changes: list[Change] = []
    kept: list[Kept] = []
    for one in wanted.objects:
        if one.key in present:
            _object(known.get(one.key), one, present[one.key], changes, kept)
        elif one.key in known:
            kept.append(Kept(object=one.key))
        else:
            changes.append(AddObject(definition=one))
    return Wanted(changes=tuple(_fields_first(changes)), kept=tuple(kept))


def _fields_first(changes: list[Change]) -> list[Change]:
    """Fields before what may name them: the title, the tags, the timeline."""
    return sorted(changes, key=lambda change: isinstance(change, ChangeObject))


def _object(before: ObjectDefinition | None, wanted: ObjectDefinition, present: ObjectDefinition, changes: list[Change], kept: list[Kept]) -> None:
    old: Tree = _tree(before) if before else {}
    tree, left = merge({**old, "fields": ()}, {**_tree(wanted), "fields": ()}, {**_tree(present), "fields": ()})
    if left:
        kept.append(Kept(object=wanted.key, attributes=left))
    if tree != {**_tree(present), "fields": ()}:
        changes.append(ChangeObject(definition=msgspec.convert(tree, ObjectDefinition)))
    before_by_key = {f.key: f for f in before.fields} if before else {}
    present_by_key = {f.key: f for f in present.fields}
    for field in wanted.fields:
        _field(wanted.key, before_by_key.get(field.key), field, present_by_key.get(field.key), changes, kept)


def _field(
    object: str, before: FieldDefinition | None, wanted: FieldDefinition, present: FieldDefinition | None, changes: list[Change], kept: list[Kept]
) -> None:
    if present is None:
        if before is None:
            changes.append(AddField(object=object, definition=wanted))
        else:
            kept.append(Kept(object=object, field=wanted.key))
        return
    if any(getattr(present, name) != getattr(wanted, name) for name in _FIXED):
        kept.append(Kept(object=object, field=wanted.key))
        return
    tree, left = merge(_tree(before) if before else {}, _tree(wanted), _tree(present))
    if left:
        kept.append(Kept(object=object, field=wanted.key, attributes=left))
    if tree != _tree(present):
        changes.append(ChangeField(object=object, definition=msgspec.convert(tree, FieldDefinition)))


def merge(before: Tree, wanted: Tree, present: Tree) -> tuple[Tree, tuple[str, ...]]:
    """The merged tree, and the attributes that stay although the solution has others."""
    found = dict(present)
    kept: list[str] = []
    for name in [*wanted, *(name for name in before if name not in wanted)]:
        old, new, own = before.get(name), wanted.get(name), present.get(name)
        if name in _BY_KEY:
            found[name], is_kept = _merge_options(old or [], new or [], own or [])
            if is_kept:
                kept.append(name)
        elif own != new and own == old:
            found[name] = new
        elif new not in (own, old):
            kept.append(name)
    return {name: value for name, value in found.items() if value not in (None, [])}, tuple(kept)


def _merge_options(before: list[Tree], wanted: list[Tree], present: list[Tree]) -> tuple[list[Tree], bool]:
    old, new = {o["key"]: o for o in before}, {o["key"]: o for o in wanted}
    found: list[Tree] = []
    is_kept = False
    for option in present:
        key = option["key"]
        merged, left = merge(old.get(key, {}), new[key], option) if key in new else (option, ())
        found.append(merged)
        is_kept = is_kept or bool(left)
    have = {o["key"] for o in present}
    added = [o for o in wanted if o["key"] not in have and o["key"] not in old]
    is_kept = is_kept or any(o["key"] not in have and o["key"] in old for o in wanted)
    return _placed(found, added, wanted), is_kept


def _placed(found: list[Tree], added: list[Tree], wanted: list[Tree]) -> list[Tree]:
    """New options stand behind the one that precedes them in the solution."""
    order = [o["key"] for o in wanted]
    placed = list(found)
    for option in added:
        before = set(order[: order.index(option["key"])])
        at = max((i + 1 for i, o in enumerate(placed) if o["key"] in before), default=0)
        placed.insert(at, option)
    return placed


def _tree(definition: ObjectDefinition | FieldDefinition) -> Tree:
    return cast("Tree", msgspec.json.decode(msgspec.json.encode(definition)))
