"""JSON to ``Query`` and ``Aggregate``. What a field can do is checked by the compiler; here are shape and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from . import reasons
from .errors import InvalidCondition, InvalidLimit, InvalidMeasure, InvalidQuery, QueryTooCostly
from .model import Aggregate, And, Compare, Condition, Grouping, GroupSort, Having, Measure, Not, Or, Path, Query, Sort

NODES, DEPTH, HOPS = 200, 8, 5
SORTS, GROUPS, MEASURES, EXPANSIONS, FIELDS = 5, 5, 20, 50, 600
OPS = frozenset(
    "eq ne lt le gt ge between in not_in contains starts_with is_empty not_empty has_any has_all has_none within before after".split()  # noqa: SIM905 (reads better)
)
HAVING_OPS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})

Json = Mapping[str, Any]  # Any: parsed JSON


def parse_query(object: str, body: Json, *, most: int = 200) -> Query:
    """The body of ``/query``. Raises ``InvalidQuery``, ``InvalidCondition``, ``InvalidLimit``, ``QueryTooCostly``."""
    _known(body, {"fields", "where", "sort", "search", "expand", "limit", "cursor", "offset", "around", "count", "deleted"})
    offset, around, cursor = body.get("offset"), body.get("around"), body.get("cursor")
    if sum(one is not None for one in (offset, around, cursor)) > 1:
        raise InvalidQuery(field="cursor", reason=reasons.ONE_PLACE)
    if offset is not None and (not isinstance(offset, int) or isinstance(offset, bool) or not 0 <= offset < 2**31):
        raise InvalidQuery(field="offset", reason=reasons.FROM_0)
    count = body.get("count", "none")
    if count not in ("none", "capped", "exact"):  # a tuple: what came may not be hashable
        raise InvalidQuery(field="count", reason=reasons.COUNTS)
    fields = body.get("fields")
    return Query(
        object=object,
        fields=None if fields is None else tuple(_texts("fields", fields, FIELDS)),
        where=parse_condition(body.get("where")),
        sort=parse_sort(body.get("sort")),
        search=_search(body.get("search")),
        expand=tuple(_path("expand", one) for one in _texts("expand", body.get("expand") or [], EXPANSIONS)),
        limit=_limit(body.get("limit", 50), most),
        cursor=_text_or_none("cursor", cursor),
        offset=offset,
        around=_uuid("around", around),
        count=count,
        deleted=body.get("deleted") is True,
    )


def parse_aggregate(object: str, body: Json, *, most: int = 10_000) -> Aggregate:
    """The body of ``/aggregate``. Raises as ``parse_query``, and ``InvalidMeasure``."""
    _known(body, {"group", "measures", "where", "having", "sort", "limit", "search", "offset"})
    group = tuple(_grouping(one) for one in _list("group", body.get("group") or [], GROUPS))
    measures = tuple(_measure(one) for one in _list("measures", body.get("measures") or [{"op": "count"}], MEASURES))
    offset = body.get("offset") or 0
    if not isinstance(offset, int) or isinstance(offset, bool) or not 0 <= offset < 2**31:
        raise InvalidQuery(field="offset", reason=reasons.FROM_0)
    return Aggregate(
        object=object,
        group=group,
        measures=measures,
        where=parse_condition(body.get("where")),
        search=_search(body.get("search")),
        having=tuple(_having(one, len(measures)) for one in _list("having", body.get("having") or [], MEASURES)),
        sort=tuple(_group_sort(one, len(group), len(measures)) for one in _list("sort", body.get("sort") or [], SORTS)),
        limit=_limit(body.get("limit", 1000), most),
        offset=offset,
    )


def parse_sort(value: object) -> tuple[Sort, ...]:
    """``["-amount", "name"]`` or ``"-amount,name"``."""
    words = [w for w in value.split(",") if w] if isinstance(value, str) else _texts("sort", value or [], SORTS)
    if len(words) > SORTS:
        raise QueryTooCostly(reason=reasons.sorts(SORTS))
    return tuple(Sort(_path("sort", w.removeprefix("-")), w.startswith("-")) for w in words)


def parse_condition(value: object) -> Condition | None:
    """A condition, or none for ``null``. Raises ``InvalidCondition`` and ``QueryTooCostly``."""
    if value is None:
        return None
    left = [NODES]
    return _condition(value, 1, left)


def _condition(value: object, depth: int, left: list[int]) -> Condition:
    left[0] -= 1
    if depth > DEPTH or left[0] < 0:
        raise QueryTooCostly(reason=reasons.condition_size(NODES, DEPTH))
    if not isinstance(value, Mapping):
        raise InvalidCondition(field="where", reason=reasons.CONDITION)
    node = cast("Json", value)
    keys = set(node)
    if keys in ({"and"}, {"or"}):
        ((word, parts),) = node.items()
        if not isinstance(parts, list):
            raise InvalidCondition(field="where", reason=reasons.takes_list(word))
        inner = tuple(_condition(one, depth + 1, left) for one in cast("list[object]", parts))
        return And(inner) if word == "and" else Or(inner)
    if keys == {"not"}:
        return Not(_condition(node["not"], depth + 1, left))
    if not {"field", "op"} <= keys <= {"field", "op", "value"}:
        raise InvalidCondition(field="where", reason=reasons.CONDITION)
    if not isinstance(node["op"], str) or node["op"] not in OPS:
        raise InvalidCondition(field=str(node["field"])[:100], reason=reasons.no_operator(str(node["op"])[:40]))
    return Compare(_path("where", node["field"]), node["op"], node.get("value"))


def _path(place: str, text: object) -> Path:
    if not isinstance(text, str) or not text or len(text) > 300 or "\x00" in text:
        refused = InvalidCondition if place == "where" else InvalidQuery
        raise refused(field=place, reason=reasons.FIELD_KEY)
    path = tuple(text.split("."))
    if len(path) > HOPS + 1:
        raise QueryTooCostly(reason=reasons.hops(HOPS))
    return path


def _grouping(one: object) -> Grouping:
    if isinstance(one, str):
        return Grouping(_path("group", one))
    node = _mapping("group", one, {"field", "bucket"})
    return Grouping(_path("group", node.get("field")), _text_or_none("bucket", node.get("bucket")))


def _measure(one: object) -> Measure:
    node = _mapping("measures", one, {"op", "field"})
    op, field = node.get("op"), node.get("field")
    if not isinstance(op, str) or op not in {"count", "count_distinct", "sum", "avg", "min", "max"}:
        raise InvalidMeasure(op=str(op)[:40], field=str(field)[:100])
    return Measure(str(op), None if field is None else _path("measures", field))


def _having(one: object, number: int) -> Having:
    node = _mapping("having", one, {"measure", "op", "value"})
    place, op = node.get("measure"), node.get("op")
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < number or not isinstance(op, str) or op not in HAVING_OPS:
        raise InvalidQuery(field="having", reason=reasons.HAVING)
    return Having(place, op, node.get("value"))


def _group_sort(one: object, groups: int, measures: int) -> GroupSort:
    """``"-measure.0"`` or ``"group.1"``."""
    word = one.removeprefix("-") if isinstance(one, str) else ""
    part, _, place = word.partition(".")
    most = {"group": groups, "measure": measures}.get(part, 0)
    if not place.isascii() or not place.isdigit() or len(place) > 2 or int(place) >= most:
        raise InvalidQuery(field="sort", reason=reasons.GROUP_SORT)
    return GroupSort(cast("Any", part), int(place), cast("str", one).startswith("-"))


def _search(value: object) -> str | None:
    text = _text_or_none("search", value)
    if text is not None and len(text) > 200:
        raise QueryTooCostly(reason=reasons.SEARCH)
    return text or None


def _limit(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise InvalidLimit(field="limit", most=most)
    return value


def _known(body: Json, keys: set[str]) -> None:
    if unknown := sorted(set(body) - keys):
        raise InvalidQuery(field=unknown[0][:100], reason=reasons.NO_SUCH_PART)


def _mapping(place: str, value: object, keys: set[str]) -> Json:
    if not isinstance(value, Mapping) or set(cast("Json", value)) - keys:
        raise InvalidQuery(field=place, reason=reasons.holds(keys))
    return cast("Json", value)


def _list(place: str, value: object, most: int) -> Sequence[object]:
    if not isinstance(value, list):
        raise InvalidQuery(field=place, reason=reasons.LIST)
    found = cast("list[object]", value)
    if len(found) > most:
        raise QueryTooCostly(reason=reasons.entries(most, place))
    return found


def _texts(place: str, value: object, most: int) -> list[str]:
    found = _list(place, value, most)
    check: Callable[[object], bool] = lambda one: isinstance(one, str) and "\x00" not in one and len(one) <= 300  # noqa: E731 (named for what it is)
    if not all(check(one) for one in found):
        raise InvalidQuery(field=place, reason=reasons.TEXTS)
    return cast("list[str]", list(found))


def _text_or_none(place: str, value: object) -> str | None:
    if value is None or (isinstance(value, str) and "\x00" not in value and len(value) <= 10_000):
        return value
    raise InvalidQuery(field=place, reason=reasons.TEXT)


def _uuid(place: str, value: object) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else UUID("")
    except ValueError:
        raise InvalidQuery(field=place, reason=reasons.ID) from None
