"""The history of a record: every update with old and new, at the level that each field has for the reader today."""

from __future__ import annotations

from tests.fuzz.model import Change, Field, Row

from .forms import mask, reachable, show
from .scopes import View


def answer(view: View, row: Row) -> list[dict[str, object]]:
    """Its updates, newest first."""
    return [{"version": change.version, "changes": _shown(view, row, change)} for change in reversed(row.changes)]


def _shown(view: View, row: Row, change: Change) -> dict[str, tuple[object, object]]:
    """What is hidden on this row is left out, masked values are masked; links to what is out of sight are none."""
    found: dict[str, tuple[object, object]] = {}
    for key, (old, new) in change.delta.items():
        field = view.world.objects[row.object].field(key)
        level = view.level(row, key)
        if field is not None and level != "hidden":
            found[key] = (_value(view, field, level, old), _value(view, field, level, new))
    return found


def _value(view: View, field: Field, level: str, value: object) -> object:
    return mask(field.kind, reachable(view, field, value)) if level == "masked" else show(view, field, value)
