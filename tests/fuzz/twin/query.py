"""Lists of records: which, in which order, and what is shown of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from kedang.core.base import sort_key
from kedang.core.records import pinyin_of, searchable
from tests.fuzz.model import Field, Query, Row

from .conditions import holds, read
from .denied import invalid
from .forms import record
from .paths import Path, find, rows_over, single, target_of, value_on, values
from .scopes import View
from .values import TEXTS, Value, fold

NOT_SORTED = frozenset({"long_text", "address", "choices", "tags", "relations"})
MOST_ROWS = 200
CAP = 10_000


@dataclass(frozen=True)
class Page:
    """What a list answers. ``ids`` are all that it could show, in order; ``shown`` and ``items`` those of the page."""

    ids: list[UUID]
    shown: list[UUID]
    items: list[dict[str, object]]
    before: bool  #: whether there is a page before this one
    after: bool
    count: dict[str, object] | None = None
    position: int | None = None
    neighbours: tuple[UUID | None, UUID | None] = (None, None)


def answer(view: View, query: Query) -> Page:
    """What a query answers, every use of a field checked before anything is looked at."""
    view.object(query.object)
    for key in query.fields or ():
        view.field(query.object, key, use=False)
    expanded = [find(view, query.object, text, use=False) for text in query.expand]
    node_rows = matching(view, query.object, query.where, query.search, deleted=query.deleted)
    order = _order(view, query)
    if not 1 <= query.limit <= MOST_ROWS:
        raise invalid("invalid_limit")
    rows = ordered(view, node_rows(), order)
    return _page(view, query, rows, expanded)


def matching(view: View, object_key: str, where: dict[str, object] | None, search: str | None, *, deleted: bool = False) -> Callable[[], list[Row]]:
    """The check of a condition; what it returns gives the visible rows for which condition and search hold."""
    paths: dict[str, Path] = {}

    def kind_of(text: str) -> str:
        paths[text] = find(view, object_key, text)
        kind = paths[text].last.kind
        if kind == "id":
            raise invalid()
        return kind

    node = read(where, kind_of, view.context) if where is not None else None

    def fits(row: Row) -> bool:
        return node is None or holds(node, lambda text: values(view, row, paths[text]), view.context)

    def rows() -> list[Row]:
        return [
            row
            for row in view.visible(object_key, deleted=deleted)
            if fits(row) and (not search or is_found(view, row, search) or (not deleted and is_spelled(view, row, search)))
        ]

    return rows


def is_found(view: View, row: Row, text: str) -> bool:
    """Whether a text stands somewhere in the title or a searched field that may be read on this row."""
    obj = view.world.objects[row.object]
    searched = [f for f in obj.fields if f.key == obj.title or f.search]
    texts = [value_on(view, row, f) for f in searched if f.kind in TEXTS]
    return any(fold(text) in fold(found) for found in texts if isinstance(found, str))


def is_spelled(view: View, row: Row, text: str) -> bool:
    """Whether Latin letters are pinyin of a title that may be read on this row, or its initials."""
    obj = view.world.objects[row.object]
    title, word = value_on(view, row, next(f for f in obj.fields if f.key == obj.title)), fold(text)
    if not isinstance(title, str) or not re.fullmatch("[a-z][a-z0-9]{1,59}", word):
        return False
    pinyin, initials = pinyin_of(searchable(title)[:200])
    if len(word) == 2:
        return any(word in one for one in initials.split()) or any(one.startswith(word) for one in pinyin.split())
    return word in initials or word in pinyin


def _order(view: View, query: Query) -> list[tuple[Path, bool]]:
    found: list[tuple[Path, bool]] = []
    for part in query.sort:
        path = find(view, query.object, part.path)
        if path.is_many or path.last.kind in NOT_SORTED:
            raise invalid("field_not_usable")
        found.append((path, part.descending))
    return found


def ordered(view: View, rows: list[Row], order: list[tuple[Path, bool]]) -> list[Row]:
    """Rows in a total order: the wanted fields, empties last whichever way, then the id."""
    rows = sorted(rows, key=lambda row: row.id)
    for path, descending in reversed(order):
        keys = {row.id: rank(view, path, single(view, row, path)) for row in rows}
        full = sorted((row for row in rows if keys[row.id] is not None), key=lambda row: keys[row.id], reverse=descending)
        rows = full + [row for row in rows if keys[row.id] is None]
    return rows


def rank(view: View, path: Path, value: Value) -> Value:
    """What a value is ordered by, ``None`` if it is empty."""
    if value is None:
        return None
    kind, field = path.last.kind, path.last
    if kind == "text":
        return sort_key(value)
    if kind in ("person", "department"):
        named = view.world.people if kind == "person" else view.world.departments
        return sort_key(named[value].name)
    if kind == "relation":
        return _title_rank(view, field, value)
    if kind == "choice":
        return field.options.index(value) if value in field.options else None
    return value


def _title_rank(view: View, field: Field, id: UUID) -> Value:
    target = target_of(view, field, id)
    title = value_on(view, target, Field("title", "text")) if target else None
    return sort_key(title) if isinstance(title, str) else None


def _page(view: View, query: Query, rows: list[Row], expanded: list[Path]) -> Page:
    ids = [row.id for row in rows]
    start, end = query.offset or 0, (query.offset or 0) + query.limit
    position, neighbours = None, (None, None)
    if query.walk:
        start, end = 0, len(rows)
    if query.around is not None:
        if query.around not in ids:  # out of sight, not there, or not among the rows: the same
            return Page(ids, [], [], before=False, after=False, count=_count(query, len(rows)))
        position = start = ids.index(query.around)
        end = start + 1
        neighbours = (ids[start - 1] if start else None, ids[end] if end < len(ids) else None)
    items = [{**record(view, row, query.fields), **expansion(view, row, expanded)} for row in rows[start:end]]
    return Page(ids, ids[start:end], items, start > 0, end < len(rows), _count(query, len(rows)), position, neighbours)


def _count(query: Query, number: int) -> dict[str, object] | None:
    if query.count == "none":
        return None
    if query.count == "capped" and number > CAP:
        return {"value": CAP, "more": True}
    return {"value": number, "more": False}


def expansion(view: View, row: Row, paths: list[Path]) -> dict[str, object]:
    """What paths show of records beyond a relation: one value, or a list over a to-many relation."""
    return {path_text(path): _beyond(view, row, path) for path in paths}


def path_text(path: Path) -> str:
    """A path as it was written."""
    return ".".join([*(hop.key for hop in path.hops), path.last.key])


def _beyond(view: View, row: Row | None, path: Path, hop: int = 0) -> object:
    """A list for each to-many relation on the way; nothing over a to-one relation that leads nowhere."""
    if row is None:
        return None
    if hop == len(path.hops):
        return record(view, row, (path.last.key,)).get(path.last.key)
    found = [_beyond(view, after, path, hop + 1) for after in rows_over(view, row, (path.hops[hop],))]
    return found if path.hops[hop].kind == "relations" else found[0]
