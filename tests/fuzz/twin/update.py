"""Changing a field: who may, and what the record is afterwards."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from tests.fuzz.model import Row, Update

from .denied import Denied
from .forms import record
from .scopes import View
from .values import from_json

_MOVES = ("owner", "department")  # giving a record away is a right of its own


def answer(view: View, request: Update) -> dict[str, object]:
    """The record after the change as it is seen then: who has given it away sees only its id."""
    obj = view.object(request.object)
    if request.key not in _MOVES:
        view.field(request.object, request.key, use=False)
        if view.best_level(request.object, request.key) != "edit":
            raise Denied(403, "")  # whatever the record, so that nothing is told of it
    row = view.row(request.object, request.id)
    if not _may(view, row, "update") and not _is_shared_to_edit(view, row):
        raise Denied(403, "")
    if request.key not in _MOVES and view.level(row, request.key) != "edit":
        raise Denied(403, "")
    field = obj.field(request.key)
    value = UUID(str(request.value)) if field is None else _value(field.kind, request.value)
    old = getattr(row, request.key) if field is None else row.values.get(request.key)
    if value == old:
        return record(view, row)
    if field is None and not _may(view, row, "transfer"):
        raise Denied(403, "")
    return _after(view, row, request.key, value)


def _value(kind: str, value: object) -> object:
    return UUID(str(value)) if kind in ("person", "department", "relation") else from_json(kind, value)


def _may(view: View, row: Row, action: str) -> bool:
    return any(view.covers(getattr(rights, action), row) for rights in view.rights(row.object))


def _is_shared_to_edit(view: View, row: Row) -> bool:
    return any(share.record == row.id and share.level == "edit" for share in view.shares(row.object))


def _after(view: View, row: Row, key: str, value: object) -> dict[str, object]:
    changed = replace(row, values=dict(row.values), version=row.version + 1, updated_at=view.world.now, updated_by=view.me.id)
    if key in _MOVES:
        setattr(changed, key, value)
    else:
        changed.values[key] = value
    rows = {**view.world.rows, row.object: {**view.world.rows[row.object], row.id: changed}}
    after = View(replace(view.world, rows=rows), view.me)
    return record(after, changed) if after.sees(changed) else {"id": str(row.id), "_masked": []}
